//! Durations: the law to paste, the survival curve with the laws before it, the table of laws.

use super::law::{in_words, law_toml};
use super::{FitContext, comments, digits, interval, percent};
use crate::report::charts::{FittedFigure, fitted};
use crate::report::words;
use crate::report::{Block, Cell, Chapter, Csv, DataFile, Table, short};
use crate::stats::survival::End;
use crate::study::fit::{DurationsFit, LawRow, StepRow};

/// Ended durations below which a law of two numbers says little.
const FEW: usize = 5;

/// How many times of the unit make a month; ratios stay as they are.
fn months(unit: &str) -> f64 {
    match unit {
        "days" => 12.0 / 365.25,
        "years" => 12.0,
        _ => 1.0,
    }
}

/// The law asked for, else the best by AIC.
fn chosen<'a>(found: &'a DurationsFit, law: Option<&str>) -> Option<&'a LawRow> {
    law.and_then(|name| found.laws.iter().find(|row| row.law == name)).or_else(|| found.laws.first())
}

/// The unit as it follows a number.
fn behind(unit: &str) -> &str {
    if unit == "ratio" { "times the plan" } else { unit }
}

/// What was counted: `10 rows: 6 ended, 4 still ran when last seen`.
fn counted(found: &DurationsFit) -> String {
    let competing = if found.competing > 0 { format!(", {} ended otherwise", found.competing) } else { String::new() };
    format!("{} rows: {} ended, {} still ran when last seen{competing}", found.rows, found.events, found.censored)
}

/// How the laws compare, in words.
fn comparison(found: &DurationsFit) -> String {
    let others: Vec<String> = found.laws.iter().skip(1).map(|law| format!("{} +{:.1}", law.law, law.worse_by)).collect();
    let Some(best) = found.laws.first() else { return String::new() };
    let near = found.laws.iter().skip(1).filter(|law| law.worse_by < 2.0).count();
    let verdict = match (others.is_empty(), near) {
        (true, _) => "the only law that can be fitted",
        (_, 0) => "the others are clearly worse",
        _ => "differences below 2 tell nothing apart",
    };
    if others.is_empty() { format!("{}: {verdict}.", best.law) } else { format!("By AIC {} is best ({}): {verdict}.", best.law, others.join(", ")) }
}

/// What the goodness of fit says, in words.
fn goodness(found: &DurationsFit, law: &LawRow) -> String {
    let p = law.kolmogorov_smirnov_p.min(law.anderson_darling_p);
    let verdict = if p < 0.05 {
        "the law does not fit"
    } else if p < 0.2 {
        "the fit is doubtful"
    } else {
        "nothing speaks against the law, which with few rows is not much"
    };
    format!(
        "Of {} data sets simulated from the {} law, {} lie as far from their own fit by Kolmogorov–Smirnov ({}) and {} by Anderson–Darling ({}): {verdict}.",
        found.replicates,
        law.law,
        percent(law.kolmogorov_smirnov_p),
        digits(law.kolmogorov_smirnov),
        percent(law.anderson_darling_p),
        digits(law.anderson_darling)
    )
}

/// What share ended how, where some ended otherwise.
fn incidence(found: &DurationsFit) -> Option<String> {
    let (ended, other) = (found.ended.last()?, found.ended_otherwise.last()?);
    let share = |row: &StepRow| {
        let end = |end: Option<f64>| end.map_or_else(|| "–".to_owned(), percent);
        format!("{} [{}, {}]", percent(row.share), end(row.low), end(row.high))
    };
    Some(format!(
        "By {} {} a share of {} has ended and {} has ended otherwise (Aalen–Johansen, 95%). Cancelled is not censored: the law is that of durations were \
         nothing cancelled, the chance of the other end belongs into `cancels`.",
        digits(other.time.max(ended.time)),
        found.unit,
        share(ended),
        share(other)
    ))
}

/// Lines of TOML to paste, with comments that say where they come from.
#[must_use]
pub fn durations_toml(found: &DurationsFit, context: &FitContext, law: Option<&str>) -> String {
    let Some(law) = chosen(found, law) else { return comments(&["no law could be fitted".to_owned()]) };
    let unit = months(&found.unit);
    let mut said =
        vec![format!("{}: {}; {}.{}", context.name, counted(found), context.table(), context.left_out()), comparison(found), goodness(found, law)];
    said.extend(incidence(found));
    if found.events < FEW {
        said.push(format!("Only {} ended: a judgement may be worth more than this law.", found.events));
    }
    if law.law == "log-logistic" {
        said.push("The metalog with min = 0 through these quantiles is the log-logistic law itself.".to_owned());
    }
    let known = format!("{}_known", context.name);
    let note = format!(
        "Fitted: {}, {}; {}, median {}, P90 {} {}.",
        context.table(),
        counted(found),
        law.law,
        interval(&law.median),
        interval(&law.p90),
        behind(&found.unit)
    );
    let doubt = format!("How well the median of {} is known: standard error of its logarithm, {} rows.", context.name, found.rows);
    format!(
        "{}{} = {{ {}, scale = \"@{known}\"{} }}\n\n[drivers.{known}]\nlognormal = {{ median = 1, sigma = {} }}\nplanned = 1\n{}note = {}\n",
        comments(&said),
        context.name,
        law_toml(law, unit),
        context.told(&note),
        digits(law.ln_median_error),
        context.source.as_ref().map_or_else(String::new, |source| format!("source = {}\n", super::quoted(source))),
        super::quoted(&doubt)
    )
}

