//! Distributions made of cases: discrete values, mixtures, and columns of files.

use crate::units::{Problem, Problems, Severity, csv_numbers, utf8};

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
            self.expected(value, &title, "the name of a CSV file beside the scenario", None);
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
                for (line, problem) in &problems {
                    let placed = Problem { place: value.place, ..problem.clone() };
                    self.problems.repeat(&placed, &format!("line {line} of {file}: "));
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

/// Numbers of a column, and problems of the table with their lines.
pub(super) type ReadColumn = (Vec<f64>, Vec<(usize, Problem)>);

/// Reads one column of a CSV file with a heading.
///
/// # Errors
/// Where the bytes are not text in UTF-8, in words.
pub(super) fn column_of(bytes: Vec<u8>, column: &str) -> Result<ReadColumn, String> {
    let text = utf8(bytes)?;
    let mut problems = Problems::default();
    let values = csv_numbers(&text, 0, column, &mut problems);
    let line = |at: usize| text[..at].split('\n').count();
    Ok((values, problems.sorted().into_iter().map(|problem| (line(problem.place.start), problem.clone())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_with_the_lines_of_its_problems() {
        assert_eq!(column_of(b"year,months\n2024, 3.5\n2025,4\n".to_vec(), "months"), Ok((vec![3.5, 4.0], Vec::new())));
        let lines = |bytes: &[u8]| column_of(bytes.to_vec(), "a").map(|(_, problems)| problems.into_iter().map(|(line, _)| line).collect::<Vec<_>>());
        assert_eq!(lines(b"# source\n# more\na\n1\n# gap\n\nx\n"), Ok(vec![7]));
        assert_eq!(lines(b"a\r\n1\r\n\r\n2\r\nx\r\n"), Ok(vec![5]));
        assert!(column_of(b"\xff\xfea\0".to_vec(), "a").is_err_and(|why| why.contains("UTF-16")));
        assert!(column_of(b"a\nf\xfcr\n".to_vec(), "a").is_err_and(|why| why.contains("line 2") && why.contains("Latin-1")));
    }
}
