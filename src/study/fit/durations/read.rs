//! Durations from a table: how long each row lasted, and which rows ended, still ran or were cancelled.

use crate::stats::survival::{End, Observed};
use crate::study::fit::dates::date_in;
use crate::study::fit::table::{CsvCell, CsvTable};
use crate::units::{Date, Problems};

/// How long a row lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// A column of numbers.
    Column(String),
    /// From one column of dates to another; a row that has not ended is watched until the date in `last`. Over `planned`, where named: the ratio of
    /// that time to the planned one, which begins at the same date and ends at this column's.
    Dates {
        /// Column of the beginning.
        from: String,
        /// Column of the end, which may say instead why there is none.
        to: String,
        /// Column of the date until which the row was watched.
        last: String,
        /// Column of the planned end.
        planned: Option<String>,
    },
}

/// How the end of a row is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndsColumns {
    /// Column that tells; without one every row with a number has ended, and with dates the column of the end tells.
    pub column: Option<String>,
    /// Beginnings of what it says where the row still ran.
    pub censored: Vec<String>,
    /// Beginnings of what it says where the row ended otherwise.
    pub competing: Vec<String>,
}

/// The columns to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// How long.
    pub length: Length,
    /// And whether it ended.
    pub ends: EndsColumns,
}

/// Reads the durations of a table; rows whose length is blank are left out and counted.
pub fn read_durations(table: &CsvTable, columns: &Columns, problems: &mut Problems) -> (Vec<Observed>, usize) {
    let told = columns.ends.column.as_ref().and_then(|name| table.column(name, problems));
    let reader = Reader { ends: &columns.ends, told };
    let mut blank = 0;
    let observed = match &columns.length {
        Length::Column(name) => {
            let Some(value) = table.column(name, problems) else { return (Vec::new(), 0) };
            table.rows.iter().filter_map(|row| reader.plain(row, &row[value], name, &mut blank, problems)).collect()
        }
        Length::Dates { from, to, last, planned } => {
            let (from, to, last) = (table.column(from, problems), table.column(to, problems), table.column(last, problems));
            let planned = planned.as_ref().map(|name| table.column(name, problems));
            let (Some(from), Some(to), Some(last), None | Some(Some(_))) = (from, to, last, planned) else { return (Vec::new(), 0) };
            let places = Places { from, to, last, planned: planned.flatten() };
            table.rows.iter().filter_map(|row| reader.dated(row, &places, &mut blank, problems)).collect()
        }
    };
    (observed, blank)
}

struct Reader<'a> {
    ends: &'a EndsColumns,
    told: Option<usize>,
}

struct Places {
    from: usize,
    to: usize,
    last: usize,
    planned: Option<usize>,
}

impl Reader<'_> {
    /// How a row ended, by what its cell says; `other` where it says none of the words.
    fn end(&self, text: &str, other: End) -> End {
        let begins = |words: &[String]| words.iter().any(|word| !word.is_empty() && text.to_lowercase().starts_with(&word.to_lowercase()));
        if begins(&self.ends.competing) {
            End::Competing
        } else if begins(&self.ends.censored) {
            End::Censored
        } else {
            other
        }
    }

    fn plain(&self, row: &[CsvCell], cell: &CsvCell, name: &str, blank: &mut usize, problems: &mut Problems) -> Option<Observed> {
        if cell.text.is_empty() {
            *blank += 1;
            return None;
        }
        let value = cell.number(name, problems)?;
        if value <= 0.0 {
            cell.refuse(name, "expected a length above 0", problems);
            return None;
        }
        Some(Observed { value, end: self.told.map_or(End::Event, |told| self.end(&row[told].text, End::Event)) })
    }

    fn dated(&self, row: &[CsvCell], places: &Places, blank: &mut usize, problems: &mut Problems) -> Option<Observed> {
        if row[places.from].text.is_empty() || places.planned.is_some_and(|planned| row[planned].text.is_empty()) {
            *blank += 1;
            return None;
        }
        let from = date_in(&row[places.from], "the beginning", problems)?;
        let to = &row[places.to];
        let said = self.told.map_or(to.text.as_str(), |told| row[told].text.as_str());
        let end = self.end(said, if to.text.is_empty() { End::Censored } else { End::Event });
        let until = if end == End::Event { to } else { &row[places.last] };
        let until = (date_in(until, if end == End::Event { "the end" } else { "the last date of watch" }, problems)?, until);
        let months = Self::after(from, until.0, until.1, problems)?;
        let value = match places.planned {
            None => months,
            Some(planned) => months / Self::after(from, date_in(&row[planned], "the planned end", problems)?, &row[planned], problems)?,
        };
        Some(Observed { value, end })
    }

    fn after(from: Date, to: Date, cell: &CsvCell, problems: &mut Problems) -> Option<f64> {
        let months = to.months_since(from);
        if months > 0.0 {
            return Some(months);
        }
        cell.refuse("a date that should come after the beginning", "expected a later date", problems);
        None
    }
}
