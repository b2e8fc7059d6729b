//! Variance components of a nested design: how much of the variance of an outcome lies between the draws of the inputs, and how much within them.

/// Shares of the inner trials in which an event occurred, for each outer draw, with the variance between and within the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Mean share.
    pub mean: f64,
    /// Standard error of the mean, over the outer draws.
    pub standard_error: f64,
    /// Variance of the true shares between outer draws; unbiased, except that it is kept at or above 0.
    pub between: f64,
    /// Mean variance of one inner trial within an outer draw.
    pub within: f64,
    /// Shares in rising order, contracted to the mean so that they vary as much as the true shares.
    pub shares: Vec<f64>,
}

/// Splits the variance of `counts` out of `inner` trials each.
///
/// Shares of few inner trials vary more than the true shares by the mean of p(1 − p)/(inner − 1), which is subtracted (one-way analysis of variance
/// with random effects: Searle et al. 1992, "Variance components", 3.6; for nested simulation Sun, Apley & Staum 2011, "Efficient nested simulation
/// for estimating the variance of a conditional expectation", Operations Research 59). The shares are contracted to their mean by the square root of
/// the ratio of the variances (Louis 1984, JASA 79), which corrects their quantiles. `None` with fewer than two draws or two inner trials.
#[must_use]
pub fn split(counts: &[u32], inner: u32) -> Option<Split> {
    if counts.len() < 2 || inner < 2 {
        return None;
    }
    let n = f64::from(u32::try_from(counts.len()).ok()?);
    let runs = f64::from(inner);
    let shares: Vec<f64> = counts.iter().map(|&count| f64::from(count) / runs).collect();
    let mean = shares.iter().sum::<f64>() / n;
    let between = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let within = shares.iter().map(|share| share * (1.0 - share)).sum::<f64>() / n * runs / (runs - 1.0);
    let true_between = (between - within / runs).max(0.0);
    let shrink = if between > 0.0 { (true_between / between).sqrt() } else { 0.0 };
    let mut shares: Vec<f64> = shares.into_iter().map(|share| mean + shrink * (share - mean)).collect();
    shares.sort_by(f64::total_cmp);
    Some(Split { mean, standard_error: (between / n).sqrt(), between: true_between, within, shares })
}

impl Split {
    /// Quantile of the true shares at the probability `p`.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count of draws")]
    pub fn quantile(&self, p: f64) -> f64 {
        let rank = (p * self.shares.len() as f64 - 1e-9).ceil().max(1.0) as usize;
        self.shares.get(rank - 1).or(self.shares.last()).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Beta, Binomial, ContinuousCDF, DiscreteCDF};

    use super::*;

    /// Uniform numbers in (0, 1), the same in every run.
    fn uniforms() -> impl FnMut() -> f64 {
        let mut state = 0_u64;
        move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    /// Shares Beta(2, 3): mean 0.4, variance 0.04, mean p(1 − p) = 0.2; with 8 inner trials the raw variance would be 0.065.
    #[test]
    fn the_variance_between_excludes_the_noise_within() {
        let (mut uniform, shares) = (uniforms(), Beta::new(2.0, 3.0).unwrap());
        let mut draw = || {
            let p: f64 = shares.inverse_cdf(uniform());
            u32::try_from(Binomial::new(p, 8).unwrap().inverse_cdf(uniform())).unwrap()
        };
        let counts: Vec<u32> = (0..4_000).map(|_| draw()).collect();
        let found = split(&counts, 8).unwrap();
        assert!((found.mean - 0.4).abs() < 4.0 * found.standard_error, "{}", found.mean);
        assert!((found.between - 0.04).abs() < 0.004, "{}", found.between); // standard error about 0.0012
        assert!((found.within - 0.2).abs() < 0.005, "{}", found.within);
        for p in [0.1, 0.5, 0.9] {
            let (ours, exact) = (found.quantile(p), shares.inverse_cdf(p));
            assert!((ours - exact).abs() < 0.05, "{p}: {ours} {exact}");
        }
    }

    /// With equal true shares, the variance between is 0 within its error, and the contracted shares lie close together.
    #[test]
    fn equal_true_shares_have_no_variance_between() {
        let mut uniform = uniforms();
        let coin = Binomial::new(0.3, 16).unwrap();
        let counts: Vec<u32> = (0..2_000).map(|_| u32::try_from(coin.inverse_cdf(uniform())).unwrap()).collect();
        let found = split(&counts, 16).unwrap();
        assert!(found.between < 0.002, "{}", found.between);
        assert!(found.quantile(0.9) - found.quantile(0.1) < 0.1);
        assert_eq!(split(&[1], 16), None);
    }
}
