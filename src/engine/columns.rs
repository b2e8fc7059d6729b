//! Monthly columns of a batch: one number for each month and trial.

use super::lanes::Lanes;

/// A number for each month and each trial of a batch.
#[derive(Clone, Debug)]
pub struct Column(pub Vec<Lanes>);

impl Column {
    /// The same number everywhere.
    pub fn new(months: usize, value: f64) -> Self {
        Self(vec![Lanes::splat(value); months])
    }

    /// The same number everywhere, again.
    pub fn reset(&mut self, value: f64) {
        self.0.fill(Lanes::splat(value));
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
        let Some((first, rest)) = self.0.get_mut(span.first..span.end).and_then(<[Lanes]>::split_first_mut) else { return };
        change(&mut first.0[lane], head);
        let Some((last, between)) = rest.split_last_mut() else { return };
        for month in between {
            change(&mut month.0[lane], inside);
        }
        change(&mut last.0[lane], tail);
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
        let mut column = Column::new(4, 0.0);
        column.add(0, Span::new(0.5, 2.25, 4).unwrap(), 2.0);
        assert_eq!(column.0.iter().map(|month| month.0[0]).collect::<Vec<_>>(), [1.0, 2.0, 0.5, 0.0]);
        column.add(1, Span::new(3.5, 99.0, 4).unwrap(), 1.0);
        assert_eq!(column.0[3].0[1], 0.5);
        let mut open = Column::new(3, 1.0);
        open.cut(2, Span::new(1.0, 2.0, 3).unwrap(), 0.25);
        assert_eq!(open.0.iter().map(|month| month.0[2]).collect::<Vec<_>>(), [1.0, 0.75, 1.0]);
        assert_eq!([Span::new(2.0, 2.0, 3), Span::new(5.0, 9.0, 3), Span::new(-1.0, 2.0, 3)], [None; 3]);
    }
}
