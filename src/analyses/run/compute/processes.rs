//! Findings about stages, regimes and hazards.

use crate::analyses::estimates::{mean, month, probability};
use crate::analyses::run::findings::{HazardFindings, RegimeFindings, StageFindings, StateFindings};
use crate::engine::{Tally, WHOLE_MONTH};
use crate::plan::{Plan, planned_dates};
use crate::stats::{FixedSum, MonthCounts};
use crate::units::{Quantity, Unit};

pub(super) fn stage_findings(plan: &Plan, tally: &Tally) -> Vec<StageFindings> {
    let quantiles = |counts: &MonthCounts| [0.1, 0.5, 0.9].map(|p| month(counts, p, plan.grid));
    let dates = planned_dates(plan);
    let stages = plan.schedule.file_order.iter().map(|stage| {
        let (planned, counted) = (&plan.schedule.stages[stage.0], &tally.stages[stage.0]);
        StageFindings {
            name: planned.name.clone(),
            titles: planned.titles.clone(),
            start: quantiles(&counted.starts),
            end: quantiles(&counted.ends),
            never: probability(counted.ends.never, tally.trials),
            mean_end: mean(&counted.end, tally.trials - counted.ends.never, Unit::month_of(plan.grid)),
            planned: dates[stage.0].map(|date| date.is_finite().then_some(date)),
            critical: probability(counted.critical, tally.trials),
        }
    });
    stages.collect()
}

pub(super) fn regime_findings(plan: &Plan, tally: &Tally) -> Vec<RegimeFindings> {
    let regimes = plan.policy.regimes.iter().zip(&tally.regimes).map(|(regime, states)| {
        let share_by_month = |changes: &[i64]| -> Vec<f64> {
            let inside = changes[..plan.months()].iter().scan(0, |inside, change| {
                *inside += change;
                Some(*inside as f64 / WHOLE_MONTH as f64 / tally.trials.max(1) as f64)
            });
            inside.collect()
        };
        let states = regime.file_order.iter().map(|&s| StateFindings {
            name: regime.state_names[s].clone(),
            title: regime.state_titles[s].clone(),
            shares: share_by_month(&states[s]),
        });
        RegimeFindings {
            name: regime.name.clone(),
            title: regime.title.clone(),
            states: states.collect(),
            history: regime.history.iter().map(|&(month, state)| (month, regime.state_names[state].clone())).collect(),
        }
    });
    regimes.collect()
}

pub(super) fn hazard_findings(plan: &Plan, tally: &Tally) -> Vec<HazardFindings> {
    let years = plan.months() as f64 / 12.0;
    let a_year = |sum: &FixedSum| {
        let all = mean(sum, tally.trials, Unit::EVENTS_A_YEAR);
        Quantity::mean(all.number() / years, all.standard_error.unwrap_or(f64::NAN) / years, all.unit, tally.trials)
    };
    let hazards = plan.security.hazards.iter().zip(&tally.hazards);
    let hazards = hazards.map(|(hazard, [incidents, struck])| HazardFindings {
        name: hazard.name.clone(),
        title: hazard.title.clone(),
        incidents: a_year(incidents),
        struck: a_year(struck),
    });
    hazards.collect()
}
