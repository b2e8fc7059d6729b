//! Reading, checking and compiling a scenario; all problems are printed at once.

use std::io::Read as _;
use std::path::Path;

use super::{Failure, ScenarioArgs, problems};
use crate::plan::{self, Plan};
use crate::scenario::{self, Loaded, Scenario};
use crate::study;
use crate::units::{MOST_TEXT, Problems, SourceFile, utf8};

/// Checked and compiled scenario.
pub struct Prepared {
    /// As written.
    pub scenario: Scenario,
    /// Compiled scenario.
    pub plan: Plan,
    /// Texts that it was read from.
    pub files: Vec<SourceFile>,
    /// Scenario as read, to which levers can be applied.
    pub loaded: Loaded,
}

/// Reads, checks and compiles a scenario. All problems, warnings included, are printed on stderr.
///
/// # Errors
/// Where the scenario has an error.
pub fn prepare(args: &ScenarioArgs) -> Result<Prepared, Failure> {
    let read = Read::of(args);
    problems::tell(&[(&read.problems, &read.files)]);
    read.prepared().ok_or(Failure::Reported)
}

/// The same for a scenario that stands on standard input; what it names is looked for in the current directory.
///
/// # Errors
/// Where standard input cannot be read as text, or the scenario has an error.
pub fn prepare_standard_input(args: &ScenarioArgs) -> Result<Prepared, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MOST_TEXT).read_to_end(&mut bytes);
    read.map_err(|error| Failure::Machine(format!("cannot read standard input: {error}")))?;
    let text = utf8(bytes).map_err(|why| Failure::Input(format!("standard input: {why}")))?;
    let read = Read::of_loaded(scenario::load_text("standard-input.toml", &text, Some(Path::new(".")), &args.overrides));
    problems::tell(&[(&read.problems, &read.files)]);
    read.prepared().ok_or(Failure::Reported)
}

/// The same for several scenarios; each problem is printed once.
///
/// # Errors
/// Where a scenario has an error.
pub fn prepare_all(args: &[ScenarioArgs]) -> Result<Vec<Prepared>, Failure> {
    let read: Vec<Read> = args.iter().map(Read::of).collect();
    problems::tell(&read.iter().map(|read| (&read.problems, read.files.as_slice())).collect::<Vec<_>>());
    read.into_iter().map(|read| read.prepared().ok_or(Failure::Reported)).collect()
}

/// Scenario that has been read, with or without errors.
pub(super) struct Read {
    loaded: Loaded,
    pub plan: Option<Plan>,
    pub files: Vec<SourceFile>,
    pub problems: Problems,
}

impl Read {
    pub fn of(args: &ScenarioArgs) -> Self {
        Self::of_loaded(scenario::load_from(&args.file, &args.overrides, args.allow_outside))
    }

    fn of_loaded(loaded: Loaded) -> Self {
        let mut problems = loaded.problems.clone();
        let is_valid = !problems.any_error();
        let plan = loaded.scenario.as_ref().and_then(|scenario| {
            let (plan, found) = if is_valid { plan::compile(scenario) } else { (None, plan::judge(scenario)) };
            problems.extend(found);
            problems.extend(plan.as_ref().map(|plan| condition_problems(scenario, plan)).unwrap_or_default());
            plan
        });
        Self { files: loaded.files.clone(), loaded, plan, problems }
    }

    pub fn prepared(self) -> Option<Prepared> {
        let (scenario, plan) = (self.loaded.scenario.clone()?, self.plan?);
        (!self.problems.any_error()).then_some(Prepared { scenario, plan, files: self.files, loaded: self.loaded })
    }
}

/// What may be written as a condition.
const CONDITION: &str = "write a condition on the columns of a trial, as for `adit trials --where`: where = \"stages.mine.permits.end < 2028\"";

/// Reports each condition of `[[report.given]]` that cannot be evaluated in the trials of the plan.
fn condition_problems(scenario: &Scenario, plan: &Plan) -> Problems {
    let mut problems = Problems::default();
    let conditions: Vec<_> = scenario.report.iter().flat_map(|report| &report.given).map(|given| &given.condition).collect();
    let texts: Vec<&str> = conditions.iter().map(|condition| condition.value.as_str()).collect();
    for (condition, error) in conditions.iter().zip(study::condition_errors(plan, &texts)) {
        if let Some(error) = error {
            problems.error(condition.place, "a condition of `[[report.given]]` cannot be evaluated", error.to_string(), CONDITION.to_owned());
        }
    }
    problems
}

/// Name of the scenario file without its folder.
#[must_use]
pub fn name_of(args: &ScenarioArgs) -> String {
    args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned()
}
