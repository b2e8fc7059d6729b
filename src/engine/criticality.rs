//! The longest path to each goal: which stages its arrival waited for, one after the other, and for how long.
//!
//! A goal needs its chain in a trial where its test, in the month of arrival, would fail without what its routes brought in the trailing year. Its path
//! then begins at the last opening, of a node or an expansion, on a route that brought something in that year, and goes back from the stage that opens
//! it to the stage whose end let that one start, and so on. The months from the start to the arrival fall into those before the first stage of the
//! path, those of each stage on it, and those after the last: transit, ramp-up, the market, the twelve months that the test looks back upon.
//!
//! Where the goal never arrives, stages that never end may keep something on its routes closed; the path then is that to the first of them, by its
//! start.

use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::market::MineralRun;
use super::schedule::ScheduleRun;
use crate::chance::LANES;
use crate::plan::{Measure, MeasurePlan, Moment, Plan, RouteId, StageId, TestPlan};
use crate::stats::FixedSum;

/// Months over which a test looks back, the month itself aside.
const BACK: usize = 11;

/// What is kept of a stage on the paths to one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageOnPath {
    /// Trials in which the goal arrives and the stage is on its path.
    pub arrived: u64,
    /// Months that it adds there, from its start to its end.
    pub months: FixedSum,
    /// Trials in which the goal never arrives and the stage is on the path to the one that never ends, itself included.
    pub stuck: u64,
    /// Trials in which the goal never arrives, and this stage, never ending, keeps something on its routes closed, be it the first or not.
    pub blocks: u64,
}

/// What is kept of the paths to one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathTally {
    /// Trials in which the goal arrives and needs its chain: each has one path.
    pub needed: u64,
    /// Months of these before the first stage of the path starts.
    pub before: FixedSum,
    /// Months of these from the end of the path's last stage to the arrival.
    pub after: FixedSum,
    /// Trials in which it never arrives and a stage on its path never ends.
    pub stuck: u64,
    /// Stages in the plan's order.
    pub stages: Vec<StageOnPath>,
}

impl PathTally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let months = FixedSum::new(FixedSum::shift_for(1000.0));
        let stage = StageOnPath { arrived: 0, months, stuck: 0, blocks: 0 };
        Self { needed: 0, before: months, after: months, stuck: 0, stages: vec![stage; plan.schedule.stages.len()] }
    }

    /// Takes over what another tally of the same goal counted.
    pub fn merge(&mut self, other: &Self) {
        self.needed += other.needed;
        self.before.merge(&other.before);
        self.after.merge(&other.after);
        self.stuck += other.stuck;
        for (a, b) in self.stages.iter_mut().zip(&other.stages) {
            a.arrived += b.arrived;
            a.months.merge(&b.months);
            a.stuck += b.stuck;
            a.blocks += b.blocks;
        }
    }
}

/// A route and the stages that open something on it.
#[derive(Clone, Debug, PartialEq)]
struct Opened {
    route: RouteId,
    openers: Vec<StageId>,
}

/// By measure, the routes that it looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Openings(Vec<Vec<Opened>>);

impl Openings {
    /// Of a plan.
    pub fn new(plan: &Plan) -> Self {
        Self(plan.goals.measures.iter().map(|measure| opened(plan, measure)).collect())
    }

    /// Walks the paths of the first `count` lanes; by stage, bit l of the result is set where it is on the path to some goal's arrival in lane l.
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    pub fn add(&self, plan: &Plan, batch: &Batch, count: usize, tallies: &mut [PathTally]) -> Vec<u8> {
        let mut critical = vec![0; plan.schedule.stages.len()];
        for (g, (goal, tally)) in plan.goals.goals.iter().zip(tallies).enumerate() {
            let mut measures = Vec::new();
            measures_of(&goal.test, &mut measures);
            for lane in 0..count {
                let Some(month) = batch.goals.goals[g].arrival[lane] else {
                    self.stuck(plan, &batch.schedule, &measures, lane, tally);
                    continue;
                };
                let at = Arrival { plan, batch, month, lane };
                if at.holds(&goal.test, true) {
                    continue;
                }
                tally.needed += 1;
                let needed = measures.iter().filter(|&&measure| at.measure(measure, false) && !at.measure(measure, true));
                let mut next = needed.filter_map(|&measure| self.last_opening(&at, measure)).max_by(|a, b| at.end(*a).total_cmp(&at.end(*b)));
                let end = next.map_or(0.0, |stage| at.end(stage).max(0.0));
                let mut from = end;
                while let Some(stage) = next.filter(|stage| plan.schedule.stages[stage.0].done.is_none()) {
                    from = batch.schedule.starts[stage.0].0[lane];
                    let on_path = &mut tally.stages[stage.0];
                    on_path.arrived += 1;
                    on_path.months.add(at.end(stage) - from);
                    critical[stage.0] |= 1 << lane;
                    next = batch.schedule.awaited(plan, stage, lane);
                }
                tally.before.add(from);
                tally.after.add(month as f64 - end);
            }
        }
        critical
    }

