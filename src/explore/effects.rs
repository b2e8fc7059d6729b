//! Effects of the inputs on the answer, by which the page sorts its key inputs: those of `adit sources`, from a short run.

use serde::Serialize;

use super::model::Model;
use crate::analyses::sources::estimate;
use crate::report::words;
use crate::study::RunOptions;
use crate::units::Quantity;

/// Trials of the short run.
const TRIALS: u64 = 2_048;
/// Most key inputs.
const MOST: usize = 12;
/// Years after which a source is old; the page does not show it.
const OLD: f64 = 10.0;

/// Effect of an input.
#[derive(Clone, Debug, Serialize)]
pub struct InputEffect {
    /// Path in the scenario, as written there.
    pub path: String,
    /// Sentence with the effect, its interval, the goal and the number of trials.
    pub text: String,
}

/// Inputs whose effect exceeds sampling error, the largest first. Processes count by each of their inputs.
#[must_use]
pub fn effects(model: &Model) -> Vec<InputEffect> {
    if model.plan.goals.goals.is_empty() {
        return Vec::new();
    }
    let (by, _) = model.plan.report.main_year(model.plan.grid);
    let options = RunOptions { trials: TRIALS.min(model.options.trials), ..model.options };
    let Ok(found) = estimate(&model.plan, &model.assumptions, [0, by], OLD, &options, &|_| ()) else { return Vec::new() };
    let text = |probability: &Quantity| {
        format!(
            "Over its uncertainty, the probability of “{}” by the end of {} changes by {} percentage points ({} paired trials).",
            found.goal_title,
            found.year,
            words::quantity(probability),
            words::count(found.paired_trials)
        )
    };
    let inputs = found.inputs.iter().filter_map(|input| Some((input, input.effect.as_ref()?)));
    let inputs = inputs.filter(|(_, effect)| effect.at_least() > 0.0).take(MOST);
    inputs.map(|(input, effect)| InputEffect { path: input.path.clone(), text: text(&effect.probability) }).collect()
}
