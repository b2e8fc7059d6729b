//! Report of `adit doubt`: sentences on one goal, figures of several goals, and tables of all goals.

use super::chart;
use super::findings::{DoubtFindings, GoalUncertainty};
use crate::report::{Block, Cell, Chapter, DataFile, Source, Table, words};
use crate::units::{Quantity, Unit};

/// Goals in a figure, at most.
const IN_FIGURE: usize = 5;
/// Goals whose probability is nearer to 0 or 1 than this are left out of the figures.
const CERTAIN: f64 = 0.005;

/// Chapter of the findings.
pub(super) fn chapter(found: &DoubtFindings, source: &Source) -> Chapter {
    let (probabilities, medians) = (probabilities(found), medians(found));
    let mut blocks = Vec::new();
    let goals = in_figures(found);
    if !goals.is_empty() {
        let print = source.small_print();
        let data = |name: &str, table: &Table| Some(DataFile { name: format!("data/{name}.csv"), text: table.csv() });
        blocks.push(Block::Figure { figure: chart::probabilities(found, &goals, &print), data: data("doubt", &probabilities) });
        blocks.push(Block::Figure { figure: chart::medians(found, &goals, &print), data: data("doubt-median", &medians) });
    }
    blocks.extend([probabilities, medians, alternatives(found)].into_iter().filter_map(Table::filled).map(Block::Table));
    blocks.push(Block::Heading("Method".to_owned()));
    blocks.push(Block::Paragraph(method(found, source)));
    let goal = found.goals.iter().find(|goal| goal.goal == found.goal);
    let sentences = goal.map_or_else(Vec::new, |goal| sentences(found, goal));
    Chapter { id: "doubt".to_owned(), title: "Sampling error, input uncertainty and alternative scenarios".to_owned(), sentences, blocks }
}

fn method(found: &DoubtFindings, source: &Source) -> String {
    let alternatives = if found.alternatives.is_empty() {
        "No alternative scenario was named (--against).".to_owned()
    } else {
        format!(
            "The alternative scenarios {} use the same random numbers; neither more trials nor better known inputs decide between scenarios.",
            words::joined(&found.alternatives)
        )
    };
    format!(
        "Sampling error is the 95% interval of {} trials; it falls with the square root of their number. Input uncertainty is the range from P10 to P90 over \
         {} draws of the uncertain inputs with {} trials for each, from which the noise of so few trials is removed; it falls only if the inputs become \
         better known. Uncertain inputs are the numbers drawn once a trial, the drivers and the cancellations marked as unknown ({} random streams). Random events are regimes, incidents, \
         risks and other cancellations ({} random streams), which would differ if the same world started again. {alternatives}",
        words::count(source.trials),
        found.input_draws,
        found.trials_per_draw,
        found.input_streams,
        found.event_streams,
    )
}

fn sentences(found: &DoubtFindings, goal: &GoalUncertainty) -> Vec<String> {
    let mut all = vec![format!(
        "“{}” has arrived by the end of {} with a probability of {} (95% interval of the sampling error).",
        goal.title,
        found.month,
        words::quantity(&goal.result.probability)
    )];
    if let Some(inputs) = &goal.inputs {
        all.push(format!(
            "Over the uncertain inputs the probability ranges from {} to {}% (P10 to P90); the inputs account for {}% of the variance, random events for the rest.",
            percent(inputs.probability_p10.value),
            percent(inputs.probability_p90.value),
            percent(inputs.variance_share.value)
        ));
    }
    if let Some(range) = goal.probability_range() {
        let [low, high] = range.map(|quantity| words::rounded(100.0 * quantity.number(), 0.1));
        all.push(format!("Over this and the alternative scenarios it ranges from {low} to {high}%."));
    }
    let median = words::quantity(&goal.result.median);
    all.push(match &goal.inputs {
        Some(inputs) => {
            let [p10, p90] = [&inputs.median_p10, &inputs.median_p90].map(words::quantity);
            format!("The median month of arrival is {median}; over the uncertain inputs it ranges from {p10} to {p90} (P10 to P90).")
        }
        None => format!("The median month of arrival is {median}."),
    });
    all
}

