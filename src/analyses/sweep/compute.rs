//! Trials of a sweep: the same trials at every point, so that points differ only in what is varied.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::args::SweepQuestion;
use super::design::Design;
use super::findings::{Difference, GoalAtPoint, Stock, SweepFindings, SweptGoal, SweptPoint};
use super::layout;
use super::points::{Points, other_months};
use super::sums::{Amount, GoalSums, SweepSums, Swept};
use crate::analyses::PartsOf;
use crate::analyses::estimates::{amount, mean, month, probability};
use crate::driver::part::{PartOf, no_threads};
use crate::driver::progress::Progress;
use crate::driver::question::{goals_named, months_of_years};
use crate::driver::{Failure, Request};
use crate::engine::{Keys, RunOptions, outcomes};
use crate::plan::{Plan, TestPlan};
use crate::report::words;
use crate::scenario::Scenario;
use crate::study::{self, Cut};
use crate::units::{MonthGrid, Unit};

/// Trials of a point that are kept at a time, beside those of the scenario as written.
const BLOCK: u64 = 16_384;

/// Points, goals and years of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepTask {
    /// Months of the scenario.
    pub grid: MonthGrid,
    /// Points.
    pub design: Design,
    /// What is varied at each path, in words.
    pub titles: Vec<String>,
    /// Units of the values at the paths; empty where there is none.
    pub units: Vec<String>,
    /// Goals.
    pub goals: Vec<SweptGoal>,
    /// Years with their last months.
    pub years: BTreeMap<i32, usize>,
}

/// Computes what the options ask for.
///
/// # Errors
/// Where a goal, a year or a point is invalid, or the threads cannot be started.
pub fn compute(request: &Request, question: &SweepQuestion) -> Result<SweepFindings, Failure> {
    let task = SweepTask::of(request, question)?;
    let sums = task.count(request, question, 0..request.options.trials)?;
    Ok(task.findings(&sums))
}

/// Counts one part of the trials.
///
/// # Errors
/// As of [`compute`].
pub fn compute_part(request: &Request, question: &SweepQuestion, which: PartOf) -> Result<SweepSums, Failure> {
    let trials = Cut::of_trials(request.options.trials, which.parts).range(which.part);
    SweepTask::of(request, question)?.count(request, question, trials)
}

/// Merges the counts of all parts.
///
/// # Errors
/// As of [`compute`], and where the parts are not those of the sweep.
pub fn merge(request: &Request, question: &SweepQuestion, parts: PartsOf<super::Sweep>) -> Result<SweepFindings, Failure> {
    let task = SweepTask::of(request, question)?;
    let mut whole: Option<SweepSums> = None;
    for part in parts {
        let part: SweepSums = part?;
        let is_merged = part.fits(&task)
            && match &mut whole {
                None => whole.replace(part).is_none(),
                Some(whole) => whole.merge(part),
            };
        if !is_merged {
            return Err(Failure::Input("the counts in the parts are not those of this sweep".to_owned()));
        }
    }
    let whole = whole.filter(|whole| whole.trials == request.options.trials);
    whole.map(|whole| task.findings(&whole)).ok_or_else(|| Failure::Input("the parts do not have all trials".to_owned()))
}

impl SweepTask {
    fn of(request: &Request, question: &SweepQuestion) -> Result<Self, Failure> {
        let design = layout::design(question, request.options.seed)?;
        let goals = goals_named(&request.plan, &question.goals)?.into_iter().map(|goal| SweptGoal::of(&request.plan, goal)).collect();
        let years = months_of_years(&request.plan, &question.by)?;
        let (titles, units) = (titles(&request.scenario, &design), units(&request.scenario, &design));
        Ok(Self { grid: request.plan.grid, titles, units, design, goals, years })
    }

