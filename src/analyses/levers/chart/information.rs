//! Expected value of perfect information on each input.

use super::{bounds, ticks};
use crate::analyses::levers::findings::{LeversFindings, Objective};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height, tint};
use crate::report::charts::style::{self, BLACK, GREY, SMALL, TEXT, WIDTH};
use crate::report::words;
use crate::units::Quantity;

/// Inputs drawn, at most.
const MOST: usize = 10;
/// Height of a bar with its name, pixels.
const ROW: f64 = 42.0;

/// Bar for each input with a value of information, with its 95% interval, the largest first.
#[must_use]
pub fn information_figure(found: &LeversFindings, print: &str) -> Figure {
    let scale = if found.objective == Objective::Probability { 100.0 } else { 1.0 };
    let written = |value: f64| match found.objective {
        Objective::Probability => words::rounded(value, 0.005),
        _ if value == 0.0 => "0".to_owned(),
        _ => words::dollars(value),
    };
    let everything = format!("everything: {}", written(scale * found.perfect_information.number()));
    let (title, shows) = ("Value of information before choosing among the levers".to_owned(), unit(found, &everything));
    let with_ends = |of: &Quantity| [of.number(), of.low.unwrap_or(0.0), of.high.unwrap_or(f64::INFINITY)].map(|end| scale * end);
    let inputs = found.inputs.iter().map(|input| (input.input.as_str(), with_ends(&input.value)));
    let inputs: Vec<(&str, [f64; 3])> = inputs.filter(|(_, [value, _, high])| *value > 0.0 || *high > 0.0).take(MOST).collect();
    let height = frame_height(&title, &shows, &[print]) + ROW * inputs.len().max(1) as f64 + 46.0;
    let texts = inputs.iter().map(|(input, [value, low, high])| format!("{input}: {} [{}, {}]", written(*value), written(*low), written(*high)));
    let mut canvas = Canvas::new(height, &title, &format!("{everything}; {}.", texts.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(&shows, &[print]);
    let most = inputs.iter().flat_map(|(_, ends)| ends).copied().filter(|end| end.is_finite()).fold(0.0, f64::max);
    let (x, step) = bounds(0.0, most);
    let axes = Axes { across: [MARGIN + 6.0, WIDTH - MARGIN - 30.0], down: [top + 8.0, bottom - 34.0], x, y: [0.0, 1.0] };
    ticks(&mut canvas, &axes, step, &|value| {
        if found.objective == Objective::Probability { words::rounded(value, 0.95 * step) } else { written(value) }
    });
    let mut y = axes.down[0];
    for (input, [value, low, high]) in &inputs {
        let face = Face::new(TEXT, BLACK);
        canvas.text(axes.across[0] + 4.0, y + TEXT * 0.95, face, &fitted(face, input, axes.across[1] - axes.across[0] - 110.0));
        let face = Face::new(SMALL, GREY).at(Anchor::End);
        canvas.text(axes.across[1] + 26.0, y + TEXT * 0.95, face, &written(*value));
        let (bar, end) = ([y + 23.0, y + 35.0], if high.is_finite() { *high } else { axes.x[1] });
        canvas.rect([axes.across[0], bar[0]], [axes.left_of(*value), bar[1]], tint(style::NEUTRAL, 0.6));
        let middle = f64::midpoint(bar[0], bar[1]);
        canvas.line([axes.left_of(*low), middle], [axes.left_of(end), middle], BLACK, 2.0, "");
        for x in [*low, end] {
            canvas.line([axes.left_of(x), middle - 4.0], [axes.left_of(x), middle + 4.0], BLACK, 2.0, "");
        }
        y += ROW;
    }
    if inputs.is_empty() {
        canvas.text(axes.across[0] + 4.0, y + TEXT, Face::new(TEXT, GREY), "No input would change the choice.");
    }
    canvas.finish("levers-information".to_owned())
}

fn unit(found: &LeversFindings, everything: &str) -> String {
    match found.objective {
        Objective::Probability => format!("percentage points of probability by {}, 95% intervals; {everything}", found.year),
        Objective::Arrival { worth } => {
            format!("US dollars, {} for an arrival by {}, 95% intervals; {everything}", words::dollars(worth), found.year)
        }
        Objective::Shortage => format!("US dollars, shortage avoided at its price less cost, 95% intervals; {everything}"),
    }
}
