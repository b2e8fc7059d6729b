//! Sampling errors of designed trials, from the spread between their replicates.
//!
//! Trials of one replicate depend on each other, because they cover the inputs evenly; errors computed as for independent trials would be too wide. The
//! replicates are independent.

use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::engine::{GoalTally, Tally};
use crate::stats::{FineBins, ReplicateSpread};
use crate::units::{Quantity, Unit};

/// Bins of the amounts of a goal.
type BinsOf = fn(&GoalTally) -> Option<&FineBins>;

/// Replaces the standard error and the interval of every mean, probability and quantile by those from the spread between replicates.
pub(super) fn spread(findings: &mut Findings, tally: &Tally, mut replicates: Vec<Findings>) {
    let trials = findings.trials;
    let parts: Vec<Vec<&mut Quantity>> = replicates.iter_mut().map(Findings::probabilities_and_means).collect();
    for (i, pooled) in findings.probabilities_and_means().into_iter().enumerate() {
        let spread = ReplicateSpread::of(&parts.iter().filter_map(|part| part[i].value).collect::<Vec<_>>());
        let Some(value) = pooled.value else { continue };
        *pooled = if pooled.unit == Unit::PROBABILITY {
            let found = spread.proportion(value, trials);
            Quantity::new(value, found.standard_error, [found.low, found.high], Unit::PROBABILITY, trials)
        } else {
            Quantity::mean(value, spread.standard_error, pooled.unit.clone(), pooled.trials)
        };
    }
    for (g, goal) in findings.goals.iter_mut().enumerate() {
        spread_months(goal);
        let fields: [(_, BinsOf); 3] = [
            (&mut goal.bridge, |goal| goal.bridge.as_ref().map(|(bins, _)| bins)),
            (&mut goal.bridge_cost, |goal| goal.cost.as_ref().map(|(bins, _)| bins)),
            (&mut goal.premium, |goal| goal.premium.as_ref().map(|(bins, _)| bins)),
        ];
        for (found, bins) in fields {
            let Some(whole) = bins(&tally.goals[g]) else { continue };
            let parts: Vec<&FineBins> = tally.replicates.iter().filter_map(|part| bins(&part.goals[g])).collect();
            for (p, quantile) in found {
                spread_amount(quantile, *p, whole, &parts);
            }
        }
    }
    // The tally does not keep what the intervals of these quantiles would follow from.
    for month in findings.stages.iter_mut().flat_map(|stage| stage.start.iter_mut().chain(&mut stage.end)) {
        *month = Quantity { standard_error: None, low: None, high: None, ..month.clone() };
    }
}

/// Intervals of the months that could be the quantile, by the intervals of the probabilities of arrival by then.
fn spread_months(goal: &mut GoalFindings) {
    for (p, quantile) in [(0.1, &mut goal.p10), (0.5, &mut goal.p50), (0.9, &mut goal.p90)] {
        let first = |end: fn(&Quantity) -> Option<f64>| goal.arrived_by.iter().position(|by| end(by).is_some_and(|end| end >= p));
        let [low, high] = [first(|by| by.high), first(|by| by.low)].map(|month| month.map(|month| month as f64));
        let error = low.zip(high).map_or(f64::NAN, |(low, high)| high - low);
        let error = Quantity::of_interval(0.0, [0.0, error], Unit::NONE, 0).standard_error;
        *quantile = Quantity { low, high, standard_error: error, ..quantile.clone() };
    }
}

/// The interval of a quantile of amounts by that of the share at or below it (Woodruff 1952, "Confidence intervals for medians and other position
/// measures", JASA 47).
fn spread_amount(quantile: &mut Quantity, p: f64, whole: &FineBins, parts: &[&FineBins]) {
    let value = quantile.number();
    let below: Vec<f64> = parts.iter().map(|part| 1.0 - part.count_above(value) as f64 / part.total().max(1) as f64).collect();
    let found = ReplicateSpread::of(&below).proportion(p, quantile.trials);
    // Beyond the last trial but one there is no telling.
    let is_last = (1.0 - found.high) * (quantile.trials as f64) < 1.0;
    let high = whole.quantile(found.high).filter(|_| !is_last).unwrap_or(f64::INFINITY);
    *quantile = Quantity::of_interval(value, [whole.quantile(found.low).unwrap_or(0.0), high], quantile.unit.clone(), quantile.trials);
}
