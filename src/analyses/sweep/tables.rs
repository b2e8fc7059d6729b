//! Tables of a sweep: results of the goals at the points, and their differences from the scenario as written.

use super::findings::{GoalAtPoint, Shape, SweepFindings};
use super::wording;
use crate::report::{Cell, Table, words};
use crate::units::{Quantity, Unit};

/// Most points in a table of the page; the CSV files have all.
pub const MOST_ROWS: usize = 200;
/// Most points in a table of the terminal, where they have no order of their own.
const MOST_LINES: usize = 16;

/// Column: heading, unit, whether the page shows it, and its quantity, if it has one.
type Column<'a> = (String, &'static str, bool, Option<&'a Quantity>);

/// Results of a goal at a point.
fn results(at: &GoalAtPoint) -> Vec<Column<'_>> {
    let mut columns = [("P10", &at.p10), ("P50", &at.p50), ("P90", &at.p90)].map(|(name, of)| (name.to_owned(), "", true, Some(of))).to_vec();
    columns.extend(at.arrived_by.iter().map(|(year, of)| (format!("by {year}"), "", true, Some(of))));
    columns.extend([("never", &at.never), ("lost again", &at.lost)].map(|(name, of)| (name.to_owned(), "", true, Some(of))));
    for (name, unit, stock) in [("bridging stock", "t", &at.bridge), ("cost of bridging stock", "USD", &at.bridge_cost)] {
        let of = stock.as_ref().map_or([None; 5], |stock| [&stock.p50, &stock.p80, &stock.p90, &stock.p95, &stock.mean].map(Some));
        let shown = [false, false, unit == "t", false, true];
        let names = ["P50", "P80", "P90", "P95", "mean"].into_iter().zip(shown);
        columns.extend(names.zip(of).map(|((statistic, shown), of)| (format!("{name}, {statistic}"), unit, shown, of)));
    }
    columns
}

/// Differences of a goal at a point from the scenario as written, which has none.
fn differences_of(at: &GoalAtPoint) -> Vec<Column<'_>> {
    let Some(of) = &at.difference else { return Vec::new() };
    let mut columns: Vec<Column> = of.arrived_by.iter().map(|(year, of)| (format!("by {year}"), "percentage points", true, Some(of))).collect();
    columns.extend(
        [
            ("never", "percentage points", Some(&of.never)),
            ("months later", "", Some(&of.months_later)),
            ("earlier", "of trials", Some(&of.earlier)),
            ("later", "of trials", Some(&of.later)),
            ("bridging stock, mean", "t", of.bridge_mean.as_ref()),
            ("cost of bridging stock, mean", "USD", of.bridge_cost_mean.as_ref()),
        ]
        .map(|(name, unit, of)| (name.to_owned(), unit, true, of)),
    );
    columns
}

/// Results of a goal at each point.
pub fn points(found: &SweepFindings, goal: usize, trials: u64) -> Table {
    let caption =
        format!("{}: month of arrival and probabilities, with 95% intervals, {} trials at each point.", title(found, goal), words::count(trials));
    on_page(found, goal, caption, results)
}

/// Differences of a goal at each point from the scenario as written.
pub fn differences(found: &SweepFindings, goal: usize) -> Table {
    let caption = format!(
        "{}: differences from the scenario as written, trial by trial on the same draws, means with 95% intervals; an arrival that never comes counts as \
         the month after the last.",
        title(found, goal)
    );
    on_page(found, goal, caption, differences_of)
}

