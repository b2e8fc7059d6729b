//! Start dates of projects: who was right how often.

use super::percent;
use crate::report::chapter::{Block, DataFile};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::csv::{Csv, short};
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::stats::binomial_range;
use crate::study::backtest::{BINS, Forecaster, ProjectBacktest, ProjectForecast, Scored};

/// End of the axis of the forecasts, years after the announcement.
const AXIS: f64 = 14.0;

/// The answer.
pub fn sentence(found: &ProjectBacktest) -> String {
    let Some(own) = found.scores.first() else { return String::new() };
    let held: Vec<String> = own
        .coverage
        .iter()
        .map(|coverage| {
            let within = if coverage.is_within() { "within" } else { "outside" };
            format!(
                "the {} interval held {} of {} ({within} the {} to {} that sampling variation allows)",
                percent(coverage.level),
                words::rounded(coverage.held, 0.1),
                coverage.outcomes,
                coverage.range[0],
                coverage.range[1]
            )
        })
        .collect();
    let worse: Vec<String> =
        found.scores.iter().skip(1).map(|other| format!("{} {} months", other.forecaster.title(), words::difference(&other.crps_worse))).collect();
    format!(
        "Start dates of {} projects, each forecast from the others: {}. Its mean error (ranked probability score over ten years) is {} ± {} months; by \
         how much the others are worse: {}.",
        found.forecasts.len(),
        words::joined(&held),
        words::estimate(&own.crps),
        words::rounded(own.crps.standard_error, own.crps.standard_error),
        words::joined(&worse)
    )
}

/// Figures and tables.
pub fn blocks(found: &ProjectBacktest, print: &str) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading("When projects start: each left out in turn".to_owned()),
        Block::Paragraph(format!(
            "Announcement, plan and type of a project are known, its start is hidden; the law is fitted on all others. Its ratio of actual to planned \
             time is lognormal with uncertain parameters (reference prior), projects not yet started counting as longer than so far; with a \
             chance of {} it is given up and never starts. The plan itself and the base rate (how long all others took) are the plain forecasters. \
             A project not yet started when last seen is scored where its outcome is known: in the coverage by the share of its remaining \
             chance that lies inside, in the scores by giving known outcomes the weight of those not known (Graf et al. 1999).",
            percent(found.given_up)
        )),
    ];
    let data = DataFile::csv("data/projects.csv", &forecasts_csv(found));
    blocks.push(Block::Figure { figure: forecasts(found, print), data: Some(data) });
    let scores = DataFile::csv("data/scores.csv", &scores_csv(found));
    blocks.push(Block::Figure { figure: coverage(found, print), data: Some(scores.clone()) });
    if let Some(own) = found.scores.first() {
        let outcomes = found.forecasts.len() as u64;
        let range = binomial_range(outcomes, 1.0 / f64::from(BINS), 0.95).map(as_f64);
        let title = format!("Is it calibrated? {outcomes} outcomes by the probability they were given");
        blocks.push(Block::Figure { figure: charts::calibration(&title, &own.pit, range, print), data: Some(scores) });
    }
    blocks.push(Block::List(found.scores.iter().map(|scored| format!("{}: {}", scored.forecaster.title(), scored.forecaster.sentence())).collect()));
    blocks.extend([coverage_table(found), score_table(found), year_table(found)].into_iter().flatten().map(Block::Table));
    blocks.push(Block::Paragraph(where_it_fails(found)));
    if !found.left_out.is_empty() {
        let each: Vec<String> = found.left_out.iter().map(|(project, lacks)| format!("{project} ({lacks})")).collect();
        blocks.push(Block::Paragraph(format!("Not forecast for want of what stands in brackets: {}.", words::joined(&each))));
    }
    blocks
}

fn as_f64(count: u64) -> f64 {
    count as f64
}

