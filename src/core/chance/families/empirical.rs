//! The empirical distribution of observed rows.

use std::sync::Arc;

use super::Family;
use crate::chance::distribution::Distribution;
use crate::chance::distribution_error::DistributionError;
use crate::chance::sampler::Kind;

impl Distribution {
    /// Empirical distribution: each observed row with the same probability, without interpolation. The order of the rows does not matter.
    ///
    /// # Errors
    /// When there are no rows or one is not finite.
    pub fn empirical(rows: &[f64]) -> Result<Self, DistributionError> {
        let empirical = Empirical::new(rows)?;
        let [low, high] = empirical.support();
        if low < high { Ok(Self::unchecked(Arc::new(empirical))) } else { Self::constant(low) }
    }
}

/// Empirical distribution: the quantile at p is the smallest row that at least a share p of the rows do not exceed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Empirical {
    /// Rows in non-decreasing order.
    rows: Vec<f64>,
}

impl Empirical {
    fn new(rows: &[f64]) -> Result<Self, DistributionError> {
        if let Some(&value) = rows.iter().find(|value| !value.is_finite()) {
            return Err(DistributionError::NotFinite { what: "a row", value });
        }
        if rows.is_empty() {
            return Err(DistributionError::Empty { what: "rows" });
        }
        // Adding 0 makes −0 the same as 0.
        let mut rows: Vec<f64> = rows.iter().map(|value| value + 0.0).collect();
        rows.sort_by(f64::total_cmp);
        Ok(Self { rows })
    }

    fn support(&self) -> [f64; 2] {
        [self.rows[0], self.rows[self.rows.len() - 1]]
    }

    /// Quantile at `u`: row number ⌈u·n⌉ of n, counted from 1.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast gives 0 for negative numbers and NaN")]
    pub(crate) fn draw(&self, u: f64) -> f64 {
        let row = (u * self.rows.len() as f64).ceil() as usize;
        self.rows[row.clamp(1, self.rows.len()) - 1]
    }
}

impl Family for Arc<Empirical> {
    fn cdf(&self, x: f64) -> f64 {
        self.rows.partition_point(|&row| row <= x) as f64 / self.rows.len() as f64
    }

    fn mean(&self) -> f64 {
        self.rows.iter().map(|row| row / self.rows.len() as f64).sum()
    }

    fn sd(&self) -> f64 {
        let mean = self.mean();
        self.rows.iter().map(|row| (row - mean).powi(2) / self.rows.len() as f64).sum::<f64>().sqrt()
    }

    fn support(&self) -> [f64; 2] {
        Empirical::support(self)
    }

    fn quantile(&self, p: f64) -> f64 {
        self.draw(p)
    }

    fn compile(&self) -> Kind {
        Kind::Empirical(Self::clone(self))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact values")]
mod tests {
    use super::*;

    #[test]
    fn rows_have_equal_probability() {
        let empirical = Arc::new(Empirical::new(&[4.0, 1.0, 2.0, 2.0]).unwrap());
        assert_eq!([0.0, 0.25, 0.26, 0.75, 0.751, 1.0].map(|u| empirical.draw(u)), [1.0, 1.0, 2.0, 2.0, 4.0, 4.0]);
        assert_eq!([0.5, 1.0, 2.0, 4.0].map(|x| empirical.cdf(x)), [0.0, 0.25, 0.75, 1.0]);
        assert!(Empirical::new(&[]).is_err() && Empirical::new(&[1.0, f64::INFINITY]).is_err());
    }
}
