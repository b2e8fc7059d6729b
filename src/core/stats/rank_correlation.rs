//! Spearman rank correlations and partial rank correlations, with confidence intervals.

use super::cholesky;

/// Ranks of values, counted from 1; ties get their mean rank. Infinity ranks last.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let rank = before as f64 + 0.5 * (tied.len() as f64 + 1.0);
        for &i in tied {
            ranks[i] = rank;
        }
        before += tied.len();
    }
    ranks
}

/// Spearman rank correlation of two columns of ranks; 0 where one of them is constant.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (left, right, both) = (product(a, a), product(b, b), product(a, b));
    if left > 0.0 && right > 0.0 { both / (left * right).sqrt() } else { 0.0 }
}

/// Sum of products of deviations from the mean, which is the same for all columns of ranks.
fn product(a: &[f64], b: &[f64]) -> f64 {
    let mean = 0.5 * (a.len() as f64 + 1.0);
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - mean) * (b - mean))
}

/// 95 % confidence interval of a Spearman rank correlation from n pairs, by Fisher's z with standard error √((1 + r²/2)/(n − 3)) (Bonett & Wright
/// 2000, "Sample size requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika 65); [−1, 1] for n below 4.
#[must_use]
pub fn spearman_interval(r: f64, n: usize) -> [f64; 2] {
    fisher(r, ((1.0 + 0.5 * r * r) / (n as f64 - 3.0)).sqrt(), n > 3)
}

/// 95 % confidence interval of a partial rank correlation from n trials that controls for `others` further inputs, by Fisher's z with standard error
/// √((1 + r²/2)/(n − 3 − others)): that of Spearman's correlation with `others` trials fewer (Fisher 1924, "The distribution of the partial
/// correlation coefficient", Metron 3); [−1, 1] where there are too few trials.
#[must_use]
pub fn partial_interval(r: f64, n: usize, others: usize) -> [f64; 2] {
    spearman_interval(r, n.saturating_sub(others))
}

fn fisher(r: f64, standard_error: f64, is_known: bool) -> [f64; 2] {
    if !is_known {
        return [-1.0, 1.0];
    }
    [-super::NORMAL_975, super::NORMAL_975].map(|z| (r.atanh() + z * standard_error).tanh())
}

/// Partial rank correlations of outputs with all inputs. The correlation matrix of the inputs is inverted once for all outputs.
#[derive(Clone, Debug)]
pub struct PartialRankCorrelations<'a> {
    inputs: &'a [Vec<f64>],
    /// Columns of the inverse of their correlation matrix.
    inverse: Vec<Vec<f64>>,
}

impl<'a> PartialRankCorrelations<'a> {
    /// From the columns of ranks of the inputs, all of one length. `None` where an input is constant, inputs are linearly dependent, or there are too
    /// few trials for the number of inputs.
    #[must_use]
    pub fn new(inputs: &'a [Vec<f64>]) -> Option<Self> {
        if inputs.first().is_none_or(|first| first.len() <= inputs.len() + 3) || inputs.iter().any(|input| product(input, input) <= 0.0) {
            return None;
        }
        let mut correlations = vec![vec![1.0; inputs.len()]; inputs.len()];
        for i in 0..inputs.len() {
            for j in 0..i {
                correlations[i][j] = spearman(&inputs[i], &inputs[j]);
                correlations[j][i] = correlations[i][j];
            }
        }
        let inverse = cholesky::inverse(&correlations)?;
        // With linearly dependent columns the matrix is positive definite only because of rounding.
        (0..inputs.len()).all(|i| inverse[i][i] < 1e9).then_some(Self { inputs, inverse })
    }

    /// Partial rank correlation of each input with the ranks of an output: the correlation of the residuals of both after linear regression on the
    /// ranks of all other inputs (Iman & Conover 1979, "The use of the rank transform in regression"; Marino, Hogue, Ray & Kirschner 2008). 0 where
    /// the output is constant.
    ///
    /// With p the inverse of the correlation matrix of inputs and output, the partial correlation is −p(i, y) / √(p(i, i)·p(y, y)). With r the
    /// inverse without the output, b(i) the regression coefficients and e the residual variance, the entries are p(y, y) = 1/e, p(i, y) = −b(i)/e and
    /// p(i, i) = r(i, i) + b(i)²/e.
    #[must_use]
    pub fn with_output(&self, output: &[f64]) -> Vec<f64> {
        let r: Vec<f64> = self.inputs.iter().map(|input| spearman(input, output)).collect();
        let b = cholesky::product(&self.inverse, &r);
        let left = (1.0 - cholesky::dot(&r, &b)).max(0.0);
        (0..self.inputs.len())
            .map(|i| {
                let scale = (self.inverse[i][i] * left + b[i] * b[i]).sqrt();
                if scale > 0.0 { b[i] / scale } else { 0.0 }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_get_their_mean_rank_and_infinity_ranks_last() {
        assert_eq!(ranks(&[3.0, f64::INFINITY, 1.0, f64::INFINITY, 2.0]), [3.0, 4.5, 1.0, 4.5, 2.0]);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "computed exactly")]
    fn identical_ranks_have_correlation_one() {
        let a = ranks(&[1.0, 5.0, 2.0, 9.0]);
        assert!((spearman(&a, &a) - 1.0).abs() < 1e-12);
        assert_eq!(spearman(&a, &ranks(&[7.0; 4])), 0.0);
        assert_eq!(spearman_interval(0.5, 3), [-1.0, 1.0]);
    }

    /// A permuted column of distinct numbers.
    fn column(n: u64, factor: u64) -> Vec<f64> {
        (0..n).map(|i| (i * factor % 1009) as f64).collect()
    }

    /// Compares with the textbook formula for one other input, which follows from the definition by regression residuals.
    #[test]
    fn the_inverse_agrees_with_the_definition() {
        let inputs: Vec<Vec<f64>> = [7, 31].map(|factor| ranks(&column(400, factor))).to_vec();
        let output: Vec<f64> = inputs[0].iter().zip(&inputs[1]).zip(column(400, 113)).map(|((a, b), noise)| 3.0 * a - b + 0.4 * noise).collect();
        let output = ranks(&output);
        let (r12, r1y, r2y) = (spearman(&inputs[0], &inputs[1]), spearman(&inputs[0], &output), spearman(&inputs[1], &output));
        let partial = |own: f64, other: f64| (own - other * r12) / ((1.0 - other * other) * (1.0 - r12 * r12)).sqrt();
        let found = PartialRankCorrelations::new(&inputs).unwrap().with_output(&output);
        assert!((found[0] - partial(r1y, r2y)).abs() < 1e-12 && (found[1] - partial(r2y, r1y)).abs() < 1e-12, "{found:?}");
        assert!(found[0] > 0.8 && found[1] < -0.5);
    }

    #[test]
    fn dependent_inputs_have_no_partial_correlations() {
        let column = ranks(&column(100, 7));
        assert!(PartialRankCorrelations::new(&[column.clone(), column.clone()]).is_none());
        assert!(PartialRankCorrelations::new(&[column, vec![50.5; 100]]).is_none());
        assert!(PartialRankCorrelations::new(&[]).is_none());
    }
}
