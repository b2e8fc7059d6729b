//! Probabilities in the readings that a scenario names: each is run with a twentieth of the trials of the run.

use crate::analyses::estimates::proportion;
use crate::analyses::run::findings::{Findings, ReadingFindings, ReadingRanges};
use crate::engine::{Keys, RunOptions, outcomes};
use crate::plan::Plan;
use crate::units::Unit;

/// Trials of a run for each trial of a reading.
const SHARE: u64 = 20;
/// Fewest and most trials of a reading, where the run has as many.
const TRIALS: [u64; 2] = [1_000, 50_000];

/// Probabilities of the goals in each reading, beside those of a run of so many trials: a function of the plans, the seed and that number. `None` without readings.
///
/// # Errors
/// Where the threads cannot be started.
pub fn reading_ranges(
    findings: &Findings,
    plan: &Plan,
    readings: &[&Plan],
    options: &RunOptions,
) -> Result<Option<ReadingRanges>, rayon::ThreadPoolBuildError> {
    if readings.is_empty() {
        return Ok(None);
    }
    let (pool, years) = (options.pool()?, plan.report.years_and_last(plan.grid));
    let trials = (findings.trials / SHARE).clamp(TRIALS[0], TRIALS[1]).min(findings.trials);
    let found = readings.iter().map(|reading| {
        let found = outcomes(reading, &Keys::new(reading, options.seed), 0..trials, &pool, false);
        let goals = plan.goals.goals.iter().filter_map(|goal| {
            let arrivals = &found.arrivals[reading.goals.goals.iter().position(|other| other.name == goal.name)?];
            let by = years.iter().filter_map(|&year| {
                let last = plan.grid.last_month_of(year)?;
                let arrived = arrivals.iter().filter(|arrival| arrival.is_some_and(|month| month <= last)).count();
                Some((year, proportion(arrived as u64, trials, Unit::PROBABILITY)))
            });
            Some((goal.name.clone(), by.collect()))
        });
        ReadingFindings { title: reading.title.clone(), goals: goals.collect() }
    });
    Ok(Some(ReadingRanges { trials, readings: found.collect() }))
}
