//! The choice that waits: levers decided on at a later month, once an input is known.
//!
//! Waiting costs what the levers gain until then; knowing an input before the choice is worth its expected value of perfect information among the choices
//! that are left. Waiting pays where the second is larger.

use super::cases::{LeverCase, LeverSet};
use super::compute::{Estimate, estimate};
use super::information::best_of;
use crate::units::{Date, MonthGrid};

/// Months from the start to a date.
///
/// # Errors
/// Where it is not after the start and before the end.
pub fn months(grid: MonthGrid, date: Date) -> Result<u32, String> {
    let offset = grid.offset(date);
    let last = grid.count() - 1;
    if offset < 1.0 || offset > last as f64 {
        return Err(format!("--wait-until {date}: expected a month from {} to {}", grid.label(1), grid.label(last)));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the months of the scenario")]
    Ok(offset.ceil() as u32)
}

/// The levers that can wait.
pub fn cases(set: &LeverSet) -> impl Iterator<Item = &LeverCase> {
    set.late.iter().flat_map(|(_, levers)| levers).filter_map(|lever| lever.as_ref().ok())
}

/// Index of the best choice at the later month without new information, and the net benefit of the best choice now less that of it, by trial.
pub fn cost(now: &[Vec<f64>], later: &[Vec<f64>]) -> (usize, Estimate) {
    let best = |benefits: &[Vec<f64>]| best_of(&benefits.iter().map(|choice| choice.iter().sum::<f64>()).collect::<Vec<_>>());
    let (first, second) = (best(now), best(later));
    (second, estimate(&now[first].iter().zip(&later[second]).map(|(now, later)| now - later).collect::<Vec<_>>()))
}
