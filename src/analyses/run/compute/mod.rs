//! Simulation of a run and its findings: when each goal arrives and how likely it is, how much moves on each market, and what stock bridges the wait.

mod flows;
mod given;
mod goals;
mod inputs;
mod key_inputs;
mod markets;
mod paths;
mod precision;
mod processes;
mod readings;
mod replicates;

use std::io;
use std::ops::Range;

use super::findings::{DesignFindings, Findings, Flows};
use crate::engine::{RunOptions, RunTally, Tally};
use crate::plan::Plan;
use crate::study::{Attached, Ranges, StoppingRule};
use flows::flows;
use given::given;
use goals::goal_findings;
pub use inputs::input_ranges;
use key_inputs::key_inputs;
use markets::{add_lines, mineral_findings, origin_findings};
use paths::{keep_those_on_paths, paths};
pub use precision::{Stopping, checkpoints};
use processes::{hazard_findings, regime_findings, stage_findings};
pub use readings::reading_ranges;

/// Runs the trials and returns their findings. Where the scenario asks for a precision, it runs no more trials than that takes. `progress` receives the
/// number of trials finished since its last call, from any thread. Months of findings are counted from 0, the first of the scenario; tonnes, USD,
/// probabilities and shares are named by the unit of each quantity.
///
/// # Errors
/// Where the threads cannot be started.
pub fn run(plan: &Plan, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Findings> {
    Ok(found(plan, options, &count(plan, options, 0..options.trials, progress, Attached::default())?))
}

/// Runs the trials of a range, which may be a part of a run, and accumulates what the findings need.
///
/// # Errors
/// Where the threads cannot be started, and those of the writer of rows.
pub fn count(plan: &Plan, options: &RunOptions, trials: Range<u64>, progress: &(dyn Fn(u64) + Sync), attached: Attached) -> io::Result<RunTally> {
    let pool = options.pool().map_err(io::Error::other)?;
    let stopping = Stopping::new(plan, options.trials).filter(|_| trials == (0..options.trials));
    let enough = |tally: &Tally| stopping.as_ref().is_some_and(|stopping| stopping.enough(tally));
    let rule = stopping.as_ref().map(|stopping| StoppingRule { looks: stopping.looks(), enough: &enough });
    Ranges { plan, seed: options.seed, pool: &pool, progress, stopping: rule }.count(trials, attached)
}

/// Findings of all trials of a run: a function of what was accumulated.
#[must_use]
pub fn found(plan: &Plan, options: &RunOptions, run: &RunTally) -> Findings {
    let mut findings = findings(plan, options.seed, &run.tally);
    findings.precision = Stopping::new(plan, options.trials).map(|stopping| stopping.reached(plan, &run.tally));
    findings.key_inputs = run.first.outcomes().map_or_else(Vec::new, |first| key_inputs(plan, first));
    findings.flows = flows(plan, &run.flows);
    findings.given = given(plan, run);
    add_lines(&run.examples, &mut findings);
    findings
}

/// Findings of a tally alone: without key inputs, flows and example trials.
#[must_use]
pub fn findings(plan: &Plan, seed: u64, tally: &Tally) -> Findings {
    let mut whole = counted(plan, seed, tally);
    if let Some(design) = plan.design {
        let replicates: Vec<Findings> = tally.replicates.iter().map(|replicate| counted(plan, seed, replicate)).collect();
        replicates::spread(&mut whole, tally, replicates);
        whole.design = Some(DesignFindings { sampling: design.sampling.word().to_owned(), replicates: design.replicates });
    }
    keep_those_on_paths(&mut whole.paths);
    whole
}

/// Findings of a tally whose trials count as independent of each other.
fn counted(plan: &Plan, seed: u64, tally: &Tally) -> Findings {
    Findings {
        report: plan.report.clone(),
        title: plan.title.clone(),
        grid: plan.grid,
        seed,
        trials: tally.trials,
        design: None,
        band_trials: tally.bands.trials(),
        goals: (0..plan.goals.goals.len()).map(|g| goal_findings(plan, tally, g)).collect(),
        minerals: (0..plan.minerals.len()).map(|m| mineral_findings(plan, tally, m)).collect(),
        stages: stage_findings(plan, tally),
        paths: paths(plan, tally),
        origins: origin_findings(plan, tally),
        regimes: regime_findings(plan, tally),
        hazards: hazard_findings(plan, tally),
        key_inputs: Vec::new(),
        flows: Flows::default(),
        precision: None,
        given: Vec::new(),
        inputs: None,
        readings: None,
    }
}
