//! Tornado chart: change of the forecast if one cause alone goes to plan (exclusion).

use super::spans::{AXIS, Spans};
use crate::analyses::causes::findings::{Attribution, CausesFindings, GoalAttribution, Statistic};
use crate::analyses::causes::wording::{amount, level, spoken, title};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::labels;
use crate::report::charts::shapes::frame_height;
use crate::report::charts::style::{BLACK, TEXT, WIDTH};
use crate::report::words;
use crate::units::Quantity;

/// Height of a bar's row, pixels.
const ROW: f64 = 24.0;
/// Between causes, pixels.
const GAP: f64 = 6.0;
/// Shade of the bars of the first and of the second statistic.
const SHADES: [f64; 2] = [0.6, 0.25];

/// Tornado chart of one or two statistics: P50 above P80, or the probability.
#[must_use]
pub fn tornado(found: &CausesFindings, goal: &GoalAttribution, shown: &[&Attribution], print: &str) -> Figure {
    let first = shown.first().map_or(Statistic::P50, |of| of.statistic);
    let subtitle = match first {
        Statistic::Probability(year) => {
            format!("probability of arrival by the end of {year} if one cause alone goes to plan; change in points, 95% intervals")
        }
        _ if shown.len() > 1 => "P50 (dark) and P80 (light) if one cause alone goes to plan; change in months, 95% intervals".to_owned(),
        _ => "P50 if one cause alone goes to plan; change in months, 95% intervals".to_owned(),
    };
    let heading = title(goal);
    let mut order: Vec<usize> = (0..found.causes.len()).collect();
    let size = |cause: usize| shown.first().map_or(0.0, |of| of.exclusion[cause].number().abs());
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    let each = ROW * shown.len() as f64 + GAP;
    let rows = order.len() as f64 * each;
    let texts = order.iter().map(|&cause| {
        let parts: Vec<String> = shown.iter().map(|of| amount(&of.exclusion[cause], of.statistic)).collect();
        format!("{} {}", spoken(&found.causes[cause].name), parts.join(" and "))
    });
    let description = format!(
        "Decrease of the difference between plan and forecast if one cause alone goes to plan. {}.",
        words::joined(&texts.collect::<Vec<_>>())
    );
    let mut canvas = Canvas::new(frame_height(&heading, &subtitle, &[print]) + rows + AXIS + TEXT * 1.4 + 8.0, &heading, &description);
    let [top, bottom] = canvas.frame(&subtitle, &[print]);
    // No interval reaches back before the first month, or below a probability of 0.
    let values = shown.iter().flat_map(|of| {
        let forecast = of.forecast.number();
        of.exclusion.iter().flat_map(move |part| ends(part).map(|end| (forecast - end).max(0.0))).chain([forecast])
    });
    let values: Vec<f64> = values.collect();
    let rows_from = top + TEXT * 1.4;
    let spans = Spans::draw(&mut canvas, found.grid, first.is_probability(), &values, [rows_from, bottom - 2.0]);
    for (of, dash) in shown.iter().zip(["", "4 3"]) {
        spans.upright(&mut canvas, of.forecast.number(), spans.axes.down, dash);
    }
    name_forecasts(&mut canvas, &spans, shown, top + TEXT * 0.9);
    let mut y = rows_from + GAP / 2.0;
    for cause in order {
        let middle = y + (each - GAP) / 2.0;
        Spans::name(&mut canvas, middle, &spoken(&found.causes[cause].name), false);
        for (of, shade) in shown.iter().zip(SHADES) {
            let (forecast, exclusion) = (of.forecast.number(), &of.exclusion[cause]);
            let row = y + ROW / 2.0;
            let to = forecast - exclusion.number();
            let better = if first.is_probability() { to > forecast } else { to < forecast };
            spans.bar(&mut canvas, row, [forecast, to], better, shade);
            let [low, high] = ends(exclusion);
            spans.whisker(&mut canvas, row, [forecast - high, forecast - low]);
            Spans::figure(&mut canvas, row, &amount(&negated(exclusion), of.statistic), false);
            y += ROW;
        }
        y += GAP;
    }
    canvas.finish(format!("tornado-{}", words::slug(&goal.goal)))
}

/// Ends of the interval of an amount.
fn ends(of: &Quantity) -> [f64; 2] {
    [of.low, of.high].map(|end| end.unwrap_or(of.number()))
}

/// Change of the forecast: the exclusion with the opposite sign.
fn negated(of: &Quantity) -> Quantity {
    let minus = |end: Option<f64>| end.map(|end| -end);
    Quantity { value: minus(of.value), low: minus(of.high), high: minus(of.low), ..of.clone() }
}

/// Values of the forecast over their lines.
fn name_forecasts(canvas: &mut Canvas, spans: &Spans, shown: &[&Attribution], y: f64) {
    let face = Face::new(TEXT, BLACK);
    let label = |of: &&Attribution| {
        let key = match of.statistic {
            Statistic::P50 => "P50 ",
            Statistic::P80 => "P80 ",
            _ => "forecast ",
        };
        format!("{key}{}", level(&of.forecast, of.statistic))
    };
    let texts: Vec<String> = shown.iter().map(label).collect();
    let wanted: Vec<f64> = shown.iter().map(|of| spans.axes.left_of(of.forecast.number())).collect();
    let width = texts.iter().map(|label| face.width(label)).fold(0.0, f64::max);
    let [left, right] = [MARGIN + width / 2.0, WIDTH - MARGIN - width / 2.0];
    for (x, label) in labels::spread(&wanted, width + 14.0, left, right).into_iter().zip(&texts) {
        canvas.text(x, y, face.at(Anchor::Middle), label);
    }
}
