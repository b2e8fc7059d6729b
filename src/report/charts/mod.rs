//! The figures: each one function from findings to an SVG, and the PNG of it.

mod arrival;
mod arrivals;
pub(crate) mod axis;
mod bars;
mod bridge;
mod bridged;
mod calibration;
pub(crate) mod canvas;
mod comparison;
mod correlation_bars;
mod fan;
mod fans;
mod fitted;
mod flow;
mod font;
pub(crate) mod hatch;
mod heat;
mod histograms;
pub(crate) mod labels;
mod ladder;
mod lanes;
mod layers;
mod mix;
mod overview;
mod paired_bars;
pub(crate) mod plot;
mod png;
mod ranges;
mod regime;
mod sankey;
pub(crate) mod shapes;
pub(crate) mod style;
mod sweep;
mod table;
mod timeline;
mod trajectory;
mod trial;

use std::io;

use serde::{Deserialize, Serialize};

use crate::report::families::{Family, families};
use crate::report::record::Record;
use crate::report::words;
use crate::study::Findings;

pub use bars::{Bar, Bars};
pub use calibration::calibration;
pub use canvas::LabelBox;
pub(super) use comparison::is_none;
pub use comparison::{comparison, differences, goal_figure};
pub use correlation_bars::{CorrelationBar, CorrelationBars};
pub use fitted::{FittedFigure, fitted};
pub use histograms::{HistogramRow, Histograms, Values};
pub use paired_bars::{PairRow, PairedBars};
pub use png::png;
pub use ranges::{Mark, RangeRow, Ranges, Sign, ticks};
pub use style::{ALLIES, Ink};
pub use sweep::sweep;
pub use trajectory::Trajectory;
pub use trial::trial;

/// A figure as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// File name without its ending.
    pub name: String,
    /// The whole SVG document.
    pub svg: String,
    /// Where its texts stand, canvas pixels, measured with the font that is embedded; unknown of a figure that was read back.
    #[serde(skip)]
    pub labels: Vec<LabelBox>,
    /// Width and height of the canvas, pixels.
    pub size: [f64; 2],
}

impl Figure {
    /// What it shows, one of [`KINDS`]: its name up to the first hyphen.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.name.split_once('-').map_or(self.name.as_str(), |(kind, _)| kind)
    }

    /// The SVG without its style sheet and the font in it, for a page that carries them once.
    #[must_use]
    pub fn without_style(&self) -> String {
        self.svg.replace(&format!("<style>{}</style>\n", font::style()), "")
    }
}

/// Kinds of figures, in the order in which a report has them.
pub const KINDS: [&str; 8] = ["ladder", "arrival", "fan", "mix", "flow", "bridge", "regime", "timeline"];

/// The style sheet that every figure carries, font included, for a page that holds several.
pub(crate) fn style_sheet() -> &'static str {
    font::style()
}

/// All figures of a run, under names that begin with their kind: for each ladder of thresholds `ladder`, `arrival` and `bridge`, for each
/// other goal `arrival` and `bridge`; for each mineral `mix` and its `fan`s; for each regime `regime`; the timeline of the stages and the flows
/// of a year, of each one's largest arrivals where none is asked.
///
/// # Errors
/// Where plotters refuses to draw.
pub fn all(record: &Record, flow_year: Option<i32>) -> io::Result<Vec<Figure>> {
    let findings = &record.findings;
    let print = print_of_run(record);
    let (ladders, others): (Vec<Family>, Vec<Family>) = families(&findings.goals).into_iter().partition(|family| family.ladder.is_some());
    let mut figures = Vec::new();
    if ladders.len() > 1 {
        figures.push(overview::draw(findings, &ladders, &print));
    }
    for family in &ladders {
        figures.push(ladder::draw(findings, family, &print));
        figures.push(arrivals::draw(findings, family, &print)?);
        figures.extend(bridge::draw(findings, family, &family.goals, &print)?);
    }
    for (family, goal) in others.iter().flat_map(|family| family.goals.iter().map(move |goal| (family, goal))) {
        figures.push(arrival::draw(findings, goal, &print)?);
        figures.extend(bridge::draw(findings, family, &[*goal], &print)?);
    }
    let of_months = print_of_months(findings, &print);
    for mineral in &findings.minerals {
        figures.push(mix::draw(findings, mineral, &of_months)?);
        figures.extend(fans::all(findings, mineral, &of_months)?);
    }
    for regime in &findings.regimes {
        figures.push(regime::draw(findings, regime, &print)?);
    }
    figures.extend(timeline::draw(findings, &print));
    figures.extend(flow::draw(findings, flow_year, &print));
    distinct(&mut figures);
    Ok(figures)
}

/// The small print that a figure must carry so that it can be made again, of results made by so many trials of the file `scenario`.
#[must_use]
pub fn small_print(scenario: &str, trials: u64, seed: u64) -> String {
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    format!("{scenario} · {} trials · seed {seed} · {program} · sources: beside each input in the scenario file", words::count(trials))
}

/// The small print of a run's figures. A model rests on too many documents to name the chief ones fairly: it says how many there are, how
/// many inputs rest on none, and where both are listed.
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
    let of = |trials: u64| format!(" · {} trials · ", words::count(trials));
    print.replacen(&of(findings.trials), &format!(" · {} of{}", words::count(findings.band_trials), &of(findings.trials)[" ·".len()..]), 1)
}

/// The flow of one mineral and origin in a year, the year of the largest arrivals where none is asked; `None` where nothing moves in it.
#[must_use]
pub fn flow(record: &Record, mineral: &str, origin: &str, year: Option<i32>) -> Option<Figure> {
    flow::of(&record.findings, mineral, origin, year, &print_of_run(record))
}

/// Whether anything moves along any route in a year, so that a flow can be drawn.
#[must_use]
pub fn moves_in(findings: &Findings, year: i32) -> bool {
    findings.flows.routes.iter().any(|route| flow::moves(route, year))
}

/// Two names that are alike as file names get a number.
fn distinct(figures: &mut [Figure]) {
    for i in 0..figures.len() {
        let alike = figures[..i].iter().filter(|other| other.name == figures[i].name).count();
        if alike > 0 {
            figures[i].name = format!("{}-{}", figures[i].name, alike + 1);
        }
    }
}
