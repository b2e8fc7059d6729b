//! Elicited quantiles: the distributions to paste, each expert's and the mixture of all.

use std::fmt::Write;

use super::{QuantileRow, QuantilesFit};
use crate::analyses::fit::FitContext;
use crate::analyses::fit::text::{comments, digits, key, rows};
use crate::report::{Block, Cell, Chapter, Table, words};
use crate::units::{Quantity, Unit};

/// Distribution of a row: the metalog where it exists, otherwise the lognormal; a constant where the quantiles are equal.
fn distribution(row: &QuantileRow) -> Option<String> {
    let [p10, p50, p90] = row.quantiles.map(|x| format!("{x}"));
    if row.is_constant() {
        return Some(format!("value = {p50}"));
    }
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

/// Sentence about a row.
fn said(row: &QuantileRow) -> String {
    let who = if row.expert.is_empty() { String::new() } else { format!("{}: ", row.expert) };
    if row.is_constant() {
        return format!("{who}the quantiles are equal: a constant.");
    }
    let lognormal = match row.lognormal {
        Some([median, sigma, off]) => {
            format!("lognormal through the outer two: median {}, sigma {}, {:+.0}% from the one given", digits(median), digits(sigma), 100.0 * off)
        }
        None => "no lognormal distribution, since the 10% quantile is not above 0".to_owned(),
    };
    let metalog = match (&row.metalog, &row.metalog_refused) {
        (Some([mean, sd]), _) => format!("metalog, mean {}, sd {}", digits(*mean), digits(*sd)),
        (None, why) => format!("no metalog: {}", why.as_deref().unwrap_or_default()),
    };
    format!("{who}{metalog}; {lognormal}.")
}

/// Lines of TOML to paste; several experts are pooled with equal weights as a mixture.
#[must_use]
pub fn toml(found: &QuantilesFit, context: &FitContext) -> String {
    let mut page = String::new();
    for (name, experts) in quantities(found) {
        let mut lines = vec![format!(
            "{name}: {} of {}.",
            if experts.len() == 1 { "one row".to_owned() } else { format!("{} experts", experts.len()) },
            context.table()
        )];
        lines.extend(experts.iter().map(|row| said(row)));
        page.push_str(&comments(&lines));
        let all: Vec<String> = experts.iter().filter_map(|row| distribution(row)).collect();
        let note = context.told(&format!("Elicited: {}, {} of {}.", context.table(), all.len(), rows(experts.len())));
        let _ = match all.as_slice() {
            [] => writeln!(page, "# No line is written: no distribution has these quantiles; ask again."),
            [one] => writeln!(page, "{} = {{ {one}{note} }}", key(name)),
            many => {
                let parts: Vec<String> = many.iter().map(|one| format!("[{{ {one} }}, 1]")).collect();
                writeln!(page, "{} = {{ mixture = [{}]{note} }}", key(name), parts.join(", "))
            }
        };
    }
    page
}

/// Page.
#[must_use]
pub fn chapter(found: &QuantilesFit, context: &FitContext) -> Chapter {
    let mut table = Table::new("Quantiles as given and the distributions that have them.", &["quantity", "expert"])
        .and("10%")
        .and("50%")
        .and("90%")
        .and("distributions")
        .filed("fit");
    for row in &found.rows {
        let [low, middle, high] = row.quantiles.map(|x| Cell::quantity_as(digits(x), &Quantity::exact(x, Unit::NONE)));
        table.row(vec![Cell::text(&row.quantity), Cell::text(&row.expert), low, middle, high, Cell::text(said(row))]);
    }
    let refused = found.rows.iter().filter(|row| row.metalog.is_none() && !row.is_constant()).count();
    Chapter {
        id: "fit".to_owned(),
        title: format!("{}: quantiles from experts", words::spaced(&context.name)),
        sentences: vec![format!("{} of {}; {refused} without a metalog distribution.", rows(found.rows.len()), context.table())],
        blocks: vec![Block::Table(table)],
    }
}
