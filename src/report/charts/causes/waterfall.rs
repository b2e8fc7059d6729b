//! From the plan to the forecast step by step, each step one cause's Shapley value.

use super::spans::{AXIS, Spans};
use crate::report::causes::wording::{by_size, level, level_with_interval, shapley, spoken, title, written};
use crate::report::charts::Figure;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::shapes::frame_height;
use crate::report::charts::style::{BLACK, NEUTRAL};
use crate::report::words;
use crate::study::{Account, Causes, GoalCauses, Quantity};

/// Height of a row, pixels.
const ROW: f64 = 27.0;
/// Radius of a mark, pixels.
const RING: f64 = 5.5;

/// The waterfall of one account.
#[must_use]
pub fn waterfall(found: &Causes, goal: &GoalCauses, account: &Account, print: &str) -> Figure {
    let subtitle = match account.quantity {
        Quantity::Chance(year) => {
            format!("chance of having arrived by the end of {year}: from the plan to the forecast; Shapley values in points, 95% intervals")
        }
        _ => "median month of arrival: from the plan to the forecast; Shapley values in months, 95% intervals".to_owned(),
    };
    let (order, shown) = (by_size(account), shapley(account));
    let heading = title(goal);
    let rows = (order.len() + 2) as f64;
    let said = order.iter().map(|&cause| format!("{} {}", spoken(&found.causes[cause].name), shown[cause]));
    let description = format!(
        "If all goes to plan {}, forecast {}. {}.",
        level(found, account.planned, account.quantity),
        level(found, account.forecast.value, account.quantity),
        words::joined(&said.collect::<Vec<_>>())
    );
    let mut canvas = Canvas::new(frame_height(&heading, &subtitle, &[print]) + rows * ROW + AXIS + 8.0, &heading, &description);
    let [top, bottom] = canvas.frame(&subtitle, &[print]);

    let mut at = account.planned;
    let mut steps = Vec::new();
    let mut values = vec![account.planned, account.forecast.value, account.forecast.low, account.forecast.high];
    for &cause in &order {
        let part = &account.shapley[cause];
        steps.push((cause, [at, at + part.value], [at + part.low, at + part.high]));
        values.extend([at, at + part.value, at + part.low, at + part.high]);
        at += part.value;
    }
    let spans = Spans::draw(&mut canvas, found, account.quantity, &values, [top + 4.0, bottom - 2.0]);
    let mut y = top + 4.0 + ROW / 2.0;
    Spans::name(&mut canvas, y, "all to plan", true);
    Spans::figure(&mut canvas, y, &level(found, account.planned, account.quantity), true);
    mark(&mut canvas, &spans, account.planned, y);
    for (cause, bar, ends) in steps {
        let x = spans.axes.left_of(bar[0]);
        canvas.line([x, y + RING], [x, y + ROW], NEUTRAL, 1.0, "2 3");
        y += ROW;
        let worse = if matches!(account.quantity, Quantity::Chance(_)) { bar[1] < bar[0] } else { bar[1] > bar[0] };
        Spans::name(&mut canvas, y, &spoken(&found.causes[cause].name), false);
        spans.bar(&mut canvas, y, bar, worse, 0.45);
        spans.whisker(&mut canvas, y, ends);
        Spans::figure(&mut canvas, y, &written(&shown[cause], &account.shapley[cause], account.quantity), false);
    }
    let x = spans.axes.left_of(at);
    canvas.line([x, y + RING], [x, y + ROW - RING], NEUTRAL, 1.0, "2 3");
    y += ROW;
    Spans::name(&mut canvas, y, "forecast", true);
    spans.whisker(&mut canvas, y, [account.forecast.low, account.forecast.high]);
    mark(&mut canvas, &spans, account.forecast.value, y);
    let figure = if matches!(account.quantity, Quantity::Chance(_)) {
        level_with_interval(found, &account.forecast, account.quantity)
    } else {
        level(found, account.forecast.value, account.quantity)
    };
    Spans::figure(&mut canvas, y, &figure, true);
    let kind = if matches!(account.quantity, Quantity::Chance(_)) { "chance" } else { "waterfall" };
    canvas.finish(format!("{kind}-{}", words::slug(&goal.name)))
}

/// A date of its own.
fn mark(canvas: &mut Canvas, spans: &Spans, value: f64, y: f64) {
    canvas.ring([spans.axes.left_of(value), y], RING, BLACK);
}
