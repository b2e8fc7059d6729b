//! Driver of the analyses: reads the scenario, opens the results folder, computes, writes every format and prints the answer.

use serde::Serialize;

use super::Analysis;
use crate::driver::{Failure, OpenAnalysis};
use crate::report::{ANALYSIS_FORMAT, Chapter, Source, chapter_text, write_chapter};
use crate::store::write_json;

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
    let open = OpenAnalysis::open_with(args.as_ref(), A::NAME, A::default_trials)?;
    let findings = A::compute(&open, args)?;
    finish::<A>(open, args, &findings)
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
    open.folder().write(&format!("{}.json", A::NAME), |out| write_json(&answer, out))?;
    open.finish(|| chapter_text(&A::answer(findings, &source)), &answer)?;
    A::verdict(findings, args)
}
