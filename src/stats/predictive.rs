//! The next of a few positive durations, some of them still running: a lognormal law whose two parameters are themselves uncertain.

use statrs::function::erf::erfc;

use super::Seen;

/// Steps of the grid of means, and of that of standard deviations, of the logarithm.
const STEPS: [u32; 2] = [81, 61];
/// Smallest and largest standard deviation of the logarithm that is thought possible.
const SIGMA: [f64; 2] = [0.05, 4.0];
/// The grid of means reaches this far beyond the logarithms seen.
const REACH: f64 = 3.0;
/// Points of the posterior below this share of the heaviest are left out.
const NEGLIGIBLE: f64 = 1e-7;
/// Least duration; one of none is taken for this.
const LEAST: f64 = 1e-3;

/// Predictive law of a lognormal duration, its parameters integrated over their posterior.
///
/// The prior is the reference prior 1/σ (Bernardo 1979, "Reference posterior distributions for Bayesian inference", JRSS B 41), with which
/// the logarithm of the next duration is a Student variable where nothing is censored: ten observations do not look like a thousand.
#[derive(Clone, Debug)]
pub struct LognormalPredictive {
    /// Mean, standard deviation and weight.
    points: Vec<[f64; 3]>,
}

impl LognormalPredictive {
    /// From durations seen; those that will never end say nothing of how long the others take and are left out.
    /// `None` with fewer than two that ended: the posterior then has no finite mass.
    #[must_use]
    pub fn new(seen: &[Seen]) -> Option<Self> {
        let logs: Vec<(f64, bool)> = seen
            .iter()
            .filter_map(|seen| match seen {
                Seen::At(time) => Some((time.max(LEAST).ln(), true)),
                Seen::After(time) => Some((time.max(LEAST).ln(), false)),
                Seen::Never(_) => None,
            })
            .collect();
        if logs.iter().filter(|(_, ended)| *ended).count() < 2 {
            return None;
        }
        let low = logs.iter().map(|(log, _)| *log).fold(f64::INFINITY, f64::min) - REACH;
        let high = logs.iter().map(|(log, _)| *log).fold(f64::NEG_INFINITY, f64::max) + REACH;
        let at = |[low, high]: [f64; 2], i: u32, n: u32| low + (high - low) * f64::from(i) / f64::from(n - 1);
        let mut points = Vec::new();
        let mut heaviest = f64::NEG_INFINITY;
        for i in 0..STEPS[0] {
            for j in 0..STEPS[1] {
                let mean = at([low, high], i, STEPS[0]);
                let log_sigma = at(SIGMA.map(f64::ln), j, STEPS[1]);
                let sigma = log_sigma.exp();
                let likelihood: f64 = logs
                    .iter()
                    .map(|&(log, ended)| {
                        let z = (log - mean) / sigma;
                        if ended { -0.5 * z * z - log_sigma } else { normal_cdf(-z).max(f64::MIN_POSITIVE).ln() }
                    })
                    .sum();
                heaviest = heaviest.max(likelihood);
                points.push([mean, sigma, likelihood]);
            }
        }
        for point in &mut points {
            point[2] = (point[2] - heaviest).exp();
        }
        points.retain(|point| point[2] > NEGLIGIBLE);
        let total: f64 = points.iter().map(|point| point[2]).sum();
        for point in &mut points {
            point[2] /= total;
        }
        Some(Self { points })
    }

    /// Chance that the next duration is no longer than this.
    #[must_use]
    pub fn cdf(&self, time: f64) -> f64 {
        if time <= 0.0 {
            return 0.0;
        }
        let log = time.ln();
        self.points.iter().map(|&[mean, sigma, weight]| weight * normal_cdf((log - mean) / sigma)).sum::<f64>().min(1.0)
    }

    /// Duration that the next does not exceed with chance `p`, by bisection of its logarithm.
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

/// Distribution function of the standard normal law.
fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, StudentsT};

    use super::*;

    /// Without censoring, (log − mean)/(s √(1 + 1/n)) is Student's t with n − 1 degrees of freedom.
    #[test]
    fn predicts_students_law_where_all_have_ended() {
        let logs = [0.9_f64, 0.2, 0.5, 0.7, 0.1, 0.55, 0.35, 1.2];
        let n = 8.0;
        let mean = logs.iter().sum::<f64>() / n;
        let s = (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let exact = StudentsT::new(mean, s * (1.0_f64 + 1.0 / n).sqrt(), n - 1.0).unwrap();
        let predictive = LognormalPredictive::new(&logs.map(|log| Seen::At(log.exp()))).unwrap();
        for x in [-0.6, 0.0, 0.3, 0.6, 1.0, 1.8] {
            let (ours, theirs) = (predictive.cdf(f64::exp(x)), exact.cdf(x));
            assert!((ours - theirs).abs() < 0.003, "{x}: {ours} {theirs}");
        }
        assert!((predictive.quantile(0.9).ln() - exact.inverse_cdf(0.9)).abs() < 0.02);
    }

    #[test]
    fn what_still_runs_makes_the_next_longer() {
        let ended = [Seen::At(10.0), Seen::At(14.0), Seen::At(20.0), Seen::At(25.0)];
        let running: Vec<Seen> = ended.into_iter().chain([Seen::After(30.0), Seen::After(40.0)]).collect();
        let [without, with] = [LognormalPredictive::new(&ended).unwrap(), LognormalPredictive::new(&running).unwrap()];
        assert!(with.quantile(0.5) > without.quantile(0.5) && with.quantile(0.9) > 1.5 * without.quantile(0.9));
        assert!(LognormalPredictive::new(&[Seen::At(1.0), Seen::After(2.0), Seen::Never(3.0)]).is_none());
    }
}
