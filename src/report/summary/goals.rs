//! The part of the summary that says when a goal arrives.

use serde_json::{Value, json};

use super::{estimate, interval, object, quantile, share};
use crate::report::words;
use crate::study::{GoalFindings, Quantile, Share};
use crate::units::MonthGrid;

/// One goal: the keys of the reference first, then what else was found.
pub(super) fn goal(grid: MonthGrid, goal: &GoalFindings) -> Value {
    let decembers =
        |shares: &[Share]| object(grid.years().filter_map(|year| Some((year.to_string(), share(shares.get(grid.last_month_of(year)?)?)))));
    json!({
        "p10": month(&goal.p10),
        "p50": month(&goal.p50),
        "p90": month(&goal.p90),
        "by_december": decembers(&goal.arrived_by),
        "never": share(&goal.never),
        "mean_arrival": goal.mean_arrival.as_ref().map_or(json!([null, null]), estimate),
        "lost": share(&goal.lost),
        "cdf": goal.arrived_by.iter().map(|arrived| arrived.share).collect::<Vec<_>>(),
        "bridge": object(goal.bridge.iter().map(|(covered, stock)| (covered.to_string(), quantile(stock)))),
        "bridge_mean": goal.bridge_mean.as_ref().map_or(json!([null, null]), estimate),
        "title": goal.title,
        "sentence": goal.sentence,
        "mineral": goal.mineral,
        "origin": goal.origin,
        "share_of_demand": goal.share_of_demand,
        "sustain": goal.sustain,
        "calendar": {
            "p10": words::month(grid, goal.p10.value),
            "p50": words::month(grid, goal.p50.value),
            "p90": words::month(grid, goal.p90.value),
        },
        "intervals": {
            "p10": months(grid, &goal.p10),
            "p50": months(grid, &goal.p50),
            "p90": months(grid, &goal.p90),
            "by_december": object(grid.years().filter_map(|year| {
                let arrived = goal.arrived_by.get(grid.last_month_of(year)?)?;
                Some((year.to_string(), interval(&arrived.low, &arrived.high)))
            })),
            "never": interval(&goal.never.low, &goal.never.high),
            "lost": interval(&goal.lost.low, &goal.lost.high),
            "at_start": interval(&goal.at_start.low, &goal.at_start.high),
            "bridge": object(goal.bridge.iter().map(|(covered, stock)| (covered.to_string(), interval(&stock.low, &stock.high)))),
            "bridge_cost": object(goal.bridge_cost.iter().map(|(covered, cost)| (covered.to_string(), interval(&cost.low, &cost.high)))),
        },
        "holds_in_december": decembers(&goal.holds),
        "holds": goal.holds.iter().map(|holds| holds.share).collect::<Vec<_>>(),
        "at_start": share(&goal.at_start),
        "ceiling": goal.ceiling,
        "bridge_cost": object(goal.bridge_cost.iter().map(|(covered, cost)| (covered.to_string(), quantile(cost)))),
    })
}

/// `[month or null, standard error or null]` of a month of arrival.
fn month(quantile: &Quantile<Option<usize>>) -> Value {
    let months = |month: Option<usize>| month.map(|k| k as f64);
    json!([quantile.value, words::standard_error(months(quantile.low), months(quantile.high))])
}

/// The 95% interval of a month of arrival, counted and as calendar months.
fn months(grid: MonthGrid, quantile: &Quantile<Option<usize>>) -> Value {
    json!({
        "low": quantile.low,
        "high": quantile.high,
        "calendar": [words::month(grid, quantile.low), words::month(grid, quantile.high)],
    })
}
