//! Changes of a page: each replaces one value of the scenario, exactly as `--set PATH=VALUE` does. The whole is checked and compiled again.

use serde::{Deserialize, Serialize};

use super::inputs::{quoted_key, set_path};
use super::model::Model;
use crate::plan::{self, Assumptions, Curve, Plan, assumptions};
use crate::scenario::{Sampling, Scenario, clash};
use crate::units::{Problem, Severity};

/// Most changes at a time.
const MOST: usize = 200;
/// Longest path and longest value, bytes.
const LONGEST: [usize; 2] = [500, 4_000];

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Path in the scenario.
    pub path: String,
    /// Value as TOML; a bare word is a text.
    pub value: String,
}

impl Change {
    /// Whether it switches a lever of the scenario.
    #[must_use]
    pub fn is_lever(&self) -> bool {
        self.path.starts_with("levers.")
    }

    /// The change as `--set` takes it.
    #[must_use]
    pub fn set(&self) -> String {
        format!("{}={}", self.path, self.value)
    }
}

/// Path by which the lever of this name is switched.
#[must_use]
pub fn lever_path(name: &str) -> String {
    format!("levers.{}", quoted_key(name))
}

/// Problem of a scenario with changes, in the words of the checker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// Number of the change in which it is; `None` where it is elsewhere in the scenario.
    pub change: Option<usize>,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// What was found or expected there.
    pub label: String,
    /// Correction, where one is known.
    pub help: Option<String>,
}

impl FieldProblem {
    /// Error of no single field.
    #[must_use]
    pub fn of_all(message: impl Into<String>) -> Self {
        Self { change: None, severity: "error", message: message.into(), label: String::new(), help: None }
    }
}

/// Scenario with changes.
pub struct Changed {
    /// Scenario, with the trials and the seed of the page.
    pub scenario: Scenario,
    /// Compiled scenario.
    pub plan: Plan,
    /// Inputs with their distributions and sources.
    pub assumptions: Assumptions,
    /// Changes from which it was made.
    pub changes: Vec<Change>,
    /// Warnings that the changes bring.
    pub warnings: Vec<FieldProblem>,
}

/// Distribution of an input that is changed.
#[derive(Serialize)]
pub struct ChangedInput {
    /// Path in the scenario, as `--set` takes it.
    path: String,
    /// Distribution in words.
    distribution: String,
    /// P10, P50 and P90.
    quantiles: Option<[f64; 3]>,
    /// Density.
    curve: Option<Curve>,
}

impl Changed {
    /// Distributions of the inputs that are changed.
    #[must_use]
    pub fn inputs(&self) -> Vec<ChangedInput> {
        let inputs = self.assumptions.inputs.iter().map(|input| (set_path(input), input));
        let inputs = inputs.filter(|(path, _)| self.changes.iter().any(|change| change.path == *path));
        inputs
            .map(|(path, input)| ChangedInput {
                path,
                distribution: input.distribution.clone(),
                quantiles: input.quantiles,
                curve: input.curve.clone(),
            })
            .collect()
    }
}

/// Applies changes to the scenario of a page. No file is read: what the scenario was read from is in memory.
///
/// # Errors
/// All problems of the changed scenario, where one of them is an error.
pub fn apply(model: &Model, changes: &[Change]) -> Result<Changed, Vec<FieldProblem>> {
    let is_long = |change: &Change| change.path.len() > LONGEST[0] || change.value.len() > LONGEST[1];
    if changes.len() > MOST || changes.iter().any(is_long) {
        let [path, value] = LONGEST;
        let message = format!("the page makes at most {MOST} changes, with paths of at most {path} and values of at most {value} bytes");
        return Err(vec![FieldProblem::of_all(message)]);
    }
    let levers = levers_of(model, changes)?;
    let numbers: Vec<usize> = (0..changes.len()).filter(|&number| !changes[number].is_lever()).collect();
    let sets: Vec<String> = numbers.iter().map(|&number| changes[number].set()).collect();
    let mut loaded = model.in_memory.with("change", &sets);
    let first = model.in_memory.files.len();
    let at = |problem: &Problem| problem.place.file.checked_sub(first).and_then(|set| numbers.get(set).copied());
    let mut compiled = None;
    if !levers.is_empty() && !loaded.problems.any_error() {
        let (pulled, found) = loaded.pulled_after(0, &levers);
        loaded.problems.extend(found);
        if let Some(mut pulled) = pulled.filter(|_| !loaded.problems.any_error()) {
            as_on_the_page(&mut pulled.scenario, model);
            let (plan, problems) = plan::compile_pulled(&pulled);
            (compiled, loaded.scenario) = (plan, Some(pulled.scenario));
            loaded.problems.extend(problems);
        }
    } else if let Some(scenario) = loaded.scenario.as_mut() {
        let is_valid = !loaded.problems.any_error();
        as_on_the_page(scenario, model);
        let (plan, problems) = if is_valid { plan::compile(scenario) } else { (None, plan::judge(scenario)) };
        compiled = plan;
        loaded.problems.extend(problems);
    }
    let is_known = |problem: &Problem| at(problem).is_none() && model.loaded.problems.sorted().iter().any(|known| known.message == problem.message);
    let found: Vec<FieldProblem> = loaded
        .problems
        .sorted()
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error || !is_known(problem))
        .map(|problem| FieldProblem {
            change: at(problem),
            severity: if problem.severity == Severity::Error { "error" } else { "warning" },
            message: problem.message.clone(),
            label: problem.label.clone(),
            help: problem.help.clone(),
        })
        .collect();
    match (loaded.scenario, compiled) {
        (Some(scenario), Some(plan)) if !loaded.problems.any_error() => {
            let (assumptions, changes) = (assumptions(&scenario), changes.to_vec());
            Ok(Changed { scenario, plan, assumptions, changes, warnings: found })
        }
        _ => Err(found),
    }
}

/// Places of the levers that are switched on.
fn levers_of(model: &Model, changes: &[Change]) -> Result<Vec<usize>, Vec<FieldProblem>> {
    let known = &model.scenario.levers;
    let (mut levers, mut wrong) = (Vec::new(), Vec::new());
    for (number, change) in changes.iter().enumerate().filter(|(_, change)| change.is_lever()) {
        let at = |message: String| FieldProblem { change: Some(number), ..FieldProblem::of_all(message) };
        let Some(place) = known.iter().position(|lever| lever_path(&lever.name.value) == change.path) else {
            wrong.push(at(format!("the scenario has no such lever: {}", change.path)));
            continue;
        };
        if change.value.trim() != "true" {
            wrong.push(at(format!("a lever is switched on by `true`, not by `{}`", change.value)));
            continue;
        }
        let clashes = levers.iter().filter_map(|&other: &usize| Some((other, clash(&known[other].item, &known[place].item)?)));
        wrong.extend(clashes.map(|(other, why)| at(format!("lever `{}` cannot be combined with it: {why}", known[other].name.value))));
        levers.push(place);
    }
    levers.sort_unstable();
    if wrong.is_empty() { Ok(levers) } else { Err(wrong) }
}

/// Gives a scenario the trials and the seed of the page.
fn as_on_the_page(scenario: &mut Scenario, model: &Model) {
    (scenario.trials, scenario.seed) = (model.options.trials, model.options.seed);
    (scenario.sampling, scenario.replicates, scenario.precision) = (Sampling::Random, None, None);
}
