//! Tells the program which commit it was built from, where that is known, and for which platform.

use std::fs;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=ADIT_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    if let Some(commit) = commit(Path::new(".git")) {
        println!("cargo::rustc-env=ADIT_COMMIT={commit}");
    }
}

/// The commit checked out, read from the repository's own files; `None` in an unpacked archive.
fn commit(git: &Path) -> Option<String> {
    let head = watched(&git.join("HEAD"))?;
    let Some(reference) = head.strip_prefix("ref: ") else { return Some(head) };
    watched(&git.join(reference)).or_else(|| {
        let packed = watched(&git.join("packed-refs"))?;
        packed.lines().find_map(|line| line.strip_suffix(reference).map(|commit| commit.trim().to_owned()))
    })
}

/// A file's text, and a new build when it changes.
fn watched(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    println!("cargo::rerun-if-changed={}", path.display());
    Some(text.trim().to_owned())
}
