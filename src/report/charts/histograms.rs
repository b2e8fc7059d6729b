//! Figure of histograms: each shows a column over all trials and over the trials of interest, with one limit and the side that lies inside.

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::shapes::tint;
use super::style::{BLACK, GREY, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use crate::report::words;

/// Height of a histogram, pixels.
const BARS: f64 = 74.0;
/// Height below a histogram for its labels, pixels.
const LABELS: f64 = 34.0;
/// Lines of the label of a histogram, at most.
const LINES: usize = 2;
/// Width of the bar for never, and of the gap before it, pixels.
const NEVER: [f64; 2] = [44.0, 16.0];

/// Kind of the values of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Numbers.
    Numbers,
    /// No and yes, in two bins.
    Flags,
    /// Decimal years.
    Dates,
}

/// Histogram.
#[derive(Clone, Copy, Debug)]
pub struct HistogramRow<'a> {
    /// Label above it.
    pub label: &'a str,
    /// Kind of the values.
    pub values: Values,
    /// Unit of the values; empty where there is none.
    pub unit: &'a str,
    /// Limit.
    pub limit: f64,
    /// Whether values above the limit lie inside, or those below it.
    pub inside_above: bool,
    /// Left end of the first bin and right end of the last.
    pub ends: [f64; 2],
    /// Trials by bin.
    pub all: &'a [u64],
    /// Trials of interest by bin.
    pub of_interest: &'a [u64],
    /// Trials, and trials of interest, without a date.
    pub never: [u64; 2],
}

/// Figure of histograms.
pub struct Histograms<'a> {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: &'a str,
    /// Subtitle.
    pub subtitle: &'a str,
    /// Histograms from top to bottom.
    pub rows: Vec<HistogramRow<'a>>,
    /// Source line.
    pub print: &'a str,
}

impl Histograms<'_> {
    /// Draws the figure.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let height = Canvas::framed(self.title, self.subtitle, &[self.print]) + row_height() * count(self.rows.len()) + 16.0;
        let labels: Vec<String> = self.rows.iter().map(|row| row.label.to_owned()).collect();
        let mut canvas = Canvas::new(height, self.title, &format!("Trials in which {}.", words::joined(&labels)));
        let [top, _] = canvas.frame(self.subtitle, &[self.print]);
        for (place, row) in self.rows.iter().enumerate() {
            let mut y = top + 12.0 + row_height() * count(place) + TEXT;
            for line in Face::new(TEXT, BLACK).bold().wrap(&words::capital(row.label), WIDTH - 2.0 * MARGIN, LINES) {
                canvas.text(MARGIN, y, Face::new(TEXT, BLACK).bold(), &line);
                y += TEXT * LEADING;
            }
            histogram(&mut canvas, row, top + 12.0 + row_height() * count(place) + head_height());
        }
        canvas.finish(self.name.clone())
    }
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

fn histogram(canvas: &mut Canvas, row: &HistogramRow, top: f64) {
    let has_never = row.never[0] > 0;
    let right = WIDTH - MARGIN - if has_never { NEVER[0] + NEVER[1] } else { 0.0 };
    let bottom = top + BARS;
    let most = row.all.iter().copied().chain([row.never[0]]).max().unwrap_or(1).max(1);
    let bins = count(row.all.len().max(1));
    let width = (right - MARGIN) / bins;
    let tall = |trials: u64| bottom - BARS * share_of(trials, most);
    let bar = |canvas: &mut Canvas, [from, to]: [f64; 2], [all, of_interest]: [u64; 2], inside: bool| {
        canvas.rect([from, tall(all)], [to, bottom], if inside { LIGHT } else { tint(LIGHT, 0.55) });
        canvas.rect([from, tall(of_interest)], [to, bottom], if inside { NEUTRAL } else { tint(NEUTRAL, 0.45) });
    };
    let is_flag = row.values == Values::Flags;
    let [low, high] = row.ends;
    for (b, (&all, &of_interest)) in row.all.iter().zip(row.of_interest).enumerate() {
        let middle = if is_flag { count(b) } else { low + (high - low) * (count(b) + 0.5) / bins };
        let from = MARGIN + width * count(b);
        let inside = if row.inside_above { middle > row.limit } else { middle < row.limit };
        bar(canvas, [from, from + width - 1.0], [all, of_interest], inside);
    }
    canvas.line([MARGIN, bottom], [WIDTH - MARGIN, bottom], GREY, 1.0, "");
    let base = bottom + 6.0 + TEXT * 0.8;
    let face = Face::new(TEXT, GREY);
    if has_never {
        let from = WIDTH - MARGIN - NEVER[0];
        bar(canvas, [from, WIDTH - MARGIN], row.never, row.inside_above);
        canvas.text(WIDTH - MARGIN, base, face.at(Anchor::End), "never");
    }
    if is_flag {
        canvas.text(MARGIN + width * 0.5, base, face.at(Anchor::Middle), "no");
        canvas.text(MARGIN + width * 1.5, base, face.at(Anchor::Middle), "yes");
        return;
    }
    let at = MARGIN + (right - MARGIN) * ((row.limit.clamp(low, high) - low) / (high - low).max(f64::MIN_POSITIVE));
    canvas.line([at, top - 4.0], [at, bottom + 5.0], BLACK, 2.0, "");
    ends(canvas, row, at, [right, base]);
}

/// Labels of the limit and of the ends of the bins; an end is left out where it is too near the limit.
fn ends(canvas: &mut Canvas, row: &HistogramRow, at: f64, [right, base]: [f64; 2]) {
    let face = Face::new(TEXT, BLACK).bold();
    let is_month = row.values == Values::Dates;
    let text = |value: f64| if is_month { words::month_of_year(value) } else { words::three_digits(value) };
    let unit = if is_month || row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
    let own = if is_month { text(row.limit) } else { format!("{}{unit}", words::plain(row.limit)) };
    let half = face.width(&own) / 2.0;
    let middle = at.clamp(MARGIN + half, (right - half).max(MARGIN + half));
    canvas.text(middle, base, face.at(Anchor::Middle), &own);
    let face = Face::new(TEXT, GREY);
    let [low, high] = row.ends.map(text);
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
