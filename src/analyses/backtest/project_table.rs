//! Table of projects: when each was announced, for when it was planned, and what became of it.

use std::fmt::Write;

use crate::stats::ForecastOutcome;
use crate::units::{CsvCell, CsvTable, Date, Problems, nearest};

/// Columns that a table must have.
const COLUMNS: [&str; 6] = ["project", "type", "announced", "planned_first_production", "actual_first_production", "last_evidence"];
/// Columns that a table may have; others are ignored.
const OPTIONAL: [&str; 2] = ["baseline_type", "unverified_fields"];
/// Words of a `type` that make a project one of processing.
const PROCESSING: [&str; 6] = ["separation", "refinery", "magnets", "roaster", "smelter", "concentrator"];
/// Word of a `type` that makes it a mine, whatever is built beside it.
const MINE: &str = "mine";
/// Word of `baseline_type` for a plan that was stated while the plant was being built.
const LATE: &str = "late";

/// What is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mine, with or without a plant beside it.
    Mine,
    /// A plant alone: separation, refinery, smelter, roaster, concentrator, magnets.
    Plant,
}

/// Project whose announcement, plan and type are known.
#[derive(Clone, Debug)]
pub struct Project {
    /// Name.
    pub name: String,
    /// What is built.
    pub kind: Kind,
    /// Date of the announcement.
    pub announced: Date,
    /// Months from then to the planned first production.
    pub plan: f64,
    /// Months from then to the first production, or what else became of it.
    pub seen: ForecastOutcome,
    /// Whether the plan was stated while the plant was being built.
    pub late: bool,
}

/// Outcome of a project whose announcement is known, with or without a plan.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Name of the project.
    pub name: String,
    /// Months from the announcement to the first production, or what else became of it.
    pub seen: ForecastOutcome,
    /// Whether it was stated while the plant was being built.
    pub late: bool,
    /// Whether it has a planned date.
    pub planned: bool,
}

/// Rows of a table.
#[derive(Clone, Debug, Default)]
pub struct ProjectTable {
    /// Projects that can be forecast and scored.
    pub projects: Vec<Project>,
    /// Outcomes from which the probability of cancellation is estimated: announcement and outcome known and not marked as unverified.
    pub outcomes: Vec<Outcome>,
    /// Projects that cannot be forecast, each with what is missing.
    pub left_out: Vec<(String, String)>,
}

/// What the column of the first production states.
enum State {
    Started(Date),
    NotBy(Date),
    Cancelled(Date),
}

impl ProjectTable {
    /// Reads a table in CSV. A row without announcement, plan or outcome is left out; a cell that cannot be read is a problem.
    #[must_use]
    pub fn read(text: &str) -> (Self, Problems) {
        let (mut table, mut problems) = (Self::default(), Problems::default());
        let Some(csv) = CsvTable::read(text, 0, &mut problems) else { return (table, problems) };
        let columns = COLUMNS.map(|name| csv.column(name, &mut problems));
        let optional = OPTIONAL.map(|name| csv.find(name));
        if let [Some(name), Some(kind), Some(announced), Some(planned), Some(actual), Some(evidence)] = columns {
            for row in &csv.rows {
                let [baseline, unverified] = optional.map(|at| at.map_or("", |at| row[at].text.as_str()));
                let verified = !["announced", "actual_first"].iter().any(|column| unverified.contains(column));
                table.row([name, kind, announced, planned, actual, evidence].map(|at| &row[at]), baseline == LATE, verified, &mut problems);
            }
        }
        (table, problems)
    }

    fn row(&mut self, cells: [&CsvCell; 6], late: bool, verified: bool, problems: &mut Problems) {
        let [name, kind, announced, planned, actual, evidence] = cells;
        let kind = kind_of(kind, problems);
        let [from, plan] = [(announced, "announced"), (planned, "planned_first_production")].map(|(cell, column)| date(cell, column, problems));
        let state = state(actual, evidence, problems);
        let mut lacks = String::new();
        for (what, cell) in [("announcement", announced), ("plan", planned), ("outcome", actual)] {
            if cell.text.is_empty() {
                let _ = write!(lacks, "{}{what}", if lacks.is_empty() { "" } else { ", " });
            }
        }
        if !lacks.is_empty() {
            self.left_out.push((name.text.clone(), lacks));
        }
        let (Some(kind), Some(from), Some(state)) = (kind, from, state) else { return };
        let seen = match state {
            State::Started(date) => ForecastOutcome::Occurred(date.months_since(from)),
            State::NotBy(date) => ForecastOutcome::Censored(date.months_since(from)),
            State::Cancelled(date) => ForecastOutcome::RuledOut(date.months_since(from)),
        };
        let (ForecastOutcome::Occurred(time) | ForecastOutcome::Censored(time) | ForecastOutcome::RuledOut(time)) = seen;
        for (months, cell) in [(plan.map(|plan| plan.months_since(from)), planned), (Some(time), actual)] {
            if months.is_some_and(|months| months <= 0.0) {
                problems.error(cell.place, format!("{} has this date no later than its announcement", name.text), format!("announced {from}"), None);
                return;
            }
        }
        let name = name.text.clone();
        if verified {
            self.outcomes.push(Outcome { name: name.clone(), seen, late, planned: plan.is_some() });
        }
        if let Some(plan) = plan {
            self.projects.push(Project { name, kind, announced: from, plan: plan.months_since(from), seen, late });
        }
    }
}

