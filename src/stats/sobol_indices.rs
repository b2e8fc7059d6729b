//! Sobol' indices from pick–freeze runs: how much of a quantity's variance an input accounts for alone, and with all that it interacts with.
//!
//! Three kinds of runs of the same rows: A and B, whose draws are independent of each other, and for each unit u the run A with u's draws taken
//! from B. With V the variance and f the quantity,
//!
//! * first-order index = mean of f(B)·(f(A with u from B) − f(A)) / V (Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola 2010,
//!   "Variance based sensitivity analysis of model output", table 2 (b)), f(B) taken about its mean, which leaves the expectation as it is and makes
//!   the error of a unit that does little as small as its total index (Owen 2013, "Better estimation of small Sobol' sensitivity indices");
//! * total index = mean of (f(A) − f(A with u from B))² / 2V (Jansen 1999, "Analysis of variance designs for model output").
//!
//! Intervals by the bootstrap (Efron 1979): rows are drawn again with replacement, all runs of a row together. The estimators are functions of sums
//! over rows, so rows go into blocks of equal size whose sums are drawn instead: rows are independent, hence so are blocks.

use std::ops::Range;

/// Most blocks that are drawn again.
const BLOCKS: usize = 256;

/// Confidence of intervals.
const CONFIDENCE: f64 = 0.95;

/// An index with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The index, a share of the variance; estimates of small first-order indices may fall below 0.
    pub value: f64,
    /// Standard deviation of the bootstrap.
    pub standard_error: f64,
    /// Lower end of the 95 % percentile interval.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
}

/// First-order and total index of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Share of the variance that goes with the unit alone.
    pub first: Index,
    /// Share of the variance that goes with the unit and all its interactions.
    pub total: Index,
}

/// Sums over the rows of a pick–freeze design for one quantity, block by block; a unit's run is taken in and forgotten.
#[derive(Clone, Debug)]
pub struct PickFreezeSums {
    /// By block: rows, the sum of f(A) + f(B) and that of their squares, about a fixed number near the mean.
    plain: Vec<[f64; 3]>,
    /// By unit and block: sums of f(B)·d, d and d², with d = f(A with u from B) − f(A).
    units: Vec<Vec<[f64; 3]>>,
    near: f64,
    rows: usize,
}

impl PickFreezeSums {
    /// Of the runs A and B, values by row.
    #[must_use]
    pub fn new(a: &[f64], b: &[f64]) -> Self {
        let (rows, near) = (a.len().min(b.len()), a.first().copied().unwrap_or(0.0));
        let sums = over_blocks(rows, |row| {
            let (a, b) = (a[row] - near, b[row] - near);
            [1.0, a + b, a * a + b * b]
        });
        Self { plain: sums, units: Vec::new(), near, rows }
    }

    /// Takes in the run of one more unit, values by row as of the same A and B.
    ///
    /// # Panics
    /// Where it has fewer rows.
    pub fn push(&mut self, a: &[f64], b: &[f64], unit: &[f64]) {
        let near = self.near;
        self.units.push(over_blocks(self.rows, |row| {
            let d = unit[row] - a[row];
            [(b[row] - near) * d, d, d * d]
        }));
    }

    /// The indices of all units taken in; none where the quantity takes a single value, or without rows. `resamples` come from [`resamples`] for that
    /// number of rows.
    #[must_use]
    pub fn indices(&self, resamples: &[Vec<usize>]) -> Option<Vec<Indices>> {
        let all: Vec<usize> = (0..self.plain.len()).collect();
        let values = self.values(&all)?;
        let again: Vec<Vec<[f64; 2]>> = resamples.iter().filter_map(|sample| self.values(sample)).collect();
        let with_error = |unit: usize, which: usize| index(values[unit][which], again.iter().map(|sample| sample[unit][which]).collect());
        Some((0..self.units.len()).map(|unit| Indices { first: with_error(unit, 0), total: with_error(unit, 1) }).collect())
    }

    /// The sum of the first-order indices of some of the units taken in, with its own interval: what they account for without interactions.
    #[must_use]
    pub fn first_order_sum(&self, units: Range<usize>, resamples: &[Vec<usize>]) -> Option<Index> {
        let all: Vec<usize> = (0..self.plain.len()).collect();
        let sum = |blocks: &[usize]| Some(self.values(blocks)?[units.clone()].iter().map(|[first, _]| first).sum::<f64>());
        Some(index(sum(&all)?, resamples.iter().filter_map(|sample| sum(sample)).collect()))
    }

    /// First-order and total index of each unit over some blocks; none where the quantity does not vary there.
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

/// Sums of what rows contribute, by block of neighbouring rows.
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

/// Which blocks make up each of `samples` bootstrap samples of that many rows: `below(n)` draws a whole number below n.
#[must_use]
pub fn resamples(rows: usize, samples: usize, mut below: impl FnMut(usize) -> usize) -> Vec<Vec<usize>> {
    let blocks = rows.min(BLOCKS);
    (0..samples).map(|_| (0..blocks).map(|_| below(blocks)).collect()).collect()
}

/// An index with the spread of its bootstrap samples; their interval is the whole line where there are none.
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
    fn an_additive_model_on_a_grid_is_shared_out_exactly() {
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
        // Shares 4 : 1, alone and in all, but for the divisor of the variance.
        let shrink = 511.0 / 512.0;
        for (indices, share) in found.iter().zip([0.8, 0.2]) {
            assert!((indices.first.value - share * shrink).abs() < 1e-12 && (indices.total.value - share * shrink).abs() < 1e-12, "{indices:?}");
            assert!(indices.first.low.is_infinite());
        }
        assert!((sums.first_order_sum(0..2, &[]).unwrap().value - shrink).abs() < 1e-12);
    }

    #[test]
    fn what_does_not_vary_has_no_indices() {
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
