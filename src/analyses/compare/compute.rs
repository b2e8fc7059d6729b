//! Trials of a comparison: all scenarios on the same draws, and their differences from the first trial by trial.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::args::CompareQuestion;
use super::findings::{CompareFindings, ComparedGoal, ComparedScenario, GoalResult};
use super::sums::PairedSums;
use super::yearly::{Quantities, YearlySums};
use crate::analyses::{PartsOf, run};
use crate::driver::part::{PartOf, no_threads};
use crate::driver::progress::Progress;
use crate::driver::question::{goals_named, months_of_years};
use crate::driver::{Failure, Request};
use crate::engine::{Accumulator, Keys, OutcomeRuns, Outcomes, RunCounts, RunOptions, RunTally, YearlyBlock, YearlyValues};
use crate::plan::Plan;
use crate::study::Cut;

/// Trials that are compared at a time.
const BLOCK: u64 = 4_096;

/// Tallies of one part of the trials.
#[derive(Serialize, Deserialize)]
pub struct ComparePart {
    /// Of each scenario.
    counts: Vec<Counts>,
    /// Of the others against the first.
    paired: PairedSums,
    /// Yearly quantities of all scenarios.
    yearly: YearlySums,
}

/// Tallies of one scenario, as they are computed and as they are read.
enum Counts {
    Computed(Box<RunTally>),
    Read(Box<RunCounts<'static>>),
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Computed(tally) => tally.counts().serialize(serializer),
            Self::Read(counts) => counts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RunCounts::deserialize(deserializer).map(|counts| Self::Read(Box::new(counts)))
    }
}

impl Counts {
    /// Tally, if the counts are of this plan and of this number of trials.
    fn tally(self, plan: &Plan, trials: u64) -> Option<RunTally> {
        let tally = match self {
            Self::Computed(tally) => *tally,
            Self::Read(counts) => RunTally::with_counts(plan, *counts)?,
        };
        (tally.tally.trials == trials).then_some(tally)
    }
}

/// Scenarios that are compared, and the goals that they share.
pub struct Comparison<'a> {
    /// Names and plans of the scenarios.
    plans: &'a [(&'a str, &'a Plan)],
    /// Indices of each goal in the scenarios.
    shared: Vec<Vec<usize>>,
    /// Keys of the goals that are not compared, with the reason.
    not_compared: Vec<(String, String)>,
    /// Yearly quantities that the scenarios share.
    quantities: Quantities,
}

/// Sums over the trials of a comparison.
pub struct Counted {
    /// Tallies of the scenarios.
    pub tallies: Vec<RunTally>,
    /// Goals of the others against the first.
    pub paired: PairedSums,
    /// Yearly quantities.
    pub yearly: YearlySums,
}

/// Compares the scenarios of a request.
///
/// # Errors
/// Where the scenarios cover different months, a goal or a year does not exist, or the threads cannot be started.
pub fn compute(request: &Request, question: &CompareQuestion) -> Result<CompareFindings, Failure> {
    with_comparison(request, question, |comparison| {
        let counted = count(comparison, request, 0..request.options.trials)?;
        comparison.findings(&request.options, question, &counted)
    })
}

/// Counts one part of the trials.
///
/// # Errors
/// As of [`compute`].
pub fn compute_part(request: &Request, question: &CompareQuestion, which: PartOf) -> Result<ComparePart, Failure> {
    with_comparison(request, question, |comparison| {
        let Counted { tallies, paired, yearly } = count(comparison, request, Cut::of_trials(request.options.trials, which.parts).range(which.part))?;
        Ok(ComparePart { counts: tallies.into_iter().map(|tally| Counts::Computed(Box::new(tally))).collect(), paired, yearly })
    })
}

