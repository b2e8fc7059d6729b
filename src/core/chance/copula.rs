//! Gaussian copula: dependence between uniform random numbers by rank correlations.

use std::fmt;
use std::sync::Arc;

use super::LANES;
use super::families::{Normal, standard_normal_cdf_10_digits};
use super::quantile_table::QuantileTable;
use super::rank_margin::{Margin, normal_correlation, rank_correlation};
use super::stream::MIN_UNIFORM;

/// Gaussian copula of n uniform numbers with given rank correlations.
///
/// The rank correlation ρ (Spearman's) of each pair is converted to the normal correlation 2·sin(πρ/6) (Pearson 1907), or to the one that gives ρ with
/// average ranks where single values have a probability of their own. Pairs that are not listed are independent. The normal variates get these correlations by the Cholesky factor of their correlation matrix. A number that depends on no earlier
/// number stays unchanged.
#[derive(Clone, Debug)]
pub struct Copula {
    /// Rows of the Cholesky factor below the diagonal as pairs (column, factor), without zeros; a row is empty where the number stays unchanged.
    rows: Vec<Vec<(usize, f64)>>,
    /// Diagonal of the Cholesky factor.
    diagonal: Vec<f64>,
    /// Whether a later row uses the normal variate of this number.
    is_used_later: Vec<bool>,
    /// Standard normal quantile function.
    normal: Arc<QuantileTable>,
}

/// The error of rank correlations that no copula has.
#[derive(Clone, Debug, PartialEq)]
pub struct CopulaError {
    /// Index of the rank correlation with the error, counted from 0.
    pub pair: usize,
    /// Description of the error.
    pub message: String,
    /// Correction to make.
    pub help: String,
}

impl fmt::Display for CopulaError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for CopulaError {}

impl Copula {
    /// Copula of `n` numbers of continuous quantities with rank correlations `(i, j, rank)`, each strictly between −1 and 1.
    ///
    /// # Errors
    /// As [`of_margins`](Self::of_margins).
    pub fn new(n: usize, ranks: &[(usize, usize, f64)]) -> Result<Self, CopulaError> {
        Self::of_margins(&vec![Margin::continuous(); n], ranks)
    }

    /// Copula of the numbers of quantities with rank correlations `(i, j, rank)`, each strictly between −1 and 1.
    ///
    /// # Errors
    /// When a pair is out of range, names one number twice, is given twice or has a rank outside (−1, 1) or beyond what the copula attains with its
    /// quantities, or when the correlation matrix is not positive definite. In the last case the error names the pair for which the smallest change
    /// makes the matrix positive definite while all other pairs stay as they are.
    pub fn of_margins(margins: &[Margin], ranks: &[(usize, usize, f64)]) -> Result<Self, CopulaError> {
        let n = margins.len();
        let mut matrix = identity(n);
        for (pair, &(i, j, rank)) in ranks.iter().enumerate() {
            let error = |message: String, help: &str| Err(CopulaError { pair, message, help: help.into() });
            if i >= n || j >= n {
                return error(
                    format!("the rank correlation of {i} and {j} is not between two of the {n} numbers, counted from 0"),
                    "write two of these numbers",
                );
            }
            if i == j {
                return error("a rank correlation of a quantity with itself".into(), "name two different ones in `between`");
            }
            if ranks[..pair].iter().any(|&(k, l, _)| (k, l) == (i, j) || (k, l) == (j, i)) {
                return error("the rank correlation of this pair is given twice".into(), "keep one of the two");
            }
            if !(rank > -1.0 && rank < 1.0) {
                let help = "write a number above -1 and below 1; for full dependence use one driver in both places";
                return error(format!("a rank correlation of {rank}, which is not strictly between -1 and 1"), help);
            }
            matrix[i][j] = match normal_correlation([&margins[i], &margins[j]], rank) {
                Ok(normal) => normal,
                Err([low, high]) => {
                    let message = format!(
                        "a rank correlation of {rank} cannot be attained: single values have a probability of their own, so that ranks are shared"
                    );
                    return error(message, &format!("write a rank between {:.3} and {:.3}", (low * 1e3).ceil() / 1e3, (high * 1e3).floor() / 1e3));
                }
            };
            matrix[j][i] = matrix[i][j];
        }
        let Some(factor) = cholesky(&matrix) else { return Err(inconsistency(&matrix, margins, ranks)) };
        let rows: Vec<Vec<(usize, f64)>> = (0..n).map(|i| (0..i).filter(|&j| factor[i][j] != 0.0).map(|j| (j, factor[i][j])).collect()).collect();
        let mut is_used_later = vec![false; n];
        for &(j, _) in rows.iter().flatten() {
            is_used_later[j] = true;
        }
        let normal = Arc::new(QuantileTable::new(&Normal::STANDARD, [f64::NEG_INFINITY, f64::INFINITY]));
        Ok(Self { normal, diagonal: (0..n).map(|i| factor[i][i]).collect(), rows, is_used_later })
    }

