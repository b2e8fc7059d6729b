//! A table of projects: when each was announced, for when it was planned, and what became of it.

use std::fmt::Write;

use crate::stats::ForecastOutcome;
use crate::units::{Date, MonthGrid, Place, Problems, nearest};

/// Columns that a table must have; others are ignored.
const COLUMNS: [&str; 6] = ["project", "type", "announced", "planned_first_production", "actual_first_production", "last_evidence"];
/// Words of a `type` that make a project one of processing.
const PROCESSING: [&str; 6] = ["separation", "refinery", "magnets", "roaster", "smelter", "concentrator"];
/// The word of a `type` that makes it a mine, whatever is built beside it.
const MINE: &str = "mine";

/// What is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mine, with or without a plant beside it.
    Mine,
    /// A plant alone: separation, refinery, smelter, roaster, concentrator, magnets.
    Plant,
}

/// A project whose announcement, plan and type are known.
#[derive(Clone, Debug)]
pub struct Project {
    /// Name.
    pub name: String,
    /// What is built.
    pub kind: Kind,
    /// When it was announced.
    pub announced: Date,
    /// Months from then to the first production planned.
    pub plan: f64,
    /// Months from then to the first production, or what else became of it.
    pub seen: ForecastOutcome,
}

/// The rows of a table.
#[derive(Clone, Debug, Default)]
pub struct ProjectTable {
    /// Those that can be forecast and scored.
    pub projects: Vec<Project>,
    /// Those that cannot, each with what it lacks.
    pub left_out: Vec<(String, String)>,
}

impl ProjectTable {
    /// Reads a table in CSV. A row without announcement, plan or outcome is left out; a field that cannot be read is a problem.
    #[must_use]
    pub fn read(text: &str) -> (Self, Problems) {
        let mut reader = Reader { text, problems: Problems::default(), table: Self::default(), columns: [None; 6] };
        reader.all();
        (reader.table, reader.problems)
    }
}

struct Reader<'t> {
    text: &'t str,
    problems: Problems,
    table: ProjectTable,
    columns: [Option<usize>; 6],
}

