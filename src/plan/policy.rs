//! Regimes, compiled: states with their sojourns and successors, and the monthly columns that others ask of them.

use std::collections::HashMap;

use super::builder::Builder;
use super::inputs::{KeyId, Occasional, Range, Slot};
use crate::scenario::{Input, Regime, RegimeFactors, Scenario, State, StateFlow};
use crate::units::{MonthGrid, Place};

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
pub(super) fn sorted_by_name<T>(table: &[crate::scenario::Named<T>]) -> Vec<usize> {
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

    /// The column of what a supplier or origin of a mineral meets.
    pub(super) fn profile(
        &mut self,
        scenario: &Scenario,
        builder: &mut Builder,
        regime_name: &str,
        mineral: &str,
        supplier: &str,
    ) -> Option<ProfileId> {
        let regime = self.find(regime_name)?;
        let written = &scenario.regimes.iter().find(|named| named.name.value == regime_name)?.item;
        let group = group_of(written);
        let states: Vec<&State> = self.regimes[regime.0]
            .state_names
            .iter()
            .filter_map(|name| written.states.iter().find(|s| s.name.value == *name))
            .map(|s| &s.item)
            .collect();
        let names = self.regimes[regime.0].state_names.clone();
        let resolved: Vec<[Resolved<'_>; 3]> = names
            .iter()
            .zip(&states)
            .map(|(name, state)| resolve(state, &format!("regimes.{regime_name}.states.{name}"), mineral, supplier))
            .collect();
        let signature = resolved.iter().map(|three| three.clone().map(|one| one.path)).collect::<Vec<_>>();
        if let Some(&id) = self.profile_of.get(&(regime, signature.clone())) {
            return Some(id);
        }
        let states = resolved
            .into_iter()
            .map(|[wait, passes, meanwhile]| Passage {
                wait: wait.occasional(builder, 0.0, group),
                passes: passes.occasional(builder, 1.0, group),
                meanwhile: meanwhile.occasional(builder, 0.0, group),
            })
            .collect();
        let id = ProfileId(self.profiles.len());
        self.profiles.push(Profile { regime, states });
        self.profile_of.insert((regime, signature), id);
        Some(id)
    }

    /// The columns of a table of factors by regime and state.
    pub(super) fn effects(&mut self, builder: &mut Builder, factors: &RegimeFactors, path: &str, group: &str) -> Vec<EffectId> {
        let mut ids = Vec::new();
        for i in sorted_by_name(factors) {
            let (name, states) = (&factors[i].name.value, &factors[i].item);
            let Some(regime) = self.find(name) else { continue };
            let slots = self.regimes[regime.0]
                .state_names
                .iter()
                .map(|state| {
                    let input = states.iter().find(|named| named.name.value == *state).map(|named| &named.item);
                    builder.quantity_or(input, 1.0, &format!("{path}.{name}.{state}"), Range::NonNegative, group)
                })
                .collect();
            let effect = Effect { regime, factors: slots };
            let next = EffectId(self.effects.len());
            let id = *self.effect_of.entry(effect.clone()).or_insert(next);
            if id == next {
                self.effects.push(effect);
            }
            ids.push(id);
        }
        ids
    }
}

/// The group of a regime's draws.
fn group_of(regime: &Regime) -> &str {
    regime.group.as_ref().map_or("licensing", |group| &group.value)
}

/// One of `wait`, `passes`, `meanwhile` after the overrides: whose it is, and its path.
#[derive(Clone)]
struct Resolved<'a> {
    input: Option<&'a Input>,
    path: String,
}

impl Resolved<'_> {
    fn occasional(&self, builder: &mut Builder, default: f64, group: &str) -> Occasional {
        match self.input {
            Some(input) => builder.occasional(input, &self.path, Range::NonNegative, group),
            None => Builder::occasional_constant(default),
        }
    }
}

