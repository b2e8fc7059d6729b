//! Checks of distribution parameters that several families share.

use crate::chance::distribution_error::DistributionError;

/// Standard deviations below this share of the mean make a constant: double precision hardly tells the values apart.
pub(super) const NEGLIGIBLE_SPREAD: f64 = 1e-12;

/// Requires finite numbers; each comes with its parameter's name.
pub(super) fn finite(parameters: &[(&'static str, f64)]) -> Result<(), DistributionError> {
    match parameters.iter().find(|(_, value)| !value.is_finite()) {
        Some(&(what, value)) => Err(DistributionError::NotFinite { what, value }),
        None => Ok(()),
    }
}

/// Requires a number above 0.
pub(super) fn positive(what: &'static str, value: f64) -> Result<(), DistributionError> {
    if value > 0.0 { Ok(()) } else { Err(DistributionError::NotPositive { what, value }) }
}

/// Requires a number of at least 0.
pub(super) fn not_negative(what: &'static str, value: f64) -> Result<(), DistributionError> {
    if value >= 0.0 { Ok(()) } else { Err(DistributionError::Negative { what, value }) }
}

/// Requires at least one number, all finite, in non-decreasing order, with a finite range.
pub(super) fn ascending(names: &'static [&'static str], values: &[f64]) -> Result<(), DistributionError> {
    for (&what, &value) in names.iter().zip(values) {
        finite(&[(what, value)])?;
    }
    if !values.is_sorted() {
        return Err(DistributionError::Unordered { names, values: values.to_vec() });
    }
    if (values[values.len() - 1] - values[0]).is_finite() { Ok(()) } else { Err(DistributionError::Overflow) }
}
