//! The numbers behind a figure, as a table to download.

use crate::report::charts::Figure;
use crate::report::csv::{Csv, short};
use crate::report::words;
use crate::study::{Band, Findings, GoalFindings, MineralFindings, RegimeFindings, RouteFlow};

/// What a figure is about, as its name tells.
pub(super) struct About<'a> {
    /// Mineral.
    pub mineral: Option<&'a MineralFindings>,
    /// The one goal.
    pub goal: Option<&'a GoalFindings>,
    /// What follows the mineral's name: an origin, a series.
    rest: String,
}

/// Reads a figure's name: its kind, then a goal, or a mineral with an origin or a series.
pub(super) fn about<'a>(findings: &'a Findings, figure: &Figure) -> About<'a> {
    let name = figure.name.split_once('-').map_or("", |(_, rest)| rest);
    let mineral_of = |key: &str| findings.minerals.iter().find(|mineral| mineral.name == key);
    if let Some(goal) = findings.goals.iter().find(|goal| words::slug(&goal.name) == name) {
        return About { mineral: goal.mineral.as_deref().and_then(mineral_of), goal: Some(goal), rest: String::new() };
    }
    let rest_of = |mineral: &&MineralFindings| name.strip_prefix(&words::slug(&mineral.name)).filter(|rest| rest.is_empty() || rest.starts_with('-'));
    let mineral = findings.minerals.iter().filter(|mineral| rest_of(mineral).is_some()).max_by_key(|mineral| words::slug(&mineral.name).len());
    let rest = mineral.and_then(|mineral| rest_of(&mineral)).unwrap_or_default().trim_start_matches('-').to_owned();
    About { mineral, goal: None, rest }
}

/// The table behind a figure.
pub(super) fn of(findings: &Findings, figure: &Figure) -> Csv {
    let about = about(findings, figure);
    match (figure.kind(), about.mineral) {
        ("fan", Some(mineral)) => bands(findings, mineral, &about.rest),
        ("mix", Some(mineral)) => supply(mineral),
        ("regime", _) => regimes(findings, figure),
        ("timeline", _) => stages(findings),
        ("flow", _) => flows(findings, &about),
        ("bridge", _) => stocks(&goals(findings, &about)),
        ("ladder", _) => ladder(findings, &goals(findings, &about)),
        _ => arrivals(findings, &goals(findings, &about)),
    }
}

/// The goals that a figure shows: its own, the ladder of its mineral and origin, else all of the mineral, else all.
fn goals<'a>(findings: &'a Findings, about: &About<'a>) -> Vec<&'a GoalFindings> {
    if let Some(goal) = about.goal {
        return vec![goal];
    }
    let of_mineral = |goal: &&GoalFindings| about.mineral.is_none_or(|mineral| goal.mineral.as_ref() == Some(&mineral.name));
    let all: Vec<&GoalFindings> = findings.goals.iter().filter(of_mineral).collect();
    let origin = |goal: &GoalFindings| words::slug(goal.origin.as_deref().unwrap_or("all"));
    let asked: Vec<&GoalFindings> = all.iter().copied().filter(|goal| goal.share_of_demand.is_some() && origin(goal) == about.rest).collect();
    if asked.is_empty() { all } else { asked }
}

/// Curves with their bands, month by month.
fn arrivals(findings: &Findings, goals: &[&GoalFindings]) -> Csv {
    let mut csv = Csv::new(&["goal", "month", "arrived", "arrived_low", "arrived_high"]);
    for goal in goals {
        for (k, arrived) in goal.arrived_by.iter().enumerate() {
            let mut row = vec![goal.name.clone(), findings.grid.label(k)];
            row.extend([arrived.share, arrived.low, arrived.high].map(short));
            csv.row(&row);
        }
    }
    csv
}

/// Chances of having arrived and of holding at the end of each year.
fn ladder(findings: &Findings, goals: &[&GoalFindings]) -> Csv {
    let mut csv = Csv::new(&["goal", "month", "arrived", "arrived_low", "arrived_high", "holds", "holds_low", "holds_high"]);
    let is_last = |k: usize| findings.grid.last_month_of(findings.grid.year(k)) == Some(k);
    for goal in goals {
        for (k, (arrived, holds)) in goal.arrived_by.iter().zip(&goal.holds).enumerate().filter(|&(k, _)| is_last(k)) {
            let mut row = vec![goal.name.clone(), findings.grid.label(k)];
            row.extend([arrived.share, arrived.low, arrived.high, holds.share, holds.low, holds.high].map(short));
            csv.row(&row);
        }
    }
    csv
}

