//! Pairs of levers as a matrix: gain with both above the diagonal, gain beyond the sum of the two alone below it.

use crate::analyses::levers::findings::{Choice, LeversFindings, PairGains};
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::shapes::{fitted, frame_height, outline, tint};
use crate::report::charts::style::{self, BLACK, GREY, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::charts::{Figure, hatch};
use crate::report::words;
use crate::units::Quantity;

/// Height of a row, pixels.
const ROW: f64 = 38.0;
/// Width of the names, pixels.
const NAME: f64 = 214.0;
/// Subtitle.
const SHOWS: &str = "probability gained, percentage points: alone on the diagonal, both above it, below it the gain of both beyond the sum (bold: 95% interval without 0)";

/// Matrix of all pairs, with the levers in the order of their gains.
#[must_use]
pub fn pair_figure(found: &LeversFindings, print: &str) -> Figure {
    let rows = found.ranked_levers();
    let title = format!("Pairs of levers, arrival by {}: {}", found.year, found.goal_title);
    let (count, height) = (rows.len().max(1) as f64, frame_height(&title, SHOWS, &[print]) + ROW * rows.len() as f64 + 84.0);
    let texts = found.pairs.iter().filter_map(|pair| {
        let gains = pair.gains.as_ref()?;
        let [both, beyond] = [&gains.probability, &gains.probability_beyond_sum].map(written);
        Some(format!("{} and {}: {both}, beyond the sum {beyond}", pair.levers[0], pair.levers[1]))
    });
    let mut canvas = Canvas::new(height, &title, &format!("Pairs of levers. {}.", texts.collect::<Vec<_>>().join("; ")));
    let [top, _] = canvas.frame(SHOWS, &[print]);
    let left = MARGIN + NAME + 8.0;
    let wide = (WIDTH - MARGIN - left) / count;
    let top = top + 30.0;
    let gains = || found.pairs.iter().filter_map(|pair| pair.gains.as_ref());
    let all = gains().map(|gains| &gains.probability).chain(rows.iter().map(|row| &row.probability_gained));
    let most = all.map(|gain| gain.number().abs()).fold(1e-9, f64::max);
    let beyond = gains().map(|gains| gains.probability_beyond_sum.number().abs()).fold(1e-9, f64::max);
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
                (true, ..) => cell(&mut canvas, (from, to), &row.probability_gained, most, false),
                (_, true, Some(gains)) => cell(&mut canvas, (from, to), &gains.probability, most, false),
                (_, false, Some(gains)) => cell(&mut canvas, (from, to), &gains.probability_beyond_sum, beyond, true),
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
    if found.pairs.iter().any(|pair| pair.gains.is_none()) {
        hatch::rectangle(&mut canvas, [x, y + 16.0], [x + 16.0, y + 30.0], GREY);
        canvas.text(x + 22.0, y + 28.0, face, "incompatible");
    }
    canvas.finish("levers-pairs".to_owned())
}

/// Colour of a gain beyond the sum.
const MORE: style::Ink = (0, 158, 115);

fn of<'f>(found: &'f LeversFindings, a: &Choice, b: &Choice) -> Option<&'f PairGains> {
    let names = [a.lever.as_ref()?, b.lever.as_ref()?];
    found.pairs.iter().find(|pair| pair.levers.iter().all(|lever| names.contains(&lever)) && names[0] != names[1])?.gains.as_ref()
}

fn cell(canvas: &mut Canvas, (from, to): ([f64; 2], [f64; 2]), gain: &Quantity, most: f64, is_beyond: bool) {
    let value = gain.number();
    let ink = match (is_beyond, value >= 0.0) {
        (false, true) => style::NEUTRAL,
        (true, true) => MORE,
        (_, false) => style::SHORTAGE,
    };
    canvas.rect(from, to, LIGHT);
    canvas.rect(from.map(|edge| edge + 0.5), to.map(|edge| edge - 0.5), tint(ink, 0.65 * (value.abs() / most).min(1.0)));
    let face = Face::new(SMALL, BLACK).at(Anchor::Middle);
    let face = if gain.low.is_some_and(|low| low > 0.0) || gain.high.is_some_and(|high| high < 0.0) { face.bold() } else { face };
    let text = fitted(face, &written(gain), to[0] - from[0]);
    canvas.text(f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1]) + SMALL * 0.32, face, &text);
}

/// Percentage points to a tenth.
fn written(gain: &Quantity) -> String {
    let text = words::rounded(100.0 * gain.number(), 0.095);
    if gain.number() > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn letter(i: usize) -> String {
    u8::try_from(i).ok().filter(|&i| i < 26).map_or_else(|| (i + 1).to_string(), |i| char::from(b'A' + i).to_string())
}
