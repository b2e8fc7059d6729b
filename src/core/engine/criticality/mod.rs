//! Critical path of each goal: the stages that its arrival waited for, one after the other, and for how long.
//!
//! A goal needs its chain in a trial where its test, in the month of arrival, would fail without what its routes brought in the trailing year. Its path
//! then begins at the last opening, of a node or an expansion, on a route that brought something in that year, and goes back from the stage that opens
//! it to the stage whose end let that one start, and so on. Stages that end together are all on the path. The months from the start to the arrival fall into those before the first stage of the
//! path, those of each stage on it, and those after the last: transit, ramp-up, the market, the twelve months that the test looks back upon.
//!
//! Where the goal never arrives, stages that never end may keep something on its routes closed; the path then is that to the first of them, by their
//! starts.

mod arrival;
mod counted;
mod waits;

use super::batch::Batch;
use super::schedule::is_together;
use crate::chance::LANES;
use crate::plan::{MeasurePlan, Moment, Plan, RouteId, StageId, TestPlan};
use arrival::Arrival;
use waits::{Stuck, Waits};

pub use counted::{PathTally, StageOnPath};

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
    /// The routes, measures and stages of a plan.
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
    pub fn add(&self, plan: &Plan, batch: &Batch, count: usize, tallies: &mut [PathTally]) -> Vec<u8> {
        let mut critical = vec![0; plan.schedule.stages.len()];
        let mut waits = Waits::new(plan, &batch.schedule);
        let mut stuck: Vec<Stuck> = self.openers.iter().map(|_| Stuck::default()).collect();
        // The last goal and lane in which each stage was walked, and the stages to walk.
        let mut walked = vec![usize::MAX; plan.schedule.stages.len()];
        let mut waiting: Vec<StageId> = Vec::new();
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
                needed.for_each(|&measure| self.last_openings(&at, measure, &mut waiting));
                let end = waiting.iter().map(|stage| at.end(*stage)).fold(0.0, f64::max);
                let mut from = end;
                while let Some(stage) = waiting.pop() {
                    if plan.schedule.stages[stage.0].done.is_some() || walked[stage.0] == g * LANES + lane {
                        continue;
                    }
                    walked[stage.0] = g * LANES + lane;
                    let start = batch.schedule.starts[stage.0].0[lane];
                    from = f64::min(from, start);
                    let on_path = &mut tally.stages[stage.0];
                    on_path.arrived += 1;
                    on_path.months.add(at.end(stage) - start);
                    critical[stage.0] |= 1 << lane;
                    waits.awaited(stage, lane, &mut waiting);
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

    /// Leaves in `last` the stages that end last before the arrival among those in it and those that open something on a route that brought anything
    /// in the trailing year.
    fn last_openings(&self, at: &Arrival, measure: usize, last: &mut Vec<StageId>) {
        let until = at.month as f64 + 0.5; // from the middle of a month on, what has opened takes part in it
        for opened in &self.measures[measure] {
            let stages = || opened.openers.iter().copied().filter(|&stage| at.end(stage) <= until);
            let end = stages().map(|stage| at.end(stage)).fold(f64::NEG_INFINITY, f64::max);
            let known = last.first().map_or(f64::NEG_INFINITY, |stage| at.end(*stage));
            let (is_later, is_together) = (end > known, is_together(end, known));
            // Whether a route brought anything is looked up only where it matters.
            if !(is_later || is_together) || !at.brought(opened.route) {
                continue;
            }
            if !is_together {
                last.clear();
            }
            for stage in stages().filter(|stage| self::is_together(at.end(*stage), end)) {
                if !last.contains(&stage) {
                    last.push(stage);
                }
            }
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
