//! Driver of the analyses: reads the scenario, opens the results folder, computes, writes every format and prints the answer.

use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;

use super::{Analysis, Mergeable};
use crate::driver::output_run::Settings;
use crate::driver::part::{self, Leaving};
use crate::driver::{CommonArgs, Failure, OpenAnalysis, Request, ScenarioArgs};
use crate::report::{ANALYSIS_FORMAT, Chapter, Source, chapter_text, write_chapter};
use crate::store::{Parts, write_json};

/// JSON file of an analysis: what was run, then its findings.
#[derive(Serialize)]
struct Answer<'a, F> {
    format: u32,
    analysis: &'static str,
    title: &'a str,
    scenario: &'a str,
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
    let started = Timestamp::now();
    let open = OpenAnalysis::making(request::<A>(args)?, &args.as_ref().settings, started)?;
    let findings = A::compute(&open, args)?;
    finish::<A>(open, args, &findings)
}

/// Reads, checks and compiles the scenario.
fn request<A: Analysis>(args: &A::Args) -> Result<Request, Failure> {
    let mut request = Request::of_several(args.as_ref(), A::others(args), A::NAME, A::default_trials)?;
    request.inputs.extend(A::inputs(args));
    Ok(request)
}

/// Runs one analysis, or one part of it where `--part` is given, which is left in the file of `--out`.
///
/// # Errors
/// As of [`run`].
pub fn run_or_part<A: Mergeable>(args: &A::Args) -> Result<(), Failure> {
    let common: &CommonArgs = args.as_ref();
    let (Some(which), Some(path)) = (A::part(args).part, &common.settings.out) else { return run::<A>(args) };
    let request = request::<A>(args)?;
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
    let findings = A::merge(&request, &args, &mut part::payloads(parts))?;
    finish::<A>(OpenAnalysis::making(request, settings, started)?, &args, &findings)
}

/// Writes the findings in every format and prints the answer.
///
/// # Errors
/// Where the folder or stdout cannot be written to, and those of [`Analysis::verdict`].
pub fn finish<A: Analysis>(open: OpenAnalysis, args: &A::Args, findings: &A::Findings) -> Result<(), Failure> {
    let source = Source { scenario: open.name.clone(), trials: open.options.trials, seed: open.options.seed };
    let chapter: Chapter = A::chapter(findings, &source);
    write_chapter(open.folder(), &chapter, &open.about(&A::options(findings, args)))?;
    let title = open.scenario.title.clone();
    let answer = Answer {
        format: ANALYSIS_FORMAT,
        analysis: A::NAME,
        title: &title,
        scenario: &source.scenario,
        seed: source.seed,
        trials: source.trials,
        summary: &chapter.sentences,
        findings,
    };
    open.folder().write(&format!("{}.json", A::FILE), |out| write_json(&answer, out))?;
    A::files(findings).iter().try_for_each(|file| open.folder().write(&file.name, |out| out.write_all(file.text.as_bytes())))?;
    open.finish(|| chapter_text(&A::answer(findings, &source)), &answer)?;
    A::verdict(findings, args)
}
