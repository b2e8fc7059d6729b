//! Goals of a batch: monthly tests over the trailing year, arrivals, losses, and the shortage until arrival.

use super::dispatch::vectorised;
use super::lanes::Lanes;
use super::market::{MineralRun, NOTHING};
use super::series::Series;
use crate::chance::LANES;
use crate::plan::Measure;
use crate::plan::{MeasurePlan, Plan, Slot, TestPlan};

/// Relative tolerance of "at least": a threshold met exactly is met in floating point too.
const TOLERANCE: f64 = 1.0 - 1e-9;
/// First month with a whole trailing year.
const FIRST: usize = 11;

/// Outcome of one goal in the trials of a batch.
#[derive(Clone, Debug)]
pub struct GoalRun {
    /// By month, bit l set where the test holds in lane l.
    pub holds: Vec<u8>,
    /// Month of arrival, by lane.
    pub arrival: [Option<usize>; LANES],
    /// Bit l set where lane l lost it again.
    pub lost: u8,
    /// Month from which on it fails where it is lost again, by lane.
    pub lost_from: [Option<usize>; LANES],
    /// Stock that bridges the wait: summed from the start to the month before arrival, by mineral named and lane, t.
    pub bridge: Vec<Lanes>,
    /// Premium paid over the same months by all minerals named that have a price and a market that clears, USD.
    pub premium: Lanes,
}

/// Measures of one mineral that look at the same trailing sums, whatever their thresholds.
#[derive(Clone, Debug)]
struct Window {
    mineral: usize,
    origin: Option<usize>,
    measure: Measure,
    /// Thresholds, and places among the plan's measures.
    asked: Vec<(Slot, usize)>,
}

/// Goals of a batch.
#[derive(Clone, Debug)]
pub struct GoalsRun {
    /// Goals, in the plan's order.
    pub goals: Vec<GoalRun>,
    windows: Vec<Window>,
    /// By measure and month, bit l set where it holds in lane l.
    pub(super) measures: Vec<Vec<u8>>,
    /// Trailing sums of what is measured and of what it is measured by, at hand, and of demand, by mineral.
    sums: [Vec<Lanes>; 2],
    demands: Vec<Vec<Lanes>>,
    fails: Vec<u8>,
    runs: [Vec<u8>; 2],
}

impl GoalsRun {
    /// State for a plan.
    pub fn new(plan: &Plan) -> Self {
        let goal = |minerals: usize| GoalRun {
            holds: vec![0; plan.months()],
            arrival: [None; LANES],
            lost: 0,
            lost_from: [None; LANES],
            bridge: vec![Lanes::ZERO; minerals],
            premium: Lanes::ZERO,
        };
        let mut windows: Vec<Window> = Vec::new();
        for (place, &MeasurePlan { mineral, origin, measure, threshold }) in plan.goals.measures.iter().enumerate() {
            match windows.iter_mut().find(|window| (window.mineral, window.origin, window.measure) == (mineral, origin, measure)) {
                Some(window) => window.asked.push((threshold, place)),
                None => windows.push(Window { mineral, origin, measure, asked: vec![(threshold, place)] }),
            }
        }
        Self {
            goals: plan.goals.goals.iter().map(|named| goal(named.minerals.len())).collect(),
            windows,
            measures: vec![vec![0; plan.months()]; plan.goals.measures.len()],
            sums: std::array::from_fn(|_| vec![Lanes::ZERO; plan.months()]),
            demands: vec![Vec::new(); plan.minerals.len()],
            fails: Vec::new(),
            runs: Default::default(),
        }
    }

    /// Whether a measure holds in a month of one lane, once all are tested.
    pub fn measure_holds(&self, measure: usize, month: usize, lane: usize) -> bool {
        self.measures[measure][month] >> lane & 1 == 1
    }

    /// Tests all measures of one mineral, its market settled.
    pub fn test(&mut self, plan: &Plan, mineral: usize, values: &[Lanes], run: &MineralRun) {
        vectorised(
            #[inline(always)]
            || self.test_all(plan, mineral, values, run),
        );
    }

