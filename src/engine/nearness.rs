//! How near trials come to a goal, also those that do not reach it: what a search for rare trials climbs.

use std::ops::Range;

use rayon::prelude::*;

use super::batch::Batch;
use super::draw::Keys;
use super::goals::trailing;
use super::lanes::Lanes;
use super::market::{MineralRun, NOTHING};
use crate::chance::LANES;
use crate::plan::{Measure, MeasurePlan, Plan, Slot, TestPlan};

/// First month with a whole trailing year.
const FIRST: usize = 11;
/// Batches that a thread takes at a time.
const SHARE: usize = 16;
/// What lies above the threshold by more than this factor is told as this.
const MOST: f64 = 2.0;

/// One trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearness {
    /// Month of arrival.
    pub arrival: Option<usize>,
    /// Whether it was lost again.
    pub lost: bool,
    /// The most that the measure kept up for the months in a row that the goal asks for, from a month not after `by` on, over what was asked: 1 or more
    /// where it arrived by then, up to rounding; at most 2.
    pub best: f64,
    /// The least to which the measure's best month fell in such a row of months after it had arrived and held: below 1 where it was lost again; 2 where
    /// there is no such row.
    pub worst: f64,
}

/// Trailing sums of a measure: what is measured, what it is measured by, and whether it can hold at all.
struct Sums {
    part: Vec<Lanes>,
    whole: Vec<Lanes>,
    demand: Vec<Lanes>,
}

/// Runs trials on the threads of `pool` and says how near each came to a goal by the month `by`: the same on any number of threads.
#[must_use]
pub fn nearness(plan: &Plan, keys: &Keys, goal: usize, by: usize, trials: Range<u64>, pool: &rayon::ThreadPool) -> Vec<Nearness> {
    let mut measures = Vec::new();
    named(&plan.goals.goals[goal].test, &mut measures);
    let starts: Vec<u64> = trials.clone().step_by(LANES).collect();
    let column = || vec![Lanes::ZERO; plan.months()];
    let fresh = || {
        let sums: Vec<Sums> = plan.goals.measures.iter().map(|_| Sums { part: column(), whole: column(), demand: column() }).collect();
        (Batch::of_goals(plan), sums)
    };
    let run = |(batch, sums): &mut (Batch, Vec<Sums>), chunk: &[u64]| -> Vec<Nearness> {
        let mut found = Vec::new();
        for &first in chunk {
            batch.run(plan, keys, first, &mut |m, run| {
                for &measure in measures.iter().filter(|&&measure| plan.goals.measures[measure].mineral == m) {
                    sum_up(plan, &plan.goals.measures[measure], run, &mut sums[measure]);
                }
            });
            let count = usize::try_from(trials.end - first).unwrap_or(LANES).min(LANES);
            found.extend((0..count).map(|lane| one(plan, batch, sums, goal, by, lane)));
        }
        found
    };
    pool.install(|| starts.par_chunks(SHARE).map_init(fresh, run).flatten_iter().collect())
}

/// Measures that a test names, each once.
fn named(test: &TestPlan, into: &mut Vec<usize>) {
    match test {
        TestPlan::Measure(measure) => {
            if !into.contains(measure) {
                into.push(*measure);
            }
        }
        TestPlan::All(parts) | TestPlan::Any(parts) | TestPlan::AtLeast(_, parts) => parts.iter().for_each(|part| named(part, into)),
    }
}

fn sum_up(plan: &Plan, measure: &MeasurePlan, run: &MineralRun, sums: &mut Sums) {
    let mineral = &plan.minerals[measure.mineral];
    let arrivals = || match measure.origin.and_then(|origin| mineral.route_origins.iter().position(|&known| known == origin)) {
        Some(place) => run.arrivals_from(place),
        None => &run.arrivals,
    };
    let (part, whole): (&[Lanes], &[Lanes]) = match measure.measure {
        Measure::ShareOfDemand => (arrivals(), &run.demand),
        Measure::CoversWithheld => (arrivals(), &run.withheld),
        Measure::FreeShareOfDemand => (&run.free, &run.demand),
        Measure::ControlledShareBelow => (&run.controlled, &run.supply),
        Measure::HhiBelow => (&run.concentration, &run.supply),
        Measure::ShortageBelow => (&run.shortage, &run.demand),
    };
    for (monthly, sums) in [(part, &mut sums.part), (whole, &mut sums.whole), (&run.demand, &mut sums.demand)] {
        trailing(monthly, sums);
    }
}

/// The measure over its threshold, or the other way round where less is asked for: 1 and above where it holds; at most 2.
fn ratio(plan: &Plan, batch: &Batch, sums: &Sums, measure: usize, k: usize, lane: usize) -> f64 {
    let MeasurePlan { measure, threshold: Slot(threshold), .. } = plan.goals.measures[measure];
    let threshold = batch.values[threshold].0[lane];
    let (part, whole, demand) = (sums.part[k].0[lane], sums.whole[k].0[lane], sums.demand[k].0[lane]);
    let nothing = whole <= demand * NOTHING;
    let over = |a: f64, b: f64| if b > 0.0 { (a / b).min(MOST) } else { MOST };
    match measure {
        Measure::CoversWithheld | Measure::ControlledShareBelow | Measure::HhiBelow if nothing => 0.0,
        Measure::ShareOfDemand | Measure::FreeShareOfDemand | Measure::CoversWithheld => over(part, threshold * whole),
        Measure::ShortageBelow | Measure::ControlledShareBelow => over(threshold * whole, part),
        Measure::HhiBelow => over(threshold, part / 12.0),
    }
}

fn combined(test: &TestPlan, of: &dyn Fn(usize) -> f64) -> f64 {
    match test {
        TestPlan::Measure(measure) => of(*measure),
        TestPlan::All(parts) => parts.iter().map(|part| combined(part, of)).fold(MOST, f64::min),
        TestPlan::Any(parts) => parts.iter().map(|part| combined(part, of)).fold(0.0, f64::max),
        TestPlan::AtLeast(least, parts) => {
            let mut all: Vec<f64> = parts.iter().map(|part| combined(part, of)).collect();
            all.sort_by(|a, b| b.total_cmp(a));
            least.checked_sub(1).map_or(MOST, |place| all.get(place).copied().unwrap_or(0.0))
        }
    }
}

fn one(plan: &Plan, batch: &Batch, sums: &[Sums], goal: usize, by: usize, lane: usize) -> Nearness {
    let (asked, run) = (&plan.goals.goals[goal], &batch.goals.goals[goal]);
    let (arrival, lost) = (run.arrival[lane], run.lost >> lane & 1 == 1);
    let months: Vec<f64> =
        (FIRST..plan.months()).map(|k| combined(&asked.test, &|measure| ratio(plan, batch, &sums[measure], measure, k, lane))).collect();
    let rows = |from: usize, to: usize| months.get(from..).unwrap_or_default().windows(asked.sustain.max(1)).take((to + 1).saturating_sub(from));
    let best = rows(0, by.saturating_sub(FIRST)).map(|row| row.iter().copied().fold(MOST, f64::min)).fold(0.0, f64::max);
    let worst = arrival.map_or(MOST, |month| {
        rows(month + asked.sustain - FIRST, plan.months()).map(|row| row.iter().copied().fold(0.0, f64::max)).fold(MOST, f64::min)
    });
    Nearness { arrival, lost, best, worst }
}
