//! Compiled regimes: states with sojourn times and successors, and the monthly columns that other parts of the plan use.

mod columns;
mod regime;

use std::collections::HashMap;

use super::builder::Builder;
use super::inputs::{KeyId, Occasional, Slot};
use crate::chance::Distribution;
use crate::scenario::{Named, Scenario};
use crate::units::MonthGrid;
use regime::compile_regime;

/// Index of a regime in the plan, sorted by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegimeId(pub usize);

/// Index of a monthly column of the flow factors `passes` and `meanwhile` for one supplier of one mineral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProfileId(pub usize);

/// Index of a monthly column of a regime's factors on a pace, a level or a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EffectId(pub usize);

/// Flow that a state allows, after overrides.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Months from entry until `passes` applies.
    pub wait: Occasional,
    /// Factor after the wait.
    pub passes: Occasional,
    /// Factor during the wait.
    pub meanwhile: Occasional,
    /// Tonnes a year that may leave, and that would leave: their ratio is the most that both factors can be.
    pub quota: Option<[Occasional; 2]>,
}

/// What comes back of the flow that a state holds back, after overrides.
#[derive(Clone, Debug)]
pub struct Return {
    /// Share that comes back as free supply.
    pub diverts: Occasional,
    /// Share that comes back as controlled supply.
    pub leaks: Occasional,
    /// Months until it comes back.
    pub after: Occasional,
}

/// A compiled state.
#[derive(Clone, Debug)]
pub struct StatePlan {
    /// Sojourn time in months; `None` for an absorbing state.
    pub lasts: Option<Occasional>,
    /// Distribution of the sojourn before scaling, kept where the state may have lasted for some months at the start.
    pub given: Option<Distribution>,
    /// Successors with cumulative probabilities that end at 1.
    pub then: Vec<(usize, f64)>,
}

/// A compiled regime.
#[derive(Clone, Debug)]
pub struct RegimePlan {
    /// Name in the file.
    pub name: String,
    /// Title, else the name in words.
    pub title: String,
    /// Group of causes.
    pub group: String,
    /// Names of its states, sorted; the order of all lists by state.
    pub state_names: Vec<String>,
    /// Titles of the states, else their names in words.
    pub state_titles: Vec<String>,
    /// Index of each state of the file, in the order of the file.
    pub file_order: Vec<usize>,
    /// States.
    pub states: Vec<StatePlan>,
    /// Initial states with cumulative probabilities.
    pub initial: Vec<(usize, f64)>,
    /// Months already spent in the initial state; `None` where it is entered in the first month.
    pub elapsed: Option<Slot>,
    /// Index of the planned state.
    pub planned: usize,
    /// Observed history: months since the start (negative) and the state entered then.
    pub history: Vec<(f64, usize)>,
    /// Stream of entries into states.
    pub entries: KeyId,
    /// Stream of the initial state.
    pub initial_key: KeyId,
    /// Stream of transitions.
    pub then_key: KeyId,
}

/// Flows that each state allows to one supplier or origin of one mineral.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Regime.
    pub regime: RegimeId,
    /// Flow by state.
    pub states: Vec<Passage>,
    /// What comes back of the rest, by state; empty where nothing does or no market of it clears.
    pub returns: Vec<Return>,
}

/// Factors of a regime by state, drawn once per trial.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Effect {
    /// Regime.
    pub regime: RegimeId,
    /// Factor by state.
    pub factors: Vec<Slot>,
}

/// All regimes and the columns used by other parts of the plan.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Regimes, sorted by name.
    pub regimes: Vec<RegimePlan>,
    /// Columns of flows for suppliers and routes.
    pub profiles: Vec<Profile>,
    /// Columns of factors on paces, levels and flows.
    pub effects: Vec<Effect>,
    profile_of: HashMap<(RegimeId, Vec<[String; 8]>), ProfileId>,
    effect_of: HashMap<Effect, EffectId>,
}

/// Cumulative probabilities from weights, with their indices; the last is exactly 1.
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

/// Indices of named elements, sorted by name.
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

    /// The regime with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<RegimeId> {
        self.regimes.iter().position(|regime| regime.name == name).map(RegimeId)
    }
}
