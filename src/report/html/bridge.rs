//! What bridges the wait: the stock that covers the shortage until arrival, and its cost.

use serde::Serialize;

use crate::report::families::families;
use crate::report::page::Picture;
use crate::report::table::{Cell, Table, title};
use crate::report::words;
use crate::study::{Findings, GoalFindings};

/// What the section holds.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    pictures: Vec<Picture>,
    table: Option<Table>,
}

/// Figures, and the stocks in one table. Goals over several minerals have none.
pub(super) fn section(findings: &Findings, pictures: Vec<Picture>) -> Section {
    let shares: Vec<f64> = findings
        .goals
        .iter()
        .find(|goal| !goal.bridge.is_empty())
        .map_or_else(Vec::new, |goal| goal.bridge.iter().map(|(share, _)| *share).collect());
    let mut table =
        Table::new("Stock, t, and its cost at the mineral's price, that cover the shortage until arrival in this share of trials", &["goal"]);
    for share in &shares {
        table = table.and(format!("{}, t", words::threshold(*share))).and(format!("{}, USD", words::threshold(*share)));
    }
    for goal in families(&findings.goals).into_iter().flat_map(|family| family.goals).filter(|goal| !goal.bridge.is_empty()) {
        table.row(row(goal, &shares));
    }
    Section { pictures, table: table.filled() }
}

fn row(goal: &GoalFindings, shares: &[f64]) -> Vec<Cell> {
    let mut row = vec![Cell::text(title(goal))];
    for share in shares {
        let at =
            |list: &[(f64, crate::study::Quantile<f64>)]| list.iter().find(|(covered, _)| covered.total_cmp(share).is_eq()).map(|(_, stock)| *stock);
        row.push(
            at(&goal.bridge)
                .map_or_else(|| Cell::text("–"), |stock| Cell::number(words::rounded(stock.value, words::quantile_error(&stock)), stock.value)),
        );
        row.push(at(&goal.bridge_cost).map_or_else(|| Cell::text("–"), |cost| Cell::number(words::dollars(cost.value), cost.value)));
    }
    row
}
