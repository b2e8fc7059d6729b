//! Quantiles of a histogram and their confidence intervals.

use super::{Bins, lower_edge};
use crate::stats::order_statistics::{quantile_rank, quantile_ranks_at};

impl<const BITS: u32> Bins<BITS> {
    /// Sample quantile: the smallest quantity with at least a share `p` of all at or below it, as the middle of its bin, so that the error is at most
    /// half a bin; 0 is exact. `None` where nothing was counted.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.of_rank(quantile_rank(p, self.total())).map(Self::middle)
    }

    /// Several sample quantiles in one pass; the shares must be in increasing order.
    #[must_use]
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<f64>; N] {
        let total = self.total();
        let mut counts = self.iter();
        let (mut bin, mut sum) = (None, 0);
        shares.map(|p| {
            let rank = quantile_rank(p, total);
            while sum < rank {
                let (next, count) = counts.next()?;
                bin = Some(next);
                sum += count;
            }
            bin.map(Self::middle)
        })
    }

    /// Whether all quantities lie in one bin other than that of 0, so that their mean stands for each of them better than the middle of the bin.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.zero == 0 && self.iter().take(2).count() == 1
    }

    /// Middle of a bin; exactly 0 for bin 0.
    fn middle(bin: u32) -> f64 {
        if bin == 0 { 0.0 } else { 0.5 * (lower_edge::<BITS>(bin) + lower_edge::<BITS>(bin + 1)) }
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
    use super::super::FineBins;
    use super::super::tests::{of, spread};

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
        let near = |p: f64, value: f64| bins.quantile(p).is_some_and(|x| (x / value - 1.0).abs() <= 0.5 / 2048.0);
        assert_eq!(bins.quantile(0.25), Some(0.0));
        assert!(near(0.26, 1.0) && near(0.5, 1.0) && near(0.51, 2.0) && near(0.75, 2.0) && near(0.76, 4.0) && near(1.0, 4.0));
        assert_eq!(FineBins::new().quantile(0.5), None);
        assert_eq!((bins.count_above(0.0), bins.count_above(1.0), bins.count_above(4.0)), (3, 2, 0));
        assert_eq!(bins.quantile_interval(0.5), (0.0, None));
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
