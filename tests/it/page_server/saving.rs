//! Saving an overlay, and closing the page.

use std::fs;

use serde_json::{Value, json};

use super::client::{Program, Reply, adit, changes_of};

const CHANGES: [(&str, &str); 4] = [
    ("nodes.refinery.capacity", "5500"),
    ("projects.refinery.stages.construction.duration", "{ pert = [30, 48, 80] }"),
    ("projects.mine.stages.permits.cancels", "0.25"),
    ("regimes.licensing.initial", "ban"),
];

fn save(program: &Program, name: &str, changes: &[(&str, &str)], overwrite: bool) -> Reply {
    program.post("/api/save", &json!({ "name": name, "changes": changes_of(changes), "overwrite": overwrite }))
}

#[test]
fn an_overlay_is_saved_checked_and_replaced_only_when_asked() {
    let program = Program::start(&["--trials", "512"]);
    let reply = save(&program, "slower.toml", &CHANGES, false);
    assert_eq!((reply.status, reply.json()["result"].as_str()), (200, Some("saved")), "{}", reply.text());
    let text = fs::read_to_string(program.path("slower.toml")).unwrap();
    assert!(text.contains("extends = \"base.toml\"") && text.contains("source = \"judgement\""), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains(" = ")).count(), 2 + CHANGES.len(), "{text}");
    adit(program.place.path(), &["check", "slower.toml"]);
    let run = |file: &str| -> Value {
        serde_json::from_slice(&adit(program.place.path(), &["run", file, "--trials", "512", "--format", "json", "--out", "out"])).unwrap()
    };
    let answer = program.answer(&CHANGES);
    let page = program.get(&format!("/api/answers/{}/summary.json", answer["id"])).json();
    assert_eq!(page["goals"], run("slower.toml")["goals"]);
    assert_ne!(page["goals"], run("base.toml")["goals"]);

    let other = [("nodes.refinery.capacity", "4500")];
    assert_eq!(save(&program, "slower.toml", &other, false).status, 409);
    assert_eq!(fs::read_to_string(program.path("slower.toml")).unwrap(), text);
    assert_eq!(save(&program, "slower.toml", &other, true).status, 200);
    assert!(fs::read_to_string(program.path("slower.toml")).unwrap().contains("4500"));
    let left: Vec<_> = fs::read_dir(program.place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn nothing_else_is_written() {
    let program = Program::start(&["--trials", "256"]);
    let before = fs::read_to_string(program.path("base.toml")).unwrap();
    fs::create_dir(program.path("folder.toml")).unwrap();
    for name in
        ["../x.toml", "/tmp/x.toml", "a/b.toml", "a\\b.toml", ".x.toml", "x.txt", ".toml", "", "x.toml\u{0}", "base.toml", "folder.toml", "ü.toml"]
    {
        assert_eq!(save(&program, name, &CHANGES, true).status, 422, "{name}");
    }
    assert_eq!(save(&program, "x.toml", &[], true).status, 422);
    assert_eq!(save(&program, "x.toml", &[("nodes.refinery.yield", "7")], true).status, 422);
    assert_eq!(save(&program, "x.toml", &[("title", "\"a\"\nstart = \"2027-01\"")], true).status, 422);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(program.path("base.toml"), program.path("link.toml")).unwrap();
        assert_eq!(save(&program, "link.toml", &CHANGES, true).status, 422);
    }
    assert_eq!(fs::read_to_string(program.path("base.toml")).unwrap(), before);
    assert!(!program.path("x.toml").exists());
}

#[test]
fn overlays_go_to_the_folder_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&["--trials", "256", "--save-dir", folder.path().to_str().unwrap(), "--set", "nodes.corridor.capacity=8000"]);
    assert_eq!(save(&program, "x.toml", &CHANGES, false).status, 200);
    assert!(!program.path("x.toml").exists());
    let text = fs::read_to_string(folder.path().join("x.toml")).unwrap();
    assert!(text.contains("nodes.corridor.capacity = { value = 8000"), "{text}");
    adit(folder.path(), &["check", "x.toml"]);
}

#[test]
fn close_ends_the_program() {
    let mut program = Program::start(&["--trials", "256"]);
    assert_eq!(program.post("/api/close", &json!({})).status, 200);
    assert!(program.ended().success());
}
