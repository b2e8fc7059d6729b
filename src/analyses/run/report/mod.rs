//! Report of a run: findings as chapters of sentences, tables and figures, for the page and for the terminal.

mod answer;
mod assumptions;
mod bridge;
mod chain;
mod given;
mod goals;
pub(super) mod headline;
mod minerals;
mod points;
mod precision;
mod readings;

use std::io;

use super::charts::Figures;
use super::findings::{Findings, MineralFindings};
use super::{Record, Selection};
use crate::report::{About, Block, Chapter, ChapterRecord, Page, Section, chapter_text, words};
use crate::store::Manifest;

pub(crate) use answer::when;
pub use headline::headline;
pub use points::points;
pub(super) use precision::precision_json;

/// How to read the report, after the scenario, its months, trials and seed.
const READING: &str = "A month of arrival is the first of those in a row in which a goal holds; “never” means not within the horizon and is later than any \
     month. Figures are rounded to what their standard error supports.";
/// What makes the page again.
const AGAIN: &str = "Or, from the results folder, whose scenario.toml has every overlay and setting applied: `adit run scenario.toml`. `adit report DIR` \
     makes this page and its figures again from findings.json without running anything. The results are the same byte for byte on one platform.";

/// Chapters of the page, each with whether it is in the appendix.
pub(super) type Chapters = Vec<(Chapter, bool)>;

/// Chapters of the page with the figures that were selected: the main part, then the tables, the assumptions and the method.
pub(super) fn chapters(record: &Record, selection: &Selection) -> Chapters {
    let findings = &record.findings;
    let figures = Figures::new(record, selection);
    let mut main = vec![answer::chapter(findings, figures.answer()), goals::ladders(figures.ladders()), given::chapter(findings)];
    main.extend(minerals::figures(findings, &figures));
    main.push(bridge::chapter(findings, figures.bridges()));
    main.push(chain::chapter(findings, figures.processes()));
    main.retain(|chapter| !chapter.sentences.is_empty() || !chapter.blocks.is_empty());
    distinct(&mut main);
    let appendix = [tables(findings, figures.left_out()), assumptions::chapter(&record.assumptions), method(findings)];
    main.into_iter().map(|chapter| (chapter, false)).chain(appendix.map(|chapter| (chapter, true))).collect()
}

/// Tables of all goals, minerals, stocks and stages.
fn tables(findings: &Findings, left_out: Option<String>) -> Chapter {
    let mut blocks: Vec<Block> = left_out.into_iter().map(Block::Paragraph).collect();
    blocks.extend(goals::ladder_table(findings).into_iter().map(Block::Table));
    blocks.extend(given::all_goals(findings).into_iter().map(Block::Table));
    blocks.extend(readings::table(findings).map(Block::Table));
    for part in details(findings) {
        blocks.push(Block::Heading(part.title));
        blocks.extend(part.sentences.into_iter().map(Block::Paragraph));
        blocks.extend(part.blocks);
    }
    chapter("tables", "Tables", blocks)
}

/// Chapters of tables: each mineral, bridging stocks, the chain.
fn details(findings: &Findings) -> Vec<Chapter> {
    let mut chapters = minerals::tables(findings);
    chapters.extend([bridge::tables(findings), chain::tables(findings)]);
    chapters.retain(|chapter| !chapter.sentences.is_empty() || !chapter.blocks.is_empty());
    chapters
}

/// Answer on the terminal: the chapters of the findings without figures.
#[must_use]
pub fn text(findings: &Findings, scenario: &str) -> String {
    let mut first = answer::chapter(findings, None);
    first.title.clone_from(&findings.title);
    first.sentences.insert(0, format!("{}. {READING}", about_run(findings, scenario)));
    let mut chapters = vec![first, given::answer(findings), chain::chapter(findings, Vec::new())];
    chapters.extend(details(findings));
    chapters.retain(|chapter| !chapter.sentences.is_empty() || !chapter.blocks.is_empty());
    chapters.iter().map(chapter_text).collect::<Vec<_>>().join("\n")
}

/// The page, with chapters of other commands on the same scenario.
///
/// # Errors
/// Where the template cannot be filled in.
pub(super) fn page(record: &Record, manifest: &Manifest, chapters: &[(Chapter, bool)], others: &[ChapterRecord]) -> io::Result<String> {
    let of = |in_appendix: bool| chapters.iter().filter(move |(_, is)| *is == in_appendix).map(|(chapter, _)| Section::of(chapter, None));
    let mut sections: Vec<Section> = of(false).collect();
    sections.extend(Section::of_records(others));
    sections.extend(of(true).map(Section::in_appendix));
    let page = Page {
        title: &record.findings.title,
        summary: record.assumptions.about.as_deref(),
        remark: format!("{}. {READING}", about_run(&record.findings, &record.scenario)),
        sections,
        again: AGAIN,
    };
    page.html(&about(record, manifest))
}

