//! Paired differences of a changed scenario from the unchanged one, trial by trial on the same draws.

use super::unchanged::Unchanged;
use crate::analyses::compare::{CompareFindings, ComparedGoal, ComparedScenario, GoalResult, PairedSums};
use crate::analyses::run::{Findings, Flows, GoalFindings};
use crate::engine::Outcomes;
use crate::plan::Plan;

/// Names of the two scenarios in figures and sentences.
pub const NAMES: [&str; 2] = ["unchanged", "changed"];

/// Goals that both scenarios share, with the sums of their differences.
pub struct Pairing {
    /// Places of each goal in the two scenarios.
    shared: Vec<[usize; 2]>,
    not_compared: Vec<(String, String)>,
    months: usize,
    sums: PairedSums,
}

impl Pairing {
    /// Pairs the goals of two scenarios.
    ///
    /// # Errors
    /// Where the scenarios cover different months, in words.
    pub fn new(unchanged: &Plan, changed: &Plan) -> Result<Self, String> {
        if unchanged.grid != changed.grid {
            return Err("There are no paired differences, because the changes move the start or the end: an arrival that never comes counts as the month after the \
                        last, which is another month in the changed scenario. Compare the medians and the probabilities below, or keep `start` and `end`.".to_owned());
        }
        let (mut shared, mut not_compared) = (Vec::new(), Vec::new());
        for (place, goal) in unchanged.goals.goals.iter().enumerate() {
            match changed.goals.goals.iter().enumerate().find(|(_, other)| other.name == goal.name) {
                Some((other, of)) if of.sentence == goal.sentence => shared.push([place, other]),
                Some(_) => not_compared.push((goal.name.clone(), "the changes alter what it tests".to_owned())),
                None => not_compared.push((goal.name.clone(), "the changes remove it".to_owned())),
            }
        }
        let sums = PairedSums::new(shared.len(), 1);
        Ok(Self { shared, not_compared, months: unchanged.months(), sums })
    }

    /// Adds consecutive trials of the changed scenario, the first of which has the number `from`.
    pub fn add(&mut self, unchanged: &Unchanged, from: u64, outcomes: &Outcomes) {
        let trials = outcomes.trials() as u64;
        for (goal, [first, other]) in self.shared.iter().enumerate() {
            let arrivals = unchanged.arrivals(*first, from..from + trials);
            self.sums.add(goal, 0, &arrivals, &outcomes.arrivals[*other], self.months);
        }
        self.sums.trials += trials;
    }

    /// Findings of the comparison after the trials that were added.
    #[must_use]
    pub fn findings(&self, unchanged: &Findings, changed: &Findings) -> CompareFindings {
        let grid = unchanged.grid;
        let [before, after] = NAMES.map(str::to_owned);
        let goal = |(index, [first, other]): (usize, &[usize; 2])| {
            let goals = [&unchanged.goals[*first], &changed.goals[*other]];
            let results = [&before, &after].into_iter().cloned().zip(goals.map(|goal| GoalResult::of(goal, grid)));
            let differences = self.sums.differences(index).map(|difference| (after.clone(), difference)).collect();
            (goals[0].name.clone(), ComparedGoal { title: goals[0].title.clone(), scenarios: results.collect(), differences })
        };
        let scenario =
            |name: &String, findings: &Findings| (name.clone(), ComparedScenario { title: findings.title.clone(), findings: outline(findings) });
        CompareFindings {
            first: before.clone(),
            months: grid.count(),
            start: grid.label(0),
            end: grid.label(grid.count() - 1),
            scenarios: vec![scenario(&before, unchanged), scenario(&after, changed)],
            goals: self.shared.iter().enumerate().map(goal).collect(),
            quantities: Vec::new(),
            not_compared: self.not_compared.clone(),
            grid,
            main_year: unchanged.report.main_year(grid).1,
            years: unchanged.report.years_and_last(grid),
        }
    }
}

/// What a comparison needs of the findings of a run: its goals without their months.
fn outline(findings: &Findings) -> Findings {
    let Findings { report, title, grid, seed, trials, band_trials, goals, .. } = findings;
    let goal = |goal: &GoalFindings| GoalFindings {
        arrived_by: Vec::new(),
        holds: Vec::new(),
        bridge_curve: Vec::new(),
        bridge_cost_curve: Vec::new(),
        ..goal.clone()
    };
    Findings {
        report: report.clone(),
        title: title.clone(),
        grid: *grid,
        seed: *seed,
        trials: *trials,
        design: None,
        band_trials: *band_trials,
        goals: goals.iter().map(goal).collect(),
        minerals: Vec::new(),
        stages: Vec::new(),
        paths: Vec::new(),
        origins: Vec::new(),
        regimes: Vec::new(),
        hazards: Vec::new(),
        key_inputs: Vec::new(),
        flows: Flows::default(),
        precision: None,
        given: Vec::new(),
        inputs: None,
        readings: None,
    }
}
