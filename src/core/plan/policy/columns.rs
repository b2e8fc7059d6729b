//! Monthly columns of regimes: the flows allowed to a supplier, and the factors of a pace, a level or a flow.

use super::regime::group_of;
use super::{Effect, EffectId, Passage, Policy, Profile, ProfileId, sorted_by_name};
use crate::plan::builder::{Builder, Site};
use crate::plan::inputs::Occasional;
use crate::scenario::{Input, Key, RegimeFactors, Scenario, State, StateFlow, state_flow};

impl Policy {
    /// The column of the flows allowed to a supplier or origin of a mineral.
    pub(in crate::plan) fn profile(
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
                wait: wait.occasional(builder, &state_flow::wait, group),
                passes: passes.occasional(builder, &state_flow::passes, group),
                meanwhile: meanwhile.occasional(builder, &state_flow::meanwhile, group),
            })
            .collect();
        let id = ProfileId(self.profiles.len());
        self.profiles.push(Profile { regime, states });
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

/// The value of `wait`, `passes` or `meanwhile` after overrides, with the path of the table in which it is written.
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
fn resolve<'a>(state: &'a State, path: &str, mineral: &str, supplier: &str) -> [Resolved<'a>; 3] {
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
    [pick(|flow| flow.wait.as_ref()), pick(|flow| flow.passes.as_ref()), pick(|flow| flow.meanwhile.as_ref())]
}
