//! Conditions of `[[report.given]]`, evaluated trial by trial while a run accumulates.

use std::sync::{Mutex, PoisonError};

use super::{Expression, ExpressionError, Holds, Names, TrialColumn, columns, values};
use crate::engine::{Processes, TrialRow};
use crate::plan::{Assumptions, Plan, Process, ProcessColumn};
use crate::units::MonthGrid;

/// The conditions of a plan, compiled, with the columns that they name.
pub struct Conditions {
    columns: Vec<TrialColumn>,
    processes: Processes,
    expressions: Vec<Expression>,
    grid: MonthGrid,
    failure: Mutex<Option<ExpressionError>>,
}

impl Conditions {
    /// The conditions of a plan.
    ///
    /// # Errors
    /// Where a condition cannot be read or names what does not exist.
    pub fn new(plan: &Plan) -> Result<Self, ExpressionError> {
        let texts: Vec<&str> = plan.report.given.iter().map(|given| given.condition.as_str()).collect();
        let all = if texts.is_empty() { Vec::new() } else { columns(plan, &Assumptions::default()) };
        let whole = compiled(&texts, &all)?;
        let mut used: Vec<usize> = whole.iter().flat_map(Expression::columns).copied().collect();
        let sums = used.iter().any(|&column| matches!(all[column].holds, Holds::AllIncidents | Holds::AllStruck));
        used.extend((0..all.len()).filter(|&column| sums && matches!(all[column].holds, Holds::Process(Process::Incidents(_) | Process::Struck(_)))));
        used.sort_unstable();
        used.dedup();
        let columns: Vec<TrialColumn> = used.into_iter().map(|column| all[column].clone()).collect();
        let expressions = compiled(&texts, &columns)?;
        let is_used = |known: &ProcessColumn| columns.iter().any(|column| column.holds == Holds::Process(known.process));
        let summaries: Vec<ProcessColumn> = if columns.is_empty() { Vec::new() } else { plan.processes().into_iter().filter(is_used).collect() };
        let processes = Processes::new(plan, &summaries, plan.months());
        Ok(Self { columns, processes, expressions, grid: plan.grid, failure: Mutex::new(None) })
    }

    /// Process summaries of the rows that [`Self::holding`] needs.
    #[must_use]
    pub fn processes(&self) -> &Processes {
        &self.processes
    }

    /// Whether each condition holds in a trial; `false` where it cannot be evaluated, which [`Self::check`] reports.
    #[must_use]
    pub fn holding(&self, row: &TrialRow) -> Vec<bool> {
        let values = values(&self.columns, self.grid, row);
        let holds = |expression: &Expression| {
            expression.holds(&values).unwrap_or_else(|error| {
                self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                false
            })
        };
        self.expressions.iter().map(holds).collect()
    }

    /// Whether every evaluation so far succeeded.
    ///
    /// # Errors
    /// Why one failed.
    pub fn check(&self) -> Result<(), ExpressionError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone().map_or(Ok(()), Err)
    }
}

fn compiled(texts: &[&str], columns: &[TrialColumn]) -> Result<Vec<Expression>, ExpressionError> {
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let names = Names::new(&names, None);
    texts.iter().map(|text| Expression::new(text, &names)).collect()
}

/// Why each of these conditions cannot be evaluated in the trials of a plan; `None` for one that can.
#[must_use]
pub fn condition_errors(plan: &Plan, conditions: &[&str]) -> Vec<Option<ExpressionError>> {
    let all = if conditions.is_empty() { Vec::new() } else { columns(plan, &Assumptions::default()) };
    conditions.iter().map(|condition| compiled(&[condition], &all).err()).collect()
}
