//! Work of a stage month by month, at availability × pace.

use super::policy::PolicyRun;
use super::security::SecurityRun;
use crate::plan::{EffectId, Plan, StagePlan};

/// Share of a month's work that gets done in month `k`.
pub fn pace(stage: &StagePlan, k: usize, policy: &PolicyRun, security: &SecurityRun, lane: usize) -> f64 {
    let availability = stage.availability.map_or(1.0, |column| security.columns[column.0].row(lane)[k]);
    stage.pace.iter().fold(availability, |pace, effect| pace * policy.effects[effect.0].row(lane)[k])
}

/// The end of a stage whose work proceeds month by month at availability × pace.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "start is within the months")]
pub fn walk(plan: &Plan, stage: &StagePlan, start: f64, work: f64, policy: &PolicyRun, security: &SecurityRun, lane: usize) -> f64 {
    if start >= plan.months() as f64 || work <= 0.0 {
        return start;
    }
    let (first, months) = (start as usize, plan.months());
    let effect = |effect: &EffectId| &policy.effects[effect.0].row(lane)[first..];
    let available = stage.availability.map(|column| &security.columns[column.0].row(lane)[first..]);
    // Most stages depend on one or two rows, which are looked up once.
    match (available, stage.pace.as_slice()) {
        (Some(available), []) => proceed(start, work, available.iter().copied()),
        (None, [one]) => proceed(start, work, effect(one).iter().copied()),
        (Some(available), [one]) => proceed(start, work, available.iter().zip(effect(one)).map(|(available, pace)| available * pace)),
        _ => proceed(start, work, (first..months).map(|k| pace(stage, k, policy, security, lane))),
    }
}

/// When work is done that proceeds at these paces from the month of its start on.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "start is within the months")]
fn proceed(start: f64, work: f64, paces: impl Iterator<Item = f64>) -> f64 {
    let (mut left, mut from, mut next) = (work, start, (start as usize + 1) as f64);
    for pace in paces {
        let possible = pace * (next - from);
        if left <= possible {
            return from + left / pace;
        }
        left -= possible;
        from = next;
        next += 1.0;
    }
    f64::INFINITY
}
