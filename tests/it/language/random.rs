//! Whatever stands in a file, it is read or refused, and never brings the program down; what is read can be written.

use adit::scenario::{TEMPLATE, load_text, to_toml};

use super::round_trip::said;
use super::{EVERY_KEY, ONE_REFINERY, all_problems, caret, data};

/// Reads a text and looks at every caret, as the command line would; what is sound must survive being written.
fn survives(text: &str, changes: &[String]) {
    let loaded = load_text("scenario.toml", text, Some(&data()), changes);
    assert!(loaded.scenario.is_some() || loaded.problems.any_error());
    for problem in loaded.problems.sorted() {
        let _ = caret(&loaded, problem);
    }
    if let Some(scenario) = &loaded.scenario {
        let written = to_toml(scenario);
        if !loaded.problems.any_error() {
            let again = load_text("again.toml", &written, Some(&data()), &[]);
            let again = again.scenario.as_ref().unwrap_or_else(|| panic!("{text}\n{written}\n{}", all_problems(&again)));
            let (again, scenario) = (said(again), said(&scenario.with_defaults()));
            let same = again.chars().zip(scenario.chars()).take_while(|(a, b)| a == b).count();
            let around = |text: &str| text.chars().skip(same.saturating_sub(200)).take(400).collect::<String>();
            assert!(again == scenario, "{written}\n{}\nis not\n{}", around(&again), around(&scenario));
        }
    }
}

/// A small generator with a fixed seed: the texts are the same in every run.
struct Words(u64);

impl Words {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }
}

#[test]
fn files_that_end_early_are_survived() {
    for text in [ONE_REFINERY, TEMPLATE, EVERY_KEY] {
        for end in (0..text.len()).step_by(23).filter(|&end| text.is_char_boundary(end)) {
            survives(&text[..end], &[]);
        }
    }
}

#[test]
fn files_with_wrong_letters_are_survived() {
    let letters = b"[]{}=\",.@#'\n 019-_exz\\";
    let mut words = Words(1);
    for text in [ONE_REFINERY, TEMPLATE, EVERY_KEY] {
        for _ in 0..400 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=words.next(3) {
                let at = words.next(bytes.len());
                bytes[at] = letters[words.next(letters.len())];
            }
            survives(&String::from_utf8_lossy(&bytes), &[]);
        }
    }
}

#[test]
fn files_with_shuffled_lines_are_survived() {
    let mut words = Words(2);
    for text in [ONE_REFINERY, EVERY_KEY] {
        let lines: Vec<&str> = text.lines().collect();
        for _ in 0..200 {
            let mut lines = lines.clone();
            for _ in 0..=words.next(6) {
                let (from, to) = (words.next(lines.len()), words.next(lines.len()));
                match words.next(3) {
                    0 => lines.swap(from, to),
                    1 => drop(lines.remove(from)),
                    _ => lines.insert(to, lines[from]),
                }
            }
            survives(&lines.join("\n"), &[]);
        }
    }
}

#[test]
fn settings_of_any_kind_are_survived() {
    let paths = "nodes.mine.capacity.pert|routes.0.via|goals.either.any.0.all|regimes.talks.states|\"|'a|a.\"b|..|=|é.ü|nodes.mine|start|drivers.x.y|minerals";
    let values = "1|-1|nan|1e999|[]|[[[|{}|{ a = 1 }|\"@\"|@|é|2026-01-01|true|[\"a\", 1]|{ mixture = [[{ mixture = [[1, 1]] }, 1]] }|99999999999999999999999999999999999999999999";
    for path in paths.split('|') {
        for value in values.split('|') {
            survives(EVERY_KEY, &[format!("{path}={value}"), format!("{path} {value}")]);
        }
    }
    let root = "title|start|trials|sources|drivers|correlations|minerals|regimes|hazards|projects|nodes|routes|goals";
    for path in root.split('|') {
        for value in values.split('|') {
            survives(ONE_REFINERY, &[format!("{path}={value}")]);
        }
    }
}

#[test]
fn deep_nesting_is_survived() {
    for (open, close) in [("[", "]"), ("{ all = [", "] }"), ("{ mixture = [[", ", 1]] }")] {
        let deep = open.repeat(2_000) + &close.repeat(2_000);
        survives(&format!("{ONE_REFINERY}\n[goals.deep]\nany = {deep}\n"), &[format!("goals.antimony.share_of_demand={deep}")]);
        let mild = open.repeat(30) + "1" + &close.repeat(30);
        survives(&format!("{ONE_REFINERY}\n[goals.deep]\nany = {mild}\n"), &[format!("goals.antimony.share_of_demand={mild}")]);
    }
}
