//! The main question: when, how likely, how much, and what bridges the wait.

mod goals;
mod markets;
mod threads;
mod world;

use std::ops::Range;

use super::findings::{DesignFindings, Estimate, Findings, Flows, Quantile, Share};
use super::flows::flows;
use super::hinges::hinges;
use super::paths::paths;
use super::precision::Stopping;
use super::ranges::{Keeper, Ranges, StoppingRule};
use super::replicates::spread;
use crate::engine::Tally;
use crate::plan::Plan;
use crate::stats::{FineBins, FixedSum, Mean, MonthCounts, Proportion};
use goals::goal_findings;
use markets::{add_lines, mineral_findings};
pub use threads::{MOST_THREADS, default_threads};
use world::{hazard_findings, origin_findings, regime_findings, stage_findings};

/// How much to run, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// Threads; as many as the machine has where `None`.
    pub threads: Option<usize>,
}

/// Shares of trials for which the bridging stock is given.
const COVERED: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// Runs the trials and says what they found; where the scenario asks for a precision, no more of them than it takes.
///
/// # Errors
/// Where the threads cannot be started.
pub fn run(plan: &Plan, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Findings, rayon::ThreadPoolBuildError> {
    let tally = count(plan, options, 0..options.trials, progress, None, None)?;
    found(plan, options, &tally)
}

/// Counts the trials of a range, which may be a part of a run; those of its beginning that `before` counted are not run again.
///
/// # Errors
/// Where the threads cannot be started.
pub fn count(
    plan: &Plan,
    options: &RunOptions,
    trials: Range<u64>,
    progress: &(dyn Fn(u64) + Sync),
    before: Option<Tally>,
    keeper: Option<Keeper>,
) -> Result<Tally, rayon::ThreadPoolBuildError> {
    let pool = pool(options)?;
    let stopping = Stopping::new(plan, options.trials).filter(|_| trials == (0..options.trials));
    let enough = |tally: &Tally| stopping.as_ref().is_some_and(|stopping| stopping.enough(tally));
    let rule = stopping.as_ref().map(|stopping| StoppingRule { looks: stopping.looks(), enough: &enough });
    Ok(Ranges { plan, seed: options.seed, pool: &pool, progress, keeper, stopping: rule }.count(trials, before))
}

/// What all trials of a run found, once they are counted.
///
/// # Errors
/// Where the threads cannot be started.
pub fn found(plan: &Plan, options: &RunOptions, tally: &Tally) -> Result<Findings, rayon::ThreadPoolBuildError> {
    let pool = pool(options)?;
    let mut findings = findings(plan, options.seed, tally);
    findings.precision = Stopping::new(plan, options.trials).map(|stopping| stopping.reached(plan, tally));
    let options = &RunOptions { trials: tally.trials, ..*options };
    findings.hinges = hinges(plan, options, &pool);
    findings.flows = flows(plan, options, &pool);
    add_lines(plan, options, &mut findings);
    Ok(findings)
}

/// Threads of a run.
pub fn pool(options: &RunOptions) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or_else(default_threads)).build()
}

/// What a tally says, without the inputs on which it hinges.
#[must_use]
pub fn findings(plan: &Plan, seed: u64, tally: &Tally) -> Findings {
    let mut whole = counted(plan, seed, tally);
    if let Some(design) = plan.design {
        let replicates: Vec<Findings> = tally.replicates.iter().map(|replicate| counted(plan, seed, replicate)).collect();
        spread(&mut whole, tally, &replicates);
        whole.design = Some(DesignFindings { sampling: design.sampling.word().to_owned(), replicates: design.replicates });
    }
    whole
}

/// What a tally says, its trials taken as independent of each other.
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
        hinges: Vec::new(),
        flows: Flows::default(),
        precision: None,
    }
}

pub(super) fn share(count: u64, trials: u64) -> Share {
    let Proportion { share, standard_error, low, high, .. } = Proportion::new(count, trials);
    Share { share, standard_error, low, high }
}

fn of_mean(mean: Mean) -> Estimate {
    Estimate { mean: mean.mean, standard_error: mean.standard_error }
}

pub(super) fn estimate(sum: &FixedSum, trials: u64) -> Estimate {
    sum.mean(trials).map_or(Estimate { mean: f64::NAN, standard_error: f64::NAN }, of_mean)
}

pub(super) fn month_quantile(counts: &MonthCounts, p: f64) -> Quantile<Option<usize>> {
    let (low, high) = counts.interval(p);
    Quantile { value: counts.quantile(p), low, high }
}

pub(super) fn covered(bins: &FineBins) -> Vec<(f64, Quantile<f64>)> {
    COVERED
        .iter()
        .map(|&p| {
            let (low, high) = bins.quantile_interval(p);
            (p, Quantile { value: bins.quantile(p).unwrap_or(0.0), low, high: high.unwrap_or(f64::INFINITY) })
        })
        .collect()
}
