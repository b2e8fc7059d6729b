//! Findings about a goal: when it arrives, with what probability, and the stock that bridges the wait.

use crate::analyses::estimates::{amount, mean, month, probability};
use crate::analyses::run::findings::{Ceiling, GoalFindings};
use crate::engine::{GoalTally, Tally};
use crate::plan::{Measure, MeasurePlan, Plan, TestPlan};
use crate::stats::{FineBins, FixedSum};
use crate::units::{Quantity, Unit};

/// Shares of trials for which the bridging stock is given.
const COVERED: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

pub(super) fn goal_findings(plan: &Plan, tally: &Tally, g: usize) -> GoalFindings {
    let (goal, counted, trials) = (&plan.goals.goals[g], &tally.goals[g], tally.trials);
    let GoalTally { arrivals, lost, holds, bridge, cost, premium } = counted;
    let mut arrived = 0;
    let arrived_by = arrivals.counts.iter().map(|&count| {
        arrived += count;
        probability(arrived, trials)
    });
    let single = if let TestPlan::Measure(at) = goal.test { Some(&plan.goals.measures[at]) } else { None };
    let mineral = if let [one] = goal.minerals.as_slice() { Some(&plan.minerals[*one]) } else { None };
    let fixed = |measure: &MeasurePlan| {
        let slot = measure.threshold;
        plan.draws.iter().all(|draw| draw.slot != slot).then(|| plan.values[slot.0])
    };
    let origin = single.and_then(|measure| measure.origin.map(|origin| plan.minerals[measure.mineral].origins[origin].clone()));
    let title =
        |name: &String| plan.report.origins.iter().find(|known| known.name == *name).map_or_else(|| name.clone(), |known| known.title.clone());
    let [stock, cost] = [bridge, cost].map(Option::as_ref);
    GoalFindings {
        name: goal.name.clone(),
        title: goal.title.clone(),
        sentence: goal.sentence.clone(),
        mineral: mineral.map(|mineral| mineral.name.clone()),
        mineral_title: mineral.map_or_else(String::new, |mineral| mineral.title.clone()),
        origin_title: origin.as_ref().map_or_else(String::new, title),
        origin,
        share_of_demand: single.filter(|measure| measure.measure == Measure::ShareOfDemand).and_then(fixed),
        sustain: goal.sustain,
        p10: month(arrivals, 0.1, plan.grid),
        p50: month(arrivals, 0.5, plan.grid),
        p90: month(arrivals, 0.9, plan.grid),
        arrived_by: arrived_by.collect(),
        holds: holds.iter().map(|&count| probability(count, trials)).collect(),
        never: probability(arrivals.never, trials),
        lost: probability(*lost, trials),
        at_start: probability(arrivals.counts.get(11).copied().unwrap_or(0), trials),
        mean_arrival: arrivals.mean().map_or_else(
            || Quantity::mean(f64::NAN, f64::NAN, Unit::month_of(plan.grid), 0),
            |mean| Quantity::mean(mean.mean, mean.standard_error, Unit::month_of(plan.grid), arrivals.arrivals()),
        ),
        ceiling: plan.ceilings[g].map(|ceiling| Ceiling {
            share: ceiling.share,
            asked: ceiling.asked,
            beyond: ceiling.beyond() && arrivals.arrivals() == 0,
        }),
        bridge: covered(stock, &Unit::TONNES),
        bridge_mean: stock.map_or_else(|| Quantity::mean(f64::NAN, f64::NAN, Unit::TONNES, 0), |(_, sum)| mean(sum, trials, Unit::TONNES)),
        bridge_cost: covered(cost, &Unit::DOLLARS),
        bridge_curve: curve(stock),
        bridge_cost_curve: curve(cost),
        premium: covered(premium.as_ref(), &Unit::DOLLARS),
    }
}

/// Amounts that suffice in some shares of trials.
fn covered(amounts: Option<&(FineBins, FixedSum)>, unit: &Unit) -> Vec<(f64, Quantity)> {
    amounts.map_or_else(Vec::new, |(bins, _)| COVERED.map(|p| (p, amount(bins, p, unit.clone()))).to_vec())
}

/// Amounts that suffice in each percent of trials, 1 to 99.
fn curve(amounts: Option<&(FineBins, FixedSum)>) -> Vec<f64> {
    let percent = |i: usize| f64::from(u8::try_from(i + 1).unwrap_or(99)) / 100.0;
    amounts.map_or_else(Vec::new, |(bins, _)| bins.quantiles::<99>(std::array::from_fn(percent)).map(|value| value.unwrap_or(0.0)).to_vec())
}
