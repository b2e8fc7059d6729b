//! `adit sweep`: one question at many points of a scenario.

use std::io::Write;
use std::ops::Range;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::points::Points;
use super::varied;
use crate::driver::Failure;
use crate::driver::output_run::Settings;
use crate::driver::part::{self, Leaving, PartArgs};
use crate::driver::progress::Progress;
use crate::driver::question::{goal_named, month_of_year};
use crate::driver::request::Request;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::report::{sweep_chapter, sweep_csv, sweep_differences_csv, sweep_json, sweep_points_csv, sweep_text, write_chapter};
use crate::store::{InputFile, Parts, write_json};
use crate::study;
use crate::study::sweep::{Design, SweepError, SweepQuestion, SweepSums, SweptGoal, sweep_found, sweep_trials};

/// Trials of each point unless others are asked for.
const TRIALS: u64 = 10_000;

/// What `adit sweep --help` ends with.
const EXAMPLES: &str = "\
What --vary takes, separated by commas (a comma inside quotes or brackets belongs to its value):
  VALUE                  as of --set: a number, a date, a word, a whole law { pert = [1, 2, 3] }
  LOW..HIGH step STEP    6..30 step 6 is 6, 12, 18, 24, 30
  LOW..HIGH/COUNT        0.1..0.9/9 is nine values from 0.1 to 0.9
  LOW..HIGH              alone, with --design latin-hypercube: anything in between

Examples:
  adit sweep mine.toml --vary nodes.mine.capacity=2000..6000/5
  adit sweep mine.toml --vary nodes.mine.capacity=2000,4000 --vary goals.tenth.sustain=6,12,24
  adit sweep mine.toml --design latin-hypercube --points 40 \\
      --vary nodes.mine.capacity=2000..6000 --vary nodes.road.exposure.unrest=0.1..0.6
  adit sweep mine.toml --points points.csv

Quote what the shell would read itself: braces, brackets and blanks. Each point runs as many trials
as the scenario says, at most 10,000, unless --trials says otherwise.";

/// Options of `adit sweep`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SweepArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// A path of the scenario, as of --set, and what shall stand there; once for each path
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// Which points: all combinations, or --points of them drawn so that every range is covered evenly
    #[arg(long, value_enum, value_name = "DESIGN", default_value_t = DesignName::Grid)]
    pub design: DesignName,
    /// How many points to draw; or a CSV file whose heading names paths and whose rows are points
    #[arg(long, value_name = "N|FILE.csv")]
    pub points: Option<String>,
    /// Goal (repeatable) [default: the first]
    #[arg(long, value_name = "NAME")]
    pub goal: Vec<String>,
    /// Year by the end of which the goal has arrived (repeatable) [default: the middle one of the report years]
    #[arg(long, value_name = "YEAR")]
    pub by: Vec<i32>,
    /// In parts.
    #[command(flatten)]
    pub part: PartArgs,
}

/// How points are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignName {
    /// All combinations
    Grid,
    /// Drawn: every path's range in as many parts as there are points, each part once
    LatinHypercube,
}

/// What the results depend on beside the scenario, the trials and the seed.
#[derive(Debug, Serialize, Deserialize)]
struct Options {
    /// The command's own options, for "how to reproduce".
    words: Vec<String>,
    question: SweepQuestion,
}

/// Sweeps.
///
/// # Errors
/// Where the scenario or a point of it cannot run, what is asked for does not exist, the folder cannot be written, or stdout refuses the answer.
pub fn sweep(args: &SweepArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let mut asked = Request::of(&args.common, "sweep", |scenario| scenario.trials.min(TRIALS))?;
    let (design, table) = varied::design(args, asked.options.seed)?;
    let question = question(args, &asked, design)?;
    let name = table.as_ref().map_or_else(|| "--vary".to_owned(), |table| table.name.clone());
    let options = Options { words: words(args, &question), question };
    asked.inputs.extend(table.iter().map(|table| InputFile::new(&table.name, &table.text)));
    if let (Some(which), Some(path)) = (args.part.part, &args.common.settings.out) {
        let points = Points::checked(&asked.loaded, &asked.plan, &options.question.design, &name)?;
        let leaving = Leaving::open(path, which, asked.header(part::written(&options)))?;
        let sums = count(&asked, &points, &options.question, leaving.units())?;
        return leaving.write(&sums);
    }
    let analysis = OpenAnalysis::making(asked, &args.common.settings, started)?; // before the long run
    let points = Points::checked(&analysis.loaded, &analysis.plan, &options.question.design, &name)?;
    let sums = count(&analysis, &points, &options.question, 0..analysis.options.trials)?;
    drop(points);
    pages(analysis, &options, &sums)
}

