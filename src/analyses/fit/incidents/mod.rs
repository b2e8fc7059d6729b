//! Incidents by date or by count (`adit fit incidents`).

mod compute;
mod overdispersion;
mod report;
mod toml;

pub use compute::{IncidentsFit, ProcessRow, compute, fit_incidents, read_counts, read_times};
pub use report::chapter;
pub use toml::toml;
