//! The file of a part: written whole or not at all, read only where its hash agrees.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::PartHeader;
use crate::store::PartError;
use crate::store::unfinished::Registered;

/// First line of a part; its number rises when the layout changes.
const MAGIC: &str = "adit part, layout 6\n";
/// What the first line begins with in every layout.
const ANY_LAYOUT: &[u8] = b"adit part, layout ";
/// Bytes of the hash at the end.
const HASH: usize = 32;

/// A writer that hashes what goes through it, and that keeps its error: encoders replace it by one of their own.
struct Hashed<W> {
    out: W,
    hash: Sha256,
    failed: Rc<RefCell<Option<io::Error>>>,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes).map_err(|error| {
            let same = io::Error::from(error.kind());
            *self.failed.borrow_mut() = Some(error);
            same
        })?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a part at `path`, in place of a part of before: into a file beside it first, which is moved there once it has reached the disk. Folders
/// on the way are made.
///
/// # Errors
/// Where the file system refuses, a full disk included, or something else stands there; what stood there then stands there still.
pub fn write_part<T: Serialize>(path: &Path, header: &PartHeader, payload: &T) -> Result<(), PartError> {
    let (folder, file, registered) = beside(path)?;
    let failed = Rc::new(RefCell::new(None));
    let mut out = BufWriter::with_capacity(1 << 16, Hashed { out: file, hash: Sha256::new(), failed: failed.clone() });
    let true_error = |other: io::Error| failed.borrow_mut().take().unwrap_or(other);
    out.write_all(MAGIC.as_bytes()).map_err(true_error)?;
    serde_json::to_writer(&mut out, header).map_err(|error| true_error(error.into()))?;
    out.write_all(b"\n").map_err(true_error)?;
    let mut out = postcard::to_io(payload, out).map_err(|error| true_error(io::Error::other(error.to_string())))?;
    out.flush().map_err(true_error)?;
    let Hashed { out: mut file, hash, .. } = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.write_all(&hash.finalize())?;
    file.as_file().sync_all()?;
    registered.finish(|| file.persist(path)).map_err(|error| error.error)?;
    if let Ok(folder) = File::open(&folder) {
        let _ = folder.sync_all(); // the move itself; not every system lets a folder be flushed
    }
    Ok(())
}

/// Whether a part can be written at `path`, to be known before a long run.
///
/// # Errors
/// As of [`write_part`].
pub fn check_place(path: &Path) -> Result<(), PartError> {
    beside(path).map(drop)
}

/// A file beside the place of a part, and the folder of both; what stands in that place already must be a part, or empty.
fn beside(path: &Path) -> Result<(PathBuf, NamedTempFile, Registered), PartError> {
    let name = path.file_name().ok_or(PartError::Foreign)?.to_string_lossy().into_owned();
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
        Ok(file) => {
            let mut first = Vec::new();
            let read = io::Read::read_to_end(&mut io::Read::take(file, ANY_LAYOUT.len() as u64), &mut first);
            if read.is_err() || !(first.is_empty() || first == ANY_LAYOUT) {
                return Err(PartError::Foreign);
            }
        }
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")).to_path_buf();
    fs::create_dir_all(&folder)?;
    let prefix = format!(".{name}.unfinished-");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less what the user's mask takes away, as of any file
    let (file, registered) = Registered::create(|| builder.tempfile_in(&folder), |file| file.path().to_path_buf())?;
    Ok((folder, file, registered))
}

/// Reads a part, its hash checked.
///
/// # Errors
/// Where it cannot be read, is no part, is damaged, or holds something else than the type asked for.
pub fn read_part<T: DeserializeOwned>(path: &Path) -> Result<(PartHeader, T), PartError> {
    let bytes = fs::read(path)?;
    let (header, payload) = verified(&bytes)?;
    let (payload, rest) = postcard::take_from_bytes(payload).map_err(|error| PartError::Unreadable(error.to_string()))?;
    if rest.is_empty() { Ok((header, payload)) } else { Err(PartError::Unreadable("something follows its counts".to_owned())) }
}

/// Header and payload of a part whose hash agrees.
pub fn verified(bytes: &[u8]) -> Result<(PartHeader, &[u8]), PartError> {
    if !bytes.starts_with(ANY_LAYOUT) {
        return Err(PartError::NotAPart);
    }
    if bytes.len() < HASH {
        return Err(PartError::Damaged);
    }
    let (content, hash) = bytes.split_at(bytes.len() - HASH);
    if Sha256::digest(content)[..] != *hash {
        return Err(PartError::Damaged);
    }
    let content = content.strip_prefix(MAGIC.as_bytes()).ok_or_else(|| PartError::OtherLayout(other_layout(content), layout_of(MAGIC).to_owned()))?;
    let end = content.iter().position(|&byte| byte == b'\n').ok_or(PartError::Damaged)?;
    let header = serde_json::from_slice(&content[..end]).map_err(|error| PartError::Unreadable(error.to_string()))?;
    Ok((header, &content[end + 1..]))
}

/// The layout that a first line names: `layout 1`.
fn layout_of(first_line: &str) -> &str {
    first_line.trim_end().trim_start_matches("adit part, ")
}

/// `layout 1 of adit 0.1.0`, from the first two lines of a part.
fn other_layout(content: &[u8]) -> String {
    let mut lines = content.split(|&byte| byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let header: Value = lines.next().and_then(|line| serde_json::from_slice(line).ok()).unwrap_or_default();
    let version = header["program"].as_str().zip(header["version"].as_str());
    version.map_or_else(|| layout_of(&first).to_owned(), |(program, version)| format!("{} of {program} {version}", layout_of(&first)))
}