/// Probability in whole per cent, without the sign.
pub(super) fn percent(value: Option<f64>) -> String {
    words::rounded(100.0 * value.unwrap_or(f64::NAN), 1.0)
}

/// Two months, or one where they are equal: `2031-04 to never`.
pub(super) fn month_range([first, last]: [&Quantity; 2]) -> String {
    let value = |quantity: &Quantity| words::value_text(quantity);
    if first.value == last.value { value(first) } else { format!("{} to {}", value(first), value(last)) }
}

/// Goals of the figures: the one of the sentences, then others that are neither certain nor impossible.
fn in_figures(found: &DoubtFindings) -> Vec<&GoalUncertainty> {
    let is_open = |goal: &&GoalUncertainty| (CERTAIN..=1.0 - CERTAIN).contains(&goal.result.probability.number());
    let own = found.goals.iter().filter(|goal| goal.goal == found.goal);
    own.chain(found.goals.iter().filter(|goal| goal.goal != found.goal).filter(is_open)).take(IN_FIGURE).collect()
}

/// Goals of the tables, with their titles.
fn in_tables(found: &DoubtFindings) -> impl Iterator<Item = (Cell, &GoalUncertainty)> {
    found.goals.iter().filter(|goal| goal.ever_arrives()).map(|goal| (Cell::text(words::capital(&goal.title)), goal))
}

/// Cell of a probability or share without a known error, in whole per cent.
fn whole_percent(quantity: Option<&Quantity>) -> Cell {
    let rounded = |quantity: &Quantity| Quantity { value: quantity.value.map(|value| (100.0 * value).round() / 100.0), ..quantity.clone() };
    Cell::quantity(&quantity.map_or_else(|| Quantity::exact(f64::NAN, Unit::PROBABILITY), rounded))
}

fn probabilities(found: &DoubtFindings) -> Table {
    let caption = format!(
        "Probability of arrival by the end of {}, with its 95% interval of the sampling error, its P10 and P90 over the uncertain inputs, and the share of its \
         variance that the inputs account for. Goals that never arrive are left out.",
        found.month
    );
    let mut table =
        Table::new(caption, &["goal"]).and("probability").and("P10 over inputs").and("P90 over inputs").and("variance from inputs").filed("doubt");
    for (title, goal) in in_tables(found) {
        let inputs = goal.inputs.as_ref();
        table.row(vec![
            title,
            Cell::quantity(&goal.result.probability),
            whole_percent(inputs.map(|inputs| &inputs.probability_p10)),
            whole_percent(inputs.map(|inputs| &inputs.probability_p90)),
            whole_percent(inputs.map(|inputs| &inputs.variance_share)),
        ]);
    }
    table
}

fn medians(found: &DoubtFindings) -> Table {
    let caption = "Median month of arrival, with its 95% interval of the sampling error and its P10 and P90 over the uncertain inputs.";
    let mut table = Table::new(caption, &["goal"]).and("median").and("P10 over inputs").and("P90 over inputs").filed("doubt-median");
    let unknown = Quantity::exact(f64::NAN, Unit::NONE);
    for (title, goal) in in_tables(found) {
        let inputs = goal.inputs.as_ref();
        table.row(vec![
            title,
            Cell::quantity(&goal.result.median),
            Cell::quantity(inputs.map_or(&unknown, |inputs| &inputs.median_p10)),
            Cell::quantity(inputs.map_or(&unknown, |inputs| &inputs.median_p90)),
        ]);
    }
    table
}

/// Results of the alternative scenarios below those of the scenario; no rows where there are none.
fn alternatives(found: &DoubtFindings) -> Table {
    let caption =
        format!("Alternative scenarios: probability of arrival by the end of {} and median month of arrival, with 95% intervals.", found.month);
    let mut table = Table::new(caption, &["goal", "scenario"]).and("probability").and("median").filed("doubt-alternatives");
    for (title, goal) in in_tables(found).filter(|(_, goal)| !goal.alternatives.is_empty()) {
        let names = std::iter::once("this scenario").chain(goal.alternatives.iter().map(|alternative| alternative.scenario.as_str()));
        for (name, result) in names.zip(goal.results()) {
            table.row(vec![title.clone(), Cell::text(name), Cell::quantity(&result.probability), Cell::quantity(&result.median)]);
        }
    }
    table
}
