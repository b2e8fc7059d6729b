//! Quantiles of a histogram and their confidence intervals.
//!
//! A quantile lies in the bin of the quantity with its rank. Within the bin it is interpolated as if the quantities were evenly spread over it, unless the
//! bin stands out from its neighbours: then most of its quantities are taken to be one value that many trials share, and the middle of the bin stands for
//! it. The error is at most the width of a bin; where quantities are spread over several bins it is much smaller.

use super::{Bins, lower_edge, middle};
use crate::stats::order_statistics::{quantile_rank, quantile_ranks_at};

/// A bin stands out where it holds so many times the number of the larger of its neighbours.
const STANDS_OUT: u64 = 3;

/// A bin with its count and those of the bins beside it.
#[derive(Clone, Copy, Default)]
struct Found {
    bin: u32,
    count: u64,
    /// Number of quantities in all bins before it.
    before: u64,
    /// The larger of the counts beside it.
    beside: u64,
}

impl Found {
    /// The quantity with this rank among all, which is in this bin.
    fn at<const BITS: u32>(&self, rank: u64) -> f64 {
        if self.bin == 0 {
            return 0.0;
        }
        if self.count >= STANDS_OUT * self.beside {
            return middle::<BITS>(self.bin);
        }
        let [low, high] = [lower_edge::<BITS>(self.bin), lower_edge::<BITS>(self.bin + 1)];
        let place = (rank.saturating_sub(self.before) as f64 - 0.5) / self.count as f64;
        low + (high - low) * place.clamp(0.0, 1.0)
    }
}

