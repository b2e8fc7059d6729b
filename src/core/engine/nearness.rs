//! Distance of trials from a goal, also where they do not reach it: the score by which importance sampling of rare events is fitted.

use std::ops::Range;

use super::accumulate::{Accumulator, accumulate};
use super::batch::Batch;
use super::draw::Keys;
use super::goals::{largest, trailing};
use super::lanes::Lanes;
use super::market::{MineralRun, NOTHING};
use crate::plan::{Measure, MeasurePlan, Plan, Slot, TestPlan};

/// First month with a whole trailing year.
const FIRST: usize = 11;
/// Greatest ratio of a measure to its threshold that is distinguished.
const MOST: f64 = 2.0;

/// One trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearness {
    /// Month of arrival.
    pub arrival: Option<usize>,
    /// Whether it was lost again.
    pub lost: bool,
    /// The greatest ratio of the measure to its threshold that holds for as many months in a row as the goal requires, beginning not after month `by`:
    /// at least 1, up to rounding, where the goal arrives by then; at most 2.
    pub best: f64,
    /// The least value, over such rows of months after arrival, of the best ratio in the row: below 1 where the goal is lost again; 2 where there is no such
    /// row.
    pub worst: f64,
}

/// Trailing sums of a measure: what is measured, what it is measured by, and whether it can hold at all.
struct Sums {
    part: Vec<Lanes>,
    whole: Vec<Lanes>,
    demand: Vec<Lanes>,
}

/// Accumulates how near each trial comes to one goal.
struct NearTrials<'a> {
    goal: usize,
    by: usize,
    /// Measures that the goal names.
    measures: &'a [usize],
    /// By measure of the plan.
    sums: Vec<Sums>,
    found: Vec<(u64, Nearness)>,
}

impl Accumulator for NearTrials<'_> {
    fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, _first: u64, _count: usize) {
        for &measure in self.measures.iter().filter(|&&measure| plan.goals.measures[measure].mineral == m) {
            sum_up(plan, &plan.goals.measures[measure], run, &mut self.sums[measure]);
        }
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        let Self { goal, by, sums, found, .. } = self;
        found.extend((first..).zip(0..count).map(|(trial, lane)| (trial, one(plan, batch, sums, *goal, *by, lane))));
    }

    fn merge(&mut self, other: Self) {
        self.found.extend(other.found);
    }
}

/// How near each trial of a range comes to a goal by the month `by`, in order of the trials; the same on any number of threads.
#[must_use]
pub fn nearness(plan: &Plan, keys: &Keys, goal: usize, by: usize, trials: Range<u64>, pool: &rayon::ThreadPool) -> Vec<Nearness> {
    let mut measures = Vec::new();
    named(&plan.goals.goals[goal].test, &mut measures);
    let column = || vec![Lanes::ZERO; plan.months()];
    let sums = || plan.goals.measures.iter().map(|_| Sums { part: column(), whole: column(), demand: column() }).collect();
    let new = || NearTrials { goal, by, measures: &measures, sums: sums(), found: Vec::new() };
    let mut found = accumulate(plan, keys, trials, pool, &|_| (), new).found;
    found.sort_by_key(|(trial, _)| *trial);
    found.into_iter().map(|(_, near)| near).collect()
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
        Measure::LargestOriginBelow => (&[], &run.supply),
        Measure::ShortageBelow => (run.unmet(), &run.demand),
    };
    for (monthly, sums) in [(part, &mut sums.part), (whole, &mut sums.whole), (&run.demand, &mut sums.demand)] {
        trailing(monthly, sums);
    }
    if measure.measure == Measure::LargestOriginBelow {
        largest(&run.supply_by_origin, &mut vec![Lanes::ZERO; plan.months()], &mut sums.part);
    }
}

/// Ratio of the measure to its threshold, inverted where the goal requires less than the threshold: at least 1 where the test holds; at most 2.
fn ratio(plan: &Plan, batch: &Batch, sums: &Sums, measure: usize, k: usize, lane: usize) -> f64 {
    let MeasurePlan { measure, threshold: Slot(threshold), .. } = plan.goals.measures[measure];
    let threshold = batch.values[threshold].0[lane];
    let (part, whole, demand) = (sums.part[k].0[lane], sums.whole[k].0[lane], sums.demand[k].0[lane]);
    let nothing = whole <= demand * NOTHING;
    let over = |a: f64, b: f64| if b > 0.0 { (a / b).min(MOST) } else { MOST };
    match measure {
        Measure::CoversWithheld | Measure::ControlledShareBelow | Measure::HhiBelow | Measure::LargestOriginBelow if nothing => 0.0,
        Measure::ShareOfDemand | Measure::FreeShareOfDemand | Measure::CoversWithheld => over(part, threshold * whole),
        Measure::ShortageBelow | Measure::ControlledShareBelow | Measure::LargestOriginBelow => over(threshold * whole, part),
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
