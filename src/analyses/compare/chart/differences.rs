//! Paired differences of goals from the first scenario, in months.

use super::curves::shade;
use crate::analyses::compare::findings::{CompareFindings, Difference};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height};
use crate::report::charts::style::{self, BLACK, GREY, Ink, LEADING, LIGHT, TEXT, WIDTH};
use crate::report::charts::{Figure, axis};
use crate::report::words;

/// Most room for the name of a scenario, pixels.
const MOST_NAME: f64 = 230.0;
/// Height of a row, pixels.
pub(super) const ROW: f64 = 26.0;
/// Most rows of a figure.
const MOST: usize = 26;
/// Subtitle.
const SHOWS: &str = "mean over the same draws, 95% intervals; never counts as the end of the horizon";

/// Row of a figure.
pub(super) struct Row {
    /// Scenario, or heading.
    label: String,
    /// `None` for a heading.
    difference: Option<Difference>,
    ink: Ink,
}

/// One row for each scenario after the first.
pub(super) fn rows_of(names: &[String], differences: &[(String, Difference)], ink: Ink) -> Vec<Row> {
    let others = names.iter().enumerate().skip(1).zip(differences);
    let row = |((i, name), (_, difference)): ((usize, &String), &(String, Difference))| Row {
        label: name.clone(),
        difference: Some(difference.clone()),
        ink: shade(ink, i, names.len()),
    };
    others.map(row).collect()
}

/// Differences of all goals, except those whose month is the same in every trial, in as many figures as needed.
#[must_use]
pub fn differences(found: &CompareFindings, print: &str) -> Vec<Figure> {
    let mut pages: Vec<Vec<Row>> = Vec::new();
    let names = found.names();
    for (_, goal) in &found.goals {
        if goal.differences.iter().all(|(_, difference)| difference.is_none()) {
            continue;
        }
        let rows = rows_of(&names, &goal.differences, style::NEUTRAL);
        let heading = Row { label: words::capital(&words::spaced(&goal.title)), difference: None, ink: BLACK };
        let rows: Vec<Row> = std::iter::once(heading).chain(rows).collect();
        match pages.last_mut().filter(|page| page.len() + rows.len() <= MOST) {
            Some(page) => page.extend(rows),
            None => pages.push(rows),
        }
    }
    let count = pages.len();
    let figures = pages.iter().enumerate().map(|(i, rows)| {
        let of = if count > 1 { format!(" ({} of {count})", i + 1) } else { String::new() };
        let title = format!("How much later than in {}{of}", names[0]);
        let height = frame_height(&title, SHOWS, &[print]) + 56.0 + ROW * rows.len() as f64;
        let said = rows.iter().map(|row| {
            let months = row.difference.as_ref().map(|difference| words::quantity(&difference.months));
            months.map_or_else(|| row.label.clone(), |months| format!("{} {months}", row.label))
        });
        let mut canvas = Canvas::new(height, &title, &format!("Paired differences in months. {}.", said.collect::<Vec<_>>().join("; ")));
        let [top, bottom] = canvas.frame(SHOWS, &[print]);
        panel(&mut canvas, rows, [top + 4.0, bottom - 4.0], "months later");
        canvas.finish(if count > 1 { format!("differences-{}", i + 1) } else { "differences".to_owned() })
    });
    figures.collect()
}

/// Points with intervals on one axis of months, zero marked, numbers at the right; `down` includes the rows and the axis below them.
pub(super) fn panel(canvas: &mut Canvas, rows: &[Row], down: [f64; 2], what: &str) {
    let end = |row: &Row| {
        let months = row.difference.as_ref().map(|difference| &difference.months);
        // the error of a single trial is unknown: a point without an interval
        months.map_or([0.0; 2], |months| [months.low, months.high].map(|end| end.unwrap_or(months.number())))
    };
    let low = rows.iter().map(|row| end(row)[0]).fold(0.0, f64::min);
    let high = rows.iter().map(|row| end(row)[1]).fold(0.0, f64::max);
    let steps = axis::steps((high - low).max(1.0));
    let step = steps.get(1).map_or(1.0, |(step, _)| *step);
    let (first, last) = ((low / step).floor(), (high / step).ceil().max((low / step).floor() + 1.0));
    let widest = |of: &dyn Fn(&Difference, &Row) -> f64| rows.iter().filter_map(|row| Some(of(row.difference.as_ref()?, row))).fold(0.0, f64::max);
    let face = Face::new(TEXT, BLACK);
    let names = widest(&|_, row| face.width(&row.label)).min(MOST_NAME);
    let figures = widest(&|difference, _| face.width(&words::quantity(&difference.months)));
    let axes = Axes {
        across: [MARGIN + 26.0 + names, WIDTH - MARGIN - figures - 22.0],
        down: [down[0], down[1] - 44.0],
        x: [first * step, last * step],
        y: [0.0, 1.0],
    };
    let decimals = usize::from(step < 1.0);
    let mut tick = first;
    while tick <= last {
        let x = axes.left_of(tick * step);
        canvas.line([x, axes.down[0]], [x, axes.down[1]], if tick == 0.0 { BLACK } else { LIGHT }, if tick == 0.0 { 1.5 } else { 1.0 }, "");
        let text = if tick > 0.0 { format!("+{:.decimals$}", tick * step) } else { format!("{:.decimals$}", tick * step).replace('-', "−") };
        canvas.text(x, axes.down[1] + TEXT, Face::new(TEXT, GREY).at(Anchor::Middle), if tick == 0.0 { "0" } else { &text });
        tick += 1.0;
    }
    let middle = f64::midpoint(axes.across[0], axes.across[1]);
    let below = Face::new(TEXT, GREY).at(Anchor::Middle);
    let what = fitted(below, what, WIDTH - 2.0 * MARGIN);
    let half = below.width(&what) / 2.0;
    let middle = middle.min(WIDTH - MARGIN - half).max(MARGIN + half);
    canvas.text(middle, axes.down[1] + TEXT * (1.0 + LEADING), below, &what);
    let height = (axes.down[1] - axes.down[0]) / rows.len().max(1) as f64;
    for (i, row) in rows.iter().enumerate() {
        let y = axes.down[0] + height * (i as f64 + 0.5);
        let base = y + TEXT * 0.32;
        let Some(difference) = &row.difference else {
            let face = Face::new(TEXT, BLACK).bold();
            let label = fitted(face, &row.label, WIDTH - 2.0 * MARGIN);
            // the lines of the axis stop at what is written
            canvas.rect([MARGIN, y - height / 2.0], [MARGIN + face.width(&label) + 6.0, y + height / 2.0], (255, 255, 255));
            canvas.text(MARGIN, base, face, &label);
            continue;
        };
        canvas.text(MARGIN + 10.0, base, face, &fitted(face, &row.label, names));
        let [from, to] = end(row).map(|months| axes.left_of(months));
        canvas.line([from, y], [to, y], BLACK, 2.0, "");
        for x in [from, to] {
            canvas.line([x, y - 4.0], [x, y + 4.0], BLACK, 2.0, "");
        }
        canvas.ring([axes.left_of(difference.months.number()), y], 4.5, row.ink);
        canvas.text(WIDTH - MARGIN, base, Face::new(TEXT, BLACK).at(Anchor::End), &words::quantity(&difference.months));
    }
}
