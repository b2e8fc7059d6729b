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

/// What is the same in all trials: by measure, the routes that it looks at; by goal, its measures and the stages that open something for any of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Openings {
    measures: Vec<Vec<Opened>>,
    goals: Vec<Asked>,
    /// Sets of openers, each once: many goals look at the same routes.
    openers: Vec<Vec<StageId>>,
}

/// What one goal asks about.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    measures: Vec<usize>,
    /// Place of its openers among the sets.
    openers: usize,
}

impl Openings {
    /// Of a plan.
    pub fn new(plan: &Plan) -> Self {
        let measures: Vec<Vec<Opened>> = plan.goals.measures.iter().map(|measure| opened(plan, measure)).collect();
        let mut sets: Vec<Vec<StageId>> = Vec::new();
        let goals = plan.goals.goals.iter().map(|goal| {
            let mut asked = Vec::new();
            measures_of(&goal.test, &mut asked);
            let mut openers: Vec<StageId> =
                asked.iter().flat_map(|&measure: &usize| &measures[measure]).flat_map(|opened| opened.openers.iter().copied()).collect();
            openers.sort_unstable();
            openers.dedup();
            let place = sets.iter().position(|known| *known == openers).unwrap_or(sets.len());
            if place == sets.len() {
                sets.push(openers);
            }
            Asked { measures: asked, openers: place }
        });
        let goals = goals.collect();
        Self { measures, goals, openers: sets }
    }

    /// Walks the paths of the first `count` lanes; by stage, bit l of the result is set where it is on the path to some goal's arrival in lane l.
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    pub fn add(&self, plan: &Plan, batch: &Batch, count: usize, tallies: &mut [PathTally]) -> Vec<u8> {
        let mut critical = vec![0; plan.schedule.stages.len()];
        let mut waits = Waits::new(plan, &batch.schedule);
        let mut stuck: Vec<Stuck> = self.openers.iter().map(|_| Stuck::default()).collect();
        for (g, ((goal, asked), tally)) in plan.goals.goals.iter().zip(&self.goals).zip(tallies).enumerate() {
            let mut never = 0;
            for lane in 0..count {
                let Some(month) = batch.goals.goals[g].arrival[lane] else {
                    never |= 1 << lane;
                    continue;
                };
                let at = Arrival { plan, batch, month, lane };
                if at.holds(&goal.test, true) {
                    continue;
                }
                tally.needed += 1;
                let needed = asked.measures.iter().filter(|&&measure| at.measure(measure, false) && !at.measure(measure, true));
                let mut next = needed.filter_map(|&measure| self.last_opening(&at, measure)).max_by(|a, b| at.end(*a).total_cmp(&at.end(*b)));
                let end = next.map_or(0.0, |stage| at.end(stage).max(0.0));
                let mut from = end;
                while let Some(stage) = next.filter(|stage| plan.schedule.stages[stage.0].done.is_none()) {
                    from = batch.schedule.starts[stage.0].0[lane];
                    let on_path = &mut tally.stages[stage.0];
                    on_path.arrived += 1;
                    on_path.months.add(at.end(stage) - from);
                    critical[stage.0] |= 1 << lane;
                    next = waits.awaited(stage, lane);
                }
                tally.before.add(from);
                tally.after.add(month as f64 - end);
            }
            if never != 0 {
                let stuck = &mut stuck[asked.openers];
                stuck.know(&self.openers[asked.openers], &mut waits, never);
                stuck.count(never, tally);
            }
        }
        critical
    }

    /// The stage that ends last before the arrival among those that open something on a route that brought anything in the trailing year.
    fn last_opening(&self, at: &Arrival, measure: usize) -> Option<StageId> {
        #[expect(clippy::cast_precision_loss, reason = "months are few")]
        let until = at.month as f64 + 0.5; // from the middle of a month on, what has opened takes part in it
        let mut last: Option<StageId> = None;
        for opened in &self.measures[measure] {
            let stages = opened.openers.iter().copied().filter(|&stage| at.end(stage) <= until);
            let Some(stage) = stages.max_by(|a, b| at.end(*a).total_cmp(&at.end(*b))) else { continue };
            // Whether a route brought anything is looked up only where it matters; of those that end together, the last counts.
            if last.is_none_or(|last| at.end(stage).total_cmp(&at.end(last)).is_ge()) && at.brought(opened.route) {
                last = Some(stage);
            }
        }
        last
    }
}

