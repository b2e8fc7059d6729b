//! `adit run`: the whole way from a scenario file to its results folder and the table on stdout.

use clap::Args;

use super::analysis::{Analysis, AnalysisArgs};
use super::progress::Progress;
use super::{Failure, output};
use crate::report::{Record, Selection, TrialsTable, charts, summary, text, write_numbers, write_report};
use crate::study::{self, Findings};

/// Options of `adit run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: AnalysisArgs,
    /// Write trials.csv too: one row a trial with every input drawn, what happened on the way and every goal's month
    #[arg(long)]
    pub trials_csv: bool,
    /// Draw these figures only, in figures/ and in the report: ladder, arrival, fan, mix, flow, bridge, regime, timeline [default: all]
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// Draw the flows of this year [default: of each the year in which most arrives]
    #[arg(long, value_name = "YEAR")]
    pub flow_year: Option<i32>,
}

/// Runs a scenario.
///
/// # Errors
/// Where the scenario cannot run, the folder cannot be written, or stdout refuses the answer.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let selection = Selection::new(&args.figures, &[]).map_err(Failure::Input)?;
    let analysis = Analysis::open(&args.common, "run")?;
    let selection = selection.in_year(args.flow_year, analysis.plan.grid).map_err(Failure::Input)?;
    let findings = simulate(&analysis)?;
    let record = Record::new(analysis.name.clone(), findings, study::assumptions(&analysis.scenario));
    let Record { findings, scenario: name, .. } = &record;
    write_numbers(analysis.folder(), &record)?;
    if args.trials_csv {
        write_trials(&analysis, findings)?;
    }
    tell_of_flows(findings, args.flow_year);
    write_report(analysis.folder(), &record, &analysis.manifest(), &[], &selection)?;
    analysis.finish(|| text(findings, name), &summary(findings, name))
}

/// Says where the year asked for has no flow to be drawn.
pub(super) fn tell_of_flows(findings: &Findings, flow_year: Option<i32>) {
    if let Some(year) = flow_year.filter(|&year| !charts::moves_in(findings, year)) {
        output::note(&format!("nothing moves in {year}, so there is no figure of the flow"));
    }
}

fn simulate(analysis: &Analysis) -> Result<Findings, Failure> {
    let progress = Progress::new(analysis.options.trials, "running");
    let done = |done| progress.add(done);
    study::run(&analysis.plan, &analysis.options, &done).map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))
}

fn write_trials(analysis: &Analysis, findings: &Findings) -> Result<(), Failure> {
    let progress = Progress::new(analysis.options.trials, "writing trials.csv");
    analysis.folder().write("trials.csv", |out| {
        let mut table = TrialsTable::new(findings.grid, &study::trial_columns(&analysis.plan), out)?;
        study::each_trial(&analysis.plan, &analysis.options, &|done| progress.add(done), &mut |row| table.row(row))?;
        table.finish().map(drop)
    })?;
    Ok(())
}
