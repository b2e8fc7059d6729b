//! What the analyst wrote: from files to [`Scenario`], every problem found at once, and back to a file.

mod chain;
mod check;
mod files;
mod goals;
mod grammar;
mod hazards;
mod inputs;
mod laws;
mod load;
mod market;
mod model;
mod overlay;
mod projects;
mod reader;
mod regimes;
mod routes;
mod samples;
mod set;
mod tree;
mod visit;
mod whole;

pub use grammar::Range;
pub use load::{Loaded, load, load_text};
pub use model::*;
pub use visit::Located;
