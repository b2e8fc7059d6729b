//! From a scenario file to a plan that can run, or to all its problems at once.

use super::{Failure, ScenarioArgs, problems};
use crate::plan::{self, Plan};
use crate::scenario::{self, Loaded, Scenario};
use crate::units::{Problems, SourceFile};

/// A scenario that may run.
pub struct Prepared {
    /// As written.
    pub scenario: Scenario,
    /// As it runs.
    pub plan: Plan,
    /// The texts that it was read from.
    pub files: Vec<SourceFile>,
    /// As it was read, for its levers.
    pub loaded: Loaded,
}

/// Reads, checks and compiles a scenario. All problems, warnings too, are told on stderr.
///
/// # Errors
/// Where a problem keeps it from running.
pub fn prepare(args: &ScenarioArgs) -> Result<Prepared, Failure> {
    let read = Read::of(args);
    problems::tell(&[(&read.problems, &read.files)]);
    read.prepared().ok_or(Failure::Told)
}

/// The same for several scenarios: the problems of all are told, each once.
///
/// # Errors
/// Where a problem keeps one of them from running.
pub fn prepare_all(args: &[ScenarioArgs]) -> Result<Vec<Prepared>, Failure> {
    let read: Vec<Read> = args.iter().map(Read::of).collect();
    problems::tell(&read.iter().map(|read| (&read.problems, read.files.as_slice())).collect::<Vec<_>>());
    read.into_iter().map(|read| read.prepared().ok_or(Failure::Told)).collect()
}

/// A scenario that has been read, whether it may run or not.
struct Read {
    loaded: Loaded,
    plan: Option<Plan>,
    files: Vec<SourceFile>,
    problems: Problems,
}

impl Read {
    fn of(args: &ScenarioArgs) -> Self {
        let loaded = scenario::load(&args.file, &args.overrides);
        let mut problems = loaded.problems.clone();
        let is_valid = !problems.any_error();
        let plan = loaded.scenario.as_ref().and_then(|scenario| {
            let (plan, found) = if is_valid { plan::compile(scenario) } else { (None, plan::judge(scenario)) };
            problems.extend(found);
            plan
        });
        Self { files: loaded.files.clone(), loaded, plan, problems }
    }

    fn prepared(self) -> Option<Prepared> {
        let (scenario, plan) = (self.loaded.scenario.clone()?, self.plan?);
        (!self.problems.any_error()).then_some(Prepared { scenario, plan, files: self.files, loaded: self.loaded })
    }
}

/// Name of the scenario file without its folder.
#[must_use]
pub fn name_of(args: &ScenarioArgs) -> String {
    args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned()
}
