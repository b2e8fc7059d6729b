//! Tells the program which commit it was built from, where that is known, and for which platform, and lists the episodes that are part of it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=ADIT_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    if let Some(commit) = commit(Path::new(".git")) {
        println!("cargo::rustc-env=ADIT_COMMIT={commit}");
    }
    let list = episodes(Path::new("scenarios/episodes")).expect("episodes with a line scenario = \"…\"");
    let out = std::env::var_os("OUT_DIR").expect("a folder from cargo");
    fs::write(Path::new(&out).join("episodes.rs"), list).expect("a file in that folder");
}

/// Source of a list of the episodes in a folder: file name and text, and file name and text of the scenario that the episode names.
fn episodes(folder: &Path) -> Option<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let root = std::env::current_dir().ok()?;
    let mut files: Vec<_> = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut list = String::from("const EPISODES: &[[&str; 4]] = &[\n");
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "toml")) {
        let text = watched(file)?;
        let scenario = text.lines().find_map(|line| line.strip_prefix("scenario")?.split('"').nth(1))?;
        let scenario = folder.join(scenario);
        let (file_text, scenario_text) = (root.join(file), root.join(&scenario));
        let [file_text, scenario_text] = [file_text.to_str()?, scenario_text.to_str()?];
        writeln!(list, "[{:?}, include_str!({file_text:?}), {:?}, include_str!({scenario_text:?})],", name(file)?, name(&scenario)?).ok()?;
    }
    Some(list + "];\n")
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
