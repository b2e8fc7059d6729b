//! Controls and incidents: what was forecast of them, and what came.

use super::percent;
use crate::report::chapter::{Block, DataFile};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::csv::{Csv, short};
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::backtest::{ControlBacktest, IncidentBacktest, IncidentMethod, SeriesBacktest, SpellForecast};

/// A count.
fn whole(value: f64) -> String {
    words::rounded(value, 1.0)
}

/// A length, rounded to a tenth where it is short.
fn figure(value: f64) -> String {
    words::rounded(value, if value >= 100.0 { 1.0 } else { 0.1 })
}

/// What came of the controls.
pub fn controls_sentence(found: &ControlBacktest) -> String {
    let new = &found.new_controls;
    format!(
        "Chinese controls as known at the end of 2024: {} new ones were to come in {} months, between {} and {} with 80% chance; {} came. Of kinds of rule without \
         any example before, {} came.",
        new.quantiles[1],
        figure(new.months),
        new.quantiles[0],
        new.quantiles[2],
        new.came,
        found.without_precedent.len()
    )
}

/// Figures and tables of the controls.
pub fn controls(found: &ControlBacktest) -> Vec<Block> {
    let (licences, still, chance) = found.licences;
    let (known, months) = found.new_controls.known;
    let mut points = vec![
        format!(
            "New controls are counted as days with a new or stricter rule. Their rate is taken from the wave that began in August 2023 ({known} more days in {} \
             months): negative binomial forecast. What came, {}, had a chance of {} of not being exceeded.",
            figure(months),
            found.new_controls.came,
            percent(found.new_controls.chance[1])
        ),
        format!(
            "Of {licences} licence rules for all destinations in force, each was to be in force at the end of June 2026 with {}; {still} were.",
            percent(chance)
        ),
    ];
    if !found.without_precedent.is_empty() {
        points.push(format!(
            "Where it fails: nothing before 2025 spoke of {}. A law fitted on spells cannot forecast a rule that had never been made; the \
             scenario has a state for it because people thought of it.",
            words::joined(&found.without_precedent)
        ));
    }
    let mut blocks = vec![Block::Heading("Chinese controls of 2025 and early 2026, known up to 2024".to_owned()), Block::List(points)];
    blocks.extend(spell_table(found).map(Block::Table));
    blocks.push(Block::Paragraph(
        "Spells of several minerals begin and end in the same package of rules: they are fewer independent events than rows. Laws on two or three ended \
         spells are wide enough to hold nearly anything; that they held says little."
            .to_owned(),
    ));
    blocks
}

fn spell_table(found: &ControlBacktest) -> Option<Table> {
    let caption = "How long spells last, months: lognormal forecast (P10, P50, P90) from the spells known at the end of 2024, those that began or ran \
                   on later, and how many of these the central 80% held, running ones by their share";
    let mut table =
        Table::new(caption, &["kind", "ended then", "running then", "P10", "P50", "P90", "came", "of these ended", "median of the ended", "held"]);
    for spells in &found.spells {
        let ended: Vec<f64> = spells.came.iter().filter(|(_, _, ended, _)| *ended).map(|(_, months, ..)| *months).collect();
        let count = |n: usize| Cell::number(n.to_string(), f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
        let mut row = vec![Cell::text(spells.kind.title()), count(spells.known[0]), count(spells.known[1])];
        row.extend((0..3).map(|i| spells.quantiles.map_or_else(|| Cell::number("–", f64::INFINITY), |q| Cell::number(figure(q[i]), q[i]))));
        row.extend([count(spells.came.len()), count(ended.len())]);
        row.push(median(ended).map_or_else(|| Cell::number("–", f64::INFINITY), |months| Cell::number(figure(months), months)));
        row.push(held(spells));
        table.row(row);
    }
    table.filled()
}

fn held(spells: &SpellForecast) -> Cell {
    match spells.quantiles {
        Some(_) => Cell::number(words::rounded(spells.held, 0.1), spells.held),
        None => Cell::number("no law", f64::INFINITY),
    }
}

/// The middle value, the lower of two.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied()
}

/// What came of the incidents.
pub fn incidents_sentence(found: &IncidentBacktest) -> String {
    let held = |method: IncidentMethod| found.series.iter().flat_map(|series| &series.forecasts).filter(|f| f.method == method && f.held).count();
    let each: Vec<String> = IncidentMethod::ALL.iter().map(|&method| format!("{} {}", method.title(), held(method))).collect();
    format!(
        "Attacks of {} from {} to {}: of {} overlapping series the 80% interval held, by method: {}.",
        found.asked,
        found.known[0],
        found.known[1],
        found.series.len(),
        words::joined(&each)
    )
}

/// Figures and tables of the incidents.
pub fn incidents(found: &IncidentBacktest, print: &str) -> Vec<Block> {
    if found.series.is_empty() {
        return Vec::new();
    }
    let worst = |series: &SeriesBacktest| series.forecasts.iter().find(|f| f.method == IncidentMethod::OneRate).map(|f| series.came / f.quantiles[2]);
    let over = found.series.iter().filter_map(worst).fold(0.0, f64::max);
    let data = DataFile::csv("data/incidents.csv", &incidents_csv(found));
    vec![
        Block::Heading(format!("Attacks of {}, known up to {}", found.asked, found.known[1])),
        Block::Paragraph(format!(
            "Where it fails: one rate for all years, with Poisson scatter, was far too sure of itself: {} came with up to {} times what it thought possible in nine \
             cases of ten. Attacks come in calm and surging years, which the scenario draws as a regime; a trend over four years holds the next \
             one only because its interval is wide, and it would be absurd within ten. The series overlap, so they are one test more than three.",
            found.asked,
            words::rounded(over, 0.1)
        )),
        Block::Figure { figure: counts(found, print), data: Some(data) },
        Block::Table(incident_table(found)),
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
        legend: vec![(Sign::Wide, "80%"), (Sign::Mark(Mark::Ring), "median"), (Sign::Mark(Mark::Cross), "came")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 185.0,
        notes: 110.0,
    }
    .draw()
}

fn incident_table(found: &IncidentBacktest) -> Table {
    let caption =
        "Forecast of the count (P10, P50, P90), the count that came, the probability given to no larger a one, and the ranked probability score";
    let mut table = Table::new(caption, &["series", "method", "P10", "P50", "P90", "came", "probability", "held by 80%"]).in_unit("score", "attacks");
    for series in &found.series {
        for forecast in &series.forecasts {
            let mut row = vec![Cell::text(&series.series), Cell::text(forecast.method.title())];
            row.extend(forecast.quantiles.map(|count| Cell::number(whole(count), count)));
            row.push(Cell::number(whole(series.came), series.came));
            row.push(Cell::number(percent(forecast.chance), forecast.chance));
            row.push(Cell::text(if forecast.held { "yes" } else { "no" }));
            row.push(Cell::number(whole(forecast.crps), forecast.crps));
            table.row(row);
        }
    }
    table
}

fn incidents_csv(found: &IncidentBacktest) -> Csv {
    let mut csv = Csv::new(&["series", "method", "p10", "p50", "p90", "came", "probability", "crps"]);
    for series in &found.series {
        for forecast in &series.forecasts {
            let mut row = vec![series.series.clone(), forecast.method.title().to_owned()];
            row.extend(forecast.quantiles.map(short));
            row.extend([series.came, forecast.chance, forecast.crps].map(short));
            csv.row(&row);
        }
    }
    csv
}
