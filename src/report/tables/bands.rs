//! `bands.csv`: how much, month by month: mean and quantiles over trials of what happens on each market.

use std::io::{self, Write};

use crate::report::csv::plain_cell;
use crate::study::{Band, Findings, MineralFindings};

/// Series of one mineral: name, origin where it is by origin, unit and its bands.
type Series<'a> = (&'a str, &'a str, &'static str, &'a [Band]);

/// Writes one row for each mineral, series and month.
///
/// # Errors
/// Where writing fails.
pub fn bands_csv(findings: &Findings, out: impl Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["mineral", "month", "index", "series", "origin", "unit", "mean", "p5", "p25", "p50", "p75", "p95", "trials"])?;
    let trials = findings.band_trials.to_string();
    for mineral in &findings.minerals {
        for (series, origin, unit, bands) in series(mineral) {
            for (k, band) in bands.iter().enumerate() {
                let label = findings.grid.label(k);
                let figures = [band.mean, band.p5, band.p25, band.p50, band.p75, band.p95].map(|figure| figure.to_string());
                let (name, origin) = (plain_cell(&mineral.name), plain_cell(origin));
                let place = [&*name, &label, &k.to_string(), series, &*origin, unit];
                rows.write_record(place.into_iter().chain(figures.iter().map(String::as_str)).chain([trials.as_str()]))?;
            }
        }
    }
    rows.flush()
}

fn series(mineral: &MineralFindings) -> Vec<Series<'_>> {
    const TONNES: &str = "t/month";
    let mut all: Vec<Series> = vec![("arrivals", "", TONNES, &mineral.arrivals_band)];
    all.extend(mineral.arrivals_by_origin_band.iter().map(|(origin, bands)| ("arrivals_by_origin", origin.as_str(), TONNES, bands.as_slice())));
    all.push(("controlled", "", TONNES, &mineral.controlled_band));
    all.push(("shortage", "", TONNES, &mineral.shortage_band));
    all.push(("hhi", "", "index 0-10000", &mineral.hhi_band));
    all.push(("free_share", "", "share of demand", &mineral.free_share_band));
    let cleared = mineral.cleared.iter();
    all.extend(mineral.supply_by_origin_band.iter().map(|(origin, bands)| ("supply_by_origin", origin.as_str(), TONNES, bands.as_slice())));
    all.extend(cleared.map(|one| (one.name.as_str(), "", monthly(&one.unit), one.band.as_slice())));
    all
}

/// The unit of a month's figure.
fn monthly(unit: &str) -> &'static str {
    match unit {
        "t" => "t/month",
        "USD" => "USD/month",
        _ => "index",
    }
}
