//! The page in Chromium: with the keyboard alone, on a phone, with a value that is refused. `browser.mjs` drives the browser.
//!
//! `ADIT_WRITE_PICTURES=1` writes the pictures of docs/explore.md again.

use super::chromium::{look, no_faults};
use super::client::Program;

const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures");

#[test]
fn the_page_works_with_the_keyboard_and_on_a_phone() {
    let mut program = Program::start(&["--trials", "2000"]);
    let pictures = if std::env::var_os("ADIT_WRITE_PICTURES").is_some() { PICTURES } else { "" };
    let Some(seen) = look("browser.mjs", &[&program.address(), pictures]) else { return };
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
    assert_eq!(seen["pdf"], serde_json::json!({ "pages": 1, "pictures": false, "fonts": true }), "a figure is printed with vectors, alone");
    no_faults(&seen, &["faults", "faultsOfDialog", "faultsOfPhone"]);
    assert!(program.ended().success());
}
