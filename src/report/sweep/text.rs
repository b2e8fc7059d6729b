//! A sweep on a terminal.

use std::fmt::Write;

use super::{Shape, said};
use crate::report::text::{Grid, WIDTH, heading, line};
use crate::report::words;
use crate::study::sweep::{GoalAtPoint, SweepFound};

/// Points listed where there is no order to them, at most.
const MOST: usize = 16;
/// Characters of a value, at most.
const WIDEST: usize = 24;

/// The answer in sentences, then tables: a matrix for two paths, a row a value for one, the likeliest and least likely points else.
#[must_use]
pub fn text(found: &SweepFound, scenario: &str) -> String {
    let question = &found.question;
    let mut page = words::wrap(&question.title, WIDTH).join("\n");
    let _ = writeln!(
        page,
        "\n{scenario} · {} to {} · {} points × {} trials on the same draws · seed {}\n",
        question.grid.label(0),
        question.grid.label(question.grid.count() - 1),
        words::count(found.points.len() as u64),
        words::count(found.trials),
        question.seed
    );
    for sentence in said::sentences(found) {
        line(&mut page, &sentence);
    }
    for goal in 0..question.goals.len() {
        match Shape::of(&question.design) {
            Shape::Square => square(&mut page, found, goal),
            Shape::Line => list(&mut page, found, goal, (0..found.points.len()).map(Some).collect()),
            Shape::Cloud => {
                let order = said::ranking(found, goal);
                let is_cut = order.len() > MOST;
                let ends = |at: usize| !is_cut || at < MOST / 2 || at + MOST / 2 >= order.len();
                let shown = order.iter().enumerate().filter(|(at, _)| ends(*at)).map(|(_, &point)| Some(point)).collect();
                list(&mut page, found, goal, shown);
                if is_cut {
                    line(&mut page, &format!("{} points between these are in sweep.csv.", words::count((order.len() - MOST) as u64)));
                }
            }
        }
    }
    page
}

/// Chances by each year and the median month, by what stands at the two paths.
fn square(page: &mut String, found: &SweepFound, goal: usize) {
    let design = &found.question.design;
    let (rows, columns) = (design.levels(0), design.levels(1));
    let chances = found
        .question
        .years
        .iter()
        .enumerate()
        .map(|(year, by)| (format!("probability by the end of {by}, % of trials ± standard error"), Some(year)));
    heading(page, said::goal(found, goal), &format!("down: {}; across: {}", design.paths[0], design.paths[1]));
    for (what, year) in chances.chain([("median month of arrival".to_owned(), None)]) {
        let of =
            |at: &GoalAtPoint| year.map_or_else(|| words::month(found.question.grid, at.p50.value), |year| words::percent_with_error(&at.by[year]));
        page.push('\n');
        line(page, &format!("{}; as written: {}", words::capital(&what), of(&found.written[goal])));
        let mut table = Grid::new(std::iter::once("").chain(columns.iter().copied()).map(shortened).collect(), 1);
        for (r, row) in rows.iter().enumerate() {
            let cells = (0..columns.len()).map(|c| of(&found.points[r * columns.len() + c][goal]));
            table.row(std::iter::once(shortened(row)).chain(cells).collect());
        }
        table.write(page);
    }
}

/// The scenario as written and some points, a row each.
fn list(page: &mut String, found: &SweepFound, goal: usize, points: Vec<Option<usize>>) {
    let question = &found.question;
    heading(page, said::goal(found, goal), "probabilities in % of trials ± standard error; months against the scenario as written");
    let mut heads = vec![if question.design.paths.len() == 1 { shortened(&said::short_paths(&question.design.paths)[0]) } else { String::new() }];
    heads.extend(question.years.iter().map(|year| format!("by {year}")));
    // What the page has no room for is in the files.
    let (is_narrow, is_wide) = (question.years.len() > 2, question.years.len() < 2);
    heads.extend(if is_narrow { vec!["P50"] } else { vec!["P10", "P50", "P90"] }.into_iter().map(str::to_owned));
    heads.push("never".to_owned());
    heads.extend(is_wide.then(|| "lost\nagain".to_owned()));
    heads.push("later by\nmonths".to_owned());
    let mut table = Grid::new(heads, 1);
    for place in std::iter::once(None).chain(points) {
        let at = place.map_or(&found.written[goal], |point| &found.points[point][goal]);
        let mut cells: Vec<String> = at.by.iter().map(words::percent_with_error).collect();
        let quantiles = if is_narrow { vec![&at.p50] } else { vec![&at.p10, &at.p50, &at.p90] };
        cells.extend(quantiles.into_iter().map(|quantile| words::month(question.grid, quantile.value)));
        cells.push(words::percent_with_error(&at.never));
        cells.extend(is_wide.then(|| words::percent_with_error(&at.lost)));
        cells.push(place.map_or_else(String::new, |_| words::difference(&at.against.months)));
        match place {
            None => table.row(std::iter::once("as written".to_owned()).chain(cells).collect()),
            Some(point) if question.design.paths.len() == 1 => {
                table.row(std::iter::once(shortened(&question.design.points[point][0])).chain(cells).collect());
            }
            Some(point) => table.titled_row(format!("{}: {}", point + 1, said::point(found, point)), cells),
        }
    }
    table.write(page);
}

/// A value that leaves room for others.
fn shortened(value: &str) -> String {
    if value.chars().count() <= WIDEST { value.to_owned() } else { value.chars().take(WIDEST - 1).chain(['…']).collect() }
}
