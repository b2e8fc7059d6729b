//! Sheets of workbooks (.xlsx, .ods) as text of a CSV table: line N of the text is row N of the sheet, and its cells begin in column A.
//!
//! The strict reader of CSV tables reads this text, so that a sheet is checked like a file, and the place of a problem gives the address of a cell.

use std::path::{Path, PathBuf};

use super::input_file::{read_bytes, utf8};

/// Endings of workbooks.
const ENDINGS: [&str; 2] = [".xlsx", ".ods"];

/// Path of a workbook, and the name of the sheet after `#`; `None` where the path leads to no workbook.
#[must_use]
pub fn workbook(path: &Path) -> Option<(PathBuf, Option<String>)> {
    let text = path.to_str()?;
    let (file, sheet) = text.split_once('#').map_or((text, None), |(file, sheet)| (file, Some(sheet.to_owned())));
    let name = file.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending)).then(|| (PathBuf::from(file), sheet))
}

/// Path of the file that holds a table: the path itself, or that of the workbook without the name of the sheet.
#[must_use]
pub fn table_file(path: &Path) -> PathBuf {
    workbook(path).map_or_else(|| path.to_path_buf(), |(file, _)| file)
}

/// Reads a table of at most so many bytes: a CSV file in UTF-8, or a sheet of a workbook.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn read_table(path: &Path, most: u64) -> Result<String, String> {
    match workbook(path) {
        Some((file, sheet)) => sheet_text(&file, sheet.as_deref(), read_bytes(&file, most)?),
        None => utf8(read_bytes(path, most)?),
    }
}

/// Address such as `C7` of the cell at a byte of the text of a sheet.
#[must_use]
pub fn cell_address(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    let mut quoted = false;
    let commas = line.bytes().filter(|&byte| {
        quoted ^= byte == b'"';
        byte == b',' && !quoted
    });
    let column = commas.count();
    format!("{}{}", letters(column), before.matches('\n').count() + 1)
}

/// Letters of a column counted from 0: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(not(feature = "spreadsheets"))]
fn sheet_text(_: &Path, _: Option<&str>, _: Vec<u8>) -> Result<String, String> {
    let build = "build it with `cargo build --release --features spreadsheets`, or save the sheet as CSV";
    Err(format!("it is a workbook, and this build of the program reads CSV only: {build}"))
}

#[cfg(feature = "spreadsheets")]
use cells::sheet_text;

#[cfg(feature = "spreadsheets")]
mod cells {
    use std::borrow::Cow;
    use std::collections::BTreeMap;
    use std::io::Cursor;
    use std::path::Path;

    use calamine::{Data, ExcelDateTime, Ods, Reader, Xlsx};

    /// Most cells of a sheet, blank ones included.
    const MOST_CELLS: u64 = 100_000_000;

    /// Texts of the cells that are not blank, by row and column.
    type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

