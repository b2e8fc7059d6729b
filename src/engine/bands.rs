//! Monthly bands: for each series and month the distribution over trials, in fixed bins, and its mean, in fixed point.
//!
//! Counting goes in blocks of trials: bin numbers are written down batch by batch and counted series by series and month by month, so
//! that one month's counts stay in the nearest cache while they are counted.

use super::batch::Batch;
use super::series::Series;
use crate::chance::LANES;
use crate::plan::Plan;
use crate::stats::{CoarseBins, bin_index};

/// Trials of a block.
const BLOCK: usize = 32 * LANES;
/// 1.5 · 2^52: adding it leaves the rounded whole number in the low bits of a float.
const MAGIC: f64 = 6_755_399_441_055_744.0;

/// One series' distribution, month by month.
#[derive(Clone, Debug)]
struct SeriesBands {
    mineral: usize,
    series: Series,
    /// What one unit counts in the sums: a power of 2.
    unit: f64,
    bins: Vec<CoarseBins>,
    sums: Vec<i128>,
    block_sums: Vec<i64>,
    /// Bin numbers of the block, month after month.
    block: Vec<u16>,
}

/// Distributions of all series.
#[derive(Clone, Debug)]
pub struct Bands {
    series: Vec<SeriesBands>,
    filled: usize,
}

impl Bands {
    /// Nothing counted.
    pub fn new(plan: &Plan) -> Self {
        let months = plan.months();
        let series = plan.minerals.iter().enumerate().flat_map(|(m, mineral)| {
            Series::of(mineral).into_iter().map(move |series| SeriesBands {
                mineral: m,
                series,
                // A month's figure in 2^-28 of the series' scale: exact to nine digits, and 2^23 scales fit.
                unit: (28.0 - series.scale(mineral).max(f64::MIN_POSITIVE).log2().ceil()).exp2(),
                bins: if series.has_bands() { vec![CoarseBins::default(); months] } else { Vec::new() },
                sums: vec![0; months],
                block_sums: vec![0; months],
                block: Vec::new(),
            })
        });
        Self { series: series.collect(), filled: 0 }
    }

    /// Counts the first `count` lanes of a batch.
    pub fn add(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        for one in &mut self.series {
            if one.block.is_empty() && one.series.has_bands() {
                one.block = vec![0; plan.months() * BLOCK];
            }
            let column = one.series.column(&batch.minerals[one.mineral]);
            for (k, month) in column.iter().enumerate() {
                let mut sum = 0_i64;
                for value in &month.0[..count] {
                    let scaled = (value * one.unit).min(2_251_799_813_685_247.0);
                    sum += ((scaled + MAGIC).to_bits() as i64).wrapping_sub(MAGIC.to_bits() as i64);
                }
                one.block_sums[k] += sum;
            }
            if one.series.has_bands() {
                for (month, places) in column.iter().zip(one.block.chunks_exact_mut(BLOCK)) {
                    for (place, value) in places[self.filled..].iter_mut().zip(&month.0[..count]) {
                        *place = bin_index::<8>(*value) as u16;
                    }
                }
            }
        }
        self.filled += count;
        if self.filled + LANES > BLOCK {
            self.flush();
        }
    }

    /// Counts what the block holds.
    pub fn flush(&mut self) {
        for one in &mut self.series {
            for (sum, block) in one.sums.iter_mut().zip(&mut one.block_sums) {
                *sum += i128::from(std::mem::take(block));
            }
            for (bins, places) in one.bins.iter_mut().zip(one.block.chunks_exact(BLOCK)) {
                for place in &places[..self.filled] {
                    bins.add_index(u32::from(*place), 1);
                }
            }
        }
        self.filled = 0;
    }

    /// Takes over what another counted; both flushed.
    pub fn merge(&mut self, other: &Self) {
        for (a, b) in self.series.iter_mut().zip(&other.series) {
            a.bins.iter_mut().zip(&b.bins).for_each(|(a, b)| a.merge(b));
            a.sums.iter_mut().zip(&b.sums).for_each(|(a, b)| *a += b);
        }
    }

    /// The distribution of a series in month `k`.
    #[must_use]
    pub fn bins(&self, mineral: usize, series: Series, k: usize) -> Option<&CoarseBins> {
        self.find(mineral, series).and_then(|one| one.bins.get(k))
    }

    /// The mean of a series in month `k` over `trials` trials.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a mean needs no more digits than a float has")]
    pub fn mean(&self, mineral: usize, series: Series, k: usize, trials: u64) -> f64 {
        self.find(mineral, series).map_or(0.0, |one| one.sums[k] as f64 / one.unit / trials.max(1) as f64)
    }

    fn find(&self, mineral: usize, series: Series) -> Option<&SeriesBands> {
        self.series.iter().find(|one| one.mineral == mineral && one.series == series)
    }
}

impl PartialEq for Bands {
    fn eq(&self, other: &Self) -> bool {
        self.series.len() == other.series.len() && self.series.iter().zip(&other.series).all(|(a, b)| a.bins == b.bins && a.sums == b.sums)
    }
}
