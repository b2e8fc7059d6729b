//! Options `--goal` and `--by`: the goal and the year that an analysis is about, with one rule for all commands.

use clap::Args;

use super::Failure;
use super::question::{goal_named, month_of_year};
use crate::plan::Plan;

/// Goal and year of an analysis.
#[derive(Clone, Debug, Default, Args)]
pub struct GoalArgs {
    /// Goal [default: the first of the scenario]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Year by the end of which the goal has arrived [default: the middle one of the report years, `[report] years`]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
}

/// Goal and month that an analysis is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalChoice {
    /// Index of the goal in the plan.
    pub goal: usize,
    /// Key of the goal.
    pub name: String,
    /// Title of the goal.
    pub title: String,
    /// Last month of the year, counted from the first month of the scenario.
    pub by: usize,
    /// The year.
    pub year: i32,
}

impl GoalArgs {
    /// Finds the goal and the month in the plan.
    ///
    /// # Errors
    /// Where the scenario has no such goal, or the year lies outside its months.
    pub fn choose(&self, plan: &Plan) -> Result<GoalChoice, Failure> {
        let goal = goal_named(plan, self.goal.as_deref())?;
        let by = month_of_year(plan, self.by)?;
        let of = &plan.goals.goals[goal];
        Ok(GoalChoice { goal, name: of.name.clone(), title: of.title.clone(), by, year: plan.grid.year(by) })
    }
}

impl GoalChoice {
    /// Options that make the same choice, as typed on a command line.
    #[must_use]
    pub fn options(&self) -> Vec<String> {
        ["--goal".to_owned(), self.name.clone(), "--by".to_owned(), self.year.to_string()].into()
    }
}
