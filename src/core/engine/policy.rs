//! Policy regimes of a batch: semi-Markov chains trial by trial, and the monthly columns derived from them.

use super::columns::Column;
use super::dispatch::vectorised;
use super::draw::{Keys, draw_at, draw_index};
use super::lanes::Lanes;
use super::occasions::Occasions;
use super::returns::{Returning, Withholding, returning};
use crate::chance::{Distribution, LANES};
use crate::plan::{KeyId, Occasional, Plan, Profile, RegimePlan, StatePlan};

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
    /// Months spent in it before the start.
    pub since: f64,
}

/// Courses of the regimes in the trials of a batch.
#[derive(Clone, Debug)]
pub struct PolicyRun {
    /// Stays, by regime, lane after lane.
    pub entries: Vec<Vec<Entry>>,
    /// What suppliers and routes meet.
    pub profiles: Vec<Column>,
    /// Factors on paces, levels, flows and on what buyers want.
    pub effects: Vec<Column>,
    /// What comes back of what is held back, by profile; empty where nothing does.
    pub returns: Vec<Vec<Returning>>,
    totals: Vec<f64>,
    passages: Passages,
}

/// Pass-through of the stays of one regime, by their positions in the list of stays.
#[derive(Clone, Debug, Default)]
struct Passages {
    occasions: Occasions,
    /// 1 where a stay is in the state at hand.
    words: Vec<u64>,
    /// Months from entry until `passes` applies, the factor until then, and the factor from then on.
    waits: Vec<f64>,
    meanwhile: Vec<f64>,
    passes: Vec<f64>,
    /// Tonnes a year that may leave, and that would leave.
    quotas: [Vec<f64>; 2],
    /// Shares of the rest that come back, and months until then.
    diverts: Vec<f64>,
    leaks: Vec<f64>,
    after: Vec<f64>,
}

impl Passages {
    /// Begins with the stays of a regime, whose keys are known.
    #[expect(clippy::cast_possible_truncation, reason = "lanes are few")]
    fn begin(&mut self, entries: &[Entry]) {
        self.occasions.lanes.clear();
        self.occasions.lanes.extend(entries.iter().map(|entry| entry.lane as u8));
        let drawn = [&mut self.waits, &mut self.meanwhile, &mut self.passes, &mut self.diverts, &mut self.leaks, &mut self.after];
        for all in drawn.into_iter().chain(&mut self.quotas) {
            all.resize(entries.len(), 0.0);
        }
    }

    /// Draws the pass-through state by state, so that no branch depends on the state of a stay.
    fn draw(&mut self, entries: &[Entry], profile: &Profile, keys: &Keys, values: &[Lanes]) {
        for (state, passage) in profile.states.iter().enumerate() {
            self.words.clear();
            self.words.extend(entries.iter().map(|entry| u64::from(entry.state == state)));
            self.occasions.choose(&self.words, 1);
            self.occasions.draw(&passage.wait, keys, values, &mut self.waits);
            self.occasions.draw(&passage.meanwhile, keys, values, &mut self.meanwhile);
            self.occasions.draw(&passage.passes, keys, values, &mut self.passes);
            if let Some(quota) = &passage.quota {
                for (what, into) in quota.iter().zip(&mut self.quotas) {
                    self.occasions.draw(what, keys, values, into);
                }
                let [may, would] = &self.quotas;
                for (j, _) in self.words.iter().enumerate().filter(|(_, word)| **word == 1) {
                    let most = may[j] / would[j];
                    self.meanwhile[j] = self.meanwhile[j].min(most);
                    self.passes[j] = self.passes[j].min(most);
                }
            }
            if let Some(back) = profile.returns.get(state) {
                self.occasions.draw(&back.diverts, keys, values, &mut self.diverts);
                self.occasions.draw(&back.leaks, keys, values, &mut self.leaks);
                self.occasions.draw(&back.after, keys, values, &mut self.after);
            }
        }
    }
}

impl PolicyRun {
    /// State for a plan.
    pub fn new(plan: &Plan) -> Self {
        // Stages read trial by trial; nodes, routes and markets read month by month.
        let flows = plan.chain.nodes.iter().flat_map(|node| &node.flow).chain(plan.chain.routes.iter().flat_map(|route| &route.flow));
        let ahead = plan.minerals.iter().filter_map(|mineral| mineral.response.as_ref()).flat_map(|response| &response.precaution);
        let transposed: Vec<usize> = flows.chain(ahead).map(|effect| effect.0).collect();
        Self {
            entries: vec![Vec::new(); plan.policy.regimes.len()],
            profiles: plan.policy.profiles.iter().map(|_| Column::new(plan.months(), 0.0, true)).collect(),
            effects: (0..plan.policy.effects.len()).map(|effect| Column::new(plan.months(), 0.0, transposed.contains(&effect))).collect(),
            returns: vec![Vec::new(); plan.policy.profiles.len()],
            totals: Vec::new(),
            passages: Passages::default(),
        }
    }

