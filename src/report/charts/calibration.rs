//! Histogram of outcomes in bins of equal probability: flat for a calibrated forecaster.

use super::canvas::{Anchor, Canvas, Face, MARGIN};
use super::plot::Axes;
use super::shapes::frame_height;
use super::style::{BLACK, GREY, LEADING, NEUTRAL, TEXT, WIDTH};
use super::{Figure, axis};

/// Height of the bars, pixels.
const BARS: f64 = 190.0;
/// Room under them, pixels.
const BELOW: f64 = 48.0;

/// Histogram of one forecaster: counts by bin, and the range of 95% of counts if the forecaster is calibrated.
#[must_use]
pub fn calibration(title: &str, bins: &[f64], expected: [f64; 2], print: &str) -> Figure {
    let subtitle =
        "outcomes in bins of equal probability; grey band: 95% of counts if calibrated; not-yet outcomes are spread over what is left to them";
    let mut canvas = Canvas::new(
        frame_height(title, subtitle, &[print]) + BARS + BELOW,
        title,
        &format!("Counts from the earliest fifth to the latest: {}.", bins.iter().map(|count| format!("{count:.1}")).collect::<Vec<_>>().join(", ")),
    );
    let [top, bottom] = canvas.frame(subtitle, &[print]);
    let most = bins.iter().copied().fold(expected[1], f64::max);
    let levels = axis::steps(most);
    let high = levels.last().map_or(most, |(level, _)| *level);
    let axes = Axes { across: [axis::room(&levels) + 8.0, WIDTH - MARGIN], down: [top + 6.0, bottom - BELOW], x: [0.0, 1.0], y: [0.0, high] };
    axis::levels(&mut canvas, &axes, &levels);
    canvas.rect([axes.across[0], axes.top_of(expected[1])], [axes.across[1], axes.top_of(expected[0])], super::style::LIGHT);
    let edge = |bin: usize| axes.left_of(bin as f64 / bins.len().max(1) as f64);
    for (i, &count) in bins.iter().enumerate() {
        canvas.rect([edge(i) + 14.0, axes.top_of(count)], [edge(i + 1) - 14.0, axes.down[1]], NEUTRAL);
        let middle = f64::midpoint(edge(i), edge(i + 1));
        canvas.text(middle, axes.top_of(count) - 5.0, Face::new(TEXT, BLACK).at(Anchor::Middle), &format!("{count:.1}"));
        let [from, to] = [i, i + 1].map(|bin| 100.0 * bin as f64 / bins.len().max(1) as f64);
        canvas.text(middle, axes.down[1] + TEXT, Face::new(TEXT, GREY).at(Anchor::Middle), &format!("{from:.0} to {to:.0}%"));
    }
    canvas.line([axes.across[0], axes.down[1]], [axes.across[1], axes.down[1]], GREY, 1.0, "");
    let middle = f64::midpoint(axes.across[0], axes.across[1]);
    canvas.text(
        middle,
        axes.down[1] + TEXT * (1.0 + LEADING),
        Face::new(TEXT, GREY).at(Anchor::Middle),
        "probability that was given to no later a start",
    );
    canvas.finish("calibration".to_owned())
}
