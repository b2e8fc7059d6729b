//! Durations: the distribution to paste, the survival curve with the fitted curves, and the table of distributions.

use super::{DurationsFit, FittedDistribution, StepRow};
use crate::analyses::fit::distribution::{self, chosen, in_words};
use crate::analyses::fit::text::{comments, digits, interval, key, percent, quoted, rows};
use crate::analyses::fit::{FitContext, TargetKind};
use crate::report::charts::{Figure, FittedFigure, fitted};
use crate::report::{Block, Cell, Chapter, DataFile, Table, short, words};
use crate::stats::survival::End;
use crate::units::{Quantity, Unit};

/// Number of ended durations below which two parameters are hardly determined.
const FEW: usize = 5;
/// Number of rows below which the goodness of fit is not evaluated.
const TOO_FEW: usize = 5;

/// Months in the unit; ratios stay as they are.
fn months(unit: &str) -> f64 {
    match unit {
        "days" => 12.0 / 365.25,
        "years" => 12.0,
        _ => 1.0,
    }
}

/// The unit as it follows a number.
fn behind(unit: &str) -> &str {
    if unit == "ratio" { "times the plan" } else { unit }
}

/// `10 rows: 6 ended, 4 still ran when last seen`.
fn counted(found: &DurationsFit) -> String {
    let competing = if found.competing > 0 { format!(", {} ended otherwise", found.competing) } else { String::new() };
    format!("{}: {} ended, {} still ran when last seen{competing}", rows(found.rows), found.events, found.censored)
}

/// Sentences about the table and the distribution, the same in the comments and on the page.
fn sentences(found: &DurationsFit, context: &FitContext, fitted: &FittedDistribution) -> Vec<String> {
    let mut all = vec![format!("{}: {}; {}.{}", context.name, counted(found), context.table(), context.left_out)];
    if !found.words.is_empty() {
        let each: Vec<String> = found.words.iter().map(|(word, count, meaning)| format!("{word} in {} ({meaning})", rows(*count))).collect();
        all.push(format!("The column of ends has {}.", words::joined(&each)));
    }
    if found.above > 0.0 {
        all.push(format!(
            "Durations up to {above} {} are missing. The excess over it determines one parameter, that of an exponential distribution, which is the same for all durations; a second \
             parameter would rest on durations that nobody recorded. A rate counted from these rows is that of the longer ones: multiply it by {} for all.",
            found.unit,
            digits((found.above / fitted.scale.number()).exp()),
            above = digits(found.above)
        ));
    }
    all.extend([comparison(found), goodness(found, fitted)]);
    all.extend(incidence(found));
    all
}

/// Comparison of the distributions by AIC.
fn comparison(found: &DurationsFit) -> String {
    let Some(best) = found.distributions.first() else { return String::new() };
    let others: Vec<String> = found.distributions[1..].iter().map(|other| format!("{} +{:.1}", other.distribution, other.worse_by)).collect();
    let verdict = match found.distributions.get(1) {
        None if found.above > 0.0 => return "Only the exponential distribution is fitted.".to_owned(),
        None => return format!("Only the {} distribution can be fitted.", best.distribution),
        Some(second) if second.worse_by >= 2.0 => "the others are clearly worse",
        Some(_) => "differences below 2 are no evidence",
    };
    format!("By AIC {} is best ({}): {verdict}.", best.distribution, others.join(", "))
}

/// Goodness of fit in words.
fn goodness(found: &DurationsFit, fitted: &FittedDistribution) -> String {
    if found.events < TOO_FEW {
        let few = if found.events == 1 { "one ended duration is".to_owned() } else { format!("{} ended durations are", found.events) };
        return format!("Goodness of fit: {few} too few to judge it.");
    }
    let p = fitted.kolmogorov_smirnov_p.min(fitted.anderson_darling_p);
    let verdict = match p {
        p if p < 0.05 => "the distribution does not fit",
        p if p < 0.2 => "the fit is doubtful",
        _ => "no evidence against the distribution, which with few rows is weak support",
    };
    format!(
        "Of {} data sets simulated from the {} distribution, {} have at least the same Kolmogorov–Smirnov distance from their own fit ({}) and {} the same \
         Anderson–Darling distance ({}): {verdict}.",
        found.replicates,
        fitted.distribution,
        percent(fitted.kolmogorov_smirnov_p),
        digits(fitted.kolmogorov_smirnov),
        percent(fitted.anderson_darling_p),
        digits(fitted.anderson_darling)
    )
}

/// Cumulative incidence of both ends, where some rows ended otherwise.
fn incidence(found: &DurationsFit) -> Option<String> {
    let (ended, other) = (found.ended.last()?, found.ended_otherwise.last()?);
    let share = |share: &Quantity| {
        let [value, low, high] = [share.value, share.low, share.high].map(|end| end.map_or_else(|| "–".to_owned(), percent));
        format!("{value} [{low}, {high}]")
    };
    Some(format!(
        "By {} {} a share of {} has ended and {} has ended otherwise (Aalen–Johansen, 95%). Cancelled is not censored: the distribution is that of durations \
         without the other end, whose probability belongs into `cancels`.",
        digits(other.time.max(ended.time)),
        found.unit,
        share(&ended.share),
        share(&other.share)
    ))
}

