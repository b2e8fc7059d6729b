//! Incidents: the rate to paste, the count over time, the table of processes, and whether the data can tell them apart.

use super::{FitContext, comments, digits, interval, percent};
use crate::report::charts::{FittedFigure, fitted};
use crate::report::words;
use crate::report::{Block, Cell, Chapter, Csv, DataFile, Table, short};
use crate::study::fit::{IncidentsFit, ProcessRow};

/// Branching ratio below which there is no excitation to speak of.
const NO_BRANCHING: f64 = 0.001;

fn counted(found: &IncidentsFit) -> String {
    format!("{} incidents in {} months, {} to {}: {} a year", found.incidents, digits(found.months), found.from, found.to, interval(&found.rate))
}

/// What the data can tell, in words.
fn telling(found: &IncidentsFit) -> Vec<String> {
    let Some(best) = found.processes.first() else { return vec!["Nothing happened, so only the upper end of the rate is known.".to_owned()] };
    let others: Vec<String> = found.processes.iter().skip(1).map(|row| format!("{} +{:.1}", row.process, row.worse_by)).collect();
    let mut said = Vec::new();
    if others.is_empty() {
        said.push("Too few to ask for more than a rate.".to_owned());
    } else {
        said.push(format!("By AIC {} is best ({}).", best.process, others.join(", ")));
    }
    if found.cannot_tell && !others.is_empty() {
        said.push("WARNING: the data cannot tell these processes apart; a plain Poisson process is within 2 of the best.".to_owned());
    }
    if found.branching_may_be_zero == Some(true) {
        said.push(
            "WARNING: the 95% interval of the branching ratio includes 0: that one incident sets off another is a judgement, not a finding."
                .to_owned(),
        );
    }
    if let Some(dispersion) = found.dispersion {
        said.push(format!(
            "The counts vary {} times as much as those of a Poisson process; years of calm and surge, or incidents that set off others, may be why, and counts \
             alone do not say which. Were it all excitation, the branching ratio would be about {}.",
            digits(dispersion),
            digits((1.0 - dispersion.max(1.0).sqrt().recip()).max(0.0))
        ));
    }
    said.extend(residuals(best));
    said
}

fn residuals(row: &ProcessRow) -> Option<String> {
    let verdict = if row.residual_p? < 0.05 { "it does not account for the spacing" } else { "the spacing is as it should be" };
    Some(format!(
        "Time change under {}: the spacings are {} away from exponential ones (Kolmogorov–Smirnov), as far or farther in about {} of right processes; neighbours \
         correlate by {}: {verdict}.",
        row.process,
        digits(row.residual_gap?),
        percent(row.residual_p?),
        row.serial_correlation.map_or_else(|| "–".to_owned(), digits)
    ))
}

/// Lines of TOML to paste. With `branching` the background is the rate less offspring.
#[must_use]
pub fn incidents_toml(found: &IncidentsFit, context: &FitContext, branching: Option<f64>) -> String {
    let mut said = vec![format!("{}: {} (Garwood's exact interval); {}.{}", context.name, counted(found), context.table(), context.left_out())];
    said.extend(telling(found));
    let own = branching.unwrap_or(0.0);
    let less = if own > 0.0 { format!(", less offspring (branching {})", digits(own)) } else { String::new() };
    said.push(format!(
        "The rate is drawn once a trial from its own uncertainty: gamma of mean (n + ½)/years and sd √(n + ½)/years (Jeffreys' prior){less}."
    ));
    let note = format!("Fitted: {}, {}{less}.", context.table(), counted(found));
    let mut page = format!(
        "{}{} = {{ gamma = {{ mean = {}, sd = {} }}{} }}\n",
        comments(&said),
        context.name,
        digits(found.rate_mean * (1.0 - own)),
        digits(found.rate_sd * (1.0 - own)),
        context.told(&note)
    );
    let hawkes = found.processes.iter().find(|row| row.process == "Hawkes");
    let number = |name: &str| hawkes.and_then(|row| row.numbers.iter().find(|number| number.name == name)).map(|number| number.known);
    if let (Some(background), Some(branching), Some(decay)) = (number("background"), number("branching"), number("decay")) {
        if branching.value < NO_BRANCHING {
            page.push_str("# No excitation was found: a self-exciting process fits best without any offspring.\n");
            return page;
        }
        page.push_str(&comments(&[format!(
            "As a self-exciting process: background {} a year, branching {}, decay {} months:",
            interval(&background),
            interval(&branching),
            interval(&decay)
        )]));
        let numbers = [background, branching, decay].map(|known| digits(known.value));
        page.push_str(&comments(&[
            format!("rate = {}", numbers[0]),
            format!("excitation = {{ branching = {}, decay = {} }}", numbers[1], numbers[2]),
        ]));
    }
    page
}

/// The page.
#[must_use]
pub fn incidents_chapter(found: &IncidentsFit, context: &FitContext) -> Chapter {
    let mut sentences = vec![format!("{}; {}.{}", counted(found), context.table(), context.left_out())];
    sentences.extend(telling(found));
    let mut table = Table::new("The processes, best first; 95% intervals by profile likelihood, of a plain rate exact", &["process", "its numbers"])
        .and("AIC above the best")
        .and("time change: gap")
        .and("share as far");
    for row in &found.processes {
        let numbers: Vec<String> =
            row.numbers.iter().map(|number| format!("{} {} {}", number.name, interval(&number.known), number.unit).trim_end().to_owned()).collect();
        let cell = |x: Option<f64>, said: Option<String>| Cell::number(said.unwrap_or_else(|| "–".to_owned()), x.unwrap_or(f64::NAN));
        table.row(vec![
            Cell::text(row.process),
            Cell::text(numbers.join("; ")),
            Cell::number(format!("{:.1}", row.worse_by), row.worse_by),
            cell(row.residual_gap, row.residual_gap.map(digits)),
            cell(row.residual_p, row.residual_p.map(percent)),
        ]);
    }
    let mut blocks = Vec::new();
    if !found.times.is_empty() {
        blocks.push(Block::Figure { figure: so_far(found, context), data: Some(DataFile::csv("data/incidents.csv", &times(found))) });
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::Paragraph(
        "A rate observed from counts includes offspring: with excitation the background is that rate × (1 − branching). What was not reported is missing, so \
         a rate from reports is a floor."
            .to_owned(),
    ));
    Chapter { id: "fit".to_owned(), title: format!("{}: how often it happens", words::spaced(&context.name)), sentences, blocks }
}

/// Incidents so far against a steady rate, with the band in which nineteen of twenty Poisson counts lie.
fn so_far(found: &IncidentsFit, context: &FitContext) -> crate::report::charts::Figure {
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
        title: &format!("{}: incidents so far", words::spaced(&context.name)),
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
        curves: vec![("steady rate".to_owned(), vec![[0.0, 0.0], [found.months, found.incidents as f64]])],
        print: &format!("{} · band: 95% of steady processes with as many incidents", context.print()),
    })
}

fn times(found: &IncidentsFit) -> Csv {
    let mut csv = Csv::new(&["months", "incidents"]);
    for (i, &time) in found.times.iter().enumerate() {
        csv.row(&[short(time), (i + 1).to_string()]);
    }
    csv
}
