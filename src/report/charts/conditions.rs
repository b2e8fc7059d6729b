//! What would have to be true: the chance as one condition after the other is given.

use super::Figure;
use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::tint;
use super::style::{BLACK, GREY, Ink, LEADING, LIGHT, NEUTRAL, TEXT, WIDTH};
use crate::report::conditions::condition_phrase;
use crate::report::words;
use crate::study::Share;
use crate::study::conditions::Conditions;

/// Height of a bar, and room around it, pixels.
const BAR: [f64; 2] = [18.0, 14.0];
/// Lines that the words of a condition may take.
const LINES: usize = 2;

/// Draws the build-up of the best set, between the chance as things stand and that if everything turns out well.
#[must_use]
pub fn conditions(found: &Conditions, small_print: &str) -> Figure {
    let title = format!("What would have to be true: chance by the end of {}", found.by);
    let subtitle = format!("“{}”; each bar adds one condition to those above it; lines: 95% intervals", found.goal_title);
    let all = format!("if all {} conditions turn out well", found.elements[1]);
    let mut rows: Vec<(String, &Share, Ink)> = vec![("as things stand".to_owned(), &found.today, GREY)];
    rows.extend(found.steps.iter().map(|step| (format!("and {}", condition_phrase(&step.condition)), &step.chance, NEUTRAL)));
    rows.push((all, &found.all, tint(NEUTRAL, 0.5)));
    let face = Face::new(TEXT, BLACK);
    let lines: Vec<Vec<String>> = rows.iter().map(|(label, ..)| face.wrap(label, WIDTH - 2.0 * MARGIN, LINES)).collect();
    let tall = |lines: &Vec<String>| TEXT * LEADING * count(lines.len()) + BAR[0] + BAR[1];
    let height = Canvas::framed(&title, &subtitle, &[small_print]) + lines.iter().map(tall).sum::<f64>() + 56.0;
    let said: Vec<String> = rows.iter().map(|(label, share, _)| format!("{label}: {}", words::percent_with_interval(share))).collect();
    let mut canvas = Canvas::new(height, &title, &said.join("; "));
    let [top, bottom] = canvas.frame(&subtitle, &[small_print]);
    let widest = rows.iter().map(|(_, share, _)| face.width(&words::percent_with_interval(share))).fold(0.0, f64::max);
    let axes = Axes { across: [MARGIN, WIDTH - MARGIN - widest - 16.0], down: [top + 14.0, bottom - 26.0], x: [0.0, 1.0], y: [0.0, 1.0] };
    let wanted = axes.left_of(found.wanted);
    canvas.line([wanted, axes.down[0]], [wanted, axes.down[1] + 5.0], BLACK, 1.5, "5 4");
    let mut y = axes.down[0];
    for ((_, share, ink), lines) in rows.iter().zip(&lines) {
        for line in lines {
            y += TEXT * LEADING;
            canvas.text(MARGIN, y - 4.0, face, line);
        }
        bar(&mut canvas, &axes, y + 2.0, share, *ink);
        y += BAR[0] + BAR[1];
    }
    canvas.line([axes.across[0], axes.down[1]], [axes.across[1], axes.down[1]], LIGHT, 1.0, "");
    let label = words::threshold(found.wanted);
    canvas.text(wanted, axes.down[1] + 8.0 + TEXT * 0.8, Face::new(TEXT, BLACK).bold().at(Anchor::Middle), &format!("{label} wanted"));
    canvas.finish("conditions".to_owned())
}

fn bar(canvas: &mut Canvas, axes: &Axes, y: f64, share: &Share, ink: Ink) {
    canvas.rect([axes.across[0], y], [axes.left_of(share.share).max(axes.across[0] + 1.0), y + BAR[0]], ink);
    let middle = y + BAR[0] / 2.0;
    let [low, high] = [share.low, share.high].map(|end| axes.left_of(end));
    canvas.line([low, middle], [high, middle], BLACK, 2.0, "");
    canvas.text(high + 8.0, y + BAR[0] * 0.5 + TEXT * 0.32, Face::new(TEXT, BLACK), &words::percent_with_interval(share));
}

fn count(lines: usize) -> f64 {
    lines as f64
}
