//! What would have to be true, on pages: sentences, tables, figure, JSON and CSV.

mod chapter;
mod phrases;
mod sentences;

use serde_json::{Value, json};

use super::csv::{Csv, short};
use crate::study::Share;
use crate::study::conditions::{Condition, Conditions, Favour};

pub use chapter::conditions_chapter;
pub use phrases::condition_phrase;
pub use sentences::conditions_sentences;

/// All that was found out. Shares are `[share, standard error]` with their 95% intervals beside.
#[must_use]
pub fn conditions_json(found: &Conditions) -> Value {
    let set = |conditions: &[Condition]| conditions.iter().map(condition).collect::<Vec<_>>();
    json!({
        "title": found.title,
        "goal": found.goal,
        "by": found.by,
        "wanted": found.wanted,
        "quantile": found.quantile,
        "seed": found.seed,
        "trials": { "told": found.trials[0], "compared": found.trials[1] },
        "as_things_stand": share(&found.today),
        "all_favourable": share(&found.all),
        "ceiling": found.ceiling,
        "elements": found.elements[0],
        "elements_that_matter": found.elements[1],
        "sentences": conditions_sentences(found),
        "sets": found.sets.iter().map(|one| json!({ "conditions": set(&one.conditions), "chance": share(&one.chance) })).collect::<Vec<_>>(),
        "steps": found.steps.iter().map(|step| json!({
            "condition": condition(&step.condition), "chance": share(&step.chance), "alone": share(&step.alone), "without": share(&step.without),
        })).collect::<Vec<_>>(),
        "necessary": found.necessary.iter().map(|(one, left)| json!({ "condition": condition(one), "without": share(left) })).collect::<Vec<_>>(),
        "proof": {
            "all_sets_tried_below": found.proof.below, "leading": found.proof.leading, "singles_tried": found.proof.singles, "sets_tried": found.proof.tried,
        },
    })
}

fn condition(condition: &Condition) -> Value {
    let (kind, value) = match &condition.favour {
        Favour::Value { quantile, value, unit, .. } => ("value", json!({ "quantile": quantile, "value": value, "unit": unit })),
        Favour::State(state) => ("state", json!(state)),
        Favour::Quiet => ("no incidents", Value::Null),
        Favour::Spared => ("risk does not come true", Value::Null),
        Favour::Kept => ("not cancelled", Value::Null),
    };
    json!({ "path": condition.path, "group": condition.group, "kind": kind, "at": value, "words": condition_phrase(condition) })
}

fn share(share: &Share) -> Value {
    json!({ "share": [share.share, share.standard_error], "low": share.low, "high": share.high })
}

/// A row for each condition of each set; the first set's in the order in which each next helps most, with the chance that they reach by then.
#[must_use]
pub fn conditions_csv(found: &Conditions) -> String {
    let mut csv =
        Csv::new(&["set", "condition", "path", "group", "set_chance", "set_low", "set_high", "chance_by_then", "low", "high", "alone", "without"]);
    let three = |share: &Share| [share.share, share.low, share.high].map(short);
    for (i, set) in found.sets.iter().enumerate() {
        let steps = if i == 0 { found.steps.as_slice() } else { &[] };
        let ordered: Vec<&Condition> =
            if steps.is_empty() { set.conditions.iter().collect() } else { steps.iter().map(|step| &step.condition).collect() };
        for (place, one) in ordered.into_iter().enumerate() {
            let mut row = vec![(i + 1).to_string(), condition_phrase(one), one.path.clone(), one.group.clone()];
            row.extend(three(&set.chance));
            match steps.get(place) {
                Some(step) => row.extend(three(&step.chance).into_iter().chain([short(step.alone.share), short(step.without.share)])),
                None => row.extend(vec![String::new(); 5]),
            }
            csv.row(&row);
        }
    }
    csv.text().to_owned()
}
