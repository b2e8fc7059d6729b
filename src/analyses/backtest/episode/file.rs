//! File of an episode.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::driver::{Failure, problems};
use crate::plan::{self, Plan};
use crate::scenario::{self, Scenario};
use crate::units::SourceFile;

/// Episode as declared.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// Title.
    pub title: String,
    /// Scenario file, relative to the folder of the episode.
    pub scenario: String,
    /// Trials where none are asked for.
    pub trials: u64,
    /// Basis of the scenario.
    pub note: String,
    /// Reason why an answer fails, where it does.
    #[serde(default)]
    pub limits: String,
    /// Yearly quantities.
    #[serde(default)]
    pub observed: Vec<Observed>,
    /// Growth of a yearly quantity.
    #[serde(default)]
    pub growth: Vec<Growth>,
    /// Questions.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Variant of the scenario to compare with.
    pub without: Option<Variant>,
}

/// The scenario without a part of the model, which must score worse.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Name in tables, such as "without the market".
    pub title: String,
    /// Changes of the scenario, as for `--set`.
    pub set: Vec<String>,
}

/// Observed values of a yearly quantity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// Name in tables.
    pub title: String,
    /// Quantity, see [`super::compute()`].
    pub measure: String,
    /// Mineral.
    pub mineral: String,
    /// Origin of what is counted.
    pub origin: Option<String>,
    /// First and last year that are shown.
    pub years: [i32; 2],
    /// Values by year.
    pub values: BTreeMap<String, f64>,
    /// Relative uncertainty of the values.
    #[serde(default)]
    pub tolerance: f64,
    /// Source of the values.
    pub source: String,
}

/// Observed growth a year of a yearly quantity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// Name in sentences.
    pub title: String,
    /// Quantity.
    pub measure: String,
    /// Mineral.
    pub mineral: String,
    /// Origin of what is counted.
    pub origin: Option<String>,
    /// First and last year.
    pub years: [i32; 2],
    /// Observed difference a year.
    pub value: f64,
    /// Source of the value.
    pub source: String,
}

/// Question about a trial: whether all its conditions hold together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Statement, such as "supply of 2025 is at least 25,000 t".
    pub title: String,
    /// Whether it was so.
    pub observed: bool,
    /// Least share of trials in which it must be so for the test to pass.
    pub at_least: Option<f64>,
    /// Source of the observation.
    pub source: String,
    /// Conditions.
    pub all: Vec<Condition>,
}

/// Condition on a trial: `{ goal, by }`, `{ measure, mineral, year, at_least, at_most }`, `{ measure, mineral, year, share_of_peak }` or
/// `{ measure, mineral, peak_before, at_least }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Goal of the scenario.
    pub goal: Option<String>,
    /// Month by whose end it has arrived, `YYYY-MM`.
    pub by: Option<String>,
    /// Quantity.
    pub measure: Option<String>,
    /// Mineral.
    pub mineral: Option<String>,
    /// Origin of what is counted.
    pub origin: Option<String>,
    /// Year of the quantity.
    pub year: Option<i32>,
    /// Lower bound.
    pub at_least: Option<f64>,
    /// Upper bound.
    pub at_most: Option<f64>,
    /// Month before which the quantity has its largest monthly value, `YYYY-MM`.
    pub peak_before: Option<String>,
    /// The year's value is at most this share of the largest monthly value.
    pub share_of_peak: Option<f64>,
}

/// Episode with its scenario.
pub struct Loaded {
    /// Name of the file without its ending.
    pub name: String,
    /// Episode.
    pub episode: Episode,
    /// Scenario.
    pub scenario: Scenario,
    /// Plan of the scenario.
    pub plan: Plan,
    /// Plan of the variant without a part of the model.
    pub without: Option<Plan>,
    /// Texts that were read.
    pub files: Vec<SourceFile>,
}

include!(concat!(env!("OUT_DIR"), "/episodes.rs"));

/// Episodes that are part of the program.
///
/// # Errors
/// Where one cannot be read, which a test excludes.
pub fn shipped() -> Result<Vec<Loaded>, Failure> {
    EPISODES
        .iter()
        .map(|[name, text, scenario_name, scenario]| read(name, text, |set| scenario::load_text(scenario_name, scenario, None, set)))
        .collect()
}

/// Episode of a file of the user.
///
/// # Errors
/// Where the file or its scenario cannot be used.
pub fn load(path: &Path) -> Result<Loaded, Failure> {
    let shown = path.display();
    let text = crate::units::read_text(path).map_err(|error| Failure::Input(format!("cannot read {shown}: {error}")))?;
    let scenario = path.parent().unwrap_or(Path::new("")).join(parse(&shown.to_string(), &text)?.scenario);
    read(&shown.to_string(), &text, |set| scenario::load(&scenario, set))
}

fn parse(name: &str, text: &str) -> Result<Episode, Failure> {
    toml::from_str(text).map_err(|error| Failure::Input(format!("{name} is not an episode: {error}")))
}

fn read(name: &str, text: &str, load: impl Fn(&[String]) -> scenario::Loaded) -> Result<Loaded, Failure> {
    let episode = parse(name, text)?;
    let (mut scenario, plan, loaded) = compiled(load(&[]))?;
    let without = episode.without.as_ref().map(|variant| compiled(load(&variant.set)).map(|(_, plan, _)| plan)).transpose()?;
    scenario.trials = episode.trials;
    let mut files = vec![SourceFile { name: name.to_owned(), text: text.to_owned() }];
    files.extend(loaded);
    let name = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Loaded { name, episode, scenario, plan, without, files })
}

/// Scenario, plan and files; problems are printed.
fn compiled(loaded: scenario::Loaded) -> Result<(Scenario, Plan, Vec<SourceFile>), Failure> {
    let compiled = loaded.scenario.as_ref().map(plan::compile);
    let none = crate::units::Problems::default();
    let of_plan = compiled.as_ref().map_or(&none, |(_, problems)| problems);
    problems::tell(&[(&loaded.problems, &loaded.files), (of_plan, &loaded.files)]);
    let (Some(scenario), Some((Some(plan), _))) = (loaded.scenario, compiled) else { return Err(Failure::Reported) };
    Ok((scenario, plan, loaded.files))
}
