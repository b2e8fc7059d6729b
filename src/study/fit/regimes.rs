//! Regimes from a table of dated spells: how long each state lasts, open ends censored, and what follows it, with Dirichlet weights.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Known;
use super::dates::date_in;
use super::durations::{DurationsFit, fit_durations};
use super::table::CsvTable;
use crate::stats::survival::Observed;
use crate::units::{Problems, nearest};

/// Columns of a table of spells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeColumns {
    /// Which state.
    pub state: String,
    /// When it began.
    pub start: String,
    /// When it ended; blank while it runs.
    pub end: String,
    /// Until when a running one was watched.
    pub last: String,
    /// The state that followed; blank where it is not known.
    pub next: String,
}

/// One spell.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// Its state.
    pub state: String,
    /// How long, months, and whether it ended.
    pub observed: Observed,
    /// What followed.
    pub next: Option<String>,
}

/// A jump from a state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JumpRow {
    /// To which state.
    pub to: String,
    /// How often seen.
    pub seen: usize,
    /// Weight before the data, in jumps.
    pub prior: f64,
    /// Posterior mean of its probability, with its 95 % interval.
    pub probability: Known,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateFit {
    /// Its name.
    pub state: String,
    /// How long it lasts; none where nothing could be fitted, and why.
    pub lasts: Result<DurationsFit, String>,
    /// Spells of it that ended.
    pub ended: usize,
    /// Spells of it that still ran.
    pub running: usize,
    /// What follows it.
    pub then: Vec<JumpRow>,
}

/// What spells say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegimesFit {
    /// The prior, in words.
    pub prior: String,
    /// The states, by name.
    pub states: Vec<StateFit>,
}

/// Weights before the data: from, to, weight in jumps.
pub type Prior = Vec<(String, String, f64)>;

/// Reads the spells of a table.
pub fn read_spells(table: &CsvTable, columns: &RegimeColumns, problems: &mut Problems) -> Vec<Spell> {
    let RegimeColumns { state, start, end, last, next } = columns;
    let places = [state, start, end, last, next].map(|name| table.column(name, problems));
    let [Some(state), Some(start), Some(end), Some(last), Some(next)] = places else { return Vec::new() };
    let states: Vec<&str> = table.rows.iter().map(|row| row[state].text.as_str()).collect();
    table
        .rows
        .iter()
        .filter_map(|row| {
            let from = date_in(&row[start], "the start", problems)?;
            let has_ended = !row[end].text.is_empty();
            let until = if has_ended { &row[end] } else { &row[last] };
            let months = date_in(until, if has_ended { "the end" } else { "the last date of watch" }, problems)?.months_since(from);
            if months <= 0.0 {
                until.refuse("a date that should come after the start", "expected a later date", problems);
                return None;
            }
            let follows = row[next].text.as_str();
            if !follows.is_empty() && !states.contains(&follows) {
                let help = nearest(follows, states.iter().copied()).map(|near| format!("did you mean {near}?"));
                problems.warn(row[next].place, format!("no spell of {follows} is in the table"), "a state that is only ever jumped to", help);
            }
            Some(Spell {
                state: row[state].text.clone(),
                observed: Observed::new(months, has_ended),
                next: Some(follows.to_owned()).filter(|next| !next.is_empty()),
            })
        })
        .collect()
}

/// Reads weights before the data from a table with the columns `from`, `to` and `weight`.
pub fn read_prior(table: &CsvTable, problems: &mut Problems) -> Prior {
    let places = ["from", "to", "weight"].map(|name| table.column(name, problems));
    let [Some(from), Some(to), Some(weight)] = places else { return Vec::new() };
    table
        .rows
        .iter()
        .filter_map(|row| {
            let value = row[weight].number("the weight", problems)?;
            if value < 0.0 {
                row[weight].refuse("the weight", "expected 0 or more", problems);
            }
            Some((row[from].text.clone(), row[to].text.clone(), value.max(0.0)))
        })
        .collect()
}

/// Fits sojourns and jumps. `prior` gives each jump a weight as if it had been seen so often; where it says nothing of a state, every other state has
/// `flat` (½ is Jeffreys').
#[must_use]
pub fn fit_regimes(spells: &[Spell], prior: &Prior, flat: f64, replicates: usize, seed: u64) -> RegimesFit {
    let mut names: Vec<&str> = spells.iter().flat_map(|s| std::iter::once(s.state.as_str()).chain(s.next.as_deref())).collect();
    names.extend(prior.iter().flat_map(|(from, to, _)| [from.as_str(), to.as_str()]));
    names.sort_unstable();
    names.dedup();
    let states = names.iter().map(|&name| {
        let own: Vec<&Spell> = spells.iter().filter(|s| s.state == name).collect();
        let observed: Vec<Observed> = own.iter().map(|s| s.observed).collect();
        let ended = observed.iter().filter(|o| o.is_event()).count();
        let lasts = fit_durations(&observed, "months", replicates, seed).map_err(|error| error.to_string());
        StateFit { state: name.to_owned(), lasts, ended, running: observed.len() - ended, then: jumps(name, &own, &names, prior, flat) }
    });
    let words = if prior.is_empty() {
        format!("{flat} for every other state")
    } else {
        format!("the weights given; {flat} for every other state where a state has none")
    };
    RegimesFit { prior: words, states: states.collect() }
}

/// The Dirichlet posterior of what follows a state: each probability by itself is beta.
fn jumps(name: &str, own: &[&Spell], names: &[&str], prior: &Prior, flat: f64) -> Vec<JumpRow> {
    let mut weights: BTreeMap<&str, f64> = prior.iter().filter(|(from, ..)| from == name).map(|(_, to, weight)| (to.as_str(), *weight)).collect();
    if weights.is_empty() {
        weights = names.iter().filter(|&&other| other != name).map(|&other| (other, flat)).collect();
    }
    let seen = |to: &str| own.iter().filter(|s| s.next.as_deref() == Some(to)).count();
    for &other in names {
        if seen(other) > 0 {
            weights.entry(other).or_insert(0.0);
        }
    }
    let total: f64 = weights.iter().map(|(to, weight)| weight + seen(to) as f64).sum();
    let row = |(&to, &prior): (&&str, &f64)| {
        let alpha = prior + seen(to) as f64;
        let [low, high] = crate::stats::beta_interval(alpha, total - alpha);
        JumpRow { to: to.to_owned(), seen: seen(to), prior, probability: Known::new(alpha / total, low, high) }
    };
    weights.iter().filter(|(to, weight)| **weight + seen(to) as f64 > 0.0).map(row).collect()
}
