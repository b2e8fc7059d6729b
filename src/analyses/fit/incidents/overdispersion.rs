//! Overdispersed counts in the scenario language: a `volatility` with the mean and the variance of the negative binomial counts that were fitted.
//!
//! The number of incidents of a period is a Poisson number given the mean of V over its months (model.md, section 4), so its variance is
//! mean + mean² · Var(mean of V), and Var(mean of V) must equal the dispersion of the negative binomial distribution.

/// Months that a departure from the mean rate lasts as a share of a period. With a half, neighbouring periods are nearly independent, as those of the
/// negative binomial distribution are: their correlation is about 0.2.
const LASTS: f64 = 0.5;
/// Halvings of the interval in which the standard deviation is sought: enough for all digits.
const HALVINGS: u32 = 60;
/// Largest standard deviation of the logarithm of the rate.
const MOST: f64 = 5.0;

/// Keys of a volatility: months that a departure lasts, and the standard deviation of the logarithm of the rate for one or several dispersions.
pub struct Matched<const N: usize> {
    /// Months that a departure from the mean lasts.
    pub months: f64,
    /// Standard deviations, in the order of the dispersions; `None` for one that is not above 0 or is too large.
    pub sd: [Option<f64>; N],
}

/// The volatility whose counts over periods of `period` months have these dispersions.
#[must_use]
pub fn matched<const N: usize>(period: f64, dispersions: [f64; N]) -> Matched<N> {
    let months = LASTS * period;
    let sd = dispersions.map(|dispersion| {
        let [mut low, mut high] = [0.0, MOST];
        if dispersion.is_nan() || dispersion <= 0.0 || variance(MOST, months, period) < dispersion {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            *(if variance(middle, months, period) < dispersion { &mut low } else { &mut high }) = middle;
        }
        Some(high)
    });
    Matched { months, sd }
}

/// Variance of the mean of V over a period: V is lognormal with mean 1 and the autocorrelation of its logarithm falls to 1/e in `months`.
fn variance(sd: f64, months: f64, period: f64) -> f64 {
    let mut count = 0.0;
    let mut sum = 0.0;
    // Pairs of months at each distance; a period has whole months.
    while count < period.round().max(1.0) {
        let pairs = (period.round().max(1.0) - count) * if count == 0.0 { 1.0 } else { 2.0 };
        sum += pairs * (sd * sd * (-count / months).exp()).exp_m1();
        count += 1.0;
    }
    sum / (count * count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Key, unit};

    /// For periods of a month the variance is exp(sd²) − 1.
    #[test]
    fn the_variance_is_the_dispersion() {
        let month = matched(1.0, [0.5, 0.0, f64::INFINITY]);
        assert!((month.sd[0].unwrap() - 1.5_f64.ln().sqrt()).abs() < 1e-12);
        assert_eq!((month.sd[1], month.sd[2], month.months), (None, None, 0.5));
        for dispersion in [0.01, 0.3, 2.0] {
            let year = matched(12.0, [dispersion]);
            assert!((variance(year.sd[0].unwrap(), year.months, 12.0) / dispersion - 1.0).abs() < 1e-9);
        }
    }

    /// Mean of V over 12 months in 100 000 years drawn one after the other; the standard error of its variance is below 1%, the bound 5% (fixed seed).
    #[test]
    fn drawn_years_have_the_variance() {
        let (dispersion, period) = (0.4, 12.0);
        let found = matched(period, [dispersion]);
        let (sd, phi) = (found.sd[0].unwrap(), (-1.0 / found.months).exp());
        let (key, mut drawn) = (Key::of(1, "overdispersion"), 0);
        let mut next = || {
            drawn += 1;
            unit(key.word(drawn))
        };
        let mut normal = || {
            let [a, b] = [next(), next()];
            (-2.0 * (1.0 - a).ln()).sqrt() * (std::f64::consts::TAU * b).cos()
        };
        let mut z = sd * normal();
        let years: Vec<f64> = (0..100_000)
            .map(|_| {
                let mut sum = 0.0;
                for _ in 0..12 {
                    sum += (z - sd * sd / 2.0).exp() / 12.0;
                    z = phi * z + (1.0 - phi * phi).sqrt() * sd * normal();
                }
                sum
            })
            .collect();
        let mean = years.iter().sum::<f64>() / 1e5;
        let variance = years.iter().map(|year| (year - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((mean - 1.0).abs() < 0.02 && (variance / dispersion - 1.0).abs() < 0.05, "{mean} {variance}");
    }
}
