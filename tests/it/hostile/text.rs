//! Names and titles that would act on what shows them: a terminal, a spreadsheet, a browser.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use super::{adit, place, scenario};

const SECRET: &str = "\u{1b}]0;PWNED\u{7}\u{1b}[2J\u{202e}";
const AS_WRITTEN: &str = "\\u001b]0;PWNED\\u0007\\u001b[2J\\u202e";

/// Whether nothing in an output acts on a terminal.
fn is_plain(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    !text.chars().any(|c| {
        c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn control_characters_of_a_file_are_shown_as_escapes() {
    let place = place();
    let title = format!("title = \"{AS_WRITTEN}\"");
    scenario(&place, &[("title = \"Antimony: one mine, one road, one licence\"", &title), ("[goals.tenth]", &format!("[goals.tenth]\n{title}"))]);
    for format in ["text", "json"] {
        let run = adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o", "--format", format]).output().unwrap();
        assert!(run.status.success() && is_plain(&run.stdout) && is_plain(&run.stderr), "{}", String::from_utf8_lossy(&run.stderr));
        assert!(String::from_utf8_lossy(&run.stdout).contains("\\u001b]0;PWNED"));
    }
    for command in [["trial", "s.toml", "--number", "0"], ["trials", "s.toml", "--trials", "16"]] {
        let run = adit(&place).args(command).output().unwrap();
        assert!(is_plain(&run.stdout) && is_plain(&run.stderr), "{command:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn control_characters_in_messages_are_shown_as_escapes() {
    let place = place();
    let origin = format!("origin          = \"Pak{AS_WRITTEN}\"");
    scenario(&place, &[("origin          = \"Pakistan\"", &origin)]);
    let run = adit(&place).args(["check", "s.toml"]).output().unwrap();
    assert!(run.status.code() == Some(2) && is_plain(&run.stderr), "{}", String::from_utf8_lossy(&run.stderr));
    scenario(&place, &[("[goals.tenth]", &format!("[goals.tenth]\n\"{SECRET}x\" = 1"))]);
    let run = adit(&place).args(["check", "s.toml"]).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.code() == Some(2) && is_plain(&run.stderr), "{told}");
    for arguments in [vec!["check", "s.toml", "--set", "a\u{1b}[31m=1"], vec!["check", "a\u{1b}[31m.toml"], vec!["run", "s.toml", "--\u{1b}[31m"]] {
        let run = adit(&place).args(&arguments).output().unwrap();
        assert!(run.status.code() == Some(2) && is_plain(&run.stderr), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn cells_that_a_spreadsheet_would_run_get_an_apostrophe() {
    let place = place();
    let suppliers = "\"@SUM(1+1)\" = { share = 0.05 }\n\"=cmd|' /C calc'!A0\" = { share = 0.05 }\nOthers = { share = 0.3 }";
    scenario(&place, &[("Others = { share = 0.4 }", suppliers), ("[goals.tenth]", "[goals.\"=1+1|cmd\"]")]);
    adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "o"]).assert().success();
    for name in ["arrivals.csv", "bands.csv"] {
        let text = fs::read_to_string(place.path().join("o").join(name)).unwrap();
        assert!(text.contains("'=") && !text.split(['\n', ',']).any(|cell| cell.starts_with(['=', '@', '+'])), "{name}");
    }
}

#[test]
fn a_chapter_with_anything_but_drawings_is_left_out() {
    let place = place();
    scenario(&place, &[]);
    adit(&place).args(["run", "s.toml", "--trials", "16", "--figures", "arrival", "--out", "res"]).assert().success();
    let sweep = ["sweep", "s.toml", "--vary", "nodes.mine.capacity=1000,4000", "--trials", "16", "--out", "res-sweep"];
    adit(&place).args(sweep).assert().success();
    let page = || fs::read_to_string(place.path().join("res/report.html")).unwrap();
    adit(&place).args(["report", "res", "--figures", "arrival"]).assert().success().stderr(contains("no chapter").not());
    let chapter = place.path().join("res-sweep/chapter.json");
    let sound = fs::read_to_string(&chapter).unwrap();
    for (from, to) in [("</svg>", "<script>alert(9)</script></svg>"), ("<svg", "<svg onload=\\\"alert(8)\\\"")] {
        fs::write(&chapter, sound.replacen(from, to, 1)).unwrap();
        adit(&place).args(["report", "res", "--figures", "arrival"]).assert().success().stderr(contains("res-sweep is no chapter of this report"));
        assert!(!page().contains("alert("));
        adit(&place).args(["report", "res", "--chapters", "res-sweep"]).assert().code(2).stderr(contains("cannot stand in a page"));
    }
    fs::write(&chapter, &sound).unwrap();
    let manifest = place.path().join("res-sweep/manifest.json");
    let own = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, own.replace("\"program\": \"adit\"", "\"program\": \"other\"")).unwrap();
    adit(&place).args(["report", "res", "--figures", "arrival"]).assert().success().stderr(contains("made by other"));
    fs::remove_file(&manifest).unwrap();
    adit(&place).args(["report", "res", "--figures", "arrival"]).assert().success().stderr(contains("manifest.json"));
}