    #[inline(always)]
    fn test_all(&mut self, plan: &Plan, mineral: usize, values: &[Lanes], run: &MineralRun) {
        let ([part_sums, whole_sums], demand_sums) = (&mut self.sums, &mut self.demands[mineral]);
        let is_new = demand_sums.is_empty() || !run.same_demand;
        if is_new && self.windows.iter().any(|window| window.mineral == mineral) {
            demand_sums.resize(run.demand.len(), Lanes::ZERO);
            trailing(&run.demand, demand_sums);
        }
        for window in self.windows.iter().filter(|window| window.mineral == mineral) {
            let arrivals = || match window.origin.and_then(|origin| plan.minerals[mineral].route_origins.iter().position(|&known| known == origin)) {
                Some(place) => run.arrivals_from(place),
                None => &run.arrivals,
            };
            if window.measure == Measure::LargestOriginBelow {
                largest(&run.supply_by_origin, whole_sums, part_sums);
            }
            trailing(
                match window.measure {
                    Measure::LargestOriginBelow => &[],
                    Measure::ShareOfDemand | Measure::CoversWithheld => arrivals(),
                    Measure::FreeShareOfDemand => &run.free,
                    Measure::ControlledShareBelow => &run.controlled,
                    Measure::HhiBelow => &run.concentration,
                    Measure::ShortageBelow => run.unmet(),
                },
                part_sums,
            );
            let wholes: &[Lanes] = match window.measure {
                Measure::ShareOfDemand | Measure::FreeShareOfDemand | Measure::ShortageBelow => demand_sums,
                Measure::ControlledShareBelow | Measure::HhiBelow | Measure::LargestOriginBelow => {
                    trailing(&run.supply, whole_sums);
                    whole_sums
                }
                Measure::CoversWithheld => {
                    trailing(&run.withheld, whole_sums);
                    whole_sums
                }
            };
            for &(threshold, place) in &window.asked {
                let threshold = values[threshold.0];
                for (k, holds) in self.measures[place].iter_mut().enumerate().skip(FIRST) {
                    let (part, whole) = (part_sums[k], wholes[k]);
                    let something = || (demand_sums[k] * NOTHING).below(whole);
                    *holds = match window.measure {
                        Measure::ShareOfDemand | Measure::FreeShareOfDemand => part.at_least(threshold * whole * TOLERANCE),
                        Measure::CoversWithheld => part.at_least(threshold * whole * TOLERANCE) & something(),
                        Measure::ShortageBelow => part.below(threshold * whole),
                        Measure::ControlledShareBelow | Measure::LargestOriginBelow => part.below(threshold * whole) & something(),
                        Measure::HhiBelow => (part * (1.0 / 12.0)).below(threshold) & something(),
                    };
                }
            }
        }
    }

    /// Arrivals, losses and bridging stocks, all measures tested.
    pub fn decide(&mut self, plan: &Plan, minerals: &[MineralRun]) {
        for (goal, run) in plan.goals.goals.iter().zip(&mut self.goals) {
            match &goal.test {
                TestPlan::Measure(m) => run.holds.copy_from_slice(&self.measures[*m]),
                test => run.holds.iter_mut().enumerate().skip(FIRST).for_each(|(k, holds)| *holds = combine(test, &self.measures, k)),
            }
            run.arrival = first_runs(&run.holds, &[FIRST; LANES], goal.sustain, &mut self.runs);
            (run.lost, run.lost_from) = (0, [None; LANES]);
            if run.arrival.iter().any(Option::is_some) {
                self.fails.clear();
                self.fails.extend(run.holds.iter().map(|holds| !holds));
                let from = run.arrival.map(|month| month.map_or(plan.months(), |month| month + goal.sustain));
                run.lost_from = first_runs(&self.fails, &from, goal.sustain, &mut self.runs);
                run.lost = run.lost_from.iter().enumerate().fold(0, |bits, (lane, month)| bits | (u8::from(month.is_some()) << lane));
            }
            let until = run.arrival.map(|month| month.unwrap_or(plan.months()));
            run.premium = Lanes::ZERO;
            for (bridge, &mineral) in run.bridge.iter_mut().zip(&goal.minerals) {
                *bridge = sum_before(minerals[mineral].bridge(), &until);
                run.premium += sum_before(minerals[mineral].column(Series::Premium), &until);
            }
        }
    }
}

/// Sum over the months before `until` of each lane.
fn sum_before(months: &[Lanes], until: &[usize; LANES]) -> Lanes {
    let (all, last) = (until.iter().copied().min().unwrap_or(0), until.iter().copied().max().unwrap_or(0));
    let of_all = months.iter().take(all).fold(Lanes::ZERO, |sum, month| sum + *month);
    months
        .iter()
        .enumerate()
        .take(last)
        .skip(all)
        .fold(of_all, |sum, (k, month)| sum + Lanes::from_fn(|lane| if k < until[lane] { month.0[lane] } else { 0.0 }))
}

