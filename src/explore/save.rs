//! Saving of an overlay: into one folder, under a plain name, over another overlay only where the user agrees, whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::changes::Change;
use super::model::Model;
use super::overlay::{check, overlay};

/// What became of a request to save.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is saved in this file.
    At(PathBuf),
    /// The file exists; the user is to be asked whether it may be replaced.
    Exists(PathBuf),
    /// It is not saved, for this reason.
    Refused(String),
}

/// Longest name of a file, characters.
const LONGEST: usize = 80;

/// Saves the changes as an overlay with this name in the folder for overlays.
#[must_use]
pub fn save(model: &Model, name: &str, changes: &[Change], overwrite: bool) -> Saved {
    match tried(model, name, changes, overwrite) {
        Ok(saved) => saved,
        Err(why) => Saved::Refused(why),
    }
}

fn tried(model: &Model, name: &str, changes: &[Change], overwrite: bool) -> Result<Saved, String> {
    check_name(name)?;
    if changes.is_empty() {
        return Err("nothing is changed".to_owned());
    }
    let folder = &model.save_dir;
    let path = folder.join(name);
    if is_read_from(model, &path) {
        return Err(format!("{name} is a file of the scenario itself; choose another name"));
    }
    // A link is not followed: what it leads to is not in the folder.
    if let Ok(found) = path.symlink_metadata() {
        if !found.is_file() {
            return Err(format!("{} is not a regular file", path.display()));
        }
        if !overwrite {
            return Ok(Saved::Exists(path));
        }
    }
    let text = overlay(model, changes, folder)?;
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    let mut file = tempfile::Builder::new().prefix(".adit-").suffix(".toml").tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    readable(file.as_file()).map_err(failed)?;
    check(model, changes, file.path())?;
    if overwrite {
        file.persist(&path).map_err(|error| failed(error.error))?;
        return Ok(Saved::At(path));
    }
    match file.persist_noclobber(&path) {
        Ok(_) => Ok(Saved::At(path)),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(Saved::Exists(path)),
        Err(error) => Err(failed(error.error)),
    }
}

/// A temporary file is its owner's alone; an overlay is as readable as other files.
#[cfg(unix)]
pub(super) fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn readable(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Checks that a name is that of a TOML file without a folder.
fn check_name(name: &str) -> Result<(), String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let stem = name.strip_suffix(".toml").unwrap_or_default();
    let is_right = !stem.is_empty() && !stem.starts_with(['.', '-']) && name.chars().all(is_plain) && name.chars().count() <= LONGEST;
    if is_right {
        return Ok(());
    }
    Err(format!(
        "a name of a scenario file has letters, digits, `-`, `_` and `.`, ends in .toml and has at most {LONGEST} characters, such as slower-refinery.toml"
    ))
}

/// Whether the scenario was read from this file.
fn is_read_from(model: &Model, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let read = model.loaded.files.iter().map(|file| Path::new(&file.name)).chain([Path::new(&model.file)]);
    read.filter_map(|file| file.canonicalize().ok()).any(|file| file == path)
}
