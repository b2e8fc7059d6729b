//! The limits of a box, each drawn on how its column is spread over all trials and over those of interest.

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::shapes::tint;
use super::style::{BLACK, GREY, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use crate::report::discovery::phrase;
use crate::report::words;
use crate::study::discovery::{Discovery, FoundBox, FoundLimit, Side};

/// Height of a histogram, pixels.
const BARS: f64 = 74.0;
/// Room under a histogram for its labels, pixels.
const LABELS: f64 = 34.0;
/// Lines that the words of a limit may take.
const LINES: usize = 2;
/// Width of the bar for never, and of the gap before it, pixels.
const NEVER: [f64; 2] = [44.0, 16.0];

/// Draws the limits of the i-th box.
#[must_use]
pub fn limits(found: &Discovery, i: usize, one: &FoundBox, small_print: &str) -> Figure {
    let cases = if found.of_failures { "those that fail" } else { "those that arrive" };
    let title = format!(
        "Box {}: {} of these trials {}",
        i + 1,
        words::percent_with_interval(&one.density),
        if found.of_failures { "fail" } else { "arrive" }
    );
    let subtitle = format!("“{}” by the end of {}. Pale: all trials; dark: {cases}, darker inside the limit", found.goal_title, found.by);
    let said: Vec<String> = one.limits.iter().map(phrase).collect();
    let height = Canvas::framed(&title, &subtitle, &[small_print]) + row_height() * count(one.limits.len()) + 16.0;
    let mut canvas = Canvas::new(height, &title, &format!("Trials in which {}.", words::joined(&said)));
    let [top, _] = canvas.frame(&subtitle, &[small_print]);
    for (row, (limit, said)) in one.limits.iter().zip(&said).enumerate() {
        let mut y = top + 12.0 + row_height() * count(row) + TEXT;
        for line in Face::new(TEXT, BLACK).bold().wrap(&words::capital(said), WIDTH - 2.0 * MARGIN, LINES) {
            canvas.text(MARGIN, y, Face::new(TEXT, BLACK).bold(), &line);
            y += TEXT * LEADING;
        }
        histogram(&mut canvas, limit, top + 12.0 + row_height() * count(row) + head_height());
    }
    canvas.finish(format!("limits-{}", i + 1))
}

fn count(rows: usize) -> f64 {
    rows as f64
}

fn head_height() -> f64 {
    TEXT * LEADING * count(LINES) + 6.0
}

fn row_height() -> f64 {
    head_height() + BARS + LABELS + 12.0
}

fn histogram(canvas: &mut Canvas, limit: &FoundLimit, top: f64) {
    let spread = &limit.spread;
    let has_never = spread.never[0] > 0;
    let right = WIDTH - MARGIN - if has_never { NEVER[0] + NEVER[1] } else { 0.0 };
    let bottom = top + BARS;
    let most = spread.all.iter().copied().chain([spread.never[0]]).max().unwrap_or(1).max(1);
    let bins = count(spread.all.len().max(1));
    let width = (right - MARGIN) / bins;
    let tall = |trials: u64| bottom - BARS * share_of(trials, most);
    let bar = |canvas: &mut Canvas, [from, to]: [f64; 2], all: u64, hits: u64, inside: bool| {
        canvas.rect([from, tall(all)], [to, bottom], if inside { LIGHT } else { tint(LIGHT, 0.55) });
        canvas.rect([from, tall(hits)], [to, bottom], if inside { NEUTRAL } else { tint(NEUTRAL, 0.45) });
    };
    let is_flag = limit.column.holds.is_flag();
    let [low, high] = spread.ends;
    for (b, (&all, &hits)) in spread.all.iter().zip(&spread.hits).enumerate() {
        let middle = if is_flag { count(b) } else { low + (high - low) * (count(b) + 0.5) / bins };
        let from = MARGIN + width * count(b);
        let inside = if limit.side == Side::Above { middle > limit.value } else { middle < limit.value };
        bar(canvas, [from, from + width - 1.0], all, hits, inside);
    }
    canvas.line([MARGIN, bottom], [WIDTH - MARGIN, bottom], GREY, 1.0, "");
    let base = bottom + 6.0 + TEXT * 0.8;
    let face = Face::new(TEXT, GREY);
    if has_never {
        let from = WIDTH - MARGIN - NEVER[0];
        bar(canvas, [from, WIDTH - MARGIN], spread.never[0], spread.never[1], limit.side == Side::Above);
        canvas.text(WIDTH - MARGIN, base, face.at(Anchor::End), "never");
    }
    if is_flag {
        canvas.text(MARGIN + width * 0.5, base, face.at(Anchor::Middle), "no");
        canvas.text(MARGIN + width * 1.5, base, face.at(Anchor::Middle), "yes");
        return;
    }
    let at = MARGIN + (right - MARGIN) * ((limit.value.clamp(low, high) - low) / (high - low).max(f64::MIN_POSITIVE));
    canvas.line([at, top - 4.0], [at, bottom + 5.0], BLACK, 2.0, "");
    ends(canvas, limit, at, [right, base]);
}

/// The ends of the bins and the limit, each where it has room: the limit always, an end where it is far enough from it.
fn ends(canvas: &mut Canvas, limit: &FoundLimit, at: f64, [right, base]: [f64; 2]) {
    let face = Face::new(TEXT, BLACK).bold();
    let is_month = limit.column.holds.is_date();
    let text = |value: f64| if is_month { words::month_of_year(value) } else { words::three_digits(value) };
    let unit = if is_month || limit.column.unit.is_empty() { String::new() } else { format!(" {}", limit.column.unit) };
    let own = if is_month { text(limit.value) } else { format!("{}{unit}", words::plain(limit.value)) };
    let half = face.width(&own) / 2.0;
    let middle = at.clamp(MARGIN + half, (right - half).max(MARGIN + half));
    canvas.text(middle, base, face.at(Anchor::Middle), &own);
    let face = Face::new(TEXT, GREY);
    let [low, high] = limit.spread.ends.map(text);
    if middle - half > MARGIN + face.width(&low) + 10.0 {
        canvas.text(MARGIN, base, face, &low);
    }
    if middle + half < right - face.width(&high) - 10.0 {
        canvas.text(right, base, face.at(Anchor::End), &high);
    }
}

fn share_of(part: u64, most: u64) -> f64 {
    part as f64 / most as f64
}
