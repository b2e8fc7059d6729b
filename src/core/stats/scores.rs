//! Proper scoring rules and calibration measures of probability forecasts, with censored outcomes.
//!
//! The continuous ranked probability score and the Brier score are proper: the expected score is best for the true distribution (Gneiting & Raftery
//! 2007, "Strictly proper scoring rules, prediction, and estimation", JASA 102). With censored outcomes they remain proper if each known outcome is
//! weighted by the inverse of the probability of not being censored before it (Graf et al. 1999, "Assessment and comparison of prognostic
//! classification schemes for survival data", Statistics in Medicine 18). Scoring each censored outcome only up to its censoring time is not proper
//! (Rindt et al. 2022, "Survival regression with proper scoring rules and monotonic neural networks", AISTATS).

use statrs::distribution::{Binomial, DiscreteCDF};

/// Outcome of the event that was forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForecastOutcome {
    /// The event occurred at this time.
    Occurred(f64),
    /// Right-censored: the event had not occurred by this time, when it was last observed.
    Censored(f64),
    /// At this time it became known that the event will never occur.
    RuledOut(f64),
}

/// Continuous ranked probability score over the interval [`from`, `to`]: the integral of (F(x) − 1{x ≥ outcome})², in the unit of x; smaller is
/// better. `None` for a censored outcome.
///
/// The integral uses the midpoint rule with `cells` cells on each side of the outcome.
#[must_use]
pub fn crps(cdf: &dyn Fn(f64) -> f64, outcome: ForecastOutcome, [from, to]: [f64; 2], cells: u32) -> Option<f64> {
    let integral = |from: f64, to: f64, happened: f64| {
        let width = (to - from).max(0.0) / f64::from(cells.max(1));
        (0..cells.max(1)).map(|cell| (cdf(from + (f64::from(cell) + 0.5) * width) - happened).powi(2)).sum::<f64>() * width
    };
    match outcome {
        ForecastOutcome::Occurred(time) => {
            let time = time.clamp(from, to);
            Some(integral(from, time, 0.0) + integral(time, to, 1.0))
        }
        ForecastOutcome::Censored(_) => None,
        ForecastOutcome::RuledOut(_) => Some(integral(from, to, 0.0)),
    }
}

/// Probability integral transform of an outcome: a point for a known outcome, otherwise the interval of probabilities that contains it.
///
/// `cdf` at infinity is the probability that the event ever occurs.
#[must_use]
pub fn pit(cdf: &dyn Fn(f64) -> f64, outcome: ForecastOutcome) -> [f64; 2] {
    match outcome {
        ForecastOutcome::Occurred(time) => [cdf(time); 2],
        ForecastOutcome::Censored(time) => [cdf(time), 1.0],
        ForecastOutcome::RuledOut(_) => [cdf(f64::INFINITY), 1.0],
    }
}

/// Share of a transformed outcome in [`from`, `to`): 0 or 1 for a known outcome. A censored outcome counts as uniform over its interval (Czado,
/// Gneiting & Held 2009, "Predictive model assessment for count data", Biometrics 65; the test based on it is called D-calibration by Haider et al.
/// 2020, JMLR 21).
#[must_use]
pub fn mass([low, high]: [f64; 2], [from, to]: [f64; 2]) -> f64 {
    if high > low {
        return ((high.min(to) - low.max(from)) / (high - low)).max(0.0);
    }
    f64::from(u8::from(low >= from && (low < to || (low >= 1.0 && to >= 1.0))))
}

/// Share of a transformed outcome inside the central interval of probability `level`, 0 to 1.
#[must_use]
pub fn covered(pit: [f64; 2], level: f64) -> f64 {
    mass(pit, [0.5 - level / 2.0, 0.5 + level / 2.0])
}

/// Histogram of transformed outcomes in bins of equal probability; it is flat for a calibrated forecaster.
#[must_use]
pub fn pit_histogram(pits: &[[f64; 2]], bins: u32) -> Vec<f64> {
    let bins = bins.max(1);
    let edge = |bin: u32| f64::from(bin) / f64::from(bins);
    (0..bins).map(|bin| pits.iter().map(|&pit| mass(pit, [edge(bin), edge(bin + 1)])).sum()).collect()
}

