//! `trials.csv`: one row a trial, with every input drawn, what happened on the way, and every goal's month.

use std::io::{self, Write};

use crate::engine::TrialRow;
use crate::plan::Process;
use crate::report::words;
use crate::study::TrialColumns;
use crate::units::MonthGrid;

/// Writes trials as they come; the table is complete once [`TrialsTable::finish`] has returned.
pub struct TrialsTable<W: Write> {
    rows: csv::Writer<W>,
    grid: MonthGrid,
    processes: Vec<Process>,
}

impl<W: Write> TrialsTable<W> {
    /// Writes the header: `trial`, the inputs by path, the process summaries, then `goals.GOAL` and that with ` year`, ` lost` and ` bridge` for each
    /// goal.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn new(grid: MonthGrid, columns: &TrialColumns, out: W) -> io::Result<Self> {
        let mut table = Self::going_on(grid, columns, out);
        let goals = columns.goals.iter().flat_map(|goal| ["", " year", " lost", " bridge"].map(|what| format!("goals.{goal}{what}")));
        let processes = columns.processes.iter().map(|column| column.name.clone());
        table.rows.write_record(std::iter::once("trial".to_owned()).chain(columns.inputs.iter().cloned()).chain(processes).chain(goals))?;
        Ok(table)
    }

    /// A table whose header stands elsewhere.
    pub fn going_on(grid: MonthGrid, columns: &TrialColumns, out: W) -> Self {
        Self { rows: csv::Writer::from_writer(out), grid, processes: columns.processes.iter().map(|column| column.process).collect() }
    }

    /// Writes one trial: months of arrival as `2031-04` or `never`, dates of processes as decimal years or `never`, what was so or not as `yes` or `no`,
    /// and nothing where there is no such number.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn row(&mut self, trial: &TrialRow) -> io::Result<()> {
        self.rows.write_field(trial.trial.to_string())?;
        for input in &trial.inputs {
            self.rows.write_field(input.to_string())?;
        }
        for (process, &value) in self.processes.iter().zip(&trial.processes) {
            self.rows.write_field(summary(self.grid, *process, value))?;
        }
        for ((arrival, &lost), bridge) in trial.arrivals.iter().zip(&trial.lost).zip(&trial.bridge) {
            self.rows.write_field(words::month(self.grid, *arrival))?;
            self.rows.write_field(arrival.map_or_else(|| "never".to_owned(), |month| self.grid.decimal_year(month as f64).to_string()))?;
            self.rows.write_field(yes_or_no(lost))?;
            self.rows.write_field(if bridge.is_nan() { String::new() } else { bridge.to_string() })?;
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

/// A process summary as the table has it.
fn summary(grid: MonthGrid, process: Process, value: f64) -> String {
    match value {
        f64::INFINITY => "never".to_owned(),
        value if process.is_date() => grid.decimal_year(value).to_string(),
        value if process.is_flag() => yes_or_no(value > 0.0).to_owned(),
        value => value.to_string(),
    }
}

fn yes_or_no(so: bool) -> &'static str {
    if so { "yes" } else { "no" }
}
