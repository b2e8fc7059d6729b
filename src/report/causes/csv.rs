//! `causes.csv`: every part of every quantity, long form.

use crate::report::csv::{Csv, short};
use crate::study::{Account, Bounded, Causes, GoalCauses, Quantity};

/// All parts: months counted from the first month of the scenario, chances as shares.
#[must_use]
pub fn causes_csv(found: &Causes) -> Csv {
    let mut csv = Csv::new(&["goal", "quantity", "unit", "method", "cause", "groups", "value", "low", "high"]);
    for goal in &found.goals {
        for account in &goal.accounts {
            add(&mut csv, found, goal, account);
        }
    }
    csv
}

/// The parts of one account alone, for its figure.
pub(super) fn of_account(found: &Causes, goal: &GoalCauses, accounts: &[&Account]) -> Csv {
    let mut csv = Csv::new(&["goal", "quantity", "unit", "method", "cause", "groups", "value", "low", "high"]);
    for account in accounts {
        add(&mut csv, found, goal, account);
    }
    csv
}

fn add(csv: &mut Csv, found: &Causes, goal: &GoalCauses, account: &Account) {
    let (quantity, unit) = match account.quantity {
        Quantity::Chance(year) => (format!("chance_{year}"), "share"),
        quantity => (quantity.key().to_owned(), "months"),
    };
    let mut row = |method: &str, cause: &str, groups: &str, value: &Bounded| {
        let mut row = [goal.name.as_str(), &quantity, unit, method, cause, groups].map(str::to_owned).to_vec();
        row.extend([value.value, value.low, value.high].map(short));
        csv.row(&row);
    };
    row("plan", "", "", &Bounded { value: account.planned, low: account.planned, high: account.planned });
    row("forecast", "", "", &account.forecast);
    row("whole", "", "", &account.whole);
    for (method, parts) in [("shapley", &account.shapley), ("exclusion", &account.exclusion), ("inclusion", &account.inclusion)] {
        for (cause, part) in found.causes.iter().zip(parts) {
            row(method, &cause.name, &cause.groups.join(" "), part);
        }
    }
    row("interaction", "", "", &account.interaction);
}
