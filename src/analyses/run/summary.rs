//! `summary.json`: every estimate of a run by name, in the order of the scenario.

use serde_json::{Map, Value, json};

use super::findings::{
    Findings, GivenFindings, GivenGoal, GivenProbability, GoalFindings, GoalRanges, InputRanges, MineralFindings, PathFindings, ReadingFindings,
    ReadingRanges, StageFindings, Yearly,
};
use super::report::precision_json;
use super::series::SERIES;
use crate::report::words;
use crate::units::{MonthGrid, Quantity};

/// Number of the layout of `summary.json` and `comparison.json`; it rises when their form changes.
pub const SUMMARY_FORMAT: u32 = 3;

/// Summary of a run; `scenario` is the name of the file that was run. `docs/output.md` explains every key.
#[must_use]
pub fn summary(findings: &Findings, scenario: &str) -> Value {
    let grid = findings.grid;
    let mut summary = json!({
        "format": SUMMARY_FORMAT,
        "scenario": scenario,
        "title": findings.title,
        "trials": findings.trials,
        "seed": findings.seed,
        "months": grid.count(),
        "start": grid.label(0),
        "end": grid.label(grid.count() - 1),
        "goals": object(findings.goals.iter().map(|of| (&of.name, goal(grid, of)))),
        "minerals": object(findings.minerals.iter().map(|of| (&of.name, mineral(of)))),
        "stages": object(findings.stages.iter().map(|of| (&of.name, stage(of)))),
        "paths": object(findings.paths.iter().map(|of| (&of.goal, path(of)))),
        "origins": object(findings.origins.iter().map(|origin| {
            let series = [("export_revenue", &origin.export_revenue), ("royalty", &origin.royalty), ("job_years", &origin.job_years)];
            (&origin.name, object(series.into_iter().filter_map(|(key, years)| Some((key, yearly(years.as_ref()?))))))
        })),
        "regimes": object(findings.regimes.iter().map(|regime| {
            (&regime.name, object(regime.states.iter().map(|state| (&state.name, json!(state.shares)))))
        })),
        "hazards": object(findings.hazards.iter().map(|hazard| (&hazard.name, json!({ "incidents": hazard.incidents, "struck": hazard.struck })))),
        "key_inputs": findings.key_inputs,
    });
    if let Some(design) = &findings.design {
        summary["sampling"] = json!({ "design": design.sampling, "replicates": design.replicates });
    }
    if let Some(reached) = &findings.precision {
        summary["precision"] = precision_json(reached);
    }
    if let Some(ranges) = &findings.inputs {
        summary["input_uncertainty"] = input_uncertainty(ranges);
    }
    if let Some(found) = &findings.readings {
        summary["readings"] = readings(found);
    }
    if !findings.given.is_empty() {
        summary["given"] = findings.given.iter().map(given).collect();
    }
    summary
}

/// Ranges of the probabilities over the uncertain inputs.
fn input_uncertainty(ranges: &InputRanges) -> Value {
    let by = |[p10, p90]: &[Quantity; 2]| json!({ "p10": p10, "p90": p90 });
    let goal = |goal: &GoalRanges| json!({ "by_december": object(goal.by.iter().map(|(year, range)| (year, by(range)))) });
    json!({
        "method": "quantiles over draws of the uncertain inputs of the probability of having arrived, from a nested design",
        "draws": ranges.draws,
        "trials_per_draw": ranges.trials_per_draw,
        "goals": object(ranges.goals.iter().map(|found| (&found.name, goal(found)))),
    })
}

/// Probabilities in each reading.
fn readings(found: &ReadingRanges) -> Value {
    let goal = |by: &[(i32, Quantity)]| json!({ "by_december": object(by.iter().map(|(year, found)| (year, json!(found)))) });
    let reading =
        |reading: &ReadingFindings| json!({ "title": reading.title, "goals": object(reading.goals.iter().map(|(name, by)| (name, goal(by)))) });
    json!({ "trials": found.trials, "readings": found.readings.iter().map(reading).collect::<Vec<_>>() })
}

