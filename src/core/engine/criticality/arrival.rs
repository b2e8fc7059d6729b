//! Test of a goal in its month of arrival, as simulated and without what the routes delivered.

use crate::engine::batch::Batch;
use crate::engine::lanes::Lanes;
use crate::engine::market::MineralRun;
use crate::plan::{Measure, MeasurePlan, Plan, RouteId, StageId, TestPlan};

/// Months over which a test looks back, the month itself aside.
const BACK: usize = 11;

/// The month in which a goal arrives in one lane.
pub(super) struct Arrival<'a> {
    pub(super) plan: &'a Plan,
    pub(super) batch: &'a Batch,
    pub(super) month: usize,
    pub(super) lane: usize,
}

impl Arrival<'_> {
    pub(super) fn end(&self, stage: StageId) -> f64 {
        self.batch.schedule.ends[stage.0].0[self.lane]
    }

    /// Sum over the trailing year.
    fn sum(&self, monthly: &[Lanes]) -> f64 {
        let from = self.month.saturating_sub(BACK);
        monthly.get(from..=self.month).map_or(0.0, |year| year.iter().map(|month| month.0[self.lane]).sum())
    }

    /// Whether a route brought anything in the trailing year.
    pub(super) fn brought(&self, route: RouteId) -> bool {
        self.month >= self.batch.chain.first_delivery(route.0) && self.sum(&self.batch.chain.delivered[route.0]) > 0.0
    }

    /// Whether a test holds, as it is or without what the routes brought.
    pub(super) fn holds(&self, test: &TestPlan, without: bool) -> bool {
        match test {
            TestPlan::Measure(at) => self.measure(*at, without),
            TestPlan::All(parts) => parts.iter().all(|part| self.holds(part, without)),
            TestPlan::Any(parts) => parts.iter().any(|part| self.holds(part, without)),
            TestPlan::AtLeast(least, parts) => parts.iter().filter(|part| self.holds(part, without)).count() >= *least,
        }
    }

    pub(super) fn measure(&self, at: usize, without: bool) -> bool {
        if !without {
            return self.batch.goals.measure_holds(at, self.month, self.lane);
        }
        let MeasurePlan { mineral, measure, threshold, .. } = &self.plan.goals.measures[at];
        let run: &MineralRun = &self.batch.minerals[*mineral];
        let threshold = self.batch.values[threshold.0].0[self.lane];
        match measure {
            // arrivals are all that these ask about
            Measure::ShareOfDemand | Measure::CoversWithheld => threshold <= 0.0,
            Measure::FreeShareOfDemand => self.sum(&run.free) - self.sum(&run.arrivals) >= threshold * self.sum(&run.demand),
            Measure::ShortageBelow => self.sum(&run.shortage) + self.sum(&run.arrivals) < threshold * self.sum(&run.demand),
            Measure::ControlledShareBelow => self.sum(&run.controlled) < threshold * (self.sum(&run.supply) - self.sum(&run.arrivals)),
            // what these would be is not kept: they need the routes where they brought anything
            Measure::HhiBelow | Measure::LargestOriginBelow => self.sum(&run.arrivals) <= 0.0 && self.measure(at, false),
        }
    }
}
