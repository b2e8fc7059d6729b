//! Outcomes of each run by trial.

use super::cases::LeverCase;
use crate::engine::{Keys, Outcomes, RunOptions, occurs, outcomes};
use crate::plan::{ChancePlan, ElementKind, Plan, Slot};

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
    /// Paths of the cancellations that are not known yet, each with 1 for a trial in which it occurs, in the run without levers.
    unknown: Vec<(String, Vec<f64>)>,
}

/// Runs a plan; `lever` is the index of the cost among those of the plan, `None` where the cost is not needed.
pub fn columns(plan: &Plan, goal: usize, lever: Option<usize>, options: &RunOptions, pool: &rayon::ThreadPool) -> Columns {
    let is_base = plan.costs.is_empty();
    let keys = Keys::new(plan, options.seed);
    let mut outcomes = outcomes(plan, &keys, 0..options.trials, pool, is_base || lever.is_some());
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
        unknown: if is_base { unknown(plan, &keys, &outcomes, count) } else { Vec::new() },
        inputs: if is_base { outcomes.inputs } else { Vec::new() },
    }
}

/// Values of a slot by trial.
fn values(plan: &Plan, outcomes: &Outcomes, slot: Slot, count: usize) -> Vec<f64> {
    let draw = plan.draws.iter().position(|draw| draw.slot == slot);
    draw.and_then(|draw| outcomes.inputs.get(draw)).cloned().unwrap_or_else(|| vec![plan.values[slot.0]; count])
}

/// Cancellations that are not known yet, with 1 for each trial in which they occur.
fn unknown(plan: &Plan, keys: &Keys, outcomes: &Outcomes, count: usize) -> Vec<(String, Vec<f64>)> {
    let column = |chance: ChancePlan| -> Vec<f64> {
        let slots: Vec<Slot> =
            std::iter::once(chance.probability).chain(chance.tied.iter().flat_map(|&(factor, loading)| [factor, loading])).collect();
        let drawn: Vec<Vec<f64>> = slots.iter().map(|&slot| values(plan, outcomes, slot, count)).collect();
        let value = |slot: Slot, trial: usize| slots.iter().position(|&known| known == slot).map_or(0.0, |place| drawn[place][trial]);
        (0..count).map(|trial| f64::from(u8::from(occurs(chance, 1.0, keys, trial as u64, |slot| value(slot, trial))))).collect()
    };
    let stages = plan.schedule.stages.iter().filter(|stage| stage.unknown);
    stages.filter_map(|stage| Some((format!("{}.cancellation", stage.path), column(stage.cancels?)))).collect()
}

/// What can be known before choosing, with its values by trial: drivers and inputs of the scenario, cancellations that are not known yet, and costs of the
/// levers.
pub fn known_inputs<'a>(base: &Plan, levers: &[LeverCase], without: &'a Columns, alone: &'a [Columns]) -> Vec<(String, &'a [f64])> {
    let scalar = |kind| matches!(kind, ElementKind::Driver | ElementKind::Input);
    let drawn = base.elements().into_iter().filter(|element| scalar(element.kind));
    let inputs = drawn.filter_map(|element| Some((element.path, without.inputs.get(element.draw?)?.as_slice())));
    let costs = levers.iter().zip(alone).map(|(lever, columns)| (format!("levers.{}.cost", lever.name), columns.cost.as_slice()));
    let unknown = without.unknown.iter().map(|(path, values)| (path.clone(), values.as_slice()));
    inputs.chain(unknown).chain(costs).filter(|(_, values)| values.iter().any(|value| value.to_bits() != values[0].to_bits())).collect()
}
