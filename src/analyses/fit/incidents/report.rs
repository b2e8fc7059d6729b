//! Incidents: the process to paste, the cumulative count, and the table of processes.

use std::fmt::Write;

use super::compute::TELLING;
use super::{IncidentsFit, ProcessRow};
use crate::analyses::fit::FitContext;
use crate::analyses::fit::text::{comments, digits, interval, key, percent};
use crate::report::charts::{Figure, FittedFigure, fitted};
use crate::report::{Block, Cell, Chapter, DataFile, Table, short, words};
use crate::units::{Quantity, Unit};

/// Branching ratio below which there is no excitation to speak of.
const NO_BRANCHING: f64 = 0.001;
/// Number of incidents below which the intervals between them are not tested.
const FEW: u64 = 5;
/// Quotient of a 95% interval of a normal distribution by its standard deviation.
const WIDTH: f64 = 2.0 * 1.959_963_984_540_054;
/// 90% quantile of the standard normal distribution.
const Z90: f64 = 1.281_551_565_544_600_5;

fn counted(found: &IncidentsFit) -> String {
    let incidents = if found.incidents == 1 { "1 incident".to_owned() } else { format!("{} incidents", found.incidents) };
    format!("{incidents} in {} months, {} to {}: {} a year", digits(found.months), found.from, found.to, interval(&found.rate))
}

/// Sentences about what the data determine, the same in the comments and on the page.
fn sentences(found: &IncidentsFit, context: &FitContext) -> Vec<String> {
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

/// Process to write: the one asked for; otherwise the best, and a Poisson process where that cannot be told from the best.
fn chosen<'a>(found: &'a IncidentsFit, asked: Option<&str>) -> Option<&'a ProcessRow> {
    let name = match asked {
        Some("poisson") => "Poisson",
        Some("trend") => "Poisson with trend",
        Some("season") => "Poisson with season",
        Some("hawkes") => "Hawkes",
        _ if found.cannot_tell => "Poisson",
        _ => found.processes.first()?.process,
    };
    found.processes.iter().find(|row| row.process == name)
}

/// Standard deviation of the logarithm of a positive parameter, from its 95% interval; `None` where the data do not bound it.
fn ln_sd(known: &Quantity) -> Option<f64> {
    let (low, high) = (known.low.filter(|low| *low > 0.0)?, known.high?);
    Some((high / low).ln() / WIDTH)
}

/// Lines of TOML to paste. With `branching` the rate is written without offspring.
#[must_use]
pub fn toml(found: &IncidentsFit, context: &FitContext, process: Option<&str>, branching: Option<f64>) -> String {
    let mut page = comments(&sentences(found, context));
    let own = 1.0 - branching.unwrap_or(0.0);
    let less = branching.filter(|own| *own > 0.0).map_or_else(String::new, |own| format!(", less offspring (branching {})", digits(own)));
    let note = |what: &str| context.told(&format!("Fitted: {}, {}{what}{less}.", context.table(), counted(found)));
    let lines = match chosen(found, process) {
        None if process.is_some() => Err("this process was not fitted: the incidents or the periods are too few for it".to_owned()),
        Some(row) if row.process == "Poisson with trend" => trend(found, row, own, &note),
        Some(row) if row.process == "Poisson with season" => season(found, row, own, &note),
        Some(row) if row.process == "Hawkes" => hawkes(row, &note),
        Some(row) if row.process == "negative binomial" => Err(
            "the counts vary more than any constant rate explains, and the scenario language has no negative binomial counts; draw calm and violent years as a \
             regime that sets the `level` of the hazard"
                .to_owned(),
        ),
        _ => {
            page.push_str(&comments(&[format!(
                "The rate is drawn once a trial from its own uncertainty: gamma distribution of mean (n + ½)/years and sd √(n + ½)/years (Jeffreys' prior){less}."
            )]));
            let [mean, sd] = [found.rate_mean, found.rate_sd].map(|number| digits(number * own));
            let _ = writeln!(page, "{} = {{ gamma = {{ mean = {mean}, sd = {sd} }}{} }}", key(&context.name), note(""));
            page.push_str(&excitation(found));
            return page;
        }
    };
    let _ = match lines {
        Ok(lines) => write!(page, "[hazards.{}]\n{lines}", key(&context.name)),
        Err(why) => page.write_str(&comments(&[format!("No line is written: {why}. With --process poisson a constant rate is written.")])),
    };
    page
}

