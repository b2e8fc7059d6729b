//! Designed trials of a run: the number of trials of whole replicates, and notes for the user.

use crate::chance::sobol_dimensions;
use crate::engine::RunOptions;
use crate::plan::{Design, Plan, Sampling};

/// Sets the design of a plan, with the number of trials in `options` rounded up to whole replicates. Returns notes for the user: that the number was
/// rounded, that another number would be better, that some inputs are drawn at random. Without a design all trials are drawn at random.
#[must_use]
pub fn design(plan: &mut Plan, design: Option<Design>, options: &mut RunOptions) -> Vec<String> {
    plan.design = design;
    let Some(design) = design else { return Vec::new() };
    let (asked, trials, replicates) = (options.trials, design.trials(), design.replicates);
    options.trials = trials;
    let mut notes = Vec::new();
    if trials != asked {
        notes.push(format!("{asked} trials are made {trials}: {replicates} replicates of {} points, a whole multiple of eight each", design.points));
    }
    if design.sampling == Sampling::Sobol {
        let points = design.points;
        if !points.is_power_of_two() {
            let [below, above] = [points.next_power_of_two() / 2, points.next_power_of_two()].map(|points| points.saturating_mul(replicates));
            notes.push(format!("Sobol' points are most even where each replicate has a power of two of them: with {below} or {above} trials"));
        }
        let beyond = plan.spread().len().saturating_sub(sobol_dimensions());
        if beyond > 0 {
            notes.push(format!(
                "the last {beyond} of what is drawn once a trial are drawn at random: there are Sobol' points in {} dimensions",
                sobol_dimensions()
            ));
        }
    }
    notes
}