/// Probabilities under one condition.
fn given(given: &GivenFindings) -> Value {
    let by = |by: &GivenProbability| json!({ "holds": by.holds, "otherwise": by.otherwise, "difference": by.difference });
    let goal = |goal: &GivenGoal| json!({ "by_december": object(goal.by.iter().map(|(year, found)| (year, by(found)))), "p50": goal.p50 });
    json!({
        "title": given.title,
        "where": given.condition,
        "trials": given.trials,
        "share": given.share,
        "goals": object(given.goals.iter().map(|found| (&found.name, goal(found)))),
    })
}

/// JSON object that keeps the order of its entries.
fn object<K: ToString>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect::<Map<_, _>>())
}

/// `{ year: quantity }`.
fn yearly(series: &Yearly) -> Value {
    object(series.iter().map(|(year, mean)| (year, json!(mean))))
}

/// One goal: first the keys of the reference file, then the others.
#[must_use]
pub fn goal(grid: MonthGrid, goal: &GoalFindings) -> Value {
    let decembers = |shares: &[Quantity]| object(grid.years().filter_map(|year| Some((year, json!(shares.get(grid.last_month_of(year)?)?)))));
    let values = |shares: &[Quantity]| shares.iter().map(|share| share.value).collect::<Vec<_>>();
    let stocks = |stocks: &[(f64, Quantity)]| object(stocks.iter().map(|(covered, stock)| (covered, json!(stock))));
    let mut all = json!({
        "p10": goal.p10,
        "p50": goal.p50,
        "p90": goal.p90,
        "by_december": decembers(&goal.arrived_by),
        "never": goal.never,
        "mean_arrival": goal.mean_arrival,
        "lost": goal.lost,
        "lost_of_arrivals": goal.lost_of_arrivals,
        "kept": object(goal.kept.iter().map(|(years, kept)| (years, json!(kept)))),
        "cdf": values(&goal.arrived_by),
        "bridge": stocks(&goal.bridge),
        "bridge_mean": goal.bridge_mean,
        "title": goal.title,
        "sentence": goal.sentence,
        "mineral": goal.mineral,
        "origin": goal.origin,
        "share_of_demand": goal.share_of_demand,
        "sustain": goal.sustain,
        "calendar": { "p10": words::value_text(&goal.p10), "p50": words::value_text(&goal.p50), "p90": words::value_text(&goal.p90) },
        "holds_in_december": decembers(&goal.holds),
        "holds": values(&goal.holds),
        "at_start": goal.at_start,
        "ceiling": goal.ceiling,
        "announced": goal.announced.map(|months| words::month_of_year(grid.decimal_year(months))),
        "ends_shortage": goal.ends_shortage,
        "bridge_cost": stocks(&goal.bridge_cost),
    });
    if !goal.parts.is_empty() {
        all["parts"] = goal.parts.iter().map(|part| json!({ "test": part.test, "unmet": part.unmet, "decides": part.decides })).collect();
    }
    if !goal.premium.is_empty() {
        all["premium_until_arrival"] = stocks(&goal.premium);
    }
    all
}

/// One mineral: each series by year, or by origin and year.
fn mineral(mineral: &MineralFindings) -> Value {
    let series = SERIES.iter().filter_map(|kind| {
        let mut all = mineral.series(kind.name);
        let years =
            if kind.is_by_origin() { object(all.map(|series| (series.origin(), yearly(&series.yearly)))) } else { yearly(&all.next()?.yearly) };
        Some((kind.name, years))
    });
    object(series.chain([("demand_by_month", json!(mineral.demand))]))
}

/// One stage: first the keys of the reference file, then P10, P50 and P90 of its start and its end.
fn stage(stage: &StageFindings) -> Value {
    let quantiles = |months: &[Quantity; 3]| json!({ "p10": months[0], "p50": months[1], "p90": months[2], "calendar": months.each_ref().map(words::value_text) });
    json!({
        "never": stage.never,
        "mean_end": stage.mean_end,
        "start": quantiles(&stage.start),
        "end": quantiles(&stage.end),
        "critical": stage.critical,
    })
}

/// Critical path of a goal.
fn path(path: &PathFindings) -> Value {
    json!({
        "needed": path.needed,
        "months_before": path.before,
        "months_after": path.after,
        "stuck": path.stuck,
        "stages": object(path.stages.iter().map(|stage| {
            (&stage.stage, json!({ "arrived": stage.arrived, "months": stage.months, "stuck": stage.stuck, "blocks": stage.blocks }))
        })),
    })
}
