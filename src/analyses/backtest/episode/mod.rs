//! Episodes of the past: a scenario as it could be written then, observed quantities, and questions with their answers. An episode is a TOML file; those
//! of `scenarios/episodes/` are part of the program.

mod compute;
mod file;
mod findings;
mod load;
mod measure;
mod question;

pub use compute::compute;
pub(super) use compute::hits;
pub use file::Episode;
pub(super) use file::{Condition, Finite};
pub use findings::{EpisodeFindings, GrowthFindings, ObservedFindings, QuestionFindings, YearFindings};
pub(super) use load::{Asked, MOST_TRIALS, compiled, extending};
pub use load::{Loaded, load, shipped};
pub(super) use measure::{Resolver, place};