/// Sums over the trailing twelve months, computed so that rounding errors do not accumulate: the rest of the previous block of twelve months, summed from
/// its end, plus the months of the present block.
#[inline(always)]
pub(super) fn trailing(monthly: &[Lanes], sums: &mut [Lanes]) {
    const YEAR: usize = FIRST + 1;
    let mut ends = [Lanes::ZERO; YEAR + 1];
    for (monthly, sums) in monthly.chunks(YEAR).zip(sums.chunks_mut(YEAR)) {
        let mut sum = Lanes::ZERO;
        for ((month, trailing), end) in monthly.iter().zip(sums).zip(&ends[1..]) {
            sum += *month;
            *trailing = *end + sum;
        }
        let mut end = ends[monthly.len()];
        for (month, from_there) in monthly.iter().zip(&mut ends).rev() {
            end = *month + end;
            *from_there = end;
        }
    }
}

/// The largest of the sums over the trailing twelve months of several columns; `sums` is used on the way.
#[inline(always)]
pub(super) fn largest(columns: &[Vec<Lanes>], sums: &mut [Lanes], most: &mut [Lanes]) {
    most.fill(Lanes::ZERO);
    for column in columns {
        trailing(column, sums);
        for (most, sum) in most.iter_mut().zip(&*sums) {
            *most = most.max(*sum);
        }
    }
}

pub(super) fn combine(test: &TestPlan, measures: &[Vec<u8>], k: usize) -> u8 {
    match test {
        TestPlan::Measure(m) => measures[*m][k],
        TestPlan::All(parts) => parts.iter().fold(u8::MAX, |bits, part| bits & combine(part, measures, k)),
        TestPlan::Any(parts) => parts.iter().fold(0, |bits, part| bits | combine(part, measures, k)),
        TestPlan::AtLeast(least, parts) => {
            let mut counts = [0_usize; LANES];
            for part in parts {
                let bits = combine(part, measures, k);
                for (lane, count) in counts.iter_mut().enumerate() {
                    *count += usize::from(bits >> lane & 1);
                }
            }
            counts.iter().enumerate().fold(0, |bits, (lane, count)| bits | (u8::from(count >= least) << lane))
        }
    }
}

/// For each lane, the first month not before `from` from which its bit is set for `length` months in a row.
fn first_runs(bits: &[u8], from: &[usize; LANES], length: usize, [last, next]: &mut [Vec<u8>; 2]) -> [Option<usize>; LANES] {
    // Bit l of month k: set in all of the `length` months that end there; doubled until it is so many.
    last.clear();
    last.extend_from_slice(bits);
    let mut together = 1;
    vectorised(
        #[inline(always)]
        || {
            while together < length {
                let step = together.min(length - together).min(last.len());
                next.clear();
                next.resize(step, 0);
                next.extend(last[step..].iter().zip(&*last).map(|(here, before)| here & before));
                std::mem::swap(last, next);
                together += step.max(1);
            }
        },
    );
    let mut found = [None; LANES];
    let mut open = u8::MAX;
    let mut k = from.iter().copied().min().unwrap_or(0) + length - 1;
    while let Some(bits) = last.get(k).filter(|_| open != 0) {
        let mut ends = bits & open;
        while ends != 0 {
            let lane = ends.trailing_zeros() as usize;
            if k + 1 >= from[lane] + length {
                found[lane] = Some(k + 1 - length);
                open &= !(1 << lane);
            }
            ends &= ends - 1;
        }
        k += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_counts_from_its_first_month() {
        // lane 0: 0 1 1 0 1 1 1 1; lane 1: always; lane 2: never
        let bits = [0b010, 0b011, 0b011, 0b010, 0b011, 0b011, 0b011, 0b011];
        let found = first_runs(&bits, &[0; LANES], 3, &mut Default::default());
        assert_eq!(found[..3], [Some(4), Some(0), None]);
        assert_eq!(first_runs(&bits[..6], &[0; LANES], 3, &mut Default::default())[0], None);
        let mut from = [0; LANES];
        from[0] = 5;
        from[1] = 7;
        assert_eq!(first_runs(&bits, &from, 3, &mut Default::default())[..2], [Some(5), None]);
    }
}
