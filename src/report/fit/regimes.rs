//! Regimes: states to paste, and how little or much stands behind each.

use std::fmt::Write;

use super::law::{in_words, law_toml};
use super::{FitContext, comments, digits, interval, key, percent, quoted};
use crate::report::words;
use crate::report::{Block, Cell, Chapter, Table};
use crate::study::fit::{RegimesFit, StateFit};

/// Ended spells below which no law is offered.
const FEW: usize = 3;

fn counted(state: &StateFit) -> String {
    format!("spells: {} ended, {} still ran", state.ended, state.running)
}

/// Lines of TOML to paste: a table for each state.
#[must_use]
pub fn regimes_toml(found: &RegimesFit, context: &FitContext, law: Option<&str>) -> String {
    let mut page = comments(&[
        format!("{}: spells of {}.{}", context.name, context.table(), context.left_out()),
        format!("Weights of the next state: jumps seen plus the prior, {}, over their sum (posterior mean of a Dirichlet law).", found.prior),
    ]);
    for state in &found.states {
        page.push('\n');
        let mut said = vec![format!("{}: {}.", state.state, counted(state))];
        let chosen = state.lasts.as_ref().ok().and_then(|lasts| {
            let law = law.and_then(|name| lasts.laws.iter().find(|row| row.law == name)).or_else(|| lasts.laws.first())?;
            said.push(format!("{}: {} months; the others: {}.", law.law, in_words(law), others(state, law.law)));
            Some(law)
        });
        if let Err(why) = &state.lasts {
            said.push(format!("No law: {why}."));
        }
        let jumps: Vec<String> = state
            .then
            .iter()
            .map(|jump| format!("{} {} ({} seen, {} before)", jump.to, interval(&jump.probability), jump.seen, digits(jump.prior)))
            .collect();
        if !jumps.is_empty() {
            said.push(format!("Then: {}.", jumps.join(", ")));
        }
        page.push_str(&comments(&said));
        let _ = writeln!(page, "[regimes.{}.states.{}]", context.name, state.state);
        let mut doubt = String::new();
        if let Some(law) = chosen {
            let note =
                format!("Fitted: {}, {}; median {}, P90 {} months.", context.table(), counted(state), interval(&law.median), interval(&law.p90));
            let known = format!("{}_{}_known", context.name, state.state);
            let is_known = state.ended >= FEW;
            let scale = if is_known { format!(", scale = \"@{known}\"") } else { String::new() };
            let line = format!("lasts = {{ {}{scale}{} }}\n", law_toml(law, 1.0), context.told(&note));
            if is_known {
                let words = format!("How well the median of {} is known: standard error of its logarithm, {}.", state.state, counted(state));
                doubt = format!(
                    "\n[drivers.{known}]\nlognormal = {{ median = 1, sigma = {} }}\nplanned = 1\nnote = {}\n",
                    digits(law.ln_median_error),
                    quoted(&words)
                );
            } else {
                page.push_str("# too few have ended for a law; a judgement stands better here\n# ");
            }
            page.push_str(&line);
        }
        if !state.then.is_empty() {
            let weights: Vec<String> = state.then.iter().map(|jump| format!("{} = {}", key(&jump.to), digits(jump.probability.value))).collect();
            let _ = writeln!(page, "then = {{ {} }}", weights.join(", "));
        }
        page.push_str(&doubt);
    }
    page
}

fn others(state: &StateFit, but: &str) -> String {
    let rows = state.lasts.as_ref().map_or(&[][..], |lasts| &lasts.laws);
    let said: Vec<String> = rows.iter().filter(|law| law.law != but).map(|law| format!("{} {:+.1} AIC", law.law, law.worse_by)).collect();
    if said.is_empty() { "none can be fitted".to_owned() } else { said.join(", ") }
}

/// The page.
#[must_use]
pub fn regimes_chapter(found: &RegimesFit, context: &FitContext) -> Chapter {
    let mut lasts = Table::new("How long each state lasts; spells that still ran count as longer", &["state", "spells", "best law by AIC"])
        .in_unit("median", "months")
        .in_unit("90% quantile", "months");
    let mut then = Table::new(
        "What follows, with the 95% interval of each probability (its Dirichlet posterior)",
        &["state", "next", "probability", "seen", "weight before"],
    );
    for state in &found.states {
        if let Some(law) = state.lasts.as_ref().ok().and_then(|lasts| lasts.laws.first()) {
            lasts.row(vec![
                Cell::text(&state.state),
                Cell::text(counted(state)),
                Cell::text(format!("{}: {}", law.law, in_words(law))),
                Cell::number(interval(&law.median), law.median.value),
                Cell::number(interval(&law.p90), law.p90.value),
            ]);
        }
        for jump in &state.then {
            let [low, high] = [jump.probability.low, jump.probability.high].map(|end| end.map_or_else(|| "–".to_owned(), percent));
            then.row(vec![
                Cell::text(&state.state),
                Cell::text(&jump.to),
                Cell::number(format!("{} [{low}, {high}]", percent(jump.probability.value)), jump.probability.value),
                Cell::number(jump.seen.to_string(), jump.seen as f64),
                Cell::number(digits(jump.prior), jump.prior),
            ]);
        }
    }
    let ended: usize = found.states.iter().map(|state| state.ended).sum();
    let sentences = vec![
        format!("{} states; {ended} spells ended; {}.{}", found.states.len(), context.table(), context.left_out()),
        format!("Prior of what follows: {}.", found.prior),
    ];
    let blocks = vec![Block::Table(lasts), Block::Table(then)];
    Chapter { id: "fit".to_owned(), title: format!("{}: how long its states last and what follows", words::spaced(&context.name)), sentences, blocks }
}