    /// The stage that ends last before the arrival among those that open something on a route that brought anything in the trailing year.
    fn last_opening(&self, at: &Arrival, measure: usize) -> Option<StageId> {
        let brought = |opened: &&Opened| at.sum(&at.batch.chain.delivered[opened.route.0]) > 0.0;
        #[expect(clippy::cast_precision_loss, reason = "months are few")]
        let until = at.month as f64 + 0.5; // from the middle of a month on, what has opened takes part in it
        let stages = self.0[measure].iter().filter(brought).flat_map(|opened| opened.openers.iter().copied());
        stages.filter(|&stage| at.end(stage) <= until).max_by(|a, b| at.end(*a).total_cmp(&at.end(*b)))
    }

    /// Where a goal never arrives: the path to the first stage that never ends.
    fn stuck(&self, plan: &Plan, schedule: &ScheduleRun, measures: &[usize], lane: usize, tally: &mut PathTally) {
        let openers = measures.iter().flat_map(|&measure| &self.0[measure]).flat_map(|opened| &opened.openers);
        let closed = openers.filter(|opener| schedule.ends[opener.0].0[lane].is_infinite());
        let start = |stage: &StageId| schedule.starts[stage.0].0[lane];
        let mut blockers: Vec<StageId> = closed.map(|&opener| blocker(plan, schedule, opener, lane)).collect();
        blockers.sort_unstable();
        blockers.dedup();
        for stage in &blockers {
            tally.stages[stage.0].blocks += 1;
        }
        let mut next = blockers.into_iter().min_by(|a, b| start(a).total_cmp(&start(b)));
        tally.stuck += u64::from(next.is_some());
        while let Some(stage) = next.filter(|stage| plan.schedule.stages[stage.0].done.is_none()) {
            tally.stages[stage.0].stuck += 1;
            next = schedule.awaited(plan, stage, lane);
        }
    }
}

/// The stage that began, or waits for a date beyond the horizon, and for whose end another waits in vain.
fn blocker(plan: &Plan, schedule: &ScheduleRun, mut stage: StageId, lane: usize) -> StageId {
    while schedule.starts[stage.0].0[lane] == f64::INFINITY {
        match schedule.awaited(plan, stage, lane).filter(|before| schedule.ends[before.0].0[lane].is_infinite()) {
            Some(before) => stage = before,
            None => break,
        }
    }
    stage
}

fn opened(plan: &Plan, measure: &MeasurePlan) -> Vec<Opened> {
    let mineral = &plan.minerals[measure.mineral];
    let mut routes: Vec<RouteId> = Vec::new();
    for bringing in mineral.bringings.iter().filter(|bringing| measure.origin.is_none_or(|origin| bringing.origin == origin)) {
        if !routes.contains(&bringing.route) {
            routes.push(bringing.route);
        }
    }
    let openers = |route: RouteId| {
        let passages = &plan.chain.passages[plan.chain.routes[route.0].passages.clone()];
        let moments = passages.iter().flat_map(|passage| &plan.chain.nodes[passage.node.0].ramps).map(|ramp| ramp.opens);
        let mut openers: Vec<StageId> = moments.filter_map(|opens| if let Moment::Stage(stage) = opens { Some(stage) } else { None }).collect();
        openers.sort_unstable();
        openers.dedup();
        openers
    };
    routes.into_iter().map(|route| Opened { route, openers: openers(route) }).collect()
}

fn measures_of(test: &TestPlan, into: &mut Vec<usize>) {
    match test {
        TestPlan::Measure(at) => into.push(*at),
        TestPlan::All(parts) | TestPlan::Any(parts) | TestPlan::AtLeast(_, parts) => parts.iter().for_each(|part| measures_of(part, into)),
    }
}

/// The month in which a goal arrives in one lane.
struct Arrival<'a> {
    plan: &'a Plan,
    batch: &'a Batch,
    month: usize,
    lane: usize,
}

impl Arrival<'_> {
    fn end(&self, stage: StageId) -> f64 {
        self.batch.schedule.ends[stage.0].0[self.lane]
    }

    /// Sum over the trailing year.
    fn sum(&self, monthly: &[super::lanes::Lanes]) -> f64 {
        let from = self.month.saturating_sub(BACK);
        monthly.get(from..=self.month).map_or(0.0, |year| year.iter().map(|month| month.0[self.lane]).sum())
    }

    /// Whether a test holds, as it is or without what the routes brought.
    fn holds(&self, test: &TestPlan, without: bool) -> bool {
        match test {
            TestPlan::Measure(at) => self.measure(*at, without),
            TestPlan::All(parts) => parts.iter().all(|part| self.holds(part, without)),
            TestPlan::Any(parts) => parts.iter().any(|part| self.holds(part, without)),
            TestPlan::AtLeast(least, parts) => parts.iter().filter(|part| self.holds(part, without)).count() >= *least,
        }
    }

    fn measure(&self, at: usize, without: bool) -> bool {
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
            // what the index would be is not kept: it needs the routes where they brought anything
            Measure::HhiBelow => self.sum(&run.arrivals) <= 0.0 && self.measure(at, false),
        }
    }
}

/// Lanes fit the bits of a mark.
const _: () = assert!(LANES <= 8);
