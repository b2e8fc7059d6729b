//! Monthly percentile bands: for each series and month, the distribution over trials in fixed bins and its mean in fixed point.
//!
//! The bands use the first 4 096 trials and every 32nd batch of eight after them (see `chosen`). The standard error of a quantile is then at most 0.8 % of
//! the trials; counting thousands of figures in every trial would take longer than simulating it.
//!
//! Trials are counted in blocks: bin numbers are stored batch by batch and then counted series by series and month by month, so that the counts of one
//! month stay in the first-level cache while they are updated. All threads of a run count into one set of bins ([`SharedBands`]), so that a further thread
//! needs memory for its block only.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use super::binning::{LINE, write_bins};
use super::chosen::Chosen;
use super::dispatch::vectorised;
use super::market::MineralRun;
use super::series::Series;
use crate::chance::LANES;
use serde::{Deserialize, Serialize};

use crate::plan::Plan;
use crate::stats::CoarseBins;

/// Bytes of the blocks of all series on one thread. In larger blocks the counts of a month stay in the cache for longer.
const BLOCK_BYTES: usize = 8 << 20;
/// Months that are copied out of a block together. The lines of one month are far apart, and reading them one by one would stall on memory.
const TOGETHER: usize = 8;

/// Counts of one series.
#[derive(Clone, Debug, Default, PartialEq)]
struct Counts {
    /// Distribution by month; none where the series has no bands.
    bins: Vec<CoarseBins>,
    /// Sum by month, in fixed point.
    sums: Vec<i128>,
}

/// Counts of all series that several threads add to. Whole numbers are added, so the order does not matter.
#[derive(Clone, Debug)]
pub struct SharedBands(Arc<[Mutex<Counts>]>);

/// One series' distribution, month by month.
#[derive(Clone, Debug)]
struct SeriesBands {
    mineral: usize,
    series: Series,
    /// Whether it is 0 until a route delivers something. Such zeros are not stored.
    is_brought: bool,
    /// Fixed-point units for one unit of the figure: a power of 2.
    unit: f64,
    counts: Counts,
    /// Sums of the block, month by month and lane by lane.
    block_sums: Vec<[i64; LANES]>,
    /// Bin numbers of the block: by group of [`LINE`] trials, then by month; 0 where nothing was stored.
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
    /// Bin numbers of some months, and scratch space for counting them.
    months: Vec<[u16; LINE]>,
    scratch: Vec<u16>,
    /// Where the counts go instead of those of the series.
    shared: Option<SharedBands>,
}

