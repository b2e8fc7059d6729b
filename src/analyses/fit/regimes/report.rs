//! Regimes: the states to paste, with the number of spells behind each.

use std::fmt::Write;

use super::{RegimesFit, StateFit};
use crate::analyses::fit::distribution::{self, chosen, in_words};
use crate::analyses::fit::text::{comments, digits, interval, key, percent, quoted};
use crate::analyses::fit::{FitContext, Target};
use crate::report::{Block, Cell, Chapter, Table, words};

/// Number of ended spells below which no distribution is offered.
const FEW: usize = 3;

fn counted(state: &StateFit) -> String {
    format!("{} ended, {} still ran", state.ended, state.running)
}

/// Sentences, the same in the comments and on the page.
fn sentences(found: &RegimesFit, context: &FitContext) -> Vec<String> {
    vec![
        format!("{}: spells of {}.{}", context.name, context.table(), context.left_out),
        format!(
            "Probabilities of the next state: transitions observed plus prior, over their sum (posterior mean of a Dirichlet distribution); the prior is {}.",
            found.prior
        ),
    ]
}

/// Lines of TOML to paste: a table for each state.
#[must_use]
pub fn toml(found: &RegimesFit, context: &FitContext, name: Option<&str>) -> String {
    let mut page = comments(&sentences(found, context));
    page.push_str(&head(found, context));
    found.states.iter().for_each(|state| state_toml(&mut page, state, context, name));
    page
}

/// Table of the regime with its group and initial state, where a block for a scenario is written.
fn head(found: &RegimesFit, context: &FitContext) -> String {
    let Some(target) = &context.target else { return String::new() };
    let running: Vec<String> =
        found.states.iter().filter(|state| state.running > 0).map(|state| format!("{} = {}", key(&state.state), state.running)).collect();
    let first = found.states.first().map_or_else(String::new, |state| quoted(&state.state));
    let (initial, remark) = if running.is_empty() {
        (first, "No spell of the table still runs: write the state at the start of the scenario.")
    } else {
        (
            format!("{{ {} }}", running.join(", ")),
            "`initial` has the number of spells that still run as weights. Write the state at the start of the scenario if it is known, and `elapsed`, the months \
             that it has lasted. `passes` of each state, the share of the controlled flow that it lets through, is not in the table: 1 where it is not written.",
        )
    };
    format!("\n{}[{}]\n{}initial = {initial}\n", comments(&[remark.to_owned()]), target.path(), target.group_line())
}

fn state_toml(page: &mut String, state: &StateFit, context: &FitContext, name: Option<&str>) {
    let mut said = vec![format!("{}: spells: {}.", state.state, counted(state))];
    let fitted = match &state.lasts {
        Ok(lasts) => chosen(&lasts.distributions, name),
        Err(why) => {
            said.push(format!("No distribution of its duration: {why}."));
            if context.target.is_some() {
                said.push("As written the state lasts for ever: write `lasts` and `then` by judgement.".to_owned());
            }
            None
        }
    };
    said.extend(
        fitted.map(|fitted| format!("{}: {} months; the others: {}.", fitted.distribution, in_words(fitted), others(state, fitted.distribution))),
    );
    let jumps =
        state.then.iter().map(|jump| format!("{} {} ({} observed, {} prior)", jump.to, interval(&jump.probability), jump.seen, digits(jump.prior)));
    let jumps: Vec<String> = jumps.collect();
    if !jumps.is_empty() {
        said.push(format!("Then: {}.", jumps.join(", ")));
    }
    let regime = context.target.as_ref().map_or_else(|| format!("regimes.{}", key(&context.name)), Target::path);
    let _ = writeln!(page, "\n{}[{regime}.states.{}]", comments(&said), key(&state.state));
    let mut driver = None;
    if let Some(fitted) = fitted {
        let note = format!(
            "Fitted: {}, spells: {}; median {}, P90 {} months.",
            context.table(),
            counted(state),
            interval(&fitted.median),
            interval(&fitted.p90)
        );
        let uncertainty = format!("Uncertainty of the median of {}: standard error of its logarithm, spells: {}.", state.state, counted(state));
        let is_known = state.ended >= FEW;
        if is_known {
            driver = context.driver(&format!("{}_{}", context.name, state.state), fitted.ln_median_error, &uncertainty);
        } else {
            // A block for a scenario must be complete; elsewhere the line is a remark.
            page.push_str("# Too few have ended for a distribution: a judgement is a better input.\n");
            page.push_str(if context.target.is_some() { "" } else { "# " });
        }
        let scale = driver.as_ref().map_or_else(String::new, |(known, _)| format!(", scale = {}", quoted(&format!("@{known}"))));
        let _ = writeln!(page, "lasts = {{ {}{scale}{} }}", distribution::toml(fitted, 1.0), context.told(&note));
    }
    // A state without a duration lasts for ever, and nothing follows it.
    if !state.then.is_empty() && (fitted.is_some() || context.target.is_none()) {
        let weights: Vec<String> = state.then.iter().map(|jump| format!("{} = {}", key(&jump.to), digits(jump.probability.number()))).collect();
        let _ = writeln!(page, "then = {{ {} }}", weights.join(", "));
    }
    page.push_str(&driver.map_or_else(String::new, |(_, table)| table));
}

fn others(state: &StateFit, but: &str) -> String {
    let fitted = state.lasts.as_ref().map_or(&[][..], |lasts| &lasts.distributions);
    let said: Vec<String> =
        fitted.iter().filter(|one| one.distribution != but).map(|one| format!("{} {:+.1} AIC", one.distribution, one.worse_by)).collect();
    if said.is_empty() { "none can be fitted".to_owned() } else { said.join(", ") }
}

/// Page.
#[must_use]
pub fn chapter(found: &RegimesFit, context: &FitContext) -> Chapter {
    let mut lasts = Table::new("Duration of each state; spells that still ran are longer.", &["state", "spells", "best distribution by AIC"])
        .in_unit("median", "months")
        .in_unit("90% quantile", "months")
        .filed("fit");
    let mut then = Table::new("Next state: probability with its 95% interval (Dirichlet posterior).", &["state", "next"])
        .and("probability")
        .and("observed")
        .and("prior weight")
        .filed("fit-next");
    for state in &found.states {
        if let Some(fitted) = state.lasts.as_ref().ok().and_then(|lasts| lasts.distributions.first()) {
            lasts.row(vec![
                Cell::text(&state.state),
                Cell::text(counted(state)),
                Cell::text(format!("{}: {}", fitted.distribution, in_words(fitted))),
                Cell::quantity_as(interval(&fitted.median), &fitted.median),
                Cell::quantity_as(interval(&fitted.p90), &fitted.p90),
            ]);
        }
        for jump in &state.then {
            let [value, low, high] =
                [jump.probability.value, jump.probability.low, jump.probability.high].map(|end| percent(end.unwrap_or(f64::NAN)));
            then.row(vec![
                Cell::text(&state.state),
                Cell::text(&jump.to),
                Cell::quantity_as(format!("{value} [{low}, {high}]"), &jump.probability),
                Cell::count(jump.seen as u64),
                Cell::number(digits(jump.prior), jump.prior),
            ]);
        }
    }
    let blocks = vec![Block::Table(lasts), Block::Table(then)];
    Chapter {
        id: "fit".to_owned(),
        title: format!("{}: duration and order of states", words::spaced(&context.name)),
        sentences: sentences(found, context),
        blocks,
    }
}
