//! Dependence between uniform numbers: the Gaussian copula.

use std::f64::consts::PI;
use std::fmt;
use std::sync::Arc;

use super::LANES;
use super::normal::{Normal, rough_cdf};
use super::stream::LEAST;
use super::table::Table;

/// Ties n uniform numbers together by rank correlations.
///
/// Each pair's rank correlation ρ (Spearman's) becomes the normal correlation 2·sin(πρ/6) (Pearson 1907), pairs not named are independent, and
/// the normal variates get these correlations by the Cholesky factor of their matrix. A number that is tied to none before it passes unchanged.
#[derive(Clone, Debug)]
pub struct Copula {
    /// Rows of the Cholesky factor below the diagonal, without zeros: (column, factor); empty where a number passes unchanged.
    rows: Vec<Vec<(usize, f64)>>,
    /// Its diagonal.
    diagonal: Vec<f64>,
    /// Whether some later row needs the normal variate of this number.
    is_needed: Vec<bool>,
    /// Quantiles of the standard normal distribution.
    normal: Arc<Table>,
}

/// Why there is no such copula.
#[derive(Clone, Debug, PartialEq)]
pub struct CopulaError {
    /// Which of the rank correlations is at fault, counted from 0.
    pub pair: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for CopulaError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for CopulaError {}

impl Copula {
    /// Of `n` numbers with rank correlations `(i, j, rank)`, each between −1 and 1.
    ///
    /// # Errors
    /// A pair out of range, of one number with itself, named twice or with a rank not strictly between −1 and 1; or a matrix that is not positive
    /// definite. The pair named for that is the one that the least change would mend, the others left as they are.
    pub fn new(n: usize, ranks: &[(usize, usize, f64)]) -> Result<Self, CopulaError> {
        let mut matrix = identity(n);
        for (pair, &(i, j, rank)) in ranks.iter().enumerate() {
            let error = |message: String, help: &str| Err(CopulaError { pair, message, help: help.into() });
            if i >= n || j >= n {
                return error(format!("there are {n} numbers to tie, counted from 0, but a pair names {i} and {j}"), "name numbers that there are");
            }
            if i == j {
                return error("a rank correlation of something with itself".into(), "name two different ones in `between`");
            }
            if ranks[..pair].iter().any(|&(k, l, _)| (k, l) == (i, j) || (k, l) == (j, i)) {
                return error("the rank correlation of this pair is given twice".into(), "keep one of the two");
            }
            if !(rank > -1.0 && rank < 1.0) {
                let help = "write a number above -1 and below 1; for full dependence use one driver in both places";
                return error(format!("a rank correlation of {rank}, which is not strictly between -1 and 1"), help);
            }
            matrix[i][j] = normal_correlation(rank);
            matrix[j][i] = matrix[i][j];
        }
        let Some(factor) = cholesky(&matrix) else { return Err(fault(&matrix, ranks)) };
        let rows: Vec<Vec<(usize, f64)>> = (0..n).map(|i| (0..i).filter(|&j| factor[i][j] != 0.0).map(|j| (j, factor[i][j])).collect()).collect();
        let mut is_needed = vec![false; n];
        for &(j, _) in rows.iter().flatten() {
            is_needed[j] = true;
        }
        let normal = Arc::new(Table::new(&Normal { mean: 0.0, sd: 1.0 }, [f64::NEG_INFINITY, f64::INFINITY]));
        Ok(Self { normal, diagonal: (0..n).map(|i| factor[i][i]).collect(), rows, is_needed })
    }

    /// Numbers that depend on each other, each set in rising order; a number that is tied to none is a set of its own.
    #[must_use]
    pub fn tied(&self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let (joined, mut apart): (Vec<_>, Vec<_>) = sets.into_iter().partition(|set| row.iter().any(|(j, _)| set.contains(j)));
            let mut set: Vec<usize> = joined.into_iter().flatten().chain([i]).collect();
            set.sort_unstable();
            apart.push(set);
            sets = apart;
        }
        sets.sort_unstable();
        sets
    }

    /// Makes independent uniform numbers dependent, in place. Those beyond the copula's own count stay as they are.
    pub fn apply(&self, u: &mut [f64]) {
        // Normal variates before they are tied; a number is read before it is replaced.
        let mut normals = vec![0.0; self.rows.len()];
        for (i, u) in u.iter_mut().enumerate().take(self.rows.len()) {
            self.tie(i, u, |j| normals[j]).into_iter().for_each(|z| normals[i] = z);
        }
    }

    /// [`apply`](Self::apply) for every lane, to the same last bit; `u` is one row of lanes a number.
    pub fn apply_lanes(&self, u: &mut [[f64; LANES]]) {
        let mut normals = vec![[0.0; LANES]; self.rows.len()];
        for (i, lanes) in u.iter_mut().enumerate().take(self.rows.len()) {
            for (lane, u) in lanes.iter_mut().enumerate() {
                self.tie(i, u, |j| normals[j][lane]).into_iter().for_each(|z| normals[i][lane] = z);
            }
        }
    }

    /// Replaces number `i`; returns its normal variate from before, where one is needed.
    #[inline]
    fn tie(&self, i: usize, u: &mut f64, normal: impl Fn(usize) -> f64) -> Option<f64> {
        let row = &self.rows[i];
        if row.is_empty() && !self.is_needed[i] {
            return None;
        }
        let own = self.normal.draw(*u);
        if !row.is_empty() {
            let sum = row.iter().fold(self.diagonal[i] * own, |sum, &(j, factor)| sum + factor * normal(j));
            *u = rough_cdf(sum).clamp(LEAST, 1.0 - LEAST);
        }
        Some(own)
    }
}

