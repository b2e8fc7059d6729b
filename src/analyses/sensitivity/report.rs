//! Chapter of `adit sensitivity`: for each goal in detail its Sobol' indices and the inputs that are correlated with its arrival.

use super::findings::{CauseIndices, ExplainedQuantity, GoalSensitivity, SensitivityFindings, ranked};
use super::tables::{self, MONTHS};
use super::{chart, wording};
use crate::report::{Block, Chapter, DataFile, Source, words};

/// Goals that the sentences at the top are about, at most.
const SUMMARIZED: usize = 6;

/// Chapter of the findings, with at most this number of single elements and inputs in each table.
#[must_use]
pub fn chapter(found: &SensitivityFindings, source: &Source, most: usize) -> Chapter {
    let small_print = small_print(found, source);
    let mut blocks = vec![
        Block::Paragraph(wording::design(found, source.trials)),
        Block::List(how_to_read(found)),
        Block::File(tables::all_indices(&found.goals).filed("sensitivity")),
        Block::File(tables::all_correlations(found).filed("sensitivity-correlations")),
    ];
    for goal in found.goals.iter().filter(|goal| goal.detailed) {
        let data = DataFile { name: format!("data/{}.csv", words::slug(&goal.goal)), text: tables::all_indices([goal]).csv() };
        blocks.push(Block::Heading(wording::goal(goal)));
        blocks.push(Block::Figure { figure: chart::index_figure(goal, &small_print), data: Some(data) });
        blocks.extend(chart::correlation_figure(goal, &small_print).map(|figure| Block::Figure { figure, data: None }));
        blocks.push(quantity(MONTHS, &goal.months_until_arrival, most));
        blocks.push(quantity(&tables::arrived_by(goal), &goal.arrived_by_year, most));
        blocks.extend(tables::correlations(goal, most).map(Block::Table));
    }
    blocks.extend(without_indices(found));
    Chapter { id: "sensitivity".to_owned(), title: "Sensitivity of arrival: causes of its variance".to_owned(), sentences: sentences(found), blocks }
}

/// Source line of the figures, with the trials of all runs.
fn small_print(found: &SensitivityFindings, source: &Source) -> String {
    let each = words::count(source.trials);
    source.small_print().replacen(&format!("{each} trials"), &format!("{each} trials in each run, {} in all", words::count(found.total_trials)), 1)
}

fn how_to_read(found: &SensitivityFindings) -> Vec<String> {
    let mut points = vec![
        "First-order Sobol’ index: the share of the variance that would be removed on average if this cause were known and nothing else.".to_owned(),
        "Total Sobol’ index: the share of the variance that would remain on average if everything but this cause were known. Its excess over the \
         first-order index comes from interactions with other causes, so that total indices may add up to more than 100%."
            .to_owned(),
        format!(
            "Months until arrival are {}, the length of the scenario, in trials in which the goal never arrives.",
            words::count(found.horizon_months as u64)
        ),
        "Intervals are 95% bootstrap intervals over trials. An index is not an amount of time: adit causes attributes the delay itself.".to_owned(),
    ];
    points.extend(wording::correlated(found));
    points
}

/// Groups with the largest total indices, for the first goals.
fn sentences(found: &SensitivityFindings) -> Vec<String> {
    let detailed: Vec<&GoalSensitivity> = found.goals.iter().filter(|goal| goal.detailed).collect();
    let mut sentences: Vec<String> = detailed.iter().take(SUMMARIZED).filter_map(|goal| sentence(goal)).collect();
    if sentences.is_empty() {
        sentences.push("No goal’s arrival varies enough between trials for its variance to be decomposed.".to_owned());
    }
    if detailed.len() > SUMMARIZED {
        sentences.push(format!("{} more goals follow below.", detailed.len() - SUMMARIZED));
    }
    sentences
}

fn sentence(goal: &GoalSensitivity) -> Option<String> {
    let indices = goal.months_until_arrival.indices()?;
    let named = |one: &CauseIndices| format!("{} {}", wording::cause(&one.cause), words::quantity(&one.total));
    let groups: Vec<String> = ranked(&indices.groups).into_iter().take(3).map(named).collect();
    let single = ranked(&indices.elements).first().map_or_else(String::new, |one| {
        format!(" Of the single elements {} has the largest total index, {}.", wording::cause(&one.cause), words::quantity(&one.total))
    });
    Some(format!(
        "{} (probability of arrival {}): groups without interactions account for {} of the variance of the months until arrival. The largest total \
         indices of groups are {}.{single}",
        wording::goal(goal),
        words::quantity(&goal.arrival),
        words::quantity(&indices.without_interactions),
        words::joined(&groups)
    ))
}

/// Table of one quantity, or the reason why there is none.
fn quantity(name: &str, quantity: &ExplainedQuantity, most: usize) -> Block {
    let reason = || {
        let reason = wording::no_indices(quantity).unwrap_or_else(|| "no cause has an index of half a per cent".to_owned());
        Block::Paragraph(format!("{}: {reason}.", words::capital(name)))
    };
    tables::indices(name, quantity, most).map_or_else(reason, Block::Table)
}

/// Goals without indices, by reason.
fn without_indices(found: &SensitivityFindings) -> Vec<Block> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for goal in &found.goals {
        let Some(reason) = wording::no_indices(&goal.months_until_arrival) else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, goals)) => goals.push(goal.goal.clone()),
            None => reasons.push((reason, vec![goal.goal.clone()])),
        }
    }
    if reasons.is_empty() {
        return Vec::new();
    }
    let points = reasons.into_iter().map(|(reason, goals)| format!("{}: {reason}.", goals.join(", "))).collect();
    vec![Block::Heading("Goals without indices".to_owned()), Block::List(points)]
}
