//! The same plan with some of its elements as planned: everything else draws what it drew before.

use super::elements::{Element, ElementKind};
use super::inputs::{Base, Occasional, Slot};
use super::{HazardPlan, Plan};

impl Plan {
    /// A copy in which the chosen elements go to plan: inputs at what was announced, else at their medians, regimes in their planned state for good,
    /// hazards without incidents, risks and cancellations that do not come true.
    ///
    /// An input that drivers scale keeps its ratio to their planned values, so that the drivers count by themselves; where a driver is planned
    /// at 0 it does not.
    #[must_use]
    pub fn as_planned(&self, chosen: &dyn Fn(&Element) -> bool) -> Self {
        let mut plan = self.clone();
        let none = plan.new_constant(0.0);
        for element in self.elements().iter().filter(|element| chosen(element)) {
            match element.kind {
                ElementKind::Driver | ElementKind::Input => {
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
                        stage.risks.retain(|risk| !element.keys.contains(&risk.happens));
                    }
                }
                ElementKind::Cancellation => {
                    for stage in &mut plan.schedule.stages {
                        stage.cancels = stage.cancels.filter(|(happens, _)| !element.keys.contains(happens));
                    }
                }
            }
        }
        plan
    }

    /// A copy in which one number drawn once a trial is held at `value`, in its own unit and before the drivers that scale it.
    #[must_use]
    pub fn with_input_at(&self, draw: usize, value: f64) -> Self {
        self.with_inputs_at(&[(draw, value)])
    }

    /// The same of several at once, each by its place in [`Plan::draws`].
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
        // what was announced may lie outside what is now thought possible
        draw.clamp = draw.clamp.map(|[low, high]| [low.min(draw.planned), high.max(draw.planned)]);
    }

    fn hold_regime(&mut self, path: &str) {
        let planned = self.planned.clone();
        for (r, regime) in self.policy.regimes.iter_mut().enumerate().filter(|(_, regime)| within("regimes", &regime.name, path)) {
            regime.initial = vec![(regime.planned, 1.0)];
            regime.states[regime.planned].lasts = None;
            for profile in self.policy.profiles.iter_mut().filter(|profile| profile.regime.0 == r) {
                let passage = &mut profile.states[regime.planned];
                for what in [&mut passage.wait, &mut passage.passes, &mut passage.meanwhile] {
                    hold_occasional(what, &planned);
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

/// The value which the drivers' planned values scale to what is planned; drivers that cannot are let go.
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

/// No incident, from inside or outside.
fn silence(hazard: &mut HazardPlan, none: Slot) {
    hazard.rate = none;
    hazard.trend = None;
    hazard.season = None;
    hazard.level.clear();
    hazard.excitation = None;
}