/// Rate at the end of the observation and its growth a year; the language counts both from the start of the scenario.
fn trend(found: &IncidentsFit, row: &ProcessRow, own: f64, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let (Some(rate), Some(trend)) = (row.parameter("rate at the end"), row.parameter("trend")) else {
        return Err("the trend was not fitted".to_owned());
    };
    let growth =
        Quantity { value: trend.value.map(|x| 1.0 + x), low: trend.low.map(|x| 1.0 + x), high: trend.high.map(|x| 1.0 + x), ..trend.clone() };
    let (Some(rate_sd), Some(growth_sd)) = (ln_sd(rate), ln_sd(&growth)) else { return Err("the data do not bound the trend".to_owned()) };
    if growth.number() * (-Z90 * growth_sd).exp() < 0.05 {
        return Err("the rate falls to almost nothing".to_owned()); // the language needs a growth above −1
    }
    let [p10, p50, p90] = [-Z90, 0.0, Z90].map(|z| digits(growth.number() * (z * growth_sd).exp() - 1.0));
    let remark = [format!(
        "Rate at {}, the end of the observation, where the scenario should start; rate and trend are drawn independently. In ten years this trend multiplies the \
         rate by {}: state in the scenario why it should continue.",
        found.to,
        digits(growth.number().powi(10))
    )];
    Ok(format!(
        "{}rate = {{ lognormal = {{ median = {}, sigma = {} }}{} }}\ntrend = {{ metalog = {{ p10 = {p10}, p50 = {p50}, p90 = {p90}, min = -0.99 }}{} }}\n",
        comments(&remark),
        digits(rate.number() * own),
        digits(rate_sd),
        note(&format!("; with a trend, {} a year at its end", interval(rate))),
        note(&format!("; growth {} a year", interval(trend)))
    ))
}

/// Rate and twelve factors of mean 1, each for the middle of its month.
fn season(found: &IncidentsFit, row: &ProcessRow, own: f64, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let (Some(swing), Some(peak)) = (row.parameter("swing"), row.parameter("peak")) else { return Err("the season was not fitted".to_owned()) };
    if swing.high.is_none() || swing.low.is_none_or(|low| low <= 0.0) {
        return Err("the data do not bound the height of the season".to_owned());
    }
    let factor = |month: u32| (swing.number() * ((std::f64::consts::TAU / 12.0 * (f64::from(month) + 0.5 - peak.number())).cos() - 1.0)).exp();
    let sum: f64 = (0..12).map(factor).sum();
    let factors: Vec<String> = (0..12).map(|month| format!("{:.3}", 12.0 * factor(month) / sum)).collect();
    let [mean, sd] = [found.rate_mean, found.rate_sd].map(|number| digits(number * own));
    Ok(format!(
        "rate = {{ gamma = {{ mean = {mean}, sd = {sd} }}{} }}\nseason = [{}]\n",
        note(&format!("; season of swing {}, peak {} months after 1 January", interval(swing), digits(peak.number()))),
        factors.join(", ")
    ))
}

/// Parameters of the Hawkes process: background, branching, decay.
fn hawkes_parameters(row: &ProcessRow) -> Option<[&Quantity; 3]> {
    Some([row.parameter("background")?, row.parameter("branching")?, row.parameter("decay")?])
}

fn hawkes(row: &ProcessRow, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let Some(parameters) = hawkes_parameters(row) else { return Err("the process was not fitted".to_owned()) };
    if parameters.iter().any(|known| known.high.is_none()) {
        return Err("the data do not bound the excitation".to_owned());
    }
    let [rate, branching, decay] = parameters.map(|known| digits(known.number()));
    let words = parameters.map(interval);
    let said = format!("; background {} a year, branching {}, decay {} months", words[0], words[1], words[2]);
    Ok(format!("rate = {{ value = {rate}{} }}\nexcitation = {{ branching = {branching}, decay = {decay} }}\n", note(&said)))
}

/// The self-exciting process as comments below a constant rate.
fn excitation(found: &IncidentsFit) -> String {
    let Some(parameters) = found.processes.iter().find_map(hawkes_parameters) else { return String::new() };
    if parameters[1].number() < NO_BRANCHING {
        return comments(&["No excitation was found: a self-exciting process fits best without any offspring.".to_owned()]);
    }
    let [background, branching, decay] = parameters.map(interval);
    let written = parameters.map(|known| digits(known.number()));
    comments(&[
        format!("As a self-exciting process: background {background} a year, branching {branching}, decay {decay} months:"),
        format!("rate = {}", written[0]),
        format!("excitation = {{ branching = {}, decay = {} }}", written[1], written[2]),
    ])
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
