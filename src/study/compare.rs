//! Several scenarios on common random numbers: what each finds, and how they differ trial by trial.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::estimate::share;
use super::findings::{Comparison, Estimate, GoalComparison, PairedDifference};
use crate::analyses::run::found;
use crate::engine::{Accumulator, Keys, OutcomeRuns, Outcomes, RunOptions, RunTally, accumulate};
use crate::plan::Plan;
use crate::stats::FixedSum;

/// Trials compared at a time.
const BLOCK: u64 = 8_192;

/// Why scenarios cannot be compared.
#[derive(Debug)]
pub enum CompareError {
    /// Fewer than two were given.
    TooFew,
    /// One runs over other months than the first: its name.
    OtherMonths(String),
    /// The threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew => f.write_str("a comparison needs two scenarios at least"),
            Self::OtherMonths(name) => write!(f, "{name} runs over other months than the first scenario: give both the same start and end"),
            Self::Threads(error) => write!(f, "the threads could not be started: {error}"),
        }
    }
}

impl std::error::Error for CompareError {}

impl From<rayon::ThreadPoolBuildError> for CompareError {
    fn from(error: rayon::ThreadPoolBuildError) -> Self {
        Self::Threads(error)
    }
}

/// What is summed over trials of one goal in one scenario against the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sums {
    /// Later by so many months, never counting as the horizon.
    months: FixedSum,
    /// The same over trials in which both arrive.
    if_both: FixedSum,
    /// Arrives here minus arrives in the first.
    chance: FixedSum,
    both: u64,
    earlier: u64,
    later: u64,
}

impl Sums {
    fn new() -> Self {
        let sum = |scale: f64| FixedSum::new(FixedSum::shift_for(scale));
        Self { months: sum(1e3), if_both: sum(1e3), chance: sum(1.0), both: 0, earlier: 0, later: 0 }
    }

    fn add(&mut self, first: Option<usize>, other: Option<usize>, horizon: usize) {
        let within = |arrival: Option<usize>| arrival.unwrap_or(horizon) as f64;
        let difference = within(other) - within(first);
        self.months.add(difference);
        self.chance.add(f64::from(u8::from(other.is_some())) - f64::from(u8::from(first.is_some())));
        self.earlier += u64::from(difference < 0.0);
        self.later += u64::from(difference > 0.0);
        if first.is_some() && other.is_some() {
            self.both += 1;
            self.if_both.add(difference);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.months.merge(&other.months);
        self.if_both.merge(&other.if_both);
        self.chance.merge(&other.chance);
        self.both += other.both;
        self.earlier += other.earlier;
        self.later += other.later;
    }

    /// Whether both are on the same scales: what was read may be anything.
    fn fits(&self, other: &Self) -> bool {
        let shifts = |sums: &Self| [sums.months.shift(), sums.if_both.shift(), sums.chance.shift()];
        shifts(self) == shifts(other)
    }

    fn difference(&self, trials: u64) -> PairedDifference {
        let estimate = |sum: &FixedSum, n: u64| sum.mean(n).map(|mean| Estimate { mean: mean.mean, standard_error: mean.standard_error });
        let none = Estimate { mean: f64::NAN, standard_error: f64::NAN };
        PairedDifference {
            months: estimate(&self.months, trials).unwrap_or(none),
            months_if_both: estimate(&self.if_both, self.both),
            both: share(self.both, trials),
            earlier: share(self.earlier, trials),
            later: share(self.later, trials),
            chance: estimate(&self.chance, trials).unwrap_or(none),
        }
    }
}

/// What trials of several scenarios, compared pair by pair, counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedCounts {
    /// Trials counted.
    pub trials: u64,
    /// By goal that all scenarios share and by scenario after the first.
    sums: Vec<Vec<Sums>>,
}

impl PairedCounts {
    /// Nothing counted.
    #[must_use]
    pub fn new(plans: &[(String, Plan)]) -> Self {
        Self { trials: 0, sums: vec![vec![Sums::new(); plans.len().saturating_sub(1)]; shared(plans).len()] }
    }

    /// Takes over what another counted; `None` where that is of other scenarios.
    pub fn merge(&mut self, other: &Self) -> Option<()> {
        let alike = |a: &Vec<Sums>, b: &Vec<Sums>| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.fits(b));
        if self.sums.len() != other.sums.len() || !self.sums.iter().zip(&other.sums).all(|(a, b)| alike(a, b)) {
            return None;
        }
        self.trials += other.trials;
        self.sums.iter_mut().flatten().zip(other.sums.iter().flatten()).for_each(|(a, b)| a.merge(b));
        Some(())
    }
}

