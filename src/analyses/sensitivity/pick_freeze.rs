//! Pick–freeze design: the runs of a variance-based sensitivity analysis, for any model whose draws can be exchanged unit by unit.
//!
//! Runs A and B share no draw. Each group and each single unit costs one more run, so single units are screened first, on fewer and further rows, by the
//! total index, which is exactly 0 for a unit without effect. The quantities name their units with the largest effect in turn, until as many are
//! named as get runs of full length. All other units together get one more run, whose total index bounds what the screening may have missed.

use std::ops::Range;

use rayon::prelude::*;

use crate::chance::Key;
use crate::stats::{Index, Indices, PickFreezeSums, resamples};

/// Bootstrap samples.
const SAMPLES: usize = 500;
/// Rows in which a quantity must differ from its commonest value for its variance to be decomposed.
const FEWEST: u64 = 100;

/// Model in which each unit draws under one of two seeds.
pub trait PickFreeze: Sync {
    /// Values by quantity and row. Units for which `from_b` holds draw under the second seed, all others under the first; the draws of a row depend
    /// only on its number.
    fn evaluate(&self, rows: Range<u64>, from_b: &dyn Fn(usize) -> bool) -> Vec<Vec<f64>>;
}

/// Size of the design, and the means to run it.
pub struct Design<'a> {
    /// Rows of each run.
    pub rows: u64,
    /// Rows of the screening; they follow those of the runs.
    pub screening: u64,
    /// Single units that get runs of full length.
    pub leading: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Threads of the bootstrap.
    pub pool: &'a rayon::ThreadPool,
    /// Receives the rows finished since its last call.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Sobol' indices of one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityIndices {
    /// Indices of the groups, in their order.
    pub groups: Vec<Indices>,
    /// Sum of the first-order indices of the groups: the share of the variance without interactions between groups.
    pub alone: Index,
    /// Indices of the single units with runs of full length, in the order of [`DesignIndices::leading`].
    pub leading: Vec<Indices>,
    /// Indices of all other single units together.
    pub rest: Option<Indices>,
}

/// Sobol' indices of all quantities.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignIndices {
    /// Single units with runs of full length, by index.
    pub leading: Vec<usize>,
    /// All other single units, by index.
    pub rest: Vec<usize>,
    /// Rows of all runs together.
    pub evaluations: u64,
    /// Indices by quantity; `None` where it differs from its commonest value in fewer than 100 of the rows of A and B.
    pub quantities: Vec<Option<QuantityIndices>>,
}

impl Design<'_> {
    /// Runs the design. `runs` are A and B: values by quantity and row, from row 0. Groups and singles are sets of units of the model.
    pub fn analyse(&self, model: &dyn PickFreeze, runs: [&[Vec<f64>]; 2], groups: &[Vec<usize>], singles: &[Vec<usize>]) -> DesignIndices {
        let mut sums: Vec<PickFreezeSums> = runs[0].iter().zip(runs[1]).map(|(a, b)| PickFreezeSums::new(a, b)).collect();
        let varies: Vec<bool> = runs[0].iter().zip(runs[1]).map(|(a, b)| others(a, b) >= FEWEST).collect();
        let (leading, rest) = self.screen(model, singles, &varies);
        let together: Vec<usize> = rest.iter().flat_map(|&single| singles[single].iter().copied()).collect();
        let mut units: Vec<&[usize]> = groups.iter().chain(leading.iter().map(|&single| &singles[single])).map(Vec::as_slice).collect();
        if !together.is_empty() {
            units.push(&together);
        }
        for unit in &units {
            let run = self.run(model, 0..self.rows, unit);
            for (q, values) in run.iter().enumerate() {
                sums[q].push(&runs[0][q], &runs[1][q], values);
            }
        }
        let samples = self.samples();
        let indices = |(sums, varies): (&PickFreezeSums, &bool)| varies.then(|| indices(sums, groups.len(), leading.len(), &samples)).flatten();
        let quantities = self.pool.install(|| sums.par_iter().zip(&varies).map(indices).collect());
        let screened = if rest.is_empty() { 0 } else { self.screening * (singles.len() as u64 + 1) };
        DesignIndices { leading, rest, evaluations: self.rows * (units.len() as u64 + 2) + screened, quantities }
    }

    fn run(&self, model: &dyn PickFreeze, rows: Range<u64>, unit: &[usize]) -> Vec<Vec<f64>> {
        let count = rows.end - rows.start;
        let values = model.evaluate(rows, &|candidate| unit.contains(&candidate));
        (self.progress)(count);
        values
    }

    /// Single units with the largest effects, and all others; the latter are empty where all get runs of full length.
    fn screen(&self, model: &dyn PickFreeze, singles: &[Vec<usize>], varies: &[bool]) -> (Vec<usize>, Vec<usize>) {
        if singles.len() <= self.leading {
            return ((0..singles.len()).collect(), Vec::new());
        }
        let rows = self.rows..self.rows + self.screening;
        let a = self.run(model, rows.clone(), &[]);
        // Sum of squared changes by quantity and single unit: proportional to its total index.
        let mut changes = vec![vec![0.0; singles.len()]; a.len()];
        for (place, single) in singles.iter().enumerate() {
            let run = self.run(model, rows.clone(), single);
            for (q, changes) in changes.iter_mut().enumerate().filter(|(q, _)| varies[*q]) {
                changes[place] = a[q].iter().zip(&run[q]).map(|(a, changed)| (a - changed).powi(2)).sum();
            }
        }
        let leading = leading(&changes, self.leading);
        let rest = (0..singles.len()).filter(|place| !leading.contains(place)).collect();
        (leading, rest)
    }

    /// Bootstrap samples, from a stream of their own.
    fn samples(&self) -> Vec<Vec<usize>> {
        let key = Key::of(self.seed, "sensitivity!bootstrap");
        let mut drawn = 0;
        resamples(usize::try_from(self.rows).unwrap_or(usize::MAX), SAMPLES, |below| {
            let word = key.word(drawn);
            drawn += 1;
            // the high half of the product: uniform but for 2⁻⁵⁶ where there are 256 blocks
            usize::try_from((u128::from(word) * below as u128) >> 64).unwrap_or(0)
        })
    }
}

