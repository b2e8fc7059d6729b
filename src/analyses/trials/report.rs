//! Trials picked out of many, as JSON and as CSV, and their values as all pages show them.

use serde_json::{Map, Value, json};

use super::pick::TrialList;
use crate::report::{Csv, words};
use crate::study::TrialColumn;

/// A value for people: months for dates, yes or no, four digits for amounts.
#[must_use]
pub fn shown_value(column: &TrialColumn, value: f64) -> String {
    match value {
        f64::INFINITY => "never".to_owned(),
        value if value.is_nan() => "–".to_owned(),
        value if column.holds.is_date() => words::month_of_year(value),
        value if column.holds.is_flag() => (if value > 0.0 { "yes" } else { "no" }).to_owned(),
        value if value.fract() == 0.0 && value.abs() < 1e6 => words::rounded(value, 0.95),
        value => words::rounded(value, 0.0),
    }
}

/// The list as JSON; `asked` is what it was asked for, which comes first. Dates are decimal years, `null` is never.
#[must_use]
pub fn trials_json(list: &TrialList, asked: &Value) -> Value {
    let value = |column: &TrialColumn, value: f64| if column.holds.is_flag() { json!(value > 0.0) } else { json!(value) };
    let trials = list.trials.iter().map(|picked| {
        let values: Map<String, Value> =
            list.columns.iter().zip(&picked.values).map(|(column, &one)| (column.name.clone(), value(column, one))).collect();
        json!({ "trial": picked.trial, "sorted_by": picked.key, "values": values })
    });
    let trials: Vec<Value> = trials.collect();
    let columns: Vec<Value> = list.columns.iter().map(|column| json!({ "name": column.name, "unit": column.unit })).collect();
    json!({
        "asked": asked,
        "looked_at": list.looked_at,
        "matching": list.matching,
        "share": list.share,
        "columns": columns,
        "trials": trials,
    })
}

/// The list as CSV: `trial`, then the columns under their names; dates as decimal years.
#[must_use]
pub fn trials_csv(list: &TrialList) -> String {
    let heads: Vec<&str> = std::iter::once("trial").chain(list.columns.iter().map(|column| column.name.as_str())).collect();
    let mut csv = Csv::new(&heads);
    for picked in &list.trials {
        let cell = |(column, &value): (&TrialColumn, &f64)| match value {
            f64::INFINITY => "never".to_owned(),
            value if value.is_nan() => String::new(),
            value if column.holds.is_flag() => (if value > 0.0 { "yes" } else { "no" }).to_owned(),
            value => value.to_string(),
        };
        let cells: Vec<String> = std::iter::once(picked.trial.to_string()).chain(list.columns.iter().zip(&picked.values).map(cell)).collect();
        csv.row(&cells);
    }
    csv.text().to_owned()
}
