//! Reading of input files: of bounded size, and text in UTF-8 where text is expected.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Most bytes of a text, such as a scenario.
pub const MOST_TEXT: u64 = 64 << 20;
/// Most bytes of a table.
pub const MOST_TABLE: u64 = 1 << 30;

/// Reads a file of at most so many bytes.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn read_bytes(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    if fs::metadata(path).is_ok_and(|about| about.is_dir()) {
        return Err("it is a folder".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(|error| why(&error))?;
    if bytes.len() as u64 > most { Err(format!("it is larger than {} MB", most >> 20)) } else { Ok(bytes) }
}

/// Reads a text of at most [`MOST_TEXT`] bytes.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn read_text(path: &Path) -> Result<String, String> {
    String::from_utf8(read_bytes(path, MOST_TEXT)?).map_err(|_| "it is not text in UTF-8".to_owned())
}

/// Whether a path leads to a regular file, or to nothing: a pipe or a device that another file names may block, or never end.
#[must_use]
pub fn is_regular(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |about| about.is_file() || about.is_dir())
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
