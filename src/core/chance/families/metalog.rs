//! The three-term metalog distribution through three percentiles (Keelin 2016, "The metalog distributions", Decision Analysis 13).

use std::f64::consts::PI;

use super::SmoothFamily;
use super::parameters::{ascending, finite};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::tail_quantile::{QuantilePoint, Tail, TailQuantile};

/// ln 9, the log odds of 90 %.
const LOG_ODDS_P90: f64 = 2.197_224_577_336_219_6;

/// Maximum of h(p) = p − ½ + p(1 − p)·ln(p/(1 − p)), at p = 0.91678…, where 2 = (2p − 1)·ln(p/(1 − p)); h is odd about ½. The slope of the quantile
/// function times p(1 − p) is a₂ + a₃·h(p). So the quantile function increases everywhere exactly if a₂ is above this maximum times |a₃|.
const STEEPEST: f64 = 0.599_839_320_128_867;

/// Step of the trapezoidal rule over log odds. The integrands are analytic in a strip around the real line, so that the error decreases exponentially
/// with the inverse of the step.
const STEP: f64 = 0.05;

impl Distribution {
    /// Three-term metalog distribution through the elicited quantiles p10 < p50 < p90 (Keelin 2016), with an optional lower bound `min` < p10 and an
    /// optional upper bound `max` > p90. Three equal quantiles make a constant.
    ///
    /// # Errors
    /// When the quantiles are not in order, a bound lies inside them, or the quantile function through them would decrease somewhere in (0, 1).
    pub fn metalog(p10: f64, p50: f64, p90: f64, min: Option<f64>, max: Option<f64>) -> Result<Self, DistributionError> {
        ascending(&["p10", "p50", "p90"], &[p10, p50, p90])?;
        let outside = |what, bound: f64, percentile, is_outside: bool| {
            finite(&[(what, bound)])?;
            if is_outside { Ok(()) } else { Err(DistributionError::BoundInside { what, bound, percentile }) }
        };
        if let Some(min) = min {
            outside("min", min, p10, min < p10)?;
        }
        if let Some(max) = max {
            outside("max", max, p90, max > p90)?;
        }
        if p10 >= p90 { Self::constant(p50) } else { Self::checked(Metalog::new([p10, p50, p90], min, max)?) }
    }
}

/// Metalog distribution with its bounds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Metalog {
    /// a₁, a₂, a₃: the quantile at p before the bounds is a₁ + (a₂ + a₃(p − ½))·ln(p/(1 − p)).
    terms: [f64; 3],
    bounds: Bounds,
}

/// The transform of the unbounded quantile to the bounded one: logarithmic with one bound, logistic with two.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bounds {
    None,
    Below(f64),
    Above(f64),
    Both(f64, f64),
}

impl Bounds {
    /// The unbounded value that corresponds to x inside the bounds.
    fn unbounded(self, x: f64) -> f64 {
        match self {
            Self::None => x,
            Self::Below(min) => (x - min).ln(),
            Self::Above(max) => -(max - x).ln(),
            Self::Both(min, max) => ((x - min) / (max - x)).ln(),
        }
    }

    /// The value inside the bounds that corresponds to the unbounded value z, and its derivative with respect to z.
    fn bounded(self, z: f64) -> (f64, f64) {
        match self {
            Self::None => (z, 1.0),
            Self::Below(min) => (min + z.exp(), z.exp()),
            Self::Above(max) => (max - (-z).exp(), (-z).exp()),
            Self::Both(min, max) => {
                // Computed from the nearer bound.
                let share = (1.0 + z.abs().exp()).recip();
                let x = if z < 0.0 { min + (max - min) * share } else { max - (max - min) * share };
                (x, (max - min) * share * (1.0 - share))
            }
        }
    }
}

impl Metalog {
    /// The distribution through p10 < p50 < p90 inside the bounds.
    fn new(percentiles: [f64; 3], min: Option<f64>, max: Option<f64>) -> Result<Self, DistributionError> {
        let bounds = match (min, max) {
            (None, None) => Bounds::None,
            (Some(min), None) => Bounds::Below(min),
            (None, Some(max)) => Bounds::Above(max),
            (Some(min), Some(max)) => Bounds::Both(min, max),
        };
        let [p10, p50, p90] = percentiles.map(|x| bounds.unbounded(x));
        let width = p90 - p10;
        let a2 = width / (2.0 * LOG_ODDS_P90);
        let a3 = (p90 - p50 - (p50 - p10)) / (0.8 * LOG_ODDS_P90);
        let is_feasible = a2 > a3.abs() * STEEPEST;
        if !is_feasible {
            let least = 0.5 - 0.2 / STEEPEST;
            let allowed = [least, 1.0 - least].map(|share| bounds.bounded(p10 + share * width).0);
            return Err(DistributionError::Infeasible { median: percentiles[1], allowed, bounded: bounds != Bounds::None });
        }
        Ok(Self { terms: [p50, a2, a3], bounds })
    }