/// Table of one goal for the page; a column without quantities is left out.
fn on_page(found: &SweepFindings, goal: usize, caption: String, columns: fn(&GoalAtPoint) -> Vec<Column<'_>>) -> Table {
    let rows: Vec<_> = rows(found, goal, MOST_ROWS).map(|(point, at)| (point, columns(at))).filter(|(_, columns)| !columns.is_empty()).collect();
    let shown: Vec<bool> =
        rows.first().map(|(_, columns)| columns.iter().map(|(_, _, shown, of)| *shown && of.is_some()).collect()).unwrap_or_default();
    let paths = &found.titles;
    let mut table = Table::new(caption, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    for ((name, unit, ..), _) in rows.iter().take(1).flat_map(|(_, columns)| columns).zip(&shown).filter(|(_, shown)| **shown) {
        table = table.in_unit(name, *unit);
    }
    for (point, columns) in rows {
        let mut cells: Vec<Cell> = match point {
            Some(point) => found.points[point].values.iter().map(Cell::text).collect(),
            None => (0..paths.len()).map(|path| Cell::text(if path == 0 { "as written" } else { "" })).collect(),
        };
        cells.extend(columns.iter().zip(&shown).filter(|(_, shown)| **shown).map(|((_, unit, _, of), _)| cell(*of, unit)));
        table.row(cells);
    }
    table
}

/// Results of all goals at all points, for the CSV file.
pub fn all(found: &SweepFindings) -> Table {
    for_file(found, results)
}

/// Differences of all goals at all points, for the CSV file.
pub fn all_differences(found: &SweepFindings) -> Table {
    for_file(found, differences_of)
}

/// Table of all goals at all points; point 0 is the scenario as written, which has no values. A column without quantities is left out.
fn for_file(found: &SweepFindings, columns: fn(&GoalAtPoint) -> Vec<Column<'_>>) -> Table {
    let points = found.points.iter().enumerate().map(|(point, of)| (Some(point), &of.goals));
    let all = std::iter::once((None, &found.as_written)).chain(points);
    let rows: Vec<_> = all.flat_map(|(point, goals)| goals.iter().map(move |at| (point, at, columns(at)))).filter(|row| !row.2.is_empty()).collect();
    let count = rows.first().map_or(0, |row| row.2.len());
    let kept: Vec<usize> = (0..count).filter(|&column| rows.iter().any(|row| row.2[column].3.is_some())).collect();
    let paths = found.paths.iter().map(String::as_str);
    let mut table = Table::new("", &std::iter::once("point").chain(paths).chain(["goal"]).collect::<Vec<_>>());
    for &column in &kept {
        table = table.and(rows[0].2[column].0.clone());
    }
    for (point, at, columns) in &rows {
        let value = |path: usize| point.map_or("", |point: usize| found.points[point].values[path].as_str());
        let values = (0..found.paths.len()).map(|path| Cell::text(value(path)));
        let mut cells: Vec<Cell> = std::iter::once(Cell::text(point.map_or(0, |point| point + 1).to_string())).chain(values).collect();
        cells.push(Cell::text(&at.goal));
        cells.extend(kept.iter().map(|&column| cell(columns[column].3, "")));
        table.row(cells);
    }
    table
}

/// Settings of the points, as `--points` reads them.
pub fn settings(found: &SweepFindings) -> Table {
    let mut table = Table::new("", &found.paths.iter().map(String::as_str).collect::<Vec<_>>());
    found.points.iter().for_each(|point| table.row(point.values.iter().map(Cell::text).collect()));
    table
}

/// Table of the terminal with one row for each point: the probabilities, the median and the months of difference.
pub fn overview(found: &SweepFindings, goal: usize) -> Table {
    let is_line = found.shape() == Shape::Line;
    let most = if is_line { usize::MAX } else { MOST_LINES };
    let left_out = found.points.len().saturating_sub(most);
    let cut = if left_out == 0 { String::new() } else { format!(" {} points between these are in sweep.csv.", words::count(left_out as u64)) };
    let caption =
        format!("Probability, median month of arrival and mean months of difference from the scenario as written, with 95% intervals.{cut}");
    let heading = if is_line { wording::titles_with_units(found).concat() } else { "point".to_owned() };
    let mut table = Table::new(caption, &[heading.as_str()]);
    for year in &found.years {
        table = table.and(format!("by {year}"));
    }
    table = table.and("P50").in_unit("later by", "months");
    for (point, at) in rows(found, goal, most) {
        let label = match point {
            None => "as written".to_owned(),
            Some(point) if is_line => found.points[point].values[0].clone(),
            Some(point) => format!("{}: {}", point + 1, wording::point(found, point)),
        };
        let mut cells = vec![Cell::text(label)];
        cells.extend(at.arrived_by.values().chain([&at.p50]).map(Cell::quantity));
        cells.push(cell(at.difference.as_ref().map(|difference| &difference.months_later), ""));
        table.row(cells);
    }
    table
}

/// Matrices for two paths: the probability by each year and the median month; rows are the values of the first path, columns those of the second.
pub fn matrices(found: &SweepFindings, goal: usize) -> Vec<Table> {
    let names = wording::titles_with_units(found);
    let (rows, columns) = (found.levels(0), found.levels(1));
    let matrix = |what: &str, cell: &dyn Fn(&GoalAtPoint) -> Cell| {
        let written = cell(&found.as_written[goal]);
        let caption = format!("{what}; down: {}; across: {}; as written: {}", names[0], names[1], written.written());
        let mut table = columns.iter().fold(Table::new(caption, &[""]), |table, column| table.and(*column));
        for (row, points) in rows.iter().zip(found.points.chunks(columns.len().max(1))) {
            table.row(std::iter::once(Cell::text(*row)).chain(points.iter().map(|point| cell(&point.goals[goal]))).collect());
        }
        table
    };
    let probability = |year: &i32| matrix(&format!("Probability of arrival by the end of {year}"), &|at| Cell::quantity(&at.arrived_by[year]));
    let median = matrix("Median month of arrival", &|at| Cell::quantity_as(words::value_text(&at.p50), &at.p50));
    found.years.iter().map(probability).chain([median]).collect()
}

/// Title of a goal with a capital.
fn title(found: &SweepFindings, goal: usize) -> String {
    words::capital(&found.goals[goal].title)
}

/// One goal in the scenario as written, then at the points: in their order, or, where they have none, the most and the least probable ones.
fn rows(found: &SweepFindings, goal: usize, most: usize) -> impl Iterator<Item = (Option<usize>, &GoalAtPoint)> {
    let order = if found.shape() == Shape::Cloud { found.ranking(goal) } else { (0..found.points.len()).collect() };
    let (count, half) = (order.len(), most / 2);
    let shown = order.into_iter().enumerate().filter(move |(rank, _)| count <= most || *rank < half || rank + half >= count);
    std::iter::once((None, &found.as_written[goal])).chain(shown.map(move |(_, point)| (Some(point), &found.points[point].goals[goal])))
}

/// Quantity, or a dash where there is none; dollars are shown as `1.2 million`.
fn cell(of: Option<&Quantity>, unit: &str) -> Cell {
    match of {
        None => Cell::quantity(&Quantity::exact(f64::NAN, Unit::NONE)),
        Some(of) if unit == "USD" => Cell::quantity_as(words::dollars(of.number()), of),
        Some(of) => Cell::quantity(of),
    }
}
