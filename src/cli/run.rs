//! `adit run`: the whole way from a scenario file to its results folder and the table on stdout, at once or in parts.

use std::path::Path;

use clap::Args;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::resume::{ResumeArgs, Saving};
use crate::driver::output_run::Settings;
use crate::driver::part::{self, Leaving, PartArgs, PartOf};
use crate::driver::progress::Progress;
use crate::driver::request::Request;
use crate::driver::sampling::SamplingArgs;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::driver::{Failure, output};
use crate::report::{Record, Selection, TrialsTable, charts, summary, text, write_numbers, write_report};
use crate::store::Parts;
use crate::study::{self, Accumulator, Attached, Findings, Keeper, RunCounts, RunTally};

/// Options of `adit run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// How to spread the inputs over the trials.
    #[command(flatten)]
    pub sampling: SamplingArgs,
    /// Write trials.csv too: one row a trial with every input drawn, what happened on the way and every goal's month
    #[arg(long)]
    pub trials_csv: bool,
    /// Draw these figures only, in figures/ and in the report: ladder, arrival, fan, mix, flow, bridge, regime, timeline [default: all]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// Stop once the interval of a goal's figure is this narrow (months, a share of trials, t): p50, never, by-2035, holds-2035, bridge-80 …; --trials is the most that it may take
    #[arg(long, num_args = 3, value_names = ["GOAL", "QUANTITY", "HALF_WIDTH"])]
    pub precision: Option<Vec<String>>,
    /// Draw the flows of this year [default: of each the year in which most arrives]
    #[arg(long, value_name = "YEAR")]
    pub flow_year: Option<i32>,
    /// In parts.
    #[command(flatten)]
    pub part: PartArgs,
    /// From where another run was stopped.
    #[command(flatten)]
    pub resume: ResumeArgs,
}

/// What the results depend on beside the scenario, the trials and the seed.
#[derive(Debug, Serialize, Deserialize)]
struct Pages {
    trials_csv: bool,
    figures: Vec<String>,
    flow_year: Option<i32>,
}

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
/// Where the scenario cannot run, the folder cannot be written, or stdout refuses the answer.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let pages = Pages { trials_csv: args.trials_csv, figures: args.figures.clone(), flow_year: args.flow_year };
    Selection::new(&pages.figures, &[]).map_err(Failure::Input)?;
    let started = Timestamp::now();
    let mut common = with_precision(&args.common, args.precision.as_deref());
    common.scenario.overrides.extend(args.sampling.overrides());
    let asked = Request::of(&common, "run", |scenario| scenario.trials)?;
    let selection = selection(&pages, &asked)?;
    if let (Some(which), Some(path)) = (args.part.part, &args.common.settings.out) {
        return leave_part(&asked, &pages, which, path);
    }
    let settings = args.resume.settings(&args.common.settings);
    let analysis = OpenAnalysis::making(asked, &settings, started)?;
    let mut saving = Saving::open(&analysis, &args.resume)?;
    let counted = simulate(&analysis, &mut saving, &pages);
    let counted = saving.keep(counted)?;
    let record = saving.keep(write_pages(&analysis, &counted, &selection, &pages))?;
    let Record { findings, scenario: name, .. } = &record;
    analysis.finish(|| text(findings, name), &summary(findings, name))?;
    saving.done();
    Ok(())
}

/// Puts the parts of a run together.
///
/// # Errors
/// Where a part does not hold the counts of such a scenario, the folder cannot be written, or stdout refuses the answer.
pub fn merge(parts: &Parts, settings: &Settings) -> Result<(), Failure> {
    let started = Timestamp::now();
    let asked = Request::again(parts.header(), "run", settings.threads())?;
    let pages: Pages = part::options(parts)?;
    let selection = selection(&pages, &asked)?;
    let mut whole = RunTally::new(&asked.plan);
    part::each(parts, |part, RunPart { counts, .. }| {
        let trials = part.header.done.end - part.header.done.start;
        whole.merge(RunTally::with_counts(&asked.plan, counts).filter(|counted| counted.tally.trials == trials)?);
        Some(())
    })?;
    let analysis = OpenAnalysis::making(asked, settings, started)?;
    if pages.trials_csv {
        join_trials(&analysis, parts)?;
    }
    let record = write_pages(&analysis, &whole, &selection, &pages)?;
    let Record { findings, scenario: name, .. } = &record;
    analysis.finish(|| text(findings, name), &summary(findings, name))
}

