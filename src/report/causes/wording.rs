//! The attribution in words: quantities, parts that add up as they are written, and the answer in sentences.

use crate::report::words;
use crate::study::{Account, Bounded, Causes, GoalCauses, Quantity};

/// Decimals of months and of percentage points.
const DECIMALS: usize = 1;

/// What to call a goal.
pub fn title(goal: &GoalCauses) -> String {
    words::capital(if goal.title == goal.name { &goal.sentence } else { &goal.title })
}

/// The factor from a quantity's own unit to the one that is shown: chances in percentage points.
pub fn scale(quantity: Quantity) -> f64 {
    if matches!(quantity, Quantity::Chance(_)) { 100.0 } else { 1.0 }
}

/// The unit that is shown.
pub fn unit(quantity: Quantity) -> &'static str {
    if matches!(quantity, Quantity::Chance(_)) { "percentage points" } else { "months" }
}

/// `median (P50)`, `chance by the end of 2035`.
pub fn name(quantity: Quantity) -> String {
    match quantity {
        Quantity::P50 => "median arrival (P50)".to_owned(),
        Quantity::P80 => "arrival of 80% of trials (P80)".to_owned(),
        Quantity::Chance(year) => format!("chance of having arrived by the end of {year}"),
        Quantity::RestrictedMean => "mean months until arrival, never counting as the end of the horizon".to_owned(),
    }
}

/// A part with its sign and its interval, `+12.3 [11.0, 13.9]`, or `+12 [11, 14]` where all three are whole; `0` where nothing changes in any replicate.
pub fn part(found: &Bounded, quantity: Quantity) -> String {
    let scale = scale(quantity);
    if [found.value, found.low, found.high].iter().all(|value| whole(value * scale)) {
        let [value, low, high] = [found.value, found.low, found.high].map(|value| signed(value * scale).replace(".0", ""));
        return if low == high { value } else { format!("{value} [{}, {}]", low.replace('+', ""), high.replace('+', "")) };
    }
    written(&signed(found.value * scale), found, quantity)
}

/// Whether a number is whole but for rounding.
fn whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

/// A part already written, with its interval.
pub fn written(value: &str, found: &Bounded, quantity: Quantity) -> String {
    if found.value == 0.0 && found.width() <= 0.0 {
        return "0".to_owned();
    }
    let [low, high] = [found.low, found.high].map(|end| signed(end * scale(quantity)).replace('+', ""));
    if low == high && value.replace('+', "") == low { value.to_owned() } else { format!("{value} [{low}, {high}]") }
}

/// Shapley's values of an account as they are shown: rounded so that they add up to the whole as it is shown.
pub fn shapley(account: &Account) -> Vec<String> {
    let scale = scale(account.quantity);
    let values: Vec<f64> = account.shapley.iter().map(|part| part.value * scale).collect();
    adding_up(&values, account.whole.value * scale).into_iter().map(signed).collect()
}

/// Values rounded down or up so that their sum is the rounded whole: those are rounded up that lose most by rounding down.
fn adding_up(values: &[f64], whole: f64) -> Vec<f64> {
    let unit = 10_f64.powi(i32::try_from(DECIMALS).unwrap_or(0));
    let exact: Vec<f64> = values.iter().map(|value| value * unit).collect();
    let mut rounded: Vec<f64> = exact.iter().map(|value| if (value - value.round()).abs() < 1e-6 { value.round() } else { value.floor() }).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| (exact[b] - rounded[b]).total_cmp(&(exact[a] - rounded[a])));
    let mut missing = (whole * unit).round() - rounded.iter().sum::<f64>();
    for part in order {
        if missing < 0.5 || exact[part] == 0.0 {
            continue;
        }
        rounded[part] += 1.0;
        missing -= 1.0;
    }
    rounded.into_iter().map(|value| value / unit).collect()
}

/// A number with its sign: `+12.3`, `−4.0`, `0`.
pub fn signed(value: f64) -> String {
    let text = format!("{value:+.DECIMALS$}");
    if text.chars().all(|c| matches!(c, '+' | '-' | '0' | '.')) { "0".to_owned() } else { text.replace('-', "−") }
}

/// A value of the quantity itself: a month of the calendar, a chance in per cent, months.
pub fn level(found: &Causes, value: f64, quantity: Quantity) -> String {
    match quantity {
        Quantity::P50 | Quantity::P80 => words::month(found.grid, month(found, value)),
        Quantity::Chance(_) => format!("{}%", format!("{:.DECIMALS$}", 100.0 * value).trim_end_matches(".0")),
        Quantity::RestrictedMean => format!("{value:.DECIMALS$} months"),
    }
}

