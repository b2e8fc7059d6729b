//! `run.xlsx` (`adit run --xlsx`): one workbook with the answer, the probabilities by year, the monthly bands with charts, the assumptions and the method.
//!
//! Numbers are numbers and months are dates. Texts are never formulas. The date of creation is fixed, so that the same results give the same bytes.

use rust_xlsxwriter::{Chart, ChartType, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::series::SeriesKind;
use super::{Findings, Record};
use crate::report::words;
use crate::store::{FolderError, ResultsFolder};
use crate::units::{MonthGrid, Quantity};

/// Columns of quantiles and mean in the sheet of bands.
const BANDS: [&str; 6] = ["p5", "p25", "p50", "p75", "p95", "mean"];
/// Rows between the tops of two charts.
const CHART_ROWS: u32 = 21;

/// Writes the workbook into the results folder.
///
/// # Errors
/// Where the workbook cannot be made or written.
pub(super) fn write(folder: &ResultsFolder, record: &Record, seed: u64) -> Result<(), FolderError> {
    let made_by = format!("seed {seed} · {} {}", env!("CARGO_PKG_NAME"), record.version);
    let page = workbook(record, &made_by).map_err(std::io::Error::other);
    folder.write("run.xlsx", |out| std::io::Write::write_all(out, &page?))
}

fn workbook(record: &Record, made_by: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(&record.findings.title).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheets = Sheets {
        findings: &record.findings,
        heading: Format::new().set_bold(),
        date: Format::new().set_num_format("yyyy-mm"),
        share: Format::new().set_num_format("0.00%"),
    };
    sheets.answer(book.add_worksheet().set_name("Answer")?, record, made_by)?;
    sheets.by_year(book.add_worksheet().set_name("By year")?)?;
    sheets.bands(book.add_worksheet().set_name("Bands")?)?;
    sheets.charts(book.add_worksheet().set_name("Charts")?)?;
    sheets.assumptions(book.add_worksheet().set_name("Assumptions")?, record)?;
    sheets.sources(book.add_worksheet().set_name("Sources")?, record)?;
    sheets.method(book.add_worksheet().set_name("Method")?, made_by)?;
    book.save_to_buffer()
}

/// What all sheets are made from.
struct Sheets<'a> {
    findings: &'a Findings,
    heading: Format,
    date: Format,
    share: Format,
}

