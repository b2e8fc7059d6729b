//! Critical path of each goal: how often each stage is on it, and how many months it adds.

use crate::analyses::estimates::{mean, probability};
use crate::analyses::run::findings::{PathFindings, StagePath};
use crate::engine::{PathTally, Tally};
use crate::plan::Plan;
use crate::units::Unit;

/// Findings about the critical paths, with every stage on every path.
pub(super) fn paths(plan: &Plan, tally: &Tally) -> Vec<PathFindings> {
    plan.goals.goals.iter().zip(&tally.paths).map(|(goal, path)| of_goal(plan, &goal.name, path, tally.trials)).collect()
}

fn of_goal(plan: &Plan, goal: &str, path: &PathTally, trials: u64) -> PathFindings {
    let stages = plan.schedule.file_order.iter().map(|stage| {
        let counted = &path.stages[stage.0];
        StagePath {
            stage: plan.schedule.stages[stage.0].name.clone(),
            arrived: probability(counted.arrived, trials),
            months: mean(&counted.months, counted.arrived, Unit::MONTHS),
            stuck: probability(counted.stuck, trials),
            blocks: probability(counted.blocks, trials),
        }
    });
    PathFindings {
        goal: goal.to_owned(),
        needed: probability(path.needed, trials),
        before: mean(&path.before, path.needed, Unit::MONTHS),
        after: mean(&path.after, path.needed, Unit::MONTHS),
        stuck: probability(path.stuck, trials),
        stages: stages.collect(),
    }
}

/// Leaves out the stages that are on no path.
pub(super) fn keep_those_on_paths(paths: &mut [PathFindings]) {
    let is_on = |share: &crate::units::Quantity| share.value.is_some_and(|share| share > 0.0);
    for path in paths {
        path.stages.retain(|stage| is_on(&stage.arrived) || is_on(&stage.stuck));
    }
}
