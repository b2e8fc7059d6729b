//! Strict reader of CSV tables (RFC 4180): every cell has its place, and every fault is reported with its line and a correction.

use super::{Place, Problems, nearest};

/// Problems of one table after which no further row is read.
const MOST_PROBLEMS: usize = 20;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvCell {
    /// Text without quotes and without the blanks around it.
    pub text: String,
    /// Position in the file.
    pub place: Place,
}

impl CsvCell {
    /// Finite number in the cell; otherwise an error with the correction.
    pub fn number(&self, what: &str, problems: &mut Problems) -> Option<f64> {
        let number = self.text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            problems.error(self.place, self.says(what), "expected a finite number", correction(&self.text));
        }
        number
    }

    /// Adds an error at this cell.
    pub fn refuse(&self, what: &str, expected: &str, problems: &mut Problems) {
        problems.error(self.place, self.says(what), expected, None);
    }

    fn says(&self, what: &str) -> String {
        if self.text.is_empty() { format!("{what} is empty") } else { format!("{what} is \"{}\"", self.text.escape_debug()) }
    }
}

/// What to write in place of a text that is not a number but was meant as one.
fn correction(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '\'' | '%')).collect::<String>().replace('−', "-");
    let number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
    if plain.is_empty() || matches!(text.to_ascii_lowercase().as_str(), "na" | "n/a" | "nan" | "null" | "-" | "–") {
        return Some("leave the row out, or complete it".to_owned());
    }
    if text.ends_with('%') && number(&plain) {
        return Some(format!("write {plain} without the sign if the column is in per cent, otherwise a hundredth of it"));
    }
    if plain != text && number(&plain) {
        return Some(format!("write {plain}"));
    }
    let (point, none) = (plain.replace(',', "."), plain.replace(',', ""));
    match (plain.contains(','), number(&point), number(&none)) {
        (true, true, true) => Some(format!("write {point} for a decimal comma, {none} for a separator of thousands")),
        (true, false, true) => Some(format!("write {none} without separators of thousands")),
        _ => None,
    }
}

/// Table with a heading. Lines that begin with `#` are comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvTable {
    /// Columns from left to right.
    pub headings: Vec<CsvCell>,
    /// Rows below the heading, each as long as it.
    pub rows: Vec<Vec<CsvCell>>,
}

impl CsvTable {
    /// Reads the text of file number `file`. A row of another length than the heading is an error, and so are equal headings, an unclosed quote,
    /// another separator than the comma and a table without rows. `None` where there is no heading to use.
    pub fn read(text: &str, file: usize, problems: &mut Problems) -> Option<Self> {
        let mut rows = Vec::new();
        let headings = each_row(text, file, problems, &mut |_, row, _| rows.push(row))?;
        Some(Self { headings, rows })
    }

    /// Index of the column of this name; otherwise an error that names the nearest one.
    pub fn column(&self, name: &str, problems: &mut Problems) -> Option<usize> {
        find_column(&self.headings, name, problems)
    }

    /// Index of the column of this name, if there is one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.headings.iter().position(|heading| heading.text == name)
    }
}

/// Numbers of one column of a table; every cell that is not a finite number is an error.
pub fn csv_numbers(text: &str, file: usize, column: &str, problems: &mut Problems) -> Vec<f64> {
    let mut numbers = Vec::new();
    let headings = each_row(text, file, problems, &mut |headings, row, problems| {
        if let Some(cell) = headings.iter().position(|heading| heading.text == column).and_then(|index| row.get(index)) {
            numbers.extend(cell.number(&format!("`{column}`"), problems));
        }
    });
    if let Some(headings) = headings {
        find_column(&headings, column, problems);
    }
    numbers
}

fn find_column(headings: &[CsvCell], name: &str, problems: &mut Problems) -> Option<usize> {
    let found = headings.iter().position(|heading| heading.text == name);
    if found.is_none() {
        let names: Vec<&str> = headings.iter().map(|cell| cell.text.as_str()).collect();
        let help = nearest(name, names.iter().copied())
            .map_or_else(|| format!("its columns are {}", names.join(", ")), |near| format!("did you mean {near}?"));
        problems.error(
            headings.first().map_or(Place::default(), |cell| cell.place),
            format!("there is no column {name}"),
            "not in this heading",
            help,
        );
    }
    found
}

/// Function of the heading, a row below it and the problems.
type OnRow<'a> = dyn FnMut(&[CsvCell], Vec<CsvCell>, &mut Problems) + 'a;

