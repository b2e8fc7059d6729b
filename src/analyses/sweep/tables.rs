//! Tables of a sweep: results of the goals at the points, and their differences from the scenario as written.

use super::findings::{Difference, GoalAtPoint, Shape, Stock, SweepFindings};
use super::wording;
use crate::report::{Cell, Table, words};
use crate::units::{Quantity, Unit};

/// Most points in a table of the page; the CSV files have all.
pub const MOST_ROWS: usize = 200;
/// Most points in a table of the terminal, where they have no order of their own.
const MOST_LINES: usize = 16;

/// Point of a row (`None` for the scenario as written), index of the goal, and the goal at the point.
type Row<'a> = (Option<usize>, usize, &'a GoalAtPoint);

/// Stock, or its cost, of a goal at a point.
type StockOf = fn(&GoalAtPoint) -> Option<&Stock>;

/// Results of a goal at each point.
pub fn points(found: &SweepFindings, goal: usize, trials: u64) -> Table {
    let caption =
        format!("{}: month of arrival and probabilities, with 95% intervals, {} trials at each point.", title(found, goal), words::count(trials));
    let mut table = with_paths(found, caption);
    for year in &found.years {
        table = table.and(format!("by {year}"));
    }
    for heading in ["P10", "P50", "P90", "never", "lost again"] {
        table = table.and(heading);
    }
    let written = &found.as_written[goal];
    if written.bridge.is_some() {
        table = table.in_unit("bridging stock, P90", "t").in_unit("mean", "t");
    }
    if written.bridge_cost.is_some() {
        table = table.in_unit("its cost, mean", "USD");
    }
    for (point, _, at) in rows(found, goal, MOST_ROWS) {
        let mut cells = values(found, point);
        cells.extend(at.arrived_by.values().chain([&at.p10, &at.p50, &at.p90, &at.never, &at.lost]).map(Cell::quantity));
        if written.bridge.is_some() {
            cells.extend([optional(at.bridge.as_ref().map(|stock| &stock.p90)), optional(at.bridge.as_ref().map(|stock| &stock.mean))]);
        }
        if written.bridge_cost.is_some() {
            let mean = at.bridge_cost.as_ref().map(|stock| &stock.mean);
            cells.push(mean.map_or_else(|| optional(None), |mean| Cell::quantity_as(words::dollars(mean.number()), mean)));
        }
        table.row(cells);
    }
    table
}

/// Differences of a goal at each point from the scenario as written.
pub fn differences(found: &SweepFindings, goal: usize) -> Table {
    let caption = format!(
        "{}: differences from the scenario as written, trial by trial on the same draws, means with 95% intervals; an arrival that never comes counts as \
         the month after the last.",
        title(found, goal)
    );
    let mut table = with_paths(found, caption);
    for year in &found.years {
        table = table.in_unit(format!("by {year}"), "percentage points");
    }
    table =
        table.in_unit("never", "percentage points").in_unit("later by", "months").in_unit("earlier in", "of trials").in_unit("later in", "of trials");
    let has_bridge = found.as_written[goal].bridge.is_some();
    if has_bridge {
        table = table.in_unit("bridging stock, mean", "t");
    }
    for (point, _, at) in rows(found, goal, MOST_ROWS) {
        let Some(difference) = &at.difference else { continue };
        let mut cells = values(found, point);
        let Difference { arrived_by, never, months_later, earlier, later, .. } = difference;
        cells.extend(arrived_by.values().chain([never, months_later, earlier, later]).map(Cell::quantity));
        cells.extend(has_bridge.then(|| optional(difference.bridge_mean.as_ref())));
        table.row(cells);
    }
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
    let heading = if is_line { wording::paths_with_units(found).concat() } else { "point".to_owned() };
    let mut table = Table::new(caption, &[heading.as_str()]);
    for year in &found.years {
        table = table.and(format!("by {year}"));
    }
    table = table.and("P50").in_unit("later by", "months");
    for (point, _, at) in rows(found, goal, most) {
        let label = match point {
            None => "as written".to_owned(),
            Some(point) if is_line => found.points[point].values[0].clone(),
            Some(point) => format!("{}: {}", point + 1, wording::point(found, point)),
        };
        let mut cells = vec![Cell::text(label)];
        cells.extend(at.arrived_by.values().chain([&at.p50]).map(Cell::quantity));
        cells.push(optional(at.difference.as_ref().map(|difference| &difference.months_later)));
        table.row(cells);
    }
    table
}

/// Matrices for two paths: the probability by each year and the median month; rows are the values of the first path, columns those of the second.
pub fn matrices(found: &SweepFindings, goal: usize) -> Vec<Table> {
    let names = wording::paths_with_units(found);
    let (rows, columns) = (found.levels(0), found.levels(1));
    let matrix = |what: &str, cell: &dyn Fn(&GoalAtPoint) -> Cell| {
        let written = cell(&found.as_written[goal]);
        let caption = format!("{what}; down: {}; across: {}; as written: {}", names[0], names[1], written.written());
        let mut table = Table::new(caption, &[""]);
        table = columns.iter().fold(table, |table, column| table.and(*column));
        for (row, points) in rows.iter().zip(found.points.chunks(columns.len().max(1))) {
            table.row(std::iter::once(Cell::text(*row)).chain(points.iter().map(|point| cell(&point.goals[goal]))).collect());
        }
        table
    };
    let probability = |year: &i32| {
        let what = format!("Probability of arrival by the end of {year}, % ± standard error");
        matrix(&what, &|at| Cell::quantity_as(wording::percent_with_error(&at.arrived_by[year]), &at.arrived_by[year]))
    };
    let mut tables: Vec<Table> = found.years.iter().map(probability).collect();
    tables.push(matrix("Median month of arrival", &|at| Cell::quantity_as(words::value_text(&at.p50), &at.p50)));
    tables
}

