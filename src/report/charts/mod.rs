//! The figures: each one function from findings to an SVG, and the PNG of it.

mod arrival;
mod axis;
mod canvas;
mod comparison;
mod fan;
mod flow;
mod font;
mod labels;
mod ladder;
mod lanes;
mod plot;
mod png;
mod sankey;
mod shapes;
mod style;
mod timeline;
mod trial;

use std::io;

use crate::report::families::families;
use crate::report::words;
use crate::study::Findings;

pub use canvas::LabelBox;
pub use comparison::{comparison, goal_figure};
pub use png::png;
pub use trial::trial;

/// A figure as it is written.
#[derive(Clone, Debug)]
pub struct Figure {
    /// File name without its ending.
    pub name: String,
    /// The whole SVG document.
    pub svg: String,
    /// Where its texts stand, canvas pixels, measured with the font that is embedded.
    pub labels: Vec<LabelBox>,
    /// Width and height of the canvas, pixels.
    pub size: [f64; 2],
}

/// All figures of a run: for each ladder of thresholds and each other goal its arrival, for each mineral and each origin that a
/// goal asks about its fan.
/// `scenario` is the name of the file that was run.
///
/// # Errors
/// Where plotters refuses to draw.
pub fn all(findings: &Findings, scenario: &str) -> io::Result<Vec<Figure>> {
    let print = small_print(findings, scenario);
    let mut figures = Vec::new();
    for family in families(&findings.goals) {
        if family.ladder.is_some() {
            figures.push(ladder::draw(findings, &family, &print)?);
            continue;
        }
        for goal in &family.goals {
            figures.push(arrival::draw(findings, goal, &print)?);
        }
    }
    let asked: Vec<&str> = findings.goals.iter().filter_map(|goal| goal.origin.as_deref()).collect();
    for mineral in &findings.minerals {
        for (origin, bands) in mineral.arrivals_by_origin_band.iter().filter(|(origin, _)| asked.is_empty() || asked.contains(&origin.as_str())) {
            figures.push(fan::draw(findings, mineral, origin, bands, &print)?);
        }
    }
    figures.extend(timeline::draw(findings, &print));
    figures.extend(flow::draw(findings, &print));
    distinct(&mut figures);
    Ok(figures)
}

/// The flow of one mineral and origin in a year, the year of the largest arrivals where none is asked; `None` where nothing arrives in it.
#[must_use]
pub fn flow(findings: &Findings, scenario: &str, mineral: &str, origin: &str, year: Option<i32>) -> Option<Figure> {
    flow::of(findings, mineral, origin, year, &small_print(findings, scenario))
}

/// What a figure must carry so that it can be made again.
fn small_print(findings: &Findings, scenario: &str) -> String {
    format!(
        "{scenario} · {} trials · seed {} · {} {}",
        words::count(findings.trials),
        findings.seed,
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    )
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
