//! Start dates of projects: coverage and scores of the forecasters.

use super::{difference, number, percent, with_error};
use crate::analyses::backtest::{BINS, Forecaster, LOSS, ProjectBacktest, ProjectForecast, Scored, YearScore};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::{Block, Cell, DataFile, Table, words};
use crate::stats::binomial_range;
use crate::units::{Quantity, Unit};

/// End of the axis of the forecasts, years after the announcement.
const AXIS: f64 = 14.0;

/// Answer.
pub fn sentences(found: &ProjectBacktest) -> Vec<String> {
    let Some(own) = found.scores.first() else { return Vec::new() };
    let held = own.coverage.iter().map(|coverage| {
        format!(
            "the {} interval contains {} of {} ({} the {} to {} that sampling variation allows; a coverage lower by {} points would be detected with a probability of {})",
            percent(coverage.level),
            words::rounded(coverage.held, 0.1),
            coverage.outcomes,
            if coverage.is_within() { "within" } else { "outside" },
            coverage.range[0],
            coverage.range[1],
            words::rounded(100.0 * LOSS, 1.0),
            percent(coverage.power)
        )
    });
    let worse = found.scores.iter().skip(1).map(|other| format!("{} {} months", other.forecaster.title(), difference(&other.crps_worse)));
    let mut all = vec![
        format!("Start dates of {} projects, each forecast from the others: {}.", found.forecasts.len(), words::joined(&held.collect::<Vec<_>>())),
        format!(
            "The mean error (ranked probability score over ten years) is {} months; differences of the others: {}.",
            with_error(&own.crps),
            words::joined(&worse.collect::<Vec<_>>())
        ),
    ];
    if found.other_table {
        let scored = found.forecasts.iter().filter(|forecast| found.fitted_on.contains(&forecast.project)).count();
        all.push(format!(
            "The distributions were fitted on the {} projects of the shipped table with announcement, plan and outcome, and the probability of cancellation on {} with \
             announcement and outcome; {scored} of the projects scored are among them and are left out where they are forecast.",
            found.fitted_on.len(),
            found.outcomes
        ));
    }
    all
}

/// A share with its interval in whole per cent: `29% [12%, 60%]`.
fn share(of: &Quantity) -> String {
    let [value, low, high] = [of.value, of.low, of.high].map(|share| percent(share.unwrap_or(f64::NAN)));
    if of.has_interval() { format!("{value} [{low}, {high}]") } else { value }
}

/// Figures and tables.
pub fn blocks(found: &ProjectBacktest, print: &str) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading("Start dates of projects".to_owned()),
        Block::Paragraph(format!(
            "Announcement, plan and type of a project are known and its start is hidden; the distribution is fitted on all others. The ratio of actual to planned time is \
             lognormal with uncertain parameters (reference prior); projects not yet started are longer than so far. With a probability of {} it is cancelled and never \
             starts, {} where the plan was stated while the plant was being built: the cumulative incidence of cancellation (Aalen and Johansen) among {} projects, with and \
             without a plan. The plan and the base rate (how long all others took) are simple forecasters for comparison. A project not yet started is scored where its \
             outcome is known: in the coverage by the share of its remaining probability that is inside, in the scores by giving known outcomes the weight of those not \
             known (Graf et al. 1999).",
            share(&found.cancelled),
            share(&found.cancelled_when_building),
            found.outcomes
        )),
    ];
    let data = |name: &str, table: &Table| Some(DataFile { name: format!("data/{name}.csv"), text: table.csv() });
    blocks.push(Block::Figure { figure: forecasts(found, print), data: data("projects", &forecast_table(found)) });
    blocks.push(Block::Figure { figure: coverage(found, print), data: None });
    if let Some(own) = found.scores.first() {
        let outcomes = found.forecasts.len() as u64;
        let range = binomial_range(outcomes, 1.0 / f64::from(BINS), 0.95).map(|count| count as f64);
        let title = format!("Calibration: {outcomes} outcomes by the probability they were given");
        blocks.push(Block::Figure {
            figure: charts::calibration(&title, &own.pit, range, print),
            data: data("calibration", &calibration_table(found)),
        });
    }
    blocks.push(Block::List(found.scores.iter().map(|scored| format!("{}: {}", scored.forecaster.title(), scored.forecaster.sentence())).collect()));
    blocks.extend([coverage_table(found), score_table(found), year_table(found)].map(Block::Table));
    blocks.push(Block::Paragraph(where_it_fails(found)));
    if !found.left_out.is_empty() {
        let each: Vec<String> = found.left_out.iter().map(|(project, lacks)| format!("{project} ({lacks})")).collect();
        blocks.push(Block::Paragraph(format!("Not forecast, because the table lacks what is in brackets: {}.", words::joined(&each))));
    }
    blocks
}

