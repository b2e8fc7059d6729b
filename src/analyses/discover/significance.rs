//! Significance of the limits of a box, and the score of a box.

use statrs::distribution::{Binomial, DiscreteCDF};

use super::sample::{Limit, Sample};

/// Quasi-p value of one limit: the probability that at least as many points of the box are of interest if the limit has no effect, that is, if each is of
/// interest with the density of the box without the limit (Bryant & Lempert 2010, "Thinking inside the box", Technological Forecasting & Social
/// Change 77, appendix). It is called quasi because the limit was selected on the same points; on fresh points it is a one-sided binomial test.
#[must_use]
pub fn quasi_p(sample: &Sample, limits: &[Limit], which: usize) -> f64 {
    let inside = sample.count(limits);
    let without = sample.count(&without(limits, which));
    if without.points == inside.points || inside.hits == 0 {
        return 1.0;
    }
    // P(X ≥ hits) = P(X > hits − 1)
    Binomial::new(without.density().clamp(0.0, 1.0), inside.points).map_or(1.0, |law| law.sf(inside.hits - 1))
}

/// Box without one of its limits.
#[must_use]
pub fn without(limits: &[Limit], which: usize) -> Vec<Limit> {
    limits.iter().enumerate().filter(|&(other, _)| other != which).map(|(_, &limit)| limit).collect()
}

/// Score of a box on a sample: coverage times the relative excess of its density over that of the sample. It is 0 for the whole space and for a box that
/// is no denser, and 1 for a box with all points of interest and no others.
#[must_use]
pub fn score(sample: &Sample, limits: &[Limit]) -> f64 {
    let (all, inside) = (sample.count(&[]), sample.count(limits));
    if all.hits == 0 || all.hits == all.points {
        return 0.0;
    }
    let coverage = inside.hits as f64 / all.hits as f64;
    coverage * (inside.density() - all.density()) / (1.0 - all.density())
}

/// Drops limits one by one: first those whose quasi-p value on `sample` is not below `level`, the least significant first; then, while there are more
/// than `most`, and while it costs no more than `worth` of the score, the one that costs least.
#[must_use]
pub fn prune(sample: &Sample, limits: &[Limit], level: f64, most: usize, worth: f64) -> Vec<Limit> {
    let mut limits = limits.to_vec();
    loop {
        let values: Vec<f64> = (0..limits.len()).map(|which| quasi_p(sample, &limits, which)).collect();
        let worst = (0..limits.len()).filter(|&which| values[which] >= level).max_by(|&a, &b| values[a].total_cmp(&values[b]));
        let Some(worst) = worst else { break };
        limits.remove(worst);
    }
    while !limits.is_empty() {
        let scores: Vec<f64> = (0..limits.len()).map(|which| score(sample, &without(&limits, which))).collect();
        let Some(least) = (0..limits.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])) else { break };
        if limits.len() <= most && scores[least] < (1.0 - worth) * score(sample, &limits) {
            break;
        }
        limits.remove(least);
    }
    limits
}
