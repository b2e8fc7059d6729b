//! Copies of a plan in which some elements have their planned values, while all others draw the same numbers as before.

use super::elements::{Element, ElementKind};
use super::inputs::{Base, Occasional, Slot};
use super::{HazardPlan, Plan};

impl Plan {
    /// A copy of the plan in which the chosen elements take their planned course: inputs have their announced values, or else their medians, regimes
    /// stay in their planned state, hazards have no incidents, and risks and cancellations do not occur.
    ///
    /// An input that drivers scale keeps its ratio to their planned values, so that the effect of the drivers remains. Where a driver is planned at
    /// 0, the scaling is removed.
    #[must_use]
    pub fn as_planned(&self, chosen: &dyn Fn(&Element) -> bool) -> Self {
        let mut plan = self.clone();
        let none = plan.new_constant(0.0);
        for element in self.elements().iter().filter(|element| chosen(element)) {
            match element.kind {
                ElementKind::Driver | ElementKind::Factor | ElementKind::Input => {
                    if let Some(place) = element.draw {
                        plan.hold_as_planned(place);
                    }
                }
                ElementKind::Regime => plan.hold_regime(&element.path),
                ElementKind::Hazard => {
                    let hazards = plan.security.hazards.iter_mut().filter(|hazard| within("hazards", &hazard.name, &element.path));
                    hazards.for_each(|hazard| silence(hazard, none));
                }
                ElementKind::Risk => {
                    for stage in &mut plan.schedule.stages {
                        stage.risks.retain(|risk| !element.keys.contains(&risk.chance.happens));
                    }
                }
                ElementKind::Cancellation => {
                    for stage in &mut plan.schedule.stages {
                        stage.cancels = stage.cancels.filter(|cancels| !element.keys.contains(&cancels.happens));
                    }
                }
            }
        }
        plan
    }

    /// A copy of the plan in which one number drawn once per trial is fixed at `value`, in its own unit and before scaling by drivers.
    #[must_use]
    pub fn with_input_at(&self, draw: usize, value: f64) -> Self {
        self.with_inputs_at(&[(draw, value)])
    }

    /// A copy of the plan with several numbers fixed, each by its index in [`Plan::draws`].
    #[must_use]
    pub fn with_inputs_at(&self, held: &[(usize, f64)]) -> Self {
        let mut plan = self.clone();
        for &(place, value) in held {
            if let Some(draw) = plan.draws.get_mut(place) {
                draw.base = Base::Constant(value);
            }
        }
        plan
    }

    fn new_constant(&mut self, value: f64) -> Slot {
        self.values.push(value);
        self.planned.push(value);
        Slot(self.values.len() - 1)
    }

    fn hold_as_planned(&mut self, place: usize) {
        let planned = self.planned.clone();
        let draw = &mut self.draws[place];
        if let Base::Slot(driver) = draw.base {
            draw.scale.push(driver);
        }
        draw.base = Base::Constant(base_of(draw.planned, &mut draw.scale, &planned));
        // The announced value may lie outside the present bounds.
        draw.clamp = draw.clamp.map(|[low, high]| [low.min(draw.planned), high.max(draw.planned)]);
    }

    fn hold_regime(&mut self, path: &str) {
        let planned = self.planned.clone();
        for (r, regime) in self.policy.regimes.iter_mut().enumerate().filter(|(_, regime)| within("regimes", &regime.name, path)) {
            regime.initial = vec![(regime.planned, 1.0)];
            regime.states[regime.planned].lasts = None;
            for profile in self.policy.profiles.iter_mut().filter(|profile| profile.regime.0 == r) {
                let passage = &mut profile.states[regime.planned];
                let quota = passage.quota.iter_mut().flatten();
                for what in [&mut passage.wait, &mut passage.passes, &mut passage.meanwhile].into_iter().chain(quota) {
                    hold_occasional(what, &planned);
                }
                if let Some(back) = profile.returns.get_mut(regime.planned) {
                    for what in [&mut back.diverts, &mut back.leaks, &mut back.after] {
                        hold_occasional(what, &planned);
                    }
                }
            }
        }
    }
}

fn within(table: &str, name: &str, path: &str) -> bool {
    path.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')) == Some(name)
}

fn hold_occasional(what: &mut Occasional, planned: &[f64]) {
    if let Base::Slot(driver) = what.base {
        what.scale.push(driver);
    }
    what.base = Base::Constant(base_of(what.planned, &mut what.scale, planned));
    what.clamp = what.clamp.map(|[low, high]| [low.min(what.planned), high.max(what.planned)]);
}

/// The value that the planned values of the drivers scale to the planned value. Drivers with a product of 0 are removed.
fn base_of(value: f64, scale: &mut Vec<Slot>, planned: &[f64]) -> f64 {
    let product: f64 = scale.iter().map(|slot| planned[slot.0]).product();
    if scale.is_empty() {
        value
    } else if product == 0.0 {
        scale.clear();
        value
    } else {
        value / product
    }
}

/// Removes all incidents of a hazard.
fn silence(hazard: &mut HazardPlan, none: Slot) {
    hazard.rate = none;
    hazard.trend = None;
    hazard.season = None;
    hazard.level.clear();
    hazard.volatility = None;
    hazard.excitation = None;
}
