//! The pick–freeze design: which runs are made, and what is made of them, for any model whose draws come unit by unit.
//!
//! Runs A and B share no draw. Each group costs one run, each single unit another, so singles are screened first: on rows of their own, fewer of
//! them, by the total index, which is 0 without any error for a unit that does nothing. Every quantity names its largest in turn until there are as
//! many as get runs of full length; all that are left out together get one more, whose total index bounds what the screening may have missed.

use std::ops::Range;

use rayon::prelude::*;

use crate::chance::Key;
use crate::stats::{Index, Indices, PickFreezeSums, resamples};

/// Bootstrap samples.
const SAMPLES: usize = 500;
/// Rows in which a quantity must differ from its commonest value, so that its variance can be shared out.
const FEWEST: u64 = 100;

/// A model whose draws come unit by unit, each unit's from one of two seeds.
pub trait PickFreeze: Sync {
    /// Values by quantity and row. The draws of units for which `from_b` holds come from the second seed, all others from the first; a row's
    /// depend on nothing but its number.
    fn evaluate(&self, rows: Range<u64>, from_b: &dyn Fn(usize) -> bool) -> Vec<Vec<f64>>;
}

/// What to run, and how.
pub struct Design<'a> {
    /// Rows of each run.
    pub rows: u64,
    /// Rows of the screening, further ones.
    pub screening: u64,
    /// Single units that get runs of full length.
    pub leading: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Threads of the bootstrap.
    pub pool: &'a rayon::ThreadPool,
    /// Told the rows that were run since its last call.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// How a quantity's variance is shared out.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Indices of the groups, in their order.
    pub groups: Vec<Indices>,
    /// The sum of the groups' first-order indices: what goes with groups alone; the rest of the variance goes with several at once.
    pub alone: Index,
    /// Indices of the leading singles, in the order of [`Analysis::leading`].
    pub leading: Vec<Indices>,
    /// Of all other singles together.
    pub rest: Option<Indices>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Singles with runs of full length, by their place.
    pub leading: Vec<usize>,
    /// All others.
    pub rest: Vec<usize>,
    /// Rows run in all.
    pub evaluations: u64,
    /// By quantity; none where it differs from its commonest value in fewer than 100 of the rows of A and B.
    pub quantities: Vec<Option<Shares>>,
}

impl Design<'_> {
    /// Makes the runs: `runs` are A and B, values by quantity and row, rows 0 to `rows`. Groups and singles are sets of the model's units.
    pub fn analyse(&self, model: &dyn PickFreeze, runs: [&[Vec<f64>]; 2], groups: &[Vec<usize>], singles: &[Vec<usize>]) -> Analysis {
        let mut sums: Vec<PickFreezeSums> = runs[0].iter().zip(runs[1]).map(|(a, b)| PickFreezeSums::new(a, b)).collect();
        let tells: Vec<bool> = runs[0].iter().zip(runs[1]).map(|(a, b)| others(a, b) >= FEWEST).collect();
        let (leading, rest) = self.screen(model, singles, &tells);
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
        let share = |(sums, tells): (&PickFreezeSums, &bool)| tells.then(|| shares(sums, groups.len(), leading.len(), &samples)).flatten();
        let quantities = self.pool.install(|| sums.par_iter().zip(&tells).map(share).collect());
        let screened = if rest.is_empty() { 0 } else { self.screening * (singles.len() as u64 + 1) };
        Analysis { leading, rest, evaluations: self.rows * (units.len() as u64 + 2) + screened, quantities }
    }

    fn run(&self, model: &dyn PickFreeze, rows: Range<u64>, unit: &[usize]) -> Vec<Vec<f64>> {
        let count = rows.end - rows.start;
        let values = model.evaluate(rows, &|candidate| unit.contains(&candidate));
        (self.progress)(count);
        values
    }

    /// Singles in two parts: those that lead in some quantity, and the rest, which is empty where all get their runs.
    fn screen(&self, model: &dyn PickFreeze, singles: &[Vec<usize>], tells: &[bool]) -> (Vec<usize>, Vec<usize>) {
        if singles.len() <= self.leading {
            return ((0..singles.len()).collect(), Vec::new());
        }
        let rows = self.rows..self.rows + self.screening;
        let a = self.run(model, rows.clone(), &[]);
        // by quantity, the mean square of what each single changes: its total index but for the variance, which all share
        let mut changes = vec![vec![0.0; singles.len()]; a.len()];
        for (place, single) in singles.iter().enumerate() {
            let run = self.run(model, rows.clone(), single);
            for (q, changes) in changes.iter_mut().enumerate().filter(|(q, _)| tells[*q]) {
                changes[place] = a[q].iter().zip(&run[q]).map(|(a, changed)| (a - changed).powi(2)).sum();
            }
        }
        let leading = leading(&changes, self.leading);
        let rest = (0..singles.len()).filter(|place| !leading.contains(place)).collect();
        (leading, rest)
    }

    /// Samples of the bootstrap, from a stream of their own.
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

fn shares(sums: &PickFreezeSums, groups: usize, leading: usize, samples: &[Vec<usize>]) -> Option<Shares> {
    let mut indices = sums.indices(samples)?;
    let alone = sums.first_order_sum(0..groups, samples)?;
    let rest = (indices.len() > groups + leading).then(|| indices.pop()).flatten();
    let leading = indices.split_off(groups);
    Some(Shares { groups: indices, alone, leading, rest })
}

/// The places of so many columns: each row names its largest in turn, then its second largest, and so on; in rising order.
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

/// In how many rows of both runs the value is another than the commonest.
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
    fn every_row_names_its_largest_in_turn() {
        let rows = [vec![5.0, 1.0, 0.0, 0.0, 0.0], vec![9.0, 0.0, 8.0, 0.1, 0.0], vec![0.0; 5], vec![0.0, 0.0, 0.0, 0.2, 0.0]];
        assert_eq!(leading(&rows, 2), [0, 3]);
        assert_eq!(leading(&rows, 3), [0, 2, 3]);
        assert_eq!(leading(&rows, 9), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_commonest_value_is_not_counted() {
        assert_eq!(others(&[1.0, 1.0, 2.0], &[1.0, 3.0, 3.0]), 3);
        assert_eq!(others(&[], &[]), 0);
    }
}
