//! The picture of how far the answer moves with each figure.

use super::named;
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::words;
use crate::study::provenance::Provenance;

/// Figures in the picture.
const PICTURED: usize = 15;

/// Each figure, or the whole that it is part of, with its move and the 95 % interval of it, the largest first.
pub(super) fn moves(found: &Provenance, print: &str) -> Figure {
    let mut told: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for (input, moves) in found.inputs.iter().filter_map(|input| Some((input, input.moves.as_ref()?))) {
        let name = named(input, moves);
        if rows.len() == PICTURED || told.contains(&name) || moves.at_least() <= 0.0 {
            continue;
        }
        told.push(name);
        let [low, high] = words::interval(&moves.chance);
        rows.push(RangeRow {
            label: name.to_owned(),
            note: words::difference(&moves.chance).split(' ').next().unwrap_or_default().to_owned(),
            wide: Some([low, high]),
            narrow: None,
            marks: vec![(Mark::Ring, moves.chance.mean)],
        });
    }
    let ends = rows.iter().filter_map(|row| row.wide).fold([0.0_f64, 0.0_f64], |[low, high], [from, to]| [low.min(from), high.max(to)]);
    let room = 0.06 * (ends[1] - ends[0]).max(1.0);
    let axis = [ends[0] - room, ends[1] + room];
    Ranges {
        name: "moves".to_owned(),
        title: "How far the answer moves with each figure",
        subtitle: &format!("chance of “{}” by the end of {}, each figure moved by its own uncertainty", found.goal, found.by),
        what: "percentage points",
        axis,
        ticks: charts::ticks(axis, true),
        legend: vec![(Sign::Mark(Mark::Ring), "move"), (Sign::Wide, "95% interval")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 300.0,
        notes: 50.0,
    }
    .draw()
}
