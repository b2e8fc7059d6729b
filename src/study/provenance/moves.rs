//! How far the answer moves if one thing moves by its own uncertainty.

use serde::Serialize;

use super::Headline;
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::{Base, Element, ElementKind, Plan};
use crate::study::Estimate;

/// How a move was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Held at its P90 less held at its P10, all else drawing what it drew.
    Held,
    /// Trials in which it lies in its upper third less those in which it lies in its lower third, out of one run.
    Thirds,
    /// As it is less as planned, all else drawing what it drew: for what is no single number.
    Planned,
}

/// A move of the answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    /// How it was taken.
    pub way: Way,
    /// Difference of the chance, percentage points.
    pub chance: Estimate,
    /// Difference of the mean month of arrival, never counting as the end of the horizon, months.
    pub months: Estimate,
}

/// Standard errors that a move must exceed to be told from none: the usual ones where it was taken by itself, more where it is one of some hundred
/// that were screened, of which none should stand out by chance.
const SEEN: [f64; 2] = [1.96, 3.3];

impl Move {
    /// Points by which it moves the chance at least; 0 where chance alone might do it.
    #[must_use]
    pub fn at_least(&self) -> f64 {
        let errors = if self.way == Way::Thirds { SEEN[1] } else { SEEN[0] };
        (self.chance.mean.abs() - errors * self.chance.standard_error).max(0.0)
    }
}

/// Runs of the plan on the same draws.
pub(super) struct Runner<'p> {
    pub plan: &'p Plan,
    pub keys: &'p Keys,
    pub headline: &'p Headline,
    pub pool: &'p rayon::ThreadPool,
    pub trials: u64,
    pub progress: &'p (dyn Fn(u64) + Sync),
}

/// The answer in one trial: 100 or 0 points of chance, months.
type Answer = [f64; 2];

impl Runner<'_> {
    /// Every element's move: numbers screened by thirds, the `leading` ones held exactly, processes against their plan.
    pub fn all(&self, base: &Outcomes, leading: usize) -> Vec<(Element, Move)> {
        let answers = self.answers(base);
        let mut found = Vec::new();
        let mut own = Vec::new();
        for element in self.plan.elements() {
            match (element.kind, element.draw) {
                (ElementKind::Driver | ElementKind::Input, Some(draw)) if matches!(self.plan.draws[draw].base, Base::Law(_)) => {
                    let values = self.own_values(base, draw);
                    let moves = thirds(&values, &answers);
                    own.push((found.len(), draw, values));
                    found.push((element, moves));
                }
                (ElementKind::Driver | ElementKind::Input, _) => {}
                _ => {
                    let planned = self.run(&self.plan.as_planned(&|other| other.path == element.path && other.kind == element.kind));
                    let moves = difference(Way::Planned, &planned, &answers);
                    found.push((element, moves));
                }
            }
        }
        own.sort_by(|a, b| weight(&found[b.0].1).total_cmp(&weight(&found[a.0].1)).then(a.0.cmp(&b.0)));
        for (place, draw, mut values) in own.into_iter().take(leading) {
            values.sort_by(f64::total_cmp);
            let at = |p: f64| values.get(index(p, values.len())).copied();
            let (Some(low), Some(high)) = (at(0.1), at(0.9)) else { continue };
            let [low, high] = [low, high].map(|value| self.run(&self.plan.with_input_at(draw, value)));
            found[place].1 = difference(Way::Held, &low, &high);
        }
        found
    }

    fn run(&self, plan: &Plan) -> Vec<Answer> {
        let answers = self.answers(&outcomes(plan, self.keys, 0..self.trials, self.pool, false));
        (self.progress)(self.trials);
        answers
    }

    fn answers(&self, found: &Outcomes) -> Vec<Answer> {
        let horizon = self.plan.grid.count();
        let arrivals = found.arrivals.get(self.headline.goal).map(Vec::as_slice).unwrap_or_default();
        arrivals
            .iter()
            .map(|arrival| [if arrival.is_some_and(|month| month <= self.headline.by) { 100.0 } else { 0.0 }, arrival.unwrap_or(horizon) as f64])
            .collect()
    }

    /// What the element itself drew, the drivers that scale it taken out.
    fn own_values(&self, base: &Outcomes, draw: usize) -> Vec<f64> {
        let mut values = base.inputs.get(draw).cloned().unwrap_or_default();
        for scale in &self.plan.draws[draw].scale {
            let Some(driver) = self.plan.draws.iter().position(|other| other.slot == *scale) else { continue };
            for (value, by) in values.iter_mut().zip(&base.inputs[driver]) {
                *value /= if *by == 0.0 { 1.0 } else { *by };
            }
        }
        values
    }
}

/// By how many standard errors a move differs from none, in the measure in which it does so most.
fn weight(moves: &Move) -> f64 {
    let of = |estimate: &Estimate| if estimate.standard_error > 0.0 { (estimate.mean / estimate.standard_error).abs() } else { 0.0 };
    of(&moves.chance).max(of(&moves.months))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count of trials")]
fn index(p: f64, n: usize) -> usize {
    ((p * n as f64).ceil() as usize).saturating_sub(1)
}

/// The mean answer in the upper third of the values less that in the lower third.
fn thirds(values: &[f64], answers: &[Answer]) -> Move {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let third = order.len() / 3;
    let part = |trials: &[usize], at: usize| mean(&trials.iter().map(|&trial| answers[trial][at]).collect::<Vec<_>>());
    let estimate = |at: usize| {
        let [low, high] = [part(&order[..third], at), part(&order[order.len() - third..], at)];
        Estimate { mean: high.mean - low.mean, standard_error: high.standard_error.hypot(low.standard_error) }
    };
    Move { way: Way::Thirds, chance: estimate(0), months: estimate(1) }
}

/// The mean of the paired differences.
fn difference(way: Way, before: &[Answer], after: &[Answer]) -> Move {
    let estimate = |at: usize| mean(&before.iter().zip(after).map(|(before, after)| after[at] - before[at]).collect::<Vec<_>>());
    Move { way, chance: estimate(0), months: estimate(1) }
}

fn mean(values: &[f64]) -> Estimate {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Estimate { mean, standard_error: (squares / (n - 1.0).max(1.0) / n).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of Y = U with U even on [0, 1], the thirds differ by 2/3; of what does not matter by nothing.
    #[test]
    fn thirds_of_a_straight_line_differ_by_two_thirds_of_its_rise() {
        let n = 3_000;
        let answers: Vec<Answer> = (0..n).map(|i| [f64::from(i) / f64::from(n); 2]).collect();
        let values: Vec<f64> = (0..n).map(|i| f64::from(i).exp2().ln()).collect();
        let moves = thirds(&values, &answers);
        assert!((moves.chance.mean - 2.0 / 3.0).abs() < 1e-9 && moves.chance.standard_error > 0.0);
        let idle: Vec<f64> = (0..n).map(|i| f64::from(i * 1_229 % 3_000)).collect();
        let moves = thirds(&idle, &answers);
        assert!(moves.chance.mean.abs() < 4.0 * moves.chance.standard_error);
    }

    #[test]
    fn a_paired_difference_is_that_of_each_trial() {
        let before = [[0.0, 10.0], [100.0, 4.0]];
        let after = [[100.0, 6.0], [100.0, 4.0]];
        let moves = difference(Way::Held, &before, &after);
        assert!(
            (moves.chance.mean - 50.0).abs() < 1e-12 && (moves.months.mean + 2.0).abs() < 1e-12 && (moves.months.standard_error - 2.0).abs() < 1e-12
        );
    }
}