/// Goals that all scenarios share, with their place in each.
fn shared(plans: &[(String, Plan)]) -> Vec<Vec<usize>> {
    let Some((_, first)) = plans.first() else { return Vec::new() };
    let places = |name: &str| plans.iter().map(|(_, plan)| plan.goals.goals.iter().position(|other| other.name == name)).collect();
    first.goals.goals.iter().filter_map(|goal| places(&goal.name)).collect()
}

/// Whether scenarios can be compared.
///
/// # Errors
/// Where fewer than two are given, and where they run over different months.
pub fn comparable(plans: &[(String, Plan)]) -> Result<(), CompareError> {
    let [(_, first), others @ ..] = plans else { return Err(CompareError::TooFew) };
    if others.is_empty() {
        return Err(CompareError::TooFew);
    }
    match others.iter().find(|(_, plan)| plan.grid != first.grid) {
        Some((name, _)) => Err(CompareError::OtherMonths(name.clone())),
        None => Ok(()),
    }
}

/// Runs all scenarios on the same draws and compares each with the first.
///
/// # Errors
/// Where they cannot be compared, and where threads cannot be started.
pub fn compare(plans: &[(String, Plan)], options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Comparison, CompareError> {
    comparable(plans)?;
    let (tallies, paired) = count_compared(plans, options, 0..options.trials, progress)?;
    compared(plans, options, &tallies, &paired)
}

/// Counts a range of trials of each scenario by itself, and pair by pair.
///
/// # Errors
/// Where threads cannot be started.
pub fn count_compared(
    plans: &[(String, Plan)],
    options: &RunOptions,
    trials: Range<u64>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<RunTally>, PairedCounts), CompareError> {
    let (mut paired, shared, pool) = (PairedCounts::new(plans), shared(plans), options.pool()?);
    let Some((_, first)) = plans.first() else { return Err(CompareError::TooFew) };
    let mut tallies: Vec<RunTally> = plans.iter().map(|(_, plan)| RunTally::new(plan)).collect();
    let mut from = trials.start;
    while from < trials.end {
        let to = (from + BLOCK).min(trials.end);
        let run = |(tally, (_, plan)): (&mut RunTally, &(String, Plan))| {
            let new = || (RunTally::of_at_most(plan, to - from), OutcomeRuns::new(u64::MAX, false));
            let (part, outcomes) = accumulate(plan, &Keys::new(plan, options.seed), from..to, &pool, progress, new);
            tally.merge(part);
            outcomes
        };
        let ran: Vec<OutcomeRuns> = tallies.iter_mut().zip(plans).map(run).collect();
        let tables: Vec<&Outcomes> = ran.iter().filter_map(OutcomeRuns::outcomes).collect();
        for (places, sums) in shared.iter().zip(&mut paired.sums) {
            for (other, sums) in sums.iter_mut().enumerate() {
                for (base, arrival) in tables[0].arrivals[places[0]].iter().zip(&tables[other + 1].arrivals[places[other + 1]]) {
                    sums.add(*base, *arrival, first.months());
                }
            }
        }
        paired.trials += to - from;
        from = to;
    }
    Ok((tallies, paired))
}

/// What all trials of scenarios that can be compared say, once they are counted.
///
/// # Errors
/// Where fewer than two are given.
pub fn compared(plans: &[(String, Plan)], options: &RunOptions, tallies: &[RunTally], paired: &PairedCounts) -> Result<Comparison, CompareError> {
    let Some((_, first)) = plans.first() else { return Err(CompareError::TooFew) };
    let findings = plans.iter().zip(tallies).map(|((_, plan), tally)| found(plan, options, tally)).collect();
    let goals = shared(plans).into_iter().zip(&paired.sums).map(|(places, sums)| {
        let goal = &first.goals.goals[places[0]];
        let differences = sums.iter().map(|sums| sums.difference(options.trials)).collect();
        GoalComparison { name: goal.name.clone(), title: goal.title.clone(), differences }
    });
    Ok(Comparison { names: plans.iter().map(|(name, _)| name.clone()).collect(), goals: goals.collect(), findings })
}
