//! Trials that match a condition, in the order of a column, each with the number under which `adit trial` replays it (`adit trials`).

mod pick;
mod read;
mod report;
mod text;
mod typical;

pub use pick::{Pick, Picked, Picker, TrialList, TrialsError, is_drawn, list_trials};
pub use read::read_trials;
pub use report::{shown_value, trials_csv, trials_json};
pub use text::trials_text;

pub use crate::study::{Expression, ExpressionError, Names};

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::driver::prepare::{Prepared, name_of, prepare};
use crate::driver::progress::Progress;
use crate::driver::question::goal_named;
use crate::driver::{Failure, ScenarioArgs, SeedArgs, output, sampling};
use crate::engine::RunOptions;
use crate::plan::{Plan, Sampling, assumptions};
use crate::scenario::Scenario;

/// Options of `adit trials`.
#[derive(Debug, Args)]
pub struct TrialsArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Condition on a trial, such as `goal.antimony > 2035 and security.struck > 4`; never is later than any date [default: all trials]
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// Sort by a column, by a sum of columns, by `arrival` of --goal or by `typical` (nearest to the medians first) [default: by number]
    #[arg(long, value_name = "WHAT")]
    pub sort: Option<String>,
    /// Sort in descending order: the latest arrival first
    #[arg(long)]
    pub descending: bool,
    /// Maximum number of trials to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Goal of `arrival` and `typical` [default: the first of the scenario]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Read the trials from the trials.csv of a run of this scenario (`adit run --trials-csv`) and do not run them
    #[arg(long, value_name = "FILE", conflicts_with = "trials")]
    pub table: Option<PathBuf>,
    /// Number of trials [default: that of the scenario]
    #[arg(long, value_name = "N", value_parser = crate::driver::options::trials)]
    pub trials: Option<u64>,
    /// Seed and threads.
    #[command(flatten)]
    pub draws: SeedArgs,
    /// Form of the answer on stdout
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

/// Form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table for people, 100 columns
    Text,
    /// JSON for programs
    Json,
    /// CSV for spreadsheets
    Csv,
}

/// Lists trials.
///
/// # Errors
/// Where the scenario cannot run, what is asked for does not exist, the table is not of this scenario, or stdout refuses the answer.
pub fn trials(args: &TrialsArgs) -> Result<(), Failure> {
    let Prepared { mut scenario, mut plan, .. } = prepare(&args.scenario)?;
    let mut options = args.draws.options(args.trials.unwrap_or(scenario.trials), scenario.seed);
    sampling::design(&mut plan, &mut scenario, &mut options);
    let goal = goal_named(&plan, args.goal.as_deref())?;
    let pick = Pick { condition: args.condition.clone(), sort: args.sort.clone(), descending: args.descending, limit: args.limit, goal };
    let list = if let Some(table) = &args.table {
        from_table(table, &scenario, &plan, &options, pick)?
    } else {
        let progress = Progress::new(options.trials, "running");
        list_trials(&plan, &assumptions(&scenario), &options, pick, &|done| progress.add(done)).map_err(failure)?
    };
    let asked = json!({
        "scenario": name_of(&args.scenario), "title": scenario.title, "seed": options.seed,
        "where": args.condition, "sort": args.sort, "descending": args.descending, "goal": plan.goals.goals[goal].name,
    });
    match args.format {
        ListFormat::Text => output::answer(&trials_text(&list, &scenario.title, &replay(args, &scenario, options.seed))),
        ListFormat::Json => output::answer_json(&trials_json(&list, &asked)),
        ListFormat::Csv => output::answer(&trials_csv(&list)),
    }
}

/// Picks from the table that a run left, after a look whether it is one of this scenario and seed.
fn from_table(table: &Path, scenario: &Scenario, plan: &Plan, options: &RunOptions, pick: Pick) -> Result<TrialList, Failure> {
    let mut picker = Picker::new(plan, &assumptions(scenario), pick).map_err(|error| failure(error.into()))?;
    let file = File::open(table).map_err(|error| Failure::Input(format!("cannot read {}: {error}", table.display())))?;
    let columns = picker.columns().to_vec();
    let mut is_first = true;
    read_trials(file, &columns, &mut |trial, values| {
        if std::mem::take(&mut is_first) && !is_drawn(plan, options.seed, trial, &columns, &values) {
            return Err(format!("it was not left by a run of this scenario with seed {}; see --seed and --set", options.seed));
        }
        picker.offer(trial, values).map_err(|error| error.0)
    })
    .map_err(|why| Failure::Input(format!("{}: {why}", table.display())))?;
    Ok(picker.finish())
}

/// Command that prints the event log of a trial.
fn replay(args: &TrialsArgs, scenario: &Scenario, seed: u64) -> String {
    // The strata of a hypercube are as many as its points.
    let trials = (scenario.sampling == Sampling::LatinHypercube).then(|| format!("trials={}", scenario.trials));
    let set: Vec<String> = args.scenario.overrides.iter().chain(&trials).map(|set| format!(" --set '{set}'")).collect();
    let set = set.concat();
    format!("adit trial {}{set} --seed {seed} --number N", args.scenario.file.display())
}

fn failure(error: TrialsError) -> Failure {
    match error {
        TrialsError::Asked(why) => Failure::Input(why),
        TrialsError::Machine(error) => Failure::Machine(format!("cannot run the trials: {error}")),
    }
}
