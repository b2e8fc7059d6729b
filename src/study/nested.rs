//! Nested design: each draw of the uncertain inputs is run with several draws of the random events.

use super::split::split;
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::{KeyId, Plan};

/// Trials of a run for each draw of the uncertain inputs that its nested design makes.
const TRIALS_FOR_A_DRAW: u64 = 400;
/// Trials for each draw in the nested design of a run.
const INNER: u32 = 16;
/// Fewest and most draws in the nested design of a run.
const DRAWS: [u64; 2] = [32, 1_024];

/// Size of a nested design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested {
    /// Draws of the uncertain inputs.
    pub outer: u64,
    /// Trials for each draw.
    pub inner: u32,
}

impl Nested {
    /// Design beside a run of so many trials: a draw for every 400 trials, at most 1 024, with 16 trials for each, so that it has at most 4% of the trials of
    /// the run. `None` where it would have fewer than 32 draws.
    #[must_use]
    pub fn beside(trials: u64) -> Option<Self> {
        let outer = (trials / TRIALS_FOR_A_DRAW).min(DRAWS[1]);
        (outer >= DRAWS[0]).then_some(Self { outer, inner: INNER })
    }

    /// Trials in all.
    #[must_use]
    pub fn trials(self) -> u64 {
        self.outer.saturating_mul(u64::from(self.inner))
    }

    /// Outcomes of the design: trial i of each repeat has the uncertain inputs of trial i of a run with this seed, and random events of its own.
    #[must_use]
    pub fn repeats(self, plan: &Plan, seed: u64, pool: &rayon::ThreadPool, progress: &(dyn Fn(u64) + Sync)) -> Vec<Outcomes> {
        let events = event_streams(plan);
        let repeat = |repeat: u32| {
            // Random events are drawn anew; the uncertain inputs stay the same.
            let other = seed.wrapping_add(1 + u64::from(repeat));
            let found = outcomes(plan, &Keys::mixed(plan, seed, other, &|key| events.contains(&key)), 0..self.outer, pool, false);
            progress(self.outer);
            found
        };
        (0..self.inner).map(repeat).collect()
    }
}

/// Random streams of the random events.
#[must_use]
pub fn event_streams(plan: &Plan) -> Vec<KeyId> {
    let mut keys: Vec<KeyId> = plan.elements().iter().filter(|element| element.is_event).flat_map(|element| element.keys.clone()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Quantiles over the uncertain inputs of the probability that a goal has arrived by the end of a month: at these probabilities, from the repeats of a
/// nested design. `None` with fewer than two draws or two repeats.
#[must_use]
pub fn quantiles_over_inputs<const N: usize>(repeats: &[Outcomes], goal: usize, month: usize, at: [f64; N]) -> Option<[f64; N]> {
    let mut counts = vec![0_u32; repeats.first()?.arrivals.get(goal)?.len()];
    for repeat in repeats {
        for (count, arrival) in counts.iter_mut().zip(&repeat.arrivals[goal]) {
            *count += u32::from(arrival.is_some_and(|arrival| arrival <= month));
        }
    }
    let found = split(&counts, u32::try_from(repeats.len()).ok()?)?;
    Some(at.map(|p| found.quantile(p)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_design_beside_a_run_has_at_most_a_twenty_fifth_of_its_trials() {
        for trials in [0, 1_000, 12_799, 12_800, 100_000, 1_000_000_000] {
            let design = Nested::beside(trials);
            assert_eq!(design.is_some(), trials >= 12_800);
            assert!(design.is_none_or(|design| 25 * design.trials() <= trials));
        }
        assert_eq!(Nested::beside(100_000), Some(Nested { outer: 250, inner: 16 }));
    }
}
