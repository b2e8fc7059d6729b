//! Durations from a table: the length of each row, and whether the row ended, still ran, or ended otherwise.

use std::collections::BTreeMap;

use crate::analyses::fit::tables::{LeftOut, date, months_until};
use crate::analyses::fit::text::rows;
use crate::stats::survival::{End, Observed};
use crate::units::{CsvCell, CsvTable, Place, Problems};

/// Columns that give the length of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// Column of numbers.
    Column(String),
    /// From one column of dates to another; a row that has not ended was watched until the date in `last`. With `planned`, the ratio of that time to
    /// the planned one, which ends at this column's date.
    Dates {
        /// Column of the beginning.
        from: String,
        /// Column of the end, or of the reason why there is none.
        to: String,
        /// Column of the date until which the row was watched.
        last: String,
        /// Column of the planned end.
        planned: Option<String>,
    },
}

/// Words that state how a row ended: beginnings of what the column has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Column; without one every row with a number has ended, and with dates the column of the end has the words.
    pub column: Option<String>,
    /// The row ended.
    pub completed: Vec<String>,
    /// It still ran.
    pub censored: Vec<String>,
    /// It ended otherwise.
    pub competing: Vec<String>,
}

/// Durations of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Durations {
    /// Durations in the order of the rows.
    pub observed: Vec<Observed>,
    /// Words of the column of ends with the number of rows and their meaning, in alphabetical order; empty without such a column.
    pub words: Vec<(String, usize, &'static str)>,
}

/// Reads the durations of a table; rows whose length is blank are left out and counted.
pub fn read(table: &CsvTable, length: &Length, ends: &Ends, left_out: &mut LeftOut, problems: &mut Problems) -> Durations {
    let told = ends.column.as_ref().and_then(|name| table.column(name, problems));
    let mut reader = Reader { ends, told, words: BTreeMap::new(), unknown: BTreeMap::new(), blank: 0, problems };
    let observed = match length {
        Length::Column(name) => {
            let Some(value) = table.column(name, reader.problems) else { return Durations::default() };
            table.rows.iter().filter_map(|row| reader.plain(row, &row[value], name)).collect()
        }
        Length::Dates { from, to, last, planned } => {
            let places = [from, to, last].map(|name| table.column(name, reader.problems));
            let planned = planned.as_ref().map(|name| table.column(name, reader.problems));
            let ([Some(from), Some(to), Some(last)], None | Some(Some(_))) = (places, planned) else { return Durations::default() };
            table.rows.iter().filter_map(|row| reader.dated(row, [from, to, last], planned.flatten())).collect()
        }
    };
    reader.report_unknown();
    let words = std::mem::take(&mut reader.words);
    left_out.blank += reader.blank;
    Durations { observed, words: words.into_iter().map(|(word, (rows, meaning))| (word, rows, meaning)).collect() }
}

struct Reader<'a> {
    ends: &'a Ends,
    told: Option<usize>,
    words: BTreeMap<String, (usize, &'static str)>,
    unknown: BTreeMap<String, (usize, Place)>,
    blank: usize,
    problems: &'a mut Problems,
}

/// Whether a text is one of these words, or begins with one as a whole word; numbers are compared by value.
fn is_one_of(words: &[String], text: &str) -> bool {
    let text = text.to_lowercase();
    words.iter().map(|word| word.to_lowercase()).filter(|word| !word.is_empty()).any(|word| match (word.parse::<f64>(), text.parse::<f64>()) {
        (Ok(word), Ok(number)) => word.total_cmp(&number).is_eq(),
        _ => text.strip_prefix(&word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '.')),
    })
}

impl Reader<'_> {
    /// How a row ended by its cell; `None` where the cell has none of the words.
    fn end(&self, text: &str) -> Option<End> {
        let Ends { completed, censored, competing, .. } = self.ends;
        [(competing, End::Competing), (censored, End::Censored), (completed, End::Event)]
            .into_iter()
            .find(|(words, _)| is_one_of(words, text))
            .map(|(_, end)| end)
    }

    /// One error for each word that is in no list.
    fn report_unknown(&mut self) {
        let Ends { completed, censored, competing, .. } = self.ends;
        let [completed, censored, competing] = [completed, censored, competing].map(|words| words.join(", "));
        for (word, (count, place)) in &self.unknown {
            let message = format!("\"{}\" ({}) does not state whether a row has ended", word.escape_debug(), rows(*count));
            let expected = format!("expected {completed} (ended), {censored} (still running) or {competing} (ended otherwise)");
            self.problems.error(*place, message, expected, "name the words of the table with --completed, --censored and --competing".to_owned());
        }
    }

    /// How a row ended by the column that states it.
    fn told(&mut self, row: &[CsvCell], told: usize) -> Option<End> {
        let cell = &row[told];
        let Some(end) = self.end(&cell.text) else {
            self.unknown.entry(cell.text.clone()).or_insert((0, cell.place)).0 += 1;
            return None;
        };
        let meaning = match end {
            End::Event => "ended",
            End::Censored => "still running",
            End::Competing => "ended otherwise",
        };
        self.words.entry(cell.text.clone()).or_insert((0, meaning)).0 += 1;
        Some(end)
    }

    fn plain(&mut self, row: &[CsvCell], cell: &CsvCell, name: &str) -> Option<Observed> {
        if cell.text.is_empty() {
            self.blank += 1;
            return None;
        }
        let end = self.told.map_or(Some(End::Event), |told| self.told(row, told));
        let value = cell.number(name, self.problems)?;
        if value <= 0.0 {
            cell.refuse(name, "expected a duration above 0", self.problems);
            return None;
        }
        Some(Observed { value, end: end? })
    }

    fn dated(&mut self, row: &[CsvCell], [from, to, last]: [usize; 3], planned: Option<usize>) -> Option<Observed> {
        if row[from].text.is_empty() || planned.is_some_and(|planned| row[planned].text.is_empty()) {
            self.blank += 1;
            return None;
        }
        let from = date(&row[from], "the beginning", self.problems)?;
        let end = match self.told {
            Some(told) => self.told(row, told)?,
            None if row[to].text.is_empty() => End::Censored,
            None => self.end(&row[to].text).unwrap_or(End::Event),
        };
        let until = if end == End::Event { (&row[to], "the end") } else { (&row[last], "the last date of observation") };
        let months = months_until(from, until.0, until.1, self.problems)?;
        let planned = planned.map(|planned| months_until(from, &row[planned], "the planned end", self.problems));
        Some(Observed { value: months / planned.unwrap_or(Some(1.0))?, end })
    }
}