/// Pearson's correlation of the normal variates for a rank correlation.
fn normal_correlation(rank: f64) -> f64 {
    2.0 * (PI * rank / 6.0).sin()
}

/// The rank correlation that a normal correlation in [−1, 1] makes.
fn rank_correlation(normal: f64) -> f64 {
    6.0 / PI * (0.5 * normal).asin()
}

fn identity(n: usize) -> Vec<Vec<f64>> {
    (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect()
}

/// The lower triangular L with L·Lᵀ = `matrix`; none where that is not positive definite, within rounding.
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

/// The pair at fault in a matrix that is not positive definite: the one that the least change would mend, alone; where none would, the first one
/// that spoils what the pairs before it made.
fn fault(matrix: &[Vec<f64>], ranks: &[(usize, usize, f64)]) -> CopulaError {
    let mendable = ranks.iter().enumerate().filter_map(|(pair, &(i, j, rank))| {
        let [low, high] = allowed(matrix, i, j)?;
        Some((pair, [low, high], (low - rank).max(rank - high)))
    });
    let message = "these rank correlations contradict each other: their matrix is not positive definite".to_owned();
    if let Some((pair, [low, high], _)) = mendable.min_by(|left, right| left.2.total_cmp(&right.2)) {
        let help = format!("with the others as they are, write a rank between {low:.3} and {high:.3} for this pair");
        return CopulaError { pair, message, help };
    }
    let mut partial = identity(matrix.len());
    let spoils = |&(i, j, _): &(usize, usize, f64)| {
        partial[i][j] = matrix[i][j];
        partial[j][i] = matrix[i][j];
        cholesky(&partial).is_none()
    };
    let pair = ranks.iter().position(spoils).unwrap_or(ranks.len().saturating_sub(1));
    CopulaError { pair, message, help: "bring the ranks of several pairs nearer to 0; no single one mends it".into() }
}

/// The rank correlations of i and j, both ends excluded, that keep the matrix positive definite; none where the rest of it is not.
///
/// With i and j last, the condition is |r − s| < √(v·w): s the part of the correlation that the others explain, v and w the variances that they
/// leave (the Schur complement).
fn allowed(matrix: &[Vec<f64>], i: usize, j: usize) -> Option<[f64; 2]> {
    let others: Vec<usize> = (0..matrix.len()).filter(|&k| k != i && k != j).collect();
    let mut reordered = identity(matrix.len());
    let order: Vec<usize> = others.iter().copied().chain([i, j]).collect();
    for (row, &k) in order.iter().enumerate() {
        for (column, &l) in order.iter().enumerate() {
            reordered[row][column] = matrix[k][l];
        }
    }
    let n = matrix.len();
    // Any value there that keeps it positive definite would do; the explained part s does if any does, and i and j alone need not.
    let without_last = |last: usize| {
        let rows: Vec<usize> = (0..n - 2).chain([last]).collect();
        let part: Vec<Vec<f64>> = rows.iter().map(|&k| rows.iter().map(|&l| reordered[k][l]).collect()).collect();
        cholesky(&part)?.pop()
    };
    let (of_i, of_j) = (without_last(n - 2)?, without_last(n - 1)?);
    let explained: f64 = of_i.iter().zip(&of_j).take(n - 2).map(|(left, right)| left * right).sum();
    let room = of_i[n - 2] * of_j[n - 2];
    Some([(explained - room).max(-1.0), (explained + room).min(1.0)].map(rank_correlation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untied_numbers_pass_unchanged() {
        let copula = Copula::new(4, &[(1, 3, 0.7)]).unwrap();
        let before = [0.1, 0.2, 0.3, 0.4];
        let mut u = before;
        copula.apply(&mut u);
        assert_eq!(u[..3], before[..3]);
        assert!(u[3] < before[3]);
        assert_eq!(copula.tied(), [vec![0], vec![1, 3], vec![2]]);
    }

    #[test]
    fn lanes_are_the_scalar_copula() {
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
    fn extremes_stay_inside_the_open_interval() {
        let copula = Copula::new(2, &[(0, 1, 0.999)]).unwrap();
        for extreme in [LEAST, 1.0 - LEAST] {
            let mut u = [extreme; 2];
            copula.apply(&mut u);
            assert!(u[1] > 0.0 && u[1] < 1.0);
        }
    }

    #[test]
    fn the_pair_at_fault_is_named() {
        // Ranks of 0.8, 0.8 and −0.9 cannot be; any one of them nearer to the others would do, the last the least of all.
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
    fn the_range_that_mends_is_the_range_that_works() {
        let ranks = [(0, 1, 0.7), (1, 2, -0.5), (2, 3, 0.4), (0, 3, 0.3), (0, 2, 0.9)];
        let mut matrix = identity(4);
        for &(i, j, rank) in &ranks {
            matrix[i][j] = normal_correlation(rank);
            matrix[j][i] = matrix[i][j];
        }
        let [low, high] = allowed(&matrix, 0, 2).unwrap();
        for (rank, is_fine) in [(low - 1e-6, false), (low + 1e-6, true), (high - 1e-6, true), (high + 1e-6, false)] {
            let mut ranks = ranks;
            ranks[4].2 = rank;
            assert_eq!(Copula::new(4, &ranks).is_ok(), is_fine, "{rank}");
        }
    }
}
