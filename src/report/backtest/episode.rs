//! The rare-earth episode of 2010: what the model says, and what came.

use crate::report::chapter::{Block, DataFile};
use crate::report::charts::{self, ALLIES, Figure, Mark, RangeRow, Ranges, Sign};
use crate::report::csv::{Csv, short};
use crate::report::words;
use crate::study::backtest::Episode;

fn points(share: f64) -> String {
    words::rounded(100.0 * share, 0.1)
}

/// What came of the episode.
pub fn sentence(found: &Episode) -> String {
    let [low, middle, high] = found.ramp.map(points);
    let observed = found.observed_ramp.map_or_else(String::new, |ramp| format!("; observed about {}%", points(ramp)));
    let recovered = found.recovered.as_ref().map_or_else(String::new, |share| {
        let took = found.observed_recovery.map_or_else(String::new, |years| format!(", while recovery took {} years", words::rounded(years, 1.0)));
        format!(" Of demand being covered again within two years it gives {}%{took}.", words::percent_with_interval(share))
    });
    format!(
        "The rare-earth episode of 2010 as it could be seen then: new mines abroad grow by {middle}% of the market a year from {} to {} (90%: {low} to {high}){observed}.{recovered}",
        found.ramp_years[0], found.ramp_years[1]
    )
}

/// Figure and words.
pub fn blocks(found: &Episode, print: &str) -> Vec<Block> {
    let never = found.never.as_ref().map_or_else(String::new, |never| {
        format!(
            " In {}% of trials it never comes within the horizon, because the model has no users who do with less: ten per cent of demand a year were \
             substituted then, more than all new mines gave. A scenario's wait until demand is covered is therefore an upper bound where \
             users can substitute; its ramp of supply is not touched by that.",
            words::percent_with_interval(never)
        )
    });
    let data = DataFile::csv("data/episode.csv", &table(found));
    vec![
        Block::Heading("The rare-earth episode of 2010".to_owned()),
        Block::Paragraph(format!(
            "{} Every input of rare-earths-2010.toml is that of a document up to January 2011 or a judgement; it was written by people who knew what came, and no \
             figure was changed after the first run. {} trials.",
            found.title,
            words::count(found.trials)
        )),
        Block::Figure { figure: shares(found, print), data: Some(data) },
        Block::Paragraph(format!("Where it fails: recovery.{never}")),
    ]
}

fn shares(found: &Episode, print: &str) -> Figure {
    let most = found.years.iter().map(|year| year.share[4]).fold(0.05, f64::max) * 105.0;
    let rows: Vec<RangeRow> = found
        .years
        .iter()
        .map(|year| RangeRow {
            label: year.year.to_string(),
            note: year.observed.map_or_else(|| "–".to_owned(), |observed| format!("observed {}%", points(observed))),
            wide: Some([100.0 * year.share[0], 100.0 * year.share[4]]),
            narrow: Some([100.0 * year.share[1], 100.0 * year.share[3]]),
            marks: std::iter::once((Mark::Ring, 100.0 * year.share[2]))
                .chain(year.observed.map(|observed| (Mark::Cross, 100.0 * observed)))
                .collect(),
        })
        .collect();
    Ranges {
        name: "episode".to_owned(),
        title: "Rare earths from new mines outside China after 2010",
        subtitle: "as the model has it from what was known at the end of 2010",
        what: "share of the world’s demand, %",
        axis: [0.0, most],
        ticks: charts::ticks([0.0, most], false),
        legend: vec![(Sign::Wide, "90%"), (Sign::Narrow, "50%"), (Sign::Mark(Mark::Ring), "median"), (Sign::Mark(Mark::Cross), "observed (USGS)")],
        rows: &rows,
        print,
        ink: ALLIES,
        labels: 50.0,
        notes: 130.0,
    }
    .draw()
}

fn table(found: &Episode) -> Csv {
    let mut csv = Csv::new(&["year", "p5", "p25", "p50", "p75", "p95", "observed"]);
    for year in &found.years {
        let mut row = vec![year.year.to_string()];
        row.extend(year.share.map(short));
        row.push(year.observed.map_or_else(String::new, short));
        csv.row(&row);
    }
    csv
}