    fn count(&self, request: &Request, question: &SweepQuestion, trials: Range<u64>) -> Result<SweepSums, Failure> {
        let points = Points::checked(&request.loaded, &request.plan, &self.design, &layout::origin(question))?;
        let progress = Progress::new((trials.end - trials.start).saturating_mul(self.design.points.len() as u64 + 1), "sweeping");
        self.trials(&request.plan, &|point| points.plan(point), trials, &request.options, &|done| progress.add(done))
    }

    /// Counts a range of trials at all points; `point` gives the plan of each, anew for each block of trials. `progress` receives the numbers of
    /// finished trials of all points.
    ///
    /// A block of trials runs over all points before the next block begins, so that memory grows with the points, not with their trials.
    ///
    /// # Errors
    /// Where a point has no plan, covers other months or lacks a goal, or the threads cannot be started.
    pub fn trials(
        &self,
        written: &Plan,
        point: &dyn Fn(usize) -> Option<Arc<Plan>>,
        trials: Range<u64>,
        options: &RunOptions,
        progress: &dyn Fn(u64),
    ) -> Result<SweepSums, Failure> {
        let first_places = self.places(written, 0)?;
        let by: Vec<usize> = self.years.values().copied().collect();
        let pool = options.pool().map_err(no_threads)?;
        let run = |plan: &Plan, block: &Range<u64>| outcomes(plan, &Keys::new(plan, options.seed), block.clone(), &pool, false);
        let mut sums = SweepSums::default();
        let mut from = trials.start;
        loop {
            let block = from..(from + BLOCK).min(trials.end);
            let first = Swept { plan: written, outcomes: &run(written, &block), goals: &first_places };
            sums.add(0, &first, &first, &by);
            progress(block.end - block.start);
            for at in 0..self.design.points.len() {
                let plan = point(at).ok_or_else(|| Failure::Input(format!("point {} cannot run", at + 1)))?;
                let goals = self.places(&plan, at + 1)?;
                sums.add(at + 1, &first, &Swept { plan: &plan, outcomes: &run(&plan, &block), goals: &goals }, &by);
                progress(block.end - block.start);
            }
            sums.trials += block.end - block.start;
            from = block.end;
            if from >= trials.end {
                return Ok(sums);
            }
        }
    }

    /// Indices of the goals in the plan of a point; point 0 is the scenario as written.
    fn places(&self, plan: &Plan, point: usize) -> Result<Vec<usize>, Failure> {
        if plan.grid != self.grid {
            return Err(Failure::Input(other_months(point)));
        }
        let place = |name: &String| plan.goals.goals.iter().position(|goal| goal.name == *name);
        let goals = self.goals.iter().map(|goal| place(&goal.goal).ok_or_else(|| Failure::Input(format!("point {point} has no goal {}", goal.goal))));
        goals.collect()
    }

    /// Findings from the counts of all trials.
    #[must_use]
    pub fn findings(&self, sums: &SweepSums) -> SweepFindings {
        let goals =
            |of: &Vec<GoalSums>, is_point: bool| self.goals.iter().zip(of).map(|(goal, of)| self.at(goal, of, sums.trials, is_point)).collect();
        let points = self.design.points.iter().zip(sums.points.iter().skip(1));
        SweepFindings {
            grid: self.grid,
            layout: self.design.layout,
            paths: self.design.paths.clone(),
            titles: self.titles.clone(),
            units: self.units.clone(),
            years: self.years.keys().copied().collect(),
            goals: self.goals.clone(),
            as_written: sums.points.first().map(|of| goals(of, false)).unwrap_or_default(),
            points: points.map(|(values, of)| SweptPoint { values: values.clone(), goals: goals(of, true) }).collect(),
        }
    }

