//! Counts of trials by month of arrival, including the trials without arrival.

use serde::{Deserialize, Serialize};

use super::mean::Mean;
use super::order_statistics::{quantile_rank, quantile_ranks_at};
use super::proportion::Proportion;

/// Number of trials by month of arrival, and number of trials without arrival. No arrival counts as later than any month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthCounts {
    /// Trials by month of arrival, month 0 first; later months have none.
    pub counts: Vec<u64>,
    /// Trials without an arrival.
    pub never: u64,
}

impl MonthCounts {
    /// No trials, with storage for this many months.
    #[must_use]
    pub fn new(months: usize) -> Self {
        Self { counts: vec![0; months], never: 0 }
    }

    /// Counts one trial by its month of arrival; `None` for no arrival.
    #[inline]
    pub fn add(&mut self, arrival: Option<usize>) {
        let Some(month) = arrival else {
            self.never += 1;
            return;
        };
        if month >= self.counts.len() {
            self.counts.resize(month + 1, 0);
        }
        self.counts[month] += 1;
    }

    /// Adds the trials of another count.
    pub fn merge(&mut self, other: &Self) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (sum, count) in self.counts.iter_mut().zip(&other.counts) {
            *sum += count;
        }
        self.never += other.never;
    }

    /// Trials with an arrival.
    #[must_use]
    pub fn arrivals(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Number of trials.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.arrivals() + self.never
    }

    /// Sample quantile: the smallest month with at least a share `p` of all trials at or before it; `None` where the quantile is no arrival or there
    /// are no trials.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<usize> {
        self.of_rank(quantile_rank(p, self.trials()))
    }

    /// 95 % confidence interval of the `p`-quantile by order statistics. `None` at either end means no arrival. With too few trials the lower end is
    /// month 0 and the upper end no arrival.
    #[must_use]
    pub fn interval(&self, p: f64) -> (Option<usize>, Option<usize>) {
        self.interval_at(p, 0.95)
    }

    /// The confidence interval with another confidence in (0, 1).
    #[must_use]
    pub fn interval_at(&self, p: f64, confidence: f64) -> (Option<usize>, Option<usize>) {
        let ranks = quantile_ranks_at(p, self.trials(), confidence);
        let low = ranks.lower.map_or(Some(0), |rank| self.of_rank(rank));
        (low, ranks.upper.and_then(|rank| self.of_rank(rank)))
    }

    /// The month of the trial with this rank in order of arrival, counted from 1.
    fn of_rank(&self, rank: u64) -> Option<usize> {
        let mut sum = 0;
        self.counts.iter().position(|count| {
            sum += count;
            sum >= rank
        })
    }

    /// Share of all trials that have arrived by the end of `month`.
    #[must_use]
    pub fn share_by(&self, month: usize) -> Proportion {
        Proportion::new(self.counts.iter().take(month.saturating_add(1)).sum(), self.trials())
    }

    /// Share of all trials that never arrive.
    #[must_use]
    pub fn share_never(&self) -> Proportion {
        Proportion::new(self.never, self.trials())
    }

    /// Mean month of arrival over the trials that arrive; `None` where none does.
    #[must_use]
    pub fn mean(&self) -> Option<Mean> {
        let (mut sum, mut squares) = (0, 0);
        for (month, &count) in (0..).zip(&self.counts) {
            let part = month * i128::from(count);
            sum += part;
            squares += month * part;
        }
        Mean::of_sums(sum, squares, self.arrivals(), 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arrivals: &[Option<usize>]) -> MonthCounts {
        let mut counts = MonthCounts::default();
        for &arrival in arrivals {
            counts.add(arrival);
        }
        counts
    }

    #[test]
    fn quantile_is_the_smallest_month_with_enough_trials() {
        let counts = of(&[Some(5), Some(3), None, Some(3), Some(9), None, Some(3), Some(12), Some(5), Some(7)]);
        let of_tenths: Vec<Option<usize>> = (1..=10).map(|tenth| counts.quantile(f64::from(tenth) / 10.0)).collect();
        assert_eq!(of_tenths, [Some(3), Some(3), Some(3), Some(5), Some(5), Some(7), Some(9), Some(12), None, None]);
        assert_eq!(counts.quantile(0.300_001), Some(5));
        assert_eq!(MonthCounts::default().quantile(0.5), None);
    }

    #[test]
    fn shares_and_mean_of_a_small_case() {
        let counts = of(&[Some(1), Some(2), Some(3), Some(6), None]);
        assert_eq!((counts.trials(), counts.arrivals()), (5, 4));
        assert_eq!((counts.share_by(2).share, counts.share_by(99).share, counts.share_never().share), (0.4, 0.8, 0.2));
        let mean = counts.mean().unwrap();
        // Squared deviations from the mean 3: 4 + 1 + 0 + 9 = 14; √(14/3/4).
        assert!((mean.mean - 3.0).abs() < 1e-15 && (mean.standard_error - (14.0_f64 / 12.0).sqrt()).abs() < 1e-15);
        assert_eq!(of(&[None]).mean(), None);
    }

    #[test]
    fn interval_encloses_the_quantile_and_covers_no_arrival() {
        let mut counts = MonthCounts::new(240);
        for trial in 0..1000_usize {
            counts.add((trial % 10 != 0).then_some(trial % 200));
        }
        let (low, high) = counts.interval(0.5);
        assert!(low < counts.quantile(0.5) && counts.quantile(0.5) < high);
        let (low, high) = counts.interval(0.9);
        assert!(low.is_some() && high.is_none());
        assert_eq!(of(&[Some(4)]).interval(0.5), (Some(0), None));
    }

    #[test]
    fn any_partition_in_any_order_merges_to_the_same() {
        let arrivals: Vec<Option<usize>> = (0..500_usize).map(|trial| (trial % 7 != 0).then_some(trial * trial % 97)).collect();
        let whole = of(&arrivals);
        for cuts in [vec![1, 2, 400], vec![250], vec![17, 300, 301, 499]] {
            let ends: Vec<usize> = [0].into_iter().chain(cuts).chain([500]).collect();
            let mut merged = MonthCounts::default();
            for range in ends.windows(2).rev() {
                merged.merge(&of(&arrivals[range[0]..range[1]]));
            }
            assert_eq!(merged, whole);
        }
    }
}