/// Lines of TOML to paste, with comments that state where they come from.
#[must_use]
pub fn toml(found: &DurationsFit, context: &FitContext, name: Option<&str>) -> String {
    let Some(fitted) = chosen(&found.distributions, name) else { return comments(&["No distribution could be fitted.".to_owned()]) };
    let mut said = sentences(found, context, fitted);
    if found.events < FEW {
        said.push(format!("Only {} ended: a judgement may be a better input than this distribution.", found.events));
    }
    if context.target.as_ref().is_some_and(|target| target.kind == TargetKind::State) {
        said.push("A state that lasts a while also needs what follows it: then = \"STATE\", or weights of states.".to_owned());
    }
    if fitted.distribution == "log-logistic" {
        said.push("The metalog with min = 0 through these quantiles is the log-logistic distribution.".to_owned());
    }
    let note = format!(
        "Fitted: {}, {}; {}, median {}, P90 {} {}.",
        context.table(),
        counted(found),
        fitted.distribution,
        interval(&fitted.median),
        interval(&fitted.p90),
        behind(&found.unit)
    );
    let uncertainty = format!("Uncertainty of the median of {}: standard error of its logarithm, {}.", context.name, rows(found.rows));
    let driver = context.driver(&context.name, fitted.ln_median_error, &uncertainty);
    let scale = driver.as_ref().map_or_else(String::new, |(known, _)| format!(", scale = {}", quoted(&format!("@{known}"))));
    format!(
        "{}{} = {{ {}{scale}{} }}\n{}",
        comments(&said),
        context.target.as_ref().map_or_else(|| key(&context.name), |target| target.duration_head(found.rows)),
        distribution::toml(fitted, months(&found.unit)),
        context.told(&note),
        driver.map_or_else(String::new, |(_, table)| table)
    )
}

/// Page.
#[must_use]
pub fn chapter(found: &DurationsFit, context: &FitContext, name: Option<&str>) -> Chapter {
    let said = chosen(&found.distributions, name).map(|fitted| {
        let mut all = sentences(found, context, fitted);
        all.insert(1, format!("{}: {} {}.", fitted.distribution, in_words(fitted), behind(&found.unit)));
        all
    });
    let mut table = Table::new("Distributions, the best first; 95% intervals by profile likelihood.", &["distribution", "parameters"])
        .in_unit("median", &found.unit)
        .in_unit("90% quantile", &found.unit)
        .and("AIC above the best")
        .and("KS distance, share as large")
        .and("AD distance, share as large")
        .filed("fit");
    for fitted in &found.distributions {
        let test = |distance: f64, p: f64| Cell::quantity_as(format!("{}, {}", digits(distance), percent(p)), &Quantity::exact(p, Unit::SHARE));
        table.row(vec![
            Cell::text(fitted.distribution),
            Cell::text(in_words(fitted)),
            Cell::quantity_as(interval(&fitted.median), &fitted.median),
            Cell::quantity_as(interval(&fitted.p90), &fitted.p90),
            Cell::quantity_as(format!("{:.1}", fitted.worse_by), &Quantity::exact(fitted.worse_by, Unit::NONE)),
            test(fitted.kolmogorov_smirnov, fitted.kolmogorov_smirnov_p),
            test(fitted.anderson_darling, fitted.anderson_darling_p),
        ]);
    }
    let blocks = vec![
        Block::Figure { figure: survival(found, context), data: Some(DataFile { name: "data/survival.csv".to_owned(), text: curves(found).csv() }) },
        Block::Table(table),
        Block::Paragraph(
            "The steps are the product-limit estimate (Kaplan and Meier) with its 95% band; small marks are durations that still ran when last seen, which are \
             longer than that. Durations that nobody reported are missing."
                .to_owned(),
        ),
    ];
    Chapter { id: "fit".to_owned(), title: format!("{}: durations", words::spaced(&context.name)), sentences: said.unwrap_or_default(), blocks }
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

fn survival(found: &DurationsFit, context: &FitContext) -> Figure {
    let observed = stairs(&found.kaplan_meier, found.last, |step| step.share.number());
    let low = stairs(&found.kaplan_meier, found.last, |step| step.share.low.unwrap_or(0.0));
    let high = stairs(&found.kaplan_meier, found.last, |step| step.share.high.unwrap_or(1.0));
    let share = |t: f64| found.kaplan_meier.iter().rev().find(|step| step.time <= t).map_or(100.0, |step| 100.0 * step.share.number());
    let ticks = found.observed.iter().filter(|o| o.end != End::Event).map(|o| [o.value, share(o.value)]).collect();
    let curves = found
        .distributions
        .iter()
        .map(|one| (one.distribution.to_owned(), found.times.iter().zip(&one.survival).map(|(&t, &s)| [t, 100.0 * s]).collect()));
    fitted(&FittedFigure {
        name: "survival",
        title: &format!("{}: share that lasts longer", words::spaced(&context.name)),
        subtitle: &format!("{}.", counted(found)),
        across: &if found.above > 0.0 {
            format!("excess over {}, {}", digits(found.above), behind(&found.unit))
        } else {
            format!("lasting, {}", behind(&found.unit))
        },
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

/// Steps and curves behind the figure.
fn curves(found: &DurationsFit) -> Table {
    let mut table = Table::new("", &["curve", found.unit.as_str()]).and("share that lasts longer");
    let mut row = |curve: &str, time: f64, share: &Quantity| table.row(vec![Cell::text(curve), Cell::text(short(time)), Cell::quantity(share)]);
    for step in &found.kaplan_meier {
        row("observed", step.time, &step.share);
    }
    for fitted in &found.distributions {
        for (&time, &share) in found.times.iter().zip(&fitted.survival) {
            row(fitted.distribution, time, &Quantity::exact(share, Unit::SHARE));
        }
    }
    table
}
