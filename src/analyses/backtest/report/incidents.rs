//! Incidents: forecasts and counts.

use super::{number, percent};
use crate::analyses::backtest::{IncidentBacktest, IncidentMethod, SeriesBacktest};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::{Block, Cell, DataFile, Table, words};
use crate::units::Unit;

/// A count.
fn whole(value: f64) -> String {
    words::rounded(value, 1.0)
}

/// Answer.
pub fn sentence(found: &IncidentBacktest) -> String {
    let inside = |method: IncidentMethod| found.series.iter().flat_map(|series| &series.forecasts).filter(|f| f.method == method && f.held).count();
    let each: Vec<String> = IncidentMethod::ALL.iter().map(|&method| format!("{} {}", method.title(), inside(method))).collect();
    format!(
        "Attacks of {} from {} to {}: of {} overlapping series the 80% interval contains, by method: {}.",
        found.asked,
        found.known[0],
        found.known[1],
        found.series.len(),
        words::joined(&each)
    )
}

/// Figure and table.
pub fn blocks(found: &IncidentBacktest, print: &str) -> Vec<Block> {
    if found.series.is_empty() {
        return Vec::new();
    }
    let ratio = |series: &SeriesBacktest| series.forecasts.iter().find(|f| f.method == IncidentMethod::OneRate).map(|f| series.came / f.quantiles[2]);
    let over = found.series.iter().filter_map(ratio).fold(0.0, f64::max);
    let table = incident_table(found);
    let data = DataFile { name: "data/incidents.csv".to_owned(), text: table.csv() };
    vec![
        Block::Heading(format!("Attacks of {}, known up to {}", found.asked, found.known[1])),
        Block::Paragraph(format!(
            "Where it fails: one rate for all years with Poisson counts gives intervals that are too narrow: the count of {} is up to {} times its 90% quantile. Attacks come \
             in calm and violent years, which the scenario draws as a regime. A trend over four years contains the next one only because its interval is wide, and it would \
             be absurd over ten. The series overlap, so that they are little more than one test.",
            found.asked,
            words::rounded(over, 0.1)
        )),
        Block::Figure { figure: counts(found, print), data: Some(data) },
        Block::Table(table),
        Block::Table(score_table(found)),
    ]
}

fn counts(found: &IncidentBacktest, print: &str) -> Figure {
    let most = found.series.iter().map(|series| series.came).fold(0.0, f64::max) * 1.7;
    let mut rows = Vec::new();
    for series in &found.series {
        rows.push(RangeRow::heading(series.series.clone()));
        rows.extend(series.forecasts.iter().map(|forecast| RangeRow {
            label: format!("   {}", forecast.method.title()),
            note: format!("{} to {}", whole(forecast.quantiles[0]), whole(forecast.quantiles[2])),
            wide: Some([forecast.quantiles[0], forecast.quantiles[2]]),
            narrow: None,
            marks: vec![(Mark::Ring, forecast.quantiles[1]), (Mark::Cross, series.came)],
        }));
    }
    let title = format!("Attacks of {}: forecast and count", found.asked);
    Ranges {
        name: "incidents".to_owned(),
        title: &title,
        subtitle: &format!("from the yearly counts of {} to {}", found.known[0], found.known[1]),
        what: "attacks a year",
        axis: [0.0, most],
        ticks: charts::ticks([0.0, most], false),
        legend: vec![(Sign::Wide, "80%"), (Sign::Mark(Mark::Ring), "median"), (Sign::Mark(Mark::Cross), "observed")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 185.0,
        notes: 110.0,
    }
    .draw()
}

fn score_table(found: &IncidentBacktest) -> Table {
    let caption = "Counts of 2023, 2024 and 2025, each forecast from up to seven years before it: mean ranked probability score over the count observed (smaller is better), and \
                   forecasts whose 80% interval contains the count. The series overlap.";
    let mut table = Table::new(caption, &["method"]).and("relative score").and("in the 80% interval").and("forecasts").filed("incidents-scores");
    for score in &found.scores {
        let counts = [score.held, score.forecasts].map(|count| Cell::count(count as u64));
        let relative = number(words::rounded(score.relative_crps, 0.01), score.relative_crps, Unit::NONE);
        table.row([vec![Cell::text(score.method.title()), relative], counts.to_vec()].concat());
    }
    table
}

fn incident_table(found: &IncidentBacktest) -> Table {
    let caption =
        "Forecast of the count (P10, P50, P90), the count observed, the probability given to no larger a one, and the ranked probability score.";
    let mut table = Table::new(caption, &["series", "method"]);
    for name in ["P10", "P50", "P90", "observed"] {
        table = table.and(name);
    }
    table = table.and("probability").and("in the 80% interval").in_unit("score", "attacks").filed("incidents");
    for series in &found.series {
        for forecast in &series.forecasts {
            let mut row = vec![Cell::text(&series.series), Cell::text(forecast.method.title())];
            row.extend(forecast.quantiles.iter().chain([&series.came]).map(|count| number(whole(*count), *count, Unit::COUNT)));
            row.push(number(percent(forecast.probability), forecast.probability, Unit::PROBABILITY));
            row.push(Cell::text(if forecast.held { "yes" } else { "no" }));
            row.push(number(whole(forecast.crps), forecast.crps, Unit::COUNT));
            table.row(row);
        }
    }
    table
}
