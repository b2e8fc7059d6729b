//! Monthly bands: for each series and month the distribution over trials, in fixed bins, and its mean, in fixed point.
//!
//! Bands are of the first 16 384 trials and of every 32nd eight after them: a quantile of so many trials is known to 0.4 % of the trials at most, less
//! than the eye or a bin can tell, and counting thousands of figures a trial would take longer than making them.
//!
//! Counting goes in blocks of trials: bin numbers are written down batch by batch and counted series by series and month by month, so
//! that one month's counts stay in the nearest cache while they are counted.

use std::borrow::Cow;

use super::counts::BandCounts;
use super::dispatch::vectorised;
use super::market::MineralRun;
use super::series::Series;
use super::write_down::{LINE, write_down};
use crate::chance::LANES;
use crate::plan::Plan;
use crate::stats::CoarseBins;

/// Bytes that the blocks of all series may take on one thread: the larger, the longer a month's counts stay at hand.
const BLOCK_BYTES: usize = 8 << 20;
/// Trials that count, one and all.
const ALL: u64 = 16_384;
/// After them one batch in so many counts.
const ONE_IN: u64 = 32;
/// Months that are taken from a block together: its lines lie month by month, and single ones would each be waited for.
const TOGETHER: usize = 8;

/// Whether a trial counts: a matter of its number alone, so that no cut of the trials changes what is counted.
#[inline]
const fn counts(trial: u64) -> bool {
    trial < ALL || (trial / LANES as u64).is_multiple_of(ONE_IN)
}

/// One series' distribution, month by month.
#[derive(Clone, Debug)]
struct SeriesBands {
    mineral: usize,
    series: Series,
    /// Whether it is 0 until a route brings something: zeros that are never written down.
    is_brought: bool,
    /// What one unit counts in the sums: a power of 2.
    unit: f64,
    bins: Vec<CoarseBins>,
    sums: Vec<i128>,
    /// Sums of the block, month by month and lane by lane.
    block_sums: Vec<[i64; LANES]>,
    /// Bin numbers of the block: by group of [`LINE`] trials, then by month; 0 where nothing was written down.
    block: Vec<[u16; LINE]>,
}

/// Distributions of all series.
#[derive(Clone, Debug, Default)]
pub struct Bands {
    series: Vec<SeriesBands>,
    /// Trials of a block.
    size: usize,
    filled: usize,
    /// Trials counted.
    trials: u64,
    /// Bin numbers of some months, and windows to count them in.
    months: Vec<[u16; LINE]>,
    scratch: Vec<u32>,
}

