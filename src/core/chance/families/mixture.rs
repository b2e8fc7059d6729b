//! Finite mixtures of distributions.

use std::sync::Arc;

use super::Family;
use super::weights::{cumulative, index_of, probabilities};
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::sampler::{Kind, Sampler};
use crate::chance::stream::MIN_UNIFORM;

impl Distribution {
    /// Finite mixture of pairs `(component, weight)`, with probabilities in proportion to the weights.
    ///
    /// A [`Sampler`] of a mixture selects the component by the uniform number, in the order listed, and rescales the rest of the number to (0, 1) to
    /// draw from that component. Its draws have the distribution of the mixture, but do not increase with the uniform number.
    ///
    /// # Errors
    /// When a weight is negative or not finite, or no weight is above 0.
    pub fn mixture(weighted: Vec<(Self, f64)>) -> Result<Self, DistributionError> {
        let mixture = Mixture::new(weighted)?;
        let first = &mixture.components[0];
        if mixture.components.iter().all(|other| other == first) {
            return Ok(first.clone());
        }
        Ok(Self::unchecked(Arc::new(mixture)))
    }
}

/// Finite mixture: one of the components, each with its probability.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mixture {
    /// Components of positive weight, at least one, in the order listed.
    components: Vec<Distribution>,
    /// Probability of each component.
    probabilities: Vec<f64>,
}

impl Mixture {
    fn new(weighted: Vec<(Distribution, f64)>) -> Result<Self, DistributionError> {
        let (components, weights): (Vec<_>, Vec<_>) = weighted.into_iter().unzip();
        let probabilities = probabilities("components", &weights)?;
        let (components, probabilities) = components.into_iter().zip(probabilities).filter(|&(_, probability)| probability > 0.0).unzip();
        Ok(Self { components, probabilities })
    }

    fn each(&self) -> impl Iterator<Item = (&Distribution, f64)> {
        self.components.iter().zip(self.probabilities.iter().copied())
    }
}

impl Family for Arc<Mixture> {
    fn cdf(&self, x: f64) -> f64 {
        self.each().map(|(component, probability)| probability * component.cdf(x)).sum::<f64>().min(1.0)
    }

    fn mean(&self) -> f64 {
        self.each().map(|(component, probability)| probability * component.mean()).sum()
    }

    fn sd(&self) -> f64 {
        let mean = self.mean();
        if mean.is_finite() {
            let terms = self.each().map(|(component, probability)| probability * (component.sd().powi(2) + (component.mean() - mean).powi(2)));
            terms.sum::<f64>().sqrt()
        } else {
            f64::INFINITY
        }
    }

    fn support(&self) -> [f64; 2] {
        self.components
            .iter()
            .map(Distribution::support)
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], [least, most]| [low.min(least), high.max(most)])
    }

    /// Quantile by bisection of the cumulative distribution function between the smallest and the largest quantile of the components, to the last bit
    /// or two.
    fn quantile(&self, p: f64) -> f64 {
        let quantiles = self.components.iter().map(|component| component.quantile(p));
        let (mut low, mut high) = quantiles.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        if self.cdf(low) >= p {
            return low;
        }
        loop {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                return high;
            }
            if self.cdf(middle) >= p { high = middle } else { low = middle }
        }
    }

    fn compile(&self) -> Kind {
        let components = self.components.iter().map(Sampler::new).collect();
        Kind::Mixture(Arc::new(MixtureSampler { cumulative: cumulative(&self.probabilities), components }))
    }
}

/// Compiled mixture.
#[derive(Debug)]
pub(crate) struct MixtureSampler {
    cumulative: Vec<f64>,
    components: Vec<Sampler>,
}

impl MixtureSampler {
    /// The draw that `u` in (0, 1) stands for.
    pub(crate) fn draw(&self, u: f64) -> f64 {
        let index = index_of(&self.cumulative, u);
        let below = if index == 0 { 0.0 } else { self.cumulative[index - 1] };
        let rest = (u - below) / (self.cumulative[index] - below);
        self.components[index].draw(rest.clamp(MIN_UNIFORM, 1.0 - MIN_UNIFORM))
    }
}
