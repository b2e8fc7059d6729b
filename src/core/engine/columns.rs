//! Monthly columns of a batch: one number for each month and trial.

use super::lanes::Lanes;
use super::transpose::transpose;
use crate::chance::LANES;

/// Months reserved beyond the last, so that an operation on a month and the next one needs no bounds test.
const SPARE: usize = 2;

/// Months filled at a time. Most stays are shorter, so that the loop has no branch that is hard to predict.
const SOME: usize = 3 * LANES;

/// A number for each month and each trial of a batch, written trial by trial, because an event in a trial affects neighbouring months.
///
/// Where months of all trials are read side by side, the rows are [transposed](Self::transpose) once all are written.
#[derive(Clone, Debug)]
pub struct Column {
    months: usize,
    /// Length of a row: whole blocks of [`LANES`] months.
    stride: usize,
    rows: Vec<f64>,
    /// Transposed values, month by month; empty where they are not needed.
    transposed: Vec<Lanes>,
}

impl Column {
    /// The same number in all months and trials; `transposed` where months of all trials are read side by side.
    pub fn new(months: usize, value: f64, transposed: bool) -> Self {
        let stride = Self::stride(months);
        Self { months, stride, rows: vec![value; stride * LANES], transposed: vec![Lanes::splat(value); if transposed { stride } else { 0 }] }
    }

    /// Places from one trial's row to the next.
    #[must_use]
    pub const fn stride(months: usize) -> usize {
        (months + SPARE).next_multiple_of(LANES)
    }

    /// The rows of all trials, one after the other, each with [`SPARE`] months reserved at the end.
    pub fn rows_mut(&mut self) -> &mut [f64] {
        &mut self.rows
    }

    /// Sets the same number in all months and trials.
    pub fn reset(&mut self, value: f64) {
        self.rows.fill(value);
    }

    /// One trial, month by month.
    #[inline(always)]
    #[must_use]
    pub fn row(&self, lane: usize) -> &[f64] {
        &self.rows[lane * self.stride..][..self.months]
    }

    /// One trial, month by month, with the [`SPARE`] months reserved at the end.
    #[inline(always)]
    pub fn row_mut(&mut self, lane: usize) -> &mut [f64] {
        &mut self.rows[lane * self.stride..][..self.stride]
    }

    /// All trials of month `k`, whether transposed or not.
    #[must_use]
    pub fn gathered(&self, k: usize) -> Lanes {
        Lanes::from_fn(|lane| self.rows[lane * self.stride + k])
    }

    /// All months, all trials of each side by side; only of columns that are transposed.
    #[inline(always)]
    #[must_use]
    pub fn months(&self) -> &[Lanes] {
        &self.transposed
    }

    /// Transposes the rows, where the column is read month by month.
    pub fn transpose(&mut self) {
        if self.transposed.is_empty() {
            return;
        }
        let mut rows = self.rows.chunks_exact(self.stride);
        transpose(std::array::from_fn(|_| rows.next().unwrap_or_default()), &mut self.transposed);
    }

    /// Prepares for values that follow one another from the start on.
    pub fn begin(&mut self) {
        let stride = Self::stride(self.months);
        self.rows.iter_mut().step_by(stride).for_each(|month| *month = 0.0);
    }

    /// A value that holds from one time to another in one lane, the first of which is where the last value ended: months have the mean of what
    /// holds in them.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months are small and not negative here")]
    pub fn go_on(&mut self, lane: usize, from: f64, to: f64, value: f64) {
        let horizon = self.months as f64;
        let to = if to < horizon { to } else { horizon };
        if to <= from {
            return;
        }
        let row = self.row_mut(lane);
        let (first, last) = (from as i32, to as i32);
        let (begins, ends) = (f64::from(first), f64::from(last));
        let (first, last) = (first as usize, last as usize);
        if first == last {
            row[first] += value * (to - from);
            return;
        }
        row[first] += value * (begins + 1.0 - from);
        let mut k = first + 1;
        while k < last {
            // Months beyond the last are written over by what follows.
            let Some(some) = row.get_mut(k..k + SOME) else {
                row[k..last].fill(value);
                break;
            };
            some.fill(value);
            k += SOME;
        }
        row[last] = value * (to - ends);
    }

