//! `adit conditions`: what would have to be true for a goal to be as likely as one half.

use clap::Args;

use crate::driver::Failure;
use crate::driver::progress::Progress;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::report::{conditions_chapter, conditions_csv, conditions_json, conditions_text, write_chapter};
use crate::store::write_json;
use crate::study;
use crate::study::conditions::{ConditionsError, ConditionsOptions};

/// Trials on which chances are told unless others are asked for.
const TRIALS: u64 = 10_000;

/// Options of `adit conditions`.
#[derive(Debug, Args)]
pub struct ConditionsArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal [default: the first]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Year by whose end it shall arrive [default: the scenario's last whole year]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Chance to reach
    #[arg(long, value_name = "P", default_value_t = 0.5)]
    pub chance: f64,
    /// Favourable quantile of what is the better the higher; of what is the better the lower, one less this
    #[arg(long, value_name = "Q", default_value_t = 0.9)]
    pub quantile: f64,
}

/// Searches.
///
/// # Errors
/// Where the scenario cannot run, what is asked for does not exist, the folder cannot be written, or stdout refuses the answer.
pub fn conditions(args: &ConditionsArgs) -> Result<(), Failure> {
    let analysis = OpenAnalysis::open_with(&args.common, "conditions", |scenario| scenario.trials.min(TRIALS))?;
    let asked = ConditionsOptions { goal: args.goal.clone(), by: args.by, chance: args.chance, quantile: args.quantile };
    let progress = Progress::counting("searching");
    let assumptions = study::assumptions(&analysis.scenario);
    let found =
        study::conditions::conditions(&analysis.plan, &assumptions, &analysis.options, &asked, &|done| progress.add(done)).map_err(|error| {
            match error {
                ConditionsError::Asked(why) => Failure::Input(why),
                ConditionsError::Machine(error) => Failure::Machine(format!("cannot run the trials: {error}")),
            }
        })?;
    drop(progress);
    let json = conditions_json(&found);
    let folder = analysis.folder();
    folder.write("conditions.json", |out| write_json(&json, out))?;
    folder.write("conditions.csv", |out| std::io::Write::write_all(out, conditions_csv(&found).as_bytes()))?;
    let words =
        ["--goal", &found.goal, "--by", &found.by.to_string(), "--chance", &args.chance.to_string(), "--quantile", &args.quantile.to_string()];
    let about = analysis.about(&words.map(str::to_owned));
    write_chapter(folder, &conditions_chapter(&found, &about), &about)?;
    analysis.finish(|| conditions_text(&found), &json)
}