    fn at(&self, goal: &SweptGoal, sums: &GoalSums, trials: u64, is_point: bool) -> GoalAtPoint {
        let share = |count| probability(count, trials);
        let by = |(&year, &month): (&i32, &usize)| (year, share(sums.arrivals.counts.iter().take(month + 1).sum()));
        let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|p| month(&sums.arrivals, p, self.grid));
        let against = |amount: &Option<Amount>, unit: Unit| amount.as_ref().and_then(|amount| Some(mean(amount.against.as_ref()?, trials, unit)));
        let difference = || Difference {
            months_later: mean(&sums.months, trials, Unit::MONTHS_DIFFERENCE),
            earlier: share(sums.earlier),
            later: share(sums.later),
            arrived_by: self.years.keys().zip(&sums.by).map(|(&year, sum)| (year, mean(sum, trials, Unit::PROBABILITY_DIFFERENCE))).collect(),
            never: mean(&sums.never, trials, Unit::PROBABILITY_DIFFERENCE),
            bridge_mean: against(&sums.bridge, Unit::TONNES),
            bridge_cost_mean: against(&sums.cost, Unit::DOLLARS),
        };
        GoalAtPoint {
            goal: goal.goal.clone(),
            p10,
            p50,
            p90,
            arrived_by: self.years.iter().map(by).collect(),
            never: share(sums.arrivals.never),
            lost: share(sums.lost),
            bridge: sums.bridge.as_ref().map(|amount| stock(amount, trials, &Unit::TONNES)),
            bridge_cost: sums.cost.as_ref().map(|amount| stock(amount, trials, &Unit::DOLLARS)),
            difference: is_point.then(difference),
        }
    }
}

fn stock(of: &Amount, trials: u64, unit: &Unit) -> Stock {
    let [p50, p80, p90, p95] = [0.5, 0.8, 0.9, 0.95].map(|p| amount(&of.bins, p, unit.clone()));
    Stock { p50, p80, p90, p95, mean: mean(&of.sum, trials, unit.clone()) }
}

/// What is varied at the paths of a design: the title of the input, with what follows its path, such as a parameter of its distribution. A path that belongs
/// to no input is shown without its table.
fn titles(scenario: &Scenario, design: &Design) -> Vec<String> {
    let titles = scenario.input_titles();
    let title = |path: &String| {
        let mut ends = std::iter::once(path.len()).chain(path.rmatch_indices('.').map(|(at, _)| at));
        let found = ends.find_map(|end| Some((titles.get(&path[..end])?, path[end..].trim_start_matches('.'))));
        match found {
            Some((title, "")) => title.clone(),
            Some((title, rest)) => format!("{title}, {}", words::spaced(&rest.replace('.', " "))),
            None => words::spaced(&path.split_once('.').map_or(path.as_str(), |(_, rest)| rest).replace('.', " ")),
        }
    };
    let titles: Vec<String> = design.paths.iter().map(title).collect();
    let is_alone = |title: &String| titles.iter().filter(|other| *other == title).count() == 1;
    if titles.iter().all(is_alone) { titles } else { design.paths.clone() }
}

/// Units of the values at the paths of a design; empty where there is none.
fn units(scenario: &Scenario, design: &Design) -> Vec<String> {
    let inputs = study::assumptions(scenario).inputs;
    let unit = |path: &String| inputs.iter().find(|input| input.path == *path).map_or_else(String::new, |input| input.unit.clone());
    design.paths.iter().map(unit).collect()
}

impl SweptGoal {
    /// Goal of a plan, by its index.
    #[must_use]
    pub fn of(plan: &Plan, index: usize) -> Self {
        let goal = &plan.goals.goals[index];
        let measure = match goal.test {
            TestPlan::Measure(at) => Some(&plan.goals.measures[at]),
            _ => None,
        };
        let origin = measure.and_then(|measure| Some(&plan.minerals[measure.mineral].origins[measure.origin?]));
        let title = if goal.title == goal.name { &goal.sentence } else { &goal.title };
        let colour = origin.and_then(|origin| plan.report.colour(origin)).map(str::to_owned);
        Self { goal: goal.name.clone(), title: title.clone(), test: goal.sentence.clone(), colour }
    }
}
