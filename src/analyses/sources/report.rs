//! Report of `adit sources`: sentences, the figure of the effects, and what to check.

use super::chart;
use super::findings::{CitedSource, SourcedInput, SourcesFindings};
use super::tables::{counted, inputs, leading, sources, sources_of};
use crate::report::{Block, Chapter, DataFile, Source, Table, words};

/// Inputs and sources on a terminal.
const SHORT: usize = 25;

/// Chapter with all inputs and sources.
pub(super) fn chapter(found: &SourcesFindings, source: &Source) -> Chapter {
    let inputs = inputs(found);
    let data = DataFile { name: "data/effects.csv".to_owned(), text: inputs.csv() };
    let mut blocks = vec![
        Block::Heading("Effect of each input on the probability".to_owned()),
        Block::Figure { figure: chart::effects(found, &source.small_print()), data: Some(data) },
        Block::Paragraph(method(found, source)),
    ];
    blocks.extend(to_check(found));
    for (heading, table) in [("Sources", sources(found, usize::MAX)), ("Inputs", inputs)] {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.extend(table.filled().map(Block::Table));
    }
    titled(found, blocks)
}

/// Chapter of the terminal: the inputs and the sources with the largest effects.
pub(super) fn answer(found: &SourcesFindings, source: &Source) -> Chapter {
    let mut blocks = Vec::new();
    blocks.extend([leading(found, SHORT), sources(found, SHORT)].into_iter().filter_map(Table::filled).map(Block::Table));
    blocks.extend(to_check(found));
    blocks.push(Block::Heading("Method".to_owned()));
    blocks.push(Block::Paragraph(method(found, source)));
    titled(found, blocks)
}

fn titled(found: &SourcesFindings, blocks: Vec<Block>) -> Chapter {
    Chapter { id: "sources".to_owned(), title: "Sources of the inputs and effect of each input".to_owned(), sentences: sentences(found), blocks }
}

fn sentences(found: &SourcesFindings) -> Vec<String> {
    let judged = found.inputs.iter().filter(|input| input.judgement).count();
    let alone = found.inputs.iter().filter(|input| input.judgement && input.sources.is_empty()).count();
    let mut all = vec![format!(
        "The scenario has {} and {}: {} on judgement alone, {} on judgement and sources, {} on sources alone, and {} without a source.",
        counted(found.inputs.len(), "input"),
        counted(found.sources.len(), "source"),
        counted(alone, "input"),
        judged - alone,
        found.inputs.len() - judged - found.missing(),
        found.missing()
    )];
    if let Some((input, effect)) = found.inputs.first().and_then(|input| Some((input, input.effect.as_ref()?))) {
        all.push(format!(
            "“{}” has arrived by the end of {} with a probability of {}. The input with the largest effect is {} ({}): over its own uncertainty the probability \
             changes by {} percentage points.",
            found.goal_title,
            found.month,
            words::quantity(&found.probability),
            input.path,
            sources_of(input),
            words::quantity(&effect.probability)
        ));
    }
    all
}

fn method(found: &SourcesFindings, source: &Source) -> String {
    format!(
        "The effect of a number drawn once a trial is the result with it held at its P90 minus the result with it held at its P10, with all other random \
         numbers unchanged, in {} paired trials. Numbers with smaller effects are screened in one run of {} trials: the result in the upper third of \
         the draws minus that in the lower third. Correlated drivers change alone when held, and together in the screening. The effect of a regime, a \
         hazard, a risk or a cancellation is the result as modelled minus the result as planned; each input that is part of it carries the effect of the \
         whole. An input without an effect is a single number, about which the scenario states no uncertainty.",
        words::count(found.paired_trials),
        words::count(source.trials)
    )
}

/// Inputs and sources that somebody should check.
fn to_check(found: &SourcesFindings) -> Vec<Block> {
    let inputs = |pick: &dyn Fn(&SourcedInput) -> bool| -> Vec<String> {
        found.inputs.iter().filter(|input| pick(input)).map(|input| input.path.clone()).collect()
    };
    let sources = |pick: &dyn Fn(&CitedSource) -> bool| -> Vec<String> {
        found.sources.iter().filter(|source| pick(source)).map(|source| source.key.clone()).collect()
    };
    let years = words::rounded(found.old_years, 0.5);
    let points: Vec<String> = [
        ("Inputs without a source".to_owned(), inputs(&|input| input.missing)),
        (
            format!("Sources older than {years} years at the start of the scenario (check what they say about the present)"),
            sources(&|source| source.old),
        ),
        ("Sources without a readable date".to_owned(), sources(&|source| source.age_months.is_none())),
        ("Sources that no input cites".to_owned(), sources(&|source| source.inputs == 0)),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(what, names)| format!("{what}: {}.", words::joined(&names)))
    .collect();
    if points.is_empty() { Vec::new() } else { vec![Block::Heading("To check".to_owned()), Block::List(points)] }
}