    /// Sets of numbers that depend on each other, each set in increasing order; an independent number is a set of its own.
    #[must_use]
    pub fn dependent_sets(&self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let (connected, mut separate): (Vec<_>, Vec<_>) = sets.into_iter().partition(|set| row.iter().any(|(j, _)| set.contains(j)));
            let mut set: Vec<usize> = connected.into_iter().flatten().chain([i]).collect();
            set.sort_unstable();
            separate.push(set);
            sets = separate;
        }
        sets.sort_unstable();
        sets
    }

    /// Makes independent uniform numbers dependent, in place. Numbers beyond the size of the copula stay as they are.
    pub fn apply(&self, u: &mut [f64]) {
        // Independent normal variates; each number is read before it is replaced.
        let mut normals = vec![0.0; self.rows.len()];
        for (i, u) in u.iter_mut().enumerate().take(self.rows.len()) {
            self.make_dependent(i, u, |j| normals[j]).into_iter().for_each(|z| normals[i] = z);
        }
    }

    /// Does [`apply`](Self::apply) for every lane, with the same result bit for bit; `u` has one row of lanes per number.
    pub fn apply_lanes(&self, u: &mut [[f64; LANES]]) {
        let mut normals = vec![[0.0; LANES]; self.rows.len()];
        for (i, lanes) in u.iter_mut().enumerate().take(self.rows.len()) {
            for (lane, u) in lanes.iter_mut().enumerate() {
                self.make_dependent(i, u, |j| normals[j][lane]).into_iter().for_each(|z| normals[i][lane] = z);
            }
        }
    }

    /// Replaces number `i` by its dependent value. Returns its independent normal variate if a later row uses it.
    #[inline]
    fn make_dependent(&self, i: usize, u: &mut f64, normal: impl Fn(usize) -> f64) -> Option<f64> {
        let row = &self.rows[i];
        if row.is_empty() && !self.is_used_later[i] {
            return None;
        }
        let own = self.normal.draw(*u);
        if !row.is_empty() {
            let sum = row.iter().fold(self.diagonal[i] * own, |sum, &(j, factor)| sum + factor * normal(j));
            *u = standard_normal_cdf_10_digits(sum).clamp(MIN_UNIFORM, 1.0 - MIN_UNIFORM);
        }
        Some(own)
    }
}

fn identity(n: usize) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect()
}

/// Cholesky factor: the lower triangular L with L·Lᵀ = `matrix`; `None` where the matrix is not positive definite within rounding.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut factor = vec![vec![0.0; matrix.len()]; matrix.len()];
    for i in 0..matrix.len() {
        for j in 0..=i {
            let rest = (0..j).fold(matrix[i][j], |rest, k| rest - factor[i][k] * factor[j][k]);
            if i > j {
                factor[i][j] = rest / factor[j][j];
            } else if rest > 1e-12 {
                factor[i][i] = rest.sqrt();
            } else {
                return None;
            }
        }
    }
    Some(factor)
}

/// The error of a matrix that is not positive definite. It names the pair for which the smallest change of that pair alone is sufficient; where none
/// is, the first pair that makes the matrix of the pairs up to it not positive definite.
fn inconsistency(matrix: &[Vec<f64>], margins: &[Margin], ranks: &[(usize, usize, f64)]) -> CopulaError {
    let correctable = ranks.iter().enumerate().filter_map(|(pair, &(i, j, rank))| {
        let [low, high] = allowed_ranks(matrix, margins, i, j)?;
        Some((pair, [low, high], (low - rank).max(rank - high)))
    });
    let message = "no normal copula has all these rank correlations: its correlation matrix would not be positive definite".to_owned();
    if let Some((pair, [low, high], _)) = correctable.min_by(|left, right| left.2.total_cmp(&right.2)) {
        let help = format!("with the others as they are, write a rank between {low:.3} and {high:.3} for this pair");
        return CopulaError { pair, message, help };
    }
    let mut partial = identity(matrix.len());
    let breaks = |&(i, j, _): &(usize, usize, f64)| {
        partial[i][j] = matrix[i][j];
        partial[j][i] = matrix[i][j];
        cholesky(&partial).is_none()
    };
    let pair = ranks.iter().position(breaks).unwrap_or(ranks.len().saturating_sub(1));
    CopulaError { pair, message, help: "bring the ranks of several pairs closer to 0; a change of one pair is not enough".into() }
}

