//! A chapter on a terminal: its sentences, its points and its tables; the figures are in its folder.

use std::borrow::Cow;
use std::fmt::Write;

use super::grid::Grid;
use super::{WIDTH, line};
use crate::report::chapter::{Block, Chapter};
use crate::report::table::{Cell, Column, Table};
use crate::report::words;

/// The chapter in plain text, 100 columns.
#[must_use]
pub fn chapter_text(chapter: &Chapter) -> String {
    let mut page = words::wrap(&chapter.title.to_uppercase(), WIDTH).join("\n") + "\n";
    if !chapter.sentences.is_empty() {
        page.push('\n');
    }
    for sentence in &chapter.sentences {
        line(&mut page, sentence);
    }
    for block in &chapter.blocks {
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(page, "\n{}", words::wrap(&heading.to_uppercase(), WIDTH).join("\n"));
            }
            Block::Paragraph(paragraph) => {
                page.push('\n');
                line(&mut page, paragraph);
            }
            Block::List(points) => {
                page.push('\n');
                for point in points {
                    for (i, part) in words::wrap(point, WIDTH - 4).into_iter().enumerate() {
                        let _ = writeln!(page, " {} {part}", if i == 0 { "-" } else { " " });
                    }
                }
            }
            Block::Figure { .. } | Block::File(_) => {}
            Block::Table(table) => write_table(&mut page, table),
        }
    }
    page
}

/// Width of a heading from which on it is broken into lines where the table is too wide, characters.
const HEADING: usize = 10;
/// Most rows of a table that is shown with its rows as columns where it is too wide.
const TRANSPOSED_ROWS: usize = 3;

/// Writes a table. One that is too wide for the page is shown with its rows as columns if it has few rows; otherwise with standard errors in place of
/// intervals, or without both, and without the last columns that find no room, which the text then names.
fn write_table(page: &mut String, table: &Table) {
    page.push('\n');
    line(page, &table.caption);
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let plain = grid(table, &all, false, Cell::written);
    if plain.fits() {
        return plain.write(page);
    }
    if table.rows.len() <= TRANSPOSED_ROWS && transposed(table).fits() {
        return transposed(table).write(page);
    }
    let mut columns = all;
    let mut narrow = grid(table, &columns, true, Cell::written);
    for text in [Cell::error_text, Cell::value_text] {
        if !narrow.fits() {
            narrow = grid(table, &columns, true, text);
        }
    }
    while !narrow.fits() && columns.len() > 2 {
        columns.pop();
        narrow = grid(table, &columns, true, Cell::value_text);
    }
    narrow.write(page);
    if columns.len() < table.columns.len() {
        let rest: Vec<String> = table.columns[columns.len()..].iter().map(|column| column.heading.clone()).collect();
        line(page, &format!("Not shown here: {}.", words::joined(&rest)));
    }
}

/// Heading of a column with its unit on a line of its own; narrow ones are broken into lines.
fn heading(column: &Column, is_narrow: bool) -> String {
    let heading = if is_narrow { words::wrap(&column.heading, HEADING).join("\n") } else { column.heading.clone() };
    if column.unit.is_empty() { heading } else { format!("{heading}\n{}", column.unit) }
}

/// These columns of a table, with the text that `text` gives for a cell.
fn grid(table: &Table, columns: &[usize], is_narrow: bool, text: fn(&Cell) -> Cow<'_, str>) -> Grid {
    let is_text = |column: &&usize| table.rows.first().and_then(|row| row.get(**column)).is_some_and(|cell| !cell.is_number());
    let texts = columns.iter().take_while(is_text).count();
    let mut grid = Grid::new(columns.iter().map(|column| heading(&table.columns[*column], is_narrow)).collect(), texts.max(1));
    let mut above = None;
    for row in &table.rows {
        let mut cells: Vec<String> = columns.iter().filter_map(|column| row.get(*column)).map(|cell| text(cell).into_owned()).collect();
        // the first of several labels is not repeated in the rows below
        if texts > 1 && row.first() == above {
            cells[0].clear();
        }
        above = row.first();
        grid.row(cells);
    }
    grid
}

/// The table with its rows as columns; the first cell of each row is its heading.
fn transposed(table: &Table) -> Grid {
    let cell = |row: &Vec<Cell>, column: usize| row.get(column).map_or_else(String::new, |cell| cell.written().into_owned());
    let of = |column: usize| {
        let Column { heading, unit } = &table.columns[column];
        let heading = if unit.is_empty() { heading.clone() } else { format!("{heading}, {unit}") };
        std::iter::once(heading).chain(table.rows.iter().map(|row| cell(row, column))).collect::<Vec<_>>()
    };
    let mut grid = Grid::new(of(0), 1);
    (1..table.columns.len()).for_each(|column| grid.row(of(column)));
    grid
}
