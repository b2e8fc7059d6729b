//! Waterfall chart: steps from the plan to the forecast, one for the Shapley value of each cause.

use super::spans::{AXIS, Spans};
use crate::analyses::causes::findings::{Attribution, CausesFindings, GoalAttribution, Statistic};
use crate::analyses::causes::wording::{level, level_with_interval, shapley, spoken, title, with_interval};
use crate::report::charts::Figure;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::shapes::frame_height;
use crate::report::charts::style::{BLACK, NEUTRAL};
use crate::report::words;
use crate::units::Quantity;

/// Height of a row, pixels.
const ROW: f64 = 27.0;
/// Radius of a mark, pixels.
const RING: f64 = 5.5;

/// Waterfall chart of one statistic.
#[must_use]
pub fn waterfall(found: &CausesFindings, goal: &GoalAttribution, of: &Attribution, print: &str) -> Figure {
    let horizon = found.grid.count();
    let subtitle = match of.statistic {
        Statistic::Probability(year) => {
            format!("probability of arrival by the end of {year}: from the plan to the forecast; Shapley values in points, 95% intervals")
        }
        _ => "median month of arrival: from the plan to the forecast; Shapley values in months, 95% intervals".to_owned(),
    };
    let (order, shown) = (of.by_size(), shapley(of));
    let heading = title(goal);
    let rows = (order.len() + 2) as f64;
    let texts = order.iter().map(|&cause| format!("{} {}", spoken(&found.causes[cause].name), shown[cause]));
    let description = format!(
        "If all goes to plan {}, forecast {}. {}.",
        level(&of.planned, of.statistic),
        level(&of.forecast, of.statistic),
        words::joined(&texts.collect::<Vec<_>>())
    );
    let mut canvas = Canvas::new(frame_height(&heading, &subtitle, &[print]) + rows * ROW + AXIS + 8.0, &heading, &description);
    let [top, bottom] = canvas.frame(&subtitle, &[print]);

    let (planned, [forecast, low, high]) = (of.planned.number(), ends(&of.forecast, horizon));
    let mut at = planned;
    let mut steps = Vec::new();
    let mut values = vec![planned, forecast, low, high];
    for &cause in &order {
        let [value, low, high] = ends(&of.shapley[cause], horizon);
        steps.push((cause, [at, at + value], [at + low, at + high]));
        values.extend([at, at + value, at + low, at + high]);
        at += value;
    }
    let spans = Spans::draw(&mut canvas, found.grid, of.statistic.is_probability(), &values, [top + 4.0, bottom - 2.0]);
    let mut y = top + 4.0 + ROW / 2.0;
    Spans::name(&mut canvas, y, "all to plan", true);
    Spans::figure(&mut canvas, y, &level(&of.planned, of.statistic), true);
    mark(&mut canvas, &spans, planned, y);
    for (cause, bar, ends) in steps {
        let x = spans.axes.left_of(bar[0]);
        canvas.line([x, y + RING], [x, y + ROW], NEUTRAL, 1.0, "2 3");
        y += ROW;
        let worse = if of.statistic.is_probability() { bar[1] < bar[0] } else { bar[1] > bar[0] };
        Spans::name(&mut canvas, y, &spoken(&found.causes[cause].name), false);
        spans.bar(&mut canvas, y, bar, worse, 0.45);
        spans.whisker(&mut canvas, y, ends);
        Spans::figure(&mut canvas, y, &with_interval(&shown[cause], &of.shapley[cause], of.statistic), false);
    }
    let x = spans.axes.left_of(at);
    canvas.line([x, y + RING], [x, y + ROW - RING], NEUTRAL, 1.0, "2 3");
    y += ROW;
    Spans::name(&mut canvas, y, "forecast", true);
    spans.whisker(&mut canvas, y, [low, high]);
    mark(&mut canvas, &spans, forecast, y);
    let is_probability = of.statistic.is_probability();
    let number = if is_probability { level_with_interval(&of.forecast, of.statistic) } else { level(&of.forecast, of.statistic) };
    Spans::figure(&mut canvas, y, &number, true);
    let kind = if is_probability { "probability" } else { "waterfall" };
    canvas.finish(format!("{kind}-{}", words::slug(&goal.goal)))
}

/// Value with the ends of its interval; an end that is never is the end of the scenario.
fn ends(of: &Quantity, horizon: usize) -> [f64; 3] {
    [of.value, of.low, of.high].map(|end| end.unwrap_or(horizon as f64))
}

/// Ring at a value.
fn mark(canvas: &mut Canvas, spans: &Spans, value: f64, y: f64) {
    canvas.ring([spans.axes.left_of(value), y], RING, BLACK);
}