    /// The unbounded quantile at log odds `odds`.
    fn unbounded(&self, odds: f64) -> f64 {
        // p − ½ = tanh(odds/2)/2.
        self.terms[0] + odds * (self.terms[1] + self.terms[2] * 0.5 * (0.5 * odds).tanh())
    }

    /// Exponential growth rate of |value| with |log odds| in the unbounded tail; 0 where the growth is slower than exponential.
    fn growth(&self) -> f64 {
        let [_, a2, a3] = self.terms;
        match self.bounds {
            Bounds::None | Bounds::Both(..) => 0.0,
            Bounds::Below(_) => a2 + 0.5 * a3,
            Bounds::Above(_) => a2 - 0.5 * a3,
        }
    }

    /// Expectation of `f` of the value, where |f| grows in the tail like exp(rate·|log odds|), rate < 1.
    fn expectation(&self, rate: f64, f: impl Fn(f64) -> f64) -> f64 {
        let furthest = (45.0 / (1.0 - rate)).min(700.0);
        let term = |odds: f64| {
            // p(1 − p) is the density of the log odds.
            let weight = 0.25 / (0.5 * odds).cosh().powi(2);
            f(self.bounds.bounded(self.unbounded(odds)).0) * weight
        };
        let mut sum = term(0.0);
        let mut odds = STEP;
        let mut ends = 0.0;
        while odds < furthest {
            ends = term(odds) + term(-odds);
            sum += ends;
            odds += STEP;
        }
        // Terms beyond the last decrease geometrically.
        let ratio = (-(1.0 - rate) * STEP).exp();
        (sum + ends * ratio / (1.0 - ratio)) * STEP
    }
}

impl TailQuantile for Metalog {
    fn point(&self, tail: Tail, probability: f64, _guess: f64) -> QuantilePoint {
        let [a1, a2, a3] = self.terms;
        let sign = tail.sign();
        let odds = sign * (probability.ln() - (-probability).ln_1p());
        let off_centre = sign * (probability - 0.5);
        let (value, steepness) = self.bounds.bounded(a1 + odds * (a2 + a3 * off_centre));
        let slope = (a2 + a3 * off_centre) / (probability * (1.0 - probability)) + a3 * odds;
        QuantilePoint { value, slope: sign * slope * steepness }
    }
}

impl SmoothFamily for Metalog {
    fn cdf(&self, x: f64) -> f64 {
        let [least, most] = SmoothFamily::support(self);
        if x <= least {
            return 0.0;
        }
        if x >= most {
            return 1.0;
        }
        let z = self.bounds.unbounded(x);
        // Beyond these log odds the probability is 0 or 1 in double precision.
        let (mut low, mut high) = (-745.0, 40.0);
        while high - low > 1e-15 * f64::max(1.0, f64::abs(low)) {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.unbounded(middle) < z { low = middle } else { high = middle }
        }
        if low <= -745.0 { 0.0 } else { (1.0 + (-high).exp()).recip() }
    }

    fn mean(&self) -> f64 {
        let [a1, _, a3] = self.terms;
        let rate = self.growth();
        match self.bounds {
            Bounds::None => a1 + 0.5 * a3,
            Bounds::Below(_) if rate >= 1.0 => f64::INFINITY,
            Bounds::Above(_) if rate >= 1.0 => f64::NEG_INFINITY,
            _ => {
                // Relative to the median, so that little is lost by cancellation.
                let median = self.bounds.bounded(a1).0;
                median + self.expectation(rate, |x| x - median)
            }
        }
    }

    fn sd(&self) -> f64 {
        let [_, a2, a3] = self.terms;
        let rate = 2.0 * self.growth();
        match self.bounds {
            // Second central moment (Keelin 2016, table 1).
            Bounds::None => (PI * PI * a2 * a2 / 3.0 + a3 * a3 * (1.0 / 12.0 + PI * PI / 36.0)).sqrt(),
            _ if rate >= 1.0 => f64::INFINITY,
            _ => {
                let mean = SmoothFamily::mean(self);
                self.expectation(rate, |x| (x - mean).powi(2)).sqrt()
            }
        }
    }

