//! Laws fitted to data: agreement with published and independently computed fits, and coverage of the intervals on simulated data.

use adit::chance::Key;

mod command;
mod faults;
mod incidents;
mod survival;
mod tables;

/// Uniform numbers strictly inside (0, 1) from one key.
fn uniforms(seed: u64) -> impl FnMut() -> f64 {
    let (key, mut index) = (Key::of(seed, "fit"), 0);
    move || {
        index += 1;
        adit::chance::unit(key.word(index)).clamp(1e-12, 1.0 - 1e-12)
    }
}
