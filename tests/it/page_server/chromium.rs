//! Chromium, which a script of this folder drives with Node.js, and axe-core, which checks that a page is accessible.
//!
//! Without them a test passes and says what it skipped. `.ci/run` installs axe-core in `target/axe`; `ADIT_AXE` may name another `axe.min.js`.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/page_server");
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/axe/node_modules/axe-core/axe.min.js");

fn starts(program: &str) -> bool {
    let started = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    started.is_ok_and(|status| status.success())
}

/// What a script saw of a page; `None` where there is no browser.
pub fn look(script: &str, args: &[&str]) -> Option<Value> {
    let named = std::env::var("CHROMIUM").ok();
    let browsers = named.iter().map(String::as_str).chain(["chromium", "chromium-browser", "google-chrome"]);
    let Some(browser) = browsers.into_iter().find(|name| starts(name)).filter(|_| starts("node")) else {
        eprintln!("skipped: no Chromium or no Node.js to open the page with (apt-get install chromium nodejs)");
        return None;
    };
    let axe = std::env::var("ADIT_AXE").unwrap_or_else(|_| AXE.to_owned());
    let axe = if Path::new(&axe).is_file() { axe } else { String::new() };
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new("node").arg(Path::new(FOLDER).join(script)).arg(browser).args(args).arg(profile.path()).arg(&axe).output().unwrap();
    let text = String::from_utf8_lossy(&done.stdout);
    let seen: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text} {}", String::from_utf8_lossy(&done.stderr)));
    assert!(done.status.success(), "{seen}");
    Some(seen)
}

/// Checks that axe-core found nothing under these names.
pub fn no_faults(seen: &Value, names: &[&str]) {
    if names.iter().all(|name| seen[name].is_null()) {
        eprintln!("skipped: no axe-core to check the page with (npm install --prefix target/axe axe-core)");
        return;
    }
    for name in names {
        assert_eq!(seen[name], serde_json::json!([]), "{name}");
    }
}
