//! Runs of the plan under sets of conditions: sets are compared on the same trials, and probabilities are estimated on other trials.

use std::collections::HashMap;
use std::ops::Range;

use super::condition::under;
use super::findings::{Condition, ConditionSet, ConditionsFindings, Favour, NecessaryCondition, SearchCoverage, Step};
use super::{Effort, Score, smallest};
use crate::analyses::estimates::proportion;
use crate::engine::{Keys, Processes, outcomes, trial_rows};
use crate::plan::{Plan, Process, ProcessColumn};
use crate::units::{Quantity, Unit};

/// Sets reported, at most.
const REPORTED: usize = 5;
/// Sets whose probability is estimated on fresh trials, at most.
const ESTIMATED: usize = 12;
/// Sweeps in which a number may change its favourable side, at most.
const SWEEPS: usize = 2;
/// Leading conditions, at most.
const LEADING: usize = 12;
/// Sets of leading conditions tried, at most.
const SETS: usize = 600;
/// Trials that show whether an element has any effect and which side of a number helps, at most.
const GLANCE: u64 = 64;

/// Plan, goal and trials on which sets of conditions are tried.
pub(super) struct Bench<'a> {
    pub(super) plan: &'a Plan,
    pub(super) seed: u64,
    pub(super) goal: usize,
    pub(super) month: usize,
    pub(super) pool: &'a rayon::ThreadPool,
    /// Trials of the probabilities.
    pub(super) estimated: Range<u64>,
    /// Trials on which sets are compared.
    pub(super) compared: Range<u64>,
    pub(super) progress: &'a dyn Fn(u64),
}

impl Bench<'_> {
    /// Probability under conditions.
    pub(super) fn probability(&self, conditions: &[&Condition]) -> Quantity {
        let plan = under(self.plan, conditions.iter().copied());
        let found = outcomes(&plan, &Keys::new(&plan, self.seed), self.estimated.clone(), self.pool, false);
        let trials = self.estimated.end - self.estimated.start;
        (self.progress)(trials);
        let arrived = found.arrivals[self.goal].iter().filter(|arrival| arrival.is_some_and(|k| k <= self.month)).count();
        proportion(arrived as u64, trials, Unit::PROBABILITY)
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

    /// Conditions that have any effect, with numbers on the side that helps. Effects are judged with all events favourable, since a goal that hardly ever
    /// arrives as modelled may show no difference; then again with everything else favourable.
    pub(super) fn favourable(&self, possible: Vec<Condition>) -> Vec<Condition> {
        let (numbers, events): (Vec<_>, Vec<_>) = possible.into_iter().partition(|one| matches!(one.favour, Favour::Value { .. }));
        let (as_modelled, well) = (self.glance([]), self.glance(&events));
        let mut chosen: Vec<Condition> = Vec::new();
        for (i, event) in events.iter().enumerate() {
            let others = events.iter().enumerate().filter(|&(other, _)| other != i).map(|(_, other)| other);
            if self.glance([event]) != as_modelled || self.glance(others) != well {
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

    /// Turns each number to its other side where that is better with everything else favourable.
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

    /// Finds the smallest sets, orders the conditions of the best one, and adds both to the findings with the coverage of the search.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the trials")]
    pub(super) fn search(&self, candidates: &[Condition], target: f64, found: &mut ConditionsFindings) {
        let pick = |set: &[usize]| -> Vec<&Condition> { set.iter().map(|&one| &candidates[one]).collect() };
        let estimated =
            |set: &[usize]| ConditionSet { conditions: pick(set).into_iter().cloned().collect(), probability: self.probability(&pick(set)) };
        let mut effort = Effort { wanted: (target * found.comparison_trials as f64).ceil() as u64, leading: LEADING, sets: SETS };
        let mut scores: HashMap<Vec<usize>, Score> = HashMap::new();
        // A set that reaches the target on the trials of the search may fall short on fresh ones: then more is demanded of the sets.
        let (smallest, mut sets) = loop {
            let smallest = smallest(candidates.len(), &effort, &mut |set| *scores.entry(set.to_vec()).or_insert_with(|| self.score(pick(set))));
            let mut sets: Vec<ConditionSet> = smallest.sets.iter().take(ESTIMATED).map(|set| estimated(set)).collect();
            if sets.is_empty() {
                // All conditions together fall short of the demand, but not of the target on fresh trials.
                sets.push(estimated(&(0..candidates.len()).collect::<Vec<_>>()));
                break (smallest, sets);
            }
            sets.retain(|set| set.probability.number() >= target);
            if !sets.is_empty() {
                break (smallest, sets);
            }
            effort.wanted = 1 + smallest.sets.iter().filter_map(|set| scores.get(set)).map(|score| score.arrived).fold(effort.wanted, u64::max);
        };
        sets.sort_by(|a, b| b.probability.number().total_cmp(&a.probability.number()));
        sets.truncate(REPORTED);
        found.steps = sets.first().map_or_else(Vec::new, |best| self.steps(&best.conditions));
        found.sets = sets;
        found.necessary = smallest
            .necessary
            .iter()
            .map(|&one| {
                let others: Vec<&Condition> = candidates.iter().filter(|other| other.path != candidates[one].path).collect();
                NecessaryCondition { condition: candidates[one].clone(), without: self.probability(&others) }
            })
            .collect();
        found.search = SearchCoverage {
            complete_below: smallest.proven_below,
            leading: smallest.leading.len(),
            each_alone: smallest.singles,
            sets_tried: scores.len(),
        };
    }

    /// Conditions of a set, ordered so that each next one helps most.
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
                cumulative: self.probability(&given),
                alone: self.probability(&[condition]),
                without: self.probability(&others),
            });
        }
        steps
    }
}
