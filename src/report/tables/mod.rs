//! The comma-separated files of a run.

mod arrivals;
mod bands;
mod trials;

pub use arrivals::arrivals_csv;
pub use bands::bands_csv;
pub use trials::TrialsTable;
