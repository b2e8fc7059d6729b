//! Driver of the analyses: reads the scenario, opens the results folder, computes, writes every format and prints the answer.

use jiff::Timestamp;
use serde::Serialize;

use super::{Analysis, Mergeable};
use crate::driver::output_run::{OutputRun, Settings};
use crate::driver::part::{self, Leaving};
use crate::driver::{CommonArgs, Failure, OpenAnalysis, Request, ScenarioArgs};
use crate::report::{ANALYSIS_FORMAT, About, Chapter, Source, chapter_text, write_chapter};
use crate::store::{Manifest, Parts, ResultsFolder, write_json};

/// JSON file of an analysis: what was run, then its findings.
#[derive(Serialize)]
struct Answer<'a, F> {
    format: u32,
    analysis: &'a str,
    title: &'a str,
    /// Name of the scenario file, or of the table where there is none.
    #[serde(skip_serializing_if = "str::is_empty")]
    scenario: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    table: &'a str,
    seed: u64,
    trials: u64,
    summary: &'a [String],
    #[serde(flatten)]
    findings: &'a F,
}

/// Runs one analysis from its options to its results folder and its answer on stdout.
///
/// # Errors
/// Where the scenario cannot run, an option does not fit it, the folder cannot be written, or stdout cannot be written to.
pub fn run<A: Analysis>(args: &A::Args) -> Result<(), Failure> {
    let open = OpenAnalysis::open_with(args.as_ref(), A::NAME, A::default_trials)?;
    let findings = A::compute(&open, args)?;
    finish::<A>(open, args, &findings)
}

/// Runs one analysis, or one part of it where `--part` is given, which is left in the file of `--out`.
///
/// # Errors
/// As of [`run`].
pub fn run_or_part<A: Mergeable>(args: &A::Args) -> Result<(), Failure> {
    let common: &CommonArgs = args.as_ref();
    let (Some(which), Some(path)) = (A::part(args).part, &common.settings.out) else { return run::<A>(args) };
    let request = Request::of(common, A::NAME, A::default_trials)?;
    let leaving = Leaving::open(path, which, request.header(part::written(&A::question(args))))?;
    leaving.write(&A::compute_part(&request, args, which)?)
}

/// Merges all parts of an analysis to its results folder and its answer on stdout.
///
/// # Errors
/// Where a part does not belong to the analysis of the scenario, and those of [`run`].
pub fn merge<A: Mergeable>(parts: &Parts, settings: &Settings) -> Result<(), Failure> {
    let started = Timestamp::now();
    let request = Request::again(parts.header(), A::NAME, settings.threads())?;
    let scenario = ScenarioArgs { file: request.file.clone().into(), overrides: request.overrides.clone(), allow_outside: false };
    let args = A::args(CommonArgs { scenario, settings: settings.clone() }, part::options(parts)?);
    let mut payloads = Vec::new();
    part::each(parts, |_, payload| {
        payloads.push(payload);
        Some(())
    })?;
    let findings = A::merge(&request, &args, payloads)?;
    finish::<A>(OpenAnalysis::making(request, settings, started)?, &args, &findings)
}

/// Writes the findings in every format and prints the answer.
///
/// # Errors
/// Where the folder or stdout cannot be written to, and those of [`Analysis::verdict`].
pub fn finish<A: Analysis>(open: OpenAnalysis, args: &A::Args, findings: &A::Findings) -> Result<(), Failure> {
    let source = Source { scenario: open.name.clone(), trials: open.options.trials, seed: open.options.seed };
    let chapter: Chapter = A::chapter(findings, &source);
    let about = open.about(&A::options(findings, args));
    let answer = Answer {
        format: ANALYSIS_FORMAT,
        analysis: A::NAME,
        title: &open.scenario.title.clone(),
        scenario: &source.scenario,
        table: "",
        seed: source.seed,
        trials: source.trials,
        summary: &chapter.sentences,
        findings,
    };
    write_answer(open.folder(), &chapter, &about, &answer)?;
    open.finish(|| chapter_text(&A::answer(findings, &source)), &answer)?;
    A::verdict(findings, args)
}

/// Writes the findings of a command that reads tables and no scenario of the user in every format, and prints `text`.
///
/// # Errors
/// Where the folder or stdout cannot be written to.
pub fn finish_table<F: Serialize>(
    open: OutputRun,
    manifest: &Manifest,
    about: &About,
    chapter: &Chapter,
    findings: &F,
    text: impl FnOnce() -> String,
) -> Result<(), Failure> {
    let answer = Answer {
        format: ANALYSIS_FORMAT,
        analysis: &chapter.id,
        title: &chapter.title,
        scenario: "",
        table: &about.scenario,
        seed: about.seed,
        trials: about.trials,
        summary: &chapter.sentences,
        findings,
    };
    write_answer(&open.folder, chapter, about, &answer)?;
    open.finish(manifest, text, &answer)
}

/// Writes the chapter with its page, figures and tables, and the JSON file.
fn write_answer<F: Serialize>(folder: &ResultsFolder, chapter: &Chapter, about: &About, answer: &Answer<F>) -> Result<(), Failure> {
    write_chapter(folder, chapter, about)?;
    Ok(folder.write(&format!("{}.json", answer.analysis), |out| write_json(answer, out))?)
}
