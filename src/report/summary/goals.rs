//! Goals in the summary: dates of arrival, probabilities and bridging stocks.

use serde_json::{Value, json};

use super::{Scale, object};
use crate::report::words;
use crate::study::{GoalFindings, Share};
use crate::units::Unit;

/// One goal: first the keys of the reference file, then the others.
pub(super) fn goal(scale: Scale, goal: &GoalFindings) -> Value {
    let Scale { grid, trials } = scale;
    let decembers =
        |shares: &[Share]| object(grid.years().filter_map(|year| Some((year.to_string(), scale.share(shares.get(grid.last_month_of(year)?)?)))));
    let arrived = scale.times(1.0 - goal.never.share);
    let stocks = |stocks: &[(f64, crate::study::Quantile<f64>)], unit: &Unit| {
        object(stocks.iter().map(|(covered, stock)| (covered.to_string(), json!(stock.quantity(unit.clone(), trials)))))
    };
    json!({
        "p10": goal.p10.quantity(grid, trials),
        "p50": goal.p50.quantity(grid, trials),
        "p90": goal.p90.quantity(grid, trials),
        "by_december": decembers(&goal.arrived_by),
        "never": scale.share(&goal.never),
        "mean_arrival": goal.mean_arrival.map(|mean| mean.quantity(Unit::month_of(grid), arrived)),
        "lost": scale.share(&goal.lost),
        "cdf": goal.arrived_by.iter().map(|arrived| arrived.share).collect::<Vec<_>>(),
        "bridge": stocks(&goal.bridge, &Unit::TONNES),
        "bridge_mean": goal.bridge_mean.map(|mean| mean.quantity(Unit::TONNES, trials)),
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
        "holds_in_december": decembers(&goal.holds),
        "holds": goal.holds.iter().map(|holds| holds.share).collect::<Vec<_>>(),
        "at_start": scale.share(&goal.at_start),
        "ceiling": goal.ceiling,
        "bridge_cost": stocks(&goal.bridge_cost, &Unit::DOLLARS),
    })
}
