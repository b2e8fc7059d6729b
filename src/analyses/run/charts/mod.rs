//! Figures of a run, each with the numbers that it shows, by section of the report.

use std::cell::RefCell;

mod answer;
mod arrival;
mod arrivals;
mod bridge;
mod bridged;
mod chosen;
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
use super::report::headline;
use super::{Record, Selection, selection};
use crate::report::charts::{Figure, small_print};
use crate::report::{Block, Csv, DataFile, words};
pub use crate::scenario::FIGURE_KINDS as KINDS;

/// Drawing of the figures that were selected.
pub(super) struct Figures<'a> {
    findings: &'a Findings,
    /// Scenario that this one is compared with, whose curves and medians are drawn in grey.
    before: Option<&'a Findings>,
    families: Vec<Family<'a>>,
    selection: Selection,
    /// Small print.
    print: String,
    /// Small print of figures whose months are counted over a part of the trials.
    months_print: String,
    /// Names of the figures that were left out.
    left_out: RefCell<Vec<String>>,
}

impl<'a> Figures<'a> {
    /// Figures of the command line, else of the scenario, else about twelve.
    pub fn new(record: &'a Record, selection: &Selection) -> Self {
        let (findings, print) = (&record.findings, print_of_run(record));
        let families = families(&findings.goals);
        let months_print = print_of_months(findings, &print);
        let mut figures = Self { findings, before: None, families, selection: selection.clone(), print, months_print, left_out: RefCell::default() };
        if !selection.is_given() {
            let asked = findings.report.figures.clone();
            figures.selection = selection.of(if asked.is_empty() { chosen::names(&figures) } else { asked });
        }
        figures
    }

    /// Figure with its data, where it is selected; a sentence where it would have no content.
    fn block(&self, name: &str, draw: impl FnOnce() -> Result<(Figure, Csv), String>) -> Option<Block> {
        if !self.selection.draws(name) {
            self.left_out.borrow_mut().push(name.to_owned());
            return None;
        }
        Some(match draw() {
            Ok((figure, data)) => {
                let data = Some(DataFile { name: format!("{}.csv", words::slug(&figure.name)), text: data.text().to_owned() });
                Block::Figure { figure, data }
            }
            Err(sentence) => Block::Paragraph(sentence),
        })
    }

    /// How many figures of which kinds are not drawn, and how to draw them; after all others.
    pub fn left_out(&self) -> Option<String> {
        let names = self.left_out.borrow();
        let of = |kind: &&str| names.iter().filter(|name| selection::kind(name) == *kind).count();
        let said: Vec<String> =
            KINDS.iter().map(|kind| (kind, of(kind))).filter(|(_, count)| *count > 0).map(|(kind, count)| format!("{count} {kind}")).collect();
        let example = names.first()?;
        Some(format!(
            "{} other figures are not drawn, by kind: {}. `--figures all` draws all, `--figures {}` or `--figures {example}` only some; so does the key \
             `figures` of the table `[report]`.",
            names.len(),
            words::joined(&said),
            selection::kind(example)
        ))
    }

    /// The goals asked first.
    pub fn answer(&self) -> Option<Block> {
        let asked: Vec<&GoalFindings> = headline::asked(self.findings).goals.into_iter().map(|(_, goal)| goal).collect();
        if asked.is_empty() {
            return None;
        }
        self.block("answer", || Ok((answer::draw(self.findings, &self.print), data::answer(&asked))))
    }

