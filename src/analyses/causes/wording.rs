//! Wording of the chapter of `adit causes`: attributed amounts that add up as they are written, and the answer in sentences.

use super::findings::{Attribution, CausesFindings, GoalAttribution, Statistic};
use crate::report::words;
use crate::units::Quantity;

/// Decimals of months and of percentage points.
const DECIMALS: usize = 1;
/// Causes that a sentence names, at most.
const NAMED: usize = 4;

/// Title of a goal, with a capital.
pub fn title(goal: &GoalAttribution) -> String {
    words::capital(if goal.title == goal.goal { &goal.sentence } else { &goal.title })
}

/// Factor from the unit of an amount to the unit that is shown: probabilities in percentage points.
fn scale(statistic: Statistic) -> f64 {
    if statistic.is_probability() { 100.0 } else { 1.0 }
}

/// Unit in which amounts are shown.
pub fn unit(statistic: Statistic) -> &'static str {
    if statistic.is_probability() { "percentage points" } else { "months" }
}

/// Name of a statistic: `median arrival (P50)`, `probability of arrival by the end of 2035`.
pub fn name(statistic: Statistic) -> String {
    match statistic {
        Statistic::P50 => "median arrival (P50)".to_owned(),
        Statistic::P80 => "arrival of 80% of trials (P80)".to_owned(),
        Statistic::Probability(year) => format!("probability of arrival by the end of {year}"),
        Statistic::RestrictedMean => "mean months until arrival, with the length of the scenario where the goal never arrives".to_owned(),
    }
}

/// Value and ends of the interval of an amount in the unit that is shown.
fn shown(amount: &Quantity, statistic: Statistic) -> [f64; 3] {
    let value = amount.number();
    [value, amount.low.unwrap_or(value), amount.high.unwrap_or(value)].map(|end| end * scale(statistic))
}

/// Amount with its sign and its interval: `+12.3 [11.0, 13.9]`, or `+12 [11, 14]` where all three are whole; `0` where nothing changes in any sample.
pub fn amount(amount: &Quantity, statistic: Statistic) -> String {
    let all = shown(amount, statistic);
    if all.iter().all(|value| is_whole(*value)) {
        let [value, low, high] = all.map(|value| signed(value).replace(".0", ""));
        return if low == high { value } else { format!("{value} [{}, {}]", low.replace('+', ""), high.replace('+', "")) };
    }
    with_interval(&signed(all[0]), amount, statistic)
}

/// Whether a number is whole but for rounding.
fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-9
}

/// Text of an amount with its interval.
pub fn with_interval(text: &str, amount: &Quantity, statistic: Statistic) -> String {
    let [value, low, high] = shown(amount, statistic);
    if value == 0.0 && high - low <= 0.0 {
        return "0".to_owned();
    }
    let [low, high] = [low, high].map(|end| signed(end).replace('+', ""));
    if low == high && text.replace('+', "") == low { text.to_owned() } else { format!("{text} [{low}, {high}]") }
}

/// Shapley values as they are shown: rounded so that they add up to the difference as it is shown.
pub fn shapley(of: &Attribution) -> Vec<String> {
    let scale = scale(of.statistic);
    let values: Vec<f64> = of.shapley.iter().map(|part| part.number() * scale).collect();
    adding_up(&values, of.difference.number() * scale).into_iter().map(signed).collect()
}

/// Values rounded down or up so that their sum is the rounded whole: the values that lose most by rounding down are rounded up.
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

/// Number with its sign: `+12.3`, `−4.0`, `0`.
pub fn signed(value: f64) -> String {
    let text = format!("{value:+.DECIMALS$}");
    if text.chars().all(|c| matches!(c, '+' | '-' | '0' | '.')) { "0".to_owned() } else { text.replace('-', "−") }
}

/// Value of a statistic: a month of the calendar, a probability in per cent, months.
pub fn level(value: &Quantity, statistic: Statistic) -> String {
    match statistic {
        Statistic::P50 | Statistic::P80 => words::value_text(value),
        Statistic::Probability(_) => percent(value.number()),
        Statistic::RestrictedMean => format!("{:.DECIMALS$} months", value.number()),
    }
}

