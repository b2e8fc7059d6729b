//! Mixtures of distributions.

use super::distribution::Distribution;
use super::error::DistributionError;
use super::steps::chances;

/// One of several distributions, by chance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mixture {
    /// In the order listed, those without weight left out.
    components: Vec<Distribution>,
    /// Probability of each.
    chances: Vec<f64>,
}

impl Mixture {
    pub(super) fn new(weighted: Vec<(Distribution, f64)>) -> Result<Self, DistributionError> {
        let (components, weights): (Vec<_>, Vec<_>) = weighted.into_iter().unzip();
        let chances = chances("components", &weights)?;
        let (components, chances) = components.into_iter().zip(chances).filter(|&(_, chance)| chance > 0.0).unzip();
        Ok(Self { components, chances })
    }

    /// In the order listed, at least one.
    pub(super) fn components(&self) -> &[Distribution] {
        &self.components
    }

    /// Probability of each component.
    pub(super) fn chances(&self) -> &[f64] {
        &self.chances
    }

    fn each(&self) -> impl Iterator<Item = (&Distribution, f64)> {
        self.components.iter().zip(self.chances.iter().copied())
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        self.each().map(|(component, chance)| chance * component.cdf(x)).sum::<f64>().min(1.0)
    }

    pub(super) fn mean(&self) -> f64 {
        self.each().map(|(component, chance)| chance * component.mean()).sum()
    }

    pub(super) fn sd(&self) -> f64 {
        let mean = self.mean();
        if mean.is_finite() {
            self.each().map(|(component, chance)| chance * (component.sd().powi(2) + (component.mean() - mean).powi(2))).sum::<f64>().sqrt()
        } else {
            f64::INFINITY
        }
    }

    pub(super) fn support(&self) -> [f64; 2] {
        self.components
            .iter()
            .map(Distribution::support)
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], [least, most]| [low.min(least), high.max(most)])
    }

    /// The smallest x whose cumulative probability is at least `p` in (0, 1), to the last bit or two, by bisection between the least and the
    /// greatest of the components' quantiles.
    pub(super) fn quantile(&self, p: f64) -> f64 {
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
}
