//! Pairs of levers as a square: what both gain above the diagonal, what that is beyond the sum of the parts below it.

use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::shapes::{fitted, frame_height, outline, tint};
use crate::report::charts::style::{self, BLACK, GREY, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, hatch};
use crate::report::words;
use crate::study::{Estimate, LeverPair, LeverRow, LeversFound};

/// Height of a row, pixels.
const ROW: f64 = 38.0;
/// Room for names, pixels.
const NAME: f64 = 214.0;
/// What the figure shows.
const SHOWS: &str = "percentage points of chance: alone on the diagonal, both above it, below it what both gain beyond the sum of the parts (bold: 95% interval without 0)";

/// The square of all pairs; levers in the order of the ranking.
#[must_use]
pub fn lever_pairs(found: &LeversFound, print: &str) -> Figure {
    let rows: Vec<&LeverRow> = found.ranking().into_iter().map(|row| &found.rows[row]).filter(|row| row.name.is_some()).collect();
    let title = format!("Two levers at a time, by {}: {}", found.year, found.goal.title);
    let (count, height) = (rows.len().max(1) as f64, frame_height(&title, SHOWS, &[print]) + ROW * rows.len() as f64 + 84.0);
    let said = found.pairs.iter().filter_map(|pair| {
        Some(format!(
            "{} and {}: {}, beyond the sum {}",
            pair.levers[0],
            pair.levers[1],
            written(pair.chance_gained.as_ref()?),
            written(pair.chance_beyond.as_ref()?)
        ))
    });
    let mut canvas = Canvas::new(height, &title, &format!("Two levers at a time. {}.", said.collect::<Vec<_>>().join("; ")));
    let [top, _] = canvas.frame(SHOWS, &[print]);
    let left = MARGIN + NAME + 8.0;
    let wide = (WIDTH - MARGIN - left) / count;
    let top = top + 30.0;
    let most = found
        .pairs
        .iter()
        .filter_map(|pair| pair.chance_gained.as_ref())
        .chain(rows.iter().map(|row| &row.chance_gained))
        .map(|gain| gain.mean.abs())
        .fold(1e-9, f64::max);
    let beyond = found.pairs.iter().filter_map(|pair| pair.chance_beyond.as_ref()).map(|beyond| beyond.mean.abs()).fold(1e-9, f64::max);
    let mut y = top;
    for (r, row) in rows.iter().enumerate() {
        let face = Face::new(TEXT, BLACK);
        let letter = letter(r);
        canvas.text(MARGIN, y + ROW / 2.0 + TEXT * 0.32, face.bold(), &letter);
        if face.width(&row.title) <= NAME - 22.0 {
            canvas.text(MARGIN + 22.0, y + ROW / 2.0 + TEXT * 0.32, face, &row.title);
        } else {
            let face = Face::new(SMALL, BLACK);
            let lines = face.wrap(&row.title, NAME - 22.0, 2);
            for (line, down) in lines.iter().zip(if lines.len() == 1 { [0.32, 0.0] } else { [-0.15, 0.95] }) {
                canvas.text(MARGIN + 22.0, y + ROW / 2.0 + SMALL * down, face, line);
            }
        }
        let mut x = left;
        for (c, column) in rows.iter().enumerate() {
            if r == 0 {
                canvas.text(x + wide / 2.0, top - 9.0, face.bold().at(Anchor::Middle), &self::letter(c));
            }
            let (from, to) = ([x + 1.0, y + 1.0], [x + wide - 1.0, y + ROW - 1.0]);
            let pair = of(found, row, column);
            match (r == c, r < c, pair) {
                (true, ..) => cell(&mut canvas, (from, to), &row.chance_gained, most, false),
                (_, true, Some(LeverPair { chance_gained: Some(both), .. })) => cell(&mut canvas, (from, to), both, most, false),
                (_, false, Some(LeverPair { chance_beyond: Some(more), .. })) => cell(&mut canvas, (from, to), more, beyond, true),
                _ => hatch::rectangle(&mut canvas, from, to, GREY),
            }
            if r == c {
                outline(&mut canvas, from, to, BLACK, 1.5, "");
            }
            x += wide;
        }
        y += ROW;
    }
    let face = Face::new(SMALL, GREY);
    let mut x = left.min(MARGIN + 150.0);
    for (ink, what) in [(style::NEUTRAL, "gain"), (MORE, "more than the sum"), (style::SHORTAGE, "less than the sum")] {
        canvas.rect([x, y + 16.0], [x + 16.0, y + 30.0], tint(ink, 0.55));
        canvas.text(x + 22.0, y + 28.0, face, what);
        x += 40.0 + face.width(what);
    }
    if found.pairs.iter().any(|pair| pair.apart.is_some()) {
        hatch::rectangle(&mut canvas, [x, y + 16.0], [x + 16.0, y + 30.0], GREY);
        canvas.text(x + 22.0, y + 28.0, face, "not together");
    }
    canvas.finish("levers-pairs".to_owned())
}

/// Both levers gain more than the sum of the parts.
const MORE: style::Ink = (0, 158, 115);

fn of<'f>(found: &'f LeversFound, a: &LeverRow, b: &LeverRow) -> Option<&'f LeverPair> {
    let names = [a.name.as_ref()?, b.name.as_ref()?];
    found.pairs.iter().find(|pair| pair.levers.iter().all(|lever| names.contains(&lever)) && names[0] != names[1])
}

fn cell(canvas: &mut Canvas, (from, to): ([f64; 2], [f64; 2]), estimate: &Estimate, most: f64, is_beyond: bool) {
    let ink = match (is_beyond, estimate.mean >= 0.0) {
        (false, true) => style::NEUTRAL,
        (true, true) => MORE,
        (_, false) => style::SHORTAGE,
    };
    canvas.rect(from, to, LIGHT);
    canvas.rect(from.map(|edge| edge + 0.5), to.map(|edge| edge - 0.5), tint(ink, 0.65 * (estimate.mean.abs() / most).min(1.0)));
    let [low, high] = words::interval(estimate);
    let face = Face::new(SMALL, BLACK).at(Anchor::Middle);
    let face = if low > 0.0 || high < 0.0 { face.bold() } else { face };
    let text = fitted(face, &written(estimate), to[0] - from[0]);
    canvas.text(f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1]) + SMALL * 0.32, face, &text);
}

/// Percentage points to a tenth.
fn written(estimate: &Estimate) -> String {
    let text = words::rounded(100.0 * estimate.mean, 0.095);
    if estimate.mean > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn letter(i: usize) -> String {
    u8::try_from(i).ok().filter(|&i| i < 26).map_or_else(|| (i + 1).to_string(), |i| char::from(b'A' + i).to_string())
}
