//! Planned schedule: no incidents, no risks, no cancellations, and every regime in its planned state.

use super::{Plan, StageId};

/// Start and end of each stage in topological order, in months since the start; infinite for never.
#[must_use]
pub fn planned_dates(plan: &Plan) -> Vec<[f64; 2]> {
    let mut dates: Vec<[f64; 2]> = Vec::with_capacity(plan.schedule.stages.len());
    for stage in &plan.schedule.stages {
        if let Some(done) = stage.done {
            dates.push([done, done]);
            continue;
        }
        let ends = |ids: &[StageId]| -> Vec<f64> { ids.iter().map(|id| dates[id.0][1]).collect() };
        let last = ends(&stage.after).into_iter().fold(stage.not_before, f64::max);
        let first = ends(&stage.after_any).into_iter().reduce(f64::min).unwrap_or(0.0);
        let start = last.max(first);
        let left = 1.0 - stage.progress.map_or(0.0, |slot| plan.planned[slot.0]);
        let pace: f64 = stage
            .pace
            .iter()
            .map(|effect| {
                let effect = &plan.policy.effects[effect.0];
                plan.planned[effect.factors[plan.policy.regimes[effect.regime.0].planned].0]
            })
            .product();
        let work = left * plan.planned[stage.duration.0];
        dates.push([start, if work > 0.0 { start + work / pace } else { start }]);
    }
    dates
}
