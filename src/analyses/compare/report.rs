//! Chapter of `adit compare`: arrivals in each scenario, and paired differences from the first.

use super::findings::{CompareFindings, ComparedGoal};
use super::{chart, quantities, tables, wording};
use crate::analyses::run::families::{Family, families};
use crate::analyses::run::{Findings, GoalFindings};
use crate::report::{Block, Chapter, DataFile, Source, words};

/// Chapter of the findings.
#[must_use]
pub fn chapter(found: &CompareFindings, source: &Source) -> Chapter {
    let print = wording::small_print(found, source);
    let differences = tables::all_differences(found);
    let mut data = Some(DataFile { name: "data/differences.csv".to_owned(), text: differences.csv() });
    let mut blocks = vec![Block::File(tables::all(found).filed("comparison"))];
    if !found.quantities.is_empty() {
        blocks.push(Block::File(quantities::all(found).filed("quantities")));
    }
    blocks.push(Block::Heading("Each scenario".to_owned()));
    blocks.push(Block::List(wording::headlines(found)));
    blocks.extend(not_compared(found));
    blocks.extend(quantities::blocks(found));
    blocks.push(Block::Heading("Differences, trial by trial".to_owned()));
    blocks.push(Block::Paragraph(wording::method(found)));
    blocks.extend(chart::differences(found, &print).into_iter().map(|figure| Block::Figure { figure, data: data.take() }));
    if let Some(first) = found.first_findings() {
        blocks.extend(families(&first.goals).iter().flat_map(|family| of_family(found, family, &print)));
    }
    of_blocks(found, blocks)
}

/// Chapter that the terminal shows.
#[must_use]
pub fn answer(found: &CompareFindings) -> Chapter {
    let mut blocks = vec![Block::List(wording::scenarios(found))];
    blocks.extend(not_compared(found));
    let first = found.first_findings();
    for family in first.iter().flat_map(|first: &Findings| families(&first.goals)) {
        blocks.push(Block::Heading(words::capital(&family.heading())));
        blocks.push(Block::Table(tables::overview(found, &family)));
        blocks.push(Block::Table(tables::differences(found, &family, 4))); // as many as fit with their intervals
    }
    blocks.extend(quantities::main_blocks(found));
    of_blocks(found, blocks)
}

fn of_blocks(found: &CompareFindings, blocks: Vec<Block>) -> Chapter {
    let title = format!("Scenarios compared: {}", words::joined(&found.names()));
    Chapter { id: "comparison".to_owned(), title, sentences: wording::sentences(found), blocks }
}

/// Goals that are not compared, with the reasons.
fn not_compared(found: &CompareFindings) -> Option<Block> {
    let titled = |key: &str| {
        let goals = found.scenarios.iter().flat_map(|(_, scenario)| &scenario.findings.goals);
        goals.into_iter().find(|goal| goal.name == key).map_or_else(|| key.to_owned(), |goal| goal.title.clone())
    };
    let reasons = found.not_compared.iter().map(|(goal, reason)| format!("{}: {reason}", titled(goal)));
    let reasons: Vec<String> = reasons.collect();
    (!reasons.is_empty()).then(|| Block::Paragraph(format!("Not compared: {}.", reasons.join("; "))))
}

/// Figures and tables of a family of goals; a goal that arrives in no trial of any scenario has no figure.
fn of_family(found: &CompareFindings, family: &Family, print: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(words::capital(&family.heading()))];
    let (arriving, never): (Vec<&GoalFindings>, Vec<&GoalFindings>) =
        family.goals.iter().copied().partition(|goal| found.goal(&goal.name).is_some_and(ComparedGoal::arrives));
    for goal in arriving {
        let data = DataFile { name: format!("data/{}.csv", words::slug(&goal.name)), text: tables::curves(found, &goal.name).csv() };
        let figure = chart::goal_figure(found, &goal.name, print);
        blocks.extend(figure.map(|figure| Block::Figure { figure, data: Some(data) }));
    }
    let never: Vec<String> = never.iter().map(|goal| family.label(goal)).collect();
    if !never.is_empty() {
        blocks.push(Block::Paragraph(format!("Never in any trial of any scenario, and therefore without a figure: {}.", words::joined(&never))));
    }
    blocks.push(Block::Table(tables::months(found, family)));
    blocks.push(Block::Table(tables::differences(found, family, usize::MAX)));
    blocks
}