/// Report of a record with all figures.
///
/// # Errors
/// Where the template cannot be filled in.
pub fn report_html(record: &Record, manifest: &Manifest, others: &[ChapterRecord]) -> io::Result<String> {
    page(record, manifest, &chapters(record, &Selection::default()), others)
}

/// Origin of the page, from the manifest of the run.
#[must_use]
pub fn about(record: &Record, manifest: &Manifest) -> About {
    About::new(&record.findings.title, &record.scenario, "run", std::slice::from_ref(&record.scenario), manifest)
}

/// Scenario, months, trials and seed.
fn about_run(findings: &Findings, scenario: &str) -> String {
    let grid = findings.grid;
    let design = findings.design.as_ref().map_or_else(String::new, |design| format!(" ({}, {} replicates)", design.sampling, design.replicates));
    let trials = words::trials(findings.trials);
    format!("{scenario} · {} to {} · {trials}{design} · seed {}", grid.label(0), grid.label(grid.count() - 1), findings.seed)
}

fn chapter(id: &str, title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter { id: id.to_owned(), title: title.to_owned(), sentences: Vec::new(), blocks }
}

/// Numbers the figures whose names are the same as file names.
fn distinct(chapters: &mut [Chapter]) {
    let mut names: Vec<String> = Vec::new();
    for block in chapters.iter_mut().flat_map(|chapter| &mut chapter.blocks) {
        let Block::Figure { figure, .. } = block else { continue };
        let before = names.iter().filter(|name| **name == figure.name).count();
        names.push(figure.name.clone());
        if before > 0 {
            figure.name = format!("{}-{}", figure.name, before + 1);
        }
    }
}

/// Method and limitations.
fn method(findings: &Findings) -> Chapter {
    let paragraph = |text: &str| Block::Paragraph(text.to_owned());
    let points = [
        "P10, P50 and P90 of a month are over all trials; never counts as later than any month. Their 95% intervals lie between two order statistics \
         chosen by the binomial distribution (Hahn and Meeker 1991).",
        "Probabilities have 95% intervals after Wilson (1927); where none or all of the trials agree, the exact one-sided bound of Clopper and Pearson \
         (1934). The intervals are about the number of trials, not about whether the assumptions are right.",
        "Bands over months are quantiles over trials of that month: no single trial need follow their edge. Quantiles of bands are interpolated within bins \
         at most 1.6% wide, those of bridging stocks within bins 0.2% wide; means come from exact sums.",
        "A goal is beyond capacity where no trial reaches it and the chain could not carry it with every capacity, yield and offtake at the top of its \
         range, nothing late, nothing struck, and demand at the bottom of its range.",
        "Trial i is a function of scenario, seed and i: the same on one thread or many. Two scenarios that share an input draw the same value for it in \
         trial i.",
    ];
    let clears = |mineral: &MineralFindings| mineral.clears();
    let reactions = match (findings.minerals.iter().any(clears), findings.minerals.iter().all(clears)) {
        (false, _) => "prices do not react to shortage, and supply does not react to prices",
        (true, true) => "prices follow from supply and demand month by month, without expectations beyond buying ahead",
        (true, false) => {
            "prices and supply of minerals without `response` do not react to shortage; the prices of the others follow from supply and \
                          demand month by month, without expectations beyond buying ahead"
        }
    };
    let inputs = findings.inputs.as_ref().map(|ranges| {
        paragraph(&format!(
            "Ranges over uncertain inputs are P10 and P90 of the probability of arrival over {} draws of the uncertain inputs with {} trials for each, from which \
             the noise of so few trials is removed (nested design). Uncertain inputs are the numbers drawn once a trial, the drivers and the cancellations \
             marked as unknown; regimes, incidents, risks and other cancellations are random events, drawn anew in each of these trials.",
            ranges.draws, ranges.trials_per_draw
        ))
    });
    let mut blocks = vec![
        paragraph(
            "Each trial draws every input once, lets policies change, incidents strike and works proceed, and follows tonnes from mine to market month by \
             month. A goal is tested over the trailing twelve months, and arrives in the first month from which it holds for as many months in a row as it \
             asks. It is lost again if from there on it fails for as many months in a row.",
        ),
        Block::List(points.map(str::to_owned).to_vec()),
        paragraph(&format!(
            "Limitations: {reactions}. Trade is not an optimisation: routes and preferences are \
             the analyst’s. The resolution is the month: no conclusion should depend on less than about a week. Incidents do not follow the works: \
             exposure stands for the place. Every probability is conditional on the scenario."
        )),
    ];
    blocks.extend(inputs);
    blocks.extend(findings.readings.as_ref().map(|readings| {
        paragraph(&format!(
            "Ranges over readings are the lowest and the highest probability of arrival over this scenario and {} alternative scenarios that it names, each with \
             {} on the same random numbers; their sampling errors are in the table of the readings.",
            readings.readings.len(),
            words::trials(readings.trials)
        ))
    }));
    chapter("method", "Method and limits", blocks)
}
