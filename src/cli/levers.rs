//! `adit levers`: what could be done, what it gains, what it costs.

use clap::Args;

use crate::driver::progress::Progress;
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::driver::{Failure, pulled};
use crate::plan::Plan;
use crate::report::{levers_csv, levers_json, levers_text, write_chapter};
use crate::store::write_json;
use crate::study::{self, LeverQuestion};
use crate::units::nearest;

/// Trials of each run where nobody asks for more: there is one run for each lever and each pair.
const USUAL_TRIALS: u64 = 5_000;

/// Options of `adit levers`.
#[derive(Debug, Args)]
pub struct LeversArgs {
    /// The scenario, and how to run it.
    #[command(flatten)]
    pub common: CommonArgs,
    /// The goal that the levers are to bring nearer [default: the first of the file]
    #[arg(long, value_name = "GOAL")]
    pub goal: Option<String>,
    /// Year by whose end the chance of arrival is asked [default: halfway through the scenario]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// What an arrival by then is worth, USD, so that gains can be set against costs [default: shortage avoided at its price]
    #[arg(long, value_name = "USD", value_parser = dollars)]
    pub worth: Option<f64>,
}

/// Pulls the levers.
///
/// # Errors
/// Where the scenario or a lever cannot run, there is no such goal or year, the folder cannot be written, or stdout refuses the answer.
pub fn levers(args: &LeversArgs) -> Result<(), Failure> {
    let analysis = OpenAnalysis::open_with(&args.common, "levers", |scenario| scenario.trials.min(USUAL_TRIALS))?;
    if analysis.scenario.levers.is_empty() {
        return Err(Failure::Input(format!("{} has no levers: write [levers.NAME] with a cost, and what it sets or adds", analysis.name)));
    }
    let question = question(args, &analysis.plan)?;
    let set = pulled::all(&analysis.loaded, analysis.plan.clone())?;
    let progress = Progress::new(set.trials(analysis.options.trials), "pulling levers");
    let found = study::levers(&set, &question, &analysis.options, &|done| progress.add(done))
        .map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
    drop(progress);
    let json = levers_json(&found);
    let folder = analysis.folder();
    folder.write("levers.json", |out| write_json(&json, out))?;
    folder.write("levers.csv", |out| std::io::Write::write_all(out, levers_csv(&found).text().as_bytes()))?;
    let worth = question.worth.map(|worth| ["--worth".to_owned(), worth.to_string()]);
    let words = ["--goal".to_owned(), found.goal.name.clone(), "--by".to_owned(), found.year.to_string()];
    let about = analysis.about(&words.into_iter().chain(worth.into_iter().flatten()).collect::<Vec<_>>());
    write_chapter(folder, &crate::report::levers_chapter(&found, &about), &about)?;
    let name = analysis.name.clone();
    analysis.finish(|| levers_text(&found, &name), &json)
}

/// The goal and the year, looked up.
fn question(args: &LeversArgs, plan: &Plan) -> Result<LeverQuestion, Failure> {
    let names: Vec<&str> = plan.goals.goals.iter().map(|goal| goal.name.as_str()).collect();
    let goal = match &args.goal {
        None if names.is_empty() => return Err(Failure::Input("the scenario has no goal that a lever could bring nearer".to_owned())),
        None => 0,
        Some(asked) => names.iter().position(|name| name == asked).ok_or_else(|| {
            let near = nearest(asked, names.iter().copied());
            Failure::Input(match near {
                Some(near) => format!("there is no goal `{asked}`; did you mean `{near}`?"),
                None => format!("there is no goal `{asked}`; there are {}", names.join(", ")),
            })
        })?,
    };
    let years = plan.grid.years();
    let (first, last) = (*years.start(), *years.end());
    let year = args.by.unwrap_or_else(|| first.midpoint(last));
    if plan.grid.last_month_of(year).is_none() {
        return Err(Failure::Input(format!("the scenario ends no December of {year}: choose a year from {first} to {last}")));
    }
    Ok(LeverQuestion { goal, year, worth: args.worth })
}

/// An amount of money, not below 0.
fn dollars(text: &str) -> Result<f64, String> {
    match text.replace('_', "").parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        _ => Err("expected US dollars such as 250e6".to_owned()),
    }
}