/// Merges all parts.
///
/// # Errors
/// As of [`compute`], and where the parts are not those of the scenarios.
pub fn merge(request: &Request, question: &CompareQuestion, parts: PartsOf<super::Compare>) -> Result<CompareFindings, Failure> {
    with_comparison(request, question, |comparison| {
        let mut whole = comparison.no_trials();
        for part in parts {
            let ComparePart { counts, paired: sums, yearly } = part?;
            let is_complete = counts.len() == whole.tallies.len();
            let counted = counts.into_iter().zip(comparison.plans).map(|(counts, (_, plan))| counts.tally(plan, sums.trials));
            let counted: Option<Vec<RunTally>> = counted
                .collect::<Option<_>>()
                .filter(|_| is_complete && whole.paired.merge(&sums).is_some() && whole.yearly.merge(&yearly).is_some());
            let counted = counted.ok_or_else(|| Failure::Input("the counts in the parts are not those of these scenarios".to_owned()))?;
            whole.tallies.iter_mut().zip(counted).for_each(|(tally, counted)| tally.merge(counted));
        }
        comparison.findings(&request.options, question, &whole)
    })
}

fn with_comparison<R>(request: &Request, question: &CompareQuestion, then: impl FnOnce(&Comparison) -> Result<R, Failure>) -> Result<R, Failure> {
    let names = request.names();
    let plans = std::iter::once(&request.plan).chain(request.others.iter().map(|other| &other.plan));
    let plans: Vec<(&str, &Plan)> = names.iter().map(String::as_str).zip(plans).collect();
    then(&Comparison::new(&plans, question)?)
}

fn count(comparison: &Comparison, request: &Request, trials: Range<u64>) -> Result<Counted, Failure> {
    let progress = Progress::new((trials.end - trials.start).saturating_mul(comparison.plans.len() as u64), "comparing");
    comparison.count(&request.options, trials, &|done| progress.add(done))
}

impl<'a> Comparison<'a> {
    /// Comparison of two or more scenarios by the goals of the question, or by all that they share where it names none.
    ///
    /// # Errors
    /// Where the scenarios cover different months, or a goal does not exist.
    pub fn new(plans: &'a [(&'a str, &'a Plan)], question: &CompareQuestion) -> Result<Self, Failure> {
        let goals = &question.goals;
        let [(_, first), others @ ..] = plans else { return Err(Failure::Input("a comparison needs two scenarios or more".to_owned())) };
        if let Some((name, _)) = others.iter().find(|(_, plan)| plan.grid != first.grid) {
            let message = format!("{name} covers other months than the first scenario: give both the same start and end");
            return Err(Failure::Input(message));
        }
        let named = if goals.is_empty() { Vec::new() } else { goals_named(first, goals)? };
        let (mut shared, mut not_compared): (Vec<Vec<usize>>, Vec<(String, String)>) = (Vec::new(), Vec::new());
        for (index, goal) in first.goals.goals.iter().enumerate().filter(|(index, _)| named.is_empty() || named.contains(index)) {
            let mut places = vec![index];
            let mut reason = None;
            for (name, plan) in others {
                match plan.goals.goals.iter().position(|other| other.name == goal.name) {
                    None => reason = reason.or_else(|| Some(format!("{name} has no such goal"))),
                    Some(place) if plan.goals.goals[place].sentence != goal.sentence => {
                        let other = &plan.goals.goals[place].sentence;
                        reason = reason.or_else(|| Some(format!("it tests “{}” in {} and “{other}” in {name}", goal.sentence, plans[0].0)));
                    }
                    Some(place) => places.push(place),
                }
            }
            match reason {
                None => shared.push(places),
                Some(reason) => not_compared.push((goal.name.clone(), reason)),
            }
        }
        for goal in others.iter().flat_map(|(_, plan)| &plan.goals.goals).filter(|_| named.is_empty()) {
            let is_known = first.goals.goals.iter().any(|known| known.name == goal.name) || not_compared.iter().any(|(known, _)| *known == goal.name);
            if !is_known {
                not_compared.push((goal.name.clone(), format!("{} has no such goal", plans[0].0)));
            }
        }
        let years = if question.by.is_empty() { first.report.years_and_last(first.grid) } else { question.by.clone() };
        let quantities = Quantities::shared(&plans.iter().map(|(_, plan)| *plan).collect::<Vec<_>>(), &years);
        Ok(Self { plans, shared, not_compared, quantities })
    }

