//! Where sets of conditions are tried: each on the same trials, what is told of those that are found on others.

use std::ops::Range;

use super::{Condition, Conditions, Effort, Favour, FoundSet, Proof, Score, Step, smallest, under};
use crate::engine::{Keys, Processes, outcomes, trial_rows};
use crate::plan::{Plan, Process, ProcessColumn};
use crate::study::estimate::share;
use crate::study::findings::Share;

/// Sets that are told, at most.
const TOLD: usize = 5;
/// Sets whose chance is counted afresh, at most.
const RECOUNTED: usize = 12;
/// Sweeps in which a number may change its favourable side.
const SWEEPS: usize = 2;
/// Leading conditions, and sets of them tried at most.
const LEADING: usize = 12;
const SETS: usize = 600;
/// Trials on which it is seen whether an element makes any difference, and on which side a number helps, at most.
const GLANCE: u64 = 64;

/// What sets of conditions are tried on.
pub(super) struct Bench<'a> {
    pub(super) plan: &'a Plan,
    pub(super) seed: u64,
    pub(super) goal: usize,
    pub(super) month: usize,
    pub(super) pool: &'a rayon::ThreadPool,
    pub(super) told: Range<u64>,
    pub(super) compared: Range<u64>,
    pub(super) progress: &'a dyn Fn(u64),
}

