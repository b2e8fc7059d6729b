//! Memory that the monthly series of a run take, estimated before it.

use super::builder::Builder;
use super::market::MineralPlan;
use crate::scenario::Scenario;
use crate::units::MonthGrid;

/// Bytes that the distribution of one series in one month takes on one thread: measured on runs of few trials, where it is 4 to 6 thousand.
const BYTES_PER_MONTH: f64 = 6_000.0;
/// Most memory on one thread, bytes.
const MOST_BYTES: f64 = 2e9;
/// Series of a mineral that do not depend on its origins.
const SERIES_OF_A_MINERAL: usize = 5;

/// Further series of a market that clears.
const SERIES_OF_CLEARING: usize = 7;

/// Refuses a scenario whose monthly series would take more memory than a machine can be expected to have.
pub(super) fn check(scenario: &Scenario, builder: &mut Builder, grid: MonthGrid, minerals: &[MineralPlan]) {
    let series: usize = minerals
        .iter()
        .map(|mineral| {
            SERIES_OF_A_MINERAL
                + mineral.origins.len()
                + mineral.route_origins.len()
                + mineral.asked.len()
                + SERIES_OF_CLEARING * usize::from(mineral.response.is_some())
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let bytes = BYTES_PER_MONTH * grid.count() as f64 * series as f64;
    if bytes > MOST_BYTES {
        let gigabytes = |bytes: f64| format!("{:.1} GB", bytes / 1e9);
        let message = format!("the scenario would take about {} of memory on each thread", gigabytes(bytes));
        let label = format!("{series} monthly series over {} months; at most {}", grid.count(), gigabytes(MOST_BYTES));
        let place = scenario.minerals.first().map(|mineral| mineral.name.place).unwrap_or_default();
        builder.problems.error(place, message, label, "move `end`, or leave out minerals, suppliers or routes".to_owned());
    }
}
