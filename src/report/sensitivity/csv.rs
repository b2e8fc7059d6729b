//! Indices and correlations, a row for each goal, quantity and cause.

use crate::report::csv::{Csv, short};
use crate::study::sensitivity::{Cause, GoalSensitivity, Quantity, Sensitivity};
use crate::study::{Index, Indices};

/// `sensitivity.csv`: all indices of all goals that have some.
#[must_use]
pub fn sensitivity_csv(found: &Sensitivity) -> Csv {
    indices_csv(found, &mut found.goals.iter())
}

/// The rows of some goals.
pub(super) fn indices_csv(found: &Sensitivity, goals: &mut dyn Iterator<Item = &GoalSensitivity>) -> Csv {
    let heads = [
        "goal",
        "quantity",
        "year",
        "kind",
        "cause",
        "group",
        "first",
        "first_se",
        "first_low",
        "first_high",
        "total",
        "total_se",
        "total_low",
        "total_high",
    ];
    let mut csv = Csv::new(&heads);
    for goal in goals {
        rows(&mut csv, found, [&goal.name, "arrived by year", &goal.year.to_string()], &goal.by_year);
        rows(&mut csv, found, [&goal.name, "months", ""], &goal.months);
    }
    csv
}

fn rows(csv: &mut Csv, found: &Sensitivity, [goal, quantity, year]: [&str; 3], of: &Quantity) {
    let Some(shares) = of.shares() else { return };
    let rest = shares
        .rest
        .as_ref()
        .map(|rest| (Cause { name: String::new(), group: String::new(), kind: "left out together", elements: found.rest.len() }, rest));
    let groups = found.groups.iter().zip(&shares.groups);
    let leading = found.leading.iter().zip(&shares.leading);
    for (cause, Indices { first, total }) in groups.chain(leading).chain(rest.as_ref().map(|(cause, indices)| (cause, *indices))) {
        let numbers = |index: &Index| [index.value, index.standard_error, index.low, index.high].map(short);
        let mut row = [goal, quantity, year, cause.kind, &cause.name, &cause.group].map(str::to_owned).to_vec();
        row.extend(numbers(first).into_iter().chain(numbers(total)));
        csv.row(&row);
    }
}

/// `correlations.csv`: rank correlations of all inputs drawn once a trial with the months of all goals.
#[must_use]
pub fn correlations_csv(found: &Sensitivity) -> Csv {
    let mut csv = Csv::new(&["goal", "input", "spearman", "spearman_low", "spearman_high", "partial", "partial_low", "partial_high"]);
    for goal in &found.goals {
        for one in &goal.correlations {
            let mut row = vec![goal.name.clone(), found.inputs[one.input].clone()];
            row.extend(one.rank.map(short));
            row.extend(one.partial.unwrap_or([f64::NAN; 3]).map(short));
            csv.row(&row);
        }
    }
    csv
}
