//! `adit sweep`: one question at many points of a scenario.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::analysis::{Analysis, AnalysisArgs};
use super::points;
use super::progress::Progress;
use super::question::{goal_named, month_of_year};
use super::{Failure, problems};
use crate::report::{sweep_chapter, sweep_csv, sweep_differences_csv, sweep_json, sweep_points_csv, sweep_text, write_chapter, write_json};
use crate::study;
use crate::study::sweep::{Design, MOST_POINTS, SweepError, SweepQuestion, SweptGoal, read_vary, sweep_found, sweep_trials};
use crate::units::{Problems, SourceFile};

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
  adit sweep mine.toml --vary nodes.mine.capacity=2000,4000,6000 --vary 'regimes.licensing.initial=strict,eased' --by 2032
  adit sweep mine.toml --design latin-hypercube --points 40 --vary nodes.mine.capacity=2000..6000 --vary nodes.road.exposure.unrest=0.1..0.6
  adit sweep mine.toml --points points.csv

Quote what the shell would read itself: braces, brackets and blanks.";

/// Options of `adit sweep`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SweepArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: AnalysisArgs,
    /// A path of the scenario, as of --set, and what shall stand there; once for each path
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// Which points: all combinations, or --points of them drawn so that every range is covered evenly
    #[arg(long, value_enum, value_name = "DESIGN", default_value_t = DesignName::Grid)]
    pub design: DesignName,
    /// How many points to draw; or a CSV file whose heading names paths and whose rows are points
    #[arg(long, value_name = "N|FILE.csv")]
    pub points: Option<String>,
    /// Goal, as often as needed [default: the first]
    #[arg(long, value_name = "NAME")]
    pub goal: Vec<String>,
    /// Year by whose end chances are told, as often as needed [default: 2035, or the scenario's end where that comes first]
    #[arg(long, value_name = "YEAR")]
    pub by: Vec<i32>,
}

/// How points are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignName {
    /// All combinations
    Grid,
    /// Drawn: every path's range in as many parts as there are points, each part once
    LatinHypercube,
}

/// Sweeps.
///
/// # Errors
/// Where the scenario or a point of it cannot run, what is asked for does not exist, the folder cannot be written, or stdout refuses the answer.
pub fn sweep(args: &SweepArgs) -> Result<(), Failure> {
    let mut analysis = Analysis::open_with(&args.common, "sweep", |scenario| scenario.trials.min(TRIALS))?;
    let (design, table) = design(args, analysis.options.seed)?;
    let question = question(args, &analysis, design)?;
    let name = table.as_ref().map_or("--vary", |table| table.name.as_str());
    let plans = points::plans(&analysis.loaded, analysis.plan.clone(), &question.design, name)?;
    analysis.read_too(table);
    let progress = Progress::new(analysis.options.trials.saturating_mul(plans.len() as u64), "sweeping");
    let sums = sweep_trials(&plans, &question, 0..analysis.options.trials, &analysis.options, &|done| progress.add(done)).map_err(failure)?;
    drop(progress);
    let found = sweep_found(&question, &sums);
    let json = sweep_json(&found);
    let folder = analysis.folder();
    folder.write("sweep.json", |out| write_json(&json, out))?;
    for (name, csv) in
        [("sweep.csv", sweep_csv(&found)), ("differences.csv", sweep_differences_csv(&found)), ("points.csv", sweep_points_csv(&question.design))]
    {
        folder.write(name, |out| out.write_all(csv.text().as_bytes()))?;
    }
    let about = analysis.about(&words(args, &question));
    write_chapter(folder, &sweep_chapter(&found, &about), &about)?;
    let name = analysis.name.clone();
    analysis.finish(|| sweep_text(&found, &name), &json)
}

/// The points asked for, and the table in which they stand, where they stand in one.
fn design(args: &SweepArgs, seed: u64) -> Result<(Design, Option<SourceFile>), Failure> {
    let mut found = Problems::default();
    let (design, files, table) = match layout(args)? {
        Asked::Table(table) => (Design::table(&table.text, 0, &mut found), vec![table.clone()], Some(table)),
        asked => {
            let read = |(file, text): (usize, &String)| read_vary(text, file, &mut found);
            let varied: Vec<_> = args.vary.iter().enumerate().filter_map(read).collect();
            let design = match asked {
                Asked::Drawn(count) => Design::latin_hypercube(&varied, count, seed, &mut found),
                _ => Design::grid(&varied, &mut found),
            };
            (design, args.vary.iter().map(|text| SourceFile { name: "--vary".to_owned(), text: text.clone() }).collect(), None)
        }
    };
    problems::tell(&[(&found, &files)]);
    design.map(|design| (design, table)).ok_or(Failure::Told)
}

/// Where the points come from.
enum Asked {
    /// All combinations of `--vary`.
    Grid,
    /// So many drawn within `--vary`.
    Drawn(usize),
    /// The rows of a table.
    Table(SourceFile),
}

fn layout(args: &SweepArgs) -> Result<Asked, Failure> {
    let wrong = |why: String| Err(Failure::Input(why));
    let count = args.points.as_deref().map(|points| (points, points.parse::<usize>()));
    match (args.design, count) {
        (_, None | Some((_, Ok(_)))) if args.vary.is_empty() => {
            wrong("nothing is varied: write --vary nodes.mine.capacity=2000,4000 (adit help sweep), or --points FILE.csv".to_owned())
        }
        (DesignName::Grid, None) => Ok(Asked::Grid),
        (DesignName::Grid, Some((_, Ok(_)))) => {
            wrong("a grid has as many points as its values make: add --design latin-hypercube to draw --points N".to_owned())
        }
        (DesignName::LatinHypercube, Some((_, Ok(count)))) if (2..=MOST_POINTS).contains(&count) => Ok(Asked::Drawn(count)),
        (DesignName::LatinHypercube, _) => wrong(format!("a Latin hypercube needs --points N, from 2 to {MOST_POINTS}")),
        (DesignName::Grid, Some(_)) if !args.vary.is_empty() => {
            wrong("the points stand in the table of --points: leave --vary out, or add columns to the table".to_owned())
        }
        (DesignName::Grid, Some((file, Err(_)))) => match std::fs::read_to_string(file) {
            Ok(text) => Ok(Asked::Table(SourceFile { name: file.to_owned(), text })),
            Err(error) => wrong(format!("{file} cannot be read: {error}; --points takes a CSV file, or a number with --design latin-hypercube")),
        },
    }
}

/// Goals and years, looked up.
fn question(args: &SweepArgs, analysis: &Analysis, design: Design) -> Result<SweepQuestion, Failure> {
    let plan = &analysis.plan;
    let asked = if args.goal.is_empty() { vec![None] } else { args.goal.iter().map(|name| Some(name.as_str())).collect() };
    let mut places = Vec::new();
    for name in asked {
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
    let inputs = study::assumptions(&analysis.scenario).inputs;
    let unit = |path: &String| inputs.iter().find(|input| input.path == *path).map_or_else(String::new, |input| input.unit.clone());
    Ok(SweepQuestion {
        title: plan.title.clone(),
        grid: plan.grid,
        seed: analysis.options.seed,
        units: design.paths.iter().map(unit).collect(),
        design,
        goals: places.iter().map(|&place| SweptGoal::of(plan, place)).collect(),
        years,
    })
}

fn failure(error: SweepError) -> Failure {
    match error {
        SweepError::Threads(_) => Failure::Machine(error.to_string()),
        SweepError::OtherMonths(_) | SweepError::NoGoal(..) => Failure::Input(error.to_string()),
    }
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