/// Projects outside their 80% interval, and limits of the table.
fn where_it_fails(found: &ProjectBacktest) -> String {
    let outside = |is_outside: fn(&ProjectForecast) -> bool| {
        let names: Vec<String> =
            found.forecasts.iter().filter(|forecast| forecast.outcome == "started" && is_outside(forecast)).map(|f| f.project.clone()).collect();
        if names.is_empty() { "none".to_owned() } else { words::joined(&names) }
    };
    let pooled = found.scores.iter().find(|scored| scored.forecaster == Forecaster::Pooled).map(|pooled| &pooled.crps_worse);
    let kind = pooled.map_or_else(String::new, |worse| {
        let clear = worse.number().abs() >= 2.0 * worse.standard_error.unwrap_or(f64::NAN);
        let verdict = if clear { "more than sampling variation" } else { "no difference that these rows could show" };
        format!(" Without the distinction of mines and plants the score changes by {} months, which is {verdict}.", difference(worse))
    });
    format!(
        "Where it fails: started earlier than the 80% interval: {}; later: {}. The table contains projects that somebody wrote about, and those not yet started are mostly \
         late ones, so that its ended rows alone look earlier than the forecast.{kind} Ratios of plans stated late, at half-built plants, are closer to 1 than those of \
         announcements; the distribution of the ratio does not distinguish them.",
        outside(|forecast| forecast.quantiles[0].is_some_and(|low| forecast.months < low)),
        outside(|forecast| forecast.quantiles[4].is_some_and(|high| forecast.months > high))
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
                _ => "cancelled".to_owned(),
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
        title: "Forecast and start of each project, forecast from the others",
        subtitle: "shortest plans first; an arrow: the range extends beyond the axis or to never",
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
            let share = |count: f64| 100.0 * count / coverage.outcomes as f64;
            rows.push(RangeRow {
                label: format!("   {} interval", percent(coverage.level)),
                note: format!("{} of {}", words::rounded(coverage.held, 0.1), coverage.outcomes),
                wide: Some(coverage.range.map(|count| share(count as f64))),
                narrow: None,
                marks: vec![(Mark::Stroke, 100.0 * coverage.level), (Mark::Cross, share(coverage.held))],
            });
        }
    }
    Ranges {
        name: "coverage".to_owned(),
        title: "Coverage of the intervals",
        subtitle: "an 80% interval should contain 80% of the outcomes, within sampling variation",
        what: "outcomes inside, %",
        axis: [0.0, 100.0],
        ticks: charts::ticks([0.0, 100.0], false),
        legend: vec![(Sign::Wide, "95% range if right"), (Sign::Mark(Mark::Stroke), "nominal"), (Sign::Mark(Mark::Cross), "inside")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 130.0,
        notes: 130.0,
    }
    .draw()
}

