//! `trials.csv`: one row a trial, with every input drawn and every goal's month.

use std::io::{self, Write};

use crate::report::words;
use crate::study::{TrialColumns, TrialRow};
use crate::units::MonthGrid;

/// Writes trials as they come; the table is complete once [`TrialsTable::finish`] has returned.
pub struct TrialsTable<W: Write> {
    rows: csv::Writer<W>,
    grid: MonthGrid,
}

impl<W: Write> TrialsTable<W> {
    /// Writes the header: `trial`, the inputs by path, then `GOAL` and `GOAL lost` for each goal.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn new(grid: MonthGrid, columns: &TrialColumns, out: W) -> io::Result<Self> {
        let mut rows = csv::Writer::from_writer(out);
        let goals = columns.goals.iter().flat_map(|goal| [format!("goals.{goal}"), format!("goals.{goal} lost")]);
        rows.write_record(std::iter::once("trial".to_owned()).chain(columns.inputs.iter().cloned()).chain(goals))?;
        Ok(Self { rows, grid })
    }

    /// Writes one trial: months of arrival as `2031-04` or `never`, lost as `yes` or `no`.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn row(&mut self, trial: &TrialRow) -> io::Result<()> {
        self.rows.write_field(trial.trial.to_string())?;
        for input in &trial.inputs {
            self.rows.write_field(input.to_string())?;
        }
        for (arrival, &lost) in trial.arrivals.iter().zip(&trial.lost) {
            self.rows.write_field(words::month(self.grid, *arrival))?;
            self.rows.write_field(if lost { "yes" } else { "no" })?;
        }
        Ok(self.rows.write_record(None::<&[u8]>)?)
    }

    /// Hands back the writer after everything has reached it.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
