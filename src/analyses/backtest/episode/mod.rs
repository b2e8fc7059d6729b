//! Episodes of the past: a scenario as it could be written then, observed quantities, and questions with their answers. An episode is a TOML file; those
//! of `scenarios/episodes/` are part of the program.

mod compute;
mod file;

pub use compute::{EpisodeFindings, GrowthFindings, ObservedFindings, QuestionFindings, YearFindings, compute};
pub use file::{Episode, Loaded, load, shipped};
