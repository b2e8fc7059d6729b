//! Elicited quantiles: laws to paste, each expert's and the pool of all.

use std::fmt::Write;

use super::{FitContext, comments, digits, key};
use crate::report::words;
use crate::report::{Block, Cell, Chapter, Table};
use crate::study::fit::{QuantileRow, QuantilesFit};

/// The law that the row is written as: the metalog where it exists, else the lognormal.
fn law(row: &QuantileRow) -> Option<String> {
    let [p10, p50, p90] = row.quantiles.map(|x| format!("{x}"));
    if row.metalog.is_some() {
        let bound = |name: &str, bound: Option<f64>| bound.map_or_else(String::new, |bound| format!(", {name} = {bound}"));
        return Some(format!("metalog = {{ p10 = {p10}, p50 = {p50}, p90 = {p90}{}{} }}", bound("min", row.bounds[0]), bound("max", row.bounds[1])));
    }
    row.lognormal.map(|_| format!("lognormal = {{ p10 = {p10}, p90 = {p90} }}"))
}

/// The quantities in the order of the rows, each with its rows.
fn quantities(found: &QuantilesFit) -> Vec<(&str, Vec<&QuantileRow>)> {
    let mut grouped: Vec<(&str, Vec<&QuantileRow>)> = Vec::new();
    for row in &found.rows {
        match grouped.iter_mut().find(|(name, _)| *name == row.quantity) {
            Some((_, rows)) => rows.push(row),
            None => grouped.push((&row.quantity, vec![row])),
        }
    }
    grouped
}

/// What is said of a row.
fn said(row: &QuantileRow) -> String {
    let who = if row.expert.is_empty() { String::new() } else { format!("{}: ", row.expert) };
    let lognormal = row.lognormal.map_or_else(
        || "no lognormal law, which needs quantiles above 0".to_owned(),
        |[median, sigma, off]| {
            format!("lognormal through the outer two: median {}, sigma {}, {:+.0}% off the one given", digits(median), digits(sigma), 100.0 * off)
        },
    );
    let metalog = match (&row.metalog, &row.metalog_refused) {
        (Some([mean, sd]), _) => format!("metalog feasible, mean {}, sd {}", digits(*mean), digits(*sd)),
        (None, Some(why)) => format!("metalog not feasible: {why}"),
        (None, None) => String::new(),
    };
    format!("{who}{metalog}; {lognormal}.")
}

/// Lines of TOML to paste; several experts are pooled with equal weights (a mixture: what one holds possible stays possible).
#[must_use]
pub fn quantiles_toml(found: &QuantilesFit, context: &FitContext) -> String {
    let mut page = String::new();
    for (name, rows) in quantities(found) {
        let mut lines = vec![format!(
            "{name}: {} of {}.",
            if rows.len() == 1 { "one row".to_owned() } else { format!("{} experts", rows.len()) },
            context.table()
        )];
        lines.extend(rows.iter().map(|row| said(row)));
        page.push_str(&comments(&lines));
        let laws: Vec<String> = rows.iter().filter_map(|row| law(row)).collect();
        let note = context.told(&format!("Elicited: {}, {} of {} rows.", context.table(), laws.len(), rows.len()));
        let _ = match laws.as_slice() {
            [] => writeln!(page, "# no law goes through these quantiles; ask again"),
            [one] => writeln!(page, "{} = {{ {one}{note} }}", key(name)),
            many => {
                let parts: Vec<String> = many.iter().map(|law| format!("[{{ {law} }}, 1]")).collect();
                writeln!(page, "{} = {{ mixture = [{}]{note} }}", key(name), parts.join(", "))
            }
        };
    }
    page
}

/// The page.
#[must_use]
pub fn quantiles_chapter(found: &QuantilesFit, context: &FitContext) -> Chapter {
    let mut table =
        Table::new("Quantiles as given and the laws through them", &["quantity", "expert", "10%", "50%", "90%", "what goes through them"]);
    for row in &found.rows {
        let [low, middle, high] = row.quantiles.map(|x| Cell::number(digits(x), x));
        table.row(vec![Cell::text(&row.quantity), Cell::text(&row.expert), low, middle, high, Cell::text(said(row))]);
    }
    let refused = found.rows.iter().filter(|row| row.metalog.is_none()).count();
    let sentences = vec![format!("{} rows of {}; through {} of them no metalog law goes.", found.rows.len(), context.table(), refused)];
    Chapter {
        id: "fit".to_owned(),
        title: format!("{}: quantiles from experts", words::spaced(&context.name)),
        sentences,
        blocks: vec![Block::Table(table)],
    }
}
