//! A plain table: labels to the left, figures to the right, one rule under the header.

use std::fmt::Write;

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::WIDTH;
use crate::report::words;

/// Rows of text cells under a header.
pub(crate) struct Grid {
    header: Vec<String>,
    rows: Vec<Row>,
    /// Columns from the first on that are aligned to the left.
    left: usize,
}

struct Row {
    /// A line of its own above the figures, in place of a label too long for the first column.
    title: Option<String>,
    cells: Vec<String>,
}

impl Grid {
    /// An empty table whose first `left` columns are text.
    pub fn new(header: Vec<String>, left: usize) -> Self {
        Self { header, rows: Vec::new(), left }
    }

    /// Adds a row with its label in the first cell.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(Row { title: None, cells });
    }

    /// Whether the table fits the width of the page, with labels on lines of their own where they are too long.
    pub fn fits(&self) -> bool {
        const LABEL: usize = 12;
        (1..self.header.len()).map(|column| self.width_of(column) + 2).sum::<usize>() + LABEL < WIDTH
    }

    /// Lays the table out. A label that would make it wider than the page gets a line of its own.
    pub fn write(mut self, page: &mut String) {
        let figures: usize = (1..self.header.len()).map(|column| self.width_of(column) + 2).sum();
        let room = WIDTH.saturating_sub(figures + 1).max(12);
        for row in self.rows.iter_mut().filter(|row| row.cells[0].chars().count() > room) {
            row.title = Some(std::mem::take(&mut row.cells[0]));
        }
        let table = self.table();
        let header_lines = self.header.iter().map(|cell| cell.lines().count()).max().unwrap_or(0) + 1;
        for (i, line) in table.lines().enumerate() {
            let row = i.checked_sub(header_lines).and_then(|i| self.rows.get(i)); // every row is one line
            if let Some(title) = row.and_then(|row| row.title.as_ref()) {
                for line in words::wrap(title, WIDTH - 1) {
                    let _ = writeln!(page, " {line}");
                }
            }
            page.push_str(line.trim_end());
            page.push('\n');
        }
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_content_arrangement(ContentArrangement::Disabled).force_no_tty();
        let side = |column: usize| if column < self.left { CellAlignment::Left } else { CellAlignment::Right };
        table.set_header(self.header.iter().enumerate().map(|(i, cell)| Cell::new(cell).set_alignment(side(i))).collect::<Vec<_>>());
        for row in &self.rows {
            table.add_row(row.cells.iter().map(Cell::new).collect::<Vec<_>>());
        }
        for (i, column) in table.column_iter_mut().enumerate() {
            column.set_padding((1, 0));
            column.set_cell_alignment(side(i));
        }
        table
    }

    fn width_of(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column)).chain(self.header.get(column));
        cells.flat_map(|cell| cell.lines()).map(|line| line.chars().count()).max().unwrap_or(0)
    }
}
