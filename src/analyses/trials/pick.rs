//! Picking of trials: those that match a condition, in an order.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use super::typical::Typical;
use crate::analyses::estimates::proportion;
use crate::engine::{RunOptions, TrialRow, replay};
use crate::plan::{Assumptions, Plan};
use crate::study::{Expression, ExpressionError, Holds, Names, TrialColumn, columns, each_trial, values};
use crate::units::{MonthGrid, Quantity, Unit};

/// What to pick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// What must be true of a trial; all where nothing is asked.
    pub condition: Option<String>,
    /// By what to sort: an expression, or `arrival` or `typical`; by number where nothing is asked.
    pub sort: Option<String>,
    /// Largest first.
    pub descending: bool,
    /// Most trials to list.
    pub limit: usize,
    /// Place of the goal that `arrival` means.
    pub goal: usize,
}

/// One trial picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its number.
    pub trial: u64,
    /// What it was sorted by; its number where nothing was asked.
    pub key: f64,
    /// Values of [`TrialList::columns`].
    pub values: Vec<f64>,
}

/// What was picked.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialList {
    /// Columns shown: the goal's arrival, then those that condition and order look at.
    pub columns: Vec<TrialColumn>,
    /// Trials, in order, at most as many as asked for.
    pub trials: Vec<Picked>,
    /// Trials of which the condition is true.
    pub matching: u64,
    /// The same as a share of all.
    pub share: Quantity,
    /// All trials looked at.
    pub looked_at: u64,
}

/// Picks trials as they come.
pub struct Picker {
    columns: Vec<TrialColumn>,
    condition: Option<Expression>,
    order: Order,
    pick: Pick,
    used: BTreeSet<usize>,
    kept: Vec<(u64, f64, Arc<Vec<f64>>)>,
    matching: u64,
    looked_at: u64,
}

enum Order {
    Number,
    By(Box<Expression>),
    Typical(Typical),
}

/// Trials kept before those that cannot be listed are let go, in multiples of the limit.
const SLACK: usize = 4;

impl Picker {
    /// Reads what is to be picked.
    ///
    /// # Errors
    /// Where an expression cannot be read or names what there is not.
    pub fn new(plan: &Plan, assumptions: &Assumptions, pick: Pick) -> Result<Self, ExpressionError> {
        let columns = columns(plan, assumptions);
        let arrival = columns.iter().position(|column| column.holds == Holds::Arrival(pick.goal));
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let names = Names::new(&names, arrival);
        let condition = pick.condition.as_deref().map(|text| Expression::new(text, &names)).transpose()?;
        let order = match pick.sort.as_deref() {
            None => Order::Number,
            Some("typical") => Order::Typical(Typical::new(&columns, pick.goal)),
            Some(text) => Order::By(Box::new(Expression::new(text, &names)?)),
        };
        let mut used: BTreeSet<usize> = arrival.into_iter().collect();
        used.extend(condition.iter().flat_map(Expression::columns));
        if let Order::By(expression) = &order {
            used.extend(expression.columns());
        }
        Ok(Self { columns, condition, order, pick, used, kept: Vec::new(), matching: 0, looked_at: 0 })
    }

    /// All columns of a trial, in the order in which [`Picker::offer`] takes their values.
    #[must_use]
    pub fn columns(&self) -> &[TrialColumn] {
        &self.columns
    }

    /// Takes a trial as the engine gives it.
    ///
    /// # Errors
    /// Where an expression cannot be evaluated.
    pub fn offer_row(&mut self, grid: MonthGrid, row: &TrialRow) -> Result<(), ExpressionError> {
        let values = values(&self.columns, grid, row);
        self.offer(row.trial, values)
    }