impl Bands {
    /// Nothing counted.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let months = plan.months();
        let series = plan.minerals.iter().enumerate().flat_map(|(m, mineral)| {
            Series::of(mineral).into_iter().map(move |series| SeriesBands {
                mineral: m,
                series,
                is_brought: series.is_brought(mineral),
                // A month's figure in 2^-28 of the series' scale: exact to nine digits, and 2^23 scales fit.
                unit: (28.0 - series.scale(mineral).max(f64::MIN_POSITIVE).log2().ceil()).exp2(),
                bins: if series.has_bands() { vec![CoarseBins::default(); months] } else { Vec::new() },
                sums: vec![0; months],
                block_sums: vec![[0; LANES]; months],
                block: Vec::new(),
            })
        });
        let series: Vec<SeriesBands> = series.collect();
        let columns = series.iter().filter(|one| one.series.has_bands()).count() * months;
        let size = (BLOCK_BYTES / 2 / columns.max(1)).clamp(8 * LINE, 64 * LINE) / LINE * LINE;
        Self { series, size, filled: 0, trials: 0, months: Vec::new(), scratch: Vec::new() }
    }

    /// Says how many trials are to come at most, so that no more room is made than they need; before the first is counted.
    pub fn expect(&mut self, trials: u64) {
        let needed = usize::try_from(trials).unwrap_or(usize::MAX).div_ceil(LANES).saturating_add(1).saturating_mul(LANES);
        self.size = self.size.min(needed);
    }

    /// Whether any of so many trials from `first` on counts.
    #[must_use]
    pub fn count(&self, first: u64, count: usize) -> bool {
        Chosen::of(first, count).count > 0
    }

    /// Counts those of the first `count` lanes of one mineral's run that count, the first lane being trial `first`; all minerals are counted before
    /// [`advance`](Self::advance).
    pub fn add(&mut self, mineral: usize, run: &MineralRun, first: u64, count: usize) {
        let chosen = Chosen::of(first, count);
        if chosen.count == 0 {
            return;
        }
        let (filled, size) = (self.filled, self.size);
        for one in self.series.iter_mut().filter(|one| one.mineral == mineral) {
            let column = one.series.column(run);
            if one.series.has_bands() && one.block.is_empty() {
                one.block = vec![[0; LINE]; column.len() * size.div_ceil(LINE)];
            }
            // Nothing arrives before the first route can bring anything: zeros, which need not be counted.
            let begins = if one.is_brought { run.begins.min(column.len()) } else { 0 };
            let lines = one.block.get_mut(filled / LINE * column.len() + begins..).unwrap_or_default();
            let sums = &mut one.block_sums[begins..];
            write_down(&column[begins..], lines, filled % LINE, sums, one.unit, &chosen);
        }
    }

    /// Goes on to the next batch.
    pub fn advance(&mut self, first: u64, count: usize) {
        let counted = Chosen::of(first, count).count;
        self.trials += counted as u64;
        self.filled += counted;
        // After less than a whole batch, lanes that do not count stand where the next one would leave out its zeros.
        if (1..LANES).contains(&counted) || self.filled + LANES > self.size {
            self.flush();
        }
    }

    /// Counts what the block holds.
    pub fn flush(&mut self) {
        for one in &mut self.series {
            for (sum, block) in one.sums.iter_mut().zip(&mut one.block_sums) {
                *sum += i128::from(std::mem::take(block).iter().sum::<i64>());
            }
            let groups = self.filled.div_ceil(LINE);
            if one.block.is_empty() || groups == 0 {
                continue;
            }
            let months = one.bins.len();
            self.months.resize(groups * TOGETHER, [0; LINE]);
            vectorised(
                #[inline(always)]
                || {
                    for (few, from) in one.bins.chunks_mut(TOGETHER).zip((0..).step_by(TOGETHER)) {
                        for (g, group) in one.block.chunks_exact_mut(months).take(groups).enumerate() {
                            for (k, line) in group[from..from + few.len()].iter_mut().enumerate() {
                                self.months[k * groups + g] = *line;
                                // All others are written over whole.
                                if one.is_brought {
                                    *line = [0; LINE];
                                }
                            }
                        }
                        for (bins, lines) in few.iter_mut().zip(self.months.chunks_exact(groups)) {
                            bins.add_indices(&lines.as_flattened()[..self.filled], &mut self.scratch);
                        }
                    }
                },
            );
        }
        self.filled = 0;
    }

    /// Takes over what another counted; both flushed.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for (a, b) in self.series.iter_mut().zip(&other.series) {
            a.bins.iter_mut().zip(&b.bins).for_each(|(a, b)| a.merge(b));
            a.sums.iter_mut().zip(&b.sums).for_each(|(a, b)| *a += b);
        }
    }

    /// What was counted; flushed.
    #[must_use]
    pub fn counts(&self) -> BandCounts<'_> {
        BandCounts {
            trials: self.trials,
            series: self.series.iter().map(|one| (Cow::Borrowed(one.bins.as_slice()), Cow::Borrowed(one.sums.as_slice()))).collect(),
        }
    }

    /// The same with these counts in place of its own; `None` where they are those of other series.
    #[must_use]
    pub fn with_counts(mut self, counts: BandCounts) -> Option<Self> {
        if counts.series.len() != self.series.len() {
            return None;
        }
        self.trials = counts.trials;
        for (one, (bins, sums)) in self.series.iter_mut().zip(counts.series) {
            if bins.len() != one.bins.len() || sums.len() != one.sums.len() || !bins.iter().all(CoarseBins::is_sound) {
                return None;
            }
            (one.bins, one.sums) = (bins.into_owned(), sums.into_owned());
        }
        Some(self)
    }

    /// The distribution of a series in month `k`.
    #[must_use]
    pub fn bins(&self, mineral: usize, series: Series, k: usize) -> Option<&CoarseBins> {
        self.find(mineral, series).and_then(|one| one.bins.get(k))
    }

    /// Trials that the bands and their means are of.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// The mean of a series in month `k` over the trials counted.
    #[must_use]
    pub fn mean(&self, mineral: usize, series: Series, k: usize) -> f64 {
        self.find(mineral, series).map_or(0.0, |one| one.sums[k] as f64 / one.unit / self.trials.max(1) as f64)
    }

    fn find(&self, mineral: usize, series: Series) -> Option<&SeriesBands> {
        self.series.iter().find(|one| one.mineral == mineral && one.series == series)
    }
}

/// Lanes of a batch that count, moved to the front.
pub struct Chosen {
    /// How many.
    pub count: usize,
    /// The lanes, those that count first.
    pub lanes: [usize; LANES],
}

impl Chosen {
    /// Of the first `count` lanes, where the first is trial `first`.
    fn of(first: u64, count: usize) -> Self {
        let (mut lanes, mut chosen) = (std::array::from_fn(|lane| lane), 0);
        for (lane, trial) in (0..count).zip(first..) {
            if counts(trial) {
                lanes.swap(chosen, lane);
                chosen += 1;
            }
        }
        Self { count: chosen, lanes }
    }

    /// Whether the batch counts as it is.
    pub fn is_whole(&self) -> bool {
        self.count == LANES
    }
}

impl PartialEq for Bands {
    fn eq(&self, other: &Self) -> bool {
        self.trials == other.trials
            && self.series.len() == other.series.len()
            && self.series.iter().zip(&other.series).all(|(a, b)| a.bins == b.bins && a.sums == b.sums)
    }
}