    /// Multiplies each month by 1 − `loss` times the part of it that lies in the span, in one lane.
    #[inline]
    pub fn cut(&mut self, lane: usize, span: Span, loss: f64) {
        let (head, inside, tail) = (1.0 - loss * span.head, 1.0 - loss, 1.0 - loss * span.tail);
        let Some((first, rest)) = self.row_mut(lane).get_mut(span.first..span.end).and_then(<[f64]>::split_first_mut) else { return };
        *first *= head;
        let Some((last, between)) = rest.split_last_mut() else { return };
        for month in between {
            *month *= inside;
        }
        *last *= tail;
    }
}

/// The months that overlap a period, and the shares of the first and of the last month that lie inside it; the months between lie completely inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// First month.
    pub first: usize,
    /// The month after the last.
    pub end: usize,
    /// Share of the first month.
    pub head: f64,
    /// Share of the last, where it is not the first.
    pub tail: f64,
}

impl Span {
    /// Of [from, to), cut off at the horizon; `None` where nothing is left.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months are small and not negative here")]
    pub fn new(from: f64, to: f64, months: usize) -> Option<Self> {
        let to = to.min(months as f64);
        if to <= from || from < 0.0 {
            return None;
        }
        let (first, last) = (from as i32, to as i32);
        let (begins, ends) = (f64::from(first), f64::from(last));
        let (first, last) = (first as usize, last as usize);
        if first == last {
            return Some(Self { first, end: first + 1, head: to - from, tail: 0.0 });
        }
        let head = begins + 1.0 - from;
        Some(if to > ends { Self { first, end: last + 1, head, tail: to - ends } } else { Self { first, end: last, head, tail: 1.0 } })
    }

    /// Calls `tell` with each month and the share of it that lies inside.
    pub fn each(self, mut tell: impl FnMut(usize, f64)) {
        for k in self.first..self.end {
            tell(
                k,
                if k == self.first {
                    self.head
                } else if k + 1 == self.end {
                    self.tail
                } else {
                    1.0
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_shared_out_over_its_months() {
        let mut column = Column::new(4, 7.0, true);
        column.begin();
        for (from, to, value) in [(0.0, 0.5, 0.0), (0.5, 2.25, 2.0), (2.25, 2.5, 4.0), (2.5, 2.5, 9.0), (2.5, 99.0, 1.0), (99.0, 120.0, 8.0)] {
            column.go_on(0, from, to, value);
        }
        assert_eq!(column.row(0), [1.0, 2.0, 2.0, 1.0]);
        column.go_on(1, 0.0, 3.0, 1.0);
        column.go_on(1, 3.0, 3.5, 0.0);
        column.go_on(1, 3.5, f64::INFINITY, 1.0);
        assert_eq!(column.row(1), [1.0, 1.0, 1.0, 0.5]);
        column.transpose();
        assert_eq!((column.months()[1].0[0], column.months()[3].0[1], column.gathered(3).0[1]), (2.0, 0.5, 0.5));
        let mut long = Column::new(30, 0.0, false);
        for lane in (0..LANES).rev() {
            long.begin();
            (0..3).for_each(|stay| long.go_on(lane, 11.0 * f64::from(stay), 11.0 * f64::from(stay + 1), f64::from(stay)));
        }
        for lane in 1..LANES {
            assert_eq!(long.row(lane)[1..], long.row(0)[1..]);
        }
        assert_eq!((long.row(0)[10], long.row(0)[11], long.row(0)[29]), (0.0, 1.0, 2.0));
        let mut open = Column::new(3, 1.0, false);
        open.cut(2, Span::new(1.0, 2.0, 3).unwrap(), 0.25);
        assert_eq!(open.row(2), [1.0, 0.75, 1.0]);
        assert_eq!([Span::new(2.0, 2.0, 3), Span::new(5.0, 9.0, 3), Span::new(-1.0, 2.0, 3)], [None; 3]);
    }
}
