//! Critical path of each goal: how often each stage is on it, and how many months it adds.

use super::estimate::{estimate, share};
use super::findings::{Estimate, PathFindings, StagePath};
use crate::engine::{PathTally, Tally};
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Findings on the critical paths from a tally.
pub(super) fn paths(plan: &Plan, tally: &Tally) -> Vec<PathFindings> {
    plan.goals.goals.iter().zip(&tally.paths).map(|(goal, path)| of_goal(plan, &goal.name, path, tally.trials)).collect()
}

fn of_goal(plan: &Plan, goal: &str, path: &PathTally, trials: u64) -> PathFindings {
    let mean = |sum: &FixedSum, count: u64| -> Option<Estimate> { (count > 0).then(|| estimate(sum, count)) };
    let stages = plan.schedule.file_order.iter().filter_map(|stage| {
        let counted = &path.stages[stage.0];
        (counted.arrived + counted.stuck > 0).then(|| StagePath {
            stage: plan.schedule.stages[stage.0].name.clone(),
            arrived: share(counted.arrived, trials),
            months: mean(&counted.months, counted.arrived),
            stuck: share(counted.stuck, trials),
            blocks: share(counted.blocks, trials),
        })
    });
    PathFindings {
        goal: goal.to_owned(),
        needed: share(path.needed, trials),
        before: mean(&path.before, path.needed),
        after: mean(&path.after, path.needed),
        stuck: share(path.stuck, trials),
        stages: stages.collect(),
    }
}
