//! Tests of the module `stats` against known values and stated coverage probabilities.
//!
//! Seeds are fixed. Each statistical test states the probability that it would fail for a correct program with a random seed.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp, reason = "small counts, and exact values")]

use adit::chance::{Distribution, Key, Sampler, unit};
use adit::stats::{CoarseBins, FineBins, FixedSum, MonthCounts, Proportion, quantile_ranks};

/// Q2. Counts of 1000 trials with probabilities 0.3 and 0.02. The covering share of 2000 runs has a standard error of 0.5 %: 93 to 97 % is within
/// four of them.
#[test]
fn intervals_of_shares_cover_the_truth() {
    for (path, chance) in [("often", 0.3), ("rarely", 0.02)] {
        let covered = (0..2000)
            .filter(|&run| {
                let key = Key::of(21, path).child(run);
                let count = (0..1000).filter(|&trial| unit(key.word(trial)) < chance).count();
                let Proportion { low, high, .. } = Proportion::new(count as u64, 1000);
                low <= chance && chance <= high
            })
            .count();
        assert!((1860..=1940).contains(&covered), "{path}: {covered}");
    }
}

/// Q2. 1000 exponential values per run; the errors are those of the test above.
#[test]
fn intervals_of_quantiles_cover_the_truth() {
    let distribution = Distribution::exponential(12.0).unwrap();
    let sampler = Sampler::new(&distribution);
    for p in [0.1, 0.5, 0.9] {
        let (truth, ranks) = (distribution.quantile(p), quantile_ranks(p, 1000));
        let (mut by_value, mut by_bin) = (0, 0);
        for run in 0..2000 {
            let key = Key::of(22, "quantiles").child(run);
            let mut values: Vec<f64> = (0..1000).map(|trial| sampler.draw(unit(key.word(trial)))).collect();
            values.sort_unstable_by(f64::total_cmp);
            let at = |rank: Option<u64>| values[rank.unwrap() as usize - 1];
            by_value += u32::from(at(ranks.lower) <= truth && truth < at(ranks.upper));
            let mut bins = FineBins::new();
            for &value in &values {
                bins.add(value);
            }
            let (low, high) = bins.quantile_interval(p);
            by_bin += u32::from(low <= truth && truth < high.unwrap());
        }
        assert!((1860..=1940).contains(&by_value), "{p}: {by_value}");
        // Outer edges of bins cover at least as often, and little more.
        assert!(by_bin >= by_value && by_bin <= 1945, "{p}: {by_bin}");
    }
}

/// Q2. Months are discrete, so that the interval covers at least as often as stated; no arrival counts as later than any month.
#[test]
fn intervals_of_months_cover_the_truth() {
    // Arrival in month m has the probability of m ≤ 60·E^(1/2) < m + 1; beyond 120 there is no arrival. The median is month 49, and the 99 % quantile
    // is no arrival.
    let sampler = Sampler::new(&Distribution::weibull(2.0, 60.0).unwrap());
    let mut covered = 0;
    for run in 0..2000 {
        let key = Key::of(23, "months").child(run);
        let mut counts = MonthCounts::new(120);
        for trial in 0..1000 {
            let time = sampler.draw(unit(key.word(trial)));
            counts.add((time < 120.0).then_some(time as usize));
        }
        let (low, high) = counts.interval(0.5);
        covered += u32::from(low <= Some(49) && Some(49) <= high);
        assert_eq!(counts.interval(0.99).1, None);
    }
    assert!(covered >= 1860, "{covered}");
}

/// Coverage of means: 2000 runs of 1000 gamma values, mean ± 1.96 standard errors.
#[test]
fn standard_errors_of_sums_are_right() {
    let sampler = Sampler::new(&Distribution::gamma(3.0, 2.0).unwrap());
    let covered = (0..2000)
        .filter(|&run| {
            let key = Key::of(24, "sums").child(run);
            let mut sum = FixedSum::new(FixedSum::shift_for(3.0));
            (0..1000).for_each(|trial| sum.add(sampler.draw(unit(key.word(trial)))));
            let mean = sum.mean(1000).unwrap();
            (mean.mean - 3.0).abs() <= 1.96 * mean.standard_error
        })
        .count();
    assert!((1860..=1940).contains(&covered), "{covered}");
}

/// B1: a stock of six months against outages of Exp(mean 12 months), and the stock that covers 95 % of them; within 4 standard errors (probability
/// 6·10⁻⁵ each) and half a bin.
#[test]
fn stock_against_an_exponential_outage() {
    let sampler = Sampler::new(&Distribution::exponential(12.0).unwrap());
    let key = Key::of(25, "outage");
    let n = 1_000_000;
    let (mut fine, mut coarse) = (FineBins::new(), CoarseBins::new());
    for trial in 0..n {
        let months = sampler.draw(unit(key.word(trial)));
        fine.add(months);
        coarse.add(months);
    }
    // Between 6 and the upper edge of its bin, because counts are of the bins above.
    let fails = Proportion::new(fine.count_above(6.0), n);
    let bin = 6.0 / 512.0 / 12.0;
    assert!((fails.share - 0.606_530_660).abs() < 4.0 * fails.standard_error + bin, "{fails:?}");
    // The standard error of a quantile is √(p(1 − p)/n)/density, here √(0.95·0.05/n)/(0.05/12).
    let error = (0.95_f64 * 0.05 / n as f64).sqrt() / (0.05 / 12.0);
    for (need, width) in [(fine.quantile(0.95), 1.0 / 512.0), (coarse.quantile(0.95), 1.0 / 64.0)] {
        let need = need.unwrap();
        assert!((need - 35.948_787).abs() < 4.0 * error + 0.5 * width * need, "{need}");
    }
    let (low, high) = fine.quantile_interval(0.95);
    assert!(low < 35.948_787 && 35.948_787 < high.unwrap() && high.unwrap() - low < 6.0 * error);
}
