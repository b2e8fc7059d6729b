//! Scores of probability forecasts against what was seen, censored outcomes included.
//!
//! The continuous ranked probability score and the Brier score are proper: no forecaster gains by saying other than what it believes
//! (Gneiting & Raftery 2007, "Strictly proper scoring rules, prediction, and estimation", JASA 102). With censored outcomes they stay so where
//! each known outcome is weighted by the inverse chance of not being censored before it (Graf et al. 1999, "Assessment and comparison of
//! prognostic classification schemes for survival data", Statistics in Medicine 18). To score each censored outcome just up to its censoring
//! is not proper (Rindt et al. 2022, "Survival regression with proper scoring rules and monotonic neural networks", AISTATS).

use statrs::distribution::{Binomial, DiscreteCDF};

/// What became of what was forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// It happened at this time.
    At(f64),
    /// It had not happened by this time, when it was last looked at.
    After(f64),
    /// At this time it became known that it will never happen.
    Never(f64),
}

/// Continuous ranked probability score over `range`: the integral of (F(x) − 1{x ≥ seen})², in the unit of x; smaller is better. `None` for a
/// censored outcome.
///
/// The integral is taken by midpoints in `cells` cells on each side of the outcome.
#[must_use]
pub fn crps(cdf: &dyn Fn(f64) -> f64, seen: Seen, [from, to]: [f64; 2], cells: u32) -> Option<f64> {
    let integral = |from: f64, to: f64, happened: f64| {
        let width = (to - from).max(0.0) / f64::from(cells.max(1));
        (0..cells.max(1)).map(|cell| (cdf(from + (f64::from(cell) + 0.5) * width) - happened).powi(2)).sum::<f64>() * width
    };
    match seen {
        Seen::At(time) => {
            let time = time.clamp(from, to);
            Some(integral(from, time, 0.0) + integral(time, to, 1.0))
        }
        Seen::After(_) => None,
        Seen::Never(_) => Some(integral(from, to, 0.0)),
    }
}

/// Probability integral transform of an outcome: a point where it is known, else the interval of chances in which it lies.
///
/// `cdf` at infinity is the chance that it ever happens.
#[must_use]
pub fn pit(cdf: &dyn Fn(f64) -> f64, seen: Seen) -> [f64; 2] {
    match seen {
        Seen::At(time) => [cdf(time); 2],
        Seen::After(time) => [cdf(time), 1.0],
        Seen::Never(_) => [cdf(f64::INFINITY), 1.0],
    }
}

/// Share of a transformed outcome that lies in [`from`, `to`): 0 or 1 of a known one; of a censored one the mass spread evenly over its interval
/// (Czado, Gneiting & Held 2009, "Predictive model assessment for count data", Biometrics 65; Haider et al. 2020, JMLR 21, call the
/// test that rests on it D-calibration).
#[must_use]
pub fn mass([low, high]: [f64; 2], [from, to]: [f64; 2]) -> f64 {
    if high > low {
        return ((high.min(to) - low.max(from)) / (high - low)).max(0.0);
    }
    f64::from(u8::from(low >= from && (low < to || (low >= 1.0 && to >= 1.0))))
}

/// Whether the central interval of chance `level` holds a transformed outcome, 0 to 1.
#[must_use]
pub fn covered(pit: [f64; 2], level: f64) -> f64 {
    mass(pit, [0.5 - level / 2.0, 0.5 + level / 2.0])
}

/// Outcomes by bins of equal chance; a calibrated forecaster fills them evenly.
#[must_use]
pub fn pit_histogram(pits: &[[f64; 2]], bins: u32) -> Vec<f64> {
    let bins = bins.max(1);
    let edge = |bin: u32| f64::from(bin) / f64::from(bins);
    (0..bins).map(|bin| pits.iter().map(|&pit| mass(pit, [edge(bin), edge(bin + 1)])).sum()).collect()
}

/// Counts out of `n` between which a share that is truly `p` lies with a chance of at least `confidence`, the excess split evenly.
#[must_use]
pub fn binomial_range(n: u64, p: f64, confidence: f64) -> [u64; 2] {
    let Ok(law) = Binomial::new(p, n) else { return [0, n] };
    let tail = (1.0 - confidence) / 2.0;
    [law.inverse_cdf(tail), law.inverse_cdf(1.0 - tail)]
}