/// Puts the parts of a sweep together.
///
/// # Errors
/// Where a part does not hold the counts of such a sweep, the folder cannot be written, or stdout refuses the answer.
pub fn merge(parts: &Parts, settings: &Settings) -> Result<(), Failure> {
    let started = Timestamp::now();
    let asked = Request::again(parts.header(), "sweep", settings.threads())?;
    let options: Options = part::options(parts)?;
    if !options.question.fits(&asked.plan) {
        return Err(Failure::Input("the parts ask something else than their scenario can answer".to_owned()));
    }
    let mut whole: Option<SweepSums> = None;
    part::each(parts, |part, counted: SweepSums| {
        let trials = part.header.done.end - part.header.done.start;
        let counted = Some(counted).filter(|counted| counted.trials == trials && counted.fit(&options.question))?;
        match &mut whole {
            None => whole = Some(counted),
            Some(whole) => whole.merge(&counted).then_some(())?,
        }
        Some(())
    })?;
    let sums = whole.ok_or_else(|| Failure::Input("there is no part".to_owned()))?;
    pages(OpenAnalysis::making(asked, settings, started)?, &options, &sums)
}

fn count(asked: &Request, points: &Points, question: &SweepQuestion, trials: Range<u64>) -> Result<SweepSums, Failure> {
    let all = question.design.points.len() as u64 + 1;
    let progress = Progress::new((trials.end - trials.start).saturating_mul(all), "sweeping");
    let plan = |point| points.plan(point);
    sweep_trials(&asked.plan, &plan, question, trials, &asked.options, &|done| progress.add(done)).map_err(|error| match error {
        SweepError::Threads(_) => Failure::Machine(error.to_string()),
        SweepError::NoPlan(_) | SweepError::OtherMonths(_) | SweepError::NoGoal(..) => Failure::Input(error.to_string()),
    })
}

/// Writes all files that follow from what was counted, and answers.
fn pages(analysis: OpenAnalysis, options: &Options, sums: &SweepSums) -> Result<(), Failure> {
    let found = sweep_found(&options.question, sums);
    let json = sweep_json(&found);
    let folder = analysis.folder();
    folder.write("sweep.json", |out| write_json(&json, out))?;
    let tables = [
        ("sweep.csv", sweep_csv(&found)),
        ("differences.csv", sweep_differences_csv(&found)),
        ("points.csv", sweep_points_csv(&options.question.design)),
    ];
    for (name, csv) in tables {
        folder.write(name, |out| out.write_all(csv.text().as_bytes()))?;
    }
    let about = analysis.about(&options.words);
    write_chapter(folder, &sweep_chapter(&found, &about), &about)?;
    let name = analysis.name.clone();
    analysis.finish(|| sweep_text(&found, &name), &json)
}

/// Goals and years, looked up.
fn question(args: &SweepArgs, asked: &Request, design: Design) -> Result<SweepQuestion, Failure> {
    let plan = &asked.plan;
    let names = if args.goal.is_empty() { vec![None] } else { args.goal.iter().map(|name| Some(name.as_str())).collect() };
    let mut places = Vec::new();
    for name in names {
        let place = goal_named(plan, name)?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let mut years = Vec::new();
    for year in if args.by.is_empty() { vec![None] } else { args.by.iter().copied().map(Some).collect() } {
        let year = plan.grid.year(month_of_year(plan, year)?);
        if !years.contains(&year) {
            years.push(year);
        }
    }
    years.sort_unstable();
    let inputs = study::assumptions(&asked.scenario).inputs;
    let unit = |path: &String| inputs.iter().find(|input| input.path == *path).map_or_else(String::new, |input| input.unit.clone());
    Ok(SweepQuestion {
        title: plan.title.clone(),
        grid: plan.grid,
        seed: asked.options.seed,
        units: design.paths.iter().map(unit).collect(),
        design,
        goals: places.iter().map(|&place| SweptGoal::of(plan, place)).collect(),
        years,
    })
}

/// The command's own options, for "how to reproduce".
fn words(args: &SweepArgs, question: &SweepQuestion) -> Vec<String> {
    let mut words: Vec<String> = args.vary.iter().flat_map(|vary| ["--vary".to_owned(), vary.clone()]).collect();
    if args.design == DesignName::LatinHypercube {
        words.extend(["--design", "latin-hypercube"].map(str::to_owned));
    }
    words.extend(args.points.iter().flat_map(|points| ["--points".to_owned(), points.clone()]));
    words.extend(question.goals.iter().flat_map(|goal| ["--goal".to_owned(), goal.name.clone()]));
    words.extend(question.years.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]));
    words
}
