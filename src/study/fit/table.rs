//! A table read from CSV, each cell with its place, so that what is wrong with it can be shown where it stands.

use crate::units::{Place, Problems, nearest};

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvCell {
    /// What it says, without the blanks around it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl CsvCell {
    /// The finite number that it holds, or an error that says what was expected.
    pub fn number(&self, what: &str, problems: &mut Problems) -> Option<f64> {
        let number = self.text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.refuse(what, "expected a finite number", problems);
        }
        number
    }

    /// An error at this cell.
    pub fn refuse(&self, what: &str, expected: &str, problems: &mut Problems) {
        let said = if self.text.is_empty() { "is empty".to_owned() } else { format!("says \"{}\"", self.text.escape_debug()) };
        problems.error(self.place, format!("{what} {said}"), expected, None);
    }
}

/// A table with a heading. Lines that begin with `#` are comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvTable {
    /// Its columns from left to right.
    pub headings: Vec<CsvCell>,
    /// The rows under the heading, each as long as it.
    pub rows: Vec<Vec<CsvCell>>,
}

impl CsvTable {
    /// Reads the text of file number `file`; every row that is too short or too long is an error, and so is a table without rows.
    pub fn read(text: &str, file: usize, problems: &mut Problems) -> Option<Self> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => records.push(record),
                Err(error) => {
                    let at = error.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0).min(text.len());
                    problems.error(
                        Place { file, start: at, end: at },
                        format!("no CSV can be read here: {error}"),
                        "expected comma-separated UTF-8",
                        None,
                    );
                }
            }
        }
        let cells = |record: &csv::StringRecord| -> Vec<CsvCell> {
            let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
            let places = places(text, start, file);
            record.iter().enumerate().map(|(i, cell)| CsvCell { text: cell.to_owned(), place: places.get(i).copied().unwrap_or_default() }).collect()
        };
        let mut all = records.iter().map(cells);
        let headings = all.next()?;
        let mut rows = Vec::new();
        for row in all {
            if row.len() == headings.len() {
                rows.push(row);
            } else if let Some(last) = row.last() {
                let message = format!("a row of {} cells under a heading of {}", row.len(), headings.len());
                problems.error(last.place, message, "this row ends here", "a cell that holds a comma stands in quotes".to_owned());
            }
        }
        if rows.is_empty() && !problems.any_error() {
            problems.error(
                headings.first().map_or(Place { file, ..Place::default() }, |cell| cell.place),
                "the table has no rows",
                "expected at least one row under the heading",
                None,
            );
        }
        Some(Self { headings, rows })
    }

    /// Index of the column of this name, or an error that names the nearest one.
    pub fn column(&self, name: &str, problems: &mut Problems) -> Option<usize> {
        let found = self.find(name);
        if found.is_none() {
            let place = self.headings.first().map_or(Place::default(), |cell| cell.place);
            let names: Vec<&str> = self.headings.iter().map(|cell| cell.text.as_str()).collect();
            let help = nearest(name, names.iter().copied())
                .map_or_else(|| format!("its columns are {}", names.join(", ")), |near| format!("did you mean {near}?"));
            problems.error(place, format!("there is no column {name}"), "not in this heading", help);
        }
        found
    }

    /// Index of the column of this name, where there is one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.headings.iter().position(|heading| heading.text == name)
    }
}

/// Where the cells of the record that begins at byte `start` stand, quotes included; a cell may run over several lines inside quotes.
fn places(text: &str, start: usize, file: usize) -> Vec<Place> {
    let bytes = text.as_bytes();
    // Comments and blank lines before a record belong to its position.
    let mut at = start;
    while matches!(bytes.get(at), Some(b'#' | b'\n' | b'\r')) {
        if bytes[at] == b'#' {
            at += bytes[at..].iter().position(|&b| b == b'\n').unwrap_or(bytes.len() - at);
        } else {
            at += 1;
        }
    }
    let (mut found, mut from, mut quoted) = (Vec::new(), at, false);
    loop {
        let byte = bytes.get(at).copied();
        match byte {
            Some(b'"') => quoted = !quoted,
            Some(b',' | b'\n' | b'\r') | None if !quoted || byte.is_none() => {
                found.push(Place { file, start: from, end: at });
                if byte != Some(b',') {
                    return found;
                }
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_where_they_stand() {
        let text = "# made by hand\na,b\n1,\"x, y\"\n\n 2 ,z\n";
        let mut problems = Problems::default();
        let table = CsvTable::read(text, 0, &mut problems).expect("a table");
        assert!(problems.sorted().is_empty());
        let shown: Vec<&str> = table.rows.iter().flatten().map(|cell| &text[cell.place.start..cell.place.end]).collect();
        assert_eq!(shown, ["1", "\"x, y\"", " 2 ", "z"]);
        assert_eq!(table.rows[0][1].text, "x, y");
    }

    #[test]
    fn every_bad_row_and_cell_is_told() {
        let mut problems = Problems::default();
        let table = CsvTable::read("a,b\n1\nx,2\n1,2,3\n", 0, &mut problems).expect("a table");
        table.rows[0][0].number("a", &mut problems);
        assert!(table.column("bb", &mut problems).is_none() && table.column("a", &mut problems) == Some(0));
        let said: Vec<String> = problems.sorted().iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 4, "{said:?}");
        CsvTable::read("a,b\n", 0, &mut problems);
        assert!(CsvTable::read("", 0, &mut problems).is_none());
    }
}
