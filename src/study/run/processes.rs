//! Findings on stages, regimes and hazards.

use crate::engine::Tally;
use crate::plan::{Plan, planned_dates};
use crate::stats::{FixedSum, MonthCounts};
use crate::study::estimate::{estimate, share};
use crate::study::findings::{Estimate, HazardFindings, RegimeFindings, StageFindings};

pub(super) fn stage_findings(plan: &Plan, tally: &Tally) -> Vec<StageFindings> {
    let quantiles = |counts: &MonthCounts| [0.1, 0.5, 0.9].map(|p| counts.quantile(p));
    let dates = planned_dates(plan);
    let stages = plan.schedule.file_order.iter().map(|stage| {
        let counted = &tally.stages[stage.0];
        let ended = tally.trials - counted.ends.never;
        StageFindings {
            name: plan.schedule.stages[stage.0].name.clone(),
            start: quantiles(&counted.starts),
            end: quantiles(&counted.ends),
            never: share(counted.ends.never, tally.trials),
            mean_end: (ended > 0).then(|| estimate(&counted.end, ended)),
            planned: dates[stage.0].map(|date| date.is_finite().then_some(date)),
            critical: share(counted.critical, tally.trials),
        }
    });
    stages.collect()
}

pub(super) fn regime_findings(plan: &Plan, tally: &Tally) -> Vec<RegimeFindings> {
    let regimes = plan.policy.regimes.iter().zip(&tally.regimes).map(|(regime, states)| {
        let share_by_month = |changes: &[i64]| -> Vec<f64> {
            let mut inside = 0;
            changes[..plan.months()]
                .iter()
                .map(|change| {
                    inside += change;
                    inside as f64 / tally.trials.max(1) as f64
                })
                .collect()
        };
        let states = regime.file_order.iter().map(|&s| (regime.state_names[s].clone(), share_by_month(&states[s])));
        RegimeFindings {
            name: regime.name.clone(),
            states: states.collect(),
            history: regime.history.iter().map(|&(month, state)| (month, regime.state_names[state].clone())).collect(),
        }
    });
    regimes.collect()
}

pub(super) fn hazard_findings(plan: &Plan, tally: &Tally) -> Vec<HazardFindings> {
    let years = plan.months() as f64 / 12.0;
    let a_year = |sum: &FixedSum| {
        let Estimate { mean, standard_error } = estimate(sum, tally.trials);
        Estimate { mean: mean / years, standard_error: standard_error / years }
    };
    let hazards = plan.security.hazards.iter().zip(&tally.hazards);
    hazards
        .map(|(hazard, [incidents, struck])| HazardFindings { name: hazard.name.clone(), incidents: a_year(incidents), struck: a_year(struck) })
        .collect()
}
