//! Monthly columns of regimes: the flows allowed to a supplier, and the factors of a pace, a level or a flow.

use super::regime::group_of;
use super::{Effect, EffectId, Passage, Policy, Profile, ProfileId, Return, sorted_by_name};
use crate::plan::builder::{Builder, Site};
use crate::plan::inputs::Occasional;
use crate::scenario::{Input, Key, RegimeFactors, Scenario, State, StateFlow, state_flow};
use crate::units::Place;

impl Policy {
    /// The column of the flows allowed to a supplier or origin of a mineral; with what comes back of the rest where its market `clears`.
    pub(in crate::plan) fn profile(
        &mut self,
        scenario: &Scenario,
        builder: &mut Builder,
        regime_name: &str,
        [mineral, supplier]: [&str; 2],
        clears: bool,
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
        let resolved: Vec<[Resolved<'_>; 8]> = names
            .iter()
            .zip(&states)
            .map(|(name, state)| resolve(state, &format!("regimes.{regime_name}.states.{name}"), mineral, supplier))
            .collect();
        let returns = clears && resolved.iter().any(|[.., diverts, leaks, _]| diverts.input.is_some() || leaks.input.is_some());
        let known_by = |[wait, passes, meanwhile, quota, exports, back @ ..]: [Resolved<'_>; 8]| {
            let [diverts, leaks, after] = back.map(|one| if returns { one.path } else { String::new() });
            [wait.path, passes.path, meanwhile.path, quota.path, exports.path, diverts, leaks, after]
        };
        let signature: Vec<_> = resolved.iter().cloned().map(known_by).collect();
        if let Some(&id) = self.profile_of.get(&(regime, signature.clone())) {
            return Some(id);
        }
        let mut passages = Vec::new();
        let mut returned = Vec::new();
        for [wait, passes, meanwhile, quota, exports, diverts, leaks, after] in resolved {
            passages.push(Passage {
                wait: wait.occasional(builder, &state_flow::wait, group),
                passes: passes.occasional(builder, &state_flow::passes, group),
                meanwhile: meanwhile.occasional(builder, &state_flow::meanwhile, group),
                quota: quota
                    .input
                    .is_some()
                    .then(|| [quota.occasional(builder, &state_flow::quota, group), exports.occasional(builder, &state_flow::exports, group)]),
            });
            if returns {
                let place = diverts.input.or(leaks.input).map(|input| input.place).unwrap_or_default();
                let back = Return {
                    diverts: diverts.occasional(builder, &state_flow::diverts, group),
                    leaks: leaks.occasional(builder, &state_flow::leaks, group),
                    after: after.occasional(builder, &state_flow::after, group),
                };
                back.check(builder, place, &diverts.path);
                returned.push(back);
            }
        }
        if returned.iter().all(|back| back.diverts.support[1] <= 0.0 && back.leaks.support[1] <= 0.0) {
            returned.clear();
        }
        let id = ProfileId(self.profiles.len());
        self.profiles.push(Profile { regime, states: passages, returns: returned });
        self.profile_of.insert((regime, signature), id);
        Some(id)
    }

    /// The columns of a table of factors by regime and state.
    pub(in crate::plan) fn effects(&mut self, builder: &mut Builder, factors: &RegimeFactors, key: &Key, site: Site) -> Vec<EffectId> {
        let mut ids = Vec::new();
        for i in sorted_by_name(factors) {
            let (name, states) = (&factors[i].name.value, &factors[i].item);
            let Some(regime) = self.find(name) else { continue };
            let slots = self.regimes[regime.0]
                .state_names
                .iter()
                .map(|state| {
                    let input = states.iter().find(|named| named.name.value == *state).map(|named| &named.item);
                    let path = format!("{}.{}.{name}.{state}", site.path, key.name);
                    match input {
                        Some(input) => builder.quantity_at(input, &path, key, site.group),
                        None => builder.constant(1.0),
                    }
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

impl Return {
    /// Reports shares that can add up to more than 1; `path` is that of the table.
    fn check(&self, builder: &mut Builder, place: Place, path: &str) {
        let most = self.diverts.support[1] + self.leaks.support[1];
        if most > 1.0 + 1e-9 {
            let help = "what comes back is a part of what was held back: lower `diverts` or `leaks`".to_owned();
            let message = format!("more comes back than {path} holds back");
            builder.problems.error(place, message, format!("diverts and leaks reach {most} together, must be at most 1"), help);
        }
    }
}

/// The value of a key of a state's flow after overrides, with the path of the table in which it is written.
#[derive(Clone)]
struct Resolved<'a> {
    input: Option<&'a Input>,
    path: String,
}

impl Resolved<'_> {
    fn occasional(&self, builder: &mut Builder, key: &Key, group: &str) -> Occasional {
        builder.occasional_or_default(self.input, key, Site { path: &self.path, group })
    }
}

/// Values by key: the supplier's, else the mineral's, else the state's own.
fn resolve<'a>(state: &'a State, path: &str, mineral: &str, supplier: &str) -> [Resolved<'a>; 8] {
    let supplier_flow = state.suppliers.iter().find(|named| named.name.value == supplier).map(|named| &named.item);
    let mineral_flow = state.minerals.iter().find(|named| named.name.value == mineral).map(|named| &named.item);
    let pick = |of: fn(&StateFlow) -> Option<&Input>| {
        if let Some(input) = supplier_flow.and_then(of) {
            Resolved { input: Some(input), path: format!("{path}.suppliers.{supplier}") }
        } else if let Some(input) = mineral_flow.and_then(of) {
            Resolved { input: Some(input), path: format!("{path}.minerals.{mineral}") }
        } else {
            Resolved { input: of(&state.flow), path: path.to_owned() }
        }
    };
    [
        pick(|flow| flow.wait.as_ref()),
        pick(|flow| flow.passes.as_ref()),
        pick(|flow| flow.meanwhile.as_ref()),
        pick(|flow| flow.quota.as_ref()),
        pick(|flow| flow.exports.as_ref()),
        pick(|flow| flow.diverts.as_ref()),
        pick(|flow| flow.leaks.as_ref()),
        pick(|flow| flow.after.as_ref()),
    ]
}