impl Bench<'_> {
    /// Chance under conditions, on the trials that are told.
    pub(super) fn chance(&self, conditions: &[&Condition]) -> Share {
        let plan = under(self.plan, conditions.iter().copied());
        let found = outcomes(&plan, &Keys::new(&plan, self.seed), self.told.clone(), self.pool, false);
        (self.progress)(self.told.end - self.told.start);
        let arrived = found.arrivals[self.goal].iter().filter(|arrival| arrival.is_some_and(|k| k <= self.month)).count();
        share(arrived as u64, self.told.end - self.told.start)
    }

    /// Score under conditions, on the trials on which sets are compared.
    fn score<'c>(&self, conditions: impl IntoIterator<Item = &'c Condition>) -> Score {
        self.score_on(self.compared.clone(), conditions)
    }

    /// The same on the first of them.
    fn glance<'c>(&self, conditions: impl IntoIterator<Item = &'c Condition>) -> Score {
        let first = self.compared.start;
        self.score_on(first..self.compared.end.min(first + GLANCE), conditions)
    }

    fn score_on<'c>(&self, trials: Range<u64>, conditions: impl IntoIterator<Item = &'c Condition>) -> Score {
        let plan = under(self.plan, conditions);
        let named = |process: &Process| match process {
            Process::Arrivals(mineral) | Process::Shortage(mineral) => self.plan.goals.goals[self.goal].minerals.contains(mineral),
            _ => false,
        };
        let columns: Vec<ProcessColumn> = plan.processes().into_iter().filter(|column| named(&column.process)).collect();
        (self.progress)(trials.end - trials.start);
        let rows = trial_rows(&plan, self.seed, trials, self.pool, &Processes::new(&plan, &columns, self.month + 1));
        let mut score = Score::default();
        for row in &rows {
            let arrival = row.arrivals[self.goal];
            score.arrived += u64::from(arrival.is_some_and(|k| k <= self.month));
            score.months += arrival.unwrap_or(plan.months()) as u64;
            for (column, tonnes) in columns.iter().zip(&row.processes) {
                score.tonnes += if matches!(column.process, Process::Shortage(_)) { -tonnes } else { *tonnes };
            }
        }
        score
    }

    /// Those that make any difference, numbers on the side that helps: judged where all events turn out well, since as things stand a goal that hardly
    /// ever arrives may show nothing; then again where all else turns out well.
    pub(super) fn favourable(&self, possible: Vec<Condition>) -> Vec<Condition> {
        let (numbers, events): (Vec<_>, Vec<_>) = possible.into_iter().partition(|one| matches!(one.favour, Favour::Value { .. }));
        let (as_it_stands, well) = (self.glance([]), self.glance(&events));
        let mut chosen: Vec<Condition> = Vec::new();
        for (i, event) in events.iter().enumerate() {
            let others = events.iter().enumerate().filter(|&(other, _)| other != i).map(|(_, other)| other);
            if self.glance([event]) != as_it_stands || self.glance(others) != well {
                chosen.push(event.clone());
            }
        }
        for number in numbers {
            let Some(turned) = number.turned(self.plan) else { continue };
            let score = |one: &Condition| self.glance(events.iter().chain([one]));
            let (high, low) = (score(&number), score(&turned));
            if high != low {
                chosen.push(if low.beats(&high) { turned } else { number });
            }
        }
        chosen.sort_by(|a, b| a.path.cmp(&b.path));
        for _ in 0..SWEEPS {
            if !self.sweep(&mut chosen) {
                break;
            }
        }
        chosen
    }

    /// Turns each number to its other side where that is better, everything else turning out well.
    fn sweep(&self, chosen: &mut [Condition]) -> bool {
        let mut best = self.score(chosen.iter());
        let mut any = false;
        for i in 0..chosen.len() {
            let Some(turned) = chosen[i].turned(self.plan) else { continue };
            let before = std::mem::replace(&mut chosen[i], turned);
            let score = self.score(chosen.iter());
            if score.beats(&best) {
                (best, any) = (score, true);
            } else {
                chosen[i] = before;
            }
        }
        any
    }

    /// Finds the smallest sets, puts the best in order, and writes both with the proof into what was found out.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the trials")]
    pub(super) fn search(&self, candidates: &[Condition], wanted: f64, found: &mut Conditions) {
        let pick = |set: &[usize]| -> Vec<&Condition> { set.iter().map(|&one| &candidates[one]).collect() };
        let effort = Effort { wanted: (wanted * found.trials[1] as f64).ceil() as u64, leading: LEADING, sets: SETS };
        let smallest = smallest(candidates.len(), &effort, &mut |set| self.score(pick(set)));
        let mut sets: Vec<FoundSet> = smallest
            .sets
            .iter()
            .take(RECOUNTED)
            .map(|set| FoundSet { conditions: pick(set).into_iter().cloned().collect(), chance: self.chance(&pick(set)) })
            .collect();
        sets.sort_by(|a, b| b.chance.share.total_cmp(&a.chance.share));
        let reached = sets.iter().filter(|set| set.chance.share >= wanted).count();
        sets.truncate(reached.clamp(1, TOLD));
        found.steps = sets.first().map_or_else(Vec::new, |best| self.steps(&best.conditions));
        found.sets = sets;
        found.necessary = smallest
            .necessary
            .iter()
            .map(|&one| {
                (candidates[one].clone(), self.chance(&candidates.iter().filter(|other| other.path != candidates[one].path).collect::<Vec<_>>()))
            })
            .collect();
        found.proof = Proof { below: smallest.proven_below, leading: smallest.leading.len(), singles: smallest.singles, tried: smallest.tried };
    }

    /// The set in the order in which each next condition helps most.
    fn steps(&self, set: &[Condition]) -> Vec<Step> {
        let mut rest: Vec<&Condition> = set.iter().collect();
        let mut given: Vec<&Condition> = Vec::new();
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let score = |one: &Condition| self.score(given.iter().copied().chain([one]));
            let scores: Vec<Score> = rest.iter().map(|one| score(one)).collect();
            let next = (0..rest.len()).fold(0, |best, next| if scores[next].beats(&scores[best]) { next } else { best });
            let condition = rest.remove(next);
            given.push(condition);
            let others: Vec<&Condition> = set.iter().filter(|other| other.path != condition.path).collect();
            steps.push(Step {
                condition: condition.clone(),
                chance: self.chance(&given),
                alone: self.chance(&[condition]),
                without: self.chance(&others),
            });
        }
        steps
    }
}
