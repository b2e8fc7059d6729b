//! Stages, critical paths, origins, regimes, hazards and key inputs in the summary.

use serde_json::{Value, json};

use super::{Scale, object};
use crate::report::words;
use crate::study::{Estimate, HazardFindings, KeyInput, OriginFindings, PathFindings, RegimeFindings, StageFindings};
use crate::units::{Quantity, Unit};

/// One stage: first the keys of the reference file, then P10, P50 and P90 of its start and its end.
pub(super) fn stage(scale: Scale, stage: &StageFindings) -> Value {
    let quantiles = |months: &[Option<usize>; 3]| {
        let [p10, p50, p90] = months;
        json!({ "p10": p10, "p50": p50, "p90": p90, "calendar": months.map(|month| words::month(scale.grid, month)) })
    };
    json!({
        "never": scale.share(&stage.never),
        "mean_end": stage.mean_end.map(|mean| mean.quantity(Unit::month_of(scale.grid), scale.times(1.0 - stage.never.share))),
        "start": quantiles(&stage.start),
        "end": quantiles(&stage.end),
        "critical": scale.share(&stage.critical),
    })
}

/// Critical path to a goal.
pub(super) fn path(scale: Scale, path: &PathFindings) -> Value {
    let needed = scale.times(path.needed.share);
    let months = |months: &Option<Estimate>, trials: u64| months.map(|mean| mean.quantity(Unit::MONTHS, trials));
    json!({
        "needed": scale.share(&path.needed),
        "months_before": months(&path.before, needed),
        "months_after": months(&path.after, needed),
        "stuck": scale.share(&path.stuck),
        "stages": object(path.stages.iter().map(|stage| {
            let page = json!({
                "arrived": scale.share(&stage.arrived),
                "months": months(&stage.months, scale.times(stage.arrived.share)),
                "stuck": scale.share(&stage.stuck),
                "blocks": scale.share(&stage.blocks),
            });
            (stage.stage.clone(), page)
        })),
    })
}

/// Revenue, royalty and jobs of an origin; a key is absent where the scenario lacks its inputs.
pub(super) fn origin(scale: Scale, origin: &OriginFindings) -> Value {
    let series = [
        ("export_revenue", &origin.export_revenue, Unit::DOLLARS_A_YEAR),
        ("royalty", &origin.royalty, Unit::DOLLARS_A_YEAR),
        ("job_years", &origin.job_years, Unit::named("job-years")),
    ];
    object(series.into_iter().filter_map(|(key, years, unit)| Some((key.to_owned(), scale.yearly(years.as_ref()?, &unit)))))
}

/// Mean share of each month that a regime spends in each state.
pub(super) fn regime(regime: &RegimeFindings) -> Value {
    object(regime.states.iter().map(|(state, months)| (state.clone(), json!(months))))
}

/// Incidents a year, and those of them that struck a target.
pub(super) fn hazard(scale: Scale, hazard: &HazardFindings) -> Value {
    let incidents = |mean: &Estimate| mean.quantity(Unit::EVENTS_A_YEAR, scale.trials);
    json!({ "incidents": incidents(&hazard.incidents), "struck": incidents(&hazard.struck) })
}

/// One key input: its rank correlation with the month of arrival.
pub(super) fn key_input(input: &KeyInput) -> Value {
    json!({
        "input": input.input,
        "goal": input.goal,
        "rank_correlation": Quantity::mean(input.rank_correlation, input.standard_error, Unit::NONE, input.trials),
    })
}