impl Sheets<'_> {
    fn row(&self, sheet: &mut Worksheet, row: u32, texts: &[&str]) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            sheet.write_string_with_format(row, column, *text, &self.heading)?;
        }
        Ok(())
    }

    /// A month as a date, or `never`.
    fn month(&self, sheet: &mut Worksheet, at: (u32, u16), month: Option<f64>) -> Result<(), XlsxError> {
        let grid = self.findings.grid;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a month of the grid")]
        match month.filter(|month| *month >= 0.0 && *month < grid.count() as f64) {
            Some(month) => sheet.write_datetime_with_format(at.0, at.1, date(grid, month as usize)?, &self.date)?,
            None => sheet.write_string(at.0, at.1, "never")?,
        };
        Ok(())
    }

    /// Probability with standard error and both ends of its interval, in four columns.
    fn probability(&self, sheet: &mut Worksheet, at: (u32, u16), known: &Quantity) -> Result<(), XlsxError> {
        for (column, value) in (at.1..).zip([known.value, known.standard_error, known.low, known.high]) {
            if let Some(value) = value.filter(|value| value.is_finite()) {
                sheet.write_number_with_format(at.0, column, value, &self.share)?;
            }
        }
        Ok(())
    }

    fn answer(&self, sheet: &mut Worksheet, record: &Record, made_by: &str) -> Result<(), XlsxError> {
        let found = self.findings;
        sheet.write_string_with_format(0, 0, &found.title, &self.heading)?;
        sheet.write_string(1, 0, format!("{} · {} · {made_by}", record.scenario, words::trials(found.trials)))?;
        let columns = [
            "goal",
            "P10",
            "low",
            "high",
            "P50",
            "low",
            "high",
            "P90",
            "low",
            "high",
            "never",
            "standard error",
            "low",
            "high",
            "lost again",
            "standard error",
            "low",
            "high",
            "trials",
            "test",
        ];
        self.row(sheet, 3, &columns)?;
        for (row, goal) in (4..).zip(&found.goals) {
            sheet.write_string(row, 0, &goal.title)?;
            for (column, quantile) in (1..).step_by(3).zip([&goal.p10, &goal.p50, &goal.p90]) {
                for (column, month) in (column..).zip([quantile.value, quantile.low, quantile.high]) {
                    self.month(sheet, (row, column), month)?;
                }
            }
            self.probability(sheet, (row, 10), &goal.never)?;
            self.probability(sheet, (row, 14), &goal.lost)?;
            sheet.write_number(row, 18, goal.never.trials as f64)?;
            sheet.write_string(row, 19, &goal.sentence)?;
        }
        sheet.set_column_width(0, 48)?.set_freeze_panes(4, 1)?;
        Ok(())
    }

    fn by_year(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.row(
            sheet,
            0,
            &["goal", "year", "arrived by December", "standard error", "low", "high", "holds in December", "standard error", "low", "high"],
        )?;
        let grid = self.findings.grid;
        let mut row = 1;
        for goal in &self.findings.goals {
            for (year, k) in grid.years().filter_map(|year| Some((year, grid.last_month_of(year)?))) {
                sheet.write_string(row, 0, &goal.title)?;
                sheet.write_number(row, 1, year)?;
                self.probability(sheet, (row, 2), &goal.arrived_by[k])?;
                self.probability(sheet, (row, 6), &goal.holds[k])?;
                row += 1;
            }
        }
        sheet.set_column_width(0, 48)?.set_freeze_panes(1, 2)?;
        Ok(())
    }

    /// The series with bands, each with the first of its rows in the sheet.
    fn series(&self) -> impl Iterator<Item = (String, &'static str, &[super::Band], u32)> {
        let mut row = 1;
        self.findings.minerals.iter().flat_map(|mineral| mineral.series.iter().map(move |series| (mineral, series))).filter_map(
            move |(mineral, series)| {
                let kind = SeriesKind::named(&series.name).filter(|_| !series.bands.is_empty())?;
                let first = row;
                row += u32::try_from(series.bands.len()).ok()?;
                let origin = if series.origin().is_empty() { String::new() } else { format!(", {}", series.origin()) };
                Some((format!("{}: {}{origin}", mineral.title, words::spaced(&series.name)), kind.name, series.bands.as_slice(), first))
            },
        )
    }

    fn bands(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.row(sheet, 0, &[&["series", "month"][..], &BANDS, &["unit", "trials"]].concat())?;
        for (title, name, bands, first) in self.series() {
            let unit = SeriesKind::named(name).map(|kind| kind.monthly_unit().to_string()).unwrap_or_default();
            for (row, (k, band)) in (first..).zip(bands.iter().enumerate()) {
                sheet.write_string(row, 0, &title)?;
                sheet.write_datetime_with_format(row, 1, date(self.findings.grid, k)?, &self.date)?;
                for (column, value) in (2..).zip([band.p5, band.p25, band.p50, band.p75, band.p95, band.mean]) {
                    sheet.write_number(row, column, value)?;
                }
                sheet.write_string(row, 8, &unit)?;
                sheet.write_number(row, 9, self.findings.band_trials as f64)?;
            }
        }
        sheet.set_column_width(0, 36)?.set_freeze_panes(1, 2)?;
        Ok(())
    }

    /// A line chart of each series over the cells of the sheet of bands.
    fn charts(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut top = 0;
        for (title, name, bands, first) in self.series() {
            let Some(last) = u32::try_from(bands.len()).ok().and_then(|rows| (first + rows).checked_sub(1)) else { continue };
            let unit = SeriesKind::named(name).map(|kind| kind.monthly_unit().to_string()).unwrap_or_default();
            let mut chart = Chart::new(ChartType::Line);
            for (column, quantile) in (2..).zip(BANDS) {
                chart.add_series().set_name(quantile).set_categories(("Bands", first, 1, last, 1)).set_values(("Bands", first, column, last, column));
            }
            chart.title().set_name(&title);
            chart.y_axis().set_name(&unit);
            chart.x_axis().set_num_format("yyyy");
            chart.set_width(720).set_height(400);
            sheet.insert_chart(top, 0, &chart)?;
            top += CHART_ROWS;
        }
        Ok(())
    }

    fn assumptions(&self, sheet: &mut Worksheet, record: &Record) -> Result<(), XlsxError> {
        self.row(sheet, 0, &["input", "unit", "distribution", "P10", "P50", "P90", "sources", "confidence", "judgement", "note"])?;
        for (row, input) in (1..).zip(&record.assumptions.inputs) {
            let of = |key: &String| record.assumptions.sources.iter().find(|source| source.key == *key).and_then(|source| source.confidence.clone());
            let confidence: Vec<String> = input.sources.iter().filter_map(of).collect();
            for (column, text) in
                [(0, input.path.as_str()), (1, &input.unit), (2, &input.distribution), (6, &input.sources.join(", ")), (7, &confidence.join(", "))]
            {
                sheet.write_string(row, column, text)?;
            }
            for (column, value) in (3..).zip(input.quantiles.into_iter().flatten()).filter(|(_, value)| value.is_finite()) {
                sheet.write_number(row, column, value)?;
            }
            sheet.write_string(row, 8, if input.judgement { "yes" } else { "no" })?;
            sheet.write_string(row, 9, input.note.as_deref().unwrap_or_default())?;
        }
        sheet.set_column_width(0, 48)?.set_column_width(2, 40)?.set_freeze_panes(1, 1)?;
        Ok(())
    }

    fn sources(&self, sheet: &mut Worksheet, record: &Record) -> Result<(), XlsxError> {
        self.row(sheet, 0, &["key", "title", "date", "address", "confidence", "note"])?;
        for (row, source) in (1..).zip(&record.assumptions.sources) {
            let texts = [
                Some(&source.key),
                Some(&source.title),
                source.date.as_ref(),
                source.address.as_ref(),
                source.confidence.as_ref(),
                source.note.as_ref(),
            ];
            for (column, text) in (0..).zip(texts) {
                sheet.write_string(row, column, text.map_or("", String::as_str))?;
            }
        }
        sheet.set_column_width(1, 60)?;
        Ok(())
    }

    fn method(&self, sheet: &mut Worksheet, made_by: &str) -> Result<(), XlsxError> {
        let lines = [
            format!("Monte Carlo simulation by month; {}; {made_by}.", words::trials(self.findings.trials)),
            "A month of arrival is the first of those in a row in which the test of a goal holds; never means not before the last month of the scenario, and is later than any month.".to_owned(),
            "Columns low and high are the ends of the 95% interval of the simulation: what other trials could have given. They do not contain the uncertainty of the assumptions.".to_owned(),
            "Quantiles of the sheet Bands belong to one month each: no single trial need follow a line.".to_owned(),
            "Every number is conditional on the scenario: see the sheets Assumptions and Sources.".to_owned(),
        ];
        for (row, line) in (0..).zip(lines) {
            sheet.write_string(row, 0, line)?;
        }
        Ok(())
    }
}

fn date(grid: MonthGrid, k: usize) -> Result<ExcelDateTime, XlsxError> {
    let month = u8::try_from(grid.month_of_year(k) + 1).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(grid.year(k)).unwrap_or(1900), month, 1)
}
