//! The comma-separated files of a run.

mod arrivals;
mod bands;
mod comparison;
mod trials;

pub use arrivals::arrivals_csv;
pub use bands::bands_csv;
pub use comparison::comparison_csv;
pub use trials::TrialsTable;
