//! Findings among the trials in which the conditions of the scenario hold.

use crate::analyses::estimates::proportion;
use crate::analyses::run::findings::{GivenFindings, GivenGoal, GivenProbability};
use crate::engine::{GivenCounts, GivenTally, GoalTally, RunTally};
use crate::plan::Plan;
use crate::stats::{MonthCounts, Proportion, ReplicateSpread, proportion_difference};
use crate::units::{Quantity, Unit};

/// Findings for each condition; none where the conditions were not evaluated in all trials.
pub(super) fn given(plan: &Plan, run: &RunTally) -> Vec<GivenFindings> {
    let GivenTally { trials, counts } = &run.given;
    if *trials != run.tally.trials {
        return Vec::new();
    }
    let one = |(c, given): (usize, &crate::plan::GivenPlan)| {
        let counts: Vec<&GivenCounts> = counts.iter().filter_map(|conditions| conditions.get(c)).collect();
        let held = counts.iter().map(|counts| counts.trials).sum();
        GivenFindings {
            title: given.title.clone(),
            condition: given.condition.clone(),
            trials: held,
            share: share_of_trials(run, &counts),
            goals: (0..plan.goals.goals.len()).map(|g| goal(plan, run, &counts, g)).collect(),
        }
    };
    plan.report.given.iter().enumerate().map(one).collect()
}

/// Tallies of a goal: one for each replicate, one in all where trials are drawn at random.
fn tallies(run: &RunTally, g: usize) -> Vec<&GoalTally> {
    let replicates = &run.tally.replicates;
    if replicates.is_empty() { vec![&run.tally.goals[g]] } else { replicates.iter().map(|replicate| &replicate.goals[g]).collect() }
}

fn share_of_trials(run: &RunTally, counts: &[&GivenCounts]) -> Quantity {
    let replicates = &run.tally.replicates;
    let all = if replicates.is_empty() { vec![run.tally.trials] } else { replicates.iter().map(|replicate| replicate.trials).collect() };
    let found = share(&counts.iter().zip(all).map(|(counts, all)| [counts.trials, all]).collect::<Vec<_>>());
    if replicates.is_empty() { proportion(counts[0].trials, run.tally.trials, Unit::SHARE) } else { quantity(&found, Unit::SHARE) }
}

fn goal(plan: &Plan, run: &RunTally, counts: &[&GivenCounts], g: usize) -> GivenGoal {
    let all = tallies(run, g);
    let within = |month: usize| counts.iter().map(|counts| by(&counts.goals[g], month)).collect::<Vec<_>>();
    let at = |month: usize| {
        let within = within(month);
        let whole = all.iter().map(|tally| by(&tally.arrivals, month));
        let without: Vec<[u64; 2]> = whole.zip(&within).map(|(whole, part)| [whole[0] - part[0], whole[1] - part[1]]).collect();
        probability(&within, &without)
    };
    let years = plan.report.years_and_last(plan.grid);
    let by = years.into_iter().map(|year| (year, at(plan.grid.last_month_of(year).unwrap_or(plan.months() - 1))));
    GivenGoal { name: plan.goals.goals[g].name.clone(), by: by.collect(), p50: median(plan, counts, g, &within) }
}

/// Trials that have arrived by the end of a month, and all trials.
fn by(counts: &MonthCounts, month: usize) -> [u64; 2] {
    [counts.counts.iter().take(month + 1).sum(), counts.trials()]
}

/// The share of trials, from the arrivals and the trials of each replicate.
fn share(replicates: &[[u64; 2]]) -> Proportion {
    let [count, trials] = replicates.iter().fold([0, 0], |sum, one| [sum[0] + one[0], sum[1] + one[1]]);
    if replicates.len() < 2 || trials == 0 {
        return Proportion::new(count, trials);
    }
    ReplicateSpread::of(&ratios(replicates)).proportion(count as f64 / trials as f64, trials)
}

fn ratios(replicates: &[[u64; 2]]) -> Vec<f64> {
    replicates.iter().filter(|[_, trials]| *trials > 0).map(|[count, trials]| *count as f64 / *trials as f64).collect()
}

fn probability(within: &[[u64; 2]], without: &[[u64; 2]]) -> GivenProbability {
    let (holds, otherwise) = (share(within), share(without));
    let (difference, mut error, mut ends) = proportion_difference(&holds, &otherwise);
    if within.len() > 1 && !difference.is_nan() {
        // Trials of a replicate depend on each other, so those of the two groups do as well.
        let pairs = within.iter().zip(without).filter(|(a, b)| a[1] > 0 && b[1] > 0);
        let spread = ReplicateSpread::of(&pairs.map(|(a, b)| a[0] as f64 / a[1] as f64 - b[0] as f64 / b[1] as f64).collect::<Vec<_>>());
        let half = spread.t_quantile() * spread.standard_error;
        (error, ends) = if half.is_finite() { (spread.standard_error, [difference - half, difference + half]) } else { (f64::NAN, [-1.0, 1.0]) };
    }
    let trials = holds.trials + otherwise.trials;
    GivenProbability {
        holds: quantity(&holds, Unit::PROBABILITY),
        otherwise: quantity(&otherwise, Unit::PROBABILITY),
        difference: Quantity::new(difference, error, ends.map(|end| end.clamp(-1.0, 1.0)), Unit::PROBABILITY_DIFFERENCE, trials),
    }
}

fn quantity(of: &Proportion, unit: Unit) -> Quantity {
    Quantity::new(of.share, of.standard_error, [of.low, of.high], unit, of.trials)
}

/// Median month of arrival; in a designed sample its interval follows from those of the probabilities of arrival by each month.
fn median(plan: &Plan, counts: &[&GivenCounts], g: usize, within: &dyn Fn(usize) -> Vec<[u64; 2]>) -> Quantity {
    let mut all = MonthCounts::new(plan.months());
    for counts in counts {
        all.merge(&counts.goals[g]);
    }
    if counts.len() < 2 {
        return crate::analyses::estimates::month(&all, 0.5, plan.grid);
    }
    let shares: Vec<Proportion> = (0..plan.months()).map(|month| share(&within(month))).collect();
    let first = |end: fn(&Proportion) -> f64| shares.iter().position(|share| end(share) >= 0.5);
    Quantity::month(all.quantile(0.5), [first(|share| share.high), first(|share| share.low)], plan.grid, all.trials())
}
