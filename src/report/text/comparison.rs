//! Several scenarios side by side: one block for each question, in it a row for each scenario.

use std::fmt::Write;

use super::grid::Grid;
use super::{WIDTH, heading, line};
use crate::analyses::run::families::{Family, families};
use crate::report::comparison::short_names;
use crate::report::words;
use crate::study::{Comparison, Findings, GoalFindings, PairedDifference};

/// Widest short name of a scenario, columns: beside it three months with their intervals fill the page.
const WIDEST_NAME: usize = 14;

/// Decembers that fit beside the differences: the last of those asked about.
const MOST_YEARS: usize = 3;

/// All tables of a comparison.
#[must_use]
pub fn comparison_text(comparison: &Comparison) -> String {
    let Some(first) = comparison.findings.first() else { return String::new() };
    let names = short(&comparison.names);
    let mut page = head(comparison, first, &names);
    let shared: Vec<GoalFindings> =
        first.goals.iter().filter(|goal| comparison.goals.iter().any(|shared| shared.name == goal.name)).cloned().collect();
    for family in families(&shared) {
        let steps = steps(comparison, &family);
        heading(&mut page, &family.heading(), &format!("{} trials of each scenario", words::count(first.trials)));
        line(&mut page, "month of arrival [95% interval]");
        months(&names, &steps).write(&mut page);
        page.push('\n');
        line(
            &mut page,
            &format!(
                "probability, % of trials ± standard error; how many months later than in {}, mean [95% interval]; in how many trials earlier and later",
                names[0]
            ),
        );
        chances(first, &names, &steps).write(&mut page);
    }
    page
}

fn head(comparison: &Comparison, first: &Findings, names: &[String]) -> String {
    let grid = first.grid;
    let mut head = format!(
        "{} scenarios on the same draws · {} to {} · {} trials of each · seed {}\n",
        names.len(),
        grid.label(0),
        grid.label(grid.count() - 1),
        words::count(first.trials),
        first.seed
    );
    for (short, (name, findings)) in names.iter().zip(comparison.names.iter().zip(&comparison.findings)) {
        for (i, said) in words::wrap(&format!("{name}: {}", findings.title), WIDTH - WIDEST_NAME - 2).iter().enumerate() {
            let _ = writeln!(head, " {:<WIDEST_NAME$} {said}", if i == 0 { short } else { "" });
        }
    }
    let said = format!(
        "Differences are taken trial by trial from {}; an arrival that never comes counts as the month after the last. \
         \"never\" is later than any month. Figures are rounded to what their standard error supports.",
        names[0]
    );
    head.push_str(&words::wrap(&said, WIDTH).join("\n"));
    head.push('\n');
    let lone = lone(comparison);
    if !lone.is_empty() {
        head.push_str(&words::wrap(&format!("Not in every scenario, so left out: {}.", lone.join(", ")), WIDTH).join("\n"));
        head.push('\n');
    }
    head
}

/// Goals that not all scenarios share.
fn lone(comparison: &Comparison) -> Vec<&str> {
    let mut lone: Vec<&str> = Vec::new();
    for goal in comparison.findings.iter().flat_map(|findings| &findings.goals) {
        if !lone.contains(&goal.name.as_str()) && comparison.goals.iter().all(|shared| shared.name != goal.name) {
            lone.push(&goal.name);
        }
    }
    lone
}

/// Short names of the scenarios; letters where even these would be too long for the page.
fn short(names: &[String]) -> Vec<String> {
    let cut = short_names(names);
    if cut.iter().all(|name| name.chars().count() <= WIDEST_NAME) { cut } else { (0..names.len()).map(letter).collect() }
}

/// A, B, … Z, then numbers.
fn letter(i: usize) -> String {
    u8::try_from(i).ok().filter(|&i| i < 26).map_or_else(|| (i + 1).to_string(), |i| char::from(b'A' + i).to_string())
}

/// One goal, or neighbours in a ladder of which the same is to be said: label, what each scenario found, how the later ones differ.
struct Step<'a> {
    label: String,
    found: Vec<&'a GoalFindings>,
    differences: &'a [PairedDifference],
}

fn steps<'a>(comparison: &'a Comparison, family: &Family) -> Vec<Step<'a>> {
    let mut steps: Vec<Step> = Vec::new();
    for goal in &family.goals {
        let Some(shared) = comparison.goals.iter().find(|shared| shared.name == goal.name) else { continue };
        let found: Vec<&GoalFindings> =
            comparison.findings.iter().filter_map(|findings| findings.goals.iter().find(|found| found.name == goal.name)).collect();
        let label = family.label(goal);
        let never = |found: &[&GoalFindings]| found.iter().all(|goal| goal.never.number() >= 1.0);
        match steps.last_mut() {
            Some(last) if family.ladder.is_some() && never(&last.found) && never(&found) => {
                let from = last.label.split(" to ").next().unwrap_or_default().trim_end_matches('%').to_owned();
                last.label = format!("{from} to {label}");
            }
            _ => steps.push(Step { label, found, differences: &shared.differences }),
        }
    }
    steps
}

/// Mark of a threshold beyond the capacity of the chain.
fn mark(goal: &GoalFindings) -> &'static str {
    if goal.beyond().is_some() { "†" } else { "" }
}

fn months(names: &[String], steps: &[Step]) -> Grid {
    let mut table = Grid::new(["", "P10", "P50", "P90"].map(str::to_owned).to_vec(), 4);
    for step in steps {
        let row = |(name, goal): (&String, &&GoalFindings)| {
            let quantiles = [&goal.p10, &goal.p50, &goal.p90].map(words::quantity);
            std::iter::once(format!("{name}{}", mark(goal))).chain(quantiles).collect()
        };
        table.rows_under(step.label.clone(), names.iter().zip(&step.found).map(row).collect());
    }
    table
}

fn chances(first: &Findings, names: &[String], steps: &[Step]) -> Grid {
    let grid = first.grid;
    let mut by = first.report.years_and_last(grid);
    by.drain(..by.len().saturating_sub(MOST_YEARS));
    let mut header = vec![String::new()];
    header.extend(by.iter().map(|year| format!("by end\nof {year}")));
    header.extend(["months later", "earlier\n%", "later\n%"].map(str::to_owned));
    let mut table = Grid::new(header, 1);
    for step in steps {
        let row = |(i, (name, goal)): (usize, (&String, &&GoalFindings))| {
            let december = |year: &i32| {
                let arrived = grid.last_month_of(*year).and_then(|k| goal.arrived_by.get(k));
                arrived.map_or_else(String::new, words::with_error)
            };
            let difference = i.checked_sub(1).and_then(|i| step.differences.get(i));
            let paired = difference.map_or_else(
                || [String::new(), String::new(), String::new()],
                |paired| [words::difference(&paired.months), words::percent(&paired.earlier), words::percent(&paired.later)],
            );
            std::iter::once(format!("{name}{}", mark(goal))).chain(by.iter().map(december)).chain(paired).collect()
        };
        table.rows_under(step.label.clone(), names.iter().zip(&step.found).enumerate().map(row).collect());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Vec<String> {
        short(&names.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn names_too_long_become_letters() {
        assert_eq!(of(&["a-scenario-of-its-own", "x"]), ["A", "B"]);
        assert_eq!((letter(25), letter(26)), ("Z".to_owned(), "27".to_owned()));
    }
}
