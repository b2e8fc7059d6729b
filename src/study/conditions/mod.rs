//! What would have to be true: the smallest set of favourable conditions that brings a goal's chance by a year to a threshold.
//!
//! The search compares sets on the same trials (common random numbers); what is told of the sets that it finds is counted on other trials, so that
//! being chosen for a high chance flatters none.

mod condition;
mod search;

use std::io;
use std::ops::Range;

use super::columns::{asked_goal, asked_month, goal_title};
use super::findings::{Ceiling, Share};
use super::run::{RunOptions, pool, share};
use super::{Assumptions, Holds, columns};
use crate::engine::{Keys, Processes, outcomes, trial_rows};
use crate::plan::{Plan, Process, ProcessColumn};
use crate::units::MonthGrid;

pub use condition::{Condition, Favour, under};
pub use search::{Effort, Score, Smallest, smallest};

/// What to ask.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionsOptions {
    /// Goal by name; the first where none is named.
    pub goal: Option<String>,
    /// Year by whose end it shall arrive; the scenario's last whole year where none is named.
    pub by: Option<i32>,
    /// Chance to reach, above 0 and at most 1.
    pub chance: f64,
    /// Favourable quantile of a number that is the better the higher, above ½ and below 1; of one that is the better the lower, one less this.
    pub quantile: f64,
}

/// Why nothing was found out.
#[derive(Debug)]
pub enum ConditionsError {
    /// What was asked for does not exist, in words.
    Asked(String),
    /// The machine failed.
    Machine(io::Error),
}

/// What was found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Key of the goal.
    pub goal: String,
    /// Its title.
    pub goal_title: String,
    /// Year by whose end it shall arrive.
    pub by: i32,
    /// Chance to reach.
    pub wanted: f64,
    /// Favourable quantile of what is the better the higher.
    pub quantile: f64,
    /// Seed.
    pub seed: u64,
    /// Trials on which chances are told, and those on which sets were compared.
    pub trials: [u64; 2],
    /// Chance as things stand.
    pub today: Share,
    /// Chance if everything that can turn out well does.
    pub all: Share,
    /// What the chain could carry at most, where there is such a bound.
    pub ceiling: Option<Ceiling>,
    /// Random elements of the scenario, and those that matter to the goal.
    pub elements: [usize; 2],
    /// Sets that reach the chance, the best first; empty where none is needed or none does.
    pub sets: Vec<FoundSet>,
    /// The best set, one condition after the other, that first which helps most.
    pub steps: Vec<Step>,
    /// Conditions without which the chance is not reached, everything else turning out well, with the chance that is left.
    pub necessary: Vec<(Condition, Share)>,
    /// What the search proved.
    pub proof: Proof,
}

/// A set of conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundSet {
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// Chance under them.
    pub chance: Share,
}

/// One condition of the best set.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The condition.
    pub condition: Condition,
    /// Chance with it and those before it.
    pub chance: Share,
    /// Chance with it alone.
    pub alone: Share,
    /// Chance with all others of the set but not with it.
    pub without: Share,
}

/// What was tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Sets of fewer conditions than this, out of the leading ones and holding the necessary ones, were all tried, and none reaches the chance.
    pub below: usize,
    /// Leading conditions beside the necessary ones.
    pub leading: usize,
    /// Whether each condition was tried by itself.
    pub singles: bool,
    /// Sets tried.
    pub tried: usize,
}

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

/// Finds the smallest sets of conditions that bring a goal's chance by a year to a threshold.
///
/// # Errors
/// Where a goal or a year is asked for that does not exist, or a threshold or quantile out of range; where the threads cannot be started.
pub fn conditions(
    plan: &Plan,
    assumptions: &Assumptions,
    options: &RunOptions,
    asked: &ConditionsOptions,
    progress: &dyn Fn(u64),
) -> Result<Conditions, ConditionsError> {
    let wrong = ConditionsError::Asked;
    let goal = asked_goal(plan, asked.goal.as_deref()).map_err(wrong)?;
    let by = asked.by.unwrap_or_else(|| condition::last_year(plan.grid));
    let month = asked_month(plan.grid, by).map_err(wrong)?;
    if !(asked.chance > 0.0 && asked.chance <= 1.0) {
        return Err(wrong(format!("a chance of {} cannot be reached: ask for one above 0 and at most 1", asked.chance)));
    }
    if !(asked.quantile > 0.5 && asked.quantile < 1.0) {
        return Err(wrong(format!("{} is no favourable quantile: ask for one above 0.5 and below 1", asked.quantile)));
    }
    let pool = pool(options).map_err(|error| ConditionsError::Machine(io::Error::other(error)))?;
    let compared = (options.trials / 40).clamp(200, 1_000);
    let bench = Bench {
        plan,
        seed: options.seed,
        goal,
        month,
        pool: &pool,
        told: 0..options.trials,
        compared: options.trials..options.trials + compared,
        progress,
    };
    let elements = plan.elements();
    let units = columns(plan, assumptions);
    let unit =
        |draw: Option<usize>| units.iter().find(|column| draw.is_some_and(|draw| column.holds == Holds::Input(draw))).map_or("", |c| c.unit.as_str());
    let possible: Vec<Condition> = elements.iter().filter_map(|one| Condition::of(plan, one, asked.quantile, unit(one.draw))).collect();
    let candidates = bench.favourable(possible);
    let today = bench.chance(&[]);
    let everything: Vec<&Condition> = candidates.iter().collect();
    let mut found = Conditions {
        title: plan.title.clone(),
        grid: plan.grid,
        goal: plan.goals.goals[goal].name.clone(),
        goal_title: goal_title(&plan.goals.goals[goal]),
        by,
        wanted: asked.chance,
        quantile: asked.quantile,
        seed: options.seed,
        trials: [options.trials, compared],
        all: bench.chance(&everything),
        ceiling: plan.ceilings[goal].map(|ceiling| Ceiling { share: ceiling.share, asked: ceiling.asked, beyond: ceiling.beyond() }),
        elements: [elements.len(), candidates.len()],
        sets: Vec::new(),
        steps: Vec::new(),
        necessary: Vec::new(),
        proof: Proof::default(),
        today,
    };
    if found.today.share < asked.chance && found.all.share >= asked.chance {
        bench.search(&candidates, asked.chance, &mut found);
    }
    Ok(found)
}

/// What sets of conditions are tried on.
struct Bench<'a> {
    plan: &'a Plan,
    seed: u64,
    goal: usize,
    month: usize,
    pool: &'a rayon::ThreadPool,
    told: Range<u64>,
    compared: Range<u64>,
    progress: &'a dyn Fn(u64),
}

impl Bench<'_> {
    /// Chance under conditions, on the trials that are told.
    fn chance(&self, conditions: &[&Condition]) -> Share {
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
    fn favourable(&self, possible: Vec<Condition>) -> Vec<Condition> {
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

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of the trials")]
    fn search(&self, candidates: &[Condition], wanted: f64, found: &mut Conditions) {
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
