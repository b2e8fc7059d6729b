//! `adit discover`: the corner of inputs and of what happened on the way in which a goal fails.

use clap::Args;

use crate::driver::Failure;
use crate::driver::progress::Progress;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::report::{discovery_chapter, discovery_csv, discovery_json, discovery_text, write_chapter};
use crate::store::write_json;
use crate::study;
use crate::study::discovery::{DiscoverError, DiscoverOptions, Search};

/// Trials unless others are asked for: half to find, a quarter to confirm, a quarter to count.
const TRIALS: u64 = 20_000;

/// Options of `adit discover`.
#[derive(Debug, Args)]
pub struct DiscoverArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal [default: the first]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Year by whose end it shall have arrived [default: that whose chance is nearest to one half]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Look at these columns of trials.csv only, * standing for anything, as often as needed [default: inputs and causes on the way]
    #[arg(long, value_name = "PATTERN")]
    pub over: Vec<String>,
    /// Most boxes
    #[arg(long, value_name = "N", default_value_t = Search::default().boxes)]
    pub boxes: usize,
    /// Most limits of a box
    #[arg(long, value_name = "N", default_value_t = Search::default().limits)]
    pub limits: usize,
    /// Take this step of the first box's peeling [default: the one of the highest coverage times excess of density]
    #[arg(long = "box", value_name = "N")]
    pub step: Option<usize>,
}

/// Discovers.
///
/// # Errors
/// Where the scenario cannot run, what is asked for does not exist, the folder cannot be written, or stdout refuses the answer.
pub fn discover(args: &DiscoverArgs) -> Result<(), Failure> {
    let analysis = OpenAnalysis::open_with(&args.common, "discover", |scenario| scenario.trials.min(TRIALS))?;
    let search = Search { boxes: args.boxes, limits: args.limits.max(1), ..Search::default() };
    let asked = DiscoverOptions { goal: args.goal.clone(), by: args.by, over: args.over.clone(), search, step: args.step };
    let progress = Progress::new(analysis.options.trials, "running");
    let assumptions = study::assumptions(&analysis.scenario);
    let found =
        study::discovery::discover(&analysis.plan, &assumptions, &analysis.options, &asked, &|done| progress.add(done)).map_err(
            |error| match error {
                DiscoverError::Asked(why) => Failure::Input(why),
                DiscoverError::Machine(error) => Failure::Machine(format!("cannot run the trials: {error}")),
            },
        )?;
    drop(progress);
    let json = discovery_json(&found);
    let folder = analysis.folder();
    folder.write("discover.json", |out| write_json(&json, out))?;
    folder.write("discover.csv", |out| std::io::Write::write_all(out, discovery_csv(&found).as_bytes()))?;
    let about = analysis.about(&words(args, &found.goal, found.by));
    write_chapter(folder, &discovery_chapter(&found, &about), &about)?;
    analysis.finish(|| discovery_text(&found), &json)
}

/// The command's own options, for "how to reproduce".
fn words(args: &DiscoverArgs, goal: &str, by: i32) -> Vec<String> {
    let mut words = vec!["--goal".to_owned(), goal.to_owned(), "--by".to_owned(), by.to_string()];
    words.extend(args.over.iter().flat_map(|pattern| ["--over".to_owned(), pattern.clone()]));
    let usual = Search::default();
    for (name, value, usual) in [("--boxes", args.boxes, usual.boxes), ("--limits", args.limits, usual.limits)] {
        if value != usual {
            words.extend([name.to_owned(), value.to_string()]);
        }
    }
    words.extend(args.step.iter().flat_map(|step| ["--box".to_owned(), step.to_string()]));
    words
}
