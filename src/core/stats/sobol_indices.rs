//! Sobol' sensitivity indices from pick–freeze runs: the shares of the variance of a quantity due to an input alone and with all its interactions.
//!
//! There are three kinds of runs with the same rows: A and B, whose draws are independent, and for each unit u the run A with the draws of u taken
//! from B. With V the variance and f the quantity,
//!
//! * first-order index = mean of f(B)·(f(A with u from B) − f(A)) / V (Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola 2010, "Variance based
//!   sensitivity analysis of model output", table 2 (b)), with f(B) relative to its mean, which does not change the expectation and makes the error
//!   for a unit of little influence as small as its total index (Owen 2013, "Better estimation of small Sobol' sensitivity indices");
//! * total index = mean of (f(A) − f(A with u from B))² / 2V (Jansen 1999, "Analysis of variance designs for model output").
//!
//! Intervals are bootstrap intervals (Efron 1979): rows are resampled with replacement, all runs of a row together. The estimators are functions of
//! sums over rows. Rows are therefore grouped into blocks of equal size, and the sums of blocks are resampled; the blocks are independent because the
//! rows are.

use std::ops::Range;

/// Largest number of blocks for the bootstrap.
const BLOCKS: usize = 256;

/// Confidence of intervals.
const CONFIDENCE: f64 = 0.95;

/// A Sobol' index with its bootstrap interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Index as a share of the variance; estimates of small first-order indices can be below 0.
    pub value: f64,
    /// Standard deviation of the bootstrap estimates.
    pub standard_error: f64,
    /// Lower end of the 95 % percentile interval.
    pub low: f64,
    /// Upper end of the 95 % percentile interval.
    pub high: f64,
}

/// First-order and total index of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// First-order index: the share of the variance due to the unit alone.
    pub first: Index,
    /// Total index: the share of the variance due to the unit with all its interactions.
    pub total: Index,
}

/// Sums over the rows of a pick–freeze design for one quantity, by block. The run of a unit is added and need not be kept.
#[derive(Clone, Debug)]
pub struct PickFreezeSums {
    /// By block: number of rows, sum of f(A) + f(B), and sum of f(A)² + f(B)², relative to a fixed number near the mean.
    plain: Vec<[f64; 3]>,
    /// By unit and block: sums of f(B)·d, d and d², with d = f(A with u from B) − f(A).
    units: Vec<Vec<[f64; 3]>>,
    near: f64,
    rows: usize,
}

impl PickFreezeSums {
    /// From the runs A and B, values by row.
    #[must_use]
    pub fn new(a: &[f64], b: &[f64]) -> Self {
        let (rows, near) = (a.len().min(b.len()), a.first().copied().unwrap_or(0.0));
        let sums = over_blocks(rows, |row| {
            let (a, b) = (a[row] - near, b[row] - near);
            [1.0, a + b, a * a + b * b]
        });
        Self { plain: sums, units: Vec::new(), near, rows }
    }

    /// Adds the run of one more unit, values by row, with the same A and B.
    ///
    /// # Panics
    /// When the run has fewer rows.
    pub fn push(&mut self, a: &[f64], b: &[f64], unit: &[f64]) {
        let near = self.near;
        self.units.push(over_blocks(self.rows, |row| {
            let d = unit[row] - a[row];
            [(b[row] - near) * d, d, d * d]
        }));
    }

    /// The indices of all units added; `None` where the quantity is constant or there are no rows. `resamples` are those of [`resamples`] for the
    /// same number of rows.
    #[must_use]
    pub fn indices(&self, resamples: &[Vec<usize>]) -> Option<Vec<Indices>> {
        let all: Vec<usize> = (0..self.plain.len()).collect();
        let values = self.values(&all)?;
        let again: Vec<Vec<[f64; 2]>> = resamples.iter().filter_map(|sample| self.values(sample)).collect();
        let with_error = |unit: usize, which: usize| index(values[unit][which], again.iter().map(|sample| sample[unit][which]).collect());
        Some((0..self.units.len()).map(|unit| Indices { first: with_error(unit, 0), total: with_error(unit, 1) }).collect())
    }

    /// Sum of the first-order indices of a range of units, with its own interval: the share of the variance due to these units without interactions.
    #[must_use]
    pub fn first_order_sum(&self, units: Range<usize>, resamples: &[Vec<usize>]) -> Option<Index> {
        let all: Vec<usize> = (0..self.plain.len()).collect();
        let sum = |blocks: &[usize]| Some(self.values(blocks)?[units.clone()].iter().map(|[first, _]| first).sum::<f64>());
        Some(index(sum(&all)?, resamples.iter().filter_map(|sample| sum(sample)).collect()))
    }