fn selection(pages: &Pages, asked: &Request) -> Result<Selection, Failure> {
    Selection::new(&pages.figures, &[]).and_then(|selection| selection.in_year(pages.flow_year, asked.plan.grid)).map_err(Failure::Input)
}

/// Writes all files that follow from what was accumulated.
fn write_pages(analysis: &OpenAnalysis, counted: &RunTally, selection: &Selection, pages: &Pages) -> Result<Record, Failure> {
    let findings = study::found(&analysis.plan, &analysis.options, counted);
    let record = Record::new(analysis.name.clone(), findings, study::assumptions(&analysis.scenario));
    write_numbers(analysis.folder(), &record)?;
    tell_of_flows(&record.findings, pages.flow_year);
    write_report(analysis.folder(), &record, &analysis.manifest(), &[], selection)?;
    Ok(record)
}

/// The precision asked for, as the setting that it stands for.
fn with_precision(common: &CommonArgs, asked: Option<&[String]>) -> CommonArgs {
    let mut common = common.clone();
    if let Some([goal, quantity, half_width]) = asked {
        common.scenario.overrides.push(format!("precision={{ goal = {goal:?}, quantity = {quantity:?}, half_width = {half_width} }}"));
    }
    common
}

/// Says where the year asked for has no flow to be drawn.
pub(super) fn tell_of_flows(findings: &Findings, flow_year: Option<i32>) {
    if let Some(year) = flow_year.filter(|&year| !charts::moves_in(findings, year)) {
        output::note(&format!("nothing moves in {year}, so there is no figure of the flow"));
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
    let count = |attached: Attached| study::count(&analysis.plan, &analysis.options, 0..trials, &done, attached);
    if !pages.trials_csv {
        return count(Attached { before, keeper: Some(Keeper { every, keep: &mut keep }), rows: None }).map_err(part::no_threads);
    }
    let counted = analysis.folder().write("trials.csv", |out| {
        let mut table = TrialsTable::new(analysis.plan.grid, &study::trial_columns(&analysis.plan), out)?;
        let keeper = Some(Keeper { every, keep: &mut keep });
        let counted = count(Attached { before, keeper, rows: Some(&mut |row| table.row(row)) })?;
        table.finish()?;
        Ok(counted)
    })?;
    Ok(counted)
}

fn leave_part(asked: &Request, pages: &Pages, which: PartOf, path: &Path) -> Result<(), Failure> {
    if asked.plan.precision.is_some() {
        let why = "a run that goes on until an interval is narrow enough cannot be cut into parts: where it stops hangs on all trials before, not on those of one part";
        return Err(Failure::Input(format!("{why}; leave `precision` out, with as many trials as it shall be")));
    }
    let leaving = Leaving::open(path, which, asked.header(part::written(pages)))?;
    let trials = leaving.units();
    let progress = Progress::new(trials.end - trials.start, "running");
    let done = |done| progress.add(done);
    let mut rows = Vec::new();
    let counted = if pages.trials_csv {
        let mut table = TrialsTable::going_on(asked.plan.grid, &study::trial_columns(&asked.plan), &mut rows);
        let attached = Attached { rows: Some(&mut |row| table.row(row)), ..Attached::default() };
        let counted = study::count(&asked.plan, &asked.options, trials, &done, attached);
        counted.and_then(|counted| table.finish().map(|_| counted))
    } else {
        study::count(&asked.plan, &asked.options, trials, &done, Attached::default())
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
