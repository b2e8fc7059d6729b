//! Answers on stdout and messages on stderr. Control and bidirectional characters in names and titles are written as escapes.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use super::Failure;
use crate::store::write_json;
use crate::units::visible;

/// Writes an answer. A closed pipe (`| head`) is not an error; a full disk is.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn answer(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(visible(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Machine(format!("cannot write the answer: {error}"))),
        _ => Ok(()),
    }
}

/// Writes an answer as JSON.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn answer_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut page = Vec::new();
    write_json(value, &mut page).map_err(|error| Failure::Machine(format!("cannot write the answer: {error}")))?;
    answer(&String::from_utf8_lossy(&page))
}

/// Writes a message; a closed stderr is ignored.
pub fn note(text: &str) {
    coloured_note(&visible(text));
}

/// Writes a remark whose control characters are this program's own colours.
pub(super) fn coloured_note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
