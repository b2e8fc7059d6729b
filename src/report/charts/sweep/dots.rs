//! Points as rows of dots, the likeliest first where they have no order of their own.

use super::goal_ink;
use crate::report::charts::{Figure, Mark, RangeRow, Ranges, Sign, ticks};
use crate::report::sweep::{Shape, said};
use crate::report::words;
use crate::study::Share;
use crate::study::sweep::SweepFound;

/// Rows, at most.
const MOST: usize = 30;

/// Chance by a year, a row a point.
pub(super) fn chances(found: &SweepFound, goal: usize, year: usize, print: &str) -> Figure {
    let question = &found.question;
    let is_cloud = Shape::of(&question.design) == Shape::Cloud;
    let order = if is_cloud { said::ranking(found, goal) } else { (0..found.points.len()).collect() };
    let is_cut = order.len() > MOST;
    let half = MOST / 2;
    let row = |label: String, share: &Share| RangeRow {
        label,
        note: format!("{}%", words::percent(share)),
        wide: Some([100.0 * share.low, 100.0 * share.high]),
        narrow: None,
        marks: vec![(Mark::Ring, 100.0 * share.share)],
    };
    let mut rows = vec![row("as written".to_owned(), &found.written[goal].by[year])];
    for (rank, &point) in order.iter().enumerate() {
        if is_cut && rank == half {
            rows.push(RangeRow::heading(format!("{} points between these", order.len() - MOST)));
        }
        if is_cut && rank >= half && rank + half < order.len() {
            continue;
        }
        let label = if is_cloud { question.design.points[point].join(" · ") } else { question.design.points[point][0].clone() };
        rows.push(row(label, &found.points[point][goal].by[year]));
    }
    let most = found.points.iter().map(|goals| 100.0 * goals[goal].by[year].high).fold(100.0 * found.written[goal].by[year].high, f64::max);
    let axis = [0.0, if most > 50.0 { 100.0 } else { most * 1.05 }];
    let title = words::capital(said::goal(found, goal));
    let paths = super::named(found).join(" · ");
    let subtitle = format!("probability that it has arrived by the end of {}, with 95% interval, by {paths}", question.years[year]);
    Ranges {
        name: format!("sweep-{}-by-{}", words::slug(&question.goals[goal].name), question.years[year]),
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