/// What each stage waited for in each lane, looked up once.
struct Waits<'a> {
    plan: &'a Plan,
    schedule: &'a ScheduleRun,
    /// Stages; beyond them [`NOTHING`] and [`UNKNOWN`].
    known: Vec<[u32; LANES]>,
}

/// Not looked up yet.
const UNKNOWN: u32 = u32::MAX;
/// It waited for nothing.
const NOTHING: u32 = u32::MAX - 1;

impl<'a> Waits<'a> {
    fn new(plan: &'a Plan, schedule: &'a ScheduleRun) -> Self {
        Self { plan, schedule, known: vec![[UNKNOWN; LANES]; plan.schedule.stages.len()] }
    }

    fn awaited(&mut self, stage: StageId, lane: usize) -> Option<StageId> {
        let known = &mut self.known[stage.0][lane];
        if *known == UNKNOWN {
            let awaited = self.schedule.awaited(self.plan, stage, lane);
            *known = awaited.and_then(|stage| u32::try_from(stage.0).ok()).unwrap_or(NOTHING);
        }
        (*known != NOTHING).then_some(StageId(*known as usize))
    }

    fn is_done_before(&self, stage: StageId) -> bool {
        self.plan.schedule.stages[stage.0].done.is_some()
    }

    /// The stage that began, or waits for a date beyond the horizon, and for whose end another waits in vain.
    fn blocker(&mut self, mut stage: StageId, lane: usize) -> StageId {
        while self.schedule.starts[stage.0].0[lane] == f64::INFINITY {
            match self.awaited(stage, lane).filter(|before| self.schedule.ends[before.0].0[lane].is_infinite()) {
                Some(before) => stage = before,
                None => break,
            }
        }
        stage
    }
}

/// Where goals that ask about the same stages never arrive: what keeps them.
#[derive(Default)]
struct Stuck {
    /// Lanes looked at.
    known: u8,
    /// Lanes in which some stage never ends.
    any: u8,
    /// By stage, lanes in which it keeps something closed, and in which it is on the path to the first that does.
    marks: Vec<[u8; 2]>,
    /// Stages with a mark, each once.
    marked: Vec<usize>,
}

impl Stuck {
    /// Looks at lanes that were not looked at before.
    fn know(&mut self, openers: &[StageId], waits: &mut Waits, lanes: u8) {
        let unknown = lanes & !self.known;
        if unknown == 0 {
            return;
        }
        self.known |= unknown;
        self.marks.resize(waits.known.len(), [0; 2]);
        for lane in (0..LANES).filter(|lane| unknown >> lane & 1 == 1) {
            let mut first: Option<(f64, StageId)> = None;
            for opener in openers.iter().filter(|opener| waits.schedule.ends[opener.0].0[lane].is_infinite()) {
                let stage = waits.blocker(*opener, lane);
                self.mark(stage, 0, lane);
                // Of those that start together, the first of the plan.
                let start = waits.schedule.starts[stage.0].0[lane];
                let is_first = first.is_none_or(|(known, known_stage)| start.total_cmp(&known).then(stage.cmp(&known_stage)).is_lt());
                if is_first {
                    first = Some((start, stage));
                }
            }
            let mut next = first.map(|(_, stage)| stage);
            self.any |= u8::from(next.is_some()) << lane;
            while let Some(stage) = next.filter(|stage| !waits.is_done_before(*stage)) {
                self.mark(stage, 1, lane);
                next = waits.awaited(stage, lane);
            }
        }
    }

    fn mark(&mut self, stage: StageId, which: usize, lane: usize) {
        let marks = &mut self.marks[stage.0];
        if *marks == [0; 2] {
            self.marked.push(stage.0);
        }
        marks[which] |= 1 << lane;
    }

    /// Counts the lanes in which one goal never arrives.
    fn count(&self, never: u8, tally: &mut PathTally) {
        tally.stuck += u64::from((self.any & never).count_ones());
        for &stage in &self.marked {
            let [blocks, path] = self.marks[stage];
            tally.stages[stage].blocks += u64::from((blocks & never).count_ones());
            tally.stages[stage].stuck += u64::from((path & never).count_ones());
        }
    }
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

    /// Whether a route brought anything in the trailing year.
    fn brought(&self, route: RouteId) -> bool {
        self.month >= self.batch.chain.first_delivery(route.0) && self.sum(&self.batch.chain.delivered[route.0]) > 0.0
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
