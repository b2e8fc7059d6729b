//! A small table under a drawing: values, and their intervals in small print beneath them.

use super::canvas::{Canvas, Face, MARGIN};
use super::style::{BLACK, GREY, LIGHT, SMALL, TEXT, WIDTH};
use crate::report::words;
use crate::units::Quantity;

/// Height of a row, pixels.
const ROW: f64 = TEXT + SMALL + 9.0;
/// Height of the heads, pixels.
const HEAD: f64 = TEXT + 10.0;
/// Space between columns that is never given up, pixels.
const GAP: f64 = 8.0;

/// A value and its interval; either may be empty.
pub(crate) struct Cell {
    /// The value.
    pub value: String,
    /// Its interval.
    pub interval: String,
}

impl Cell {
    /// Value and interval of a quantity.
    pub fn quantity(quantity: &Quantity) -> Self {
        Self { value: words::value_text(quantity), interval: words::interval_text(quantity) }
    }
}

/// The table.
pub(crate) struct Table {
    /// Heads of all columns, that of the rows' names first.
    pub heads: Vec<String>,
    /// Rows: name and a cell for each other column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

impl Table {
    /// Height of the whole, pixels.
    pub fn height(&self) -> f64 {
        HEAD + self.rows.len() as f64 * ROW
    }

    /// Writes it across the page.
    pub fn draw(&self, canvas: &mut Canvas, top: f64) {
        let (name, head, small) = (Face::new(TEXT, BLACK).bold(), Face::new(SMALL, GREY), Face::new(SMALL, GREY));
        let value = Face::new(TEXT, BLACK);
        let lefts = self.lefts();
        let room_of_name = lefts.get(1).map_or(WIDTH - MARGIN, |left| left - GAP) - MARGIN;
        for (text, left) in self.heads.iter().zip(&lefts) {
            canvas.text(*left, top + TEXT, head, text);
        }
        let mut y = top + HEAD;
        for (label, cells) in &self.rows {
            canvas.line([MARGIN, y - 3.0], [WIDTH - MARGIN, y - 3.0], LIGHT, 1.0, "");
            for line in name.wrap(label, room_of_name, 1) {
                canvas.text(MARGIN, y + TEXT * 0.9, name, &line);
            }
            for (cell, left) in cells.iter().zip(lefts.iter().skip(1)) {
                canvas.text(*left, y + TEXT * 0.9, value, &cell.value);
                if !cell.interval.is_empty() {
                    canvas.text(*left, y + TEXT * 0.9 + SMALL + 2.0, small, &cell.interval);
                }
            }
            y += ROW;
        }
    }

    /// Left edges of the columns: what they need, and an equal share of the rest; the names give way where there is too little.
    fn lefts(&self) -> Vec<f64> {
        let head = |i: usize| self.heads.get(i).map_or(0.0, |head| Face::new(SMALL, GREY).width(head));
        let cell = |cell: &Cell| Face::new(TEXT, BLACK).width(&cell.value).max(Face::new(SMALL, GREY).width(&cell.interval));
        let need = |i: usize| self.rows.iter().filter_map(|(_, cells)| cells.get(i - 1)).map(cell).fold(head(i), f64::max) + GAP;
        let others: Vec<f64> = (1..self.heads.len()).map(need).collect();
        let room = WIDTH - 2.0 * MARGIN - others.iter().sum::<f64>() + GAP;
        let names = self.rows.iter().map(|(label, _)| Face::new(TEXT, BLACK).bold().width(label)).fold(head(0), f64::max) + GAP;
        let names = names.min(room);
        let spare = (room - names) / others.len().max(1) as f64;
        let mut left = MARGIN + names + spare.max(0.0);
        let mut lefts = vec![MARGIN];
        for width in others {
            lefts.push(left);
            left += width + spare.max(0.0);
        }
        lefts
    }
}
