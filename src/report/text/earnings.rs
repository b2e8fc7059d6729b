//! What the countries of origin earn.

use super::amounts::{in_year, years};
use super::grid::Grid;
use super::heading;
use crate::report::words;
use crate::study::{Estimate, Findings, Yearly};

/// One table: export revenue, royalty and job-years of each origin by year.
pub(super) fn write(page: &mut String, findings: &Findings) {
    let years = years(findings);
    let mut table = Grid::new(std::iter::once(String::new()).chain(years.iter().map(ToString::to_string)).collect(), 1);
    for origin in &findings.origins {
        let mut row = |what: &str, series: Option<&Yearly>, write: fn(&Estimate) -> String| {
            if let Some(series) = series {
                let figures = years.iter().map(|&year| in_year(series, year, write));
                table.row(std::iter::once(format!("{}: {what}", origin.name)).chain(figures).collect());
            }
        };
        row("exports", origin.export_revenue.as_ref(), |value| words::dollars(value.mean));
        row("royalty", origin.royalty.as_ref(), |value| words::dollars(value.mean));
        row("job-years", origin.job_years.as_ref(), words::estimate);
    }
    if !table.is_empty() {
        heading(
            page,
            "revenue and jobs in the country of origin",
            &format!("USD a year and job-years, mean of {} trials", words::count(findings.trials)),
        );
        table.write(page);
    }
}