fn kind_of(cell: &CsvCell, problems: &mut Problems) -> Option<Kind> {
    let words: Vec<&str> = cell.text.split(['+', ' ', ';']).filter(|word| !word.is_empty()).collect();
    if words.contains(&MINE) {
        return Some(Kind::Mine);
    }
    if words.iter().any(|word| PROCESSING.contains(word)) {
        return Some(Kind::Plant);
    }
    let known = PROCESSING.into_iter().chain([MINE]);
    let help = match nearest(&cell.text, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one or more of: {}", known.collect::<Vec<_>>().join(", ")),
    };
    problems.error(cell.place, format!("`type` is \"{}\"", cell.text), "neither a mine nor a plant", help);
    None
}

/// Date in a cell; `None` where it is empty, a problem where it is not a date.
fn date(cell: &CsvCell, column: &str, problems: &mut Problems) -> Option<Date> {
    if cell.text.is_empty() {
        return None;
    }
    let refuse = |error: crate::units::DateError| problems.error(cell.place, format!("`{column}` is \"{}\"", cell.text), error.to_string(), None);
    Date::parse(&cell.text).map_err(refuse).ok()
}

fn state(cell: &CsvCell, evidence: &CsvCell, problems: &mut Problems) -> Option<State> {
    let text = cell.text.as_str();
    if text.is_empty() {
        return None;
    }
    if let Some(rest) = text.strip_prefix("censored") {
        return match Date::parse(rest.rsplit(' ').next().unwrap_or_default()) {
            Ok(date) => Some(State::NotBy(date)),
            Err(_) => date(evidence, "last_evidence", problems).map(State::NotBy),
        };
    }
    if text.starts_with("cancelled") {
        return date(evidence, "last_evidence", problems).map(State::Cancelled);
    }
    let refuse = |error: crate::units::DateError| {
        let help = "or \"censored: not yet as of 2026-02\", or \"cancelled 2025\" with its month in last_evidence".to_owned();
        problems.error(cell.place, format!("`actual_first_production` is \"{text}\""), error.to_string(), help);
    };
    Date::parse(text).map_err(refuse).ok().map(State::Started)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "project,type,announced,planned_first_production,actual_first_production,last_evidence\n";

    #[test]
    fn outcomes_are_months_since_the_announcement() {
        let rows = "A,mine+refinery,2020-01,2021-01,2022-07,2022-07\nB,separation,2020-01,2021-07,censored: not yet as of 2025-01,2025-01\n\
                    C,smelter,2020-01,2022-01,cancelled 2021,2021-12\nD,magnets,,2022-01,2023-01,2023-01\nE,mine,2020-01,,cancelled 2021,2021-01\n";
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
        assert_eq!(table.left_out, [("D".to_owned(), "announcement".to_owned()), ("E".to_owned(), "plan".to_owned())]);
        assert_eq!(table.outcomes.iter().map(|outcome| outcome.planned).collect::<Vec<_>>(), [true, true, true, false]);
    }

    #[test]
    fn all_problems_are_reported_at_their_places() {
        let text = format!("{HEAD}A,smeltr,2020-13,2021-01,soon,2022-07\nB,mine,2020-01,2019-01,2022-01,2022-01\n");
        let (_, problems) = ProjectTable::read(&text);
        let places: Vec<&str> = problems.sorted().iter().map(|problem| &text[problem.place.start..problem.place.end]).collect();
        assert_eq!(places, ["smeltr", "2020-13", "soon", "2019-01"]);
        let (_, problems) = ProjectTable::read("project,type,anounced\nA,mine,2020-01\n");
        assert_eq!(problems.sorted().len(), 4);
        assert!(problems.sorted().iter().any(|problem| problem.help.as_deref() == Some("did you mean anounced?")));
    }
}
