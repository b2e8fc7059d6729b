//! `sensitivity.json`: every index and correlation with its interval. `docs/sensitivity.md` explains every key.

use serde_json::{Map, Value, json};

use crate::study::sensitivity::{Cause, Correlation, GoalSensitivity, Quantity, Sensitivity, Variation};
use crate::study::{Index, Indices};

/// All that was found, as data; `scenario` is the name of the file.
#[must_use]
pub fn sensitivity_json(found: &Sensitivity, scenario: &str) -> Value {
    json!({
        "scenario": scenario,
        "title": found.title,
        "seed": found.seed,
        "trials": found.trials,
        "trials_of_screening": found.screening,
        "trials_in_all": found.evaluations,
        "months": found.grid.count(),
        "start": found.grid.label(0),
        "end": found.grid.label(found.grid.count() - 1),
        "groups": found.groups.iter().map(cause).collect::<Vec<_>>(),
        "elements": found.leading.iter().map(cause).collect::<Vec<_>>(),
        "left_out": found.rest.iter().map(cause).collect::<Vec<_>>(),
        "inputs": found.inputs,
        "goals": found.goals.iter().map(|one| (one.name.clone(), goal(found, one))).collect::<Map<_, _>>(),
    })
}

fn cause(cause: &Cause) -> Value {
    json!({ "name": cause.name, "group": cause.group, "kind": cause.kind, "elements": cause.elements })
}

fn goal(found: &Sensitivity, goal: &GoalSensitivity) -> Value {
    let correlation = |one: &Correlation| {
        let with_interval = |[r, low, high]: [f64; 3]| json!({ "value": r, "low": low, "high": high });
        (found.inputs[one.input].clone(), json!({ "spearman": with_interval(one.rank), "partial": one.partial.map(with_interval) }))
    };
    json!({
        "title": goal.title,
        "sentence": goal.sentence,
        "ever": { "value": goal.ever.share, "low": goal.ever.low, "high": goal.ever.high },
        "year": goal.year,
        "arrived_by_year": quantity(found, &goal.by_year),
        "months": quantity(found, &goal.months),
        "correlations_with_months": goal.correlations.iter().map(correlation).collect::<Map<_, _>>(),
    })
}

fn quantity(found: &Sensitivity, quantity: &Quantity) -> Value {
    let mut page = json!({ "mean": [quantity.mean.mean, quantity.mean.standard_error], "variance": quantity.variance });
    let named =
        |causes: &[Cause], all: &[Indices]| causes.iter().zip(all).map(|(cause, one)| (cause.name.clone(), indices(one))).collect::<Map<_, _>>();
    match &quantity.shares {
        Variation::Shared(shares) => {
            page["groups"] = Value::Object(named(&found.groups, &shares.groups));
            page["groups_without_interactions"] = index(&shares.alone);
            page["elements"] = Value::Object(named(&found.leading, &shares.leading));
            page["left_out_together"] = shares.rest.as_ref().map_or(Value::Null, indices);
        }
        Variation::Constant => page["no_indices"] = json!("constant"),
        Variation::TooFew(others) => {
            page["no_indices"] = json!("too few");
            page["trials_that_differ"] = json!(others);
        }
    }
    page
}

fn indices(indices: &Indices) -> Value {
    json!({ "first": index(&indices.first), "total": index(&indices.total) })
}

fn index(index: &Index) -> Value {
    json!({ "value": index.value, "standard_error": index.standard_error, "low": index.low, "high": index.high })
}
