//! Findings about a goal: when it arrives, with what probability, and the stock that bridges the wait.

use crate::analyses::estimates::{amount, mean, month, probability, proportion};
use crate::analyses::run::findings::{Ceiling, GoalFindings, PartFindings};
use crate::engine::{GoalTally, Series, Tally};
use crate::plan::{Measure, MeasurePlan, Plan, TestPlan};
use crate::stats::survival::kaplan_meier_of_counts;
use crate::stats::{FineBins, FixedSum};
use crate::units::{Quantity, Unit};

/// Shares of trials for which the bridging stock is given.
const COVERED: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// Years after the arrival for which the probability of keeping it is given.
const KEPT: [u32; 3] = [1, 3, 5];

pub(super) fn goal_findings(plan: &Plan, tally: &Tally, g: usize) -> GoalFindings {
    let (goal, counted, trials) = (&plan.goals.goals[g], &tally.goals[g], tally.trials);
    let GoalTally { arrivals, lost, kept: ends, holds, parts, bridge, cost, premium } = counted;
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
        announced: goal.announced,
        ends_shortage: ends_shortage(plan, tally, &goal.test),
        p10: month(arrivals, 0.1, plan.grid),
        p50: month(arrivals, 0.5, plan.grid),
        p90: month(arrivals, 0.9, plan.grid),
        arrived_by: arrived_by.collect(),
        holds: holds.iter().map(|&count| probability(count, trials)).collect(),
        parts: goal.parts.iter().zip(parts).map(|(test, count)| part_findings(test, *count, trials)).collect(),
        never: probability(arrivals.never, trials),
        lost: probability(*lost, trials),
        lost_of_arrivals: proportion(*lost, arrivals.arrivals(), Unit::SHARE),
        kept: kept(ends),
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

fn part_findings(test: &str, [unmet, decides]: [u64; 2], trials: u64) -> PartFindings {
    PartFindings { test: test.to_owned(), unmet: probability(unmet, trials), decides: probability(decides, trials) }
}

/// Whether the arrival of a goal with such a test can end a shortage.
fn ends_shortage(plan: &Plan, tally: &Tally, test: &TestPlan) -> bool {
    match test {
        TestPlan::All(parts) | TestPlan::Any(parts) | TestPlan::AtLeast(_, parts) => parts.iter().any(|part| ends_shortage(plan, tally, part)),
        TestPlan::Measure(at) => {
            let measure = &plan.goals.measures[*at];
            match measure.measure {
                Measure::ShortageBelow | Measure::FreeShareOfDemand => true,
                Measure::ShareOfDemand => plan.planned[measure.threshold.0] >= mean_shortage(plan, tally, measure.mineral),
                Measure::ControlledShareBelow | Measure::HhiBelow | Measure::LargestOriginBelow | Measure::CoversWithheld => false,
            }
        }
    }
}

/// Mean of what is short of a mineral as a share of its mean demand, over all trials and months: its shortage, or the stock that would keep its price
/// index at what is tolerated where its market clears.
fn mean_shortage(plan: &Plan, tally: &Tally, mineral: usize) -> f64 {
    let short = if plan.minerals[mineral].response.is_some() { Series::Bridge } else { Series::Shortage };
    let total = |series: Series| {
        let place = Series::of(&plan.minerals[mineral]).iter().position(|known| *known == series);
        let years = place.map_or(&[][..], |place| &tally.yearly[mineral][place]);
        years.iter().map(FixedSum::total).sum::<f64>()
    };
    let demand = total(Series::Demand);
    if demand > 0.0 { total(short) / demand } else { 0.0 }
}

/// Probability of not being lost in some years from the arrival, from the numbers of losses and of last sights by month since then.
fn kept([lost, seen]: &[Vec<u64>; 2]) -> Vec<(u32, Quantity)> {
    let count = |trials: &u64| usize::try_from(*trials).unwrap_or(usize::MAX);
    let months = lost.iter().zip(seen).enumerate().filter(|(_, (lost, seen))| **lost + **seen > 0);
    let counts: Vec<_> = months.map(|(month, (lost, seen))| (month as f64, count(lost), count(seen))).collect();
    let estimate = kaplan_meier_of_counts(&counts);
    let arrivals: u64 = lost.iter().chain(seen).sum();
    let after = |years: u32| {
        let months = f64::from(12 * years);
        if counts.is_empty() || months > estimate.last {
            return Quantity::new(f64::NAN, f64::NAN, [f64::NAN; 2], Unit::PROBABILITY, 0);
        }
        let passed = estimate.steps.iter().rfind(|step| step.time <= months);
        passed.map_or_else(
            || probability(arrivals, arrivals),
            |step| Quantity::new(step.survival, step.standard_error, [step.low, step.high], Unit::PROBABILITY, arrivals),
        )
    };
    KEPT.map(|years| (years, after(years))).to_vec()
}

/// Amounts that suffice in some shares of trials.
fn covered(amounts: Option<&(FineBins, FixedSum)>, unit: &Unit) -> Vec<(f64, Quantity)> {
    let of = |(bins, sum): &(FineBins, FixedSum)| {
        let constant = bins.is_constant().then(|| sum.mean(bins.total())).flatten().map(|mean| Quantity::exact(mean.mean, unit.clone()));
        COVERED.map(|p| (p, constant.clone().unwrap_or_else(|| amount(bins, p, unit.clone())))).to_vec()
    };
    amounts.map_or_else(Vec::new, of)
}

/// Amounts that suffice in each percent of trials, 1 to 99.
fn curve(amounts: Option<&(FineBins, FixedSum)>) -> Vec<f64> {
    let percent = |i: usize| f64::from(u8::try_from(i + 1).unwrap_or(99)) / 100.0;
    amounts.map_or_else(Vec::new, |(bins, _)| bins.quantiles::<99>(std::array::from_fn(percent)).map(|value| value.unwrap_or(0.0)).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four trials by hand: lost after 12 and 30 months, last seen without a loss after 24 and 70.
    #[test]
    fn what_is_kept_is_the_product_limit() {
        let mut counts = [vec![0; 100], vec![0; 100]];
        for (end, month) in [(0, 12), (1, 24), (0, 30), (1, 70)] {
            counts[end][month] += 1;
        }
        let in_thousandths = |value: f64| (1_000.0 * value).round();
        let values = |counts: &[Vec<u64>; 2]| kept(counts).into_iter().map(|(_, kept)| kept.value.map(in_thousandths)).collect::<Vec<_>>();
        assert_eq!(values(&counts), [Some(750.0), Some(375.0), Some(375.0)]);
        counts[1][70] = 0;
        assert_eq!(values(&counts), [Some(667.0), None, None]); // none of the three that are left is seen for three years
        assert_eq!(values(&[vec![0; 9], vec![0; 9]]), [None, None, None]);
    }
}
