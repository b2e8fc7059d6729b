//! Several scenarios on common random numbers: what each finds, and how they differ trial by trial.

use std::fmt;

use super::findings::{Comparison, Estimate, GoalComparison, PairedDifference};
use super::run::{RunOptions, pool, run, share};
use crate::engine::{TrialRow, rows};
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
#[derive(Clone, Debug)]
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

    #[expect(clippy::cast_precision_loss, reason = "months are few")]
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

/// Runs all scenarios on the same draws and compares each with the first.
///
/// # Errors
/// Where fewer than two are given, where they run over different months, and where threads cannot be started.
pub fn compare(plans: &[(String, Plan)], options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Comparison, CompareError> {
    let [(_, first), others @ ..] = plans else { return Err(CompareError::TooFew) };
    if others.is_empty() {
        return Err(CompareError::TooFew);
    }
    if let Some((name, _)) = others.iter().find(|(_, plan)| plan.grid != first.grid) {
        return Err(CompareError::OtherMonths(name.clone()));
    }
    let findings = plans.iter().map(|(_, plan)| run(plan, options, progress)).collect::<Result<Vec<_>, _>>()?;

    // Goals that all share, with their place in each.
    let shared: Vec<Vec<usize>> = first
        .goals
        .goals
        .iter()
        .filter_map(|goal| plans.iter().map(|(_, plan)| plan.goals.goals.iter().position(|other| other.name == goal.name)).collect())
        .collect();
    let mut sums = vec![vec![Sums::new(); others.len()]; shared.len()];
    let pool = pool(options)?;
    let mut from = 0;
    while from < options.trials {
        let to = (from + BLOCK).min(options.trials);
        let tables: Vec<Vec<TrialRow>> = plans.iter().map(|(_, plan)| rows(plan, options.seed, from..to, &pool)).collect();
        for (places, sums) in shared.iter().zip(&mut sums) {
            for (other, sums) in sums.iter_mut().enumerate() {
                for (base, row) in tables[0].iter().zip(&tables[other + 1]) {
                    sums.add(base.arrivals[places[0]], row.arrivals[places[other + 1]], first.months());
                }
            }
        }
        progress((to - from) * plans.len() as u64);
        from = to;
    }
    let goals = shared.iter().zip(&sums).map(|(places, sums)| {
        let goal = &first.goals.goals[places[0]];
        let differences = sums.iter().map(|sums| sums.difference(options.trials)).collect();
        GoalComparison { name: goal.name.clone(), title: goal.title.clone(), differences }
    });
    Ok(Comparison { names: plans.iter().map(|(name, _)| name.clone()).collect(), goals: goals.collect(), findings })
}
