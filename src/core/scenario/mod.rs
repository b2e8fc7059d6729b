//! What the analyst wrote: from files to [`Scenario`], every problem found at once, and back to a file.

mod access;
mod chain;
mod check;
mod distributions;
mod fields;
mod files;
mod goals;
mod grammar;
mod inputs;
mod key;
mod levers;
mod load;
mod manual;
mod model;
mod nested;
mod overlay;
mod place;

mod reader;
mod routes;
mod samples;
mod scalars;
mod schema;
mod set;
mod setting;
mod sought;
mod table;
mod tables;
mod titles;
mod tree;
mod whole;
mod write;

pub use grammar::{Key, Range};
pub use levers::{Held, HeldChange, Pulled, clash};
pub use load::{Loaded, load, load_bundle, load_from, load_text};
pub use manual::key_tables;
pub use model::*;
pub use place::{At, Name, Named, proper_title_of, title_of};
pub use schema::schema;
pub use table::Located;
pub use tables::*;
pub use write::to_toml;

/// A commented scenario to start from; it runs as it stands.
pub const TEMPLATE: &str = include_str!("template.toml");
