//! Probabilities among the trials in which a condition holds, in tables.

use super::headline::asked;
use crate::analyses::run::findings::{Findings, GivenFindings, GivenGoal, GivenProbability, GoalFindings};
use crate::report::{Block, Cell, Chapter, Table, words};
use crate::units::Quantity;

/// With fewer trials the sentence says that little is known.
const FEW: u64 = 30;

/// How to read the tables.
const READING: &str = "Each probability is over the trials in which the condition holds, with its 95% interval; in parentheses that over all trials. The difference is that between the \
     trials in which the condition holds and those in which it does not, by the end of the horizon, with its 95% interval. A condition selects trials: a \
     difference says what goes together in them, not what the condition causes.";

/// Chapter with a table of the goals of the headline for each condition; empty where there is no condition.
pub(super) fn chapter(findings: &Findings) -> Chapter {
    of_years(findings, &findings.report.years_and_last(findings.grid))
}

/// The same for the terminal, with the year of the sentences and the last year.
pub(super) fn answer(findings: &Findings) -> Chapter {
    let (_, main) = findings.report.main_year(findings.grid);
    let years = findings.report.years_and_last(findings.grid);
    of_years(findings, &years.iter().copied().filter(|year| *year == main || Some(year) == years.last()).collect::<Vec<_>>())
}

fn of_years(findings: &Findings, years: &[i32]) -> Chapter {
    let mut blocks = Vec::new();
    for given in &findings.given {
        blocks.push(Block::Paragraph(sentence(given, findings.trials)));
        blocks.extend(main_table(findings, given, years).map(Block::Table));
    }
    let sentences = if blocks.is_empty() { Vec::new() } else { vec![READING.to_owned()] };
    Chapter { id: "given".to_owned(), title: "Probabilities under conditions".to_owned(), sentences, blocks }
}

/// In how many trials the condition holds.
fn sentence(given: &GivenFindings, trials: u64) -> String {
    let (title, of) = (words::capital(&given.title), words::trials(trials));
    let written = if given.title == given.condition { String::new() } else { format!(" ({})", given.condition) };
    match given.trials {
        0 => format!("{title}{written}: in none of {of}, so there are no probabilities under this condition."),
        few if few < FEW => {
            format!(
                "{title}{written}: in only {few} of {of}. So few trials say little: the intervals are wide, and the values should not be used without them."
            )
        }
        held => format!("{title}{written}: in {} of {of}, {}.", words::count(held), words::quantity(&given.share)),
    }
}

/// The goals of the headline: probabilities by these years, the difference at the end, and the median.
fn main_table(findings: &Findings, given: &GivenFindings, years: &[i32]) -> Option<Table> {
    let asked = asked(findings);
    let what = asked.question.as_ref().map_or_else(String::new, |question| format!(", {question}"));
    let caption = format!("{}{what}: probability where it holds (over all trials)", words::capital(&given.title));
    let table = Table::new(caption, &["goal"]);
    let mut table = years.iter().fold(table, |table, year| table.and(format!("by end of {year}"))).and("difference").and("P50");
    for (name, goal) in asked.goals.iter().filter(|_| given.trials > 0) {
        let Some(found) = given.goals.iter().find(|known| known.name == goal.name) else { continue };
        let mut row = vec![Cell::text(name.clone())];
        let by = found.by.iter().filter(|(year, _)| years.contains(year));
        row.extend(by.map(|(year, by)| beside(&by.holds, &words::quantity(&by.holds), over_all(findings, goal, *year))));
        row.push(found.by.last().map_or_else(Cell::none, |(_, by)| difference(by)));
        row.push(beside(&found.p50, &words::value_text(&found.p50), Some(&goal.p50)));
        table.row(row);
    }
    table.filled()
}

/// All goals, a row for each year: where the condition holds, where it does not, over all trials, and the difference of the first two.
pub(super) fn all_goals(findings: &Findings) -> Vec<Table> {
    let of = |given: &GivenFindings| {
        let caption = format!("{}: probability of having arrived and median month of arrival, with 95% intervals", words::capital(&given.title));
        let mut table = Table::new(caption, &["goal", "by end of", "where it holds", "where it does not", "over all trials", "difference"]);
        for found in given.goals.iter().filter(|_| given.trials > 0) {
            let Some(goal) = findings.goals.iter().find(|goal| goal.name == found.name) else { continue };
            rows(findings, goal, found, &mut table);
        }
        table.filled()
    };
    findings.given.iter().filter_map(of).collect()
}

fn rows(findings: &Findings, goal: &GoalFindings, found: &GivenGoal, table: &mut Table) {
    for (year, by) in &found.by {
        let all = over_all(findings, goal, *year).map_or_else(Cell::none, Cell::quantity);
        let label = [Cell::text(goal.shown_title()), Cell::text(year.to_string())];
        table.row(label.into_iter().chain([Cell::quantity(&by.holds), Cell::quantity(&by.otherwise), all, difference(by)]).collect());
    }
    let label = [Cell::text(goal.shown_title()), Cell::text("P50")];
    table.row(label.into_iter().chain([Cell::quantity(&found.p50), Cell::none(), Cell::quantity(&goal.p50), Cell::none()]).collect());
}

fn over_all<'a>(findings: &Findings, goal: &'a GoalFindings, year: i32) -> Option<&'a Quantity> {
    goal.arrived_by.get(findings.grid.last_month_of(year)?)
}

fn difference(by: &GivenProbability) -> Cell {
    if by.difference.value.is_some() { Cell::quantity(&by.difference) } else { Cell::none() }
}

/// The text of a quantity, and in parentheses the value over all trials.
fn beside(quantity: &Quantity, text: &str, all: Option<&Quantity>) -> Cell {
    let all = all.map_or_else(String::new, |all| format!(" ({})", words::value_text(all)));
    Cell::number(format!("{text}{all}"), quantity.value.unwrap_or(f64::INFINITY))
}
