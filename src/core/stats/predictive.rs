//! Bayesian predictive distribution of the next of a few positive durations, some of them censored, in a lognormal model.

use statrs::function::erf::erfc;

use super::ForecastOutcome;

/// Number of grid points of the mean and of the standard deviation of the logarithm.
const STEPS: [u32; 2] = [81, 61];
/// Smallest and largest standard deviation of the logarithm on the grid.
const SIGMA: [f64; 2] = [0.05, 4.0];
/// Distance by which the grid of means extends beyond the observed logarithms.
const MARGIN: f64 = 3.0;
/// Posterior grid points with a weight below this share of the largest are left out.
const NEGLIGIBLE: f64 = 1e-7;
/// Smallest duration; shorter ones are replaced by it.
const SHORTEST: f64 = 1e-3;

/// Number of grid points of the share that never ends.
const SHARES: u32 = 32;

/// Posterior predictive distribution of a lognormal duration, or of one with a share that never ends (cure mixture).
///
/// The prior is the reference prior 1/σ (Bernardo 1979, "Reference posterior distributions for Bayesian inference", JRSS B 41). Without censoring,
/// the logarithm of the next duration then has a Student t distribution, so that few observations give a wide distribution.
#[derive(Clone, Debug)]
pub struct LognormalPredictive {
    /// Mean, standard deviation and weight of each posterior grid point; the weights sum to the probability of ending.
    points: Vec<[f64; 3]>,
}

/// Whether a case ended, and whether it can still end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Ended,
    Running,
    Never,
}

impl LognormalPredictive {
    /// The distribution after the observed durations; cases that will never end give no information on the duration of the others and are left out.
    /// `None` with fewer than two ended durations, for which the posterior is improper.
    #[must_use]
    pub fn new(outcomes: &[ForecastOutcome]) -> Option<Self> {
        Self::of(outcomes, false)
    }

    /// The cure mixture: a share of cases never ends, with Jeffreys' prior for a proportion. Cases ruled out are of that share; a running case is of it, or
    /// ends later (Boag 1949, JRSS B 11). The probability of ending is [`LognormalPredictive::cdf`] at infinity. `None` with fewer than two ended durations.
    #[must_use]
    pub fn with_cure(outcomes: &[ForecastOutcome]) -> Option<Self> {
        Self::of(outcomes, true)
    }

    fn of(outcomes: &[ForecastOutcome], cure: bool) -> Option<Self> {
        let cases = outcomes.iter().filter_map(|outcome| match outcome {
            ForecastOutcome::Occurred(time) => Some((time.max(SHORTEST).ln(), Case::Ended)),
            ForecastOutcome::Censored(time) => Some((time.max(SHORTEST).ln(), Case::Running)),
            ForecastOutcome::RuledOut(_) => cure.then_some((0.0, Case::Never)),
        });
        let cases: Vec<(f64, Case)> = cases.collect();
        let logs = || cases.iter().filter(|(_, case)| *case != Case::Never).map(|(log, _)| *log);
        if cases.iter().filter(|(_, case)| *case == Case::Ended).count() < 2 {
            return None;
        }
        let low = logs().fold(f64::INFINITY, f64::min) - MARGIN;
        let high = logs().fold(f64::NEG_INFINITY, f64::max) + MARGIN;
        let at = |[low, high]: [f64; 2], i: u32, n: u32| low + (high - low) * f64::from(i) / f64::from(n - 1);
        // Points of equal probability of Jeffreys' prior, the arcsine distribution; without cure the one share is 0.
        let shares: Vec<f64> = if cure {
            (0..SHARES).map(|i| (std::f64::consts::FRAC_PI_2 * (f64::from(i) + 0.5) / f64::from(SHARES)).sin().powi(2)).collect()
        } else {
            vec![0.0]
        };
        let never = cases.iter().filter(|(_, case)| *case == Case::Never).count() as f64;
        let mut points = Vec::new();
        let mut largest = f64::NEG_INFINITY;
        for i in 0..STEPS[0] {
            for j in 0..STEPS[1] {
                let mean = at([low, high], i, STEPS[0]);
                let log_sigma = at(SIGMA.map(f64::ln), j, STEPS[1]);
                let sigma = log_sigma.exp();
                let (mut ended, mut count, mut running) = (0.0, 0.0, Vec::new());
                for &(log, case) in cases.iter().filter(|(_, case)| *case != Case::Never) {
                    let z = (log - mean) / sigma;
                    if case == Case::Ended {
                        ended += -0.5 * z * z - log_sigma;
                        count += 1.0;
                    } else {
                        running.push(normal_cdf(-z).max(f64::MIN_POSITIVE));
                    }
                }
                for &share in &shares {
                    let still: f64 = running.iter().map(|survival| (share + (1.0 - share) * survival).ln()).sum();
                    let split = if cure { count * (1.0 - share).ln() + never * share.ln() } else { 0.0 };
                    let likelihood = ended + still + split;
                    largest = largest.max(likelihood);
                    points.push(([mean, sigma, likelihood], 1.0 - share));
                }
            }
        }
        let weight = |likelihood: f64| (likelihood - largest).exp();
        points.retain(|([.., likelihood], _)| weight(*likelihood) > NEGLIGIBLE);
        let total: f64 = points.iter().map(|([.., likelihood], _)| weight(*likelihood)).sum();
        Some(Self { points: points.into_iter().map(|([mean, sigma, likelihood], ends)| [mean, sigma, weight(likelihood) / total * ends]).collect() })
    }