impl<const BITS: u32> Bins<BITS> {
    /// Sample quantile: an estimate of the smallest quantity with at least a share `p` of all at or below it; 0 is exact. `None` where nothing was
    /// counted.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.quantiles([p])[0]
    }

    /// Several sample quantiles in one pass; the shares must be in increasing order.
    #[must_use]
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<f64>; N] {
        let total = self.total();
        let mut bins = self.iter();
        let (mut found, mut sum) = (None, 0);
        shares.map(|p| {
            let rank = quantile_rank(p, total);
            while sum < rank {
                let (bin, count) = bins.next()?;
                found = Some(Found { bin, count, before: sum, beside: self.count(bin.wrapping_sub(1)).max(self.count(bin + 1)) });
                sum += count;
            }
            found.map(|found| found.at::<BITS>(rank))
        })
    }

    /// Count of a bin other than that of 0.
    fn count(&self, bin: u32) -> u64 {
        self.counts.get(bin.wrapping_sub(self.first) as usize)
    }

    /// Whether all quantities lie in one bin other than that of 0, so that their mean stands for each of them better than the middle of the bin.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.zero == 0 && self.iter().take(2).count() == 1
    }

    /// 95 % confidence interval of the `p`-quantile by order statistics, with the outer edges of the bins as its ends. With too few quantities the
    /// lower end is 0 and the upper end `None`.
    #[must_use]
    pub fn quantile_interval(&self, p: f64) -> (f64, Option<f64>) {
        self.quantile_interval_at(p, 0.95)
    }

    /// The confidence interval with another confidence in (0, 1).
    #[must_use]
    pub fn quantile_interval_at(&self, p: f64, confidence: f64) -> (f64, Option<f64>) {
        let ranks = quantile_ranks_at(p, self.total(), confidence);
        let low = ranks.lower.and_then(|rank| self.of_rank(rank)).filter(|&bin| bin > 0).map_or(0.0, lower_edge::<BITS>);
        let high = ranks.upper.and_then(|rank| self.of_rank(rank));
        (low, high.map(|bin| if bin == 0 { 0.0 } else { lower_edge::<BITS>(bin + 1) }))
    }

    /// The bin of the quantity with this rank in increasing order, counted from 1.
    fn of_rank(&self, rank: u64) -> Option<u32> {
        let mut sum = 0;
        let mut reached = self.iter().skip_while(|&(_, count)| {
            sum += count;
            sum < rank
        });
        reached.next().map(|(index, _)| index)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{of, spread};
    use super::super::{CoarseBins, FineBins};

    #[test]
    fn several_quantiles_equal_single_ones() {
        let bins = of(&spread(5_000));
        let shares = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];
        assert_eq!(bins.quantiles(shares), shares.map(|p| bins.quantile(p)));
        assert_eq!(FineBins::new().quantiles([0.5]), [None]);
    }

    #[test]
    fn quantile_is_the_smallest_with_enough_values_at_or_below() {
        let bins = of(&[4.0, 0.0, 1.0, 2.0]);
        let near = |p: f64, value: f64| bins.quantile(p).is_some_and(|x| (x / value - 1.0).abs() <= 0.5 / 512.0);
        assert_eq!(bins.quantile(0.25), Some(0.0));
        assert!(near(0.26, 1.0) && near(0.5, 1.0) && near(0.51, 2.0) && near(0.75, 2.0) && near(0.76, 4.0) && near(1.0, 4.0));
        assert_eq!(FineBins::new().quantile(0.5), None);
        assert_eq!((bins.count_above(0.0), bins.count_above(1.0), bins.count_above(4.0)), (3, 2, 0));
        assert_eq!(bins.quantile_interval(0.5), (0.0, None));
    }

    /// Largest relative error of quantiles of `values` from coarse bins, among shares from 1 to 99 %.
    fn largest_error(values: &[f64]) -> f64 {
        let mut bins = CoarseBins::new();
        for &value in values {
            bins.add(value);
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let error = |percent: usize| {
            let exact = sorted[(sorted.len() * percent).div_ceil(100) - 1];
            let estimate = bins.quantile(percent as f64 / 100.0).unwrap();
            if exact == 0.0 { estimate } else { (estimate / exact - 1.0).abs() }
        };
        (1..100).map(error).fold(0.0, f64::max)
    }

    #[test]
    fn quantiles_of_spread_quantities_are_far_better_than_a_bin() {
        let unit = |i: u32| (f64::from(i) + 0.5) / 20_000.0;
        let logistic = |i: u32| (0.4 * (unit(i) / (1.0 - unit(i))).ln()).exp() * 731.0;
        assert!(largest_error(&(0..20_000).map(logistic).collect::<Vec<_>>()) < 1e-3);
        assert!(largest_error(&(0..20_000).map(|i| 50.0 + 250.0 * unit(i)).collect::<Vec<_>>()) < 1e-3);
        // Within one and a half bins, where nothing is known but the edges.
        assert!(largest_error(&(0..20_000).map(|i| 700.0 + 15.0 * unit(i)).collect::<Vec<_>>()) < 1.0 / 64.0);
    }

    #[test]
    fn values_that_many_trials_share_have_equal_quantiles() {
        // 30 % are 0, half are one value, and the others lie around it.
        let value = |i: u32, shared: f64| match i % 10 {
            0..3 => 0.0,
            3..8 => shared,
            _ => shared * (0.5 + f64::from(i) / 10_000.0),
        };
        for shared in [1.0, 600.0, 0.75] {
            assert!(largest_error(&(0..10_000).map(|i| value(i, shared)).collect::<Vec<_>>()) < 1e-2);
            let mut bins = CoarseBins::new();
            (0..10_000).for_each(|i| bins.add(value(i, shared)));
            assert_eq!(bins.quantiles([0.2, 0.5, 0.7]), [Some(0.0), Some(shared), Some(shared)]);
        }
        let mut bins = CoarseBins::new();
        (0..10_000).for_each(|i| bins.add(value(i, 24_000.0)));
        let [low, high] = bins.quantiles([0.45, 0.75]).map(Option::unwrap);
        assert!(low.to_bits() == high.to_bits() && (low / 24_000.0 - 1.0).abs() < 1.0 / 128.0);
    }

    #[test]
    fn interval_encloses_the_quantile() {
        let bins = of(&spread(20_000));
        for p in [0.05, 0.2, 0.5, 0.9] {
            let (low, high) = bins.quantile_interval(p);
            let middle = bins.quantile(p).unwrap();
            assert!(low <= middle && middle <= high.unwrap() && (middle == 0.0 || high.unwrap() / low < 1.6), "{p}");
        }
    }
}
