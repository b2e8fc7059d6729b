//! Static page: the numbers of a sweep in one file, what is refused, and the page in a browser without a server.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use flate2::read::DeflateDecoder;
use serde_json::Value;

use super::chromium::{look, no_faults};
use super::client::{REFERENCE, adit};

const VARY: [&str; 4] = ["--vary", "nodes.mine.capacity=2000..6000/3", "--vary", "regimes.licensing.initial=strict,ban"];
const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures");

fn explore(place: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_adit")).args(["explore", "base.toml"]).args(args).current_dir(place).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::copy(REFERENCE, place.path().join("base.toml")).unwrap();
    place
}

/// Writes the page `page.html` with the points of `VARY`.
fn page(trials: &str) -> (tempfile::TempDir, String) {
    let place = folder();
    let done = explore(place.path(), &[&["--static", "page.html", "--trials", trials], &VARY[..]].concat());
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("6 points of the grid") && said.contains("minutes"), "{said}");
    let html = fs::read_to_string(place.path().join("page.html")).unwrap();
    (place, html)
}

/// The texts of all points in a stream of a page.
fn stream(html: &str, id: &str) -> Vec<String> {
    let packed = html.split_once(&format!("id=\"{id}\">")).unwrap().1.split('<').next().unwrap();
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = packed.bytes().filter(|&letter| letter != b'=').map(digit).collect();
    let of = |four: &[u8]| {
        let word = four.iter().fold(0_u32, |word, &six| word << 6 | u32::from(six)) << (6 * (4 - four.len()));
        word.to_be_bytes()[1..four.len()].to_vec()
    };
    let bytes: Vec<u8> = letters.chunks(4).flat_map(of).collect();
    let mut text = String::new();
    DeflateDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    text.split('\0').map(str::to_owned).collect()
}

#[test]
fn a_static_page_has_the_numbers_of_a_sweep() {
    let (place, html) = page("400");
    assert!(html.len() < 5_000_000);
    assert!(!html.contains("http://") || !html.contains("src=\"http"), "the file loads nothing");
    let answers: Vec<Value> =
        stream(&html, "answers").iter().filter(|text| !text.is_empty()).map(|text| serde_json::from_str(text).unwrap()).collect();
    let line = adit(place.path(), &[&["sweep", "base.toml", "--trials", "400", "--format", "json", "--out", "sweep"], &VARY[..]].concat());
    let sweep: Value = serde_json::from_slice(&line).unwrap();
    let points = sweep["points"].as_array().unwrap();
    assert_eq!((answers.len(), points.len()), (7, 6));
    let numbers = |text: &Value| -> Vec<f64> {
        let text = text.as_str().unwrap().replace('−', "-");
        text.split(|c: char| !(c.is_ascii_digit() || "-.".contains(c))).filter_map(|part| part.parse().ok()).collect()
    };
    let mut different = 0;
    for (answer, point) in answers[1..].iter().zip(points) {
        let difference = &answer["families"][0]["goals"][0]["difference"];
        let exact = &point["goals"][0]["difference"]["months_later"];
        let shown = numbers(&difference["months"]);
        let exact = ["value", "low", "high"].map(|key| exact[key].as_f64().unwrap());
        for (shown, exact) in shown.iter().zip(exact) {
            assert!((shown - exact).abs() < 0.51, "{difference} and {exact}");
        }
        different += usize::from(exact[0].abs() > 1.0);
    }
    assert!(different >= 4, "the points differ");
    let figures = stream(&html, "stream-answer");
    assert!(figures[..7].iter().all(|svg| svg.starts_with("<svg") && !svg.contains("@font-face")), "every point has its figure");
    // a page may be written again over itself
    assert!(explore(place.path(), &["--static", "page.html", "--trials", "100", "--vary", "nodes.mine.capacity=2000,3000"]).status.success());
}

#[test]
fn invalid_grids_and_places_are_refused_before_anything_is_written() {
    let place = folder();
    fs::write(place.path().join("mine.html"), "<!DOCTYPE html>\n<p>mine</p>").unwrap();
    let capacity = "nodes.mine.capacity=2000,3000";
    let five: Vec<&str> = ["nodes.mine.capacity", "nodes.refinery.capacity", "nodes.corridor.capacity", "nodes.mine.yield", "nodes.refinery.yield"]
        .into_iter()
        .flat_map(|path| ["--vary", Box::leak(format!("{path}=0.5,0.6").into_boxed_str()) as &str])
        .collect();
    let cases: [(&[&str], &str); 9] = [
        (&["--static", "page.html"], "--vary"),
        (&["--vary", capacity], "--static"),
        (&["--static", "page.html", "--port", "1", "--vary", capacity], "cannot be used with"),
        (&["--static", "page.html", "--vary", "nodes.mine.capacity=1..2"], "does not say how many values"),
        (&["--static", "page.html", "--vary", "nodes.mine.capcity=1,2"], "capcity"),
        (&["--static", "page.html", "--vary", "nodes.mine.capacity=1..2000 step 1"], "at most 1,000 points"),
        (&["--static", "none/page.html", "--vary", capacity], "folder that does not exist"),
        (&["--static", "mine.html", "--vary", capacity], "choose another name"),
        (&[&["--static", "page.html"], five.as_slice()].concat(), "at most 4 inputs"),
    ];
    for (args, why) in cases {
        let done = explore(place.path(), args);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(why), "{why}: {said}");
    }
    assert!(!place.path().join("page.html").exists());
    assert_eq!(fs::read_to_string(place.path().join("mine.html")).unwrap(), "<!DOCTYPE html>\n<p>mine</p>");
}

#[test]
fn a_static_page_works_in_a_browser_without_a_server() {
    let (place, html) = page("400");
    let file = format!("file://{}", place.path().join("page.html").display());
    let pictures = if std::env::var_os("ADIT_WRITE_PICTURES").is_some() { PICTURES } else { "" };
    let Some(seen) = look("static.mjs", &[&file, pictures]) else { return };
    assert_eq!(seen["console"], serde_json::json!([]));
    let requests = seen["requests"].as_array().unwrap().iter().filter_map(Value::as_str);
    let foreign: Vec<&str> = requests.filter(|url| !["file:", "blob:", "data:", "about:"].iter().any(|own| url.starts_with(own))).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(seen["policy"].as_str().unwrap().starts_with("default-src 'none'; script-src 'sha256-"), "{}", seen["policy"]);
    assert_eq!(seen["begin"], "3", "the middle of the grid");
    assert_eq!(seen["hash"], "#2,1");
    assert_eq!(seen["values"], serde_json::json!(["6000 t/yr", "ban"]));
    let answer: Value = serde_json::from_str(&stream(&html, "answers")[6]).unwrap();
    assert_eq!(seen["headline"], answer["headline"]);
    assert_eq!(seen["months"], answer["families"][0]["goals"][0]["difference"]["months"]);
    assert_eq!(seen["again"], seen["months"]);
    assert_eq!(seen["written"], serde_json::json!([answer["unchanged"], 0, "true"]));
    assert_eq!(seen["pdf"], serde_json::json!({ "pages": 1, "pictures": false, "fonts": true }));
    assert_eq!(seen["wide"][0], 390, "{}", seen["wide"]);
    no_faults(&seen, &["faults", "faultsOfPhone"]);
}
