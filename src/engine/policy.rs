//! Regimes of a batch: semi-Markov chains, trial by trial, and the monthly columns asked of them.

use super::columns::Column;
use super::dispatch::vectorised;
use super::draw::{Keys, draw_at, draw_index, draw_occasional};
use super::lanes::Lanes;
use crate::chance::{Key, LANES};
use crate::plan::{KeyId, Occasional, Plan, RegimePlan, StatePassage};

/// One stay in a state, months since the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Trial of the batch.
    pub lane: usize,
    /// State, by its place in the regime.
    pub state: usize,
    /// Entered.
    pub from: f64,
    /// Left; beyond the horizon or infinite where it is not.
    pub to: f64,
}

/// What regimes did in the trials of a batch.
#[derive(Clone, Debug)]
pub struct PolicyRun {
    /// Stays, by regime, lane after lane.
    pub entries: Vec<Vec<Entry>>,
    /// What suppliers and routes meet.
    pub profiles: Vec<Column>,
    /// Factors on paces, levels and flows.
    pub effects: Vec<Column>,
    /// Keys of the stays of the regime at hand.
    occurrences: Vec<Key>,
}

impl PolicyRun {
    /// Room for a plan.
    pub fn new(plan: &Plan) -> Self {
        // Stages go their way trial by trial; nodes and routes month by month.
        let flows = plan.chain.nodes.iter().flat_map(|node| &node.flow).chain(plan.chain.routes.iter().flat_map(|route| &route.flow));
        let turned: Vec<usize> = flows.map(|effect| effect.0).collect();
        Self {
            entries: vec![Vec::new(); plan.policy.regimes.len()],
            profiles: plan.policy.profiles.iter().map(|_| Column::new(plan.months(), 0.0, true)).collect(),
            effects: (0..plan.policy.effects.len()).map(|effect| Column::new(plan.months(), 0.0, turned.contains(&effect))).collect(),
            occurrences: Vec::new(),
        }
    }

    /// Runs all regimes of the batch whose first trial is `first`.
    ///
    /// Stays first, then column by column what they let through: what one pass draws decides no branch of another.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, values: &[Lanes], first: u64) {
        self.profiles.iter_mut().chain(&mut self.effects).for_each(Column::begin);
        for (r, regime) in plan.policy.regimes.iter().enumerate() {
            self.entries[r].clear();
            self.occurrences.clear();
            for lane in 0..LANES {
                self.stays(plan.months(), (r, regime), keys, values, first + lane as u64, lane);
            }
            vectorised(
                #[inline(always)]
                || self.pass(plan, r, keys, values),
            );
        }
        self.profiles.iter_mut().chain(&mut self.effects).for_each(Column::turn);
    }

    /// What the stays of a regime mean for the columns.
    #[inline(always)]
    fn pass(&mut self, plan: &Plan, r: usize, keys: &Keys, values: &[Lanes]) {
        let stays = || self.entries[r].iter().zip(&self.occurrences);
        for (profile, column) in plan.policy.profiles.iter().zip(&mut self.profiles).filter(|(profile, _)| profile.regime.0 == r) {
            for (&Entry { lane, state, from, to }, &occurrence) in stays() {
                let StatePassage { wait, meanwhile, passes } = &profile.states[state];
                let passes_from = (from + draw_occasional(wait, occurrence, keys, values, lane)).min(to);
                if passes_from > from {
                    column.go_on(lane, from, passes_from, draw_occasional(meanwhile, occurrence, keys, values, lane));
                }
                column.go_on(lane, passes_from, to, draw_occasional(passes, occurrence, keys, values, lane));
            }
        }
        for (effect, column) in plan.policy.effects.iter().zip(&mut self.effects).filter(|(effect, _)| effect.regime.0 == r) {
            for &Entry { lane, state, from, to } in &self.entries[r] {
                column.go_on(lane, from, to, values[effect.factors[state].0].0[lane]);
            }
        }
    }

    /// Stays of one regime in one trial, from the start to the horizon.
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    fn stays(&mut self, months: usize, (r, regime): (usize, &RegimePlan), keys: &Keys, values: &[Lanes], trial: u64, lane: usize) {
        let horizon = months as f64;
        let occurrences = keys.get(regime.entries).child(trial);
        let mut state = draw_index(&regime.initial, keys.once(regime.initial_key, trial));
        let mut from = 0.0;
        let mut count = 0;
        while from < horizon {
            let occurrence = occurrences.child(count);
            let [lasts, then] = keys.stay(r, count, trial);
            let uniform = |key: KeyId| keys.at_occurrence(occurrence, key, trial, count);
            let length = |what: &Occasional| draw_at(what, || lasts.unwrap_or_else(|| uniform(what.key)), values, lane);
            let lasts = regime.states[state].lasts.as_ref().map_or(f64::INFINITY, length);
            let to = from + lasts;
            self.entries[r].push(Entry { lane, state, from, to });
            self.occurrences.push(occurrence);
            if to < horizon {
                state = draw_index(&regime.states[state].then, then.unwrap_or_else(|| uniform(regime.then_key)));
            }
            from = to;
            count += 1;
        }
    }
}
