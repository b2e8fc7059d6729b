//! Command `adit run`: from a scenario file to its results folder and the answer on stdout, at once or in parts.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::args::{Pages, RunArgs};
use super::resume::Saving;
use super::{
    Findings, GoalFindings, Record, Selection, TrialsTable, count, found, input_ranges, moves_in, reading_ranges, summary, text, write_numbers,
    write_report,
};
use crate::driver::output_run::Settings;
use crate::driver::part::{self, Leaving, PartOf};
use crate::driver::progress::Progress;
use crate::driver::{Failure, OpenAnalysis, Request, output};
use crate::engine::{Accumulator, RunCounts, RunTally};
use crate::plan::Plan;
use crate::store::Parts;
use crate::study::{self, Attached, Keeper};

/// A part of a run.
#[derive(Debug, Serialize, Deserialize)]
struct RunPart<'a> {
    counts: RunCounts<'a>,
    /// Its rows of `trials.csv`, where that was asked for.
    rows: Vec<u8>,
}

/// Runs a scenario.
///
/// # Errors
/// Where the scenario cannot run, the folder cannot be written, or stdout cannot be written to.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let pages = &args.pages;
    Selection::new(&pages.figures, &[]).map_err(Failure::Input)?;
    let started = Timestamp::now();
    let request = Request::of(&args.common(), "run", |scenario| scenario.trials)?;
    let selection = pages.selection(&request)?;
    if let (Some(which), Some(path)) = (args.part.part, &args.common.settings.out) {
        return leave_part(&request, pages, which, path);
    }
    let settings = args.resume.settings(&args.common.settings);
    let analysis = OpenAnalysis::making(request, &settings, started)?;
    let mut saving = Saving::open(&analysis, &args.resume)?;
    let counted = simulate(&analysis, &mut saving, pages);
    let counted = saving.keep(counted)?;
    let record = saving.keep(write_pages(&analysis, counted, &selection, pages))?;
    finish(analysis, &record)?;
    saving.done();
    Ok(())
}

/// Prints the answer of a run whose files are written.
fn finish(analysis: OpenAnalysis, record: &Record) -> Result<(), Failure> {
    let Record { findings, scenario: name, .. } = record;
    analysis.finish(|| text(findings, name), &summary(findings, name))
}

/// Puts the parts of a run together.
///
/// # Errors
/// Where a part does not hold the counts of such a scenario, the folder cannot be written, or stdout refuses the answer.
pub fn merge(parts: &Parts, settings: &Settings) -> Result<(), Failure> {
    let started = Timestamp::now();
    let request = Request::again(parts.header(), "run", settings.threads())?;
    let pages: Pages = part::options(parts)?;
    let selection = pages.selection(&request)?;
    let mut whole = RunTally::new(&request.plan);
    part::each(parts, |part, RunPart { counts, .. }| {
        let trials = part.header.done.end - part.header.done.start;
        whole.merge(RunTally::with_counts(&request.plan, counts).filter(|counted| counted.tally.trials == trials)?);
        Some(())
    })?;
    let analysis = OpenAnalysis::making(request, settings, started)?;
    if pages.has_trials() {
        join_trials(&analysis, parts)?;
    }
    let record = write_pages(&analysis, whole, &selection, &pages)?;
    finish(analysis, &record)
}

/// Writes all files that follow from what was accumulated, which is dropped as soon as the findings are made: it takes most of the memory.
fn write_pages(analysis: &OpenAnalysis, counted: RunTally, selection: &Selection, pages: &Pages) -> Result<Record, Failure> {
    let mut findings = found(&analysis.plan, &analysis.options, &counted);
    drop(counted);
    if !pages.no_input_interval {
        findings.inputs = input_ranges(&analysis.plan, &analysis.options, findings.trials, &|_| ()).map_err(part::no_threads)?;
    }
    let readings: Vec<&Plan> = analysis.readings.iter().map(|reading| &reading.plan).collect();
    findings.readings = reading_ranges(&findings, &analysis.plan, &readings, &analysis.options).map_err(part::no_threads)?;
    let record = Record::new(analysis.name.clone(), findings, study::assumptions(&analysis.scenario));
    write_numbers(analysis.folder(), &record)?;
    #[cfg(feature = "xlsx")]
    if pages.xlsx {
        super::xlsx::write(analysis.folder(), &record, analysis.options.seed)?;
    }
    #[cfg(feature = "parquet")]
    super::columnar::write(analysis.folder(), &analysis.plan, &record, &analysis.manifest(), pages)?;
    tell_of_flows(&record.findings, pages.flow_year);
    tell_of_rare_goals(&record.findings);
    write_report(analysis.folder(), &record, &analysis.manifest(), &[], selection)?;
    Ok(record)
}

