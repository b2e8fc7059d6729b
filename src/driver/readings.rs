//! Readings of a scenario: alternative scenarios that it names under `[report]`, over the same months.

use super::prepare::{Prepared, Read};
use super::{Failure, ScenarioArgs, problems};
use crate::units::Problems;

/// Reads, checks and compiles the readings that a scenario names. All problems are printed on stderr.
///
/// # Errors
/// Where one has an error, may not be read or covers other months.
pub fn readings(prepared: &Prepared, allow_outside: bool) -> Result<Vec<(String, Prepared)>, Failure> {
    let (mut wrong, mut read) = (Problems::default(), Vec::new());
    for name in prepared.scenario.report.iter().flat_map(|report| &report.readings) {
        match prepared.loaded.file_beside(name) {
            Ok(file) => read.push((name, Read::of(&ScenarioArgs { file, overrides: Vec::new(), allow_outside }))),
            Err(why) => wrong.error(name.place, format!("the reading {} cannot be read", name.value), why, None),
        }
    }
    let grid = prepared.plan.grid;
    for (name, read) in &read {
        if let Some(plan) = read.plan.as_ref().filter(|plan| plan.grid != grid) {
            let [first, last] = [0, plan.grid.count() - 1].map(|month| plan.grid.label(month));
            let expected = format!("expected the months of this scenario, {} to {}", grid.label(0), grid.label(grid.count() - 1));
            wrong.error(name.place, format!("the reading {} covers {first} to {last}", name.value), expected, None);
        }
    }
    let mut told = vec![(&wrong, prepared.files.as_slice())];
    // Warnings of a reading are mostly those of the scenario over which it is laid.
    told.extend(read.iter().filter(|(_, read)| read.problems.any_error()).map(|(_, read)| (&read.problems, read.files.as_slice())));
    problems::tell(&told);
    if wrong.any_error() {
        return Err(Failure::Reported);
    }
    read.into_iter().map(|(name, read)| Ok((name.value.clone(), read.prepared().ok_or(Failure::Reported)?))).collect()
}