impl Reader<'_> {
    fn all(&mut self) {
        let mut rows = csv::ReaderBuilder::new().from_reader(self.text.as_bytes());
        let names: Vec<String> = match rows.headers() {
            Ok(headers) => headers.iter().map(|name| name.trim().to_owned()).collect(),
            Err(error) => return self.problems.error(self.line_at(0), "the table cannot be read", error.to_string(), None),
        };
        self.columns = COLUMNS.map(|column| names.iter().position(|name| name == column));
        for (column, at) in COLUMNS.into_iter().zip(self.columns) {
            if at.is_none() {
                let near = nearest(column, names.iter().map(String::as_str));
                let help = near.map_or_else(|| format!("the table needs: {}", COLUMNS.join(", ")), |near| format!("rename `{near}`"));
                self.problems.error(self.line_at(0), format!("there is no column `{column}`"), "the names of the columns", help);
            }
        }
        if self.problems.any_error() {
            return;
        }
        for row in rows.into_records() {
            match row {
                Ok(row) => self.row(&row),
                Err(error) => {
                    let at = error.position().map_or(0, csv::Position::byte);
                    self.problems.error(self.line_at(usize::try_from(at).unwrap_or(0)), "a row cannot be read", error.to_string(), None);
                }
            }
        }
    }

    fn row(&mut self, row: &csv::StringRecord) {
        let start = row.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
        let [name, kind, announced, planned, actual, evidence] = self.columns.map(|at| at.and_then(|at| row.get(at)).unwrap_or_default().trim());
        let kind = self.kind(kind, start);
        let announced_at = self.date(announced, "announced", start);
        let planned_at = self.date(planned, "planned_first_production", start);
        let outcome = self.outcome(actual, evidence, start);
        let mut lacks = String::new();
        for (what, given) in [("announcement", announced), ("plan", planned), ("outcome", actual)] {
            if given.is_empty() {
                let _ = write!(lacks, "{}{what}", if lacks.is_empty() { "" } else { ", " });
            }
        }
        if !lacks.is_empty() {
            self.table.left_out.push((name.to_owned(), lacks));
            return;
        }
        let (Some(kind), Some(announced_at), Some(planned_at), Some(outcome)) = (kind, announced_at, planned_at, outcome) else { return };
        let Some(grid) = MonthGrid::new(announced_at, announced_at) else { return };
        let plan = grid.offset(planned_at);
        let seen = match outcome {
            Outcome::Started(date) => ForecastOutcome::Occurred(grid.offset(date)),
            Outcome::NotBy(date) => ForecastOutcome::Censored(grid.offset(date)),
            Outcome::Cancelled(date) => ForecastOutcome::RuledOut(grid.offset(date)),
        };
        let (ForecastOutcome::Occurred(time) | ForecastOutcome::Censored(time) | ForecastOutcome::RuledOut(time)) = seen;
        for (what, months, text) in [("planned", plan, planned), ("seen last", time, actual)] {
            if months <= 0.0 {
                let message = format!("{name} was {what} no later than it was announced");
                self.problems.error(self.field(start, text), message, format!("announced {announced_at}"), None);
                return;
            }
        }
        self.table.projects.push(Project { name: name.to_owned(), kind, announced: announced_at, plan, seen });
    }

    fn kind(&mut self, text: &str, start: usize) -> Option<Kind> {
        let words: Vec<&str> = text.split(['+', ' ', ';']).filter(|word| !word.is_empty()).collect();
        if words.contains(&MINE) {
            return Some(Kind::Mine);
        }
        if words.iter().any(|word| PROCESSING.contains(word)) {
            return Some(Kind::Plant);
        }
        let known = PROCESSING.into_iter().chain([MINE]);
        let help = match nearest(text, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one or more of: {}", known.collect::<Vec<_>>().join(", ")),
        };
        self.problems.error(self.field(start, text), format!("`type` is \"{text}\""), "neither a mine nor a plant", help);
        None
    }

    /// A date; none where the field is empty, a problem where it is no date.
    fn date(&mut self, text: &str, column: &str, start: usize) -> Option<Date> {
        if text.is_empty() {
            return None;
        }
        Date::parse(text)
            .map_err(|error| self.problems.error(self.field(start, text), format!("`{column}` is \"{text}\""), error.to_string(), None))
            .ok()
    }

    fn outcome(&mut self, text: &str, evidence: &str, start: usize) -> Option<Outcome> {
        if text.is_empty() {
            return None;
        }
        if let Some(rest) = text.strip_prefix("censored") {
            let when = rest.rsplit(' ').next().unwrap_or_default();
            let when = if Date::parse(when).is_ok() { when } else { evidence };
            return self.date(when, "last_evidence", start).map(Outcome::NotBy);
        }
        if text.starts_with("cancelled") {
            return self.date(evidence, "last_evidence", start).map(Outcome::Cancelled);
        }
        Date::parse(text)
            .map_err(|error| {
                let help = "or \"censored: not yet as of 2026-02\", or \"cancelled 2025\" with its month in last_evidence".to_owned();
                self.problems.error(self.field(start, text), format!("`actual_first_production` is \"{text}\""), error.to_string(), help);
            })
            .ok()
            .map(Outcome::Started)
    }

    /// Place of a text in the row that starts there, else of the row's first line.
    fn field(&self, start: usize, text: &str) -> Place {
        let row = self.line_at(start);
        let found = self.text.get(row.start..).and_then(|rest| rest.find(text)).filter(|_| !text.is_empty());
        found.map_or(row, |at| Place { file: 0, start: row.start + at, end: row.start + at + text.len() })
    }

    /// Place of the line at a byte, its line breaks left out.
    fn line_at(&self, byte: usize) -> Place {
        let rest = self.text.get(byte..).unwrap_or_default();
        let start = byte + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let end = self.text.get(start..).and_then(|rest| rest.find(['\r', '\n'])).map_or(self.text.len(), |length| start + length);
        Place { file: 0, start: start.min(end), end }
    }
}

enum Outcome {
    Started(Date),
    NotBy(Date),
    Cancelled(Date),
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "project,type,announced,planned_first_production,actual_first_production,last_evidence\n";

    #[test]
    fn outcomes_are_months_since_the_announcement() {
        let rows = "A,mine+refinery,2020-01,2021-01,2022-07,2022-07\nB,separation,2020-01,2021-07,censored: not yet as of 2025-01,2025-01\n\
                    C,smelter,2020-01,2022-01,cancelled 2021,2021-12\nD,magnets,,2022-01,2023-01,2023-01\n";
        let (table, problems) = ProjectTable::read(&format!("{HEAD}{rows}"));
        assert!(!problems.any_error());
        let seen: Vec<_> = table.projects.iter().map(|project| (project.kind, project.plan, project.seen)).collect();
        assert_eq!(
            seen,
            [
                (Kind::Mine, 12.0, ForecastOutcome::Occurred(30.0)),
                (Kind::Plant, 18.0, ForecastOutcome::Censored(60.0)),
                (Kind::Plant, 24.0, ForecastOutcome::RuledOut(23.0))
            ]
        );
        assert_eq!(table.left_out, [("D".to_owned(), "announcement".to_owned())]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_in_its_place() {
        let text = format!("{HEAD}A,smeltr,2020-13,2021-01,soon,2022-07\nB,mine,2020-01,2019-01,2022-01,2022-01\n");
        let (_, problems) = ProjectTable::read(&text);
        let places: Vec<&str> = problems.sorted().iter().map(|problem| &text[problem.place.start..problem.place.end]).collect();
        assert_eq!(places, ["smeltr", "2020-13", "soon", "2019-01"]);
        let (_, problems) = ProjectTable::read("project,type,anounced\n");
        assert_eq!(problems.sorted().len(), 4);
        assert!(problems.sorted().iter().any(|problem| problem.help.as_deref() == Some("rename `anounced`")));
    }
}
