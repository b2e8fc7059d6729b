//! Numbers that JSON has no word for: it writes them as `null`, and here they come back.

use serde::{Deserialize, Deserializer};

/// A value of a quantile as JSON has it.
pub trait Written: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Where something else stands there.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// Tonnes or dollars; `null` is an end of an interval that too few trials leave open.
impl Written for f64 {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or(Self::INFINITY))
    }
}

/// A month; `null` is never.
impl Written for Option<usize> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

/// A mean or an error that too few trials leave undefined is `null`.
///
/// # Errors
/// Where neither a number nor `null` stands there.
pub fn or_undefined<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or(f64::NAN))
}
