//! Regimes of a batch: semi-Markov chains, trial by trial, and the monthly columns asked of them.

use super::columns::{Column, Span};
use super::draw::{Keys, draw_at, draw_index, draw_occasional};
use super::lanes::Lanes;
use crate::chance::{Key, LANES};
use crate::plan::{KeyId, Occasional, Plan, RegimePlan};

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
            occurrences: Vec::new(),
            months: plan.months(),
        }
    }

    /// Runs all regimes of the batch whose first trial is `first`.
    ///
    /// Stays first, then column by column what they let through: what one pass draws decides no branch of another.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, values: &[Lanes], first: u64) {
        for (r, regime) in plan.policy.regimes.iter().enumerate() {
            self.entries[r].clear();
            self.occurrences.clear();
            for lane in 0..LANES {
                self.stays(plan.months(), (r, regime), keys, values, first + lane as u64, lane);
            }
            let stays = || self.entries[r].iter().zip(&self.occurrences);
            for (profile, column) in plan.policy.profiles.iter().zip(&mut self.profiles).filter(|(profile, _)| profile.regime.0 == r) {
                for (entry, &occurrence) in stays() {
                    let draw = |what: &Occasional| draw_occasional(what, occurrence, keys, values, entry.lane);
                    let passage = &profile.states[entry.state];
                    let passes_from = (entry.from + draw(&passage.wait)).min(entry.to);
                    let row = column.row_mut(entry.lane);
                    if let Some(span) = Span::new(entry.from, passes_from, self.months) {
                        go_on(row, entry.from, span, draw(&passage.meanwhile));
                    }
                    if let Some(span) = Span::new(passes_from, entry.to, self.months) {
                        go_on(row, passes_from, span, draw(&passage.passes));
                    }
                }
            }
            for (effect, column) in plan.policy.effects.iter().zip(&mut self.effects).filter(|(effect, _)| effect.regime.0 == r) {
                for (entry, _) in stays() {
                    if let Some(span) = Span::new(entry.from, entry.to, self.months) {
                        go_on(column.row_mut(entry.lane), entry.from, span, values[effect.factors[entry.state].0].0[entry.lane]);
                    }
                }
            }
        }
        self.profiles.iter_mut().chain(&mut self.effects).for_each(Column::turn);
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

/// Goes on with a row whose months up to `from`, where the span begins, are written: a month that has begun is added to, all others are set, so that
/// nothing needs to be cleared before.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "months are few")]
fn go_on(row: &mut [f64], from: f64, span: Span, value: f64) {
    let Some((first, rest)) = row.get_mut(span.first..span.end).and_then(<[f64]>::split_first_mut) else { return };
    let value = value + 0.0; // no negative zero, as if added to what was cleared
    let before = if from > span.first as f64 { *first } else { 0.0 };
    *first = before + value * span.head;
    let Some((last, between)) = rest.split_last_mut() else { return };
    between.fill(value);
    *last = value * span.tail;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stays that end within months and between them, and some that last no time at all.
    #[test]
    fn going_on_needs_nothing_cleared() {
        let ends = [0.25, 0.5, 2.0, 2.0, 3.75, 3.75, 5.0, 5.5, 9.0, 99.0];
        let mut added = Column::new(11, 0.0, false);
        let mut row = vec![7.0; 11];
        let mut from = 0.0;
        for (value, to) in [0.5, 0.0, 1.0, 0.3, 0.9, 0.1, 0.7, 0.2, 0.6, 0.8].into_iter().zip(ends) {
            if let Some(span) = Span::new(from, to, 11) {
                added.add(3, span, value);
                go_on(&mut row, from, span, value);
            }
            from = to;
        }
        assert_eq!(added.row(3), row);
    }
}