    /// Each ladder as a map of probabilities, and an overview where there are several.
    pub fn ladders(&self) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.print);
        let ladders: Vec<Family> = self.families.iter().filter(|family| family.ladder.is_some()).cloned().collect();
        let all: Vec<&GoalFindings> = ladders.iter().flat_map(|family| family.goals.iter().copied()).collect();
        let draw_overview = || Ok((overview::draw(findings, &ladders, print), data::ladder(findings, &all)));
        let overview = if ladders.len() > 1 { self.block("ladder-overview", draw_overview) } else { None };
        let draw = |family: &Family| Ok((ladder::draw(findings, family, print), data::ladder(findings, &family.goals)));
        overview.into_iter().chain(ladders.iter().filter_map(|family| self.block(&family.figure_name("ladder"), || draw(family)))).collect()
    }

    /// Arrival curves of the goals of a mineral, or of those of several minerals.
    pub fn arrivals(&self, mineral: Option<&str>) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.print);
        let mut blocks = Vec::new();
        let trials = words::trials(findings.trials);
        for family in self.families.iter().filter(|family| family.mineral == mineral) {
            let is_never = |goals: &[&GoalFindings]| goals.iter().all(|goal| goal.never.number() >= 1.0);
            if family.ladder.is_some() {
                let draw = || {
                    let nothing = || format!("{}: none arrives in any of {trials}, so there is no curve.", words::capital(&family.heading()));
                    if is_never(&family.goals) {
                        Err(nothing())
                    } else {
                        Ok((arrivals::draw(findings, family, self.before, print), data::arrivals(findings, &family.goals)))
                    }
                };
                blocks.extend(self.block(&family.figure_name("arrival"), draw));
                continue;
            }
            for goal in &family.goals {
                let draw = || {
                    let nothing = || format!("“{}” does not arrive in any of {trials}, so there is no curve.", goal.shown_title());
                    let before = self.before.and_then(|before| before.goals.iter().find(|known| known.name == goal.name));
                    if is_never(&[*goal]) {
                        Err(nothing())
                    } else {
                        Ok((arrival::draw(findings, goal, before, print), data::arrivals(findings, &[*goal])))
                    }
                };
                blocks.extend(self.block(&chosen::goal_name("arrival", goal), draw));
            }
        }
        blocks
    }

    /// Supply, series and flows of a mineral.
    pub fn market(&self, mineral: &MineralFindings) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.months_print);
        let mix = self.block(&chosen::mineral_name("mix", mineral), || Ok((mix::draw(findings, mineral, print), data::supply(mineral))));
        let mut blocks: Vec<Block> = mix.into_iter().collect();
        for fan in fans::all(findings, mineral) {
            let before = self.before.and_then(|before| before.minerals.iter().find(|known| known.name == mineral.name));
            let draw = || Ok((fan.draw(findings, mineral, before, print)?, data::bands(findings, mineral, &fan.series(mineral))));
            blocks.extend(self.block(&chosen::fan_name(&mineral.name, fan.name()), draw));
        }
        for (_, origin) in flow::ways(findings).into_iter().filter(|(of, _)| *of == mineral.name) {
            let figure = || {
                let nothing = || format!("Nothing of {} from {} moves, so there is no flow.", mineral.title, findings.origin_title(origin));
                flow::of(findings, &mineral.name, origin, self.selection.flow_year(), &self.print).ok_or_else(nothing)
            };
            blocks.extend(self.block(&flow::name(&mineral.name, origin), || Ok((figure()?, data::flows(findings, &mineral.name, origin)))));
        }
        blocks
    }

    /// Bridging stocks of the ladders and of the other goals whose arrival can end a shortage.
    pub fn bridges(&self) -> Vec<Block> {
        let draw = |family: &Family, name: &str, goals: &[&GoalFindings]| {
            self.block(name, || Ok((bridge::draw(self.findings, family, goals, &self.print)?, data::stocks(goals))))
        };
        let mut blocks = Vec::new();
        for family in &self.families {
            let goals: Vec<&GoalFindings> = family.goals.iter().copied().filter(|goal| goal.has_bridge()).collect();
            if family.ladder.is_none() {
                blocks.extend(goals.iter().filter_map(|goal| draw(family, &chosen::goal_name("bridge", goal), &[*goal])));
            } else if !goals.is_empty() {
                blocks.extend(draw(family, &family.figure_name("bridge"), &goals));
            }
        }
        blocks
    }

    /// States of the regimes, and the timeline of the stages.
    pub fn processes(&self) -> Vec<Block> {
        let (findings, print) = (self.findings, &self.print);
        let regimes = findings.regimes.iter().filter_map(|regime| {
            let name = format!("regime-{}", words::slug(&regime.name));
            let nothing = || format!("{}: the shares of trials in its states do not change.", words::capital(&regime.title));
            let draw =
                || if regime::changes(regime) { Ok((regime::draw(findings, regime, print), data::regime(findings, regime))) } else { Err(nothing()) };
            self.block(&name, draw)
        });
        let pages = timeline::names(findings).into_iter().enumerate();
        let pages = pages.filter_map(|(page, name)| self.block(&name, || Ok((timeline::draw(findings, page, print), data::stages(findings)))));
        regimes.chain(pages).collect()
    }
}

/// All figures of a run, under names that begin with their kind.
#[must_use]
pub fn all(record: &Record, flow_year: Option<i32>) -> Vec<Figure> {
    let selection = Selection::all().with_flow_year(flow_year);
    let chapters = super::report::chapters(record, &selection);
    let blocks = chapters.into_iter().flat_map(|(chapter, _)| chapter.blocks);
    blocks.filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None }).collect()
}

/// Names of the figures that are drawn where none are asked for, the most important first.
#[must_use]
pub fn chosen(record: &Record) -> Vec<String> {
    chosen::names(&Figures::new(record, &Selection::all()))
}

/// One figure by its name, in whose curves and fans those of `before` are drawn in grey; `None` where there is no such figure or it has no content.
#[must_use]
pub fn one(record: &Record, before: Option<&Findings>, name: &str) -> Option<Figure> {
    let selection = Selection::new(&[name.to_owned()], &[]).ok()?;
    let before = before.filter(|before| before.grid == record.findings.grid);
    let figures = Figures { before, ..Figures::new(record, &selection) };
    let mut blocks: Vec<Block> = figures.answer().into_iter().chain(figures.ladders()).chain(figures.arrivals(None)).collect();
    for mineral in &record.findings.minerals {
        blocks.extend(figures.arrivals(Some(&mineral.name)).into_iter().chain(figures.market(mineral)));
    }
    let blocks = blocks.into_iter().chain(figures.bridges()).chain(figures.processes());
    let mut drawn = blocks.filter_map(|block| if let Block::Figure { figure, .. } = block { Some(figure) } else { None });
    drawn.find(|figure| figure.name == name)
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
