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

    /// Adds `value` times the part of each month that lies in [from, to), in one lane.
    pub fn add(&mut self, lane: usize, from: f64, to: f64, value: f64) {
        over_months(from, to, self.0.len(), |k, share| self.0[k].0[lane] += value * share);
    }

    /// Multiplies each month by 1 − `loss` times the part of it that lies in [from, to), in one lane.
    pub fn cut(&mut self, lane: usize, from: f64, to: f64, loss: f64) {
        over_months(from, to, self.0.len(), |k, share| self.0[k].0[lane] *= 1.0 - loss * share);
    }
}

/// Tells each month that [from, to) touches, and the share of it that lies inside.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "months are small and not negative here")]
pub fn over_months(from: f64, to: f64, months: usize, mut tell: impl FnMut(usize, f64)) {
    let to = to.min(months as f64);
    if to <= from || from < 0.0 {
        return;
    }
    let (first, last) = (from as usize, to as usize);
    if first == last {
        tell(first, to - from);
        return;
    }
    tell(first, (first + 1) as f64 - from);
    for k in first + 1..last {
        tell(k, 1.0);
    }
    if to > last as f64 {
        tell(last, to - last as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "computed exactly")]
    fn a_span_is_shared_out_over_its_months() {
        let mut column = Column::new(4, 0.0);
        column.add(0, 0.5, 2.25, 2.0);
        assert_eq!(column.0.iter().map(|month| month.0[0]).collect::<Vec<_>>(), [1.0, 2.0, 0.5, 0.0]);
        column.add(1, 3.5, 99.0, 1.0);
        assert_eq!(column.0[3].0[1], 0.5);
        let mut open = Column::new(3, 1.0);
        open.cut(2, 1.0, 2.0, 0.25);
        assert_eq!(open.0.iter().map(|month| month.0[2]).collect::<Vec<_>>(), [1.0, 0.75, 1.0]);
    }
}
