//! Monthly columns of a batch: one number for each month and trial.

use super::lanes::Lanes;
use super::turn::turn;
use crate::chance::LANES;

/// Months beyond the last that rows have room for, so that what touches a month and the next need not ask whether there is one.
const SPARE: usize = 2;

/// A number for each month and each trial of a batch, written row by row, trial after trial: what happens in a trial touches neighbouring months.
///
/// Where many months of all trials are looked at side by side, the rows are [turned](Self::turn) once all is written.
#[derive(Clone, Debug)]
pub struct Column {
    months: usize,
    /// Length of a row: whole blocks of [`LANES`] months.
    stride: usize,
    rows: Vec<f64>,
    /// Month by month; empty where nobody looks at it so.
    turned: Vec<Lanes>,
}

impl Column {
    /// The same number everywhere; `turned` where months of all trials are looked at side by side.
    pub fn new(months: usize, value: f64, turned: bool) -> Self {
        let stride = (months + SPARE).next_multiple_of(LANES);
        Self { months, stride, rows: vec![value; stride * LANES], turned: vec![Lanes::splat(value); if turned { stride } else { 0 }] }
    }

    /// The same number everywhere, again.
    pub fn reset(&mut self, value: f64) {
        self.rows.fill(value);
    }

    /// One trial, month by month.
    #[inline(always)]
    #[must_use]
    pub fn row(&self, lane: usize) -> &[f64] {
        &self.rows[lane * self.stride..][..self.months]
    }

    /// One trial, month by month, with room for [`SPARE`] more.
    #[inline(always)]
    pub fn row_mut(&mut self, lane: usize) -> &mut [f64] {
        &mut self.rows[lane * self.stride..][..self.stride]
    }

    /// All trials of month `k`, whether turned or not.
    #[must_use]
    pub fn gathered(&self, k: usize) -> Lanes {
        Lanes::from_fn(|lane| self.rows[lane * self.stride + k])
    }

    /// All months, all trials of each side by side; only of columns that are turned.
    #[inline(always)]
    #[must_use]
    pub fn months(&self) -> &[Lanes] {
        &self.turned
    }

    /// Turns what was written, where it is looked at so.
    pub fn turn(&mut self) {
        if self.turned.is_empty() {
            return;
        }
        let mut rows = self.rows.chunks_exact(self.stride);
        turn(std::array::from_fn(|_| rows.next().unwrap_or_default()), &mut self.turned);
    }

    /// Adds `value` times the part of each month that lies in the span, in one lane.
    #[inline]
    pub fn add(&mut self, lane: usize, span: Span, value: f64) {
        self.over(lane, span, value * span.head, value, value * span.tail, |month, part| *month += part);
    }

    /// Multiplies each month by 1 − `loss` times the part of it that lies in the span, in one lane.
    #[inline]
    pub fn cut(&mut self, lane: usize, span: Span, loss: f64) {
        self.over(lane, span, 1.0 - loss * span.head, 1.0 - loss, 1.0 - loss * span.tail, |month, part| *month *= part);
    }

    /// Changes the first month of a span, those wholly inside, and the last.
    #[inline]
    fn over(&mut self, lane: usize, span: Span, head: f64, inside: f64, tail: f64, change: impl Fn(&mut f64, f64)) {
        let Some((first, rest)) = self.row_mut(lane).get_mut(span.first..span.end).and_then(<[f64]>::split_first_mut) else { return };
        change(first, head);
        let Some((last, between)) = rest.split_last_mut() else { return };
        for month in between {
            change(month, inside);
        }
        change(last, tail);
    }
}

/// The months that a stretch of time touches, and the shares of the first and of the last that lie inside; those between lie wholly inside.
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
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "months are small and not negative here"
    )]
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

    /// Tells each month, and the share of it that lies inside.
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
    #[expect(clippy::float_cmp, reason = "computed exactly")]
    fn a_span_is_shared_out_over_its_months() {
        let mut column = Column::new(4, 0.0, true);
        column.add(0, Span::new(0.5, 2.25, 4).unwrap(), 2.0);
        assert_eq!(column.row(0), [1.0, 2.0, 0.5, 0.0]);
        column.add(1, Span::new(3.5, 99.0, 4).unwrap(), 1.0);
        assert_eq!(column.row(1)[3], 0.5);
        column.turn();
        assert_eq!((column.months()[1].0[0], column.months()[3].0[1], column.gathered(3).0[1]), (2.0, 0.5, 0.5));
        let mut open = Column::new(3, 1.0, false);
        open.cut(2, Span::new(1.0, 2.0, 3).unwrap(), 0.25);
        assert_eq!(open.row(2), [1.0, 0.75, 1.0]);
        assert_eq!([Span::new(2.0, 2.0, 3), Span::new(5.0, 9.0, 3), Span::new(-1.0, 2.0, 3)], [None; 3]);
    }
}
