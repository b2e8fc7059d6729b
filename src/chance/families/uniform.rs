//! Distributions whose quantile function is a formula: uniform, triangular, exponential, Weibull.

use statrs::function::gamma::ln_gamma;

use super::tails::{Node, Tail, Tails};

/// Uniform distribution on [`low`, `high`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Uniform {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Uniform {
    pub(super) fn cdf(&self, x: f64) -> f64 {
        ((x - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The quantile at `u`.
    #[inline]
    pub(super) fn draw(&self, u: f64) -> f64 {
        (self.low + (self.high - self.low) * u).min(self.high)
    }
}

/// Triangular distribution on [`low`, `high`] with its peak at `mode`, low < high.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Triangular {
    pub(super) low: f64,
    pub(super) mode: f64,
    pub(super) high: f64,
}

impl Triangular {
    pub(super) fn cdf(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        if x <= self.low {
            0.0
        } else if x < self.mode {
            (x - self.low) / width * ((x - self.low) / (self.mode - self.low))
        } else if x < self.high {
            1.0 - (self.high - x) / width * ((self.high - x) / (self.high - self.mode))
        } else {
            1.0
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.low + ((self.mode - self.low) + (self.high - self.low)) / 3.0
    }

    pub(super) fn sd(&self) -> f64 {
        let (mode, high) = (self.mode - self.low, self.high - self.low);
        high * ((1.0 - mode / high * (1.0 - mode / high)) / 18.0).sqrt()
    }

    /// The quantile at `u`, from the bound nearer in probability; no branch, so that lanes go together.
    #[inline]
    pub(super) fn draw(&self, u: f64) -> f64 {
        let width = self.high - self.low;
        let (rise, fall) = (self.mode - self.low, self.high - self.mode);
        // Written so that u·width > rise decides: below the peak the cumulative probability is that of a square.
        let below = self.low + (u * width).sqrt() * rise.sqrt();
        let above = self.high - ((1.0 - u) * width).sqrt() * fall.sqrt();
        let value = if u * width <= rise { below } else { above };
        value.max(self.low).min(self.high)
    }
}

/// Exponential distribution; the mean is positive.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exponential {
    pub(super) mean: f64,
}

impl Exponential {
    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -(-x / self.mean).exp_m1() }
    }
}

/// The variate of mean 1 at a tail probability, with its derivative.
fn unit_exponential(tail: Tail, probability: f64) -> Node {
    match tail {
        Tail::Lower => Node { value: -(-probability).ln_1p(), slope: 1.0 / (1.0 - probability) },
        Tail::Upper => Node { value: -probability.ln(), slope: -1.0 / probability },
    }
}

impl Tails for Exponential {
    fn node(&self, tail: Tail, probability: f64, _guess: f64) -> Node {
        let Node { value, slope } = unit_exponential(tail, probability);
        Node { value: self.mean * value, slope: self.mean * slope }
    }
}

/// Weibull distribution: `scale`·E^(1/`shape`) with E exponential of mean 1; both are positive.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weibull {
    pub(super) shape: f64,
    pub(super) scale: f64,
}

impl Weibull {
    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { -(-(x / self.scale).powf(self.shape)).exp_m1() }
    }

    pub(super) fn mean(&self) -> f64 {
        self.scale * ln_gamma(1.0 + 1.0 / self.shape).exp()
    }

    pub(super) fn sd(&self) -> f64 {
        // √(Γ(1 + 2/k)/Γ(1 + 1/k)² − 1) of the mean.
        let ratio = ln_gamma(1.0 + 2.0 / self.shape) - 2.0 * ln_gamma(1.0 + 1.0 / self.shape);
        self.mean() * ratio.exp_m1().max(0.0).sqrt()
    }
}

impl Tails for Weibull {
    fn node(&self, tail: Tail, probability: f64, _guess: f64) -> Node {
        let Node { value: exponential, slope } = unit_exponential(tail, probability);
        let value = self.scale * exponential.powf(1.0 / self.shape);
        Node { value, slope: value / (self.shape * exponential) * slope }
    }
}
