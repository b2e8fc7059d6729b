//! Points as rows of marks with intervals, the most probable first where they have no order of their own.

use super::goal_ink;
use crate::analyses::sweep::findings::{Shape, SweepFindings};
use crate::analyses::sweep::wording::titles_with_units;
use crate::report::charts::{Figure, Mark, RangeRow, Ranges, Sign, ticks};
use crate::report::words;
use crate::units::Quantity;

/// Most rows.
const MOST: usize = 30;

/// Probability of arrival by the end of a year, one row for each point.
pub(super) fn chances(found: &SweepFindings, goal: usize, year: i32, print: &str) -> Figure {
    let is_cloud = found.shape() == Shape::Cloud;
    let order = if is_cloud { found.ranking(goal) } else { (0..found.points.len()).collect() };
    let is_cut = order.len() > MOST;
    let half = MOST / 2;
    let row = |label: String, of: &Quantity| RangeRow {
        label,
        note: words::value_text(of),
        wide: Some([100.0 * of.low.unwrap_or(0.0), 100.0 * of.high.unwrap_or(1.0)]),
        narrow: None,
        marks: vec![(Mark::Ring, 100.0 * of.number())],
    };
    let mut rows = vec![row("as written".to_owned(), &found.as_written[goal].arrived_by[&year])];
    for (rank, &point) in order.iter().enumerate() {
        if is_cut && rank == half {
            rows.push(RangeRow::heading(format!("{} points between these", order.len() - MOST)));
        }
        if is_cut && rank >= half && rank + half < order.len() {
            continue;
        }
        rows.push(row(found.points[point].values.join(" · "), &found.points[point].goals[goal].arrived_by[&year]));
    }
    let most = rows.iter().filter_map(|row| Some(row.wide?[1])).fold(0.0, f64::max);
    let axis = [0.0, if most > 50.0 { 100.0 } else { most * 1.05 }];
    let title = words::capital(&found.goals[goal].title);
    let paths = titles_with_units(found).join(" · ");
    let subtitle = format!("probability that it has arrived by the end of {year}, with 95% interval, by {paths}");
    Ranges {
        name: format!("sweep-{}-by-{}", words::slug(&found.goals[goal].goal), year),
        title: &title,
        subtitle: &subtitle,
        what: "% of trials",
        axis,
        ticks: ticks(axis, false),
        legend: vec![(Sign::Mark(Mark::Ring), "probability"), (Sign::Wide, "95% interval")],
        rows: &rows,
        print,
        ink: goal_ink(found, goal),
        labels: if is_cloud { 250.0 } else { 200.0 },
        notes: 64.0,
    }
    .draw()
}