/// The page.
#[must_use]
pub fn durations_chapter(found: &DurationsFit, context: &FitContext, law: Option<&str>) -> Chapter {
    let mut sentences = vec![format!("{}; {}.{}", counted(found), context.table(), context.left_out())];
    if let Some(law) = chosen(found, law) {
        sentences.push(format!("{}: {} {}.", law.law, in_words(law), behind(&found.unit)));
        sentences.extend([comparison(found), goodness(found, law)]);
    }
    sentences.extend(incidence(found));
    let mut table = Table::new("The laws, best first; 95% intervals by profile likelihood", &["law", "its numbers"])
        .in_unit("median", &found.unit)
        .in_unit("90% quantile", &found.unit)
        .and("AIC above the best")
        .and("KS, share as far")
        .and("AD, share as far");
    for law in &found.laws {
        table.row(vec![
            Cell::text(law.law),
            Cell::text(in_words(law)),
            Cell::number(interval(&law.median), law.median.value),
            Cell::number(interval(&law.p90), law.p90.value),
            Cell::number(format!("{:.1}", law.worse_by), law.worse_by),
            Cell::number(format!("{}, {}", digits(law.kolmogorov_smirnov), percent(law.kolmogorov_smirnov_p)), law.kolmogorov_smirnov_p),
            Cell::number(format!("{}, {}", digits(law.anderson_darling), percent(law.anderson_darling_p)), law.anderson_darling_p),
        ]);
    }
    let figure = Block::Figure { figure: survival(found, context), data: Some(DataFile::csv("data/survival.csv", &curves(found))) };
    let blocks = vec![
        figure,
        Block::Table(table),
        Block::Paragraph(
            "The step curve is the product-limit estimate (Kaplan and Meier) with its 95% band; small marks are durations that still ran when last seen, \
             which count as longer than that. A law is only as good as the rows: what nobody reported is missing from them."
                .to_owned(),
        ),
    ];
    Chapter { id: "fit".to_owned(), title: format!("{}: how long it lasts", words::spaced(&context.name)), sentences, blocks }
}

/// Steps of an estimate as a line from 1 at 0.
fn stairs(steps: &[StepRow], last: f64, of: impl Fn(&StepRow) -> f64) -> Vec<[f64; 2]> {
    let mut line = vec![[0.0, 100.0]];
    for step in steps {
        let before = line.last().map_or(100.0, |point| point[1]);
        line.extend([[step.time, before], [step.time, 100.0 * of(step)]]);
    }
    let end = line.last().map_or(100.0, |point| point[1]);
    line.push([last, end]);
    line
}

fn survival(found: &DurationsFit, context: &FitContext) -> crate::report::charts::Figure {
    let observed = stairs(&found.kaplan_meier, found.last, |step| step.share);
    let low = stairs(&found.kaplan_meier, found.last, |step| step.low.unwrap_or(0.0));
    let high = stairs(&found.kaplan_meier, found.last, |step| step.high.unwrap_or(1.0));
    let share = |t: f64| found.kaplan_meier.iter().rev().find(|step| step.time <= t).map_or(100.0, |step| 100.0 * step.share);
    let ticks = found.observed.iter().filter(|o| o.end != End::Event).map(|o| [o.value, share(o.value)]).collect();
    let curves = found.laws.iter().map(|law| (law.law.to_owned(), found.times.iter().zip(&law.survival).map(|(&t, &s)| [t, 100.0 * s]).collect()));
    fitted(&FittedFigure {
        name: "survival",
        title: &format!("{}: share that lasts longer", words::spaced(&context.name)),
        subtitle: &format!("{}.", counted(found)),
        across: &format!("lasting, {}", behind(&found.unit)),
        sign: "%",
        top: 100.0,
        right: 1.15 * found.last,
        observed,
        observed_name: "observed",
        band: low.iter().zip(&high).map(|(low, high)| [low[0], low[1], high[1]]).collect(),
        points: Vec::new(),
        ticks,
        curves: curves.collect(),
        print: &context.print(),
    })
}

fn curves(found: &DurationsFit) -> Csv {
    let mut csv = Csv::new(&["curve", found.unit.as_str(), "share_lasting_longer", "low", "high"]);
    let written = |x: Option<f64>| x.map_or_else(String::new, short);
    for step in &found.kaplan_meier {
        csv.row(&["observed".to_owned(), short(step.time), short(step.share), written(step.low), written(step.high)]);
    }
    for law in &found.laws {
        for (&time, &share) in found.times.iter().zip(&law.survival) {
            csv.row(&[law.law.to_owned(), short(time), short(share), String::new(), String::new()]);
        }
    }
    csv
}
