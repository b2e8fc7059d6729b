//! The chance of each state of a regime over time, after what was observed before the start.

use crate::analyses::run::findings::{Findings, RegimeFindings};
use crate::report::charts::axis::middle;
use crate::report::charts::canvas::{Anchor, Canvas, Face};
use crate::report::charts::layers::{self, Layer};
use crate::report::charts::plot::{Axes, draw as plot};
use crate::report::charts::style::{self, BLACK, GREY, Ink, TEXT};
use crate::report::charts::{Figure, axis};
use crate::report::words;
use crate::units::MonthGrid;

/// Height of the canvas, pixels.
const HEIGHT: f64 = 410.0;

/// Draws one regime.
pub(super) fn draw(findings: &Findings, regime: &RegimeFindings, small_print: &str) -> Figure {
    let grid = findings.grid;
    let ink = |i: usize| tone(i, regime.states.len());
    let layers: Vec<Layer> = regime.states.iter().enumerate().map(|(i, state)| layer(&state.title, ink(i), &state.shares)).collect();
    let title = format!("{}: probability of each state", words::capital(&regime.title));
    let mut canvas = Canvas::new(HEIGHT, &title, &description(findings, regime));
    let observed: Vec<(f64, &str)> = regime.history.iter().filter(|(month, _)| *month < 0.0).map(|(month, state)| (*month, state.as_str())).collect();
    let subtitle = if observed.is_empty() {
        format!("share of trials in each state, from the start in {}", grid.label(0))
    } else {
        let states: Vec<&str> = observed.iter().map(|(_, state)| regime.state_title(state)).collect();
        format!("observed before {}: {}; then share of trials in each state", grid.label(0), states.join(", then "))
    };
    let [top, bottom] = canvas.frame(&subtitle, &[small_print]);
    let levels: Vec<(f64, String)> = [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().map(|chance| (chance, words::threshold(chance))).collect();
    let months = grid.count() as f64;
    let axes = Axes {
        across: [axis::room(&levels), layers::right(layers.iter().map(|layer| layer.name.as_str()))],
        down: [top + if observed.is_empty() { 14.0 } else { 42.0 }, bottom - 34.0],
        x: [observed.first().map_or(0.0, |(month, _)| month.floor()), months],
        y: [0.0, 1.0],
    };
    axis::levels(&mut canvas, &axes, &levels);
    // a state's share belongs to the middle of its month; the halves at both ends go with their neighbours
    let places: Vec<f64> = std::iter::once(0.0).chain((0..grid.count()).map(middle)).chain([months]).collect();
    canvas.raw(&plot(&axes, HEIGHT, &layers::shapes(&layers, &places)));
    past(&mut canvas, &axes, &observed, |state| regime.states.iter().position(|known| known.name == state).map_or(style::LIGHT, ink));
    axis::calendar(&mut canvas, &axes, grid);
    let edges = layers::edges(&layers);
    let end = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let names: Vec<_> =
        layers.iter().zip(&edges).map(|(layer, upper)| (layer.name.clone(), end(upper) - end(&layer.values) / 2.0, Some(layer.ink))).collect();
    layers::beside(&mut canvas, &axes, &names);
    canvas.finish(format!("regime-{}", words::slug(&regime.name)))
}

/// Whether the shares of trials in its states change over time, or a past was observed.
pub(super) fn changes(regime: &RegimeFindings) -> bool {
    !regime.history.is_empty() || regime.states.iter().any(|state| state.shares.iter().any(|share| (share - state.shares[0]).abs() > 0.0))
}

fn layer(name: &str, ink: Ink, chances: &[f64]) -> Layer {
    let first = chances.first().copied().unwrap_or(0.0);
    let last = chances.last().copied().unwrap_or(0.0);
    Layer { name: name.to_owned(), ink, values: std::iter::once(first).chain(chances.iter().copied()).chain([last]).collect() }
}

/// Tones of slate from dark to light, in the order of the states: they carry no country's colour, and read in grey.
fn tone(i: usize, n: usize) -> Ink {
    let part = if n < 2 { 0.3 } else { i as f64 / (n - 1) as f64 };
    let mix = |dark: f64, light: f64| byte(dark + (light - dark) * part);
    (mix(44.0, 206.0), mix(52.0, 211.0), mix(70.0, 224.0))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// What was observed: a block for each state from its beginning to the next, left of the line at the start.
fn past(canvas: &mut Canvas, axes: &Axes, observed: &[(f64, &str)], ink: impl Fn(&str) -> Ink) {
    for (i, (from, state)) in observed.iter().enumerate() {
        let to = observed.get(i + 1).map_or(0.0, |(next, _)| *next);
        canvas.rect([axes.left_of(*from), axes.down[0]], [axes.left_of(to) - 0.8, axes.down[1]], ink(state));
    }
    if observed.is_empty() {
        return;
    }
    let start = axes.left_of(0.0);
    canvas.line([start, axes.down[0]], [start, axes.down[1]], (255, 255, 255), 6.0, "");
    canvas.line([start, axes.down[0] - 28.0], [start, axes.down[1]], BLACK, 2.0, "");
    let face = Face::new(TEXT, GREY);
    canvas.text(start + 6.0, axes.down[0] - 15.0, face, "trials");
    if start - 6.0 - face.width("observed") > axes.across[0] - 40.0 {
        canvas.text(start - 6.0, axes.down[0] - 15.0, face.at(Anchor::End), "observed");
    }
}

/// The calendar month of a time before the start.
#[expect(clippy::cast_possible_truncation, reason = "months count in the hundreds")]
fn calendar(grid: MonthGrid, month: f64) -> String {
    let months = i32::try_from(grid.month_of_year(0)).unwrap_or(0) + month.floor() as i32;
    format!("{:04}-{:02}", grid.year(0) + months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// What a screen reader says: what was observed, and the chances of every fifth December and of the last month.
fn description(findings: &Findings, regime: &RegimeFindings) -> String {
    let grid = findings.grid;
    let observed: Vec<String> =
        regime.history.iter().map(|(month, state)| format!("{} from {}", regime.state_title(state), calendar(grid, *month))).collect();
    let past = if observed.is_empty() { String::new() } else { format!("Observed: {}. ", observed.join(", ")) };
    let shown = (0..grid.count()).filter(|&k| k + 1 == grid.count() || (grid.month_of_year(k) == 11 && grid.year(k) % 5 == 0));
    let said = shown.map(|k| {
        let chances = regime.states.iter().filter_map(|state| Some(format!("{} {:.0}%", state.title, 100.0 * state.shares.get(k)?)));
        format!("{}: {}", grid.label(k), chances.collect::<Vec<_>>().join(", "))
    });
    format!("{past}Probability of each state. {}.", said.collect::<Vec<_>>().join("; "))
}
