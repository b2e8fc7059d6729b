//! A run whose trials are designed: how many it takes to be whole, and what is to be said of it.

use super::run::RunOptions;
use crate::chance::sobol_dimensions;
use crate::plan::{Design, Plan, Sampling};

/// Designs the trials of a plan, the number of trials in `options` rounded up to whole replicates. What comes back is what whoever asked should know: that
/// they were rounded, that another number would serve better, that some inputs are left to chance. Without a design they are drawn at random.
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