    fn support(&self) -> [f64; 2] {
        match self.bounds {
            Bounds::None => [f64::NEG_INFINITY, f64::INFINITY],
            Bounds::Below(min) => [min, f64::INFINITY],
            Bounds::Above(max) => [f64::NEG_INFINITY, max],
            Bounds::Both(min, max) => [min, max],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles 35, 50 and 75 at 10, 50 and 90 %; reference values computed from Keelin's formulas to ten digits.
    #[test]
    fn agrees_with_known_answers() {
        let metalog = Metalog::new([35.0, 50.0, 75.0], None, None).unwrap();
        for (term, known) in metalog.terms.iter().zip([50.0, 9.102_392_266, 5.688_995_166]) {
            assert!((term - known).abs() < 5e-10);
        }
        let known = [(0.01, 20.9828), (0.05, 30.7365), (0.25, 41.5625), (0.75, 61.5625), (0.95, 84.3393), (0.99, 104.636)];
        for (p, x) in known {
            let (tail, probability) = Tail::of(p);
            assert!((metalog.value(tail, probability) - x).abs() < 6e-4, "{p}");
            assert!((metalog.cdf(metalog.value(tail, probability)) - p).abs() < 1e-13);
        }
        assert!((metalog.mean() - 52.844_497_583).abs() < 5e-10);
    }

    #[test]
    fn values_stay_within_bounds_and_percentiles_are_exact() {
        for (min, max) in [(Some(0.0), None), (None, Some(100.0)), (Some(0.0), Some(100.0)), (Some(34.9), Some(76.0))] {
            let metalog = Metalog::new([35.0, 50.0, 75.0], min, max).unwrap();
            let [low, high] = metalog.support();
            for (p, x) in [(0.1, 35.0), (0.5, 50.0), (0.9, 75.0)] {
                let (tail, probability) = Tail::of(p);
                assert!((metalog.value(tail, probability) - x).abs() < 1e-9, "{min:?} {max:?} {p}");
            }
            for tail in [Tail::Lower, Tail::Upper] {
                let x = metalog.value(tail, 0.5_f64.powi(53));
                assert!(low <= x && x <= high);
            }
        }
    }

    #[test]
    fn moments_agree_with_sums_over_quantiles() {
        for (min, max) in [(None, None), (Some(0.0), None), (None, Some(100.0)), (Some(0.0), Some(100.0))] {
            let metalog = Metalog::new([35.0, 50.0, 75.0], min, max).unwrap();
            let cells = 400_000;
            let values: Vec<f64> = (0..cells)
                .map(|cell| {
                    let (tail, probability) = Tail::of((f64::from(cell) + 0.5) / f64::from(cells));
                    metalog.value(tail, probability)
                })
                .collect();
            let mean = values.iter().sum::<f64>() / f64::from(cells);
            let sd = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(cells)).sqrt();
            assert!((metalog.mean() / mean - 1.0).abs() < 1e-5, "{min:?} {max:?}: {} {mean}", metalog.mean());
            assert!((metalog.sd() / sd - 1.0).abs() < 1e-3, "{min:?} {max:?}: {} {sd}", metalog.sd());
        }
    }

    /// Compares the condition with the sign of the slope on a grid of p, on both sides of the limit.
    #[test]
    fn feasible_exactly_where_the_quantile_function_increases() {
        let least = 0.5 - 0.2 / STEEPEST;
        for (share, feasible) in [(least - 1e-6, false), (least + 1e-6, true), (1.0 - least - 1e-6, true), (1.0 - least + 1e-6, false)] {
            assert_eq!(Metalog::new([0.0, share, 1.0], None, None).is_ok(), feasible, "{share}");
            let (a2, a3) = (1.0 / (2.0 * LOG_ODDS_P90), (1.0 - 2.0 * share) / (0.8 * LOG_ODDS_P90));
            let rises = (1..200_000).all(|cell| {
                let p = f64::from(cell) / 200_000.0;
                a2 + a3 * (p - 0.5 + p * (1.0 - p) * (p / (1.0 - p)).ln()) > 0.0
            });
            assert_eq!(rises, feasible, "{share}");
        }
    }
}