    /// Text of a sheet; of the only one where none is named.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn sheet_text(file: &Path, sheet: Option<&str>, bytes: Vec<u8>) -> Result<String, String> {
        let is_ods = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ods"));
        let bytes = Cursor::new(bytes);
        let mut cells = Cells::new();
        let name = if is_ods {
            let mut book: Ods<_> = Ods::new(bytes).map_err(|error| format!("it is no workbook in the format .ods: {error}"))?;
            let name = chosen(&book.sheet_names(), sheet)?;
            let range = book.worksheet_range(&name).map_err(|error| unreadable(&name, &error))?;
            let (row, column) = range.start().unwrap_or_default();
            for (below, right, value) in range.used_cells() {
                let at = |first: u32, more: usize| first.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
                add(&mut cells, (at(row, below), at(column, right)), value);
            }
            name
        } else {
            let mut book: Xlsx<_> = Xlsx::new(bytes).map_err(|error| format!("it is no workbook in the format .xlsx: {error}"))?;
            let name = chosen(&book.sheet_names(), sheet)?;
            let mut reader = book.worksheet_cells_reader(&name).map_err(|error| unreadable(&name, &error))?;
            while let Some(cell) = reader.next_cell().map_err(|error| unreadable(&name, &error))? {
                add(&mut cells, cell.get_position(), &Data::from(cell.get_value().clone()));
            }
            name
        };
        lines(&cells, &name)
    }

    fn unreadable(name: &str, error: &dyn std::fmt::Display) -> String {
        format!("the sheet {name} cannot be read: {error}")
    }

    /// The sheet of this name, or the only one.
    fn chosen(all: &[String], asked: Option<&str>) -> Result<String, String> {
        let names = all.join(", ");
        match (asked, all) {
            (Some(asked), _) if all.iter().any(|name| name == asked) => Ok(asked.to_owned()),
            (Some(asked), _) => Err(format!("there is no sheet {asked}; its sheets are {names}")),
            (None, [only]) => Ok(only.clone()),
            (None, []) => Err("it has no sheet".to_owned()),
            (None, [first, ..]) => Err(format!("it has several sheets, {names}: name one after the path, such as #{first}")),
        }
    }

    fn add(cells: &mut Cells, (row, column): (u32, u32), value: &Data) {
        let text = match value {
            Data::Empty => return,
            Data::Int(number) => number.to_string(),
            Data::Float(number) => number.to_string(),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.replace(['\n', '\r'], " "),
            Data::Bool(value) => value.to_string(),
            Data::DateTime(time) => date(time),
            Data::Error(error) => error.to_string(),
        };
        if !text.trim().is_empty() {
            cells.entry(row).or_default().insert(column, text);
        }
    }

    /// A date as `2025-07-14`, with the time where there is one; a duration as its number of days.
    fn date(time: &ExcelDateTime) -> String {
        if time.is_duration() {
            return time.as_f64().to_string();
        }
        let (year, month, day, hours, minutes, seconds, _) = time.to_ymd_hms_milli();
        let day = format!("{year:04}-{month:02}-{day:02}");
        if (hours, minutes, seconds) == (0, 0, 0) { day } else { format!("{day}T{hours:02}:{minutes:02}:{seconds:02}") }
    }

    /// The CSV text: a line for each row from the first of the sheet on, blank where the row is.
    fn lines(cells: &Cells, name: &str) -> Result<String, String> {
        let columns = || cells.values().flat_map(BTreeMap::keys);
        let (Some(&last_row), Some(&first), Some(&last)) = (cells.keys().last(), columns().min(), columns().max()) else {
            return Err(format!("the sheet {name} is empty"));
        };
        if first > 0 {
            let column = super::letters(usize::try_from(first).unwrap_or_default());
            return Err(format!("the table in the sheet {name} begins in column {column}: it must begin in column A"));
        }
        if (u64::from(last_row) + 1) * (u64::from(last) + 1) > MOST_CELLS {
            return Err(format!("the sheet {name} has more than {MOST_CELLS} cells"));
        }
        let mut text = String::new();
        for row in 0..=last_row {
            if let Some(row) = cells.get(&row) {
                let is_comment = row.len() == 1 && row.get(&0).is_some_and(|text| text.starts_with('#'));
                let width = if is_comment { 0 } else { last };
                for column in 0..=width {
                    text.push_str(if column > 0 { "," } else { "" });
                    text.push_str(&quoted(row.get(&column).map_or("", String::as_str), is_comment));
                }
            }
            text.push('\n');
        }
        Ok(text)
    }

    fn quoted(text: &str, is_comment: bool) -> Cow<'_, str> {
        if !is_comment && (text.starts_with('#') || text.contains([',', '"'])) {
            return Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")));
        }
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_is_named_after_the_path() {
        let found = |path: &str| workbook(Path::new(path)).map(|(file, sheet)| (file.display().to_string(), sheet));
        assert_eq!(found("a/b.xlsx#May 2025"), Some(("a/b.xlsx".to_owned(), Some("May 2025".to_owned()))));
        assert_eq!(found("B.ODS"), Some(("B.ODS".to_owned(), None)));
        assert_eq!([found("b.csv"), found("b#1.csv"), found("xlsx")], [None, None, None]);
    }

    #[test]
    fn addresses_count_columns_outside_of_quotes() {
        let text = "a,b,c\n\n1,\"x, y\",z\n";
        assert_eq!(["a", "c", "1", "z"].map(|cell| cell_address(text, text.find(cell).unwrap_or_default())), ["A1", "C1", "A3", "C3"]);
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
