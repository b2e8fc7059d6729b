//! The manual of the language tells nothing that is not so.

use adit::scenario::TEMPLATE;

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
