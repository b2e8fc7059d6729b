//! Outcomes of each run by trial.

use super::cases::LeverCase;
use crate::engine::{Keys, Outcomes, RunOptions, outcomes};
use crate::plan::{ElementKind, Plan, Slot};

/// Outcomes of one run by trial.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Month of arrival.
    pub arrivals: Vec<Option<usize>>,
    /// Shortage until arrival, t.
    pub bridge: Vec<f64>,
    /// Shortage in the scenario, t, by mineral of the goal.
    pub shortage: Vec<Vec<f64>>,
    /// Cost of the lever, USD; 0 without one.
    pub cost: Vec<f64>,
    /// Price by mineral of the goal in the run without levers, USD/t; `None` where one has no price.
    pub prices: Option<Vec<Vec<f64>>>,
    /// Numbers drawn once a trial in the run without levers.
    inputs: Vec<Vec<f64>>,
}

/// Runs a plan; `lever` is the index of the cost among those of the plan, `None` where the cost is not needed.
pub fn columns(plan: &Plan, goal: usize, lever: Option<usize>, options: &RunOptions, pool: &rayon::ThreadPool) -> Columns {
    let is_base = plan.costs.is_empty();
    let mut outcomes = outcomes(plan, &Keys::new(plan, options.seed), 0..options.trials, pool, is_base || lever.is_some());
    let count = outcomes.trials();
    let minerals = &plan.goals.goals[goal].minerals;
    let prices: Option<Vec<Slot>> = minerals.iter().map(|&mineral| plan.minerals[mineral].price).collect();
    let cost = lever.and_then(|lever| plan.costs.get(lever)).map_or_else(|| vec![0.0; count], |&slot| values(plan, &outcomes, slot, count));
    Columns {
        prices: prices.filter(|_| is_base).map(|slots| slots.into_iter().map(|slot| values(plan, &outcomes, slot, count)).collect()),
        cost,
        shortage: minerals.iter().map(|&mineral| std::mem::take(&mut outcomes.shortage[mineral])).collect(),
        bridge: std::mem::take(&mut outcomes.bridge[goal]),
        arrivals: std::mem::take(&mut outcomes.arrivals[goal]),
        inputs: if is_base { outcomes.inputs } else { Vec::new() },
    }
}

/// Values of a slot by trial.
fn values(plan: &Plan, outcomes: &Outcomes, slot: Slot, count: usize) -> Vec<f64> {
    let draw = plan.draws.iter().position(|draw| draw.slot == slot);
    draw.and_then(|draw| outcomes.inputs.get(draw)).cloned().unwrap_or_else(|| vec![plan.values[slot.0]; count])
}

/// Inputs that can be known before choosing, with their values by trial: drivers and inputs of the scenario, and costs of the levers.
pub fn known_inputs<'a>(base: &Plan, levers: &[LeverCase], without: &'a Columns, alone: &'a [Columns]) -> Vec<(String, &'a [f64])> {
    let scalar = |kind| matches!(kind, ElementKind::Driver | ElementKind::Input);
    let drawn = base.elements().into_iter().filter(|element| scalar(element.kind));
    let inputs = drawn.filter_map(|element| Some((element.path, without.inputs.get(element.draw?)?.as_slice())));
    let costs = levers.iter().zip(alone).map(|(lever, columns)| (format!("levers.{}.cost", lever.name), columns.cost.as_slice()));
    inputs.chain(costs).filter(|(_, values)| values.iter().any(|value| value.to_bits() != values[0].to_bits())).collect()
}