    fn no_trials(&self) -> Counted {
        Counted {
            tallies: self.plans.iter().map(|(_, plan)| RunTally::new(plan)).collect(),
            paired: PairedSums::new(self.shared.len(), self.plans.len() - 1),
            yearly: self.quantities.no_trials(),
        }
    }

    /// Counts a range of trials in each scenario, and trial by trial against the first.
    ///
    /// # Errors
    /// Where the threads cannot be started.
    pub fn count(&self, options: &RunOptions, trials: Range<u64>, progress: &(dyn Fn(u64) + Sync)) -> Result<Counted, Failure> {
        let (Counted { mut tallies, mut paired, mut yearly }, pool) = (self.no_trials(), options.pool().map_err(no_threads)?);
        let mut from = trials.start;
        while from < trials.end {
            let to = (from + BLOCK).min(trials.end);
            let run = |(scenario, (tally, (_, plan))): (usize, (&mut RunTally, &(&str, &Plan)))| {
                let beside = || (OutcomeRuns::new(u64::MAX, false), YearlyValues::new(plan, self.quantities.of(scenario)));
                let (outcomes, values) = tally.add_trials(plan, &Keys::new(plan, options.seed), from..to, &pool, progress, beside);
                (outcomes, values.in_order())
            };
            let (ran, values): (Vec<OutcomeRuns>, Vec<Vec<YearlyBlock>>) = tallies.iter_mut().zip(self.plans).enumerate().map(run).unzip();
            self.quantities.add(&mut yearly, &values);
            let tables: Vec<&Outcomes> = ran.iter().filter_map(OutcomeRuns::outcomes).collect();
            for (goal, places) in self.shared.iter().enumerate() {
                for (other, table) in tables[1..].iter().enumerate() {
                    let [first, arrivals] = [&tables[0].arrivals[places[0]], &table.arrivals[places[other + 1]]];
                    paired.add(goal, other, first, arrivals, self.plans[0].1.months());
                }
            }
            paired.trials += to - from;
            from = to;
        }
        Ok(Counted { tallies, paired, yearly })
    }

    /// Findings from the tallies of all trials.
    ///
    /// # Errors
    /// Where a year of the question lies outside the months of the scenarios.
    pub fn findings(&self, options: &RunOptions, question: &CompareQuestion, counted: &Counted) -> Result<CompareFindings, Failure> {
        let Counted { tallies, paired, yearly } = counted;
        let first = self.plans[0].1;
        let grid = first.grid;
        let asked = if question.by.is_empty() { Vec::new() } else { months_of_years(first, &question.by)?.into_keys().collect() };
        let found: Vec<_> = self.plans.iter().zip(tallies).map(|((_, plan), tally)| run::found(plan, options, tally)).collect();
        let names = || self.plans.iter().map(|(name, _)| (*name).to_owned());
        let goal = |(index, places): (usize, &Vec<usize>)| {
            let goal = &first.goals.goals[places[0]];
            let results = found.iter().zip(places).map(|(found, &place)| GoalResult::of(&found.goals[place], grid));
            let compared = ComparedGoal {
                title: goal.title.clone(),
                scenarios: names().zip(results).collect(),
                differences: names().skip(1).zip(paired.differences(index)).collect(),
            };
            (goal.name.clone(), compared)
        };
        Ok(CompareFindings {
            first: self.plans[0].0.to_owned(),
            months: grid.count(),
            start: grid.label(0),
            end: grid.label(grid.count() - 1),
            goals: self.shared.iter().enumerate().map(goal).collect(),
            quantities: self.quantities.findings(yearly, paired.trials, &names().collect::<Vec<_>>()),
            not_compared: self.not_compared.clone(),
            grid,
            main_year: asked.first().copied().unwrap_or_else(|| first.report.main_year(grid).1),
            years: if asked.is_empty() { first.report.years_and_last(grid) } else { asked },
            scenarios: names().zip(found).map(|(name, findings)| (name, ComparedScenario { title: findings.title.clone(), findings })).collect(),
        })
    }
}
