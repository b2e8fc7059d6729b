//! Goals of a batch: monthly tests over the trailing year, arrivals, losses, and the stock that bridges the wait.

use super::lanes::Lanes;
use super::market::{MineralRun, NOTHING};
use crate::chance::LANES;
use crate::plan::{MeasurePlan, Plan, TestPlan};
use crate::scenario::Measure;

/// Relative tolerance of "at least": a threshold met exactly is met in floating point too.
const TOLERANCE: f64 = 1.0 - 1e-9;
/// First month with a whole trailing year.
const FIRST: usize = 11;

/// What became of one goal in the trials of a batch.
#[derive(Clone, Debug)]
pub struct GoalRun {
    /// By month, bit l set where the test holds in lane l.
    pub holds: Vec<u8>,
    /// Month of arrival, by lane.
    pub arrival: [Option<usize>; LANES],
    /// Bit l set where lane l lost it again.
    pub lost: u8,
    /// Shortage summed from the start to the month before arrival, by mineral named and lane, t.
    pub bridge: Vec<Lanes>,
}

/// Goals of a batch.
#[derive(Clone, Debug)]
pub struct GoalsRun {
    /// Goals, in the plan's order.
    pub goals: Vec<GoalRun>,
    measures: Vec<Vec<u8>>,
    sums: [Vec<Lanes>; 3],
}

impl GoalsRun {
    /// Room for a plan.
    pub fn new(plan: &Plan) -> Self {
        let goal = |minerals: usize| GoalRun { holds: vec![0; plan.months()], arrival: [None; LANES], lost: 0, bridge: vec![Lanes::ZERO; minerals] };
        Self {
            goals: plan.goals.goals.iter().map(|named| goal(named.minerals.len())).collect(),
            measures: vec![vec![0; plan.months()]; plan.goals.measures.len()],
            sums: std::array::from_fn(|_| vec![Lanes::ZERO; plan.months()]),
        }
    }

    /// Tests all goals of a batch.
    pub fn run(&mut self, plan: &Plan, values: &[Lanes], minerals: &[MineralRun]) {
        for (m, measure) in plan.goals.measures.iter().enumerate() {
            self.test(plan, m, measure, values, &minerals[measure.mineral]);
        }
        for (goal, run) in plan.goals.goals.iter().zip(&mut self.goals) {
            for k in 0..plan.months() {
                run.holds[k] = if k < FIRST { 0 } else { combine(&goal.test, &self.measures, k) };
            }
            run.lost = 0;
            for lane in 0..LANES {
                let holds = |k: usize| run.holds[k] >> lane & 1 == 1;
                run.arrival[lane] = first_run(FIRST, plan.months(), goal.sustain, holds);
                let lost = run.arrival[lane].is_some_and(|month| first_run(month + goal.sustain, plan.months(), goal.sustain, |k| !holds(k)).is_some());
                run.lost |= u8::from(lost) << lane;
            }
            for (place, &mineral) in goal.minerals.iter().enumerate() {
                let mut bridge = Lanes::ZERO;
                let until: [usize; LANES] = std::array::from_fn(|lane| run.arrival[lane].unwrap_or(plan.months()));
                for (k, shortage) in minerals[mineral].shortage.iter().enumerate() {
                    bridge += Lanes::from_fn(|lane| if k < until[lane] { shortage.0[lane] } else { 0.0 });
                }
                run.bridge[place] = bridge;
            }
        }
    }

    fn test(&mut self, plan: &Plan, m: usize, measure: &MeasurePlan, values: &[Lanes], run: &MineralRun) {
        let threshold = values[measure.threshold.0];
        let arrivals = || match measure.origin {
            None => &run.arrivals,
            Some(origin) => {
                let place = plan.minerals[measure.mineral].route_origins.iter().position(|&known| known == origin);
                place.map_or(&run.arrivals, |place| &run.arrivals_by_origin[place])
            }
        };
        let (part, whole): (&[Lanes], &[Lanes]) = match measure.measure {
            Measure::ShareOfDemand => (arrivals(), &run.demand),
            Measure::FreeShareOfDemand => (&run.free, &run.demand),
            Measure::ControlledShareBelow => (&run.controlled, &run.supply),
            Measure::HhiBelow => (&run.concentration, &run.supply),
            Measure::ShortageBelow => (&run.shortage, &run.demand),
            Measure::CoversWithheld => (arrivals(), &run.withheld),
        };
        let [part_sums, whole_sums, demand_sums] = &mut self.sums;
        trailing(part, part_sums);
        trailing(whole, whole_sums);
        trailing(&run.demand, demand_sums);
        for k in FIRST..plan.months() {
            let (part, whole) = (part_sums[k], whole_sums[k]);
            let something = (demand_sums[k] * NOTHING).below(whole);
            self.measures[m][k] = match measure.measure {
                Measure::ShareOfDemand | Measure::FreeShareOfDemand => part.at_least(threshold * whole * TOLERANCE),
                Measure::CoversWithheld => part.at_least(threshold * whole * TOLERANCE) & something,
                Measure::ShortageBelow => part.below(threshold * whole),
                Measure::ControlledShareBelow => part.below(threshold * whole) & something,
                Measure::HhiBelow => (part * (1.0 / 12.0)).below(threshold) & something,
            };
        }
    }
}

/// Sums over the trailing twelve months, each made afresh so that no rounding is carried along.
fn trailing(monthly: &[Lanes], sums: &mut [Lanes]) {
    for k in FIRST..monthly.len() {
        sums[k] = monthly[k - FIRST..=k].iter().fold(Lanes::ZERO, |sum, month| sum + *month);
    }
}

fn combine(test: &TestPlan, measures: &[Vec<u8>], k: usize) -> u8 {
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

/// The first month from which `holds` holds for `length` months in a row, all before `end`.
pub fn first_run(from: usize, end: usize, length: usize, holds: impl Fn(usize) -> bool) -> Option<usize> {
    let mut run = 0;
    for k in from..end {
        run = if holds(k) { run + 1 } else { 0 };
        if run == length {
            return Some(k + 1 - length);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_counts_from_its_first_month() {
        let months = [0, 1, 1, 0, 1, 1, 1, 1];
        assert_eq!(first_run(0, 8, 3, |k| months[k] == 1), Some(4));
        assert_eq!(first_run(0, 6, 3, |k| months[k] == 1), None);
        assert_eq!(first_run(5, 8, 3, |k| months[k] == 1), Some(5));
    }
}