/// The projects outside their 90% interval by name, and what the table cannot tell.
fn where_it_fails(found: &ProjectBacktest) -> String {
    let started = |forecast: &&ProjectForecast| forecast.outcome == "started";
    let name = |forecast: &ProjectForecast| forecast.project.clone();
    let early: Vec<String> = found.forecasts.iter().filter(started).filter(|f| f.quantiles[0].is_some_and(|low| f.months < low)).map(name).collect();
    let late: Vec<String> = found.forecasts.iter().filter(started).filter(|f| f.quantiles[4].is_some_and(|high| f.months > high)).map(name).collect();
    let list = |names: &[String]| if names.is_empty() { "none".to_owned() } else { words::joined(names) };
    let kind = found.scores.iter().find(|scored| scored.forecaster == Forecaster::Pooled).map(|pooled| pooled.crps_worse);
    let kind = kind.map_or_else(String::new, |worse| {
        format!(
            " Telling mines from plants apart changes the score by {} months, which is {}.",
            words::difference(&worse),
            if worse.mean.abs() < 2.0 * worse.standard_error { "no gain that these rows could show" } else { "more than sampling variation" }
        )
    });
    format!(
        "Where it fails: started earlier than its 80% interval: {}; later: {}. The 90% interval of every project reaches to never, since more than one in twenty is given \
         up. The table holds projects that somebody wrote about, and those not yet started are \
         mostly the late ones, so its ended rows alone look earlier than the forecast.{kind} Ratios of plans stated late, at half-built plants, \
         are closer to 1 than those of announcements; the law does not know which it has before it.",
        list(&early),
        list(&late)
    )
}

fn forecasts(found: &ProjectBacktest, print: &str) -> Figure {
    let years = |months: f64| months / 12.0;
    let mut order: Vec<&ProjectForecast> = found.forecasts.iter().collect();
    order.sort_by(|a, b| a.planned.total_cmp(&b.planned));
    let rows: Vec<RangeRow> = order
        .into_iter()
        .map(|forecast| {
            let at = |i: usize| forecast.quantiles[i].map_or(f64::INFINITY, years);
            let outcome = match forecast.outcome {
                "started" => vec![(Mark::Cross, years(forecast.months))],
                _ => vec![(Mark::NotYet, years(forecast.months))],
            };
            let note = match forecast.outcome {
                "started" => format!("{:.1}", years(forecast.months)),
                "not yet" => format!(">{:.1}", years(forecast.months)),
                _ => "given up".to_owned(),
            };
            RangeRow {
                label: forecast.project.clone(),
                note,
                wide: Some([at(0), at(4)]),
                narrow: Some([at(1), at(3)]),
                marks: [vec![(Mark::Stroke, years(forecast.planned)), (Mark::Ring, at(2))], outcome].concat(),
            }
        })
        .collect();
    Ranges {
        name: "forecasts".to_owned(),
        title: "Forecast and start of each project, the others known",
        subtitle: "the shortest plans first; an arrow on a range: it reaches beyond the axis or to never",
        what: "years after the announcement",
        axis: [0.0, AXIS],
        ticks: charts::ticks([0.0, AXIS], false),
        legend: vec![
            (Sign::Wide, "80%"),
            (Sign::Narrow, "50%"),
            (Sign::Mark(Mark::Ring), "median"),
            (Sign::Mark(Mark::Stroke), "plan"),
            (Sign::Mark(Mark::Cross), "started"),
            (Sign::Mark(Mark::NotYet), "not yet"),
        ],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 250.0,
        notes: 62.0,
    }
    .draw()
}

