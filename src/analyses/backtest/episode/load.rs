//! Reading an episode: its text, its scenario and variant, and the check of all that it names.

use std::path::Path;

use super::file::{Episode, Finite};
use super::measure::{Measured, Resolver, place};
use super::question::Test;
use crate::driver::{Failure, problems};
use crate::engine::Series;
use crate::plan::{self, Plan};
use crate::scenario::{self, Scenario};
use crate::units::{Place, Problems, SourceFile};

/// Most trials: each keeps its yearly values.
pub const MOST_TRIALS: u64 = 1_000_000;

/// Episode with its scenario.
pub struct Loaded {
    /// Name of the file without its ending.
    pub name: String,
    /// Episode.
    pub episode: Episode,
    /// Scenario.
    pub scenario: Scenario,
    /// What is asked of the scenario.
    pub asked: Asked,
    /// The same of the variant without a part of the model.
    pub without: Option<Asked>,
    /// Texts that were read.
    pub files: Vec<SourceFile>,
}

/// A plan with what an episode asks of its trials.
pub struct Asked {
    /// Plan.
    pub plan: Plan,
    /// Series to run.
    pub series: Vec<(usize, Series)>,
    /// Measure and months of each year of the observed quantities.
    pub observed: Vec<(Measured, [usize; 2])>,
    /// The same of both years of each growth.
    pub growth: Vec<(Measured, [usize; 2])>,
    /// Conditions of each question.
    pub questions: Vec<Vec<Test>>,
}

include!(concat!(env!("OUT_DIR"), "/episodes.rs"));

/// Episodes that are part of the program.
///
/// # Errors
/// Where one cannot be read, which a test excludes.
pub fn shipped() -> Result<Vec<Loaded>, Failure> {
    EPISODES
        .iter()
        .map(|[name, text, scenario_name, scenario]| read(name, text, |_, set| scenario::load_text(scenario_name, scenario, None, set)))
        .collect()
}

/// Episode of a file of the user.
///
/// # Errors
/// Where the file or its scenario cannot be used; the problems are printed.
pub fn load(path: &Path) -> Result<Loaded, Failure> {
    let shown = path.display();
    let text = crate::units::read_text(path).map_err(|error| Failure::Input(format!("cannot read {shown}: {error}")))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    // As a scenario that extends the one named, so that the rules of access are those of `extends`.
    let extending = |named: &str, set: &[String]| {
        let text = format!("extends = {}\n", toml::Value::from(named));
        scenario::load_text(&format!("scenario of {shown}"), &text, Some(folder), set)
    };
    read(&shown.to_string(), &text, extending)
}

fn read(name: &str, text: &str, load: impl Fn(&str, &[String]) -> scenario::Loaded) -> Result<Loaded, Failure> {
    let source = SourceFile { name: name.to_owned(), text: text.to_owned() };
    let mut found = Problems::default();
    let Some(episode) = parse(text, &mut found) else {
        problems::tell(&[(&found, std::slice::from_ref(&source))]);
        return Err(Failure::Reported);
    };
    check(&episode, &mut found);
    let (mut scenario, plan, loaded) = compiled(load(episode.scenario.get_ref(), &[]))?;
    let variant = episode.without.as_ref().map(|variant| compiled(load(episode.scenario.get_ref(), &variant.set))).transpose()?;
    let asked = Asked::of(&episode, plan, &mut found);
    let without = variant.map(|(_, plan, _)| Asked::of(&episode, plan, &mut found));
    problems::tell(&[(&found, std::slice::from_ref(&source))]);
    if found.any_error() {
        return Err(Failure::Reported);
    }
    scenario.trials = *episode.trials.get_ref();
    let files = std::iter::once(source).chain(loaded).collect();
    let name = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Loaded { name, episode, scenario, asked, without, files })
}

fn parse(text: &str, found: &mut Problems) -> Option<Episode> {
    toml::from_str(text)
        .map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            found.error(Place { file: 0, start: span.start, end: span.end }, "the file is not an episode", error.message(), None);
        })
        .ok()
}

/// Checks numbers and years that do not depend on the scenario.
fn check(episode: &Episode, found: &mut Problems) {
    if !(1..=MOST_TRIALS).contains(episode.trials.get_ref()) {
        let label = format!("expected a whole number from 1 to {MOST_TRIALS}");
        found.error(place(&episode.trials), format!("`trials` is {}", episode.trials.get_ref()), label, None);
    }
    for observed in &episode.observed {
        let [first, last] = *observed.years.get_ref();
        if first > last {
            found.error(place(&observed.years), "the last year is before the first", "expected [first, last]", None);
        }
        for year in observed.values.get_ref().keys() {
            if year.parse().is_ok_and(|year: i32| (first..=last).contains(&year)) {
                continue;
            }
            let label = format!("expected years from {first} to {last}, as in {{ {first} = 1.5 }}");
            found.error(place(&observed.values), format!("`{year}` is none of the years of this quantity"), label, None);
        }
        if observed.tolerance.0 < 0.0 {
            found.error(place(&observed.values), format!("`tolerance` is {}", observed.tolerance.0), "expected a share of at least 0", None);
        }
    }
    for growth in &episode.growth {
        let [first, last] = growth.years.get_ref();
        if first >= last {
            found.error(place(&growth.years), "growth needs two years", "expected [first, last], the first before the last", None);
        }
    }
}

impl Asked {
    /// Resolves all that an episode names; what is not there is reported.
    fn of(episode: &Episode, plan: Plan, found: &mut Problems) -> Self {
        let mut resolver = Resolver { plan: &plan, asked: Vec::new(), problems: Problems::default() };
        let mut observed = Vec::new();
        for one in &episode.observed {
            let measured = resolver.measured(&one.measure, &one.mineral, one.origin.as_ref());
            let [first, last] = *one.years.get_ref();
            // The first year that is not covered is reported, and no more of the list is read.
            let months = (first..=last).map_while(|year| resolver.months(year, place(&one.years)));
            observed.extend(months.filter_map(|months| Some((measured.clone()?, months))));
        }
        let mut growth = Vec::new();
        for one in &episode.growth {
            let measured = resolver.measured(&one.measure, &one.mineral, one.origin.as_ref());
            let months = one.years.get_ref().map(|year| resolver.months(year, place(&one.years)));
            growth.extend(months.into_iter().filter_map(|months| Some((measured.clone()?, months?))));
        }
        let questions = episode.questions.iter().map(|question| resolver.tests(question)).collect();
        let Resolver { asked, problems, .. } = resolver;
        found.extend(problems);
        Self { series: asked, observed, growth, questions, plan }
    }
}

/// Observed value of a year.
pub fn observed_in(values: &std::collections::BTreeMap<String, Finite>, year: i32) -> Option<f64> {
    values.get(&year.to_string()).map(|value| value.0)
}

/// Scenario, plan and files; problems are printed.
fn compiled(loaded: scenario::Loaded) -> Result<(Scenario, Plan, Vec<SourceFile>), Failure> {
    let compiled = loaded.scenario.as_ref().map(plan::compile);
    let none = Problems::default();
    let of_plan = compiled.as_ref().map_or(&none, |(_, problems)| problems);
    problems::tell(&[(&loaded.problems, &loaded.files), (of_plan, &loaded.files)]);
    let (Some(scenario), Some((Some(plan), _))) = (loaded.scenario, compiled) else { return Err(Failure::Reported) };
    Ok((scenario, plan, loaded.files))
}
