//! Export controls: forecasts and observations.

use super::{number, percent};
use crate::analyses::backtest::{ControlBacktest, NewKinds, SpellForecast};
use crate::report::{Block, Cell, Table, words};
use crate::units::Unit;

/// A duration, rounded to a tenth where it is short.
fn months(value: f64) -> String {
    words::rounded(value, if value >= 100.0 { 1.0 } else { 0.1 })
}

/// Answer.
pub fn sentence(found: &ControlBacktest) -> String {
    let new = &found.new_controls;
    format!(
        "Export controls as known before {}: the median forecast was {} new ones in {} months, 80% interval {} to {}; {} were observed. {} kinds of rule had no earlier example.",
        found.known_before,
        new.quantiles[1],
        months(new.months),
        new.quantiles[0],
        new.quantiles[2],
        new.came,
        found.without_precedent.len()
    )
}

/// Answer on new kinds of rules.
pub fn new_kinds_sentence(found: &NewKinds) -> String {
    let each: Vec<String> =
        found.methods.iter().map(|method| format!("{} {} ({})", method.method, percent(method.next), words::rounded(method.brier, 0.01))).collect();
    format!(
        "The next package of export controls is of a kind never seen before with these probabilities (in brackets the Brier score over {} packages, of which {} were of a new kind): {}.",
        found.scored,
        found.new,
        words::joined(&each)
    )
}

/// Tables.
pub fn blocks(found: &ControlBacktest) -> Vec<Block> {
    let (licences, still, probability) = found.licences;
    let (known, wave) = found.new_controls.known;
    let mut points = vec![
        format!(
            "New controls are counted as days with a new or stricter rule. Their rate is that since the first control of the present wave ({known} more days in {} months): \
             negative binomial forecast. The probability of no more than the {} observed was {}.",
            months(wave),
            found.new_controls.came,
            percent(found.new_controls.probability[1])
        ),
        format!(
            "Each of {licences} licence rules for all destinations was forecast to be in force before {} with a probability of {}; {still} were.",
            found.forecast_before,
            percent(probability)
        ),
    ];
    if !found.without_precedent.is_empty() {
        points.push(format!(
            "Where it fails: {} had no earlier example. A distribution fitted to spells cannot forecast a rule that had never been made; such a state of a regime is a judgement.",
            words::joined(&found.without_precedent)
        ));
    }
    vec![
        Block::Heading(format!("Export controls, known before {}", found.known_before)),
        Block::List(points),
        Block::Table(spell_table(found)),
        Block::Table(new_kinds_table(found)),
        Block::Paragraph(
            "Spells of several minerals begin and end with the same package of rules, so that they are fewer independent events than rows. Distributions fitted to two or \
             three ended spells are so wide that coverage is little evidence for them."
                .to_owned(),
        ),
    ]
}

fn spell_table(found: &ControlBacktest) -> Table {
    let caption = "Duration of spells, months: lognormal forecast (P10, P50, P90) from the spells known at the date, the spells that began or ran on later, and the number of \
                   these inside the central 80%, running ones by their share.";
    let mut table = Table::new(caption, &["kind"]).and("ended then").and("running then");
    for name in ["P10", "P50", "P90"] {
        table = table.in_unit(name, "months");
    }
    table = table.and("later").and("of these ended").in_unit("median of the ended", "months").and("inside").filed("controls");
    for spells in &found.spells {
        let ended = || spells.came.iter().filter(|(_, _, ended, _)| *ended).map(|(_, months, ..)| *months);
        let duration = |value: Option<f64>| number(value.map_or_else(|| "–".to_owned(), months), value.unwrap_or(f64::NAN), Unit::MONTHS);
        let mut row = vec![Cell::text(spells.kind.title()), Cell::count(spells.known[0] as u64), Cell::count(spells.known[1] as u64)];
        row.extend((0..3).map(|i| duration(spells.quantiles.map(|quantiles| quantiles[i]))));
        row.extend([Cell::count(spells.came.len() as u64), Cell::count(ended().count() as u64), duration(median(ended().collect())), inside(spells)]);
        table.row(row);
    }
    table
}

fn new_kinds_table(found: &ControlBacktest) -> Table {
    let caption = "Probability that a package of rules is of a kind never seen before: mean over the packages after the date, each from all before it, Brier score, and the probability for \
                   the next package after the table (Ewens 1972; Pitman & Yor 1997).";
    let mut table =
        Table::new(caption, &["method"]).and("mean forecast").and("observed share").and("Brier score").and("next package").filed("new-kinds");
    if let Some(kinds) = &found.new_kinds {
        for method in &kinds.methods {
            let share = |value: f64| number(percent(value), value, Unit::PROBABILITY);
            table.row(vec![
                Cell::text(method.method),
                share(method.mean),
                share(kinds.new as f64 / kinds.scored as f64),
                number(words::rounded(method.brier, 0.01), method.brier, Unit::NONE),
                share(method.next),
            ]);
        }
    }
    table
}

fn inside(spells: &SpellForecast) -> Cell {
    let text = if spells.quantiles.is_some() { words::rounded(spells.held, 0.1) } else { "–".to_owned() };
    number(text, spells.held, Unit::COUNT)
}

/// Middle value, the lower of two.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied()
}
