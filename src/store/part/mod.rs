//! A part of the work of one command, made on its own and merged later: one file with a header for people and programs and a payload of counts.
//!
//! The file is a line that says what it is, a line of JSON ([`PartHeader`]), the payload in postcard's written format, and the SHA-256 of all
//! that stands before it. It appears whole or not at all; one flipped byte or a missing one is found by that hash.

mod container;
mod header;
mod saved;
mod whole;

pub use container::{check_place, read_part, write_part};
pub use header::{PartHeader, PartScenario};
pub use saved::{Resumed, SavedRanges};
pub use whole::{FoundPart, Parts};

pub(super) use container::verified;
