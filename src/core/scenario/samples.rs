//! Distributions made of cases: discrete values, mixtures, and columns of files.

use crate::units::{Problem, Problems, Severity, cell_address, csv_numbers};

use super::grammar::DISTRIBUTIONS;
use super::model::DistributionSpec;
use super::reader::Reader;
use super::tree::{Table, Value};

impl Reader<'_> {
    pub(super) fn discrete(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let title = format!("`discrete` in {title}");
        let cases = self.cases(value, &title, "[[value, weight], …]")?;
        let read = cases.into_iter().map(|(what, weight)| Some((self.finite(what, &title)?, weight)));
        read.collect::<Option<_>>().map(DistributionSpec::Discrete)
    }

    pub(super) fn mixture(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let title = format!("`mixture` in {title}");
        let cases = self.cases(value, &title, "[[{ … }, weight], …]")?;
        let mut parts = Vec::new();
        for (what, weight) in cases {
            let part = if let Some(table) = what.table() {
                for (key, _) in &table.entries {
                    if !DISTRIBUTIONS.contains(&key.value.as_str()) && key.value != "column" {
                        let message = format!("`{}` cannot stand in a part of {title}", key.value);
                        self.problems.error(
                            key.place,
                            message,
                            "expected a distribution alone",
                            "what qualifies the figure stands beside `mixture`".to_owned(),
                        );
                    }
                }
                self.distribution(table, what.place, &title)
            } else {
                self.bare(what, &title)
            };
            if let DistributionSpec::Driver(driver) = &part {
                self.problems.error(driver.place, format!("{title} names a driver"), "expected a distribution of its own", None);
            }
            parts.push((part, weight));
        }
        Some(DistributionSpec::Mixture(parts))
    }

    /// `[[what, weight], …]`: at least one, the weights at or above 0 and not all 0.
    fn cases<'v>(&mut self, value: &'v Value, title: &str, pattern: &str) -> Option<Vec<(&'v Value, f64)>> {
        let Some(items) = value.array().filter(|items| !items.is_empty()) else {
            if value.array().is_some() {
                self.problems.error(value.place, format!("{title} is empty"), format!("expected {pattern}"), None);
            } else {
                self.expected(value, title, pattern, None);
            }
            return None;
        };
        let mut cases = Vec::new();
        for item in items {
            let Some([what, weight]) = item.array() else {
                self.problems.error(item.place, format!("{title} has an entry that is no pair"), format!("expected {pattern}"), None);
                return None;
            };
            cases.push((what, self.positive(weight, &format!("a weight in {title}"))?));
        }
        if cases.iter().all(|&(_, weight)| weight == 0.0) {
            self.problems.error(value.place, format!("{title} has no weight above 0"), "expected at least one weight above 0", None);
            return None;
        }
        Some(cases)
    }

    pub(super) fn empirical(&mut self, table: &Table, value: &Value, title: &str) -> Option<DistributionSpec> {
        let title = format!("`empirical` in {title}");
        let Some(file) = value.text() else {
            self.expected(value, &title, "the name of a CSV file beside the scenario, or of a sheet such as data.xlsx#Sheet1", None);
            return None;
        };
        let Some(column) = table.get("column") else {
            self.problems.error(
                value.place,
                format!("{title} has no `column`"),
                "which column of this file?",
                "write column = \"…\" beside it".to_owned(),
            );
            return None;
        };
        let Some(column_name) = column.text() else {
            self.expected(column, &format!("`column` beside {title}"), "the name of a column in quotes", None);
            return None;
        };
        let (file, read) = self.files.column(value.place.file, file, column_name);
        match read {
            Ok((values, problems)) => {
                for (at, problem) in &problems {
                    let placed = Problem { place: value.place, ..problem.clone() };
                    self.problems.repeat(&placed, &format!("{at} of {file}: "));
                }
                problems.iter().all(|(_, problem)| problem.severity != Severity::Error).then(|| DistributionSpec::Empirical {
                    file,
                    column: column_name.to_owned(),
                    values,
                })
            }
            Err(why) => {
                let help = why.contains("no such file").then(|| "the file is looked for in the folder of the scenario that names it".to_owned());
                self.problems.error(value.place, format!("{file} cannot be read"), why, help);
                None
            }
        }
    }
}

/// Numbers of a column, and problems of the table with their lines or cells.
pub(super) type ReadColumn = (Vec<f64>, Vec<(String, Problem)>);

/// Reads one column of a CSV table with a heading; places in a sheet are addresses of cells, those in a file lines.
pub(super) fn column_of(text: &str, column: &str, is_sheet: bool) -> ReadColumn {
    let mut problems = Problems::default();
    let values = csv_numbers(text, 0, column, &mut problems);
    let place = |at: usize| if is_sheet { format!("cell {}", cell_address(text, at)) } else { format!("line {}", text[..at].split('\n').count()) };
    (values, problems.sorted().into_iter().map(|problem| (place(problem.place.start), problem.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_with_the_places_of_its_problems() {
        assert_eq!(column_of("year,months\n2024, 3.5\n2025,4\n", "months", false), (vec![3.5, 4.0], Vec::new()));
        let places = |text: &str, is_sheet| column_of(text, "a", is_sheet).1.into_iter().map(|(place, _)| place).collect::<Vec<_>>();
        assert_eq!(places("# source\n# more\na\n1\n# gap\n\nx\n", false), ["line 7"]);
        assert_eq!(places("a\r\n1\r\n\r\n2\r\nx\r\n", false), ["line 5"]);
        assert_eq!(places("b,a\n1,1\n\n2,x\n", true), ["cell B4"]);
    }
}
