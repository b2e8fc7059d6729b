//! Episodes of the past: a scenario as it could be written then, observed quantities, and questions with their answers. An episode is a TOML file; those
//! of `scenarios/episodes/` are part of the program.

mod compute;
mod file;
mod findings;
mod load;
mod measure;
mod question;

pub use compute::compute;
pub use file::Episode;
pub use findings::{EpisodeFindings, GrowthFindings, ObservedFindings, QuestionFindings, YearFindings};
pub use load::{Loaded, load, shipped};
