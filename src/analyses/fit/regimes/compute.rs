//! Regimes from a table of dated spells: the duration of each state, with right censoring, and Dirichlet weights of the next state.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analyses::fit::durations::{DurationsFit, fit_durations};
use crate::analyses::fit::tables::{Tables, date, months_until};
use crate::analyses::fit::{RegimesArgs, known};
use crate::driver::Failure;
use crate::stats::survival::Observed;
use crate::units::{CsvTable, Problems, Quantity, nearest};

/// One spell.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// State.
    pub state: String,
    /// Duration in months, and whether it ended.
    pub observed: Observed,
    /// State that followed.
    pub next: Option<String>,
}

/// Transition from a state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JumpRow {
    /// Next state.
    pub to: String,
    /// Number of transitions observed.
    pub seen: usize,
    /// Prior weight in transitions.
    pub prior: f64,
    /// Posterior mean of its probability, with its 95% interval.
    pub probability: Quantity,
}

/// Fitted state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateFit {
    /// Name.
    pub state: String,
    /// Duration, or why none could be fitted.
    pub lasts: Result<DurationsFit, String>,
    /// Spells that ended.
    pub ended: usize,
    /// Spells that still ran.
    pub running: usize,
    /// Next states.
    pub then: Vec<JumpRow>,
}

/// Fits to spells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegimesFit {
    /// Prior in words.
    pub prior: String,
    /// States by name.
    pub states: Vec<StateFit>,
}

/// Prior weights: from, to, weight in jumps.
pub type Prior = Vec<(String, String, f64)>;

/// Reads the tables and fits them.
///
/// # Errors
/// Where a table has a problem.
pub fn compute(tables: &mut Tables, args: &RegimesArgs) -> Result<RegimesFit, Failure> {
    let RegimesArgs { state, start, end, last, next, .. } = args;
    let spells = read_spells(&tables.table, [state, start, end, last, next], &mut tables.problems);
    let prior = match &args.prior {
        Some(file) => tables.also(file)?.map_or_else(Vec::new, |table| read_prior(&table, &mut tables.problems)),
        None => Vec::new(),
    };
    tables.check()?;
    Ok(fit_regimes(&spells, &prior, args.flat, args.table.replicates(), args.table.seed))
}

/// Reads the spells of a table with columns of the state, its start, its end (blank while it runs), the date until which a running spell was observed, and
/// the state that followed (blank where unknown).
pub fn read_spells(table: &CsvTable, columns: [&str; 5], problems: &mut Problems) -> Vec<Spell> {
    let [Some(state), Some(start), Some(end), Some(last), Some(next)] = columns.map(|name| table.column(name, problems)) else { return Vec::new() };
    let states: Vec<&str> = table.rows.iter().map(|row| row[state].text.as_str()).collect();
    let read = table.rows.iter().filter_map(|row| {
        let from = date(&row[start], "the start", problems)?;
        let has_ended = !row[end].text.is_empty();
        let (until, what) = if has_ended { (&row[end], "the end") } else { (&row[last], "the last date of observation, since the spell has no end") };
        let months = months_until(from, until, what, problems)?;
        let follows = row[next].text.as_str();
        if !follows.is_empty() && !states.contains(&follows) {
            let help = nearest(follows, states.iter().copied()).map(|near| format!("did you mean {near}?"));
            problems.warn(row[next].place, format!("the table has no spell of {follows}"), "a state that only ever follows another", help);
        }
        let next = Some(follows.to_owned()).filter(|next| !next.is_empty());
        Some(Spell { state: row[state].text.clone(), observed: Observed::new(months, has_ended), next })
    });
    read.collect()
}

/// Reads prior weights from a table with the columns `from`, `to` and `weight`.
pub fn read_prior(table: &CsvTable, problems: &mut Problems) -> Prior {
    let [Some(from), Some(to), Some(weight)] = ["from", "to", "weight"].map(|name| table.column(name, problems)) else { return Vec::new() };
    let read = table.rows.iter().filter_map(|row| {
        let value = row[weight].number("the weight", problems)?;
        if value < 0.0 {
            row[weight].refuse("the weight", "expected 0 or more", problems);
        }
        Some((row[from].text.clone(), row[to].text.clone(), value.max(0.0)))
    });
    read.collect()
}

/// Fits durations and transitions. `prior` gives each transition a weight as if it had been observed so often; where it has no row for a state, every other
/// state has the weight `flat` (½ is Jeffreys' prior).
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
        format!("the weights of its table, and {flat} for every other state where a state has none")
    };
    RegimesFit { prior: words, states: states.collect() }
}

/// Dirichlet posterior of the next state; the marginal distribution of each probability is a beta distribution.
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
        let ends = crate::stats::beta_interval(alpha, total - alpha);
        JumpRow { to: to.to_owned(), seen: seen(to), prior, probability: known(alpha / total, ends, "probability") }
    };
    weights.iter().filter(|(to, weight)| **weight + seen(to) as f64 > 0.0).map(row).collect()
}
