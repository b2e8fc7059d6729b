//! The gamma distribution.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur, ln_gamma};

use super::invert::invert;
use super::quadrature::{integral, log_excess, reach, stirling_error};
use super::tails::{Node, Tail, Tails};

/// Shape above which tails are integrated: series and continued fraction need some √shape terms, the quadrature always the same.
const NARROW: f64 = 200.0;

/// Gamma distribution of `shape` and `scale`, both positive and finite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gamma {
    shape: f64,
    scale: f64,
    ln_gamma_shape: f64,
}

impl Gamma {
    pub(super) fn new(mean: f64, sd: f64) -> Self {
        let shape = (mean / sd).powi(2);
        Self { shape, scale: sd * (sd / mean), ln_gamma_shape: ln_gamma(shape) }
    }

    pub(super) fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    pub(super) fn sd(&self) -> f64 {
        self.shape.sqrt() * self.scale
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x == f64::INFINITY {
            1.0
        } else {
            self.tail(Tail::Lower, x / self.scale)
        }
    }

    /// Probability of a tail at x > 0, for scale 1.
    fn tail(&self, tail: Tail, x: f64) -> f64 {
        if self.shape < NARROW {
            // Both arguments are positive and finite, all that the functions ask.
            let exact = if tail == Tail::Lower { checked_gamma_lr } else { checked_gamma_ur };
            return exact(self.shape, x).unwrap_or(f64::NAN);
        }
        let outwards = -tail.sign();
        let distance = (x - self.shape) * outwards;
        if distance < 0.0 {
            let other = if tail == Tail::Lower { Tail::Upper } else { Tail::Lower };
            return 1.0 - self.tail(other, x);
        }
        // The density falls faster than the normal one below, slower above, where its standard deviation is nearer the square root of x.
        let length = reach(x.max(self.shape).sqrt(), distance);
        let length = if tail == Tail::Lower { length.min(x) } else { length };
        integral(x, outwards * length, |at| self.density(at))
    }

    /// Density at x > 0, for scale 1.
    fn density(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        if self.shape < NARROW {
            return ((self.shape - 1.0) * x.ln() - x - self.ln_gamma_shape).exp();
        }
        // Saddle-point form (Loader 2000), which does not cancel for large shapes.
        let exponent = self.shape * log_excess(x / self.shape - 1.0) + stirling_error(self.shape);
        (self.shape / std::f64::consts::TAU).sqrt() / x * (-exponent).exp()
    }
}

impl Tails for Gamma {
    fn node(&self, tail: Tail, probability: f64, guess: f64) -> Node {
        let guess = if guess.is_nan() { self.shape } else { guess / self.scale };
        let x = invert(tail == Tail::Upper, probability, guess, f64::INFINITY, |x| (self.tail(tail, x), self.density(x)));
        Node { value: self.scale * x, slope: tail.sign() * self.scale / self.density(x) }
    }
}
