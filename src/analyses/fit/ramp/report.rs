//! Ramps: the lines to paste, and the curve among the observations.

use super::{RampFit, RampPoint};
use crate::analyses::fit::FitContext;
use crate::analyses::fit::text::{comments, digits, interval, quoted};
use crate::report::charts::{FittedFigure, fitted};
use crate::report::{Block, Cell, Chapter, DataFile, Table, short, words};
use crate::units::{Quantity, Unit};

/// Months at which the table is given.
const MONTHS: [f64; 6] = [0.0, 6.0, 12.0, 24.0, 36.0, 60.0];

/// Per cent of nameplate at a month.
fn at(found: &RampFit, months: f64) -> f64 {
    -found.level.number() * (-months / found.time.number()).exp_m1()
}

fn counted(found: &RampFit) -> String {
    format!("{} observations of {} plants", found.points.len(), found.plants)
}

fn curve(found: &RampFit) -> String {
    let level = if found.level_is_seen { interval(&found.level) } else { digits(found.level.number()) };
    format!("{level}% × (1 − exp(−months/{}))", interval(&found.time))
}

/// Sentences, the same in the comments and on the page.
fn sentences(found: &RampFit, context: &FitContext) -> Vec<String> {
    let mut all = vec![format!(
        "{}: {} in {}: {} of nameplate; single observations scatter by {} percentage points.{}",
        context.name,
        counted(found),
        context.table(),
        curve(found),
        digits(found.scatter),
        context.left_out
    )];
    if !found.level_is_seen {
        all.push("WARNING: the observations show no plateau below the nameplate; that output reaches 100% is an assumption.".to_owned());
    }
    all.push("Intervals by leaving out one plant after the other.".to_owned());
    all
}

/// Lines of TOML to paste.
#[must_use]
pub fn toml(found: &RampFit, context: &FitContext) -> String {
    let points: Vec<String> = MONTHS.iter().map(|&months| format!("[{months}, {:.2}]", at(found, months) / 100.0)).collect();
    let driver = context.driver(&context.name, found.ln_time_error, &format!("Fitted: {}, {}; {}.", context.table(), counted(found), curve(found)));
    let mut said = sentences(found, context);
    if driver.is_some() {
        said.push("The stretch of the ramp as a whole is drawn once a trial.".to_owned());
    }
    let stretch = driver.map_or_else(String::new, |(known, table)| format!("stretch = {}\n{table}", quoted(&format!("@{known}"))));
    format!("{}ramp_up = [{}]\n{stretch}", comments(&said), points.join(", "))
}

/// Page.
#[must_use]
pub fn chapter(found: &RampFit, context: &FitContext) -> Chapter {
    let right = 1.05 * found.points.iter().map(|point| point.months).fold(1.0, f64::max);
    let places = (0..=100).map(|i| right * f64::from(i) / 100.0);
    let figure = fitted(&FittedFigure {
        name: "ramp",
        title: &format!("{}: output after opening", words::spaced(&context.name)),
        subtitle: &format!("{}, each a ring, and the curve nearest to all.", counted(found)),
        across: "months since opening",
        sign: "%",
        top: found.points.iter().map(|point| point.percent).fold(found.level.number(), f64::max),
        right,
        observed: Vec::new(),
        observed_name: "",
        band: Vec::new(),
        points: found.points.iter().map(|point| [point.months, point.percent]).collect(),
        ticks: Vec::new(),
        curves: vec![("fitted".to_owned(), places.map(|months| [months, at(found, months)]).collect())],
        print: &context.print(),
    });
    let mut table = Table::new("", &["plant", "months"]).in_unit("share of nameplate", "%");
    for RampPoint { series, months, percent } in &found.points {
        table.row(vec![Cell::text(series), Cell::text(short(*months)), Cell::quantity(&Quantity::exact(*percent, Unit::named("%")))]);
    }
    let blocks = vec![Block::Figure { figure, data: Some(DataFile { name: "data/ramp.csv".to_owned(), text: table.csv() }) }];
    Chapter {
        id: "fit".to_owned(),
        title: format!("{}: ramp-up of output", words::spaced(&context.name)),
        sentences: sentences(found, context),
        blocks,
    }
}
