//! Counts of the critical paths to a goal: trials and months by stage.

use serde::{Deserialize, Serialize};

use crate::plan::Plan;
use crate::stats::FixedSum;

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

    /// Adds the counts of another tally of the same goal.
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
