//! What a scenario means where it says nothing.

use crate::units::Place;

use super::model::{At, Input, Law, Node, PerMineral, Regime, Route, Scenario, Stage, StateFlow, Supplier};
use super::sampling::{DEFAULT_REPLICATES, Sampling};

/// Trials of a scenario that names no number.
pub const DEFAULT_TRIALS: u64 = 100_000;
/// Most trials of a run, in a scenario and on the command line.
pub const MOST_TRIALS: u64 = 1_000_000_000;
/// Most months of a scenario: 300 years.
pub const MOST_MONTHS: usize = 3_600;
/// Seed of a scenario that names none.
pub const DEFAULT_SEED: u64 = 1;
/// Months in a row that a goal must hold where it does not say.
pub const DEFAULT_SUSTAIN: u32 = 12;

impl Scenario {
    /// The same scenario with every default of the model written out. What has no default, such as a capacity that is not
    /// limited or a state that lasts for ever, stays open.
    #[must_use]
    pub fn with_defaults(&self) -> Self {
        let mut whole = self.clone();
        whole.replicates = (whole.sampling != Sampling::Random).then(|| whole.replicates.unwrap_or(DEFAULT_REPLICATES));
        for mineral in &mut whole.minerals {
            let place = mineral.name.place;
            fill(&mut mineral.item.growth, 0.0, place);
            fill(&mut mineral.item.inventory, 0.0, place);
            for supplier in &mut mineral.item.suppliers {
                fill_supplier(&mut supplier.item, supplier.name.place);
            }
        }
        for regime in &mut whole.regimes {
            fill_regime(&mut regime.item);
        }
        for hazard in &mut whole.hazards {
            fill(&mut hazard.item.trend, 0.0, hazard.name.place);
            for class in &mut hazard.item.classes {
                fill(&mut class.item.loss, 1.0, class.name.place);
            }
        }
        for stage in whole.projects.iter_mut().flat_map(|project| &mut project.item.stages) {
            fill_stage(&mut stage.item, stage.name.place);
        }
        for node in &mut whole.nodes {
            fill_node(&mut node.item, node.name.place);
        }
        for route in &mut whole.routes {
            fill_route(&mut route.item, route.name.place);
        }
        for goal in &mut whole.goals {
            goal.item.sustain.get_or_insert(At { value: DEFAULT_SUSTAIN, place: goal.name.place });
        }
        whole
    }
}

fn fill(input: &mut Option<Input>, value: f64, place: Place) {
    input.get_or_insert_with(|| Input::plain(Law::Constant(value), place));
}

fn fill_supplier(supplier: &mut Supplier, place: Place) {
    fill(&mut supplier.growth, 0.0, place);
    if supplier.controlled_by.is_some() {
        fill(&mut supplier.dependence, 1.0, place);
    }
}

fn fill_regime(regime: &mut Regime) {
    if let [only] = &regime.initial[..] {
        regime.planned.get_or_insert_with(|| only.name.clone());
    }
    for state in &mut regime.states {
        let StateFlow { wait, passes, meanwhile } = &mut state.item.flow;
        fill(wait, 0.0, state.name.place);
        fill(passes, 1.0, state.name.place);
        fill(meanwhile, 0.0, state.name.place);
    }
}

fn fill_stage(stage: &mut Stage, place: Place) {
    if stage.done.is_none() {
        fill(&mut stage.progress, 0.0, place);
        fill(&mut stage.cancels, 0.0, place);
    }
}

fn fill_node(node: &mut Node, place: Place) {
    if !node.ramp_up.is_empty() {
        fill(&mut node.stretch, 1.0, place);
    }
    for expansion in node.expansions.iter_mut().filter(|expansion| !expansion.ramp_up.is_empty()) {
        fill(&mut expansion.stretch, 1.0, place);
    }
    node.recovery.get_or_insert_with(|| PerMineral::All(Input::plain(Law::Constant(1.0), place)));
}

fn fill_route(route: &mut Route, place: Place) {
    fill(&mut route.offtake, 1.0, place);
    fill(&mut route.split, 1.0, place);
    fill(&mut route.payable, 1.0, place);
    route.prefer.get_or_insert(At { value: 1, place });
    if route.controlled_by.is_some() {
        fill(&mut route.dependence, 1.0, place);
    }
}
