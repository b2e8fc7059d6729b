//! `levers.json` and `levers.csv`.

use serde_json::{Value, json};

use super::said::together;
use crate::report::csv::{Csv, short};
use crate::report::words;
use crate::study::{Estimate, Interval, LeverPair, LeverRow, LeversFound, MonthsGained, Objective, Quantile};
use crate::units::MonthGrid;

/// All that was found, as data; months as `2031-04`, chances from 0 to 1, money in USD. `docs/levers.md` explains every key.
#[must_use]
pub fn json(found: &LeversFound) -> Value {
    json!({
        "title": found.title,
        "start": found.grid.label(0),
        "end": found.grid.label(found.grid.count() - 1),
        "trials": found.trials,
        "seed": found.seed,
        "goal": found.goal.name,
        "goal_title": found.goal.title,
        "goal_test": found.goal.sentence,
        "mineral": found.goal.mineral,
        "year": found.year,
        "objective": match found.objective {
            Objective::Arrival { worth } => json!({ "arrival_by_year_worth_usd": worth }),
            Objective::Shortage => json!("shortage_avoided_at_its_price_less_cost_usd"),
            Objective::Chance => json!("chance_by_year"),
        },
        "ranking": found.ranking().into_iter().map(|row| found.rows[row].name.clone()).collect::<Vec<_>>(),
        "choices": found.rows.iter().map(|row| choice(found.grid, row)).collect::<Vec<_>>(),
        "pairs": found.pairs.iter().map(pair).collect::<Vec<_>>(),
        "perfect_information": interval(&found.perfect_information),
        "perfect_information_by_input":
            found.inputs.iter().map(|input| json!({ "input": input.input, "worth": interval(&input.worth) })).collect::<Vec<_>>(),
    })
}

fn choice(grid: MonthGrid, row: &LeverRow) -> Value {
    let month = |quantile: &Quantile<Option<usize>>| {
        json!({
            "month": quantile.value.map(|k| grid.label(k)), "low": quantile.low.map(|k| grid.label(k)), "high": quantile.high.map(|k| grid.label(k)),
        })
    };
    json!({
        "lever": row.name,
        "title": row.title,
        "lead_time": row.lead_time,
        "cost_usd": { "mean": row.cost.mean, "p10": row.cost.p10, "p50": row.cost.p50, "p90": row.cost.p90 },
        "p50": month(&row.p50),
        "p80": month(&row.p80),
        "months_gained_p50": months(&row.months_p50),
        "months_gained_p80": months(&row.months_p80),
        "months_gained_mean": estimate(&row.months_mean),
        "chance": { "value": row.chance.share, "low": row.chance.low, "high": row.chance.high },
        "chance_gained": estimate(&row.chance_gained),
        "shortage_avoided_t": row.shortage_avoided.as_ref().map(estimate),
        "shortage_avoided_until_arrival_t": row.bridge_avoided.as_ref().map(estimate),
        "shortage_avoided_usd": row.shortage_worth.as_ref().map(estimate),
        "net_benefit": estimate(&row.net_benefit),
        "usd_per_month_gained_p50": row.usd_per_month.as_ref().map(interval),
        "usd_per_month_gained_mean": row.usd_per_mean_month.as_ref().map(interval),
        "usd_per_point": row.usd_per_point.as_ref().map(interval),
    })
}

fn pair(pair: &LeverPair) -> Value {
    json!({
        "levers": pair.levers,
        "apart": pair.apart,
        "chance_gained": pair.chance_gained.as_ref().map(estimate),
        "chance_of_parts": pair.chance_of_parts.as_ref().map(estimate),
        "chance_beyond_parts": pair.chance_beyond.as_ref().map(estimate),
        "together": pair.chance_beyond.as_ref().map(together),
        "months_gained_p50": pair.months_p50.as_ref().map(months),
        "months_gained_mean": pair.months_mean.as_ref().map(estimate),
        "months_of_parts": pair.months_of_parts.as_ref().map(estimate),
        "months_beyond_parts": pair.months_beyond.as_ref().map(estimate),
    })
}

fn months(gained: &MonthsGained) -> Value {
    json!({ "value": gained.value, "low": gained.low, "high": gained.high })
}

fn estimate(estimate: &Estimate) -> Value {
    let [low, high] = words::interval(estimate);
    json!({ "value": estimate.mean, "standard_error": estimate.standard_error, "low": low, "high": high })
}

