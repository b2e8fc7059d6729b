//! The numbers behind a figure, as a table to download.

use crate::analyses::run::SeriesKind;
use crate::analyses::run::findings::{Findings, GoalFindings, MineralFindings, RegimeFindings, RouteFlow, SeriesFindings};
use crate::report::{Csv, short, words};
use crate::units::Quantity;

/// Value and interval of a quantity.
fn with_interval(of: &Quantity) -> [String; 3] {
    [of.value, of.low, of.high].map(|number| short(number.unwrap_or(f64::NAN)))
}

/// What becomes of each goal: probabilities with their intervals.
pub(super) fn answer(goals: &[&GoalFindings]) -> Csv {
    let mut csv = Csv::new(&["goal", "p50", "quantity", "value", "low", "high"]);
    for goal in goals {
        for (name, of) in [("never", &goal.never), ("lost", &goal.lost), ("lost_of_arrivals", &goal.lost_of_arrivals), ("at_start", &goal.at_start)] {
            csv.row(&[vec![goal.name.clone(), words::value_text(&goal.p50), name.to_owned()], with_interval(of).to_vec()].concat());
        }
    }
    csv
}

/// Probabilities of arrival with their intervals, month by month.
pub(super) fn arrivals(findings: &Findings, goals: &[&GoalFindings]) -> Csv {
    let mut csv = Csv::new(&["goal", "month", "arrived", "arrived_low", "arrived_high"]);
    for goal in goals {
        for (k, arrived) in goal.arrived_by.iter().enumerate() {
            csv.row(&[[goal.name.clone(), findings.grid.label(k)].to_vec(), with_interval(arrived).to_vec()].concat());
        }
    }
    csv
}

/// Probabilities of having arrived and of holding at the end of each year.
pub(super) fn ladder(findings: &Findings, goals: &[&GoalFindings]) -> Csv {
    let mut csv = Csv::new(&["goal", "month", "arrived", "arrived_low", "arrived_high", "holds", "holds_low", "holds_high"]);
    let is_last = |k: usize| findings.grid.last_month_of(findings.grid.year(k)) == Some(k);
    for goal in goals {
        for (k, (arrived, holds)) in goal.arrived_by.iter().zip(&goal.holds).enumerate().filter(|&(k, _)| is_last(k)) {
            let place = [goal.name.clone(), findings.grid.label(k)].to_vec();
            csv.row(&[place, with_interval(arrived).to_vec(), with_interval(holds).to_vec()].concat());
        }
    }
    csv
}

/// Bands of some series of a mineral.
pub(super) fn bands(findings: &Findings, mineral: &MineralFindings, series: &[&SeriesFindings]) -> Csv {
    let mut csv = Csv::new(&["series", "origin", "unit", "month", "mean_demand_t", "mean", "p5", "p25", "p50", "p75", "p95"]);
    for series in series {
        let unit = SeriesKind::named(&series.name).map_or_else(String::new, |kind| kind.monthly_unit().to_string());
        for (k, (band, demand)) in series.bands.iter().zip(&mineral.demand).enumerate() {
            let mut row = vec![series.name.clone(), series.origin().to_owned(), unit.clone(), findings.grid.label(k)];
            row.extend([*demand, band.mean, band.p5, band.p25, band.p50, band.p75, band.p95].map(short));
            csv.row(&row);
        }
    }
    csv
}

/// Yearly supply by origin, demand, demand given up where the market clears, and shortage.
pub(super) fn supply(mineral: &MineralFindings) -> Csv {
    let mut csv = Csv::new(&["series", "year", "t", "standard_error"]);
    let shown = ["demand", "given_up", "shortage", "supply_by_origin"].into_iter().flat_map(|name| mineral.series(name));
    for series in shown {
        let name = series.origin.as_ref().unwrap_or(&series.name);
        for (year, value) in &series.yearly {
            let [mean, error] = [value.value, value.standard_error].map(|number| short(number.unwrap_or(f64::NAN)));
            csv.row(&[name.clone(), year.to_string(), mean, error]);
        }
    }
    csv
}

/// Share of trials in each state of a regime.
pub(super) fn regime(findings: &Findings, regime: &RegimeFindings) -> Csv {
    let mut csv = Csv::new(&["regime", "state", "month", "probability"]);
    for state in &regime.states {
        for (k, share) in state.shares.iter().enumerate() {
            csv.row(&[regime.name.clone(), state.name.clone(), findings.grid.label(k), short(*share)]);
        }
    }
    csv
}

/// Dates of all stages.
pub(super) fn stages(findings: &Findings) -> Csv {
    let heads =
        ["stage", "start_p10", "start_p50", "start_p90", "end_p10", "end_p50", "end_p90", "never", "planned_start", "planned_end", "critical"];
    let mut csv = Csv::new(&heads);
    for stage in &findings.stages {
        let mut row = vec![stage.name.clone()];
        row.extend(stage.start.iter().chain(&stage.end).map(words::value_text));
        row.push(short(stage.never.number()));
        row.extend(stage.planned.iter().map(|planned| planned.map_or_else(|| "never".to_owned(), short)));
        row.push(short(stage.critical.number()));
        csv.row(&row);
    }
    csv
}

/// Tonnes through each node of the routes of a mineral and an origin.
pub(super) fn flows(findings: &Findings, mineral: &str, origin: &str) -> Csv {
    let mut csv = Csv::new(&["route", "mineral", "origin", "node", "year", "enters_t", "leaves_t", "lost_t"]);
    let is_shown = |route: &&RouteFlow| route.mineral == mineral && route.origin == origin;
    for route in findings.flows.routes.iter().filter(is_shown) {
        for passage in &route.passages {
            let node = findings.flows.nodes.get(passage.node).map_or_else(String::new, |(name, _)| name.clone());
            for ((enters, leaves), lost) in passage.enters.iter().zip(&passage.leaves).zip(&passage.lost) {
                let mut row = vec![route.name.clone(), route.mineral.clone(), route.origin.clone(), node.clone(), enters.0.to_string()];
                row.extend([&enters.1, &leaves.1, &lost.1].map(|tonnes| short(tonnes.number())));
                csv.row(&row);
            }
        }
    }
    csv
}

/// Bridging stocks by the percentage of trials in which they suffice.
pub(super) fn stocks(goals: &[&GoalFindings]) -> Csv {
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
