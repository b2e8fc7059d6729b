//! Lead time of a lever: stages that it changes from some month on. Work done before that month counts, and the rest has the lever's figures.

use super::lanes::Lanes;
use super::pace::{pace, walk};
use super::policy::PolicyRun;
use super::security::SecurityRun;
use crate::chance::LANES;
use crate::plan::{Plan, StagePlan};

/// A stage with its start and its work, months.
type Worked<'p> = (&'p StagePlan, Lanes, Lanes);

/// Start and end of a stage that is as `before` until the month `until`; a bit is set in each lane in which it ended before that.
pub fn schedule(plan: &Plan, after: Worked, before: Worked, until: f64, policy: &PolicyRun, security: &SecurityRun) -> (Lanes, Lanes, u8) {
    let (mut starts, mut ends, mut past) = (Lanes::ZERO, Lanes::ZERO, 0);
    for lane in 0..LANES {
        let end_of = |stage: &StagePlan, start: f64, work: f64| {
            let disturbed = stage.availability.is_some() || !stage.pace.is_empty();
            if disturbed { walk(plan, stage, start, work, policy, security, lane) } else { start + work }
        };
        let (start, work) = (before.1.0[lane], before.2.0[lane]);
        let end = end_of(before.0, start, work);
        (starts.0[lane], ends.0[lane]) = if end <= until {
            past |= 1 << lane;
            (start, end)
        } else if start < until {
            let left = 1.0 - done(plan, before.0, (start, until), policy, security, lane) / work;
            (start, end_of(after.0, until, left.max(0.0) * after.2.0[lane]))
        } else {
            let start = after.1.0[lane].max(until);
            (start, end_of(after.0, start, after.2.0[lane]))
        };
    }
    (starts, ends, past)
}

/// Months of work done from one time to another, both within the months.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months are few")]
fn done(plan: &Plan, stage: &StagePlan, (from, to): (f64, f64), policy: &PolicyRun, security: &SecurityRun, lane: usize) -> f64 {
    let mut done = 0.0;
    for k in from as usize..plan.months().min(to.ceil() as usize) {
        let share = to.min((k + 1) as f64) - from.max(k as f64);
        done += share * pace(stage, k, policy, security, lane);
    }
    done
}