/// The same with its interval.
pub fn level_with_interval(found: &Causes, value: &Bounded, quantity: Quantity) -> String {
    let [middle, low, high] = [value.value, value.low, value.high].map(|end| level(found, end, quantity));
    if low == middle && high == middle { middle } else { format!("{middle} [{}, {high}]", low.trim_end_matches(" months").trim_end_matches('%')) }
}

/// A month as found; none where it is the horizon, which stands for never.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a month of the grid")]
fn month(found: &Causes, value: f64) -> Option<usize> {
    Some(value.round() as usize).filter(|&month| month < found.grid.count())
}

/// Causes by the size of their Shapley values, the largest first.
pub fn by_size(account: &Account) -> Vec<usize> {
    let mut order: Vec<usize> = (0..account.shapley.len()).collect();
    order.sort_by(|&a, &b| account.shapley[b].value.abs().total_cmp(&account.shapley[a].value.abs()));
    order
}

/// The account that speaks for a goal: its median, else the chance.
pub fn leading(goal: &GoalCauses) -> Option<&Account> {
    goal.account("p50").or_else(|| goal.account("chance"))
}

/// From plan to forecast in one sentence.
pub fn wait(found: &Causes, goal: &GoalCauses) -> String {
    let grid = found.grid;
    let never = format!("{}% of trials never arrive", level(found, goal.never, Quantity::Chance(0)).trim_end_matches('%'));
    let plan = match (goal.planned, goal.lack) {
        (Some(month), _) => format!("if all goes to plan it arrives in {}", grid.label(month)),
        (None, Some(lack)) => format!(
            "never even if all goes to plan, in which the best twelve months bring {}% of demand where {} is asked",
            words::rounded(100.0 * lack.best, 5.0 * lack.best),
            words::threshold(lack.asked)
        ),
        (None, None) => format!("never even if all goes to plan: its test does not hold for long enough before {}", grid.label(grid.count() - 1)),
    };
    let forecast = match (goal.account("p50"), goal.forecast[0]) {
        (Some(account), _) => format!(
            "the forecast’s median is {}, {} months {}",
            level_with_interval(found, &account.forecast, account.quantity),
            part(&account.whole, account.quantity).trim_start_matches(['+', '−']),
            if account.whole.value < 0.0 { "earlier" } else { "later" }
        ),
        (None, Some(month)) => format!("the forecast’s median is {}", grid.label(month)),
        (None, None) => "the forecast’s median is never".to_owned(),
    };
    format!("{}: {plan}; {forecast}; {never}.", title(goal))
}

/// The largest parts in one sentence.
pub fn parts(found: &Causes, goal: &GoalCauses) -> String {
    let Some(account) = leading(goal) else { return String::new() };
    let written_parts = shapley(account);
    let largest: Vec<String> = by_size(account)
        .into_iter()
        .filter(|&cause| written_parts[cause] != "0")
        .take(4)
        .map(|cause| format!("{} {}", spoken(&found.causes[cause].name), written(&written_parts[cause], &account.shapley[cause], account.quantity)))
        .collect();
    if largest.is_empty() {
        return format!("No cause moves the {}.", name(account.quantity));
    }
    let of = match account.quantity {
        Quantity::Chance(_) => format!("{} percentage points of the {}", part(&account.whole, account.quantity), name(account.quantity)),
        _ => format!("these {} months", signed(account.whole.value.abs()).trim_start_matches('+').replace(".0", "")),
    };
    format!("Of {of}, {} (Shapley; 95% intervals).", words::joined(&largest))
}

/// A cause’s name as words.
pub fn spoken(name: &str) -> String {
    words::spaced(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_as_written_add_up_to_the_whole_as_written() {
        for (values, whole) in
            [(vec![10.0 / 3.0; 3], 10.0), (vec![0.04, 0.04, 0.04, 0.0], 0.12), (vec![-3.33, 1.28, -0.05], -2.1), (vec![0.0; 4], 0.0)]
        {
            let rounded = adding_up(&values, whole);
            assert!((rounded.iter().sum::<f64>() - (whole * 10.0).round() / 10.0).abs() < 1e-9, "{rounded:?}");
            assert!(values.iter().zip(&rounded).all(|(value, rounded)| (value - rounded).abs() < 0.1 + 1e-9));
            assert!(values.iter().zip(&rounded).all(|(value, rounded)| *value != 0.0 || *rounded == 0.0));
        }
    }

    #[test]
    fn signs_are_written_and_nothing_is_nothing() {
        assert_eq!([signed(12.34), signed(-0.26), signed(-0.01), signed(0.0)], ["+12.3", "−0.3", "0", "0"]);
        let none = Bounded { value: 0.0, low: 0.0, high: 0.0 };
        assert_eq!(part(&none, Quantity::P50), "0");
        assert_eq!(part(&Bounded { value: -0.123, low: -0.2, high: -0.1 }, Quantity::Chance(2030)), "−12.3 [−20.0, −10.0]");
    }
}
