//! Where the time of a trial goes: the phases of a batch, each under the clock.

use std::time::{Duration, Instant};

use super::batch::Batch;
use super::draw::{Keys, draw_values};
use super::tally::Tally;
use crate::chance::LANES;
use crate::plan::Plan;

/// Names of the phases, in order.
pub const PHASES: [&str; 9] = ["inputs", "regimes", "incidents", "stages", "chain", "markets", "goals", "series", "tallies"];

/// Runs so many trials, rounded up to whole batches, on this thread and counts them: the time of each of the [`PHASES`], and the tally.
///
/// The trials are those of [`simulate`](super::simulate), drawn at random; reading the clock nine times a mineral and batch costs less than can be measured.
#[must_use]
pub fn phases(plan: &Plan, seed: u64, trials: u64) -> ([Duration; PHASES.len()], Tally) {
    let plan = &Plan { design: None, ..plan.clone() };
    let (keys, mut batch, mut tally) = (Keys::new(plan, seed), Batch::new(plan, false), Tally::new(plan));
    tally.bands.expect(trials);
    let mut spent = [Duration::ZERO; PHASES.len()];
    let mut last = Instant::now();
    let mut lap = |phase: usize| {
        let now = Instant::now();
        spent[phase] += now - last;
        last = now;
    };
    for first in (0..trials).step_by(LANES) {
        batch.keep_months(tally.bands.count(first, LANES));
        let Batch { values, policy, security, schedule, chain, minerals, goals, scratch, .. } = &mut batch;
        draw_values(plan, &keys, first, values, scratch);
        lap(0);
        policy.run(plan, &keys, values, first);
        lap(1);
        security.run(plan, &keys, values, policy, first);
        lap(2);
        schedule.run(plan, &keys, values, policy, security, first);
        lap(3);
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
    tally.bands.flush();
    lap(7);
    (spent, tally)
}