fn interval(interval: &Interval) -> Value {
    json!({ "value": interval.value, "low": interval.low, "high": interval.high })
}

/// A row for each choice, the best first.
#[must_use]
pub fn csv(found: &LeversFound) -> Csv {
    let mut csv = Csv::new(&[
        "rank",
        "lever",
        "title",
        "lead_time_months",
        "cost_mean_usd",
        "cost_p10_usd",
        "cost_p90_usd",
        "p50",
        "p80",
        "months_gained_p50",
        "months_gained_p50_low",
        "months_gained_p50_high",
        "months_gained_p80",
        "months_gained_p80_low",
        "months_gained_p80_high",
        "months_gained_mean",
        "months_gained_mean_low",
        "months_gained_mean_high",
        "chance",
        "chance_low",
        "chance_high",
        "chance_gained",
        "chance_gained_low",
        "chance_gained_high",
        "shortage_avoided_t",
        "shortage_avoided_t_low",
        "shortage_avoided_t_high",
        "bridge_avoided_t",
        "bridge_avoided_t_low",
        "bridge_avoided_t_high",
        "net_benefit",
        "net_benefit_low",
        "net_benefit_high",
        "usd_per_month",
        "usd_per_month_low",
        "usd_per_month_high",
        "usd_per_point",
        "usd_per_point_low",
        "usd_per_point_high",
        "trials",
    ]);
    for (rank, place) in found.ranking().into_iter().enumerate() {
        let row = &found.rows[place];
        let of = |value: Option<f64>| value.map_or_else(String::new, short);
        let gained = |gained: &MonthsGained| [of(gained.value), of(gained.low), of(gained.high)];
        let estimated = |estimate: Option<&Estimate>| match estimate {
            Some(estimate) => {
                let [low, high] = words::interval(estimate);
                [short(estimate.mean), short(low), short(high)]
            }
            None => Default::default(),
        };
        let priced = |price: Option<&Interval>| price.map_or_else(Default::default, |price| [price.value, price.low, price.high].map(short));
        let mut cells = vec![(rank + 1).to_string(), row.name.clone().unwrap_or_default(), row.title.clone(), row.lead_time.to_string()];
        cells.extend([row.cost.mean, row.cost.p10, row.cost.p90].map(short));
        cells.extend([row.p50.value, row.p80.value].map(|month| words::month(found.grid, month)));
        cells.extend(gained(&row.months_p50));
        cells.extend(gained(&row.months_p80));
        cells.extend(estimated(Some(&row.months_mean)));
        cells.extend([row.chance.share, row.chance.low, row.chance.high].map(short));
        for value in [Some(&row.chance_gained), row.shortage_avoided.as_ref(), row.bridge_avoided.as_ref(), Some(&row.net_benefit)] {
            cells.extend(estimated(value));
        }
        cells.extend(priced(row.usd_per_month.as_ref()));
        cells.extend(priced(row.usd_per_point.as_ref()));
        cells.push(found.trials.to_string());
        csv.row(&cells);
    }
    csv
}

/// A row for each pair.
pub(super) fn pairs_csv(found: &LeversFound) -> Csv {
    let heads = ["lever", "other", "apart", "chance_gained", "low", "high", "of_parts", "beyond_parts", "beyond_low", "beyond_high", "together"];
    let mut csv = Csv::new(&heads);
    for pair in &found.pairs {
        let mut cells = vec![pair.levers[0].clone(), pair.levers[1].clone(), pair.apart.clone().unwrap_or_default()];
        if let (Some(both), Some(parts), Some(beyond)) = (&pair.chance_gained, &pair.chance_of_parts, &pair.chance_beyond) {
            let ([low, high], [beyond_low, beyond_high]) = (words::interval(both), words::interval(beyond));
            cells.extend([both.mean, low, high, parts.mean, beyond.mean, beyond_low, beyond_high].map(short));
            cells.push(together(beyond).to_owned());
        } else {
            cells.resize(heads.len(), String::new());
        }
        csv.row(&cells);
    }
    csv
}

/// A row for each input.
pub(super) fn inputs_csv(found: &LeversFound) -> Csv {
    let mut csv = Csv::new(&["input", "worth_knowing", "low", "high"]);
    for input in &found.inputs {
        let mut cells = vec![input.input.clone()];
        cells.extend([input.worth.value, input.worth.low, input.worth.high].map(short));
        csv.row(&cells);
    }
    csv
}