/// Weighted mean of the squared errors of the chance that something has happened by a time, with the rows that counted.
///
/// `forecasts` are those chances with what was seen; a row censored before the time has no weight, and the others stand for it by the inverse
/// of `uncensored`, the chance of being looked at for longer than a time. `None` where no row is known.
#[must_use]
pub fn brier(forecasts: &[(f64, Seen)], by: f64, uncensored: &dyn Fn(f64) -> f64) -> Option<(f64, usize)> {
    let (mut sum, mut weights, mut rows) = (0.0, 0.0, 0);
    for &(chance, seen) in forecasts {
        let (happened, looked) = match seen {
            Seen::At(time) if time <= by => (1.0, time.next_down()), // what is censored at that very time was still there
            Seen::After(time) if time < by => continue,
            Seen::Never(time) => (0.0, time.min(by)),
            Seen::At(_) | Seen::After(_) => (0.0, by),
        };
        let weight = uncensored(looked).max(f64::EPSILON).recip();
        sum += weight * (chance - happened).powi(2);
        weights += weight;
        rows += 1;
    }
    (rows > 0).then(|| (sum / weights, rows))
}

/// Mean continuous ranked probability score of several forecasts: the integral over time of their Brier scores, by midpoints in `cells` cells. Where
/// nothing is censored it is the mean of [`crps`]. `None` where at some time no row is known.
#[must_use]
pub fn mean_crps(forecasts: &[(&dyn Fn(f64) -> f64, Seen)], [from, to]: [f64; 2], cells: u32, uncensored: &dyn Fn(f64) -> f64) -> Option<f64> {
    let width = (to - from).max(0.0) / f64::from(cells.max(1));
    let at = |cell: u32| {
        let time = from + (f64::from(cell) + 0.5) * width;
        let chances: Vec<(f64, Seen)> = forecasts.iter().map(|(cdf, seen)| (cdf(time), *seen)).collect();
        brier(&chances, time, uncensored).map(|(score, _)| score * width)
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
            let score = crps(&|x| normal.cdf(x), Seen::At(outcome), [-12.0, 12.0], 4_000).unwrap();
            assert!((score - exact).abs() < 1e-6, "{outcome}: {score} {exact}");
        }
    }

    #[test]
    fn crps_of_a_point_is_its_distance() {
        let plan = |x: f64| f64::from(u8::from(x >= 24.0));
        let score = |seen| crps(&plan, seen, [0.0, 120.0], 3_000);
        assert!((score(Seen::At(30.0)).unwrap() - 6.0).abs() < 0.05);
        assert!((score(Seen::Never(0.0)).unwrap() - 96.0).abs() < 0.05);
        assert_eq!(score(Seen::After(29.0)), None);
        let both: [(&dyn Fn(f64) -> f64, Seen); 2] = [(&plan, Seen::At(30.0)), (&plan, Seen::Never(0.0))];
        assert!((mean_crps(&both, [0.0, 120.0], 3_000, &|_| 1.0).unwrap() - 51.0).abs() < 0.05);
    }

    /// Outcomes drawn evenly from the forecast itself, a third of them censored half-way: the honest forecast scores best in both.
    #[test]
    fn the_truth_scores_best_censored_or_not() {
        let seen: Vec<Seen> = (0..3_000)
            .map(|i| {
                let time = -60.0 * (1.0 - (f64::from(i) + 0.5) / 3_000.0).ln();
                if i % 3 == 0 && time > 40.0 { Seen::After(40.0) } else { Seen::At(time) }
            })
            .collect();
        let uncensored = |time: f64| if time <= 40.0 { 1.0 } else { 2.0 / 3.0 };
        let score = |mean: f64| {
            let cdf = |x: f64| 1.0 - (-x / mean).exp();
            let forecasts: Vec<_> = seen.iter().map(|&seen| (cdf(60.0), seen)).collect();
            let laws: Vec<_> = seen.iter().map(|&seen| (&cdf as &dyn Fn(f64) -> f64, seen)).collect();
            [mean_crps(&laws, [0.0, 600.0], 300, &uncensored).unwrap(), brier(&forecasts, 60.0, &uncensored).unwrap().0]
        };
        let truth = score(60.0);
        for mean in [45.0, 54.0, 66.0, 80.0] {
            let other = score(mean);
            assert!(truth[0] < other[0] && truth[1] < other[1], "{mean}: {other:?} against {truth:?}");
        }
    }

    #[test]
    fn transforms_of_what_a_forecast_says_are_even() {
        let cdf = |x: f64| 0.8 * (1.0 - (-x / 10.0).exp()).max(0.0);
        let draws = (0..800).map(|i| pit(&cdf, Seen::At(-10.0 * (1.0 - (f64::from(i) + 0.5) / 800.0).ln())));
        let pits: Vec<_> = draws.chain((0..200).map(|_| pit(&cdf, Seen::Never(0.0)))).collect();
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
    }

    #[test]
    fn a_row_not_known_by_then_counts_for_nothing() {
        let rows = [(0.25, Seen::At(10.0)), (0.5, Seen::After(20.0)), (0.5, Seen::Never(0.0))];
        assert_eq!(brier(&rows, 24.0, &|_| 1.0), Some((f64::midpoint(0.5625, 0.25), 2)));
        assert_eq!(brier(&rows[1..2], 24.0, &|_| 1.0), None);
    }
}