/// Key by key: the supplier's, else the mineral's, else the state's own.
fn resolve<'a>(state: &'a State, path: &str, mineral: &str, supplier: &str) -> [Resolved<'a>; 3] {
    let supplier_flow = state.suppliers.iter().find(|named| named.name.value == supplier).map(|named| &named.item);
    let mineral_flow = state.minerals.iter().find(|named| named.name.value == mineral).map(|named| &named.item);
    let pick = |key: &str, of: fn(&StateFlow) -> Option<&Input>| {
        if let Some(input) = supplier_flow.and_then(of) {
            Resolved { input: Some(input), path: format!("{path}.suppliers.{supplier}.{key}") }
        } else if let Some(input) = mineral_flow.and_then(of) {
            Resolved { input: Some(input), path: format!("{path}.minerals.{mineral}.{key}") }
        } else {
            Resolved { input: of(&state.flow), path: format!("{path}.{key}") }
        }
    };
    [pick("wait", |flow| flow.wait.as_ref()), pick("passes", |flow| flow.passes.as_ref()), pick("meanwhile", |flow| flow.meanwhile.as_ref())]
}

/// The state named by `planned`, else the likeliest initial one.
fn planned_state(regime: &Regime, names: &[String]) -> usize {
    let likeliest = regime.initial.iter().max_by(|a, b| a.item.total_cmp(&b.item)).map(|named| &named.name);
    let wanted = regime.planned.as_ref().or(likeliest);
    wanted.and_then(|wanted| names.iter().position(|name| *name == wanted.value)).unwrap_or(0)
}

fn compile_regime(name: &str, regime: &Regime, builder: &mut Builder, grid: MonthGrid, place: Place) -> RegimePlan {
    let order = sorted_by_name(&regime.states);
    let state_names: Vec<String> = order.iter().map(|&i| regime.states[i].name.value.clone()).collect();
    let position = |wanted: &str| state_names.iter().position(|name| name == wanted);
    let weights = |table: &[crate::scenario::Named<f64>]| {
        let mut weights: Vec<(usize, f64)> = table.iter().filter_map(|named| position(&named.name.value).map(|i| (i, named.item))).collect();
        weights.sort_by_key(|&(i, _)| i);
        cumulative(&weights)
    };
    let group = group_of(regime);
    let states: Vec<StatePlan> = order
        .iter()
        .map(|&i| {
            let state = &regime.states[i];
            let path = format!("regimes.{name}.states.{}.lasts", state.name.value);
            let lasts = state.item.lasts.as_ref().map(|input| builder.occasional(input, &path, Range::NonNegative, group));
            StatePlan { lasts, then: weights(&state.item.then) }
        })
        .collect();
    // A sojourn far below the grid would cost without end and say nothing: the month is the resolution.
    let shortest =
        states.iter().filter_map(|state| state.lasts.as_ref()).map(|lasts| lasts.mean).filter(|&mean| mean > 0.0).fold(f64::INFINITY, f64::min);
    if shortest < f64::from(u32::try_from(grid.count()).unwrap_or(u32::MAX)) / 100_000.0 {
        builder.problems.error(
            place,
            format!("regime {name} changes too often"),
            format!("a state lasts {shortest} months on average"),
            Some("the month is the resolution: give sojourns of days at least".to_owned()),
        );
    }
    let file_order = regime.states.iter().filter_map(|named| position(&named.name.value)).collect();
    RegimePlan {
        name: name.to_owned(),
        group: group.to_owned(),
        initial: weights(&regime.initial),
        planned: planned_state(regime, &state_names),
        history: regime.history.iter().filter_map(|(date, state)| position(&state.value).map(|state| (grid.offset(date.value), state))).collect(),
        file_order,
        states,
        entries: builder.key(&format!("regimes.{name}")),
        initial_key: builder.key(&format!("regimes.{name}.initial")),
        then_key: builder.key(&format!("regimes.{name}.then")),
        state_names,
    }
}