/// Range of counts out of `n` that contains a binomial count of share `p` with a probability of at least `confidence`, with equal tails.
#[must_use]
pub fn binomial_range(n: u64, p: f64, confidence: f64) -> [u64; 2] {
    let Ok(binomial) = Binomial::new(p, n) else { return [0, n] };
    let tail = (1.0 - confidence) / 2.0;
    [binomial.inverse_cdf(tail), binomial.inverse_cdf(1.0 - tail)]
}

/// Probability that a binomial count out of `n` with the share `p` lies outside a range: the power of the test that rejects outside it.
#[must_use]
pub fn binomial_power(n: u64, [low, high]: [u64; 2], p: f64) -> f64 {
    let Ok(binomial) = Binomial::new(p, n) else { return f64::NAN };
    let below = low.checked_sub(1).map_or(0.0, |count| binomial.cdf(count));
    below + 1.0 - binomial.cdf(high)
}

/// Brier score with censoring: the weighted mean squared error of the forecast probabilities that the event has occurred by the time `by`, and the
/// number of rows used.
///
/// `forecasts` are the probabilities with the outcomes. A row censored before `by` has no weight; the others are weighted by the inverse of
/// `uncensored`, the probability of being observed for longer than a time. `None` where no row is known.
#[must_use]
pub fn brier(forecasts: &[(f64, ForecastOutcome)], by: f64, uncensored: &dyn Fn(f64) -> f64) -> Option<(f64, usize)> {
    let (mut sum, mut weights, mut rows) = (0.0, 0.0, 0);
    for &(probability, outcome) in forecasts {
        let (happened, looked) = match outcome {
            ForecastOutcome::Occurred(time) if time <= by => (1.0, time.next_down()), // a row censored at that very time was still observed
            ForecastOutcome::Censored(time) if time < by => continue,
            ForecastOutcome::RuledOut(time) => (0.0, time.min(by)),
            ForecastOutcome::Occurred(_) | ForecastOutcome::Censored(_) => (0.0, by),
        };
        let weight = uncensored(looked).max(f64::EPSILON).recip();
        sum += weight * (probability - happened).powi(2);
        weights += weight;
        rows += 1;
    }
    (rows > 0).then(|| (sum / weights, rows))
}