/// Bands of the series or the origin that `which` names, else of all.
fn bands(findings: &Findings, mineral: &MineralFindings, which: &str) -> Csv {
    let mut csv = Csv::new(&["series", "unit", "month", "mean_demand_t", "mean", "p5", "p25", "p50", "p75", "p95"]);
    let mut series: Vec<(String, &str, &[Band])> = vec![
        ("shortage".to_owned(), "t/month", &mineral.shortage_band),
        ("concentration".to_owned(), "index", &mineral.hhi_band),
        ("free".to_owned(), "share of demand", &mineral.free_share_band),
        ("controlled".to_owned(), "t/month", &mineral.controlled_band),
        ("arrivals".to_owned(), "t/month", &mineral.arrivals_band),
    ];
    series.extend(mineral.arrivals_by_origin_band.iter().map(|(origin, bands)| (origin.clone(), "t/month", bands.as_slice())));
    series.extend(mineral.arrival_share_band.iter().map(|(origin, bands)| (origin.clone(), "share of demand", bands.as_slice())));
    let is_asked = |name: &str| {
        let slug = words::slug(name);
        which == slug || which.starts_with(&format!("{slug}-")) || slug.starts_with(&format!("{which}-"))
    };
    let asked: Vec<_> = series.iter().filter(|(name, ..)| !which.is_empty() && is_asked(name)).collect();
    let shown = if asked.is_empty() { series.iter().collect() } else { asked };
    for (name, unit, bands) in shown {
        for (k, (band, demand)) in bands.iter().zip(&mineral.demand).enumerate() {
            let mut row = vec![name.clone(), (*unit).to_owned(), findings.grid.label(k)];
            row.extend([*demand, band.mean, band.p5, band.p25, band.p50, band.p75, band.p95].map(short));
            csv.row(&row);
        }
    }
    csv
}

fn supply(mineral: &MineralFindings) -> Csv {
    let mut csv = Csv::new(&["series", "year", "t", "standard_error"]);
    let named = [("demand", &mineral.demand_yearly), ("shortage", &mineral.shortage)];
    let by_origin = mineral.supply_by_origin.iter().map(|(origin, series)| (origin.as_str(), series));
    for (name, series) in named.into_iter().chain(by_origin) {
        for (year, value) in series {
            csv.row(&[name.to_owned(), year.to_string(), short(value.mean), short(value.standard_error)]);
        }
    }
    csv
}

fn regimes(findings: &Findings, figure: &Figure) -> Csv {
    let mut csv = Csv::new(&["regime", "state", "month", "probability"]);
    let is_asked = |regime: &&RegimeFindings| figure.name.ends_with(&format!("-{}", words::slug(&regime.name)));
    let asked: Vec<&RegimeFindings> = findings.regimes.iter().filter(is_asked).collect();
    for regime in if asked.is_empty() { findings.regimes.iter().collect() } else { asked } {
        for (state, chances) in &regime.states {
            for (k, chance) in chances.iter().enumerate() {
                csv.row(&[regime.name.clone(), state.clone(), findings.grid.label(k), short(*chance)]);
            }
        }
    }
    csv
}

fn stages(findings: &Findings) -> Csv {
    let heads =
        ["stage", "start_p10", "start_p50", "start_p90", "end_p10", "end_p50", "end_p90", "never", "planned_start", "planned_end", "critical"];
    let mut csv = Csv::new(&heads);
    for stage in &findings.stages {
        let mut row = vec![stage.name.clone()];
        row.extend(stage.start.iter().chain(&stage.end).map(|&month| words::month(findings.grid, month)));
        row.push(short(stage.never.share));
        row.extend(stage.planned.iter().map(|planned| planned.map_or_else(|| "never".to_owned(), short)));
        row.push(short(stage.critical.share));
        csv.row(&row);
    }
    csv
}

fn flows(findings: &Findings, about: &About) -> Csv {
    let mut csv = Csv::new(&["route", "mineral", "origin", "node", "year", "enters_t", "leaves_t", "lost_t"]);
    let of_mineral = |route: &&RouteFlow| about.mineral.is_none_or(|asked| asked.name == route.mineral);
    let of_origin = |route: &&RouteFlow| about.rest.is_empty() || words::slug(&route.origin) == about.rest;
    for route in findings.flows.routes.iter().filter(of_mineral).filter(of_origin) {
        for passage in &route.passages {
            let node = findings.flows.nodes.get(passage.node).map_or_else(String::new, |(name, _)| name.clone());
            for ((enters, leaves), lost) in passage.enters.iter().zip(&passage.leaves).zip(&passage.lost) {
                let mut row = vec![route.name.clone(), route.mineral.clone(), route.origin.clone(), node.clone(), enters.0.to_string()];
                row.extend([enters.1.mean, leaves.1.mean, lost.1.mean].map(short));
                csv.row(&row);
            }
        }
    }
    csv
}

/// Stocks by the per cent of trials that they cover.
fn stocks(goals: &[&GoalFindings]) -> Csv {
    let mut csv = Csv::new(&["goal", "trials_covered_percent", "stock_t", "cost_usd"]);
    for goal in goals {
        // A goal of several minerals has a cost but no tonnes, one without a price tonnes but no cost.
        let figure = |curve: &[f64], i: usize| curve.get(i).map_or_else(String::new, |value| short(*value));
        for i in 0..goal.bridge_curve.len().max(goal.bridge_cost_curve.len()) {
            csv.row(&[goal.name.clone(), (i + 1).to_string(), figure(&goal.bridge_curve, i), figure(&goal.bridge_cost_curve, i)]);
        }
    }
    csv
}
