//! Memory of a run, estimated before it from the number of monthly series and threads.

use super::Plan;
use super::builder::Builder;
use super::market::MineralPlan;
use crate::scenario::Scenario;
use crate::units::MonthGrid;

/// Bytes of the program with its fonts, tables and a report. This and the next three are measured on runs of `one-refinery`, `congo-cobalt` and
/// `pakistan-baseline` with 4,200 trials and one and eight threads.
const BYTES_OF_PROGRAM: f64 = 25e6;
/// Bytes of one series in one month: its bins, which all threads share, and what the report makes of it.
const BYTES_PER_MONTH: f64 = 500.0;
/// Bytes that each thread takes for itself.
const BYTES_PER_THREAD: f64 = 8e6;
/// Bytes that each thread takes for one series in one month.
const BYTES_PER_THREAD_AND_MONTH: f64 = 70.0;
/// Most memory of the monthly series that all threads share, bytes.
const MOST_BYTES: f64 = 2e9;
/// Series of a mineral that do not depend on its origins.
const SERIES_OF_A_MINERAL: usize = 5;
/// Further series of a market that clears.
const SERIES_OF_CLEARING: usize = 7;

impl Plan {
    /// Memory that a run takes on so many threads, bytes: an estimate.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    #[must_use]
    pub fn memory(&self, threads: usize) -> f64 {
        let months = (series(&self.minerals) * self.grid.count()) as f64;
        BYTES_OF_PROGRAM + BYTES_PER_MONTH * months + threads as f64 * (BYTES_PER_THREAD + BYTES_PER_THREAD_AND_MONTH * months)
    }
}

/// Monthly series of all minerals.
fn series(minerals: &[MineralPlan]) -> usize {
    let of_mineral = |mineral: &MineralPlan| {
        let clearing = SERIES_OF_CLEARING * usize::from(mineral.response.is_some());
        SERIES_OF_A_MINERAL + mineral.origins.len() + mineral.route_origins.len() + mineral.asked.len() + clearing
    };
    minerals.iter().map(of_mineral).sum()
}

/// Refuses a scenario whose monthly series would take more memory than a machine can be expected to have.
pub(super) fn check(scenario: &Scenario, builder: &mut Builder, grid: MonthGrid, minerals: &[MineralPlan]) {
    let series = series(minerals);
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let bytes = BYTES_PER_MONTH * grid.count() as f64 * series as f64;
    if bytes > MOST_BYTES {
        let gigabytes = |bytes: f64| format!("{:.1} GB", bytes / 1e9);
        let message = format!("the monthly series of the scenario would take about {} of memory", gigabytes(bytes));
        let label = format!("{series} monthly series over {} months; at most {}", grid.count(), gigabytes(MOST_BYTES));
        let place = scenario.minerals.first().map(|mineral| mineral.name.place).unwrap_or_default();
        builder.problems.error(place, message, label, "move `end`, or leave out minerals, suppliers or routes".to_owned());
    }
}
