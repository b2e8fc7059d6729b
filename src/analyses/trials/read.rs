//! `trials.csv` read back.

use std::io::Read;

use crate::study::{Holds, TrialColumn};

/// Tells each trial of a table with its values in these columns, as [`crate::analyses::run::TrialsTable`] wrote them: dates as decimal years, never as infinity, yes and
/// no as 1 and 0, blank as not a number.
///
/// # Errors
/// Where the table cannot be read, lacks a column, or holds what is no number, and what `tell` says.
pub fn read_trials(from: impl Read, columns: &[TrialColumn], tell: &mut dyn FnMut(u64, Vec<f64>) -> Result<(), String>) -> Result<(), String> {
    let mut table = csv::Reader::from_reader(from);
    let heads = table.headers().map_err(|error| error.to_string())?.clone();
    let place = |head: &str| heads.iter().position(|known| known == head).ok_or_else(|| format!("it has no column `{head}`"));
    let number = place("trial")?;
    let places = columns.iter().map(|column| written(column, columns).iter().map(|head| place(head)).collect());
    let places: Vec<Vec<usize>> = places.collect::<Result<_, String>>()?;
    for record in table.records() {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let trial: u64 = cell(number).parse().map_err(|_| format!("`{}` is no number of a trial", cell(number)))?;
        let sum = |places: &Vec<usize>| places.iter().try_fold(0.0, |sum, &place| value(cell(place)).map(|value| sum + value));
        tell(trial, places.iter().map(sum).collect::<Result<_, String>>()?)?;
    }
    Ok(())
}

/// Under which heads a column was written; several are added up.
fn written(column: &TrialColumn, columns: &[TrialColumn]) -> Vec<String> {
    let goal = |what: &str| vec![format!("goals.{}{what}", column.name.split_once('.').map_or("", |(_, name)| name))];
    let hazards = |what: &str| {
        let names = columns.iter().map(|column| &column.name).filter(|name| name.starts_with("hazards.") && name.ends_with(what));
        names.cloned().collect()
    };
    match column.holds {
        Holds::Input(_) | Holds::Process(_) => vec![column.name.clone()],
        Holds::Arrival(_) => goal(" year"),
        Holds::Lost(_) => goal(" lost"),
        Holds::Bridge(_) => goal(" bridge"),
        Holds::AllIncidents => hazards(".incidents"),
        Holds::AllStruck => hazards(".struck"),
    }
}

fn value(cell: &str) -> Result<f64, String> {
    match cell {
        "never" => Ok(f64::INFINITY),
        "yes" => Ok(1.0),
        "no" => Ok(0.0),
        "" => Ok(f64::NAN),
        number => number.parse().map_err(|_| format!("`{number}` is no number")),
    }
}
