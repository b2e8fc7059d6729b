//! Differences of quantiles of paired runs, with intervals from resampled trials.
//!
//! Trials are drawn anew with replacement, the same for all runs (a paired bootstrap, Efron & Tibshirani 1993, chapters 8 and 13); the interval
//! holds the middle 95% of the differences so found. Never is later than any month, and makes an end of the interval open where it is among them.

use rayon::prelude::*;

use super::found::{Interval, MonthsGained};
use super::trials::Columns;
use crate::chance::Key;

/// Times that the trials are drawn anew.
const SAMPLES: u64 = 1_000;
/// The quantiles asked.
const QUANTILES: [f64; 2] = [0.5, 0.8];

/// One drawing of trials: what each run shows in it.
#[derive(Clone, Debug)]
pub struct Resampled {
    /// Month at each quantile, by run.
    quantiles: Vec<[Option<usize>; 2]>,
    /// Share arrived in time, by run.
    pub in_time: Vec<f64>,
    /// Mean month, never counting as the month after the last, by run.
    pub mean_months: Vec<f64>,
    /// A single trial, for what varies between trials.
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

/// The trials as they are, then drawn anew; `by` is the last month in time.
pub fn resample(runs: &[&[Option<usize>]], by: usize, months: usize, seed: u64) -> Vec<Resampled> {
    let count = runs.first().map_or(0, |run| run.len());
    // Trial by trial, so that a drawn trial reads one line of memory.
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

/// Months gained at a quantile, with their interval.
pub fn months_gained(samples: &[Resampled], before: usize, after: usize, quantile: usize) -> MonthsGained {
    let Some((whole, drawn)) = samples.split_first() else { return MonthsGained { value: None, low: None, high: None } };
    let finite = |months: f64| months.is_finite().then_some(months);
    // Where neither arrives the difference may be anything.
    let ends = |unknown: f64| sorted(drawn.iter().map(|sample| sample.gain(before, after, quantile).unwrap_or(unknown)));
    let (lows, highs) = (ends(f64::NEG_INFINITY), ends(f64::INFINITY));
    MonthsGained { value: whole.gain(before, after, quantile).and_then(finite), low: finite(at(&lows, 0.025)), high: finite(at(&highs, 0.975)) }
}

/// USD for each unit gained, `per` units to one of the gain; the interval holds the gain's sampling error and the cost's own spread. `None` where
/// the lever gains nothing; without an upper end (infinite) where gaining nothing lies within the interval.
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

/// The quantile of sorted values.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a thousand samples")]
fn at(sorted: &[f64], p: f64) -> f64 {
    sorted.get((p * (sorted.len().max(1) - 1) as f64).round() as usize).copied().unwrap_or(f64::NAN)
}

fn narrow(month: usize) -> u32 {
    u32::try_from(month).unwrap_or(u32::MAX)
}

/// A place below `count` from a random word (Lemire 2019, without rejection: the bias is below count/2⁶⁴).
#[expect(clippy::cast_possible_truncation, reason = "the upper half of a product of 64 bits")]
fn place(word: u64, count: usize) -> usize {
    ((u128::from(word) * count as u128) >> 64) as usize
}