    /// First-order and total index of each unit over some blocks; `None` where the quantity is constant there.
    fn values(&self, blocks: &[usize]) -> Option<Vec<[f64; 2]>> {
        let [rows, sum, squares] = total(&self.plain, blocks);
        let both = 2.0 * rows;
        let mean = sum / both;
        let variance = (squares / both - mean * mean) * both / (both - 1.0);
        let varies = variance > 1e-12 * squares / both;
        varies.then(|| {
            let of = |[with_b, d, squares]: [f64; 3]| [(with_b - mean * d) / rows / variance, squares / both / variance];
            self.units.iter().map(|unit| of(total(unit, blocks))).collect()
        })
    }
}

/// Sums over rows, by block of consecutive rows.
fn over_blocks(rows: usize, of: impl Fn(usize) -> [f64; 3]) -> Vec<[f64; 3]> {
    let count = rows.min(BLOCKS);
    (0..count).map(|block| (block * rows / count..(block + 1) * rows / count).map(&of).fold([0.0; 3], plus)).collect()
}

fn total(sums: &[[f64; 3]], blocks: &[usize]) -> [f64; 3] {
    blocks.iter().map(|&block| sums[block]).fold([0.0; 3], plus)
}

fn plus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// Bootstrap samples: the blocks in each of `samples` samples of `rows` rows; `below(n)` draws a random integer below n.
#[must_use]
pub fn resamples(rows: usize, samples: usize, mut below: impl FnMut(usize) -> usize) -> Vec<Vec<usize>> {
    let blocks = rows.min(BLOCKS);
    (0..samples).map(|_| (0..blocks).map(|_| below(blocks)).collect()).collect()
}

/// An index with its bootstrap interval; without samples the interval is unbounded.
fn index(value: f64, mut samples: Vec<f64>) -> Index {
    if samples.is_empty() {
        return Index { value, standard_error: f64::INFINITY, low: f64::NEG_INFINITY, high: f64::INFINITY };
    }
    let n = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / n;
    let variance = samples.iter().map(|sample| (sample - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    samples.sort_by(f64::total_cmp);
    let at = |p: f64| samples[usize::try_from(super::quantile_rank(p, samples.len() as u64) - 1).unwrap_or(0)];
    let tail = 0.5 * (1.0 - CONFIDENCE);
    Index { value, standard_error: variance.sqrt(), low: at(tail), high: at(1.0 - tail) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a small additive model on a full grid, where the sums are exact.
    #[test]
    fn indices_of_an_additive_model_are_exact() {
        let levels = [-1.5, -0.5, 0.5, 1.5];
        let (mut a, mut b, mut units) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
        for x in levels {
            for y in levels {
                for other_x in levels {
                    for other_y in levels {
                        a.push(100.0 + 2.0 * x + y);
                        b.push(100.0 + 2.0 * other_x + other_y);
                        units[0].push(100.0 + 2.0 * other_x + y);
                        units[1].push(100.0 + 2.0 * x + other_y);
                    }
                }
            }
        }
        let mut sums = PickFreezeSums::new(&a, &b);
        for unit in &units {
            sums.push(&a, &b, unit);
        }
        let found = sums.indices(&[]).unwrap();
        // The shares are 4 : 1 for both indices, except for the divisor of the variance.
        let shrink = 511.0 / 512.0;
        for (indices, share) in found.iter().zip([0.8, 0.2]) {
            assert!((indices.first.value - share * shrink).abs() < 1e-12 && (indices.total.value - share * shrink).abs() < 1e-12, "{indices:?}");
            assert!(indices.first.low.is_infinite());
        }
        assert!((sums.first_order_sum(0..2, &[]).unwrap().value - shrink).abs() < 1e-12);
    }

    #[test]
    fn a_constant_quantity_has_no_indices() {
        let mut sums = PickFreezeSums::new(&[3.0; 9], &[3.0; 9]);
        sums.push(&[3.0; 9], &[3.0; 9], &[3.0; 9]);
        assert_eq!(sums.indices(&[]), None);
        assert_eq!(PickFreezeSums::new(&[], &[]).indices(&[vec![]]), None);
    }

    #[test]
    fn samples_draw_whole_blocks() {
        let mut next = 0;
        let drawn = resamples(1000, 3, |n| {
            next += 1;
            next % n
        });
        assert_eq!((drawn.len(), drawn[0].len(), drawn[2][255]), (3, 256, 0));
        assert_eq!(resamples(0, 1, |_| 0), [[0_usize; 0]]);
    }
}
