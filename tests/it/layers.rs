//! Layers of the library: a module imports only from the modules that it is allowed to import from, all of them below it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module, from the lowest layer up, with the modules that it may import from.
const LAYERS: [(&str, &[&str]); 13] = [
    ("units", &[]),
    ("chance", &[]),
    ("stats", &[]),
    ("scenario", &["units"]),
    ("plan", &["scenario", "chance", "units"]),
    ("engine", &["plan", "chance", "stats", "units"]),
    ("study", &["engine", "plan", "chance", "stats", "units"]),
    ("store", &["study", "stats", "units"]),
    ("report", &["store", "plan", "stats", "units"]),
    ("driver", &["report", "store", "study", "engine", "plan", "scenario", "stats", "chance", "units"]),
    ("analyses", &["driver", "report", "store", "study", "engine", "plan", "scenario", "stats", "chance", "units"]),
    ("explore", &["analyses", "driver", "report", "store", "study", "engine", "plan", "scenario", "stats", "chance", "units"]),
    ("cli", &["explore", "analyses", "driver", "report", "store", "study", "engine", "plan", "scenario", "stats", "chance", "units"]),
];

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the library").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            rust_files(&entry, into);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            into.push(entry);
        }
    }
}

/// Modules named after `crate::` anywhere in a text, those in `crate::{a, b}` included.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in text.split("crate::").skip(1) {
        let names = if let Some(list) = after.strip_prefix('{') {
            list.split('}').next().unwrap_or("")
        } else {
            after.split([':', ';', ' ', ',', ')', '>']).next().unwrap_or("")
        };
        for name in names.split(',') {
            found.insert(name.trim().split("::").next().unwrap_or("").to_owned());
        }
    }
    found
}

#[test]
fn no_module_imports_from_a_layer_above() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules: BTreeSet<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    let mut wrong = Vec::new();
    for (module, may_use) in LAYERS {
        let mut files = Vec::new();
        let own = src.join("core").join(module);
        rust_files(&if own.is_dir() { own } else { src.join(module) }, &mut files);
        assert!(!files.is_empty(), "{module} is empty");
        for file in files {
            let text = fs::read_to_string(&file).expect("a source file");
            for import in imports(&text) {
                if import != module && modules.contains(import.as_str()) && !may_use.contains(&import.as_str()) {
                    wrong.push(format!("{} uses {import}", file.strip_prefix(&src).unwrap_or(&file).display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_are_found() {
    let found = imports("use crate::plan::Plan;\nuse crate::{engine::Batch, units};\nfn f() -> crate::stats::Mean {}");
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["engine", "plan", "stats", "units"]);
}