fn percent(share: f64) -> String {
    format!("{}%", format!("{:.DECIMALS$}", 100.0 * share).trim_end_matches(".0"))
}

/// Value of a statistic with its interval.
pub fn level_with_interval(value: &Quantity, statistic: Statistic) -> String {
    let end = |end: Option<f64>| level(&Quantity { value: end, ..value.clone() }, statistic);
    let [middle, low, high] = [value.value, value.low, value.high].map(end);
    if low == middle && high == middle { middle } else { format!("{middle} [{}, {high}]", low.trim_end_matches(" months").trim_end_matches('%')) }
}

/// Plan and forecast in one sentence.
pub fn difference(found: &CausesFindings, goal: &GoalAttribution) -> String {
    let plan = match (goal.planned.value, &goal.shortfall) {
        (Some(_), _) => format!("if all goes to plan it arrives in {}", words::value_text(&goal.planned)),
        (None, Some(shortfall)) => format!(
            "it never arrives even if all goes to plan, in which the best twelve months bring {}% of demand where {} is required",
            words::rounded(100.0 * shortfall.best.number(), 5.0 * shortfall.best.number()),
            words::threshold(shortfall.required.number())
        ),
        (None, None) => {
            let last = found.grid.label(found.grid.count() - 1);
            format!("it never arrives even if all goes to plan: its test does not hold for long enough before {last}")
        }
    };
    let forecast = match goal.attribution(|of| of == Statistic::P50) {
        Some(of) => format!(
            "the median of the forecast is {}, {} months {}",
            level_with_interval(&of.forecast, of.statistic),
            amount(&of.difference, of.statistic).trim_start_matches(['+', '−']),
            if of.difference.number() < 0.0 { "earlier" } else { "later" }
        ),
        None => format!("the median of the forecast is {}", words::value_text(&goal.p50)),
    };
    format!("{}: {plan}; {forecast}; {} of the trials never arrive.", title(goal), percent(goal.never.number()))
}

/// Largest Shapley values in one sentence.
pub fn largest(found: &CausesFindings, goal: &GoalAttribution) -> String {
    let Some(of) = goal.main() else { return String::new() };
    let texts = shapley(of);
    let cause = |cause: usize| format!("{} {}", spoken(&found.causes[cause].name), with_interval(&texts[cause], &of.shapley[cause], of.statistic));
    let largest: Vec<String> = of.by_size().into_iter().filter(|&cause| texts[cause] != "0").take(NAMED).map(cause).collect();
    if largest.is_empty() {
        return format!("No cause changes the {}.", name(of.statistic));
    }
    let whole = match of.statistic {
        Statistic::Probability(_) => {
            format!("the difference of {} percentage points in the {}", amount(&of.difference, of.statistic), name(of.statistic))
        }
        _ => format!("these {} months", signed(of.difference.number().abs()).trim_start_matches('+').replace(".0", "")),
    };
    format!("Attribution of {whole} (Shapley values, 95% intervals): {}.", words::joined(&largest))
}

/// Name of a cause as words.
pub fn spoken(name: &str) -> String {
    words::spaced(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit;

    #[test]
    fn written_parts_add_up_to_the_written_whole() {
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
    fn amounts_have_signs_and_zero_has_none() {
        assert_eq!([signed(12.34), signed(-0.26), signed(-0.01), signed(0.0)], ["+12.3", "−0.3", "0", "0"]);
        let zero = Quantity::of_interval(0.0, [0.0, 0.0], Unit::MONTHS_DIFFERENCE, 10);
        assert_eq!(amount(&zero, Statistic::P50), "0");
        let share = Quantity::of_interval(-0.123, [-0.2, -0.1], Unit::PROBABILITY_DIFFERENCE, 10);
        assert_eq!(amount(&share, Statistic::Probability(2030)), "−12.3 [−20.0, −10.0]");
    }
}
