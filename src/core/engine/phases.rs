//! Time spent in each phase of a batch, for the benchmarks.
//!
//! This module is the only one of the engine that reads the clock: the phases can only be timed inside the loop over batches, and the times are returned
//! beside the tally, which they cannot change.

use std::time::{Duration, Instant};

use super::accumulate::Accumulator;
use super::batch::Batch;
use super::draw::{Keys, draw_values};
use super::tally::Tally;
use crate::chance::LANES;
use crate::plan::Plan;

/// Names of the phases, in order.
pub const PHASES: [&str; 9] = ["inputs", "regimes", "incidents", "stages", "chain", "markets", "goals", "series", "tallies"];

/// Runs trials on this thread, rounded up to whole batches, and returns the time of each of the [`PHASES`] and the tally.
///
/// The trials are those of [`simulate`](super::simulate), drawn at random. The cost of reading the clock is too small to be measured.
#[must_use]
pub fn phases(plan: &Plan, seed: u64, trials: u64) -> ([Duration; PHASES.len()], Tally) {
    let plan = &Plan { design: None, ..plan.clone() };
    let (keys, mut batch, mut tally) = (Keys::new(plan, seed), Batch::new(plan, false), Tally::of_at_most(plan, trials));
    let mut spent = [Duration::ZERO; PHASES.len()];
    let mut last = Instant::now();
    let mut lap = |phase: usize| {
        let now = Instant::now();
        spent[phase] += now - last;
        last = now;
    };
    for first in (0..trials).step_by(LANES) {
        tally.prepare(plan, &mut batch, first, LANES);
        let Batch { values, policy, security, scratch, .. } = &mut batch;
        draw_values(plan, &keys, first, values, scratch);
        lap(0);
        policy.run(plan, &keys, values, first);
        lap(1);
        security.run(plan, &keys, values, policy, first);
        lap(2);
        batch.run_stages(plan, &keys, first);
        lap(3);
        let Batch { values, policy, security, schedule, chain, minerals, goals, .. } = &mut batch;
        chain.run(plan, values, policy, security, schedule);
        lap(4);
        for (m, (mineral, run)) in plan.minerals.iter().zip(&mut *minerals).enumerate() {
            run.run(plan, mineral, values, policy, chain);
            lap(5);
            goals.test(plan, m, values, run);
            lap(6);
            tally.add_mineral(plan, m, run, first, LANES);
            lap(7);
        }
        goals.decide(plan, minerals);
        lap(6);
        tally.add(plan, &batch, first, LANES);
        lap(8);
    }
    tally.finish();
    lap(7);
    (spent, tally)
}
