//! What can only be checked once all is read: that names exist, and that the parts fit together.

mod chain;
mod cycles;
mod drivers;
mod goals;
mod names;
mod references;
mod regimes;
mod response;
mod stages;

use crate::units::{MonthGrid, Problems};

use super::model::FIGURE_KINDS;
use super::place::Name;
use super::tables::Scenario;
use names::Names;

/// Checks references and structure. `grid` is the horizon, where it could be read.
pub fn check(scenario: &Scenario, grid: Option<MonthGrid>, problems: &mut Problems) {
    let names = Names::of(scenario);
    references::check(scenario, &names, problems);
    drivers::check(scenario, &names, problems);
    regimes::check(scenario, problems);
    response::check(scenario, problems);
    stages::check(scenario, &names, grid, problems);
    chain::check(scenario, &names, problems);
    goals::check(scenario, &names, grid, problems);
    super::sought::check(scenario, grid, problems);
    let is_kind = |name: &&Name| FIGURE_KINDS.contains(&name.value.split('-').next().unwrap_or_default());
    for name in scenario.report.iter().flat_map(|report| &report.figures).filter(|name| !is_kind(name)) {
        names::known("kind of figures", name, &FIGURE_KINDS, problems);
    }
}