/// Results of all goals at all points, for the CSV file.
pub fn all(found: &SweepFindings) -> Table {
    let mut table = for_file(found);
    for heading in ["p10", "p50", "p90"] {
        table = table.and(heading);
    }
    for year in &found.years {
        table = table.and(format!("by {year}"));
    }
    table = table.and("never").and("lost");
    let stocks: [(&str, StockOf); 2] = [("bridge", |at| at.bridge.as_ref()), ("bridge cost", |at| at.bridge_cost.as_ref())];
    let has = |of: StockOf| found.as_written.iter().any(|at| of(at).is_some());
    let stocks: Vec<_> = stocks.into_iter().filter(|(_, of)| has(*of)).collect();
    for (name, _) in &stocks {
        for statistic in ["p50", "p80", "p90", "p95", "mean"] {
            table = table.and(format!("{name} {statistic}"));
        }
    }
    for row in everything(found) {
        let at = row.2;
        let mut cells = labels(found, row);
        cells.extend([&at.p10, &at.p50, &at.p90].into_iter().chain(at.arrived_by.values()).chain([&at.never, &at.lost]).map(Cell::quantity));
        for (_, of) in &stocks {
            let quantities = of(at).map_or([None; 5], |Stock { p50, p80, p90, p95, mean }| [p50, p80, p90, p95, mean].map(Some));
            cells.extend(quantities.map(optional));
        }
        table.row(cells);
    }
    table
}

/// Differences of all goals at all points, for the CSV file.
pub fn all_differences(found: &SweepFindings) -> Table {
    let mut table = for_file(found);
    for year in &found.years {
        table = table.and(format!("by {year}"));
    }
    let has = |of: fn(&GoalAtPoint) -> bool| found.as_written.iter().any(of);
    let (has_bridge, has_cost) = (has(|at| at.bridge.is_some()), has(|at| at.bridge_cost.is_some()));
    let amounts = [has_bridge.then_some("bridge mean"), has_cost.then_some("bridge cost mean")];
    for heading in ["never", "months later", "earlier", "later"].into_iter().chain(amounts.into_iter().flatten()) {
        table = table.and(heading);
    }
    for row in everything(found) {
        let Some(Difference { months_later, earlier, later, arrived_by, never, bridge_mean, bridge_cost_mean }) = &row.2.difference else { continue };
        let mut cells = labels(found, row);
        cells.extend(arrived_by.values().chain([never, months_later, earlier, later]).map(Cell::quantity));
        cells.extend(has_bridge.then(|| optional(bridge_mean.as_ref())));
        cells.extend(has_cost.then(|| optional(bridge_cost_mean.as_ref())));
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

/// Title of a goal with a capital.
fn title(found: &SweepFindings, goal: usize) -> String {
    words::capital(&found.goals[goal].title)
}

/// Table with one column for each path.
fn with_paths(found: &SweepFindings, caption: String) -> Table {
    let paths = wording::short_paths(&found.paths);
    Table::new(caption, &paths.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Table for a CSV file: columns for the point, each path and the goal.
fn for_file(found: &SweepFindings) -> Table {
    let paths = found.paths.iter().map(String::as_str);
    Table::new("", &std::iter::once("point").chain(paths).chain(["goal"]).collect::<Vec<_>>())
}

/// Labels of a row of a CSV file; point 0 is the scenario as written, which has no values.
fn labels(found: &SweepFindings, (point, _, at): Row) -> Vec<Cell> {
    let number = point.map_or(0, |point| point + 1).to_string();
    let value = |path: usize| point.map_or("", |point| found.points[point].values[path].as_str());
    let values = (0..found.paths.len()).map(|path| Cell::text(value(path)));
    std::iter::once(Cell::text(number)).chain(values).chain([Cell::text(&at.goal)]).collect()
}

/// Values of a point; the scenario as written is named in the first column.
fn values(found: &SweepFindings, point: Option<usize>) -> Vec<Cell> {
    match point {
        Some(point) => found.points[point].values.iter().map(Cell::text).collect(),
        None => (0..found.paths.len()).map(|path| Cell::text(if path == 0 { "as written" } else { "" })).collect(),
    }
}

/// One goal in the scenario as written, then at the points: in their order, or, where they have none, the most and the least probable ones.
fn rows(found: &SweepFindings, goal: usize, most: usize) -> impl Iterator<Item = Row<'_>> {
    let order = if found.shape() == Shape::Cloud { found.ranking(goal) } else { (0..found.points.len()).collect() };
    let (count, half) = (order.len(), most / 2);
    let shown = order.into_iter().enumerate().filter(move |(rank, _)| count <= most || *rank < half || rank + half >= count);
    let points = shown.map(move |(_, point)| (Some(point), goal, &found.points[point].goals[goal]));
    std::iter::once((None, goal, &found.as_written[goal])).chain(points)
}

/// All goals in the scenario as written, then at all points.
fn everything(found: &SweepFindings) -> impl Iterator<Item = Row<'_>> {
    let points = found.points.iter().enumerate().map(|(point, of)| (Some(point), &of.goals));
    let all = std::iter::once((None, &found.as_written)).chain(points);
    all.flat_map(|(point, goals)| goals.iter().enumerate().map(move |(goal, at)| (point, goal, at)))
}

/// Quantity, or a dash where there is none.
fn optional(of: Option<&Quantity>) -> Cell {
    of.map_or_else(|| Cell::quantity(&Quantity::exact(f64::NAN, Unit::NONE)), Cell::quantity)
}
