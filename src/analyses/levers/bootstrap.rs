//! Paired bootstrap: differences of quantiles and ratios of paired runs, with their 95% intervals.
//!
//! Trials are resampled with replacement, the same for all runs (Efron & Tibshirani 1993, chapters 8 and 13); the interval contains the middle 95% of
//! the resampled differences. Never is later than any month; an end of the interval is open where never is among the differences.

use rayon::prelude::*;

use super::columns::Columns;
use super::information::Interval;
use crate::chance::Key;

/// Bootstrap samples.
const SAMPLES: u64 = 1_000;
/// Quantiles of the month of arrival.
const QUANTILES: [f64; 2] = [0.5, 0.8];

/// Bootstrap sample: statistics of each run.
#[derive(Clone, Debug)]
pub struct Resampled {
    /// Month at each quantile, by run.
    quantiles: Vec<[Option<usize>; 2]>,
    /// Share of trials that arrived in time, by run.
    pub in_time: Vec<f64>,
    /// Mean month by run; an arrival that never comes counts as the month after the last.
    pub mean_months: Vec<f64>,
    /// One trial of the sample, whose cost is used.
    trial: usize,
}

impl Resampled {
    /// Months gained at a quantile by one run against another; `None` where neither arrives.
    pub fn gain(&self, before: usize, after: usize, quantile: usize) -> Option<f64> {
        match [before, after].map(|run| self.quantiles[run][quantile]) {
            [Some(before), Some(after)] => Some(before as f64 - after as f64),
            [None, Some(_)] => Some(f64::INFINITY),
            [Some(_), None] => Some(f64::NEG_INFINITY),
            [None, None] => None,
        }
    }
}

/// Statistics of the trials themselves, then of each bootstrap sample; `by` is the last month in time.
pub fn resample(runs: &[&[Option<usize>]], by: usize, months: usize, seed: u64) -> Vec<Resampled> {
    let count = runs.first().map_or(0, |run| run.len());
    // Stored trial by trial, so that a resampled trial reads one line of memory.
    let table: Vec<u32> = (0..count).flat_map(|i| runs.iter().map(move |run| run[i].map_or(months, |month| month.min(months)))).map(narrow).collect();
    let key = Key::of(seed, "levers.resampling");
    let draw = |sample: u64| {
        let key = key.child(sample);
        let mut counts = vec![0_u32; runs.len() * (months + 1)];
        for i in 0..count {
            let trial = if sample == 0 { i } else { place(key.word(i as u64), count) };
            for (run, &month) in table[trial * runs.len()..][..runs.len()].iter().enumerate() {
                counts[run * (months + 1) + month as usize] += 1;
            }
        }
        sum_up(&counts, (runs.len(), by, months, count), if count == 0 { 0 } else { place(key.word(0), count) })
    };
    (0..=SAMPLES).into_par_iter().map(draw).collect()
}

fn sum_up(counts: &[u32], (runs, by, months, count): (usize, usize, usize, usize), trial: usize) -> Resampled {
    let of = |run: usize| &counts[run * (months + 1)..][..=months];
    let quantile = |run: usize, p: f64| {
        let needed = (p * count as f64).ceil().max(1.0);
        let mut sum = 0.0;
        of(run)[..months].iter().position(|&month| {
            sum += f64::from(month);
            sum >= needed
        })
    };
    Resampled {
        quantiles: (0..runs).map(|run| QUANTILES.map(|p| quantile(run, p))).collect(),
        in_time: (0..runs).map(|run| of(run)[..=by].iter().map(|&month| f64::from(month)).sum::<f64>() / count as f64).collect(),
        mean_months: (0..runs)
            .map(|run| of(run).iter().enumerate().map(|(k, &month)| k as f64 * f64::from(month)).sum::<f64>() / count as f64)
            .collect(),
        trial,
    }
}

/// Months gained at a quantile: value, lower and upper end. The value is `None` where one of the two months is never, an end where it is open.
pub fn months_gained(samples: &[Resampled], before: usize, after: usize, quantile: usize) -> [Option<f64>; 3] {
    let Some((whole, drawn)) = samples.split_first() else { return [None; 3] };
    let finite = |months: f64| months.is_finite().then_some(months);
    // Where neither run arrives the difference is unknown.
    let ends = |unknown: f64| sorted(drawn.iter().map(|sample| sample.gain(before, after, quantile).unwrap_or(unknown)));
    let (lows, highs) = (ends(f64::NEG_INFINITY), ends(f64::INFINITY));
    [whole.gain(before, after, quantile).and_then(finite), finite(at(&lows, 0.025)), finite(at(&highs, 0.975))]
}

/// USD for each unit gained, with `per` units in a gain of 1; the interval includes the sampling error of the gain and the distribution of the cost.
/// `None` where nothing is gained; the upper end is infinite where the interval of the gain includes 0.
pub fn ratio(samples: &[Resampled], columns: &Columns, gain: impl Fn(&Resampled) -> Option<f64>, per: f64) -> Option<Interval> {
    let (whole, drawn) = samples.split_first()?;
    let dear = |cost: f64, gained: Option<f64>| match gained.map(|gained| gained * per) {
        Some(gained) if gained > 0.0 && gained.is_finite() => cost / gained,
        Some(gained) if gained == f64::INFINITY => 0.0,
        _ => f64::INFINITY,
    };
    let mean = columns.cost.iter().sum::<f64>() / columns.cost.len().max(1) as f64;
    let value = dear(mean, gain(whole).filter(|gained| gained.is_finite()));
    let costs = sorted(drawn.iter().map(|sample| dear(columns.cost[sample.trial], gain(sample))));
    value.is_finite().then(|| Interval { value, low: at(&costs, 0.025), high: at(&costs, 0.975) })
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Quantile of sorted values.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a thousand samples")]
fn at(sorted: &[f64], p: f64) -> f64 {
    sorted.get((p * (sorted.len().max(1) - 1) as f64).round() as usize).copied().unwrap_or(f64::NAN)
}

fn narrow(month: usize) -> u32 {
    u32::try_from(month).unwrap_or(u32::MAX)
}

/// Index below `count` from a random word (Lemire 2019, without rejection: the bias is below count/2⁶⁴).
#[expect(clippy::cast_possible_truncation, reason = "the upper half of a product of 64 bits")]
fn place(word: u64, count: usize) -> usize {
    ((u128::from(word) * count as u128) >> 64) as usize
}
