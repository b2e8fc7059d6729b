//! Findings on a goal: when it arrives, how likely it is, and the stock that bridges the wait.

use crate::engine::{GoalTally, Tally};
use crate::plan::{Measure, MeasurePlan, Plan, TestPlan};
use crate::stats::FineBins;
use crate::study::estimate::{covered, estimate, month_quantile, of_mean, share};
use crate::study::findings::{Ceiling, GoalFindings};

/// What covers each percent of trials, 1 to 99.
fn curve(bins: &FineBins) -> Vec<f64> {
    bins.quantiles::<99>(std::array::from_fn(|i| f64::from(u8::try_from(i + 1).unwrap_or(99)) / 100.0)).map(|value| value.unwrap_or(0.0)).to_vec()
}

pub(super) fn goal_findings(plan: &Plan, tally: &Tally, g: usize) -> GoalFindings {
    let (goal, counted, trials) = (&plan.goals.goals[g], &tally.goals[g], tally.trials);
    let GoalTally { arrivals, lost, holds, bridge, cost } = counted;
    let mut arrived = 0;
    let arrived_by = arrivals.counts.iter().map(|&count| {
        arrived += count;
        share(arrived, trials)
    });
    let arrived_by = arrived_by.collect();
    let single = match goal.test {
        TestPlan::Measure(at) => Some(&plan.goals.measures[at]),
        _ => None,
    };
    let mineral = match goal.minerals.as_slice() {
        [one] => Some(plan.minerals[*one].name.clone()),
        _ => None,
    };
    let fixed = |measure: &MeasurePlan| {
        let slot = measure.threshold;
        plan.draws.iter().all(|draw| draw.slot != slot).then(|| plan.values[slot.0])
    };
    GoalFindings {
        name: goal.name.clone(),
        title: goal.title.clone(),
        sentence: goal.sentence.clone(),
        mineral,
        origin: single.and_then(|measure| measure.origin.map(|origin| plan.minerals[measure.mineral].origins[origin].clone())),
        share_of_demand: single.filter(|measure| measure.measure == Measure::ShareOfDemand).and_then(fixed),
        sustain: goal.sustain,
        p10: month_quantile(arrivals, 0.1),
        p50: month_quantile(arrivals, 0.5),
        p90: month_quantile(arrivals, 0.9),
        arrived_by,
        holds: holds.iter().map(|&count| share(count, trials)).collect(),
        never: share(arrivals.never, trials),
        lost: share(*lost, trials),
        at_start: share(arrivals.counts.get(11).copied().unwrap_or(0), trials),
        mean_arrival: arrivals.mean().map(of_mean),
        ceiling: plan.ceilings[g].map(|ceiling| Ceiling {
            share: ceiling.share,
            asked: ceiling.asked,
            beyond: ceiling.beyond() && arrivals.arrivals() == 0,
        }),
        bridge: bridge.as_ref().map_or_else(Vec::new, |(bins, _)| covered(bins)),
        bridge_mean: bridge.as_ref().map(|(_, sum)| estimate(sum, trials)),
        bridge_cost: cost.as_ref().map_or_else(Vec::new, |(bins, _)| covered(bins)),
        bridge_curve: bridge.as_ref().map_or_else(Vec::new, |(bins, _)| curve(bins)),
        bridge_cost_curve: cost.as_ref().map_or_else(Vec::new, |(bins, _)| curve(bins)),
    }
}
