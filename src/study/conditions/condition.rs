//! What may turn out well: a number drawn once a trial at a favourable quantile, or an event that goes to plan.

use crate::plan::{Base, Element, ElementKind, Plan};
use crate::units::MonthGrid;

/// How an element turns out well.
#[derive(Clone, Debug, PartialEq)]
pub enum Favour {
    /// A number stands at one of its quantiles, in its own unit and before the drivers that scale it.
    Value {
        /// Its place in [`Plan::draws`].
        draw: usize,
        /// Which quantile, 0 to 1.
        quantile: f64,
        /// That quantile.
        value: f64,
        /// Unit; empty for plain factors.
        unit: String,
    },
    /// A regime stays in its planned state for good.
    State(String),
    /// A hazard has no incidents.
    Quiet,
    /// A risk does not come true.
    Spared,
    /// A stage is not cancelled.
    Kept,
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Path of the element.
    pub path: String,
    /// Its group of causes.
    pub group: String,
    /// How it turns out well.
    pub favour: Favour,
}

impl Condition {
    /// The condition of an element; numbers that do not vary between the two quantiles have none, nor have those that are not drawn.
    pub(super) fn of(plan: &Plan, element: &Element, quantile: f64, unit: &str) -> Option<Self> {
        let name = |table: &str| element.path.strip_prefix(table).unwrap_or_default();
        let favour = match element.kind {
            ElementKind::Driver | ElementKind::Input => {
                let draw = element.draw?;
                let Base::Law(sampler) = &plan.draws.get(draw)?.base else { return None };
                let value = sampler.draw(quantile);
                let differs = value.to_bits() != sampler.draw(1.0 - quantile).to_bits();
                differs.then(|| Favour::Value { draw, quantile, value, unit: unit.to_owned() })?
            }
            ElementKind::Regime => {
                let regime = plan.policy.regimes.iter().find(|regime| regime.name == name("regimes."))?;
                Favour::State(regime.state_names.get(regime.planned)?.clone())
            }
            ElementKind::Hazard => Favour::Quiet,
            ElementKind::Risk => Favour::Spared,
            ElementKind::Cancellation => Favour::Kept,
        };
        Some(Self { path: element.path.clone(), group: element.group.clone(), favour })
    }

    /// The same at the opposite quantile, where it is a number.
    pub(super) fn turned(&self, plan: &Plan) -> Option<Self> {
        let Favour::Value { draw, quantile, unit, .. } = &self.favour else { return None };
        let Base::Law(sampler) = &plan.draws.get(*draw)?.base else { return None };
        let quantile = 1.0 - quantile;
        Some(Self { favour: Favour::Value { draw: *draw, quantile, value: sampler.draw(quantile), unit: unit.clone() }, ..self.clone() })
    }
}

/// The plan under these conditions, all else drawn as before.
#[must_use]
pub fn under<'a>(plan: &Plan, conditions: impl IntoIterator<Item = &'a Condition>) -> Plan {
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

/// The last year that the grid holds whole, else its last.
pub(super) fn last_year(grid: MonthGrid) -> i32 {
    let (last, end) = (grid.count() - 1, *grid.years().end());
    if grid.month_of_year(last) == 11 || end == *grid.years().start() { end } else { end - 1 }
}
