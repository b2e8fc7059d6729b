//! Ramps: the table to paste, and the curve among the plants.

use super::{FitContext, comments, digits, interval};
use crate::report::charts::{FittedFigure, fitted};
use crate::report::words;
use crate::report::{Block, Chapter, Csv, DataFile, short};
use crate::study::fit::RampFit;

/// Months at which the table is given.
const MONTHS: [f64; 6] = [0.0, 6.0, 12.0, 24.0, 36.0, 60.0];

/// Per cent of nameplate at a month.
fn at(found: &RampFit, months: f64) -> f64 {
    -found.level.value * (-months / found.time.value).exp_m1()
}

fn counted(found: &RampFit) -> String {
    format!("{} observations of {} plants", found.points.len(), found.plants)
}

fn curve(found: &RampFit) -> String {
    format!("{} % × (1 − exp(−months/{}))", interval(&found.level), interval(&found.time))
}

/// Lines of TOML to paste.
#[must_use]
pub fn ramp_toml(found: &RampFit, context: &FitContext) -> String {
    let known = format!("{}_known", context.name);
    let said = [
        format!(
            "{}: {} in {}: {}; single observations scatter by {} points.",
            context.name,
            counted(found),
            context.table(),
            curve(found),
            digits(found.scatter)
        ),
        "Intervals by leaving out one plant after the other. How far the ramp as a whole may be stretched is drawn once a trial.".to_owned(),
    ];
    let points: Vec<String> = MONTHS.iter().map(|&months| format!("[{months}, {:.2}]", at(found, months) / 100.0)).collect();
    let note = format!("Fitted: {}, {}; {}.", context.table(), counted(found), curve(found));
    format!(
        "{}ramp_up = [{}]\nstretch = \"@{known}\"\n\n[drivers.{known}]\nlognormal = {{ median = 1, sigma = {} }}\nplanned = 1\n{}note = {}\n",
        comments(&said),
        points.join(", "),
        digits(found.ln_time_error),
        context.source.as_ref().map_or_else(String::new, |source| format!("source = {}\n", super::quoted(source))),
        super::quoted(&note)
    )
}

/// The page.
#[must_use]
pub fn ramp_chapter(found: &RampFit, context: &FitContext) -> Chapter {
    let right = 1.05 * found.points.iter().map(|point| point.months).fold(1.0, f64::max);
    let places = (0..=100).map(|i| right * f64::from(i) / 100.0);
    let figure = fitted(&FittedFigure {
        name: "ramp",
        title: &format!("{}: output after opening", words::spaced(&context.name)),
        subtitle: &format!("{}, each a ring, and the curve nearest to all.", counted(found)),
        across: "months since opening",
        sign: "%",
        top: found.points.iter().map(|point| point.percent).fold(found.level.value, f64::max),
        right,
        observed: Vec::new(),
        observed_name: "",
        band: Vec::new(),
        points: found.points.iter().map(|point| [point.months, point.percent]).collect(),
        ticks: Vec::new(),
        curves: vec![("fitted".to_owned(), places.map(|months| [months, at(found, months)]).collect())],
        print: &context.print(),
    });
    let mut csv = Csv::new(&["plant", "months", "percent_of_nameplate"]);
    for point in &found.points {
        csv.row(&[point.series.clone(), short(point.months), short(point.percent)]);
    }
    let sentences = vec![
        format!("{} of {}: {} of nameplate.", counted(found), context.table(), curve(found)),
        format!("Single observations scatter by {} points around it.", digits(found.scatter)),
    ];
    let blocks = vec![Block::Figure { figure, data: Some(DataFile::csv("data/ramp.csv", &csv)) }];
    Chapter { id: "fit".to_owned(), title: format!("{}: how output ramps up", words::spaced(&context.name)), sentences, blocks }
}