    /// Runs all regimes of the batch whose first trial is `first`.
    ///
    /// First the stays, then the pass-through column by column, so that no branch depends on what was drawn.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, values: &[Lanes], first: u64) {
        self.profiles.iter_mut().chain(&mut self.effects).for_each(Column::begin);
        for (r, regime) in plan.policy.regimes.iter().enumerate() {
            self.entries[r].clear();
            self.passages.occasions.keys.clear();
            for lane in 0..LANES {
                self.stays(plan.months(), (r, regime), keys, values, first + lane as u64, lane);
            }
            self.pass(plan, r, keys, values);
        }
        self.profiles.iter_mut().chain(&mut self.effects).for_each(Column::transpose);
    }

    /// Fills the columns from the stays of a regime.
    fn pass(&mut self, plan: &Plan, r: usize, keys: &Keys, values: &[Lanes]) {
        let entries = &self.entries[r];
        self.passages.begin(entries);
        let columns = self.profiles.iter_mut().zip(&mut self.returns);
        for (profile, (column, returns)) in plan.policy.profiles.iter().zip(columns).filter(|(profile, _)| profile.regime.0 == r) {
            self.passages.draw(entries, profile, keys, values);
            let Passages { waits, meanwhile, passes, diverts, leaks, after, .. } = &self.passages;
            if !profile.returns.is_empty() {
                let of = |j: usize| Withholding {
                    wait: waits[j],
                    meanwhile: meanwhile[j],
                    passes: passes[j],
                    shares: [diverts[j], leaks[j]],
                    after: after[j],
                };
                returning(entries, of, plan.months(), &mut self.totals, returns);
            }
            vectorised(
                #[inline(always)]
                || {
                    for (((&Entry { lane, from, to, since, .. }, wait), meanwhile), passes) in entries.iter().zip(waits).zip(meanwhile).zip(passes) {
                        let passes_from = (from + (wait - since).max(0.0)).min(to);
                        if passes_from > from {
                            column.go_on(lane, from, passes_from, *meanwhile);
                        }
                        column.go_on(lane, passes_from, to, *passes);
                    }
                },
            );
        }
        for (effect, column) in plan.policy.effects.iter().zip(&mut self.effects).filter(|(effect, _)| effect.regime.0 == r) {
            vectorised(
                #[inline(always)]
                || {
                    for &Entry { lane, state, from, to, .. } in entries {
                        column.go_on(lane, from, to, values[effect.factors[state].0].0[lane]);
                    }
                },
            );
        }
    }

    /// Stays of one regime in one trial, from the start to the horizon.
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
            let since = if count == 0 { regime.elapsed.map_or(0.0, |slot| values[slot.0].0[lane]) } else { 0.0 };
            let length = |what: &Occasional| {
                let u = || lasts.unwrap_or_else(|| uniform(what.key));
                if since > 0.0 { rest(&regime.states[state], what, since, u, values, lane) } else { draw_at(what, u, values, lane) }
            };
            let lasts = regime.states[state].lasts.as_ref().map_or(f64::INFINITY, length);
            let to = from + lasts;
            self.entries[r].push(Entry { lane, state, from, to, since });
            self.passages.occasions.keys.push(occurrence);
            if to < horizon {
                state = draw_index(&regime.states[state].then, then.unwrap_or_else(|| uniform(regime.then_key)));
            }
            from = to;
            count += 1;
        }
    }
}

/// Largest uniform number below 1.
const LAST: f64 = 1.0 - f64::EPSILON / 2.0;

/// Months that a stay goes on which has lasted `since` months: its length, given that it exceeds them. The drivers that scale it are as drawn.
fn rest(state: &StatePlan, what: &Occasional, since: f64, u: impl FnOnce() -> f64, values: &[Lanes], lane: usize) -> f64 {
    let scale: f64 = what.scale.iter().map(|driver| values[driver.0].0[lane]).product();
    let exceeds = |spec: &Distribution| if what.clamp.is_some_and(|[low, _]| low > since) || scale <= 0.0 { 0.0 } else { spec.cdf(since / scale) };
    let passed = state.given.as_ref().map_or(0.0, exceeds);
    (draw_at(what, || (passed + u() * (1.0 - passed)).min(LAST), values, lane) - since).max(0.0)
}
