//! `adit causes`: why a goal is late, cause by cause.

use std::path::Path;

use clap::Args;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::driver::Failure;
use crate::driver::output_run::Settings;
use crate::driver::part::{self, Leaving, PartArgs, PartOf};
use crate::driver::progress::Progress;
use crate::driver::request::Request;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::plan::Prunable;
use crate::report::{causes_chapter, causes_csv, causes_text, write_chapter};
use crate::store::{Parts, write_json};
use crate::study::{self, Causes, CausesError, CausesPart, CausesQuestion, MOST_CAUSES};
use crate::units::nearest;

/// Trials of the forecast where none are asked for: with eight causes some thirty times as many are run in all.
const TRIALS: u64 = 16_384;

const _: () = assert!(MOST_CAUSES == 16, "the option's range says so too");

/// Options of `adit causes`.
#[derive(Debug, Args)]
pub struct CausesArgs {
    /// The scenario, how to run it, and where to leave what is found.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Explain this goal, as often as needed [default: up to three that are worth it: the least step of each ladder that half of all trials reach]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Explain the chance of having arrived by the end of this year [default: for each goal the one nearest to even odds]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Most causes, each one more doubling the runs; where there are more groups, those that matter least count as one
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..=16))]
    pub causes: u8,
    /// In parts.
    #[command(flatten)]
    pub part: PartArgs,
}

/// What is asked, as a part says it.
#[derive(Debug, Serialize, Deserialize)]
struct Asks {
    goals: Vec<String>,
    by: Option<i32>,
    causes: u8,
}

/// Explains the wait.
///
/// # Errors
/// Where the scenario cannot run, a goal or the year is unknown, the folder cannot be written, or stdout refuses the answer.
pub fn causes(args: &CausesArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let asks = Asks { goals: args.goals.clone(), by: args.by, causes: args.causes };
    let asked = Request::of(&args.common, "causes", |_| TRIALS)?;
    if let (Some(which), Some(path)) = (args.part.part, &args.common.settings.out) {
        return leave_part(&asked, &asks, which, path);
    }
    let analysis = OpenAnalysis::making(asked, &args.common.settings, started)?;
    let (question, progress) = (asks.question(), Progress::new(asks.trials(&analysis), "attributing"));
    let done = |done| progress.add(done);
    let found = study::causes(Prunable::new(&analysis.scenario), &analysis.plan, &analysis.options, &question, &done);
    let found = found.map_err(|error| failure(&analysis, &error))?;
    drop(progress);
    finish(analysis, &asks, &found)
}

/// Puts the parts of the work together.
///
/// # Errors
/// Where a part does not hold what was asked of such a scenario, the folder cannot be written, or stdout refuses the answer.
pub fn merge(parts: &Parts, settings: &Settings) -> Result<(), Failure> {
    let started = Timestamp::now();
    let asked = Request::again(parts.header(), "causes", settings.threads())?;
    let asks: Asks = part::options(parts)?;
    let mut slices: Vec<CausesPart> = Vec::new();
    part::each(parts, |_, slice| {
        slices.push(slice);
        Some(())
    })?;
    let found = study::causes_of_parts(Prunable::new(&asked.scenario), &asked.plan, &asked.options, &asks.question(), slices);
    let found = found.map_err(|error| failure(&asked, &error))?;
    let found = found.ok_or_else(|| Failure::Input("the arrivals in the parts are not those of this scenario".to_owned()))?;
    finish(OpenAnalysis::making(asked, settings, started)?, &asks, &found)
}

fn leave_part(asked: &Request, asks: &Asks, which: PartOf, path: &Path) -> Result<(), Failure> {
    let leaving = Leaving::open(path, which, asked.header(part::written(asks)))?;
    let progress = Progress::new(asks.trials(asked) / which.parts, "attributing");
    let (question, of, done) = (asks.question(), (which.part, which.parts), |done| progress.add(done));
    let found = study::part_of_causes(Prunable::new(&asked.scenario), &asked.plan, &asked.options, &question, of, &done);
    let slices: CausesPart = found.map_err(|error| failure(asked, &error))?;
    drop(progress);
    leaving.write(&slices)
}

fn finish(analysis: OpenAnalysis, asks: &Asks, found: &Causes) -> Result<(), Failure> {
    let folder = analysis.folder();
    folder.write("causes.json", |out| write_json(found, out))?;
    folder.write("causes.csv", |out| std::io::Write::write_all(out, causes_csv(found).text().as_bytes()))?;
    let about = analysis.about(&words(asks));
    write_chapter(folder, &causes_chapter(found, &analysis.name), &about)?;
    let name = analysis.name.clone();
    analysis.finish(|| causes_text(found, &name), found)
}

impl Asks {
    fn question(&self) -> CausesQuestion {
        CausesQuestion { goals: self.goals.clone(), by: self.by, causes: usize::from(self.causes) }
    }

    /// About how many trials it takes.
    fn trials(&self, asked: &Request) -> u64 {
        study::causes_trials(asked.plan.groups().len(), &self.question(), asked.options.trials)
    }
}

fn failure(asked: &Request, error: &CausesError) -> Failure {
    match error {
        CausesError::Threads(_) => Failure::Machine(error.to_string()),
        CausesError::UnknownGoal(name) => {
            let meant = nearest(name, asked.plan.goals.goals.iter().map(|goal| goal.name.as_str()));
            Failure::Input(meant.map_or_else(|| error.to_string(), |meant| format!("{error}; did you mean {meant}?")))
        }
        CausesError::NoGoals | CausesError::UnknownYear(_) => Failure::Input(error.to_string()),
    }
}

/// The command's own options, as typed.
fn words(args: &Asks) -> Vec<String> {
    let mut words: Vec<String> = args.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.clone()]).collect();
    words.extend(args.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]));
    words.extend(["--causes".to_owned(), args.causes.to_string()]);
    words
}
