//! The comma-separated files of a run.

mod arrivals;
mod bands;
mod trials;
mod trials_read;

pub use arrivals::arrivals_csv;
pub use bands::bands_csv;
pub use trials::TrialsTable;
pub use trials_read::read_trials;
