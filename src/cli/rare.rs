//! `adit rare`: the chance of what hardly ever happens to a goal.

use clap::Args;

use crate::driver::Failure;
use crate::driver::progress::Progress;
use crate::driver::question::{goal_named, month_of_year};
use crate::driver::{Analysis, AnalysisArgs};
use crate::plan::Prunable;
use crate::report::{chapter_text, rare_chapter, rare_csv, rare_json, write_chapter};
use crate::store::write_json;
use crate::study::rare::{Event, rare};

/// Trials unless others are asked for, beside those of the pilot.
const TRIALS: u64 = 50_000;

/// Options of `adit rare`.
#[derive(Debug, Args)]
pub struct RareArgs {
    /// Those of every command on one scenario.
    #[command(flatten)]
    pub common: AnalysisArgs,
    /// Goal [default: the first]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Year by whose end it has arrived [default: the scenario's last]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Ask how likely it is that it has not arrived by then
    #[arg(long)]
    pub never: bool,
    /// Ask how likely it is that it arrives and is lost again
    #[arg(long, conflicts_with_all = ["by", "never"])]
    pub lost: bool,
}

/// Estimates.
///
/// # Errors
/// Where the scenario cannot run, what is asked for does not exist, the folder cannot be written, or stdout refuses the answer.
pub fn rare_outcome(args: &RareArgs) -> Result<(), Failure> {
    let analysis = Analysis::open_with(&args.common, "rare", |scenario| scenario.trials.min(TRIALS))?;
    let goal = goal_named(&analysis.plan, args.goal.as_deref())?;
    // What the goal does not need is not run: its arrivals stay the same to the last bit.
    let name = analysis.plan.goals.goals[goal].name.clone();
    let needed = Prunable::new(&analysis.scenario).for_goals(std::slice::from_ref(&name)).plan();
    let needed = needed.and_then(|plan| plan.goals.goals.iter().position(|one| one.name == name).map(|goal| (plan, goal)));
    let (plan, goal) = needed.as_ref().map_or((&analysis.plan, goal), |(plan, goal)| (plan, *goal));
    let last = analysis.plan.months() - 1;
    let month = args.by.map_or(Ok(last), |year| month_of_year(&analysis.plan, Some(year)))?;
    let event = match (args.lost, args.never) {
        (true, _) => Event::Lost,
        (_, true) => Event::NotBy(month),
        _ => Event::By(month),
    };
    let progress = Progress::counting("searching and counting");
    let found = rare(plan, goal, event, &analysis.options, &|done| progress.add(done))
        .map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
    drop(progress);
    let json = rare_json(&found);
    let folder = analysis.folder();
    folder.write("rare.json", |out| write_json(&json, out))?;
    folder.write("rare.csv", |out| std::io::Write::write_all(out, rare_csv(&found).as_bytes()))?;
    let mut words = vec!["--goal".to_owned(), found.goal.clone()];
    words.extend(args.by.iter().flat_map(|year| ["--by".to_owned(), year.to_string()]));
    words.extend([("--never", args.never), ("--lost", args.lost)].into_iter().filter(|(_, asked)| *asked).map(|(word, _)| word.to_owned()));
    let chapter = rare_chapter(&found);
    write_chapter(folder, &chapter, &analysis.about(&words))?;
    analysis.finish(|| chapter_text(&chapter), &json)
}
