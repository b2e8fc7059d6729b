//! The page in Chromium: with the keyboard alone, on a phone, with a value that is refused. `browser.mjs` drives the browser.
//!
//! Without Chromium or Node.js the test passes and says that it was skipped. `ADIT_WRITE_PICTURES=1` writes the pictures of docs/explore.md again.

use std::path::Path;
use std::process::{Command, Stdio};

use super::client::Program;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/page_server/browser.mjs");
const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures");

fn starts(program: &str) -> bool {
    let started = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    started.is_ok_and(|status| status.success())
}

#[test]
fn the_page_works_with_the_keyboard_and_on_a_phone() {
    let named = std::env::var("CHROMIUM").ok();
    let browsers = named.iter().map(String::as_str).chain(["chromium", "chromium-browser", "google-chrome"]);
    let Some(browser) = browsers.into_iter().find(|name| starts(name)).filter(|_| starts("node")) else {
        eprintln!("skipped: no Chromium or no Node.js to open the page with (apt-get install chromium nodejs)");
        return;
    };
    let mut program = Program::start(&["--trials", "2000"]);
    let profile = tempfile::tempdir().unwrap();
    let pictures = if std::env::var_os("ADIT_WRITE_PICTURES").is_some() { PICTURES } else { "" };
    let done = Command::new("node").arg(Path::new(SCRIPT)).args([browser, &program.address(), pictures]).arg(profile.path()).output().unwrap();
    let text = String::from_utf8_lossy(&done.stdout);
    let seen: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text} {}", String::from_utf8_lossy(&done.stderr)));
    assert!(done.status.success(), "{seen}");

    assert_eq!(seen["console"], serde_json::json!([]));
    assert_eq!(seen["unnamed"], serde_json::json!([]), "elements without a name for a screen reader");
    let own = format!("http://127.0.0.1:{}/", program.port);
    assert_eq!(seen["address"], own.as_str(), "the secret stays out of the address");
    let foreign: Vec<&str> = seen["requests"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|url| url.as_str())
        .filter(|url| !url.starts_with(&own) && !url.starts_with("blob:") && *url != "about:blank")
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    for id in ["trial-button", "close", "search", "SUMMARY"] {
        assert!(seen["reached"].as_array().unwrap().iter().any(|at| at == id), "{id}: {}", seen["reached"]);
    }
    assert_eq!(seen["reached"].as_array().unwrap().last().unwrap(), "range");
    assert_eq!(seen["focus"], "range", "a run takes the focus away");
    assert!(seen["hash"].as_str().unwrap().starts_with("[["), "{}", seen["hash"]);
    assert_eq!(seen["redrawn"], true);
    assert_eq!(seen["months"], seen["monthsAgain"]);
    assert!(seen["problem"].as_str().unwrap().len() > 10, "{}", seen["problem"]);
    assert_eq!(seen["invalid"], "true");
    assert_eq!(seen["reset"], "");
    assert!(seen["trial"].as_str().unwrap().starts_with("Event log of trial"), "{}", seen["trial"]);
    let [across, window] = [&seen["wide"][0], &seen["wide"][1]].map(|width| width.as_u64().unwrap());
    assert!(across <= window && window == 390, "{across} of {window} pixels");
    assert_eq!(seen["fonts"], true);
    assert!(program.ended().success());
}
