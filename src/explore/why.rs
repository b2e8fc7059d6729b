//! Attribution of the difference of a goal to the single changes of a page: each change made alone, and each made after all others.

use serde::Serialize;

use super::changes::{Change, apply};
use super::model::Model;
use crate::engine::{Keys, outcomes};
use crate::plan::Plan;
use crate::report::words;
use crate::units::{Quantity, Unit};

/// Trials of each run.
const TRIALS: u64 = 2_048;
/// Most changes that are told apart.
const MOST: usize = 10;

/// Attribution of a difference.
#[derive(Serialize)]
pub struct Attribution {
    /// How it is made, with the number of trials.
    method: String,
    /// Each change with its part; the last row is the remainder, where there are several changes.
    changes: Vec<Attributed>,
}

/// Part of a difference.
#[derive(Serialize)]
struct Attributed {
    change: String,
    /// Months later, mean with 95% interval.
    months: String,
    /// Percentage points of the probability of arrival, mean with 95% interval.
    probability: String,
}

/// Month of arrival, the month after the last where it never comes, and 1 for an arrival, of each trial.
type Outcomes = Vec<[f64; 2]>;

/// Attributes the difference of a goal to the changes; `is_cancelled` is asked before every run.
///
/// # Errors
/// Why it cannot be attributed, in words.
pub fn why(model: &Model, changes: &[Change], goal: &str, is_cancelled: &dyn Fn() -> bool) -> Result<Attribution, String> {
    if changes.len() > MOST {
        return Err(format!("The difference is attributed to at most {MOST} changes."));
    }
    let trials = TRIALS.min(model.options.trials);
    let of = |changes: &[Change]| -> Result<Outcomes, String> {
        if is_cancelled() {
            return Err("The page is closed.".to_owned());
        }
        if changes.is_empty() {
            return simulated(model, &model.plan, goal, trials);
        }
        let applied = apply(model, changes).map_err(|problems| {
            let said: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            format!("The changes depend on each other: without one of them the scenario cannot run ({}).", words::joined(&said))
        })?;
        simulated(model, &applied.plan, goal, trials)
    };
    let (none, all) = (of(&[])?, of(changes)?);
    let mut rest = difference(&none, &all);
    let mut parts = Vec::new();
    for (i, change) in changes.iter().enumerate() {
        let mut others = changes.to_vec();
        others.remove(i);
        let part = if others.is_empty() {
            rest.clone()
        } else {
            let [first, last] = [difference(&none, &of(std::slice::from_ref(change))?), difference(&of(&others)?, &all)];
            first.iter().zip(&last).map(|(first, last)| [0, 1].map(|at| f64::midpoint(first[at], last[at]))).collect()
        };
        rest = difference(&part, &rest);
        parts.push(attributed(change.set(), &part));
    }
    if changes.len() > 1 {
        parts.push(attributed("changes together, beyond these parts".to_owned(), &rest));
    }
    let method = format!(
        "The part of a change is the mean of its effect when it is made alone and of its effect when it is made after all others, in {} paired trials on \
         the same draws, with 95% intervals. An arrival that never comes counts as the month after the last.",
        words::count(trials)
    );
    Ok(Attribution { method, changes: parts })
}

fn simulated(model: &Model, plan: &Plan, goal: &str, trials: u64) -> Result<Outcomes, String> {
    let place = plan.goals.goals.iter().position(|known| known.name == goal).ok_or("The scenario has no such goal.")?;
    let found = outcomes(plan, &Keys::new(plan, model.options.seed), 0..trials, &model.pool, false);
    let months = plan.months() as f64;
    let arrivals = found.arrivals.get(place).map(Vec::as_slice).unwrap_or_default();
    Ok(arrivals.iter().map(|arrival| [arrival.map_or(months, |month| month as f64), f64::from(u8::from(arrival.is_some()))]).collect())
}

fn difference(before: &Outcomes, after: &Outcomes) -> Outcomes {
    before.iter().zip(after).map(|(before, after)| [0, 1].map(|at| after[at] - before[at])).collect()
}

fn attributed(change: String, part: &Outcomes) -> Attributed {
    let n = part.len() as f64;
    let quantity = |at: usize, unit| {
        let mean = part.iter().map(|trial| trial[at]).sum::<f64>() / n;
        let squares: f64 = part.iter().map(|trial| (trial[at] - mean).powi(2)).sum();
        words::quantity(&Quantity::mean(mean, (squares / (n - 1.0).max(1.0) / n).sqrt(), unit, part.len() as u64))
    };
    Attributed { change, months: quantity(0, Unit::MONTHS_DIFFERENCE), probability: quantity(1, Unit::PROBABILITY_DIFFERENCE) }
}
