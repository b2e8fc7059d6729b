//! Hatching: what lies beyond reach, in strokes that print in grey as well.

use super::canvas::Canvas;
use super::style::Ink;

/// Distance between two strokes, pixels.
const STEP: f64 = 6.0;

/// Fills a rectangle with rising strokes. Each is cut at the edges here, for a clip path would need a name of its own in every document.
pub(crate) fn rectangle(canvas: &mut Canvas, from: [f64; 2], to: [f64; 2], ink: Ink) {
    let (width, height) = (to[0] - from[0], to[1] - from[1]);
    let mut along = STEP / 2.0;
    while along < width + height {
        // the stroke on which the distance from the left edge and the one from the top add up to `along`
        let lower = [(along - height).max(0.0), along.min(height)];
        let upper = [along.min(width), (along - width).max(0.0)];
        canvas.line([from[0] + lower[0], from[1] + lower[1]], [from[0] + upper[0], from[1] + upper[1]], ink, 1.0, "");
        along += STEP;
    }
}

/// Fills the space between two lines over the same places, given as x, upper y, lower y in pixels from left to right, with upright strokes.
pub(crate) fn between(canvas: &mut Canvas, edges: &[[f64; 3]], ink: Ink) {
    let Some(first) = edges.first() else { return };
    let mut x = first[0] + STEP / 2.0;
    for pair in edges.windows(2) {
        while x <= pair[1][0] {
            let part = (x - pair[0][0]) / (pair[1][0] - pair[0][0]);
            let [top, bottom] = [1, 2].map(|i| pair[0][i] + part * (pair[1][i] - pair[0][i]));
            if bottom - top > 0.5 {
                canvas.line([x, top], [x, bottom], ink, 1.2, "");
            }
            x += STEP;
        }
    }
}