/// Passes the rows below the heading to `row`, with the heading, and returns the heading; `None` where there is none to use.
fn each_row(text: &str, file: usize, problems: &mut Problems, row: &mut OnRow) -> Option<Vec<CsvCell>> {
    let mut records = Records { text, file, at: if text.starts_with('\u{feff}') { 3 } else { 0 }, comments: Vec::new() };
    let Some(headings) = records.next(problems) else {
        problems.error(Place { file, ..Place::default() }, "the table is empty", "expected a heading and rows", None);
        return None;
    };
    if !headings_are_right(&headings, problems) {
        return None;
    }
    records.comments.clear();
    let (mut rows, before, known) = (0_usize, problems.any_error(), problems.count());
    while let Some(cells) = records.next(problems) {
        rows += 1;
        if problems.count() >= known + MOST_PROBLEMS {
            let place = cells.first().map_or_else(Place::default, |cell| cell.place);
            problems.error(place, "there are more problems than are listed", "no row from here on was read", None);
            break;
        }
        if cells.len() == headings.len() {
            row(&headings, cells, problems);
        } else if let (Some(first), Some(last)) = (cells.first(), cells.last()) {
            let message = format!("the row has {}, the heading {}", counted(cells.len()), counted(headings.len()));
            let help = "a cell that contains a comma must be in quotes; a decimal comma must be a point".to_owned();
            problems.error(Place { end: last.place.end, ..first.place }, message, format!("expected {}", counted(headings.len())), help);
        }
    }
    for place in &records.comments {
        let cells = text[place.start..place.end].matches(',').count() + 1;
        if headings.len() > 1 && cells == headings.len() {
            let help = "put the first cell in quotes if it is a row".to_owned();
            problems.warn(*place, format!("a line of {} begins with # and is left out", counted(cells)), "read as a comment", help);
        }
    }
    if rows == 0 && problems.any_error() == before {
        problems.error(headings[0].place, "the table has no rows", "expected at least one row under the heading", None);
    }
    Some(headings)
}

fn counted(cells: usize) -> String {
    if cells == 1 { "one cell".to_owned() } else { format!("{cells} cells") }
}

/// Whether the heading can be used: separated by commas, and no name twice.
fn headings_are_right(headings: &[CsvCell], problems: &mut Problems) -> bool {
    if let [only] = headings {
        for (separator, name) in [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")] {
            if only.text.contains(separator) {
                let help = "save it as CSV with commas between cells and points in decimal numbers".to_owned();
                problems.error(only.place, format!("the cells are separated by {name}"), "expected commas", help);
                return false;
            }
        }
    }
    let mut right = true;
    for (i, heading) in headings.iter().enumerate().filter(|(_, heading)| !heading.text.is_empty()) {
        if let Some(first) = headings[..i].iter().position(|other| other.text == heading.text) {
            let message = format!("columns {} and {} are both called {}", first + 1, i + 1, heading.text);
            problems.error(heading.place, message, "expected each heading once", "rename one of them".to_owned());
            right = false;
        }
    }
    right
}

/// Records of a text; blank lines and comments are skipped.
struct Records<'t> {
    text: &'t str,
    file: usize,
    at: usize,
    /// Comments since the last time the list was emptied.
    comments: Vec<Place>,
}