/// Open interval of the rank correlations of i and j that keep the matrix positive definite; `None` where the rest of the matrix is not.
///
/// With i and j last, the condition is |r − s| < √(v·w), where s is the part of the correlation explained by the other numbers and v and w are the
/// remaining variances (Schur complement).
fn allowed_ranks(matrix: &[Vec<f64>], margins: &[Margin], i: usize, j: usize) -> Option<[f64; 2]> {
    let others: Vec<usize> = (0..matrix.len()).filter(|&k| k != i && k != j).collect();
    let mut reordered = identity(matrix.len());
    let order: Vec<usize> = others.iter().copied().chain([i, j]).collect();
    for (row, &k) in order.iter().enumerate() {
        for (column, &l) in order.iter().enumerate() {
            reordered[row][column] = matrix[k][l];
        }
    }
    let n = matrix.len();
    // i and j together need not be positive definite; each of them together with the others must be.
    let without_last = |last: usize| {
        let rows: Vec<usize> = (0..n - 2).chain([last]).collect();
        let part: Vec<Vec<f64>> = rows.iter().map(|&k| rows.iter().map(|&l| reordered[k][l]).collect()).collect();
        cholesky(&part)?.pop()
    };
    let (of_i, of_j) = (without_last(n - 2)?, without_last(n - 1)?);
    let explained: f64 = of_i.iter().zip(&of_j).take(n - 2).map(|(left, right)| left * right).sum();
    let margin = of_i[n - 2] * of_j[n - 2];
    Some([(explained - margin).max(-1.0), (explained + margin).min(1.0)].map(|normal| rank_correlation([&margins[i], &margins[j]], normal)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_numbers_stay_unchanged() {
        let copula = Copula::new(4, &[(1, 3, 0.7)]).unwrap();
        let before = [0.1, 0.2, 0.3, 0.4];
        let mut u = before;
        copula.apply(&mut u);
        assert_eq!(u[..3], before[..3]);
        assert!(u[3] < before[3]);
        assert_eq!(copula.dependent_sets(), [vec![0], vec![1, 3], vec![2]]);
    }

    #[test]
    fn lanes_equal_the_scalar_copula() {
        let copula = Copula::new(3, &[(0, 1, 0.6), (1, 2, -0.3), (0, 2, 0.2)]).unwrap();
        let mut lanes = [[0.0; LANES]; 3];
        for (row, lanes) in lanes.iter_mut().enumerate() {
            for (lane, u) in lanes.iter_mut().enumerate() {
                *u = (0.37 + 0.113 * lane as f64 + 0.29 * row as f64).fract();
            }
        }
        let before = lanes;
        copula.apply_lanes(&mut lanes);
        for lane in 0..LANES {
            let mut u = before.map(|row| row[lane]);
            copula.apply(&mut u);
            assert_eq!(u.map(f64::to_bits), lanes.map(|row| row[lane].to_bits()));
        }
    }

    #[test]
    fn results_stay_inside_the_open_interval() {
        let copula = Copula::new(2, &[(0, 1, 0.999)]).unwrap();
        for extreme in [MIN_UNIFORM, 1.0 - MIN_UNIFORM] {
            let mut u = [extreme; 2];
            copula.apply(&mut u);
            assert!(u[1] > 0.0 && u[1] < 1.0);
        }
    }

    #[test]
    fn the_error_names_the_pair() {
        // Ranks of 0.8, 0.8 and −0.9 contradict each other. A change of any one of them is sufficient; the last needs the smallest change.
        let error = Copula::new(3, &[(0, 1, 0.8), (1, 2, 0.8), (0, 2, -0.9)]).unwrap_err();
        assert_eq!(error.pair, 2);
        assert!(error.help.contains("between 0.3"), "{}", error.help);
        assert!(Copula::new(3, &[(0, 1, 0.8), (1, 2, 0.8), (0, 2, 0.4)]).is_ok());
        for (ranks, pair) in [
            (vec![(0, 1, 0.2), (1, 0, 0.3)], 1),
            (vec![(0, 0, 0.2)], 0),
            (vec![(0, 1, 0.1), (0, 3, 0.2)], 1),
            (vec![(0, 1, 1.0)], 0),
            (vec![(0, 1, f64::NAN)], 0),
        ] {
            assert_eq!(Copula::new(3, &ranks).unwrap_err().pair, pair);
        }
    }

    #[test]
    fn exactly_the_allowed_ranks_are_accepted() {
        let ranks = [(0, 1, 0.7), (1, 2, -0.5), (2, 3, 0.4), (0, 3, 0.3), (0, 2, 0.9)];
        let mut matrix = identity(4);
        for &(i, j, rank) in &ranks {
            matrix[i][j] = normal_correlation([&Margin::continuous(); 2], rank).unwrap();
            matrix[j][i] = matrix[i][j];
        }
        let [low, high] = allowed_ranks(&matrix, &vec![Margin::continuous(); 4], 0, 2).unwrap();
        for (rank, is_fine) in [(low - 1e-6, false), (low + 1e-6, true), (high - 1e-6, true), (high + 1e-6, false)] {
            let mut ranks = ranks;
            ranks[4].2 = rank;
            assert_eq!(Copula::new(4, &ranks).is_ok(), is_fine, "{rank}");
        }
    }
}
