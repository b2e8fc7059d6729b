//! Where figures come from and what they carry, as a chapter and as CSV.

mod csv;
mod picture;
mod tables;

use super::chapter::{Block, Chapter, DataFile};
use super::words;
use crate::study::provenance::{CitedSource, Move, Provenance, SourcedInput, Way};
use picture::moves;
use tables::{documents, figures, leading};

pub use csv::provenance_csv;

/// Figures and documents on a terminal.
const TOLD: usize = 25;

/// The chapter, all figures and documents in it.
#[must_use]
pub fn provenance_chapter(found: &Provenance, print: &str) -> Chapter {
    let mut blocks = vec![
        Block::Heading("Which figures carry the answer".to_owned()),
        Block::Paragraph(how(found)),
        Block::Figure { figure: moves(found, print), data: Some(DataFile::csv("data/moves.csv", &provenance_csv(found))) },
    ];
    blocks.extend(findings(found));
    blocks.push(Block::Heading("Documents".to_owned()));
    blocks.extend(documents(found, usize::MAX).map(Block::Table));
    blocks.push(Block::Heading("Figures".to_owned()));
    blocks.extend(figures(found).map(Block::Table));
    chapter(found, blocks)
}

/// What a terminal gets of it: the figures and the documents that carry most.
#[must_use]
pub fn provenance_brief(found: &Provenance) -> Chapter {
    let mut blocks = vec![Block::Paragraph(how(found))];
    blocks.extend(leading(found).map(Block::Table));
    blocks.extend(documents(found, TOLD).map(Block::Table));
    blocks.extend(findings(found));
    chapter(found, blocks)
}

fn chapter(found: &Provenance, blocks: Vec<Block>) -> Chapter {
    Chapter { id: "sources".to_owned(), title: "What the answer rests on".to_owned(), sentences: sentences(found), blocks }
}

fn sentences(found: &Provenance) -> Vec<String> {
    let judged = found.inputs.iter().filter(|input| input.input.judgement).count();
    let alone = found.inputs.iter().filter(|input| input.input.judgement && input.input.sources.is_empty()).count();
    let count = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let mut said = vec![format!(
        "{} and {}: {alone} figures are judgements alone, {} a judgement beside documents, {} cite documents only, {} have no source.",
        words::capital(&count(found.inputs.len(), "figure")),
        count(found.sources.len(), "document"),
        judged - alone,
        found.inputs.len() - judged - found.missing(),
        found.missing()
    )];
    if let Some((input, moves)) = found.inputs.first().and_then(|input| Some((input, input.moves.as_ref()?))) {
        said.push(format!(
            "Of “{}” by the end of {} ({}%) most rests on {} ({}): moved by its own uncertainty it moves that chance by {} percentage points.",
            found.goal,
            found.by,
            words::percent_with_interval(&found.chance),
            input.input.path,
            from(input),
            words::difference(&moves.chance)
        ));
    }
    said
}

fn how(found: &Provenance) -> String {
    format!(
        "A number drawn once a trial is moved from its P10 to its P90 with all other draws as they were, in {} paired trials; those that matter less \
         are read from one run of {} trials, as the upper third of its draws less the lower. What is no single number (a policy, a danger, a risk) is \
         compared with its plan; a figure that is part of it bears the move of the whole. Correlated drivers move alone when held, together \
         when read from thirds. A figure without a move is one number: nothing about it is uncertain, which is a judgement too. \"Within\" says how large a move the trials might have missed.",
        words::count(found.trials[1]),
        words::count(found.trials[0])
    )
}

/// What is missing, stale or undated.
fn findings(found: &Provenance) -> Vec<Block> {
    let mut points = Vec::new();
    let paths = |pick: &dyn Fn(&SourcedInput) -> bool| {
        found.inputs.iter().filter(|input| pick(input)).map(|input| input.input.path.clone()).collect::<Vec<_>>()
    };
    let missing = paths(&|input| input.missing);
    if !missing.is_empty() {
        points.push(format!("Without a source: {}.", words::joined(&missing)));
    }
    let keys = |pick: &dyn Fn(&CitedSource) -> bool| {
        found.sources.iter().filter(|cited| pick(cited)).map(|cited| cited.source.key.clone()).collect::<Vec<_>>()
    };
    let stale = keys(&|cited| cited.stale);
    if !stale.is_empty() {
        points.push(format!(
            "Older than {} years at the start of the scenario (what they say of the past stays true; what they say of the present, somebody should look at): {}.",
            words::rounded(found.stale_years, 0.5),
            words::joined(&stale)
        ));
    }
    let undated = keys(&|cited| cited.age.is_none());
    if !undated.is_empty() {
        points.push(format!("Without a date that could be read: {}.", words::joined(&undated)));
    }
    let idle = keys(&|cited| cited.inputs == 0);
    if !idle.is_empty() {
        points.push(format!("Listed and cited by no figure: {}.", words::joined(&idle)));
    }
    if points.is_empty() { Vec::new() } else { vec![Block::Heading("To look at".to_owned()), Block::List(points)] }
}

/// `usgs_antimony, 2026-02`, or `judgement`.
fn from(input: &SourcedInput) -> String {
    let mut keys = input.input.sources.clone();
    if input.input.judgement {
        keys.push("judgement".to_owned());
    }
    if keys.is_empty() { "no source".to_owned() } else { keys.join(", ") }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Held => "P90 less P10",
        Way::Thirds => "upper third less lower",
        Way::Planned => "as it is less as planned",
    }
}

/// What moved: the figure, or the policy, danger or risk that it is part of.
fn named<'i>(input: &'i SourcedInput, moves: &Move) -> &'i str {
    if moves.way == Way::Planned { whole(&input.input.path) } else { &input.input.path }
}

/// The policy, danger or risk that a figure is part of.
fn whole(path: &str) -> &str {
    let parts = if path.starts_with("projects.") {
        path.find(".risks.").map_or(path.len(), |at| end_of(path, at + 7))
    } else {
        end_of(path, path.find('.').map_or(0, |at| at + 1))
    };
    &path[..parts]
}

/// End of the name that begins there.
fn end_of(path: &str, from: usize) -> usize {
    path.get(from..).and_then(|rest| rest.find('.')).map_or(path.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_belongs_to_its_whole() {
        assert_eq!(whole("regimes.licensing.states.ban.lasts"), "regimes.licensing");
        assert_eq!(whole("projects.a.stages.b.risks.flood.delay"), "projects.a.stages.b.risks.flood");
        assert_eq!(whole("projects.a.stages.b.cancels"), "projects.a.stages.b.cancels");
    }
}
