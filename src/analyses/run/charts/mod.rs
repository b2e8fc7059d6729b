//! Figures of a run, each with the numbers that it shows, by section of the report.

mod arrival;
mod arrivals;
mod bridge;
mod bridged;
mod data;
mod fan;
mod fans;
mod flow;
mod ladder;
mod mix;
mod overview;
mod regime;
mod timeline;

use super::families::{Family, families};
use super::findings::{Findings, GoalFindings, MineralFindings};
use super::{Record, Selection};
use crate::report::charts::{Figure, small_print};
use crate::report::{Block, Csv, DataFile, words};

/// Kinds of figures, in the order in which a report has them.
pub const KINDS: [&str; 8] = ["ladder", "arrival", "fan", "mix", "flow", "bridge", "regime", "timeline"];

/// Drawing of the figures that were selected.
pub(super) struct Figures<'a> {
    findings: &'a Findings,
    families: Vec<Family<'a>>,
    selection: &'a Selection,
    /// Small print.
    print: String,
    /// Small print of figures whose months are counted over a part of the trials.
    months_print: String,
}

impl<'a> Figures<'a> {
    pub fn new(record: &'a Record, selection: &'a Selection) -> Self {
        let (findings, print) = (&record.findings, print_of_run(record));
        Self { findings, families: families(&findings.goals), selection, months_print: print_of_months(findings, &print), print }
    }

    /// Figure with its data, where its kind is selected.
    fn block(&self, draw: impl FnOnce() -> Option<(Figure, Csv)>, kind: &str) -> Option<Block> {
        let (figure, data) = self.selection.draws(kind).then(draw).flatten()?;
        let data = Some(DataFile { name: format!("{}.csv", words::slug(&figure.name)), text: data.text().to_owned() });
        Some(Block::Figure { figure, data })
    }

    /// Each ladder as a map of probabilities, and an overview where there are several.
    pub fn ladders(&self) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.print);
        let ladders: Vec<Family> = self.families.iter().filter(|family| family.ladder.is_some()).cloned().collect();
        let all: Vec<&GoalFindings> = ladders.iter().flat_map(|family| family.goals.iter().copied()).collect();
        let overview = || (ladders.len() > 1).then(|| (overview::draw(findings, &ladders, print), data::ladder(findings, &all)));
        let each = ladders
            .iter()
            .filter_map(|family| self.block(|| Some((ladder::draw(findings, family, print), data::ladder(findings, &family.goals))), "ladder"));
        self.block(overview, "ladder").into_iter().chain(each).collect()
    }

    /// Arrival curves of the goals of a mineral, or of those of several minerals.
    pub fn arrivals(&self, mineral: Option<&str>) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.print);
        let mut blocks = Vec::new();
        for family in self.families.iter().filter(|family| family.mineral == mineral) {
            if family.ladder.is_some() {
                blocks.extend(self.block(|| Some((arrivals::draw(findings, family, print), data::arrivals(findings, &family.goals))), "arrival"));
                continue;
            }
            let each =
                |goal: &&GoalFindings| self.block(|| Some((arrival::draw(findings, goal, print), data::arrivals(findings, &[*goal]))), "arrival");
            blocks.extend(family.goals.iter().filter_map(each));
        }
        blocks
    }

    /// Supply, series and flows of a mineral.
    pub fn market(&self, mineral: &MineralFindings) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.months_print);
        let mut blocks: Vec<Block> = self.block(|| Some((mix::draw(findings, mineral, print), data::supply(mineral))), "mix").into_iter().collect();
        if self.selection.draws("fan") {
            let fans = fans::all(findings, mineral, print).into_iter();
            blocks.extend(fans.filter_map(|(figure, series)| self.block(|| Some((figure, data::bands(findings, mineral, &series))), "fan")));
        }
        for (_, origin) in flow::ways(findings).into_iter().filter(|(of, _)| *of == mineral.name) {
            let figure = || flow::of(findings, &mineral.name, origin, self.selection.flow_year(), &self.print);
            blocks.extend(self.block(|| figure().map(|figure| (figure, data::flows(findings, &mineral.name, origin))), "flow"));
        }
        blocks
    }

    /// Bridging stocks of the ladders and of the other goals.
    pub fn bridges(&self) -> Vec<Block> {
        let draw = |family: &Family, goals: &[&GoalFindings]| {
            self.block(|| bridge::draw(self.findings, family, goals, &self.print).map(|figure| (figure, data::stocks(goals))), "bridge")
        };
        let of = |family: &Family<'a>| match family.ladder {
            Some(_) => draw(family, &family.goals).into_iter().collect(),
            None => family.goals.iter().filter_map(|goal| draw(family, &[*goal])).collect::<Vec<_>>(),
        };
        self.families.iter().flat_map(of).collect()
    }

    /// States of the regimes, and the timeline of the stages.
    pub fn processes(&self) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.print);
        let regimes = findings.regimes.iter();
        let regimes =
            regimes.filter_map(|regime| self.block(|| Some((regime::draw(findings, regime, print), data::regime(findings, regime))), "regime"));
        let pages = timeline::draw(findings, print).into_iter();
        let pages = pages.filter_map(|figure| self.block(|| Some((figure, data::stages(findings))), "timeline"));
        regimes.chain(pages).collect()
    }
}

/// All figures of a run, under names that begin with their kind.
#[must_use]
pub fn all(record: &Record, flow_year: Option<i32>) -> Vec<Figure> {
    let selection = Selection::default().with_flow_year(flow_year);
    let chapters = super::report::chapters(record, &selection);
    let blocks = chapters.into_iter().flat_map(|chapter| chapter.blocks);
    blocks.filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None }).collect()
}

/// The flow of one mineral and origin in a year, the year of the largest arrivals where none is given; `None` where nothing moves in it.
#[must_use]
pub fn flow(record: &Record, mineral: &str, origin: &str, year: Option<i32>) -> Option<Figure> {
    flow::of(&record.findings, mineral, origin, year, &print_of_run(record))
}

/// Whether anything moves along any route in a year, so that a flow can be drawn.
#[must_use]
pub fn moves_in(findings: &Findings, year: i32) -> bool {
    findings.flows.routes.iter().any(|route| flow::moves(route, year))
}

/// The small print of a run's figures: a model rests on too many documents to name the chief ones fairly, so it states how many there are, how many
/// inputs rest on none, and where both are listed.
fn print_of_run(record: &Record) -> String {
    let (findings, assumptions) = (&record.findings, &record.assumptions);
    let print = small_print(&record.scenario, findings.trials, findings.seed);
    let cited = assumptions.sources.iter().filter(|source| assumptions.inputs.iter().any(|input| input.sources.contains(&source.key))).count();
    if cited == 0 {
        return print;
    }
    let judged = assumptions.inputs.iter().filter(|input| input.judgement).count();
    let counted = |count: usize, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    let (begin, _) = print.split_once("sources: ").unwrap_or((&print, ""));
    format!("{begin}sources: {} and {}, listed by input in report.html", counted(cited, "document"), counted(judged, "judgement"))
}

/// The same of figures whose months are counted over a part of the trials.
fn print_of_months(findings: &Findings, print: &str) -> String {
    if findings.band_trials == findings.trials {
        return print.to_owned();
    }
    let of = |trials: u64| format!(" · {} · ", words::trials(trials));
    print.replacen(&of(findings.trials), &format!(" · {} of{}", words::count(findings.band_trials), &of(findings.trials)[" ·".len()..]), 1)
}
