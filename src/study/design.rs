//! A run whose trials are designed: how many it takes to be whole, and what is to be said of it.

use super::run::RunOptions;
use crate::chance::sobol_dimensions;
use crate::plan::{Design, Plan, Sampling};
use crate::scenario::Scenario;

/// Designs the trials of a plan as its scenario asks, the number of trials in `options` rounded up to whole replicates; both keep it. What comes back
/// is what whoever asked should know: that they were rounded, that another number would serve better, that some inputs are left to chance. A scenario
/// whose trials are drawn at random stays as it is.
#[must_use]
pub fn design(plan: &mut Plan, scenario: &mut Scenario, options: &mut RunOptions) -> Vec<String> {
    scenario.trials = options.trials;
    plan.design = Design::of(scenario);
    let Some(design) = plan.design else { return Vec::new() };
    let (asked, trials, replicates) = (options.trials, design.trials(), design.replicates);
    (scenario.trials, options.trials) = (trials, trials);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_are_rounded_up_and_it_is_said() {
        let text = "title='t'\nstart='2026-01'\nend='2027-12'\nsampling='sobol'\nreplicates=4\n[minerals.tin]\ndemand={uniform=[1,2]}\n";
        let loaded = crate::scenario::load_text("t.toml", text, None, &[]);
        let mut scenario = loaded.scenario.unwrap();
        let mut plan = crate::plan::compile(&scenario).0.unwrap();
        assert_eq!(plan.design, None);
        let mut options = RunOptions { trials: 100, seed: 1, threads: None };
        let notes = design(&mut plan, &mut scenario, &mut options);
        assert_eq!((options.trials, scenario.trials, plan.design.unwrap().points), (128, 128, 32));
        assert_eq!(notes, ["100 trials are made 128: 4 replicates of 32 points, a whole multiple of eight each"]);
        options.trials = 4 * 48;
        assert_eq!(
            design(&mut plan, &mut scenario, &mut options),
            ["Sobol' points are most even where each replicate has a power of two of them: with 128 or 256 trials"]
        );
        scenario.sampling = Sampling::Random;
        options.trials = 100;
        assert!(design(&mut plan, &mut scenario, &mut options).is_empty() && plan.design.is_none() && options.trials == 100);
    }
}