    /// Takes a trial by its values.
    ///
    /// # Errors
    /// As of [`Picker::offer_row`].
    pub fn offer(&mut self, trial: u64, values: Vec<f64>) -> Result<(), ExpressionError> {
        let values = Arc::new(values);
        self.looked_at += 1;
        if let Some(condition) = &self.condition
            && !condition.holds(&values)?
        {
            return Ok(());
        }
        self.matching += 1;
        match &mut self.order {
            Order::Number if self.pick.descending || self.kept.len() < self.pick.limit => self.kept.push((trial, trial as f64, values)),
            Order::Number => {}
            Order::By(expression) => {
                let key = expression.number(&values)?;
                self.kept.push((trial, key, values));
            }
            Order::Typical(typical) => typical.offer(trial, &values),
        }
        if self.kept.len() >= SLACK * self.pick.limit.max(1_000) {
            self.tidy();
        }
        Ok(())
    }

    /// Sorts what is kept and lets go what cannot be listed. Of equals the trial of the smaller number comes first.
    fn tidy(&mut self) {
        let descending = self.pick.descending;
        self.kept.sort_by(|a, b| (if descending { b.1.total_cmp(&a.1) } else { a.1.total_cmp(&b.1) }).then(a.0.cmp(&b.0)));
        self.kept.truncate(self.pick.limit);
    }

    /// What was picked.
    #[must_use]
    pub fn finish(mut self) -> TrialList {
        if let Order::Typical(typical) = &self.order {
            self.kept = typical.distances();
        }
        self.tidy();
        let shown: Vec<usize> = self.pick.goal_first(&self.columns, &self.used);
        let trials =
            self.kept.iter().map(|(trial, key, values)| Picked { trial: *trial, key: *key, values: shown.iter().map(|&c| values[c]).collect() });
        TrialList {
            trials: trials.collect(),
            columns: shown.iter().map(|&c| self.columns[c].clone()).collect(),
            matching: self.matching,
            share: proportion(self.matching, self.looked_at, Unit::SHARE),
            looked_at: self.looked_at,
        }
    }
}

impl Pick {
    /// The columns to show, the goal's arrival first.
    fn goal_first(&self, columns: &[TrialColumn], used: &BTreeSet<usize>) -> Vec<usize> {
        let is_arrival = |&c: &usize| columns[c].holds == Holds::Arrival(self.goal);
        used.iter().copied().filter(is_arrival).chain(used.iter().copied().filter(|c| !is_arrival(c))).collect()
    }
}

/// Why no trials could be listed.
#[derive(Debug)]
pub enum TrialsError {
    /// What was asked for cannot be answered, in words.
    Asked(String),
    /// The machine failed.
    Machine(io::Error),
}

impl From<ExpressionError> for TrialsError {
    fn from(error: ExpressionError) -> Self {
        Self::Asked(error.0)
    }
}

/// Runs the trials and lists those picked.
///
/// # Errors
/// Where an expression cannot be read or names what there is not; where the threads cannot be started.
pub fn list_trials(
    plan: &Plan,
    assumptions: &Assumptions,
    options: &RunOptions,
    pick: Pick,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<TrialList, TrialsError> {
    let mut picker = Picker::new(plan, assumptions, pick)?;
    let mut failed = None;
    let told = each_trial(plan, options, progress, &mut |row| {
        picker.offer_row(plan.grid, row).map_err(|error| {
            failed = Some(error);
            io::Error::other("an expression cannot be evaluated")
        })
    });
    match (failed, told) {
        (Some(error), _) => Err(error.into()),
        (None, Err(error)) => Err(TrialsError::Machine(error)),
        (None, Ok(())) => Ok(picker.finish()),
    }
}

/// Whether a trial with these values in these columns is one of the plan's own under a seed: whether all its inputs are what is drawn there.
#[must_use]
pub fn is_drawn(plan: &Plan, seed: u64, trial: u64, columns: &[TrialColumn], values: &[f64]) -> bool {
    let drawn = replay(plan, seed, trial).inputs;
    columns.iter().zip(values).all(|(column, value)| !matches!(column.holds, Holds::Input(place) if drawn[place].to_bits() != value.to_bits()))
}
