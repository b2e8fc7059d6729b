//! File of statements: what a register is to state, with conditions on trials.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::analyses::backtest::episode::{Asked, Condition, Finite, MOST_TRIALS, Resolver, compiled, extending, place};
use crate::driver::{Failure, problems};
use crate::engine::Wanted;
use crate::scenario::Scenario;
use crate::units::{Date, Place, Problems, SourceFile};

/// File of statements.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementFile {
    /// Title.
    pub title: String,
    /// Scenario file, relative to the folder of the statements.
    pub scenario: Spanned<String>,
    /// Trials where none are asked for.
    pub trials: Spanned<u64>,
    /// Statements.
    #[serde(default)]
    pub statements: Vec<Spanned<Claim>>,
}

/// A statement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Name by which its outcome is entered.
    pub key: Spanned<String>,
    /// Statement that can be checked.
    pub statement: String,
    /// Date from which it can be judged.
    pub due: Spanned<String>,
    /// Probability without the scenario.
    pub base_rate: Spanned<Finite>,
    /// Where the base rate comes from.
    pub base: String,
    /// Conditions that a trial must meet.
    pub all: Spanned<Vec<Spanned<Condition>>>,
}

/// Statements with their scenario.
pub struct Loaded {
    /// Statements.
    pub file: StatementFile,
    /// Scenario.
    pub scenario: Scenario,
    /// What is asked of its trials.
    pub asked: Asked,
    /// Text of the statements.
    pub text: String,
}

/// Reads a file of statements and its scenario.
///
/// # Errors
/// Where either cannot be used; all problems are printed.
pub fn load(path: &Path) -> Result<Loaded, Failure> {
    let shown = path.display().to_string();
    let text = crate::units::read_text(path).map_err(|error| Failure::Input(format!("cannot read {shown}: {error}")))?;
    let source = SourceFile { name: shown.clone(), text: text.clone() };
    let mut found = Problems::default();
    let file = match toml::from_str::<StatementFile>(&text) {
        Ok(file) => file,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            found.error(Place { file: 0, start: span.start, end: span.end }, "the file is no file of statements", error.message(), None);
            problems::tell(&[(&found, std::slice::from_ref(&source))]);
            return Err(Failure::Reported);
        }
    };
    check(&file, &mut found);
    let folder = path.parent().unwrap_or(Path::new(""));
    let (mut scenario, plan, _) = compiled(extending(&shown, folder, file.scenario.get_ref(), &[]))?;
    let mut resolver = Resolver { plan: &plan, wanted: Wanted::default(), problems: Problems::default() };
    let questions = file.statements.iter().map(|one| resolver.tests(&one.get_ref().all, None)).collect();
    let Resolver { wanted, problems: unknown, .. } = resolver;
    found.extend(unknown);
    problems::tell(&[(&found, std::slice::from_ref(&source))]);
    if found.any_error() {
        return Err(Failure::Reported);
    }
    scenario.trials = *file.trials.get_ref();
    Ok(Loaded { asked: Asked { plan, wanted, observed: Vec::new(), growth: Vec::new(), questions }, file, scenario, text })
}

/// Checks what does not depend on the scenario.
fn check(file: &StatementFile, found: &mut Problems) {
    if !(1..=MOST_TRIALS).contains(file.trials.get_ref()) {
        let label = format!("expected a whole number from 1 to {MOST_TRIALS}");
        found.error(place(&file.trials), format!("`trials` is {}", file.trials.get_ref()), label, None);
    }
    if file.statements.is_empty() {
        found.error(Place::default(), "the file states nothing", "expected at least one [[statements]]", None);
    }
    for (i, one) in file.statements.iter().map(Spanned::get_ref).enumerate() {
        if file.statements[..i].iter().any(|other| other.get_ref().key.get_ref() == one.key.get_ref()) {
            let help = "outcomes are entered by key: give each statement its own".to_owned();
            found.error(place(&one.key), format!("two statements have the key `{}`", one.key.get_ref()), "this is the second", help);
        }
        if let Err(why) = Date::parse(one.due.get_ref()) {
            found.error(place(&one.due), format!("`{}` is no date", one.due.get_ref()), why.to_string(), None);
        }
        let rate = one.base_rate.get_ref().0;
        if !(rate > 0.0 && rate < 1.0) {
            let label = "expected a probability above 0 and below 1";
            found.error(place(&one.base_rate), format!("`base_rate` is {rate}"), label, "the logarithmic score of 0 or 1 may be infinite".to_owned());
        }
    }
}
