//! A sweep's tables, for pages: what each point gives, and how it differs from the scenario as written.

use super::{Shape, said};
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::sweep::{GoalAtPoint, SweepFound};

/// Rows of a table, at most; the files hold all.
pub(super) const MOST_ROWS: usize = 200;

/// What each point gives for a goal.
pub(super) fn points(found: &SweepFound, goal: usize) -> Table {
    let caption = format!(
        "{}: month of arrival and probabilities, with 95% intervals, {} trials at each point",
        said::goal(found, goal),
        words::count(found.trials)
    );
    let mut table = heads(found, caption);
    for year in &found.question.years {
        table = table.in_unit(format!("by {year}"), "%");
    }
    for quantile in ["P10", "P50", "P90"] {
        table = table.and(quantile);
    }
    table = table.in_unit("never", "%").in_unit("lost again", "%");
    let first = &found.written[goal];
    if first.bridge_mean.is_some() {
        table = table.in_unit("bridging stock, P90", "t").in_unit("mean", "t");
    }
    if first.cost_mean.is_some() {
        table = table.in_unit("its cost, mean", "USD");
    }
    for (place, at) in rows(found, goal) {
        let mut cells = labels(found, place);
        cells.extend(at.by.iter().map(Cell::chance));
        cells.extend([&at.p10, &at.p50, &at.p90].map(|quantile| Cell::month(found.question.grid, quantile)));
        cells.extend([&at.never, &at.lost].map(Cell::chance));
        if first.bridge_mean.is_some() {
            let p90 = at.bridge.iter().find(|(share, _)| (share - 0.9).abs() < 1e-9).map(|(_, quantile)| quantile);
            let written = p90.map_or_else(String::new, |quantile| words::rounded(quantile.value, words::quantile_error(quantile)));
            cells.push(Cell::number(written, p90.map_or(f64::INFINITY, |quantile| quantile.value)));
            cells.push(at.bridge_mean.as_ref().map_or_else(|| Cell::text("–"), Cell::estimate));
        }
        if first.cost_mean.is_some() {
            cells.push(at.cost_mean.as_ref().map_or_else(|| Cell::text("–"), |cost| Cell::number(words::dollars(cost.mean), cost.mean)));
        }
        table.row(cells);
    }
    table
}

/// How each point differs from the scenario as written, trial by trial.
pub(super) fn differences(found: &SweepFound, goal: usize) -> Table {
    let caption = format!(
        "{}: less the scenario as written, trial by trial on the same draws, means with 95% intervals; an arrival that never comes counts as the month \
         after the last",
        said::goal(found, goal)
    );
    let mut table = heads(found, caption);
    for year in &found.question.years {
        table = table.in_unit(format!("by {year}"), "percentage points");
    }
    table =
        table.in_unit("never", "percentage points").in_unit("later by", "months").in_unit("earlier", "% of trials").in_unit("later", "% of trials");
    let has_bridge = found.written[goal].bridge_mean.is_some();
    if has_bridge {
        table = table.in_unit("bridging stock, mean", "t");
    }
    for (place, at) in rows(found, goal).filter(|(place, _)| place.is_some()) {
        let against = &at.against;
        let mut cells = labels(found, place);
        cells.extend(against.by.iter().chain([&against.never]).map(|chance| Cell::number(said::in_points(chance), chance.mean)));
        cells.push(Cell::difference(&against.months));
        cells.extend([&against.earlier, &against.later].map(Cell::chance));
        if has_bridge {
            cells.push(against.bridge.as_ref().map_or_else(|| Cell::text("–"), Cell::difference));
        }
        table.row(cells);
    }
    table
}

/// A table with a column for each path.
fn heads(found: &SweepFound, caption: String) -> Table {
    let paths = said::short_paths(&found.question.design.paths);
    Table::new(caption, &paths.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What stands at the paths; the scenario as written says so at the first.
fn labels(found: &SweepFound, place: Option<usize>) -> Vec<Cell> {
    let design = &found.question.design;
    match place {
        Some(point) => design.points[point].iter().map(Cell::text).collect(),
        None => (0..design.paths.len()).map(|path| Cell::text(if path == 0 { "as written" } else { "" })).collect(),
    }
}

/// The scenario as written, then the points in order, the likeliest first where they have none.
fn rows(found: &SweepFound, goal: usize) -> impl Iterator<Item = (Option<usize>, &GoalAtPoint)> {
    let order = match Shape::of(&found.question.design) {
        Shape::Cloud => said::ranking(found, goal),
        _ => (0..found.points.len()).collect(),
    };
    let points = order.into_iter().take(MOST_ROWS).map(move |point| (Some(point), &found.points[point][goal]));
    std::iter::once((None, &found.written[goal])).chain(points)
}