fn coverage_table(found: &ProjectBacktest) -> Table {
    let caption = "Outcomes inside central intervals. The range contains 95% of all counts if the interval is right; the power is the probability of a count outside it if \
                   the true coverage is 20 points lower. Ended projects alone are selected for being early.";
    let mut table = Table::new(caption, &["forecaster", "interval"])
        .and("inside")
        .and("of")
        .and("range")
        .and("within")
        .and("power")
        .and("ended: inside")
        .and("ended: of");
    for scored in &found.scores {
        for coverage in &scored.coverage {
            let count = |count: u64| Cell::count(count);
            table.row(vec![
                Cell::text(scored.forecaster.title()),
                Cell::text(percent(coverage.level)),
                number(words::rounded(coverage.held, 0.1), coverage.held, Unit::COUNT),
                count(coverage.outcomes),
                Cell::text(format!("{} to {}", coverage.range[0], coverage.range[1])),
                Cell::text(if coverage.is_within() { "yes" } else { "no" }),
                number(percent(coverage.power), coverage.power, Unit::PROBABILITY),
                count(coverage.ended[0]),
                count(coverage.ended[1]),
            ]);
        }
    }
    table.filed("coverage")
}

fn score_table(found: &ProjectBacktest) -> Table {
    let caption = "Ranked probability score over ten years after the announcement, mean ± jackknife standard error; smaller is better.";
    let mut table = Table::new(caption, &["forecaster"]).in_unit("score", "months").in_unit("difference [95% interval]", "months").filed("scores");
    for scored in &found.scores {
        table.row(vec![
            Cell::text(scored.forecaster.title()),
            Cell::quantity_as(with_error(&scored.crps), &scored.crps),
            Cell::quantity_as(difference(&scored.crps_worse), &scored.crps_worse),
        ]);
    }
    table
}

fn year_table(found: &ProjectBacktest) -> Table {
    let caption = "Brier score of the probability of having started within so many years of the announcement, mean ± jackknife standard error; 0 is best, and a constant \
                   forecast of 50% has 0.25.";
    let mut table = Table::new(caption, &["years"]).and("outcomes known").filed("scores-by-year");
    for scored in &found.scores {
        table = table.and(scored.forecaster.title());
    }
    let years = |scored: &Scored| scored.years.clone();
    for (i, YearScore { years, outcomes, .. }) in found.scores.first().map(years).unwrap_or_default().into_iter().enumerate() {
        let mut row = vec![Cell::text(years.to_string()), Cell::count(outcomes as u64)];
        let scores = found.scores.iter().filter_map(|scored| scored.years.get(i));
        row.extend(scores.map(|score| Cell::quantity_as(with_error(&score.brier), &score.brier)));
        table.row(row);
    }
    table
}

fn forecast_table(found: &ProjectBacktest) -> Table {
    let mut table = Table::new("", &["project", "kind", "announced", "outcome"]);
    for name in ["plan", "P10", "P25", "P50", "P75", "P90", "observed"] {
        table = table.in_unit(name, "months");
    }
    for forecast in &found.forecasts {
        let kind = if forecast.mine { "mine" } else { "plant" };
        let mut row = vec![Cell::text(&forecast.project), Cell::text(kind), Cell::text(forecast.announced.to_string()), Cell::text(forecast.outcome)];
        let months = [Some(forecast.planned)].into_iter().chain(forecast.quantiles).chain([Some(forecast.months)]);
        row.extend(months.map(|months| Cell::quantity(&Quantity::exact(months.unwrap_or(f64::INFINITY), Unit::MONTHS))));
        table.row(row);
    }
    table
}

fn calibration_table(found: &ProjectBacktest) -> Table {
    let mut table = Table::new("", &["forecaster", "probability"]).and("outcomes");
    for scored in &found.scores {
        for (bin, count) in scored.pit.iter().enumerate() {
            let edge = |bin: usize| percent(bin as f64 / f64::from(BINS));
            table.row(vec![
                Cell::text(scored.forecaster.title()),
                Cell::text(format!("{} to {}", edge(bin), edge(bin + 1))),
                number(words::rounded(*count, 0.1), *count, Unit::COUNT),
            ]);
        }
    }
    table
}