impl Records<'_> {
    fn next(&mut self, problems: &mut Problems) -> Option<Vec<CsvCell>> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b'\n' | b'\r' => self.at += 1,
                b'#' => {
                    let start = self.at;
                    self.at = self.line_end(start);
                    self.comments.push(self.place(start, self.at));
                }
                _ => break,
            }
        }
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell(problems));
            if bytes.get(self.at) != Some(&b',') {
                return Some(cells);
            }
            self.at += 1;
        }
    }

    /// Reads a cell up to the comma or the end of the line behind it.
    fn cell(&mut self, problems: &mut Problems) -> CsvCell {
        let start = self.at;
        let blanks = self.text[start..].len() - self.text[start..].trim_start_matches([' ', '\t']).len();
        let open = start + blanks;
        if self.text.as_bytes().get(open) == Some(&b'"') {
            let mut text = String::new();
            let mut from = open + 1;
            loop {
                let Some(length) = self.text[from..].find('"') else {
                    let help = "write the missing quote, or two quotes for one in the text".to_owned();
                    problems.error(self.place(open, self.line_end(open)), "a quote is opened and never closed", "the cell begins here", help);
                    self.at = self.text.len();
                    return CsvCell { text, place: self.place(start, self.line_end(open)) };
                };
                text.push_str(&self.text[from..from + length]);
                from += length + 1;
                if self.text.as_bytes().get(from) != Some(&b'"') {
                    break;
                }
                text.push('"');
                from += 1;
            }
            let rest = self.text[from..].find([',', '\n', '\r']).unwrap_or(self.text.len() - from);
            self.at = from + rest;
            if !self.text[from..self.at].trim().is_empty() {
                let help = "put the whole cell in quotes, with two quotes for one in the text".to_owned();
                problems.error(self.place(start, self.at), "text follows a closing quote", "expected a comma or the end of the line", help);
            }
            return CsvCell { text: text.trim().to_owned(), place: self.place(start, self.at) };
        }
        self.at = start + self.text[start..].find([',', '\n', '\r']).unwrap_or(self.text.len() - start);
        CsvCell { text: self.text[start..self.at].trim().to_owned(), place: self.place(start, self.at) }
    }

    fn line_end(&self, from: usize) -> usize {
        self.text[from..].find(['\n', '\r']).map_or(self.text.len(), |length| from + length)
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place { file: self.file, start, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines, messages and corrections of the problems of a table.
    fn problems(text: &str) -> Vec<(usize, String, String)> {
        let mut problems = Problems::default();
        if let Some(table) = CsvTable::read(text, 0, &mut problems) {
            for row in &table.rows {
                row[0].number("a", &mut problems);
            }
        }
        let line = |at: usize| text[..at].split('\n').count();
        problems.sorted().iter().map(|one| (line(one.place.start), one.message.clone(), one.help.clone().unwrap_or_default())).collect()
    }

    #[test]
    fn cells_know_where_they_stand() {
        let text = "\u{feff}# made by hand\na,b\r\n1,\"x, \"\"y\"\"\"\r\n\r\n 2 ,z";
        let mut problems = Problems::default();
        let table = CsvTable::read(text, 0, &mut problems).expect("a table");
        assert!(problems.sorted().is_empty());
        let shown: Vec<&str> = table.rows.iter().flatten().map(|cell| &text[cell.place.start..cell.place.end]).collect();
        assert_eq!(shown, ["1", "\"x, \"\"y\"\"\"", " 2 ", "z"]);
        assert_eq!((table.rows[0][1].text.as_str(), table.rows[1][0].text.as_str(), table.headings[0].text.as_str()), ("x, \"y\"", "2", "a"));
        assert_eq!(CsvTable::read("a\r1\r2\r", 0, &mut problems).map(|table| table.rows.len()), Some(2));
    }

    #[test]
    fn every_fault_has_its_line_and_its_correction() {
        for (text, line, message, help) in [
            ("a,b\n1,\"x\n2,y\n", 2, "a quote is opened and never closed", "write the missing quote"),
            ("a,b,a\n1,2,3\n", 1, "columns 1 and 3 are both called a", "rename"),
            ("a;b\n1,5;3\n", 1, "separated by semicolons", "commas between cells"),
            ("sep=;\na;b\n1;2\n", 1, "separated by semicolons", "commas between cells"),
            ("a\tb\n1\t2\n", 1, "separated by tabs", "commas between cells"),
            ("a,b\n1\n", 2, "the row has one cell, the heading 2 cells", "must be in quotes"),
            ("# x\n\na\n1\n\nx\n", 6, "a is \"x\"", ""),
            ("a\n\"1,5\"\n", 2, "a is \"1,5\"", "write 1.5 for a decimal comma, 15 for"),
            ("a\n\"1,200,000\"\n", 2, "a is", "write 1200000 without"),
            ("a\n10%\n", 2, "a is", "write 10 without the sign"),
            ("a\n1 000\n", 2, "a is", "write 1000"),
            ("a\n−2\n", 2, "a is", "write -2"),
            ("a\nNA\n", 2, "a is", "leave the row out"),
            ("a,b\n,2\n", 2, "a is empty", "leave the row out"),
            ("a,b\n\"1\"x,2\n", 2, "text follows a closing quote", "whole cell"),
            ("a,b\n#1,5\n1,5\n", 2, "a line of 2 cells begins with # and is left out", "in quotes"),
            ("a\n", 1, "the table has no rows", ""),
            ("# only\n", 1, "the table is empty", ""),
        ] {
            let found = problems(text);
            assert!(matches!(found.as_slice(), [one] if one.0 == line && one.1.contains(message) && one.2.contains(help)), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn a_table_full_of_faults_lists_the_first_ones() {
        let mut problems = Problems::default();
        assert!(csv_numbers(&format!("a\n{}", "x\n".repeat(100_000)), 0, "a", &mut problems).is_empty());
        assert_eq!(problems.count(), 21);
        assert!(problems.sorted()[20].label.contains("no row from here on was read"));
    }

    #[test]
    fn a_column_is_named_or_its_nearest() {
        let mut problems = Problems::default();
        assert_eq!(csv_numbers("year,months\n2024, 3.5\n2025,4\n", 0, "months", &mut problems), [3.5, 4.0]);
        assert!(csv_numbers("year,months\n2024,3.5\n", 0, "month", &mut problems).is_empty());
        assert_eq!(problems.sorted()[0].help.as_deref(), Some("did you mean months?"));
    }
}