/// Says where the year asked for has no flow to be drawn.
pub(super) fn tell_of_flows(findings: &Findings, flow_year: Option<i32>) {
    if let Some(year) = flow_year.filter(|&year| !moves_in(findings, year)) {
        output::note(&format!("nothing moves in {year}, so there is no figure of the flow"));
    }
}

/// Probability of arrival below which importance sampling needs far fewer trials than counting.
const RARE: f64 = 0.01;

/// Names the command that estimates probabilities of goals that few trials reach.
fn tell_of_rare_goals(findings: &Findings) {
    let is_rare = |goal: &&GoalFindings| goal.beyond().is_none() && goal.never.value.is_some_and(|never| never < 1.0 && never > 1.0 - RARE);
    let rare: Vec<&str> = findings.goals.iter().filter(is_rare).map(|goal| goal.name.as_str()).collect();
    if let [first, ..] = rare[..] {
        let goals = if rare.len() == 1 { "1 goal is".to_owned() } else { format!("{} goals are", rare.len()) };
        output::note(&format!(
            "{goals} reached in fewer than 1% of trials ({}): `adit rare FILE --goal {first}` estimates such a probability with fewer trials",
            rare.join(", ")
        ));
    }
}

/// Runs the trials, and writes trials.csv meanwhile where it is asked for.
fn simulate(analysis: &OpenAnalysis, saving: &mut Saving, pages: &Pages) -> Result<RunTally, Failure> {
    let trials = analysis.options.trials;
    let progress = Progress::new(trials, "running");
    let before = saving.before();
    progress.add(before.as_ref().map_or(0, |counted| counted.tally.trials));
    let (done, every) = (|done| progress.add(done), saving.every);
    let mut keep = |counted: &RunTally| saving.save(counted);
    let all = |attached: Attached| count(&analysis.plan, &analysis.options, 0..trials, &done, attached);
    if !pages.has_trials() {
        return all(Attached { before, keeper: Some(Keeper { every, keep: &mut keep }), rows: None }).map_err(part::no_threads);
    }
    let counted = analysis.folder().write("trials.csv", |out| {
        let mut table = TrialsTable::new(analysis.plan.grid, &study::trial_columns(&analysis.plan), out)?;
        let keeper = Some(Keeper { every, keep: &mut keep });
        let counted = all(Attached { before, keeper, rows: Some(&mut |row| table.row(row)) })?;
        table.finish()?;
        Ok(counted)
    })?;
    Ok(counted)
}

fn leave_part(request: &Request, pages: &Pages, which: PartOf, path: &Path) -> Result<(), Failure> {
    if request.plan.precision.is_some() {
        let why = "a run that goes on until an interval is narrow enough cannot be cut into parts: where it stops hangs on all trials before, not on those of one part";
        return Err(Failure::Input(format!("{why}; leave `precision` out, with as many trials as it shall be")));
    }
    let leaving = Leaving::open(path, which, request.header(part::written(pages)))?;
    let trials = leaving.units();
    let progress = Progress::new(trials.end - trials.start, "running");
    let done = |done| progress.add(done);
    let mut rows = Vec::new();
    let counted = if pages.has_trials() {
        let mut table = TrialsTable::going_on(request.plan.grid, &study::trial_columns(&request.plan), &mut rows);
        let attached = Attached { rows: Some(&mut |row| table.row(row)), ..Attached::default() };
        let counted = count(&request.plan, &request.options, trials, &done, attached);
        counted.and_then(|counted| table.finish().map(|_| counted))
    } else {
        count(&request.plan, &request.options, trials, &done, Attached::default())
    };
    let counted = counted.map_err(|error| Failure::Machine(format!("cannot run the trials: {error}")))?;
    drop(progress);
    leaving.write(&RunPart { counts: counted.counts(), rows })
}

/// The table of trials from the rows in the parts, one part in memory at a time.
fn join_trials(analysis: &OpenAnalysis, parts: &Parts) -> Result<(), Failure> {
    let mut refused = Ok(());
    analysis.folder().write("trials.csv", |out| {
        let out = TrialsTable::new(analysis.plan.grid, &study::trial_columns(&analysis.plan), out)?.finish()?;
        let mut written = Ok(());
        refused = part::each(parts, |_, RunPart { rows, .. }| {
            written = std::mem::replace(&mut written, Ok(())).and_then(|()| std::io::Write::write_all(out, &rows));
            Some(())
        });
        written
    })?;
    refused
}
