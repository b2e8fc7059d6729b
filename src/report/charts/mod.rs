//! The figures: each one function from findings to an SVG, and the PNG of it.

mod arrival;
mod arrivals;
mod axis;
mod bridge;
mod bridged;
mod calibration;
mod canvas;
mod causes;
mod comparison;
mod conditions;
mod fan;
mod fans;
mod fitted;
mod flow;
mod font;
mod hatch;
mod heat;
mod labels;
mod ladder;
mod lanes;
mod layers;
mod levers;
mod limits;
mod mix;
mod overview;
mod plot;
mod png;
mod ranges;
mod rank_tornado;
mod regime;
mod sankey;
mod shapes;
mod sobol;
mod style;
mod table;
mod timeline;
mod trajectory;
mod trial;

use std::io;

use serde::{Deserialize, Serialize};

use crate::report::families::{Family, families};
use crate::report::words;
use crate::study::Findings;

pub(in crate::report) use calibration::calibration;
pub use canvas::LabelBox;
pub use causes::{tornado, waterfall};
pub use comparison::{comparison, differences, goal_figure};
pub use conditions::conditions;
pub use fitted::{FittedFigure, fitted};
pub use levers::{lever_costs, lever_information, lever_pairs, lever_ranking};
pub use limits::limits;
pub use png::png;
pub(in crate::report) use ranges::{Mark, RangeRow, Ranges, Sign, ticks};
pub use rank_tornado::rank_tornado;
pub use sobol::indices;
pub(in crate::report) use style::ALLIES;
pub use trajectory::trajectory;
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

    /// The SVG without the font inside, for a page that carries it once.
    #[must_use]
    pub fn without_font(&self) -> String {
        self.svg.replace(&format!("<style>{}</style>\n", font::faces()), "")
    }
}

/// Kinds of figures, in the order in which a report has them.
pub const KINDS: [&str; 8] = ["ladder", "arrival", "fan", "mix", "flow", "bridge", "regime", "timeline"];

/// The `@font-face` rules that every figure carries, for a page that holds several.
pub(crate) fn font_faces() -> &'static str {
    font::faces()
}

/// All figures of a run, under names that begin with their kind: for each ladder of thresholds `ladder`, `arrival` and `bridge`, for each
/// other goal `arrival` and `bridge`; for each mineral `mix` and its `fan`s; for each regime `regime`; the timeline of the stages and the flows.
/// `scenario` is the name of the file that was run.
///
/// # Errors
/// Where plotters refuses to draw.
pub fn all(findings: &Findings, scenario: &str) -> io::Result<Vec<Figure>> {
    let print = small_print(scenario, findings.trials, findings.seed);
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
    for mineral in &findings.minerals {
        figures.push(mix::draw(findings, mineral, &print)?);
        figures.extend(fans::all(findings, mineral, &print)?);
    }
    for regime in &findings.regimes {
        figures.push(regime::draw(findings, regime, &print)?);
    }
    figures.extend(timeline::draw(findings, &print));
    figures.extend(flow::draw(findings, &print));
    distinct(&mut figures);
    Ok(figures)
}

/// The small print that a figure must carry so that it can be made again, of results made by so many trials of the file `scenario`.
#[must_use]
pub fn small_print(scenario: &str, trials: u64, seed: u64) -> String {
    format!(
        "{scenario} · {} trials · seed {seed} · {} {} · sources in the scenario",
        words::count(trials),
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    )
}

/// The flow of one mineral and origin in a year, the year of the largest arrivals where none is asked; `None` where nothing arrives in it.
#[must_use]
pub fn flow(findings: &Findings, scenario: &str, mineral: &str, origin: &str, year: Option<i32>) -> Option<Figure> {
    flow::of(findings, mineral, origin, year, &small_print(scenario, findings.trials, findings.seed))
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
