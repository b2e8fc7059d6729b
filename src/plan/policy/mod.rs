//! Regimes, compiled: states with their sojourns and successors, and the monthly columns that others ask of them.

mod columns;
mod regime;

use std::collections::HashMap;

use super::builder::Builder;
use super::inputs::{KeyId, Occasional, Slot};
use crate::scenario::{Named, Scenario};
use crate::units::MonthGrid;
use regime::compile_regime;

/// A regime by its place in the plan (sorted by name).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegimeId(pub usize);

/// A monthly column of factors: `passes` and `meanwhile` as one supplier of one mineral meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileId(pub usize);

/// A monthly column of factors: what a regime does to a pace, a level or a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EffectId(pub usize);

/// What a state lets through, overrides resolved.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Months from entry until `passes` applies.
    pub wait: Occasional,
    /// Factor from then on.
    pub passes: Occasional,
    /// Factor until then.
    pub meanwhile: Occasional,
}

/// One state.
#[derive(Clone, Debug)]
pub struct StatePlan {
    /// Months; for ever where `None`.
    pub lasts: Option<Occasional>,
    /// Successors with cumulative weights that end at 1.
    pub then: Vec<(usize, f64)>,
}

/// One regime.
#[derive(Clone, Debug)]
pub struct RegimePlan {
    /// Name in the file.
    pub name: String,
    /// Group of causes.
    pub group: String,
    /// Names of its states, in their order here (sorted).
    pub state_names: Vec<String>,
    /// Place of each state of the file's order among them.
    pub file_order: Vec<usize>,
    /// States.
    pub states: Vec<StatePlan>,
    /// Initial states with cumulative weights.
    pub initial: Vec<(usize, f64)>,
    /// State in which it stays if all goes to plan.
    pub planned: usize,
    /// What was observed before the start: months since the start (negative) and the state entered then.
    pub history: Vec<(f64, usize)>,
    /// Stream of entries.
    pub entries: KeyId,
    /// Stream of the initial state.
    pub initial_key: KeyId,
    /// Stream of successions.
    pub then_key: KeyId,
}

/// What one supplier (or origin) of one mineral meets in each state.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Regime.
    pub regime: RegimeId,
    /// By state.
    pub states: Vec<Passage>,
}

/// Factors of a regime by state, drawn once a trial.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Effect {
    /// Regime.
    pub regime: RegimeId,
    /// By state.
    pub factors: Vec<Slot>,
}

/// All regimes and the columns asked of them.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Regimes, sorted by name.
    pub regimes: Vec<RegimePlan>,
    /// Columns for suppliers and routes.
    pub profiles: Vec<Profile>,
    /// Columns for paces, levels and flows.
    pub effects: Vec<Effect>,
    profile_of: HashMap<(RegimeId, Vec<[String; 3]>), ProfileId>,
    effect_of: HashMap<Effect, EffectId>,
}

/// Weights by index, as cumulative shares that end at 1.
pub(super) fn cumulative(weights: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0.0;
    let mut out: Vec<_> = weights
        .iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|&(index, weight)| {
            sum += weight;
            (index, sum / total)
        })
        .collect();
    if let Some(last) = out.last_mut() {
        last.1 = 1.0;
    }
    out
}

/// Indices of named things, sorted by name.
pub(super) fn sorted_by_name<T>(table: &[Named<T>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..table.len()).collect();
    order.sort_by(|&a, &b| table[a].name.value.cmp(&table[b].name.value));
    order
}

impl Policy {
    /// Compiles all regimes of a scenario.
    pub(super) fn compile(scenario: &Scenario, builder: &mut Builder, grid: MonthGrid) -> Self {
        let regimes = sorted_by_name(&scenario.regimes)
            .into_iter()
            .map(|i| compile_regime(&scenario.regimes[i].name.value, &scenario.regimes[i].item, builder, grid, scenario.regimes[i].name.place))
            .collect();
        Self { regimes, ..Self::default() }
    }

    /// The regime of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<RegimeId> {
        self.regimes.iter().position(|regime| regime.name == name).map(RegimeId)
    }
}
