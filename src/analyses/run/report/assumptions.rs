//! Chapter of the assumptions: every input with its distribution in words and as a curve, its sources, and whether it is a judgement.

use super::chapter as chapter_of;
use crate::plan::{Assumption, Assumptions, SourceText};
use crate::report::{Block, Cell, Chapter, Rich, Table, words};

/// All inputs, by table of the scenario.
pub(super) fn chapter(assumptions: &Assumptions) -> Chapter {
    let counted = |is: fn(&Assumption) -> bool| assumptions.inputs.iter().filter(|input| is(input)).count();
    let mut blocks = vec![Block::Paragraph(format!(
        "{} inputs, of which {} rest on a judgement and {} name no source. The curve shows the density of a distribution, with ticks at P10, P50 and P90; a \
         constant has none. Quantiles and curves are before scaling by drivers. Inputs that the scenario leaves to the defaults of the model are not \
         listed; scenario.toml contains them.",
        assumptions.inputs.len(),
        counted(|input| input.judgement),
        counted(|input| input.sources.is_empty() && !input.judgement)
    ))];
    let mut tables: Vec<Table> = Vec::new();
    for group in groups(assumptions) {
        let headings = ["input", "distribution", "curve", "P10 · P50 · P90", "source and reason"];
        let mut table = Table::new(format!("Inputs under {group}"), &headings).with_widths(&[21, 18, 13, 10, 38]);
        assumptions.inputs.iter().filter(|input| input.table[0] == group).for_each(|input| table.row(row(input, &assumptions.sources)));
        tables.push(table);
    }
    blocks.extend(groups(assumptions).zip(tables).flat_map(|(group, table)| [Block::Heading(group.to_owned()), Block::Table(table)]));
    if !assumptions.correlations.is_empty() {
        let pair = |(a, b, rank): &(String, String, f64)| format!("`{a}` and `{b}`: rank correlation {rank}");
        blocks.push(Block::Heading("Correlated drivers".to_owned()));
        blocks.push(Block::List(assumptions.correlations.iter().map(pair).collect()));
    }
    let is_cited = |source: &&SourceText| assumptions.inputs.iter().any(|input| input.sources.contains(&source.key));
    let mut sources = Table::new("Sources that inputs cite", &["source", "note", "address"]).with_widths(&[34, 36, 30]);
    for source in assumptions.sources.iter().filter(is_cited) {
        let [note, address] =
            [&source.note, &source.address].map(|text| Cell::rich(Rich::default().small(text.as_deref().unwrap_or_default()), None));
        sources.row(vec![Cell::rich(document(Rich::default(), source), None), note, address]);
    }
    if !sources.rows.is_empty() {
        blocks.extend([Block::Heading("Sources".to_owned()), Block::Table(sources)]);
    }
    chapter_of("assumptions", "Assumptions", blocks)
}

/// Tables of the scenario that have inputs, in order.
fn groups(assumptions: &Assumptions) -> impl Iterator<Item = &str> {
    let names = assumptions.inputs.iter().map(|input| input.table[0].as_str());
    names.enumerate().filter(|(i, name)| !assumptions.inputs[..*i].iter().any(|input| input.table[0] == *name)).map(|(_, name)| name)
}

fn row(input: &Assumption, sources: &[SourceText]) -> Vec<Cell> {
    let unit = if input.unit.is_empty() { String::new() } else { format!(" {}", input.unit) };
    let curve = input.curve.as_ref().map_or_else(Rich::default, |curve| {
        Rich::default().curve(&curve.heights, curve.ends, &input.quantiles.map_or_else(Vec::new, |quantiles| quantiles.to_vec()))
    });
    let quantiles = input.quantiles.filter(|_| input.curve.is_some()).map(|values| values.map(|value| words::rounded(value, 0.0)).join(" · "));
    let quantiles = Rich::default().plain(&quantiles.unwrap_or_default());
    vec![
        Cell::rich(Rich::default().code(&input.path), None),
        Cell::rich(Rich::default().plain(&input.distribution).small(&unit), None),
        Cell::rich(curve, None),
        Cell::rich(quantiles, input.quantiles.map(|[_, median, _]| median)),
        Cell::rich(reason(input, sources), None),
    ]
}

/// Sources, judgement and note.
fn reason(input: &Assumption, sources: &[SourceText]) -> Rich {
    let mut parts: Vec<Box<dyn Fn(Rich) -> Rich + '_>> = Vec::new();
    for source in input.sources.iter().filter_map(|key| sources.iter().find(|source| source.key == *key)) {
        parts.push(Box::new(move |rich| document(rich, source)));
    }
    if input.judgement {
        parts.push(Box::new(|rich| rich.notice("Judgement")));
    }
    if let Some(note) = &input.note {
        parts.push(Box::new(move |rich| rich.plain(note)));
    }
    if input.sources.is_empty() && !input.judgement {
        parts.push(Box::new(|rich| rich.warning("No source")));
    }
    let dot = |rich: Rich, i: usize| if i > 0 { rich.plain(". ") } else { rich };
    parts.iter().enumerate().fold(Rich::default(), |rich, (i, part)| part(dot(rich, i)))
}

/// Title with its link, and date of a source.
fn document(rich: Rich, source: &SourceText) -> Rich {
    let rich = rich.link(if source.title.is_empty() { &source.key } else { &source.title }, source.address.as_deref());
    source.date.as_ref().map_or(rich.clone(), |date| rich.plain(&format!(" ({date})")))
}
