//! The loop over trials: each thread runs chunks of trials and adds them to accumulators of its own, which are merged at the end.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::Batch;
use super::draw::Keys;
use super::market::MineralRun;
use crate::chance::LANES;
use crate::plan::Plan;

/// Trials that a thread takes at a time. Chunks begin at multiples of this number, whatever the range and the number of threads.
const CHUNK: u64 = 128;

/// Something that accumulates results of trials, such as counts, sums or the outcomes of single trials.
///
/// Which thread runs which chunk differs from run to run. The result must not depend on it: sums are exact, and values of single trials are put in order
/// by their numbers.
pub trait Accumulator: Send {
    /// Whether it reads all series of all minerals, or only those that the goals test.
    const ALL_SERIES: bool = false;

    /// Called before a batch is run: chooses what the batch keeps of its first `count` lanes, which are the trials from `first` on.
    fn prepare(&mut self, _plan: &Plan, _batch: &mut Batch, _first: u64, _count: usize) {}

    /// Adds the market of mineral `m` as soon as it is settled, while its columns are still in the cache.
    fn add_mineral(&mut self, _plan: &Plan, _m: usize, _run: &MineralRun, _first: u64, _count: usize) {}

    /// Adds a batch that has run.
    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize);

    /// Called after the last batch of a thread.
    fn finish(&mut self) {}

    /// Adds what another thread, or another part of the run, has accumulated.
    fn merge(&mut self, other: Self);
}

/// Nothing is accumulated.
impl Accumulator for () {
    fn add(&mut self, _plan: &Plan, _batch: &Batch, _first: u64, _count: usize) {}

    fn merge(&mut self, _other: Self) {}
}

/// Two accumulators over the same trials.
impl<A: Accumulator, B: Accumulator> Accumulator for (A, B) {
    const ALL_SERIES: bool = A::ALL_SERIES || B::ALL_SERIES;

    fn prepare(&mut self, plan: &Plan, batch: &mut Batch, first: u64, count: usize) {
        self.0.prepare(plan, batch, first, count);
        self.1.prepare(plan, batch, first, count);
    }

    fn add_mineral(&mut self, plan: &Plan, m: usize, run: &MineralRun, first: u64, count: usize) {
        self.0.add_mineral(plan, m, run, first, count);
        self.1.add_mineral(plan, m, run, first, count);
    }

    fn add(&mut self, plan: &Plan, batch: &Batch, first: u64, count: usize) {
        self.0.add(plan, batch, first, count);
        self.1.add(plan, batch, first, count);
    }

    fn finish(&mut self) {
        self.0.finish();
        self.1.finish();
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
    }
}

/// Runs a range of trials on the threads of `pool` and adds them to accumulators made by `new`, one for each thread. `progress` receives the number of
/// trials finished since its last call.
///
/// Trial i is the same in every range and on every thread.
#[must_use]
pub fn accumulate<A: Accumulator>(
    plan: &Plan,
    keys: &Keys,
    trials: Range<u64>,
    pool: &rayon::ThreadPool,
    progress: &(dyn Fn(u64) + Sync),
    new: impl Fn() -> A + Sync,
) -> A {
    let next = AtomicU64::new(trials.start / CHUNK);
    let parts = pool.broadcast(|_| {
        let mut accumulated = new();
        let mut batch = if A::ALL_SERIES { Batch::new(plan, false) } else { Batch::of_goals(plan) };
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed) * CHUNK;
            let (mut first, end) = (chunk.max(trials.start), trials.end.min(chunk + CHUNK));
            if first >= end {
                break;
            }
            let chunk = end - first;
            while first < end {
                // Batches end at multiples of `LANES`, as the replicates of a design do.
                let count = usize::try_from(end - first).unwrap_or(LANES).min(LANES - usize::try_from(first % LANES as u64).unwrap_or(0));
                accumulated.prepare(plan, &mut batch, first, count);
                batch.run(plan, keys, first, &mut |m, run| accumulated.add_mineral(plan, m, run, first, count));
                accumulated.add(plan, &batch, first, count);
                first += count as u64;
            }
            progress(chunk);
        }
        accumulated.finish();
        accumulated
    });
    let merged = parts.into_iter().reduce(|mut whole, part| {
        whole.merge(part);
        whole
    });
    merged.unwrap_or_else(new)
}
