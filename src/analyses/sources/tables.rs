//! Tables of `adit sources`: the inputs with the largest effects, all inputs, and the sources.

use super::findings::{Effect, EffectMethod, SourcedInput, SourcesFindings};
use crate::report::{Cell, Table, words};
use crate::units::{Quantity, Unit};

/// Characters of the sources of an input in the short table.
const SHORT: usize = 30;

/// Headings of the two effects with their units.
fn with_effects(table: Table) -> Table {
    table.in_unit("effect on probability", "% points").in_unit("effect on arrival", "months")
}

fn effect_cells(effect: Option<&Effect>) -> [Cell; 2] {
    let none = |unit| Cell::quantity(&Quantity::exact(f64::NAN, unit));
    effect.map_or_else(
        || [none(Unit::PROBABILITY_DIFFERENCE), none(Unit::MONTHS_DIFFERENCE)],
        |effect| [Cell::quantity(&effect.probability), Cell::quantity(&effect.delay)],
    )
}

/// The inputs with the largest effects, at most so many.
pub(super) fn leading(found: &SourcesFindings, most: usize) -> Table {
    let caption = format!("Inputs with the largest effects (at most {most}), with 95% intervals. All inputs are in sources.csv.");
    let mut table = with_effects(Table::new(caption, &["input"])).and("sources");
    for (name, input, effect) in found.leading(most) {
        let [probability, delay] = effect_cells(Some(effect));
        let sources = if name == input.path { sources_of(input) } else { "several".to_owned() };
        table.row(vec![Cell::text(name), probability, delay, Cell::text(clipped(&sources, SHORT))]);
    }
    table
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { format!("{}…", text.chars().take(width - 1).collect::<String>()) }
}

/// The sources, at most so many; with their titles where all are shown.
pub(super) fn sources(found: &SourcesFindings, most: usize) -> Table {
    let caption = "Sources by the largest effect among the inputs that cite them. Age at the start of the scenario.";
    let mut table = Table::new(caption, &["source", "date", "confidence"])
        .in_unit("age", "years")
        .and("inputs")
        .in_unit("largest effect", "% points")
        .filed("sources-cited");
    for source in found.sources.iter().take(most) {
        let age = source.age_months.map_or(f64::NAN, |months| (months / 1.2).round() / 10.0);
        table.row(vec![
            Cell::text(if most == usize::MAX { format!("{} ({})", source.title, source.key) } else { source.key.clone() }),
            Cell::text(dated(source.date.as_deref(), source.old)),
            Cell::text(source.confidence.as_deref().unwrap_or("–")),
            Cell::quantity(&Quantity::exact(age, Unit::named("years"))),
            Cell::count(source.inputs as u64),
            effect_cells(source.largest_effect.as_ref())[0].clone(),
        ]);
    }
    table
}

/// Date of a source, marked where it is old.
fn dated(date: Option<&str>, old: bool) -> String {
    format!("{}{}", date.unwrap_or("–"), if old { " (old)" } else { "" })
}

/// All inputs.
pub(super) fn inputs(found: &SourcesFindings) -> Table {
    let caption = "All inputs by their effect on the probability and on the mean month of arrival, with 95% intervals. An input without an effect is a \
                   single number.";
    let labels = ["input", "distribution", "sources", "date", "confidence", "method"];
    let mut table = with_effects(Table::new(caption, &labels)).filed("sources");
    for input in &found.inputs {
        let [probability, delay] = effect_cells(input.effect.as_ref());
        let unit = if input.unit.is_empty() { String::new() } else { format!(", {}", input.unit) };
        table.row(vec![
            Cell::text(&input.path),
            Cell::text(format!("{}{unit}", input.distribution)),
            Cell::text(sources_of(input)),
            Cell::text(dated(input.date.as_deref(), input.old)),
            Cell::text(input.confidence.as_deref().unwrap_or("–")),
            Cell::text(input.effect.as_ref().map_or("–", |effect| method(effect.method))),
            probability,
            delay,
        ]);
    }
    table
}

fn method(method: EffectMethod) -> &'static str {
    match method {
        EffectMethod::Held => "held at P90 minus P10",
        EffectMethod::Thirds => "upper third minus lower third",
        EffectMethod::AsPlanned => "as modelled minus as planned",
    }
}

/// Keys of the sources of an input: `usgs_antimony, judgement`.
pub(super) fn sources_of(input: &SourcedInput) -> String {
    let judgement = input.judgement.then(|| "judgement".to_owned());
    let keys: Vec<String> = input.sources.iter().cloned().chain(judgement).collect();
    if keys.is_empty() { "no source".to_owned() } else { keys.join(", ") }
}

/// Number of things with their word: `1 input`, `2 inputs`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{} {word}{}", words::count(count as u64), if count == 1 { "" } else { "s" })
}
