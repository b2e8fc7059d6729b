//! Computes the conditions of a scenario and the smallest sets of them that reach a probability.
//!
//! The search compares sets on the same trials (common random numbers). The probabilities of the sets found are estimated on other trials, so that
//! being selected for a high probability does not bias them.

use super::ConditionsArgs;
use super::bench::Bench;
use super::findings::{Condition, ConditionsFindings, DeliverableShare, SearchCoverage};
use crate::driver::part::no_threads;
use crate::driver::progress::Progress;
use crate::driver::{Failure, Request};
use crate::plan::{Assumptions, Plan, assumptions};
use crate::study::{Holds, RunOptions, columns, goal_title};

/// Question of the analysis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// Index of the goal in the plan.
    pub goal: usize,
    /// Month by the end of which it arrives.
    pub by: usize,
    /// Probability to reach, above 0 and at most 1.
    pub target: f64,
    /// Favourable quantile of a number whose high values help, above ½ and below 1; the opposite quantile for one whose low values help.
    pub quantile: f64,
}

/// Computes what the options ask for.
///
/// # Errors
/// Where an option does not fit the scenario, or the threads cannot be started.
pub fn compute(request: &Request, args: &ConditionsArgs) -> Result<ConditionsFindings, Failure> {
    let choice = args.goal.choose(&request.plan)?;
    let question = Question { goal: choice.goal, by: choice.by, target: args.probability, quantile: args.quantile };
    let progress = Progress::counting("search for conditions");
    estimate(&request.plan, &assumptions(&request.scenario), question, &request.options, &|done| progress.add(done))
}

/// Finds the smallest sets of conditions under which a goal reaches a probability.
///
/// # Errors
/// Where the probability or the quantile is out of range, or the threads cannot be started.
pub fn estimate(
    plan: &Plan,
    assumptions: &Assumptions,
    question: Question,
    options: &RunOptions,
    progress: &dyn Fn(u64),
) -> Result<ConditionsFindings, Failure> {
    let Question { goal, by, target, quantile } = question;
    if !(target > 0.0 && target <= 1.0) {
        return Err(Failure::Input(format!("--probability must be above 0 and at most 1, not {target}")));
    }
    if !(quantile > 0.5 && quantile < 1.0) {
        return Err(Failure::Input(format!("--quantile is above 0.5 and below 1, not {quantile}")));
    }
    let pool = options.pool().map_err(no_threads)?;
    let comparison_trials = (options.trials / 40).clamp(200, 1_000);
    let bench = Bench {
        plan,
        seed: options.seed,
        goal,
        month: by,
        pool: &pool,
        estimated: 0..options.trials,
        compared: options.trials..options.trials + comparison_trials,
        progress,
    };
    let elements = plan.elements();
    let units = columns(plan, assumptions);
    let unit =
        |draw: Option<usize>| units.iter().find(|column| draw.is_some_and(|draw| column.holds == Holds::Input(draw))).map_or("", |c| c.unit.as_str());
    let possible: Vec<Condition> = elements.iter().filter_map(|one| Condition::of(plan, one, quantile, unit(one.draw))).collect();
    let candidates = bench.favourable(possible);
    let as_modelled = bench.probability(&[]);
    let everything: Vec<&Condition> = candidates.iter().collect();
    let mut found = ConditionsFindings {
        goal: plan.goals.goals[goal].name.clone(),
        goal_title: goal_title(&plan.goals.goals[goal]),
        year: plan.grid.year(by),
        target,
        quantile,
        comparison_trials,
        all_conditions: bench.probability(&everything),
        deliverable: plan.ceilings[goal].map(|ceiling| DeliverableShare { share: ceiling.share, needed: ceiling.asked }),
        elements: elements.len(),
        relevant_elements: candidates.len(),
        sets: Vec::new(),
        steps: Vec::new(),
        necessary: Vec::new(),
        search: SearchCoverage::default(),
        as_modelled,
    };
    if found.as_modelled.number() < target && found.all_conditions.number() >= target {
        bench.search(&candidates, target, &mut found);
    }
    Ok(found)
}