/// Mean continuous ranked probability score of several forecasts: the integral over time of their Brier scores, by the midpoint rule with `cells`
/// cells. Without censoring it is the mean of [`crps`]. `None` where at some time no row is known.
#[must_use]
pub fn mean_crps(
    forecasts: &[(&dyn Fn(f64) -> f64, ForecastOutcome)],
    [from, to]: [f64; 2],
    cells: u32,
    uncensored: &dyn Fn(f64) -> f64,
) -> Option<f64> {
    let width = (to - from).max(0.0) / f64::from(cells.max(1));
    let at = |cell: u32| {
        let time = from + (f64::from(cell) + 0.5) * width;
        let probabilities: Vec<(f64, ForecastOutcome)> = forecasts.iter().map(|(cdf, outcome)| (cdf(time), *outcome)).collect();
        brier(&probabilities, time, uncensored).map(|(score, _)| score * width)
    };
    (0..cells.max(1)).map(at).sum()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use statrs::distribution::{Continuous, ContinuousCDF, Normal};

    use super::*;

    /// Gneiting & Raftery 2007, equation 21.
    #[test]
    fn crps_of_a_normal_forecast_is_the_closed_form() {
        let normal = Normal::standard();
        for outcome in [-1.3, 0.0, 0.4, 2.5] {
            let exact = outcome * (2.0 * normal.cdf(outcome) - 1.0) + 2.0 * normal.pdf(outcome) - 1.0 / std::f64::consts::PI.sqrt();
            let score = crps(&|x| normal.cdf(x), ForecastOutcome::Occurred(outcome), [-12.0, 12.0], 4_000).unwrap();
            assert!((score - exact).abs() < 1e-6, "{outcome}: {score} {exact}");
        }
    }

    #[test]
    fn crps_of_a_point_is_its_distance() {
        let plan = |x: f64| f64::from(u8::from(x >= 24.0));
        let score = |outcome| crps(&plan, outcome, [0.0, 120.0], 3_000);
        assert!((score(ForecastOutcome::Occurred(30.0)).unwrap() - 6.0).abs() < 0.05);
        assert!((score(ForecastOutcome::RuledOut(0.0)).unwrap() - 96.0).abs() < 0.05);
        assert_eq!(score(ForecastOutcome::Censored(29.0)), None);
        let both: [(&dyn Fn(f64) -> f64, ForecastOutcome); 2] = [(&plan, ForecastOutcome::Occurred(30.0)), (&plan, ForecastOutcome::RuledOut(0.0))];
        assert!((mean_crps(&both, [0.0, 120.0], 3_000, &|_| 1.0).unwrap() - 51.0).abs() < 0.05);
    }

    /// Outcomes follow the forecast exactly, and a third of them are censored at 40: the true forecast has the best scores.
    #[test]
    fn the_true_forecast_scores_best_with_censoring() {
        let outcomes: Vec<ForecastOutcome> = (0..3_000)
            .map(|i| {
                let time = -60.0 * (1.0 - (f64::from(i) + 0.5) / 3_000.0).ln();
                if i % 3 == 0 && time > 40.0 { ForecastOutcome::Censored(40.0) } else { ForecastOutcome::Occurred(time) }
            })
            .collect();
        let uncensored = |time: f64| if time <= 40.0 { 1.0 } else { 2.0 / 3.0 };
        let score = |mean: f64| {
            let cdf = |x: f64| 1.0 - (-x / mean).exp();
            let forecasts: Vec<_> = outcomes.iter().map(|&outcome| (cdf(60.0), outcome)).collect();
            let pairs: Vec<_> = outcomes.iter().map(|&outcome| (&cdf as &dyn Fn(f64) -> f64, outcome)).collect();
            [mean_crps(&pairs, [0.0, 600.0], 300, &uncensored).unwrap(), brier(&forecasts, 60.0, &uncensored).unwrap().0]
        };
        let truth = score(60.0);
        for mean in [45.0, 54.0, 66.0, 80.0] {
            let other = score(mean);
            assert!(truth[0] < other[0] && truth[1] < other[1], "{mean}: {other:?} against {truth:?}");
        }
    }

    #[test]
    fn transforms_of_a_calibrated_forecast_are_uniform() {
        let cdf = |x: f64| 0.8 * (1.0 - (-x / 10.0).exp()).max(0.0);
        let draws = (0..800).map(|i| pit(&cdf, ForecastOutcome::Occurred(-10.0 * (1.0 - (f64::from(i) + 0.5) / 800.0).ln())));
        let pits: Vec<_> = draws.chain((0..200).map(|_| pit(&cdf, ForecastOutcome::RuledOut(0.0)))).collect();
        for count in pit_histogram(&pits, 10) {
            assert!((count - 100.0).abs() < 1.5, "{count}");
        }
        let held: f64 = pits.iter().map(|&pit| covered(pit, 0.8)).sum();
        assert!((held - 800.0).abs() < 2.0, "{held}");
        assert_eq!(mass([1.0, 1.0], [0.9, 1.0]), 1.0);
        assert_eq!(mass([0.5, 1.0], [0.25, 0.75]), 0.5);
    }

    #[test]
    fn binomial_ranges_are_those_of_tables() {
        assert_eq!(binomial_range(20, 0.5, 0.95), [6, 14]);
        assert_eq!(binomial_range(29, 0.9, 0.95), [23, 29]);
        // 3 coins: outside 1 to 2 with a probability of a quarter; of share 1, always.
        assert!((binomial_power(3, [1, 2], 0.5) - 0.25).abs() < 1e-12 && (binomial_power(3, [1, 2], 1.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn rows_censored_earlier_have_no_weight() {
        let rows = [(0.25, ForecastOutcome::Occurred(10.0)), (0.5, ForecastOutcome::Censored(20.0)), (0.5, ForecastOutcome::RuledOut(0.0))];
        assert_eq!(brier(&rows, 24.0, &|_| 1.0), Some((f64::midpoint(0.5625, 0.25), 2)));
        assert_eq!(brier(&rows[1..2], 24.0, &|_| 1.0), None);
    }
}