fn indices(sums: &PickFreezeSums, groups: usize, leading: usize, samples: &[Vec<usize>]) -> Option<QuantityIndices> {
    let mut indices = sums.indices(samples)?;
    let alone = sums.first_order_sum(0..groups, samples)?;
    let rest = (indices.len() > groups + leading).then(|| indices.pop()).flatten();
    let leading = indices.split_off(groups);
    Some(QuantityIndices { groups: indices, alone, leading, rest })
}

/// Indices of `count` columns, in rising order: each row names its largest in turn, then its second largest, and so on.
fn leading(rows: &[Vec<f64>], count: usize) -> Vec<usize> {
    let mut named: Vec<(usize, f64, usize)> = Vec::new();
    for row in rows {
        let mut order: Vec<usize> = (0..row.len()).collect();
        order.sort_by(|&x, &y| row[y].total_cmp(&row[x]));
        let all: f64 = row.iter().sum();
        named.extend(
            order.into_iter().enumerate().map(|(rank, place)| (if all > 0.0 { rank } else { usize::MAX }, -row[place] / all.max(1.0), place)),
        );
    }
    named.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(x.2.cmp(&y.2)));
    let mut leading: Vec<usize> = Vec::new();
    for (_, _, place) in named {
        if leading.len() < count && !leading.contains(&place) {
            leading.push(place);
        }
    }
    leading.sort_unstable();
    leading
}

/// Number of rows of both runs whose value differs from the commonest.
fn others(a: &[f64], b: &[f64]) -> u64 {
    let mut values: Vec<f64> = a.iter().chain(b).copied().collect();
    values.sort_by(f64::total_cmp);
    let most = values.chunk_by(|x, y| x.total_cmp(y).is_eq()).map(<[f64]>::len).max().unwrap_or(0);
    (values.len() - most) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_name_their_largest_in_turn() {
        let rows = [vec![5.0, 1.0, 0.0, 0.0, 0.0], vec![9.0, 0.0, 8.0, 0.1, 0.0], vec![0.0; 5], vec![0.0, 0.0, 0.0, 0.2, 0.0]];
        assert_eq!(leading(&rows, 2), [0, 3]);
        assert_eq!(leading(&rows, 3), [0, 2, 3]);
        assert_eq!(leading(&rows, 9), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn commonest_value_is_not_counted() {
        assert_eq!(others(&[1.0, 1.0, 2.0], &[1.0, 3.0, 3.0]), 3);
        assert_eq!(others(&[], &[]), 0);
    }
}
