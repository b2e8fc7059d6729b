//! The manual of the language tells nothing that is not so.

use std::fs;
use std::path::Path;

use adit::scenario::{TEMPLATE, key_tables, schema};

use super::{EVERY_KEY, ONE_REFINERY, OVERLAY};

#[test]
fn examples_of_the_manual_stand_in_files_under_test() {
    let manual = include_str!("../../../docs/scenario.md");
    let tidy = |line: &str| line.split(" #").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let known: Vec<String> = [ONE_REFINERY, EVERY_KEY, OVERLAY, TEMPLATE].iter().flat_map(|text| text.lines()).map(tidy).collect();
    let mut examples = 0;
    for block in manual.split("```toml").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines().map(tidy).filter(|line| !line.is_empty()) {
            assert!(known.contains(&line), "no file under test has the line\n{line}");
            examples += 1;
        }
    }
    assert!(examples > 60, "the manual shows {examples} lines only");
}

/// Kinds of tables that the manual describes with another one.
const ELSEWHERE: [&str; 3] = ["state's exception", "part of a goal", "a lever changes"];

/// The tables of keys in the manual are those of `adit schema --markdown`. With `ADIT_WRITE_MANUAL=1` they are written anew.
#[test]
fn tables_of_keys_in_the_manual_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.md");
    let manual = fs::read_to_string(&path).unwrap();
    let mut rest = manual.as_str();
    let mut right = String::new();
    let mut tables = key_tables();
    while let Some((before, after)) = rest.split_once("<!-- keys: ") {
        let (name, after) = after.split_once(" -->\n").unwrap();
        let (_, after) = after.split_once("<!-- end keys -->").unwrap();
        let at = tables.iter().position(|(known, _)| *known == name).unwrap_or_else(|| panic!("there is no table {name}, or it is there twice"));
        let (_, table) = tables.remove(at);
        right += &format!("{before}<!-- keys: {name} -->\n{table}<!-- end keys -->");
        rest = after;
    }
    right += rest;
    let missing: Vec<&str> = tables.iter().map(|(name, _)| *name).filter(|name| !ELSEWHERE.contains(name)).collect();
    assert!(missing.is_empty(), "docs/scenario.md has no table of {missing:?}");
    if std::env::var_os("ADIT_WRITE_MANUAL").is_some() {
        fs::write(path, right).unwrap();
    } else {
        assert!(right == manual, "tables of keys in docs/scenario.md are not up to date: run this test with ADIT_WRITE_MANUAL=1");
    }
}

#[test]
fn distributions_and_qualifiers_stand_in_the_manual() {
    let manual = include_str!("../../../docs/scenario.md");
    let schema = schema();
    let choices = schema["$defs"]["number-Any"]["anyOf"].as_array().unwrap();
    let keys = choices.iter().filter_map(|choice| choice["properties"].as_object()).flatten().map(|(key, _)| key);
    let missing: Vec<&String> = keys.filter(|key| !manual.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
