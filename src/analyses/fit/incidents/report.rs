//! Incidents: what the data determine, the cumulative count, and the table of processes.

use super::compute::TELLING;
use super::{IncidentsFit, ProcessRow};
use crate::analyses::fit::FitContext;
use crate::analyses::fit::text::{digits, interval, percent};
use crate::report::charts::{Figure, FittedFigure, fitted};
use crate::report::{Block, Cell, Chapter, DataFile, Table, short, words};
use crate::units::{Quantity, Unit};

/// Number of incidents below which the intervals between them are not tested.
const FEW: u64 = 5;

pub(super) fn counted(found: &IncidentsFit) -> String {
    let incidents = if found.incidents == 1 { "1 incident".to_owned() } else { format!("{} incidents", found.incidents) };
    format!("{incidents} in {} months, {} to {}: {} a year", digits(found.months), found.from, found.to, interval(&found.rate))
}

/// Sentences about what the data determine, the same in the comments and on the page.
pub(super) fn sentences(found: &IncidentsFit, context: &FitContext) -> Vec<String> {
    let mut said = vec![format!("{}: {} (Garwood's exact interval); {}.{}", context.name, counted(found), context.table(), context.left_out)];
    let Some(best) = found.processes.first() else {
        said.push("There was no incident, so that only the upper end of the rate is known.".to_owned());
        return said;
    };
    let others: Vec<String> = found.processes[1..].iter().map(|row| format!("{} +{:.1}", row.process, row.worse_by)).collect();
    if others.is_empty() {
        said.push("The incidents are too few to estimate more than a rate.".to_owned());
    } else {
        said.push(format!("By AIC {} is best ({}).", best.process, others.join(", ")));
    }
    if found.cannot_tell && !others.is_empty() {
        said.push(format!("WARNING: the data cannot tell these processes apart; a Poisson process is within {TELLING} of the best."));
    }
    if found.branching_may_be_zero == Some(true) {
        said.push("WARNING: the 95% interval of the branching ratio includes 0: that one incident sets off another is a judgement here.".to_owned());
    }
    said.extend(found.dispersion.map(|variance| dispersion(variance, best.process)));
    said.extend(residuals(found, best));
    said
}

fn dispersion(dispersion: f64, best: &str) -> String {
    let times = digits(dispersion);
    if dispersion < 1.0 {
        return format!("The variance of the counts is {times} times that of a Poisson process: they are steadier than independent incidents.");
    }
    if best == "Poisson with trend" {
        return format!("The variance of the counts is {times} times that of a constant rate, because of the trend.");
    }
    format!(
        "The variance of the counts is {times} times that of a Poisson process; calm and violent years, or incidents that set off others, may be the reason, and counts \
         alone do not say which. If it were all excitation, the branching ratio would be about {}.",
        digits(1.0 - dispersion.sqrt().recip())
    )
}

fn residuals(found: &IncidentsFit, row: &ProcessRow) -> Option<String> {
    let (gap, p) = (row.residual_gap?, row.residual_p?);
    if found.incidents < FEW {
        return Some("The intervals between the incidents are too few to test the process.".to_owned());
    }
    let verdict = if p < 0.05 { "it does not explain the intervals" } else { "no evidence against it" };
    Some(format!(
        "Time change under {}: the intervals have a Kolmogorov–Smirnov distance of {} from exponential ones, which is reached or exceeded with a probability of \
         about {} if the process is right; neighbours correlate by {}: {verdict}.",
        row.process,
        digits(gap),
        percent(p),
        digits(row.serial_correlation.unwrap_or(f64::NAN))
    ))
}

/// Page.
#[must_use]
pub fn chapter(found: &IncidentsFit, context: &FitContext) -> Chapter {
    let caption = "Processes, the best first; 95% intervals by profile likelihood, that of a constant rate exact.";
    let mut table =
        Table::new(caption, &["process", "parameters"]).and("AIC above the best").and("time change: distance").and("share as large").filed("fit");
    for row in &found.processes {
        let unit = |known: &Quantity| if known.unit == Unit::NONE { String::new() } else { format!(" {}", known.unit) };
        let parameters: Vec<String> = row.parameters.iter().map(|(name, known)| format!("{name} {}{}", interval(known), unit(known))).collect();
        let number = |text: String, value: Option<f64>, unit: Unit| Cell::quantity_as(text, &Quantity::exact(value.unwrap_or(f64::NAN), unit));
        table.row(vec![
            Cell::text(row.process),
            Cell::text(parameters.join("; ")),
            number(format!("{:.1}", row.worse_by), Some(row.worse_by), Unit::NONE),
            number(digits(row.residual_gap.unwrap_or(f64::NAN)), row.residual_gap, Unit::NONE),
            number(row.residual_p.map_or_else(|| "–".to_owned(), percent), row.residual_p, Unit::PROBABILITY),
        ]);
    }
    let mut blocks = Vec::new();
    if !found.times.is_empty() {
        let data = DataFile { name: "data/incidents.csv".to_owned(), text: times(found).csv() };
        blocks.push(Block::Figure { figure: so_far(found, context), data: Some(data) });
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::Paragraph(
        "An observed rate includes offspring: with excitation the background is that rate × (1 − branching). Incidents that were not reported are missing, so that a \
         rate from reports is a lower bound."
            .to_owned(),
    ));
    Chapter { id: "fit".to_owned(), title: format!("{}: incidents", words::spaced(&context.name)), sentences: sentences(found, context), blocks }
}

/// Cumulative count and a constant rate, with the 95% band of Poisson counts with the same total.
fn so_far(found: &IncidentsFit, context: &FitContext) -> Figure {
    let rate = found.incidents as f64 / found.months;
    let mut observed = vec![[0.0, 0.0]];
    for (i, &time) in found.times.iter().enumerate() {
        observed.extend([[time, i as f64], [time, (i + 1) as f64]]);
    }
    observed.push([found.months, found.incidents as f64]);
    let places: Vec<f64> = (0..=60).map(|i| found.months * f64::from(i) / 60.0).collect();
    let band = places.iter().map(|&t| {
        let (mean, deviation) = (rate * t, 1.96 * (rate * t * (1.0 - t / found.months)).max(0.0).sqrt());
        [t, (mean - deviation).max(0.0), mean + deviation]
    });
    fitted(&FittedFigure {
        name: "incidents",
        title: &format!("{}: cumulative count", words::spaced(&context.name)),
        subtitle: &format!("{}.", counted(found)),
        across: &format!("months since {}", found.from),
        sign: "",
        top: found.incidents as f64,
        right: found.months,
        observed,
        observed_name: "observed",
        band: band.collect(),
        points: Vec::new(),
        ticks: Vec::new(),
        curves: vec![("constant rate".to_owned(), vec![[0.0, 0.0], [found.months, found.incidents as f64]])],
        print: &format!("{} · band: 95% of Poisson processes with the same total", context.print()),
    })
}

fn times(found: &IncidentsFit) -> Table {
    let mut table = Table::new("", &["months"]).and("incidents");
    for (&time, count) in found.times.iter().zip(1..) {
        table.row(vec![Cell::text(short(time)), Cell::count(count)]);
    }
    table
}
