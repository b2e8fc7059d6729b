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
    utf8(read_bytes(path, MOST_TEXT)?)
}

/// Text of bytes in UTF-8.
///
/// # Errors
/// Which encoding it probably has instead, with the first line that is not UTF-8, in words.
pub fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
        let (place, encoding) = if is_utf16 { (String::new(), "UTF-16") } else { (format!(" (line {line})"), "Latin-1 or Windows-1252") };
        format!("it is not text in UTF-8{place} but probably in {encoding}: save it as UTF-8")
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_encoding_is_named_with_its_line() {
        assert!(utf8(b"\xff\xfea\0".to_vec()).is_err_and(|why| why.contains("UTF-16")));
        assert!(utf8(b"a\nf\xfcr\n".to_vec()).is_err_and(|why| why.contains("line 2") && why.contains("Latin-1")));
    }
}