fn coverage(found: &ProjectBacktest, print: &str) -> Figure {
    let mut rows = Vec::new();
    for scored in found.scores.iter().filter(|scored| !scored.coverage.is_empty()) {
        rows.push(RangeRow::heading(words::capital(scored.forecaster.title())));
        for coverage in &scored.coverage {
            let share = |count: f64| 100.0 * count / as_f64(coverage.outcomes);
            rows.push(RangeRow {
                label: format!("   {} interval", percent(coverage.level)),
                note: format!("held {} of {}", words::rounded(coverage.held, 0.1), coverage.outcomes),
                wide: Some(coverage.range.map(|count| share(as_f64(count)))),
                narrow: None,
                marks: vec![(Mark::Stroke, 100.0 * coverage.level), (Mark::Cross, share(coverage.held))],
            });
        }
    }
    Ranges {
        name: "coverage".to_owned(),
        title: "How often intervals held what came",
        subtitle: "an interval that says 80% should hold 80% of outcomes, within sampling variation",
        what: "outcomes held, %",
        axis: [0.0, 100.0],
        ticks: charts::ticks([0.0, 100.0], false),
        legend: vec![(Sign::Wide, "95% range if right"), (Sign::Mark(Mark::Stroke), "nominal"), (Sign::Mark(Mark::Cross), "held")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 130.0,
        notes: 130.0,
    }
    .draw()
}

fn coverage_table(found: &ProjectBacktest) -> Option<Table> {
    let caption = "Outcomes held by central intervals; the range is that of 95% of all counts if the interval is right. Ended projects alone are \
                   selected for being early";
    let mut table = Table::new(caption, &["forecaster", "interval", "held", "of", "range", "within", "ended: held", "of"]);
    for scored in &found.scores {
        for coverage in &scored.coverage {
            table.row(vec![
                Cell::text(scored.forecaster.title()),
                Cell::number(percent(coverage.level), coverage.level),
                Cell::number(words::rounded(coverage.held, 0.1), coverage.held),
                Cell::number(coverage.outcomes.to_string(), as_f64(coverage.outcomes)),
                Cell::number(format!("{} to {}", coverage.range[0], coverage.range[1]), as_f64(coverage.range[0])),
                Cell::text(if coverage.is_within() { "yes" } else { "no" }),
                Cell::number(coverage.ended[0].to_string(), as_f64(coverage.ended[0])),
                Cell::number(coverage.ended[1].to_string(), as_f64(coverage.ended[1])),
            ]);
        }
    }
    table.filled()
}

fn score_table(found: &ProjectBacktest) -> Option<Table> {
    let caption = "Ranked probability score over ten years after the announcement, mean ± jackknife standard error; smaller is better";
    let mut table = Table::new(caption, &["forecaster"]).in_unit("score", "months").in_unit("worse by [95% interval]", "months");
    for scored in &found.scores {
        table.row(vec![
            Cell::text(scored.forecaster.title()),
            Cell::number(with_error(&scored.crps), scored.crps.mean),
            Cell::difference(&scored.crps_worse),
        ]);
    }
    table.filled()
}

fn with_error(estimate: &crate::study::Estimate) -> String {
    format!("{}±{}", words::estimate(estimate), words::rounded(estimate.standard_error, estimate.standard_error))
}

fn year_table(found: &ProjectBacktest) -> Option<Table> {
    let caption = "Brier score of the chance of having started within so many years of the announcement, mean ± jackknife standard error; 0 is best, \
                   0.25 is what always saying 50% earns";
    let heads: Vec<String> = found.scores.iter().map(|scored| scored.forecaster.title().to_owned()).collect();
    let mut table = Table::new(caption, &["years", "outcomes known"]);
    for head in heads {
        table = table.and(head);
    }
    let years = |scored: &Scored| scored.years.clone();
    for (i, year) in found.scores.first().map(years).unwrap_or_default().into_iter().enumerate() {
        let mut row =
            vec![Cell::number(year.years.to_string(), f64::from(year.years)), Cell::number(year.outcomes.to_string(), year.outcomes as f64)];
        let scores = found.scores.iter().filter_map(|scored| scored.years.get(i));
        row.extend(scores.map(|score| Cell::number(with_error(&score.brier), score.brier.mean)));
        table.row(row);
    }
    table.filled()
}

fn forecasts_csv(found: &ProjectBacktest) -> Csv {
    let mut csv = Csv::new(&["project", "mine", "announced", "planned_months", "p10", "p25", "p50", "p75", "p90", "outcome", "months"]);
    for forecast in &found.forecasts {
        let mut row = vec![forecast.project.clone(), forecast.mine.to_string(), forecast.announced.to_string(), short(forecast.planned)];
        row.extend(forecast.quantiles.map(|quantile| quantile.map_or_else(|| "never".to_owned(), short)));
        row.extend([forecast.outcome.to_owned(), short(forecast.months)]);
        csv.row(&row);
    }
    csv
}

fn scores_csv(found: &ProjectBacktest) -> Csv {
    let mut csv = Csv::new(&["forecaster", "score", "of", "value", "standard_error"]);
    for scored in &found.scores {
        let name = scored.forecaster.title();
        let mut add = |score: &str, of: String, value: f64, error: f64| csv.row(&[name.to_owned(), score.to_owned(), of, short(value), short(error)]);
        add("crps_months", "120 months".to_owned(), scored.crps.mean, scored.crps.standard_error);
        for coverage in &scored.coverage {
            add("held", percent(coverage.level), coverage.held, f64::NAN);
        }
        for (bin, count) in scored.pit.iter().enumerate() {
            add("pit", format!("bin {}", bin + 1), *count, f64::NAN);
        }
        for year in &scored.years {
            add("brier", format!("{} years", year.years), year.brier.mean, year.brier.standard_error);
        }
    }
    csv
}
