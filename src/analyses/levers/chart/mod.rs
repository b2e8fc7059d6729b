//! Figures of `adit levers`: gains, gains against costs, pairs, and the value of information.

mod costs;
mod information;
mod pairs;
mod ranking;

pub use costs::cost_figure;
pub use information::information_figure;
pub use pairs::pair_figure;
pub use ranking::ranking_figure;

use crate::report::charts::axis;
use crate::report::charts::canvas::{Anchor, Canvas, Face};
use crate::report::charts::plot::Axes;
use crate::report::charts::style::{BLACK, GREY, LIGHT, TEXT};
use crate::report::words;
use crate::units::Quantity;

/// Value with the ends of its interval, times a factor; an end that is open or unknown is 0.
pub(super) fn ends(of: &Quantity, factor: f64) -> [f64; 3] {
    [of.number() * factor, of.low.unwrap_or(0.0) * factor, of.high.unwrap_or(0.0) * factor]
}

/// Round bounds around a range that includes 0, and the step between ticks.
pub(super) fn bounds(low: f64, high: f64) -> ([f64; 2], f64) {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let span = if high > low && (high - low).is_finite() { high - low } else { 1.0 };
    let step = axis::steps(span).get(1).map_or(1.0, |(step, _)| *step);
    let (first, last) = ((low / step).floor(), (high / step).ceil());
    ([first * step, last.max(first + 1.0) * step], step)
}

/// Vertical grid lines with numbers under them, zero in black.
pub(super) fn ticks(canvas: &mut Canvas, axes: &Axes, step: f64, label: &dyn Fn(f64) -> String) {
    let face = Face::new(TEXT, GREY).at(Anchor::Middle);
    let mut widest = 0.0_f64;
    let mut value = axes.x[0];
    while value <= axes.x[1] + 0.5 * step {
        widest = widest.max(face.width(&label((value / step).round() * step)) + 10.0);
        value += step;
    }
    let apart = (axes.left_of(axes.x[0] + step) - axes.across[0]).max(1.0);
    let every = (widest / apart).ceil().max(1.0);
    let (mut i, first) = (0.0, (axes.x[0] / step).round());
    while axes.x[0] + i * step <= axes.x[1] + 0.5 * step {
        let value = (first + i) * step;
        let x = axes.left_of(value);
        let is_zero = (first + i).abs() < 0.5;
        canvas.line([x, axes.down[0]], [x, axes.down[1]], if is_zero { BLACK } else { LIGHT }, if is_zero { 1.5 } else { 1.0 }, "");
        if ((first + i) / every).fract() == 0.0 {
            canvas.text(x, axes.down[1] + TEXT, face, &label(value));
        }
        i += 1.0;
    }
}

/// Number of a tick with its sign, to the digits of its step.
pub(super) fn signed(value: f64, step: f64) -> String {
    let text = words::rounded(value, 0.95 * step);
    if value > 0.0 { format!("+{text}") } else { text }
}
