//! Estimates of several analyses as quantities.

use crate::stats::Proportion;
use crate::units::{Quantity, Unit};

/// Share of trials with its 95% interval, in the unit of a probability or of a share.
pub(super) fn proportion(count: u64, trials: u64, unit: Unit) -> Quantity {
    let Proportion { share, standard_error, low, high, .. } = Proportion::new(count, trials);
    Quantity::new(share, standard_error, [low, high], unit, trials)
}
