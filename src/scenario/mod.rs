//! What the analyst wrote: from files to [`Scenario`], every problem found at once, and back to a file.

mod access;
mod chain;
mod check;
mod defaults;
mod files;
mod forms;
mod goals;
mod grammar;
mod hazards;
mod inputs;
mod laws;
mod levers;
mod load;
mod market;
mod model;
mod overlay;
mod precision;
mod projects;
mod reader;
mod regimes;
mod routes;
mod samples;
mod sampling;
mod scalars;
mod set;
mod tree;
mod visit;
mod whole;
mod write;

pub use defaults::{DEFAULT_SEED, DEFAULT_SUSTAIN, DEFAULT_TRIALS, MOST_MONTHS, MOST_TRIALS};
pub use grammar::Range;
pub use levers::{Held, HeldChange, Pulled, clash};
pub use load::{Loaded, load, load_bundle, load_from, load_text};
pub use model::*;
pub use precision::{Precision, Sought};
pub use sampling::{DEFAULT_REPLICATES, Sampling};
pub use visit::Located;
pub use write::to_toml;

/// A commented scenario to start from; it runs as it stands.
pub const TEMPLATE: &str = include_str!("template.toml");
