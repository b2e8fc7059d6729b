//! What it would be worth to know each input before choosing.

use super::{bounds, ticks};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::plot::Axes;
use crate::report::charts::shapes::{fitted, frame_height, tint};
use crate::report::charts::style::{self, BLACK, GREY, SMALL, TEXT, WIDTH};
use crate::report::words;
use crate::study::{LeversFound, Objective};

/// Inputs drawn, at most.
const MOST: usize = 10;
/// Height of a bar with its name, pixels.
const ROW: f64 = 42.0;

/// A bar for each input worth knowing, with its 95% interval; the largest first.
#[must_use]
pub fn lever_information(found: &LeversFound, print: &str) -> Figure {
    let scale = if found.objective == Objective::Chance { 100.0 } else { 1.0 };
    let written = |value: f64| match found.objective {
        Objective::Chance => words::rounded(value, 0.005),
        _ if value == 0.0 => "0".to_owned(),
        _ => words::dollars(value),
    };
    let everything = format!("everything: {}", written(scale * found.perfect_information.value));
    let (title, shows) = ("Worth knowing before choosing among the levers".to_owned(), unit(found, &everything));
    let told = found.inputs.iter().filter(|input| input.worth.value > 0.0 || input.worth.high > 0.0).take(MOST);
    let inputs: Vec<_> =
        told.map(|input| (input.input.as_str(), [input.worth.value, input.worth.low, input.worth.high].map(|end| scale * end))).collect();
    let height = frame_height(&title, &shows, &[print]) + ROW * inputs.len().max(1) as f64 + 46.0;
    let said = inputs.iter().map(|(input, [value, low, high])| format!("{input}: {} [{}, {}]", written(*value), written(*low), written(*high)));
    let mut canvas = Canvas::new(height, &title, &format!("{everything}; {}.", said.collect::<Vec<_>>().join("; ")));
    let [top, bottom] = canvas.frame(&shows, &[print]);
    let most = inputs.iter().flat_map(|(_, ends)| ends).copied().filter(|end| end.is_finite()).fold(0.0, f64::max);
    let (x, step) = bounds(0.0, most);
    let axes = Axes { across: [MARGIN + 6.0, WIDTH - MARGIN - 30.0], down: [top + 8.0, bottom - 34.0], x, y: [0.0, 1.0] };
    ticks(&mut canvas, &axes, step, &|value| if found.objective == Objective::Chance { words::rounded(value, 0.95 * step) } else { written(value) });
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

fn unit(found: &LeversFound, everything: &str) -> String {
    match found.objective {
        Objective::Chance => format!("percentage points of chance by {}, 95% intervals; {everything}", found.year),
        Objective::Arrival { worth } => {
            format!("US dollars, {} for an arrival by {}, 95% intervals; {everything}", words::dollars(worth), found.year)
        }
        Objective::Shortage => format!("US dollars, shortage avoided at its price less cost, 95% intervals; {everything}"),
    }
}