impl Bands {
    /// Empty bands.
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
                counts: Counts { bins: if series.has_bands() { vec![CoarseBins::default(); months] } else { Vec::new() }, sums: vec![0; months] },
                block_sums: vec![[0; LANES]; months],
                block: Vec::new(),
            })
        });
        let series: Vec<SeriesBands> = series.collect();
        let columns = series.iter().filter(|one| one.series.has_bands()).count() * months;
        let size = (BLOCK_BYTES / 2 / columns.max(1)).clamp(2 * LINE, 64 * LINE) / LINE * LINE;
        Self { series, size, filled: 0, trials: 0, months: Vec::new(), scratch: Vec::new(), shared: None }
    }

    /// Moves the counts out, so that several threads can add to them; [`take_back`](Self::take_back) moves them in again.
    #[must_use]
    pub fn share(&mut self) -> SharedBands {
        SharedBands(self.series.iter_mut().map(|one| Mutex::new(std::mem::take(&mut one.counts))).collect())
    }

    /// Counts into a shared set from now on.
    #[must_use]
    pub fn sharing(mut self, shared: &SharedBands) -> Self {
        self.series.iter_mut().for_each(|one| one.counts = Counts::default());
        Self { shared: Some(shared.clone()), ..self }
    }

    /// Moves shared counts in, when no thread adds to them any more.
    pub fn take_back(&mut self, shared: &SharedBands) {
        for (one, counts) in self.series.iter_mut().zip(&*shared.0) {
            one.counts = std::mem::take(&mut *counts.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Sets the greatest number of trials to be counted, so that no more memory is reserved than they need. To be called before the first.
    pub fn expect(&mut self, trials: u64) {
        let needed = usize::try_from(trials).unwrap_or(usize::MAX).div_ceil(LANES).saturating_add(1).saturating_mul(LANES);
        self.size = self.size.min(needed);
    }

    /// Adds those of the first `count` lanes of one mineral's run that enter the bands; the first lane is trial `first`. All minerals are added before
    /// [`advance`](Self::advance) is called.
    pub fn add(&mut self, mineral: usize, run: &MineralRun, first: u64, count: usize) {
        let chosen = Chosen::of(first, count);
        if chosen.count == 0 {
            return;
        }
        let (filled, size) = (self.filled, self.size);
        for one in self.series.iter_mut().filter(|one| one.mineral == mineral) {
            let column = run.column(one.series);
            if one.series.has_bands() && one.block.is_empty() {
                one.block = vec![[0; LINE]; column.len() * size.div_ceil(LINE)];
            }
            // Nothing arrives before the first route can deliver anything; these zeros are not stored.
            let begins = if one.is_brought { run.begins.min(column.len()) } else { 0 };
            let lines = one.block.get_mut(filled / LINE * column.len() + begins..).unwrap_or_default();
            let sums = &mut one.block_sums[begins..];
            write_bins(&column[begins..], lines, filled % LINE, sums, one.unit, &chosen);
        }
    }

    /// Completes a batch of which all minerals have been added.
    pub fn advance(&mut self, first: u64, count: usize) {
        let counted = Chosen::of(first, count).count;
        self.trials += counted as u64;
        self.filled += counted;
        // After an incomplete batch the remaining lanes hold values that the next batch would not overwrite where it leaves out zeros.
        if (1..LANES).contains(&counted) || self.filled + LANES > self.size {
            self.flush();
        }
    }

    /// Counts the bin numbers of the block and empties it.
    pub fn flush(&mut self) {
        let Self { series, filled, months, scratch, shared, .. } = self;
        for (place, one) in series.iter_mut().enumerate() {
            if let Some(shared) = shared {
                let mut counts = shared.0[place].lock().unwrap_or_else(PoisonError::into_inner);
                one.flush(&mut counts, *filled, months, scratch);
            } else {
                let mut counts = std::mem::take(&mut one.counts);
                one.flush(&mut counts, *filled, months, scratch);
                one.counts = counts;
            }
        }
        *filled = 0;
    }

    /// Adds the counts of other bands. Both are flushed.
    pub fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for (a, b) in self.series.iter_mut().zip(&other.series) {
            a.counts.bins.iter_mut().zip(&b.counts.bins).for_each(|(a, b)| a.merge(b));
            a.counts.sums.iter_mut().zip(&b.counts.sums).for_each(|(a, b)| *a += b);
        }
    }

    /// The counts, to be written. The bands are flushed.
    #[must_use]
    pub fn counts(&self) -> BandCounts<'_> {
        BandCounts {
            trials: self.trials,
            series: self.series.iter().map(|one| (Cow::Borrowed(one.counts.bins.as_slice()), Cow::Borrowed(one.counts.sums.as_slice()))).collect(),
        }
    }

    /// The same bands with these counts instead of their own; `None` where the counts are of other series.
    #[must_use]
    pub fn with_counts(mut self, counts: BandCounts) -> Option<Self> {
        if counts.series.len() != self.series.len() {
            return None;
        }
        self.trials = counts.trials;
        for (one, (bins, sums)) in self.series.iter_mut().zip(counts.series) {
            if bins.len() != one.counts.bins.len()
                || sums.len() != one.counts.sums.len()
                || !bins.iter().all(|bins| bins.is_sound() && bins.total() <= self.trials)
            {
                return None;
            }
            one.counts = Counts { bins: bins.into_owned(), sums: sums.into_owned() };
        }
        Some(self)
    }

    /// The distribution of a series in month `k`.
    #[must_use]
    pub fn bins(&self, mineral: usize, series: Series, k: usize) -> Option<&CoarseBins> {
        self.find(mineral, series).and_then(|one| one.counts.bins.get(k))
    }

    /// Number of trials that entered the bands.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// The mean of a series in month `k` over the trials counted.
    #[must_use]
    pub fn mean(&self, mineral: usize, series: Series, k: usize) -> f64 {
        self.find(mineral, series).map_or(0.0, |one| one.counts.sums[k] as f64 / one.unit / self.trials.max(1) as f64)
    }

    fn find(&self, mineral: usize, series: Series) -> Option<&SeriesBands> {
        self.series.iter().find(|one| one.mineral == mineral && one.series == series)
    }
}

impl SeriesBands {
    /// Adds the first `filled` trials of the block to the counts and empties the block.
    fn flush(&mut self, counts: &mut Counts, filled: usize, lines: &mut Vec<[u16; LINE]>, scratch: &mut Vec<u16>) {
        for (sum, block) in counts.sums.iter_mut().zip(&mut self.block_sums) {
            *sum += i128::from(std::mem::take(block).iter().sum::<i64>());
        }
        let groups = filled.div_ceil(LINE);
        if self.block.is_empty() || groups == 0 {
            return;
        }
        let months = counts.bins.len();
        lines.resize(groups * TOGETHER, [0; LINE]);
        vectorised(
            #[inline(always)]
            || {
                for (few, from) in counts.bins.chunks_mut(TOGETHER).zip((0..).step_by(TOGETHER)) {
                    for (g, group) in self.block.chunks_exact_mut(months).take(groups).enumerate() {
                        for (k, line) in group[from..from + few.len()].iter_mut().enumerate() {
                            lines[k * groups + g] = *line;
                            // The lines of other series are overwritten completely.
                            if self.is_brought {
                                *line = [0; LINE];
                            }
                        }
                    }
                    for (bins, lines) in few.iter_mut().zip(lines.chunks_exact(groups)) {
                        bins.add_indices(&lines.as_flattened()[..filled], scratch);
                    }
                }
            },
        );
    }
}

/// Counts of monthly bands, to be written to a part and read back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandCounts<'a> {
    /// Trials counted.
    pub trials: u64,
    /// By series: by month, its distribution and its sum.
    pub series: Vec<SeriesCounts<'a>>,
}

/// Distributions of one series and its sums, by month.
pub type SeriesCounts<'a> = (Cow<'a, [CoarseBins]>, Cow<'a, [i128]>);

impl PartialEq for Bands {
    fn eq(&self, other: &Self) -> bool {
        self.trials == other.trials
            && self.series.len() == other.series.len()
            && self.series.iter().zip(&other.series).all(|(a, b)| a.counts == b.counts)
    }
}
