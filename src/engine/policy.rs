//! Regimes of a batch: semi-Markov chains, trial by trial, and the monthly columns asked of them.

use super::columns::{Column, Span};
use super::draw::{Keys, draw_at, draw_index, draw_occasional};
use super::lanes::Lanes;
use crate::chance::LANES;
use crate::plan::{KeyId, Occasional, Plan, Policy, RegimePlan};

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
    months: usize,
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
            months: plan.months(),
        }
    }

    /// Runs all regimes of the batch whose first trial is `first`.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, values: &[Lanes], first: u64) {
        self.profiles.iter_mut().chain(&mut self.effects).for_each(|column| column.reset(0.0));
        for (r, regime) in plan.policy.regimes.iter().enumerate() {
            self.entries[r].clear();
            for lane in 0..LANES {
                self.run_one(plan, r, regime, keys, values, first + lane as u64, lane);
            }
        }
        self.profiles.iter_mut().chain(&mut self.effects).for_each(Column::turn);
    }

    #[expect(clippy::too_many_arguments, reason = "one trial of one regime, all of it given")]
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    fn run_one(&mut self, plan: &Plan, r: usize, regime: &RegimePlan, keys: &Keys, values: &[Lanes], trial: u64, lane: usize) {
        let horizon = plan.months() as f64;
        let occurrences = keys.get(regime.entries).child(trial);
        let mut state = draw_index(&regime.initial, keys.once(regime.initial_key, trial));
        let mut from = 0.0;
        let mut count = 0;
        while from < horizon {
            let occurrence = occurrences.child(count);
            let [lasts, then] = keys.stay(r, count, trial);
            let uniform = |key: KeyId| keys.at_entry(regime.entries, key, trial, count);
            let length = |what: &Occasional| draw_at(what, || lasts.unwrap_or_else(|| uniform(what.key)), values, lane);
            let lasts = regime.states[state].lasts.as_ref().map_or(f64::INFINITY, length);
            let to = from + lasts;
            self.entries[r].push(Entry { lane, state, from, to });
            self.fill(&plan.policy, r, state, [from, to], values, lane, |what| draw_occasional(what, occurrence, keys, values, lane));
            if to < horizon {
                state = draw_index(&regime.states[state].then, then.unwrap_or_else(|| uniform(regime.then_key)));
            }
            from = to;
            count += 1;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one stay in one state, all of it given")]
    fn fill(
        &mut self,
        policy: &Policy,
        regime: usize,
        state: usize,
        [from, to]: [f64; 2],
        values: &[Lanes],
        lane: usize,
        draw: impl Fn(&crate::plan::Occasional) -> f64,
    ) {
        let months = self.months;
        for (profile, column) in policy.profiles.iter().zip(&mut self.profiles).filter(|(profile, _)| profile.regime.0 == regime) {
            let passage = &profile.states[state];
            let passes_from = (from + draw(&passage.wait)).min(to);
            if let Some(span) = Span::new(from, passes_from, months) {
                column.add(lane, span, draw(&passage.meanwhile));
            }
            if let Some(span) = Span::new(passes_from, to, months) {
                column.add(lane, span, draw(&passage.passes));
            }
        }
        let Some(span) = Span::new(from, to, months) else { return };
        for (effect, column) in policy.effects.iter().zip(&mut self.effects).filter(|(effect, _)| effect.regime.0 == regime) {
            column.add(lane, span, values[effect.factors[state].0].0[lane]);
        }
    }
}
