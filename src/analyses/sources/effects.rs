//! Effects of the inputs on the result: paired runs with one element changed, and a screening of all inputs by thirds of their draws.

use super::findings::{Effect, EffectMethod};
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::{Base, Element, ElementKind, Plan};
use crate::units::{Quantity, Unit};

/// Paired runs of the plan on the same random numbers.
pub(super) struct Runner<'p> {
    pub plan: &'p Plan,
    pub keys: &'p Keys,
    /// Index of the goal.
    pub goal: usize,
    /// Month by the end of which its probability is taken.
    pub by: usize,
    pub pool: &'p rayon::ThreadPool,
    /// Trials of a paired run.
    pub trials: u64,
    pub progress: &'p (dyn Fn(u64) + Sync),
}

/// Result of one trial: arrival by the month in per cent (100 or 0), and the month of arrival.
type Outcome = [f64; 2];

impl Runner<'_> {
    /// Effect of each element: numbers are screened by thirds, the `leading` ones are then held at quantiles, and processes are compared with their plan.
    pub fn all(&self, base: &Outcomes, leading: usize) -> Vec<(Element, Effect)> {
        let results = self.results(base);
        let mut found = Vec::new();
        let mut own = Vec::new();
        for element in self.plan.elements() {
            match (element.kind, element.draw) {
                (ElementKind::Driver | ElementKind::Factor | ElementKind::Input, Some(draw))
                    if matches!(self.plan.draws[draw].base, Base::Distribution(_)) =>
                {
                    let values = self.own_values(base, draw);
                    let effect = thirds(&values, &results);
                    own.push((found.len(), draw, values));
                    found.push((element, effect));
                }
                (ElementKind::Driver | ElementKind::Factor | ElementKind::Input, _) => {}
                _ => {
                    let planned = self.run(&self.plan.as_planned(&|other| other.path == element.path && other.kind == element.kind));
                    let effect = difference(EffectMethod::AsPlanned, &planned, &results);
                    found.push((element, effect));
                }
            }
        }
        own.sort_by(|a, b| weight(&found[b.0].1).total_cmp(&weight(&found[a.0].1)).then(a.0.cmp(&b.0)));
        for (place, draw, mut values) in own.into_iter().take(leading) {
            values.sort_by(f64::total_cmp);
            let at = |p: f64| values.get(index(p, values.len())).copied();
            let (Some(low), Some(high)) = (at(0.1), at(0.9)) else { continue };
            let [low, high] = [low, high].map(|value| self.run(&self.plan.with_input_at(draw, value)));
            found[place].1 = difference(EffectMethod::Held, &low, &high);
        }
        found
    }

    fn run(&self, plan: &Plan) -> Vec<Outcome> {
        let results = self.results(&outcomes(plan, self.keys, 0..self.trials, self.pool, false));
        (self.progress)(self.trials);
        results
    }

    fn results(&self, found: &Outcomes) -> Vec<Outcome> {
        let horizon = self.plan.grid.count();
        let arrivals = found.arrivals.get(self.goal).map(Vec::as_slice).unwrap_or_default();
        arrivals
            .iter()
            .map(|arrival| [if arrival.is_some_and(|month| month <= self.by) { 100.0 } else { 0.0 }, arrival.unwrap_or(horizon) as f64])
            .collect()
    }

    /// Draws of the element itself, without the drivers that scale it.
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

/// Number of standard errors by which an effect differs from none, in the measure in which it differs most.
fn weight(effect: &Effect) -> f64 {
    let of = |quantity: &Quantity| match (quantity.value, quantity.standard_error) {
        (Some(value), Some(error)) if error > 0.0 => (value / error).abs(),
        _ => 0.0,
    };
    of(&effect.probability).max(of(&effect.delay))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count of trials")]
fn index(p: f64, n: usize) -> usize {
    ((p * n as f64).ceil() as usize).saturating_sub(1)
}

/// Mean result in the upper third of the values minus that in the lower third.
fn thirds(values: &[f64], results: &[Outcome]) -> Effect {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let third = order.len() / 3;
    let part = |trials: &[usize], at: usize| mean(&trials.iter().map(|&trial| results[trial][at]).collect::<Vec<_>>());
    let estimate = |at: usize| {
        let [low, high] = [part(&order[..third], at), part(&order[order.len() - third..], at)];
        [high[0] - low[0], high[1].hypot(low[1])]
    };
    effect(EffectMethod::Thirds, [estimate(0), estimate(1)], results.len())
}

/// Mean of the paired differences.
fn difference(method: EffectMethod, before: &[Outcome], after: &[Outcome]) -> Effect {
    let estimate = |at: usize| mean(&before.iter().zip(after).map(|(before, after)| after[at] - before[at]).collect::<Vec<_>>());
    effect(method, [estimate(0), estimate(1)], before.len().min(after.len()))
}

/// Effect from the means and standard errors of the two differences: percentage points, months.
fn effect(method: EffectMethod, [points, months]: [[f64; 2]; 2], trials: usize) -> Effect {
    let trials = trials as u64;
    Effect {
        method,
        probability: Quantity::mean(points[0] / 100.0, points[1] / 100.0, Unit::PROBABILITY_DIFFERENCE, trials),
        delay: Quantity::mean(months[0], months[1], Unit::MONTHS_DIFFERENCE, trials),
    }
}

/// Mean and its standard error.
fn mean(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    [mean, (squares / (n - 1.0).max(1.0) / n).sqrt()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For Y = U with U uniform on [0, 1], the thirds differ by 2/3; for an input without effect they do not differ.
    #[test]
    fn thirds_of_a_straight_line_differ_by_two_thirds_of_its_rise() {
        let n = 3_000;
        let results: Vec<Outcome> = (0..n).map(|i| [f64::from(i) / f64::from(n); 2]).collect();
        let values: Vec<f64> = (0..n).map(|i| f64::from(i).exp2().ln()).collect();
        let effect = thirds(&values, &results);
        assert!((effect.delay.number() - 2.0 / 3.0).abs() < 1e-9 && effect.delay.standard_error.unwrap() > 0.0);
        assert!((effect.probability.number() - 2.0 / 300.0).abs() < 1e-11);
        let idle: Vec<f64> = (0..n).map(|i| f64::from(i * 1_229 % 3_000)).collect();
        let effect = thirds(&idle, &results);
        assert!(effect.delay.number().abs() < 4.0 * effect.delay.standard_error.unwrap());
    }

    #[test]
    fn a_paired_difference_is_the_mean_over_the_trials() {
        let before = [[0.0, 10.0], [100.0, 4.0]];
        let after = [[100.0, 6.0], [100.0, 4.0]];
        let effect = difference(EffectMethod::Held, &before, &after);
        assert!((effect.probability.number() - 0.5).abs() < 1e-12);
        assert!((effect.delay.number() + 2.0).abs() < 1e-12 && (effect.delay.standard_error.unwrap() - 2.0).abs() < 1e-12);
    }
}
