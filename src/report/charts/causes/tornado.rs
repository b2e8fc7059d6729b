//! How far the forecast would move if one cause alone went to plan.

use super::spans::{AXIS, Spans};
use crate::report::causes::wording::{level, part, spoken, title};
use crate::report::charts::Figure;
use crate::report::charts::canvas::{Anchor, Canvas, Face, MARGIN};
use crate::report::charts::labels;
use crate::report::charts::shapes::frame_height;
use crate::report::charts::style::{BLACK, TEXT, WIDTH};
use crate::report::words;
use crate::study::{Account, Bounded, Causes, GoalCauses, Quantity};

/// Height of a bar's row, pixels.
const ROW: f64 = 24.0;
/// Between causes, pixels.
const GAP: f64 = 6.0;
/// How dark the bars of the first and the second account are.
const SHADES: [f64; 2] = [0.6, 0.25];

/// The tornado of one or two accounts: P50 above P80, or the chance.
#[must_use]
pub fn tornado(found: &Causes, goal: &GoalCauses, accounts: &[&Account], print: &str) -> Figure {
    let chance = accounts.iter().any(|account| matches!(account.quantity, Quantity::Chance(_)));
    let subtitle = match accounts.first().map(|account| account.quantity) {
        Some(Quantity::Chance(year)) => format!("chance by the end of {year} if one cause alone went to plan; change in points, 95% intervals"),
        _ if accounts.len() > 1 => "P50 (dark) and P80 (light) if one cause alone went to plan; change in months, 95% intervals".to_owned(),
        _ => "P50 if one cause alone went to plan; change in months, 95% intervals".to_owned(),
    };
    let heading = title(goal);
    let mut order: Vec<usize> = (0..found.causes.len()).collect();
    let size = |cause: usize| accounts.first().map_or(0.0, |account| account.exclusion[cause].value.abs());
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    let each = ROW * accounts.len() as f64 + GAP;
    let rows = order.len() as f64 * each;
    let said = order.iter().map(|&cause| {
        let parts: Vec<String> = accounts.iter().map(|account| part(&account.exclusion[cause], account.quantity)).collect();
        format!("{} {}", spoken(&found.causes[cause].name), parts.join(" and "))
    });
    let description = format!("What the wait would lose if one cause alone went to plan. {}.", words::joined(&said.collect::<Vec<_>>()));
    let mut canvas = Canvas::new(frame_height(&heading, &subtitle, &[print]) + rows + AXIS + TEXT * 1.4 + 8.0, &heading, &description);
    let [top, bottom] = canvas.frame(&subtitle, &[print]);
    // No interval reaches back before the first month, or below no chance at all.
    let values = accounts.iter().flat_map(|account| {
        let forecast = account.forecast.value;
        account.exclusion.iter().flat_map(move |part| [forecast - part.low, forecast - part.high].map(|value| value.max(0.0))).chain([forecast])
    });
    let values: Vec<f64> = values.collect();
    let first = accounts.first().map_or(Quantity::P50, |account| account.quantity);
    let rows_from = top + TEXT * 1.4;
    let spans = Spans::draw(&mut canvas, found, first, &values, [rows_from, bottom - 2.0]);
    for (account, dash) in accounts.iter().zip(["", "4 3"]) {
        spans.upright(&mut canvas, account.forecast.value, spans.axes.down, dash);
    }
    name_forecasts(&mut canvas, &spans, found, accounts, top + TEXT * 0.9);
    let mut y = rows_from + GAP / 2.0;
    for cause in order {
        let middle = y + (each - GAP) / 2.0;
        Spans::name(&mut canvas, middle, &spoken(&found.causes[cause].name), false);
        for (account, shade) in accounts.iter().zip(SHADES) {
            let (forecast, part_of) = (account.forecast.value, &account.exclusion[cause]);
            let row = y + ROW / 2.0;
            let to = forecast - part_of.value;
            let better = if chance { to > forecast } else { to < forecast };
            spans.bar(&mut canvas, row, [forecast, to], better, shade);
            spans.whisker(&mut canvas, row, [forecast - part_of.high, forecast - part_of.low]);
            Spans::figure(&mut canvas, row, &turned(part_of, account.quantity), false);
            y += ROW;
        }
        y += GAP;
    }
    canvas.finish(format!("tornado-{}", words::slug(&goal.name)))
}

/// The change that going to plan would make: the exclusion with its sign turned.
fn turned(found: &Bounded, quantity: Quantity) -> String {
    part(&Bounded { value: -found.value, low: -found.high, high: -found.low }, quantity)
}

/// Dates of the forecast over their lines, side by side where there is room.
fn name_forecasts(canvas: &mut Canvas, spans: &Spans, found: &Causes, accounts: &[&Account], y: f64) {
    let face = Face::new(TEXT, BLACK);
    let label = |account: &&Account| {
        let key = match account.quantity {
            Quantity::P50 => "P50 ",
            Quantity::P80 => "P80 ",
            _ => "forecast ",
        };
        format!("{key}{}", level(found, account.forecast.value, account.quantity))
    };
    let said: Vec<String> = accounts.iter().map(label).collect();
    let wanted: Vec<f64> = accounts.iter().map(|account| spans.axes.left_of(account.forecast.value)).collect();
    let width = said.iter().map(|label| face.width(label)).fold(0.0, f64::max);
    let [left, right] = [MARGIN + width / 2.0, WIDTH - MARGIN - width / 2.0];
    for (x, label) in labels::spread(&wanted, width + 14.0, left, right).into_iter().zip(&said) {
        canvas.text(x, y, face.at(Anchor::Middle), label);
    }
}
