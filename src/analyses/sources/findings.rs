//! Findings of `adit sources`: each input with its sources and its effect on the result, and each source with the inputs that cite it.

use serde::Serialize;

use crate::units::Quantity;

/// Findings of `adit sources`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourcesFindings {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal.
    pub goal_title: String,
    /// Month by the end of which the probability is taken, `YYYY-MM`.
    pub month: String,
    /// Year of that month.
    pub year: i32,
    /// Probability that the goal has arrived by then.
    pub probability: Quantity,
    /// Trials of each paired run.
    pub paired_trials: u64,
    /// Age in years beyond which a source is marked as old.
    pub old_years: f64,
    /// Inputs, the largest effects first, then by path.
    pub inputs: Vec<SourcedInput>,
    /// Sources, the largest effects first, then by key.
    pub sources: Vec<CitedSource>,
}

/// Input of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourcedInput {
    /// Path in the scenario.
    pub path: String,
    /// Unit of its values; empty for a plain factor.
    pub unit: String,
    /// Distribution, scaling and bounds in words.
    pub distribution: String,
    /// Keys of its sources.
    pub sources: Vec<String>,
    /// Whether it is a judgement.
    pub judgement: bool,
    /// Reason for its value.
    pub note: Option<String>,
    /// Lowest confidence that its sources state.
    pub confidence: Option<String>,
    /// Date of its newest source, as written.
    pub date: Option<String>,
    /// Whether all its dated sources are old; never for a judgement without sources.
    pub old: bool,
    /// Whether it has neither a source nor the reason of a judgement.
    pub missing: bool,
    /// Effect on the result, or that of the process that it is part of; `None` where nothing about it is uncertain.
    pub effect: Option<Effect>,
}

/// Source of inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CitedSource {
    /// Key in the scenario.
    pub key: String,
    /// Title.
    pub title: String,
    /// Date of publication, as written.
    pub date: Option<String>,
    /// Where it can be read, as written.
    pub address: Option<String>,
    /// Confidence in it, as written.
    pub confidence: Option<String>,
    /// Remark on its use.
    pub note: Option<String>,
    /// Age in months at the start of the scenario; `None` without a readable date.
    pub age_months: Option<f64>,
    /// Whether it is old.
    pub old: bool,
    /// Number of inputs that cite it.
    pub inputs: usize,
    /// Path of the input with the largest effect among them.
    pub largest_input: Option<String>,
    /// That effect.
    pub largest_effect: Option<Effect>,
}

/// How an effect is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectMethod {
    /// Input held at its P90 minus held at its P10, in paired runs.
    Held,
    /// Trials with the input in its upper third minus trials with it in its lower third, from one run.
    Thirds,
    /// As modelled minus as planned, in paired runs: for a process that is not a single number.
    AsPlanned,
}

/// Effect of an input on the result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// How it is estimated.
    pub method: EffectMethod,
    /// Difference of the probability of arrival.
    pub probability: Quantity,
    /// Difference of the mean month of arrival; a trial without arrival counts with the end of the scenario.
    pub delay: Quantity,
}

/// Standard errors that an effect must exceed to count as found: the usual number for a paired run of its own, and more for one of the hundred or so
/// that are screened by thirds, so that none stands out by sampling error.
const FOUND: [f64; 2] = [1.96, 3.3];

impl Effect {
    /// Size of the effect on the probability at least; 0 where sampling error may explain all of it.
    #[must_use]
    pub fn at_least(&self) -> f64 {
        let errors = if self.method == EffectMethod::Thirds { FOUND[1] } else { FOUND[0] };
        let error = self.probability.standard_error.unwrap_or(f64::NAN);
        (self.probability.number().abs() - errors * error).max(0.0)
    }
}

impl SourcesFindings {
    /// Number of inputs with neither a source nor the reason of a judgement.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.inputs.iter().filter(|input| input.missing).count()
    }

    /// Inputs whose effect is larger than sampling error may explain, the largest first; a process that several inputs are part of comes once.
    #[must_use]
    pub fn leading(&self, most: usize) -> Vec<(&str, &SourcedInput, &Effect)> {
        let mut found: Vec<(&str, &SourcedInput, &Effect)> = Vec::new();
        for (input, effect) in self.inputs.iter().filter_map(|input| Some((input, input.effect.as_ref()?))) {
            let name = if effect.method == EffectMethod::AsPlanned { process(&input.path) } else { &input.path };
            if found.len() < most && effect.at_least() > 0.0 && found.iter().all(|(known, ..)| *known != name) {
                found.push((name, input, effect));
            }
        }
        found
    }
}

/// Path of the regime, hazard or risk that an input is part of.
fn process(path: &str) -> &str {
    let end = if path.starts_with("projects.") {
        path.find(".risks.").map_or(path.len(), |at| end_of(path, at + 7))
    } else {
        end_of(path, path.find('.').map_or(0, |at| at + 1))
    };
    &path[..end]
}

/// End of the name that begins there.
fn end_of(path: &str, from: usize) -> usize {
    path.get(from..).and_then(|rest| rest.find('.')).map_or(path.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_part_of_a_process() {
        assert_eq!(process("regimes.licensing.states.ban.lasts"), "regimes.licensing");
        assert_eq!(process("projects.a.stages.b.risks.flood.delay"), "projects.a.stages.b.risks.flood");
        assert_eq!(process("projects.a.stages.b.cancels"), "projects.a.stages.b.cancels");
    }
}
