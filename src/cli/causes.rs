//! `adit causes`: why a goal is late, cause by cause.

use clap::Args;

use super::Failure;
use super::analysis::{Analysis, AnalysisArgs};
use super::progress::Progress;
use crate::plan::Prunable;
use crate::report::{causes_chapter, causes_csv, causes_text, write_chapter, write_json};
use crate::study::{self, Causes, CausesError, CausesQuestion, MOST_CAUSES};
use crate::units::nearest;

/// Trials of the forecast where none are asked for: with eight causes some thirty times as many are run in all.
const TRIALS: u64 = 16_384;

const _: () = assert!(MOST_CAUSES == 16, "the option's range says so too");

/// Options of `adit causes`.
#[derive(Debug, Args)]
pub struct CausesArgs {
    /// The scenario, how to run it, and where to leave what is found.
    #[command(flatten)]
    pub common: AnalysisArgs,
    /// Explain this goal, as often as needed [default: up to three that are worth it: the least step of each ladder that half of all trials reach]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Explain the chance of having arrived by the end of this year [default: for each goal the one nearest to even odds]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Most causes, each one more doubling the runs; where there are more groups, those that matter least count as one
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=16))]
    pub causes: u8,
}

/// Explains the wait.
///
/// # Errors
/// Where the scenario cannot run, a goal or the year is unknown, the folder cannot be written, or stdout refuses the answer.
pub fn causes(args: &CausesArgs) -> Result<(), Failure> {
    let analysis = Analysis::open_with(&args.common, "causes", |_| TRIALS)?;
    let found = attribute(&analysis, args)?;
    let folder = analysis.folder();
    folder.write("causes.json", |out| write_json(&found, out))?;
    folder.write("causes.csv", |out| std::io::Write::write_all(out, causes_csv(&found).text().as_bytes()))?;
    let about = analysis.about(&words(args));
    write_chapter(folder, &causes_chapter(&found, &analysis.name), &about)?;
    let name = analysis.name.clone();
    analysis.finish(|| causes_text(&found, &name), &found)
}

fn attribute(analysis: &Analysis, args: &CausesArgs) -> Result<Causes, Failure> {
    let question = CausesQuestion { goals: args.goals.clone(), by: args.by, causes: usize::from(args.causes) };
    let groups = analysis.plan.groups().len();
    let progress = Progress::new(study::causes_trials(groups, &question, analysis.options.trials), "attributing");
    let found = study::causes(Prunable::new(&analysis.scenario), &analysis.plan, &analysis.options, &question, &|done| progress.add(done));
    found.map_err(|error| match &error {
        CausesError::Threads(_) => Failure::Machine(error.to_string()),
        CausesError::UnknownGoal(name) => {
            let meant = nearest(name, analysis.plan.goals.goals.iter().map(|goal| goal.name.as_str()));
            Failure::Input(meant.map_or_else(|| error.to_string(), |meant| format!("{error}; did you mean {meant}?")))
        }
        CausesError::NoGoals | CausesError::UnknownYear(_) => Failure::Input(error.to_string()),
    })
}

/// The command's own options, as typed.
fn words(args: &CausesArgs) -> Vec<String> {
    let mut words: Vec<String> = args.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.clone()]).collect();
    words.extend(args.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]));
    words.extend(["--causes".to_owned(), args.causes.to_string()]);
    words
}
