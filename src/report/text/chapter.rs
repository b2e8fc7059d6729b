//! A chapter on a terminal: its sentences, its points and its tables; the figures are in its folder.

use std::fmt::Write;

use super::grid::Grid;
use super::{WIDTH, line};
use crate::report::chapter::{Block, Chapter};
use crate::report::table::Table;
use crate::report::words;

/// The chapter in plain text, 100 columns.
#[must_use]
pub fn chapter_text(chapter: &Chapter) -> String {
    let mut page = format!("{}\n\n", chapter.title.to_uppercase());
    for sentence in &chapter.sentences {
        line(&mut page, sentence);
    }
    for block in &chapter.blocks {
        match block {
            Block::Heading(heading) => {
                let _ = writeln!(page, "\n{}", heading.to_uppercase());
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

fn write_table(page: &mut String, table: &Table) {
    page.push('\n');
    line(page, &table.caption);
    let head = |column: &crate::report::table::Column| {
        if column.unit.is_empty() { column.heading.clone() } else { format!("{}\n{}", column.heading, column.unit) }
    };
    let texts = table
        .columns
        .iter()
        .enumerate()
        .take_while(|(i, _)| table.rows.first().and_then(|row| row.get(*i)).is_some_and(|cell| !cell.is_number()))
        .count();
    let mut grid = Grid::new(table.columns.iter().map(head).collect(), texts.max(1));
    for row in &table.rows {
        grid.row(row.iter().map(|cell| cell.written().to_owned()).collect());
    }
    grid.write(page);
}
