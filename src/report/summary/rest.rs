//! The parts of the summary on stages, origins, regimes, hazards and key inputs.

use serde_json::{Value, json};

use super::{estimate, object, share, yearly};
use crate::report::words;
use crate::study::{Estimate, HazardFindings, KeyInput, OriginFindings, PathFindings, RegimeFindings, StageFindings};
use crate::units::MonthGrid;

/// One stage: the keys of the reference first, then P10, P50 and P90 of start and end.
pub(super) fn stage(grid: MonthGrid, stage: &StageFindings) -> Value {
    let quantiles = |months: &[Option<usize>; 3]| {
        let [p10, p50, p90] = months;
        json!({ "p10": p10, "p50": p50, "p90": p90, "calendar": months.map(|month| words::month(grid, month)) })
    };
    json!({
        "never": share(&stage.never),
        "mean_end": stage.mean_end.as_ref().map_or(json!([null, null]), estimate),
        "start": quantiles(&stage.start),
        "end": quantiles(&stage.end),
        "critical": share(&stage.critical),
    })
}

/// The longest path to a goal.
pub(super) fn path(path: &PathFindings) -> Value {
    let months = |months: &Option<Estimate>| months.as_ref().map_or(json!([null, null]), estimate);
    json!({
        "needed": share(&path.needed),
        "months_before": months(&path.before),
        "months_after": months(&path.after),
        "stuck": share(&path.stuck),
        "stages": object(path.stages.iter().map(|stage| {
            let page = json!({
                "arrived": share(&stage.arrived),
                "months": months(&stage.months),
                "stuck": share(&stage.stuck),
                "blocks": share(&stage.blocks),
            });
            (stage.stage.clone(), page)
        })),
    })
}

/// What an origin earns; a key is absent where the scenario does not say enough.
pub(super) fn origin(origin: &OriginFindings) -> Value {
    let series = [("export_revenue", &origin.export_revenue), ("royalty", &origin.royalty), ("job_years", &origin.job_years)];
    object(series.into_iter().filter_map(|(key, years)| Some((key.to_owned(), yearly(years.as_ref()?)))))
}

/// Mean share of each month spent in each state.
pub(super) fn regime(regime: &RegimeFindings) -> Value {
    object(regime.states.iter().map(|(state, months)| (state.clone(), json!(months))))
}

/// Incidents a year, and those of them that struck.
pub(super) fn hazard(hazard: &HazardFindings) -> Value {
    json!({ "incidents": estimate(&hazard.incidents), "struck": estimate(&hazard.struck) })
}

/// One input that moves with the answer.
pub(super) fn key_input(of: &KeyInput) -> Value {
    json!({
        "input": of.input,
        "goal": of.goal,
        "rank_correlation": [of.rank_correlation, of.standard_error],
        "trials": of.trials,
    })
}
