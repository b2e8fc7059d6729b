//! Tables of `adit levers`: choices, pairs and the value of information, for the page and for the CSV files.

use super::findings::{Choice, InputInformation, LeverPair, LeversFindings, PairGains, Waiting};
use super::wording;
use crate::report::{Cell, Table, words};
use crate::units::{Quantity, Unit};

/// Inputs that the table of information lists, at most.
const MOST_INPUTS: usize = 20;

/// Quantity of a choice under its name.
type Column = (&'static str, fn(&Choice) -> Option<&Quantity>);
/// Quantity of a pair under its name.
type PairColumn = (&'static str, fn(&PairGains) -> &Quantity);

/// Quantities of every choice in the CSV file.
const CHOICES: [Column; 17] = [
    ("cost, mean", |choice| Some(&choice.cost.mean)),
    ("cost, 10% quantile", |choice| Some(&choice.cost.p10)),
    ("cost, median", |choice| Some(&choice.cost.p50)),
    ("cost, 90% quantile", |choice| Some(&choice.cost.p90)),
    ("arrival P50", |choice| Some(&choice.p50)),
    ("arrival P80", |choice| Some(&choice.p80)),
    ("months gained at P50", |choice| Some(&choice.months_gained_p50)),
    ("months gained at P80", |choice| Some(&choice.months_gained_p80)),
    ("months gained on average", |choice| Some(&choice.months_gained_mean)),
    ("probability by the year", |choice| Some(&choice.probability)),
    ("probability gained", |choice| Some(&choice.probability_gained)),
    ("shortage avoided", |choice| choice.shortage_avoided.as_ref()),
    ("shortage avoided until arrival", |choice| choice.shortage_until_arrival_avoided.as_ref()),
    ("net benefit", |choice| Some(&choice.net_benefit)),
    ("cost of a month gained at P50", |choice| choice.usd_per_month_p50.as_ref()),
    ("cost of a month gained on average", |choice| choice.usd_per_month_mean.as_ref()),
    ("cost of a percentage point", |choice| choice.usd_per_point.as_ref()),
];

/// Quantities of every pair in the CSV file.
const PAIRS: [PairColumn; 7] = [
    ("probability gained with both", |gains| &gains.probability),
    ("sum of the probabilities gained alone", |gains| &gains.probability_sum),
    ("probability gained beyond the sum", |gains| &gains.probability_beyond_sum),
    ("months gained at P50 with both", |gains| &gains.months_p50),
    ("months gained on average with both", |gains| &gains.months_mean),
    ("sum of the months gained alone", |gains| &gains.months_sum),
    ("months gained beyond the sum", |gains| &gains.months_beyond_sum),
];

/// Cell of a quantity that may be missing.
fn optional(quantity: Option<&Quantity>) -> Cell {
    quantity.map_or_else(|| Cell::quantity(&Quantity::exact(f64::NAN, Unit::NONE)), Cell::quantity)
}

/// All quantities of all choices, the largest gain first, for a CSV file.
pub fn all_choices(found: &LeversFindings) -> Table {
    let mut table = CHOICES.iter().fold(Table::new("", &["rank", "lever", "title"]), |table, (name, _)| table.and(*name));
    for (place, choice) in found.ranked().into_iter().enumerate() {
        let labels = [(place + 1).to_string(), choice.lever.clone().unwrap_or_default(), choice.title.clone()].map(Cell::text);
        table.row(labels.into_iter().chain(CHOICES.iter().map(|(_, of)| optional(of(choice)))).collect());
    }
    table
}

/// All quantities of all pairs, for a CSV file.
pub fn all_pairs(found: &LeversFindings) -> Table {
    let labels = ["lever", "other lever", "interaction", "incompatible"];
    let mut table = PAIRS.iter().fold(Table::new("", &labels), |table, (name, _)| table.and(*name));
    for LeverPair { levers: [lever, other], gains, incompatible } in &found.pairs {
        let interaction = gains.as_ref().map_or("", |gains| wording::interaction(gains.interaction));
        let labels = [lever, other, interaction, incompatible.as_deref().unwrap_or_default()].map(Cell::text);
        table.row(labels.into_iter().chain(PAIRS.iter().map(|(_, of)| optional(gains.as_ref().map(of)))).collect());
    }
    table
}

/// Values of information on everything and on each input, for a CSV file.
pub fn all_information(found: &LeversFindings) -> Table {
    let mut table = Table::new("", &["input"]).and("expected value of perfect information");
    table.row(vec![Cell::text("everything"), Cell::quantity(&found.perfect_information)]);
    for input in &found.inputs {
        table.row(vec![Cell::text(&input.input), Cell::quantity(&input.value)]);
    }
    table
}

/// Arrival with each choice.
pub fn arrivals(found: &LeversFindings, trials: u64) -> Table {
    let caption = format!("Arrival with each lever alone, 95% intervals, the same {} trials for each choice.", words::count(trials));
    let mut table = Table::new(caption, &["lever"]).and("P50 arrival").and("P80 arrival").and(format!("probability by {}", found.year));
    for choice in found.ranked() {
        table.row(vec![Cell::text(&choice.title), Cell::quantity(&choice.p50), Cell::quantity(&choice.p80), Cell::quantity(&choice.probability)]);
    }
    table
}

/// Gains of each lever.
pub fn gains(found: &LeversFindings, base: &Choice) -> Table {
    let caption = "Gains of each lever alone against no lever, paired by trial, 95% intervals; an end that includes never is ∞.";
    let mut table = Table::new(caption, &["lever"])
        .in_unit("at P50", "months")
        .in_unit("at P80", "months")
        .in_unit("on average", "months")
        .in_unit("probability", "percentage points");
    for choice in found.ranked_levers() {
        table.row(vec![
            Cell::text(&choice.title),
            Cell::quantity_as(wording::months(choice, base, &choice.months_gained_p50, |choice| &choice.p50), &choice.months_gained_p50),
            Cell::quantity_as(wording::months(choice, base, &choice.months_gained_p80, |choice| &choice.p80), &choice.months_gained_p80),
            Cell::quantity(&choice.months_gained_mean),
            Cell::quantity(&choice.probability_gained),
        ]);
    }
    table
}

/// Costs of each lever and of each unit gained.
pub fn costs(found: &LeversFindings) -> Table {
    let caption = "Cost of each lever, with its 10% and 90% quantiles, and cost of each unit gained; the 95% intervals of the latter include the \
        distribution of the cost.";
    let mut table = Table::new(caption, &["lever"])
        .in_unit("takes effect", "months")
        .in_unit("cost [P10, P90]", "USD")
        .in_unit("per month gained at P50", "USD")
        .in_unit("per percentage point", "USD");
    for choice in found.ranked_levers() {
        let cost = &choice.cost;
        let [mean, p10, p90] = [&cost.mean, &cost.p10, &cost.p90].map(|of| words::dollars(of.number()));
        let price = |price: Option<&Quantity>| {
            price.map_or_else(|| Cell::number(wording::price(None), f64::INFINITY), |of| Cell::quantity_as(wording::price(Some(of)), of))
        };
        table.row(vec![
            Cell::text(&choice.title),
            Cell::number(choice.lead_time.to_string(), f64::from(choice.lead_time)),
            Cell::quantity_as(format!("{mean} [{p10}, {p90}]"), &cost.mean),
            price(choice.usd_per_month_p50.as_ref()),
            price(choice.usd_per_point.as_ref()),
        ]);
    }
    table
}

/// Shortage avoided and net benefit of each choice.
pub fn benefits(found: &LeversFindings) -> Table {
    let mut table = Table::new(format!("{} 95% intervals, paired by trial.", wording::objective(found)), &["lever"])
        .in_unit("shortage avoided", "t")
        .in_unit("until arrival", "t")
        .and("net benefit");
    for choice in found.ranked_levers() {
        table.row(vec![
            Cell::text(&choice.title),
            optional(choice.shortage_avoided.as_ref()),
            optional(choice.shortage_until_arrival_avoided.as_ref()),
            Cell::quantity_as(wording::amount(found.objective, &choice.net_benefit), &choice.net_benefit),
        ]);
    }
    table
}

/// Gains of each pair.
pub fn pairs(found: &LeversFindings) -> Table {
    let caption = format!("Pairs: gain in the probability of arrival by the end of {}, percentage points, 95% intervals.", found.year);
    let mut table = Table::new(caption, &["levers"]).and("both").and("sum of the two alone").and("beyond the sum").and("interaction");
    for pair in &found.pairs {
        let names = Cell::text(found.titles(pair));
        table.row(if let Some(gains) = &pair.gains {
            let [both, sum, beyond] = [&gains.probability, &gains.probability_sum, &gains.probability_beyond_sum].map(Cell::quantity);
            vec![names, both, sum, beyond, Cell::text(wording::interaction(gains.interaction))]
        } else {
            vec![names, optional(None), optional(None), optional(None), Cell::text("incompatible")]
        });
    }
    table
}

/// Values of information.
pub fn information(found: &LeversFindings) -> Table {
    let mut table = Table::new("Expected value of perfect information before choosing, 95% intervals.", &["input"]).and("value");
    table.row(vec![Cell::text("everything"), amount(found, &found.perfect_information)]);
    inputs(&mut table, found, &found.inputs);
    table
}

/// Values of information by the month until which the choice could wait.
pub fn waiting(found: &LeversFindings, waiting: &Waiting) -> Table {
    let caption = format!(
        "Expected value of perfect information for a choice in {}, 95% intervals; waiting pays where it is above the cost of waiting.",
        waiting.month
    );
    let mut table = Table::new(caption, &["input"]).and("value");
    table.row(vec![Cell::text("cost of waiting, nothing learnt"), amount(found, &waiting.cost)]);
    inputs(&mut table, found, &waiting.inputs);
    table.filed("levers-waiting")
}

fn inputs(table: &mut Table, found: &LeversFindings, inputs: &[InputInformation]) {
    for input in inputs.iter().filter(|input| input.value.high.is_none_or(|high| high > 0.0)).take(MOST_INPUTS) {
        table.row(vec![Cell::text(&input.input), amount(found, &input.value)]);
    }
}

fn amount(found: &LeversFindings, value: &Quantity) -> Cell {
    Cell::quantity_as(wording::amount(found.objective, value), value)
}
