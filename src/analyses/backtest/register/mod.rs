//! Registers of forecasts: dated statements with their probabilities, written once from a run and scored when their dates have passed.
//!
//! A file of statements says what to state (`statements.rs`), `write.rs` runs the scenario and writes the register, `read.rs` reads registers with their
//! outcomes, and `score.rs` scores them.

mod file;
mod read;
mod score;
mod statements;
mod write;

pub use file::{Forecast, Register};
pub use read::{Outcomes, read_all};
pub use score::{Entry, RegisterFindings, Standing, Totals, score};
pub use write::write;

/// Folder of the registers that is read where none is named.
pub const FOLDER: &str = "scenarios/forecasts";