    /// Probability that the next duration is at most `time`.
    #[must_use]
    pub fn cdf(&self, time: f64) -> f64 {
        if time <= 0.0 {
            return 0.0;
        }
        let log = time.ln(); // infinite at infinity, where the distribution functions are 1
        self.points.iter().map(|&[mean, sigma, weight]| weight * normal_cdf((log - mean) / sigma)).sum::<f64>().min(1.0)
    }

    /// The duration that the next one does not exceed with probability `p`, by bisection of the logarithm.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let (mut low, mut high) = (-40.0_f64, 40.0_f64);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.cdf(middle.exp()) < p {
                low = middle;
            } else {
                high = middle;
            }
        }
        high.exp()
    }
}

/// Standard normal cumulative distribution function.
fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, StudentsT};

    use super::*;

    /// Without censoring, (log − mean)/(s √(1 + 1/n)) has Student's t distribution with n − 1 degrees of freedom.
    #[test]
    fn without_censoring_the_prediction_is_students_t() {
        let logs = [0.9_f64, 0.2, 0.5, 0.7, 0.1, 0.55, 0.35, 1.2];
        let n = 8.0;
        let mean = logs.iter().sum::<f64>() / n;
        let s = (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let exact = StudentsT::new(mean, s * (1.0_f64 + 1.0 / n).sqrt(), n - 1.0).unwrap();
        let predictive = LognormalPredictive::new(&logs.map(|log| ForecastOutcome::Occurred(log.exp()))).unwrap();
        for x in [-0.6, 0.0, 0.3, 0.6, 1.0, 1.8] {
            let (ours, theirs) = (predictive.cdf(f64::exp(x)), exact.cdf(x));
            assert!((ours - theirs).abs() < 0.003, "{x}: {ours} {theirs}");
        }
        assert!((predictive.quantile(0.9).ln() - exact.inverse_cdf(0.9)).abs() < 0.02);
    }

    /// Four of eight ended long before the others were last seen, so that these never end: the posterior mean of the share is near that of a beta
    /// distribution, (4 + ½)/9.
    #[test]
    fn the_cure_mixture_finds_the_share_that_never_ends() {
        let ended = [5.0, 10.0, 20.0, 12.0].map(ForecastOutcome::Occurred);
        let others = [ForecastOutcome::Censored(1e5), ForecastOutcome::Censored(1e5), ForecastOutcome::RuledOut(3.0), ForecastOutcome::RuledOut(9.0)];
        let cure = LognormalPredictive::with_cure(&[ended, others].concat()).unwrap();
        assert!((cure.cdf(f64::INFINITY) - 0.5).abs() < 0.02, "{}", cure.cdf(f64::INFINITY));
        let plain = LognormalPredictive::new(&ended).unwrap();
        assert!((cure.cdf(10.0) / cure.cdf(f64::INFINITY) - plain.cdf(10.0)).abs() < 0.02);
    }

    #[test]
    fn censored_durations_raise_the_quantiles() {
        let ended =
            [ForecastOutcome::Occurred(10.0), ForecastOutcome::Occurred(14.0), ForecastOutcome::Occurred(20.0), ForecastOutcome::Occurred(25.0)];
        let running: Vec<ForecastOutcome> = ended.into_iter().chain([ForecastOutcome::Censored(30.0), ForecastOutcome::Censored(40.0)]).collect();
        let [without, with] = [LognormalPredictive::new(&ended).unwrap(), LognormalPredictive::new(&running).unwrap()];
        assert!(with.quantile(0.5) > without.quantile(0.5) && with.quantile(0.9) > 1.5 * without.quantile(0.9));
        assert!(
            LognormalPredictive::new(&[ForecastOutcome::Occurred(1.0), ForecastOutcome::Censored(2.0), ForecastOutcome::RuledOut(3.0)]).is_none()
        );
    }
}
