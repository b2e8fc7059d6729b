//! From a scenario file to a plan that can run, or to all its problems at once.

use super::{Failure, ScenarioArgs, problems};
use crate::plan::{self, Plan};
use crate::scenario::{self, Scenario};
use crate::units::SourceFile;

/// A scenario that may run.
pub struct Prepared {
    /// As written.
    pub scenario: Scenario,
    /// As it runs.
    pub plan: Plan,
    /// The texts that it was read from.
    pub files: Vec<SourceFile>,
}

/// Reads, checks and compiles a scenario. All problems, warnings too, are told on stderr.
///
/// # Errors
/// Where a problem keeps it from running.
pub fn prepare(args: &ScenarioArgs) -> Result<Prepared, Failure> {
    let loaded = scenario::load(&args.file, &args.overrides);
    let mut all = loaded.problems;
    let plan = loaded.scenario.as_ref().and_then(|scenario| {
        let (plan, found) = plan::compile(scenario);
        all.extend(found);
        plan
    });
    problems::tell(&all, &loaded.files);
    match (loaded.scenario, plan) {
        (Some(scenario), Some(plan)) if !all.any_error() => Ok(Prepared { scenario, plan, files: loaded.files }),
        _ => Err(Failure::Told),
    }
}

/// Name of the scenario file without its folder.
#[must_use]
pub fn name_of(args: &ScenarioArgs) -> String {
    args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned()
}
