//! Conditions of a plan: a number held at a favourable quantile, or an event that goes as planned.

use super::findings::{Condition, Favour};
use crate::plan::{Base, Element, ElementKind, Plan};

impl Condition {
    /// Condition of an element; `None` for a number that does not differ between the two quantiles or is not drawn.
    pub(super) fn of(plan: &Plan, element: &Element, quantile: f64, unit: &str) -> Option<Self> {
        let name = |table: &str| element.path.strip_prefix(table).unwrap_or_default();
        let favour = match element.kind {
            ElementKind::Driver | ElementKind::Factor | ElementKind::Input => {
                let draw = element.draw?;
                let Base::Distribution(sampler) = &plan.draws.get(draw)?.base else { return None };
                let value = sampler.draw(quantile);
                let differs = value.to_bits() != sampler.draw(1.0 - quantile).to_bits();
                differs.then(|| Favour::Value { draw, quantile, value, unit: unit.to_owned() })?
            }
            ElementKind::Regime => {
                let regime = plan.policy.regimes.iter().find(|regime| regime.name == name("regimes."))?;
                Favour::PlannedState(regime.state_names.get(regime.planned)?.clone())
            }
            ElementKind::Hazard => Favour::NoIncidents,
            ElementKind::Risk => Favour::RiskDoesNotOccur,
            ElementKind::Cancellation => Favour::NotCancelled,
        };
        Some(Self { path: element.path.clone(), group: element.group.clone(), favour })
    }

    /// The same condition at the opposite quantile, where it is a number.
    pub(super) fn turned(&self, plan: &Plan) -> Option<Self> {
        let Favour::Value { draw, quantile, unit, .. } = &self.favour else { return None };
        let Base::Distribution(sampler) = &plan.draws.get(*draw)?.base else { return None };
        let quantile = 1.0 - quantile;
        Some(Self { favour: Favour::Value { draw: *draw, quantile, value: sampler.draw(quantile), unit: unit.clone() }, ..self.clone() })
    }
}

/// Plan under these conditions; everything else is drawn as before.
pub(super) fn under<'a>(plan: &Plan, conditions: impl IntoIterator<Item = &'a Condition>) -> Plan {
    let (mut held, mut events) = (Vec::new(), Vec::new());
    for condition in conditions {
        match condition.favour {
            Favour::Value { draw, value, .. } => held.push((draw, value)),
            _ => events.push(condition.path.as_str()),
        }
    }
    let planned = plan.as_planned(&|element: &Element| events.contains(&element.path.as_str()));
    if held.is_empty() { planned } else { planned.with_inputs_at(&held) }
}
