//! Every number of one trial under one name each, as plain columns: drawn inputs, process summaries, goals, and incidents over all hazards.

use std::collections::HashMap;

use crate::engine::TrialRow;
use crate::plan::{Assumptions, GoalPlan, Plan, Process, ProcessColumn};
use crate::units::MonthGrid;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A number drawn once a trial, by its place in [`Plan::draws`].
    Input(usize),
    /// A process summary.
    Process(Process),
    /// When a goal arrives.
    Arrival(usize),
    /// Whether a goal is lost again.
    Lost(usize),
    /// Shortage until a goal arrives.
    Bridge(usize),
    /// Incidents over all hazards.
    AllIncidents,
    /// Incidents over all hazards that struck something.
    AllStruck,
}

impl Holds {
    /// Whether it is 1 for yes and 0 for no.
    #[must_use]
    pub fn is_flag(self) -> bool {
        match self {
            Self::Process(process) => process.is_flag(),
            Self::Lost(_) => true,
            _ => false,
        }
    }

    /// Whether it is a decimal year.
    #[must_use]
    pub fn is_date(self) -> bool {
        match self {
            Self::Process(process) => process.is_date(),
            Self::Arrival(_) => true,
            _ => false,
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialColumn {
    /// Its name: `nodes.mine.capacity`, `regimes.licensing.ban`, `goal.antimony`, `security.struck`.
    pub name: String,
    /// Unit; `year` for a decimal year, empty for plain factors and for yes or no.
    pub unit: String,
    /// What it holds.
    pub holds: Holds,
}

/// All columns of a plan's trials: inputs, processes, then `goal.NAME`, `lost.NAME` and `bridge.NAME`, then `security.incidents` and `.struck`.
/// Units of inputs are those of `assumptions`.
#[must_use]
pub fn columns(plan: &Plan, assumptions: &Assumptions) -> Vec<TrialColumn> {
    let units: HashMap<&str, &str> = assumptions.inputs.iter().map(|input| (input.path.as_str(), input.unit.as_str())).collect();
    let mut all = Vec::new();
    let mut add = |name: String, unit: &str, holds| all.push(TrialColumn { name, unit: unit.to_owned(), holds });
    for (place, draw) in plan.draws.iter().enumerate() {
        add(draw.path.clone(), units.get(draw.path.as_str()).copied().unwrap_or_default(), Holds::Input(place));
    }
    for ProcessColumn { name, unit, process, .. } in plan.processes() {
        add(name, unit, Holds::Process(process));
    }
    for (g, goal) in plan.goals.goals.iter().enumerate() {
        add(format!("goal.{}", goal.name), "year", Holds::Arrival(g));
        add(format!("lost.{}", goal.name), "", Holds::Lost(g));
        if goal.minerals.len() == 1 {
            add(format!("bridge.{}", goal.name), "t", Holds::Bridge(g));
        }
    }
    if !plan.security.hazards.is_empty() {
        add("security.incidents".to_owned(), "incidents", Holds::AllIncidents);
        add("security.struck".to_owned(), "incidents", Holds::AllStruck);
    }
    all
}

/// A trial's values in these columns, whose process summaries were made in the order in which they stand there; dates are decimal years, never is
/// infinite.
#[must_use]
pub fn values(columns: &[TrialColumn], grid: MonthGrid, row: &TrialRow) -> Vec<f64> {
    let mut processes = row.processes.iter();
    let [mut incidents, mut struck] = [0.0; 2];
    let mut one = |holds: Holds| match holds {
        Holds::Input(place) => row.inputs[place],
        Holds::Process(process) => {
            let value = processes.next().copied().unwrap_or(f64::NAN);
            match process {
                Process::Incidents(_) => incidents += value,
                Process::Struck(_) => struck += value,
                _ => {}
            }
            if process.is_date() { grid.decimal_year(value) } else { value }
        }
        Holds::Arrival(goal) => row.arrivals[goal].map_or(f64::INFINITY, |month| grid.decimal_year(month as f64)),
        Holds::Lost(goal) => f64::from(u8::from(row.lost[goal])),
        Holds::Bridge(goal) => row.bridge[goal],
        Holds::AllIncidents => incidents,
        Holds::AllStruck => struck,
    };
    columns.iter().map(|column| one(column.holds)).collect()
}

/// Title of a goal, or the sentence that states what it tests where it has none.
#[must_use]
pub fn goal_title(goal: &GoalPlan) -> String {
    if goal.title == goal.name { goal.sentence.clone() } else { goal.title.clone() }
}
