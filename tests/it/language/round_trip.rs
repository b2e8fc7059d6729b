//! The scenario as run reads back as the same scenario.

use adit::scenario::{Scenario, TEMPLATE, to_toml};

use super::{EVERY_KEY, ONE_REFINERY, all_problems, read};

/// Everything that a scenario says, without the places at which it says it.
pub fn said(scenario: &Scenario) -> String {
    let all = format!("{scenario:?}");
    let mut text = String::new();
    let mut rest = all.as_str();
    while let Some((before, after)) = rest.split_once("Place {") {
        text.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text + rest
}

#[test]
fn the_scenario_as_run_is_the_same_scenario() {
    for (name, text) in [("one-refinery", ONE_REFINERY), ("every-key", EVERY_KEY), ("template", TEMPLATE)] {
        let scenario = read(text).scenario.unwrap();
        let written = to_toml(&scenario);
        let again = read(&written);
        assert!(again.problems.sorted().is_empty(), "{name}\n{}", all_problems(&again));
        let again = again.scenario.unwrap();
        assert_eq!(said(&again), said(&scenario.with_defaults()), "{name}");
        assert_eq!(to_toml(&again), written, "{name}");
    }
}

#[test]
fn defaults_are_written_out() {
    let written = to_toml(&read(EVERY_KEY).scenario.unwrap());
    let defaults = "growth = 0\ninventory = 0|dependence = 1 }|planned = \"calm\"|wait = 0\npasses = 1\nmeanwhile = 0|loss = 1|progress = 0|cancels = 0|\
        counts = \"contained\"|yield = 1|outage = \"capacity\"|offtake = 1\nsplit = 2|split = 1\nprefer = 1|payable = 1|sustain = 12";
    for default in defaults.split('|') {
        assert!(written.contains(default), "{default} is not in\n{written}");
    }
}

#[test]
fn odd_names_texts_and_numbers_survive() {
    let text = ONE_REFINERY
        .replace("\"Pakistan\"", "\"Pakistan \\\"north\\\" = # [x]\"")
        .replace("Others =", "\"U.K. & co\" =")
        .replace("hazards.balochistan", "hazards.\"gilgit baltistan\"")
        .replace("{ balochistan", "{ \"gilgit baltistan\"")
        .replace("demand = 24_000", "demand = { value = 0.1234567890123456789e-9, note = 'two\tparts \"and\" \\ more' }");
    let scenario = read(&text).scenario.unwrap();
    let again = read(&to_toml(&scenario));
    assert_eq!(said(&again.scenario.unwrap()), said(&scenario.with_defaults()));
}

#[test]
fn states_that_are_called_like_laws_survive() {
    let text = EVERY_KEY
        .replace("calm", "normal")
        .replace("surge", "value")
        .replace("[regimes.talks.states.normal]\n", "[regimes.talks.states.normal]\npasses = 0.5\n");
    let loaded = read(&text);
    assert!(loaded.problems.sorted().is_empty(), "{}", all_problems(&loaded));
    let scenario = loaded.scenario.unwrap();
    let again = read(&to_toml(&scenario));
    assert_eq!(said(&again.scenario.unwrap()), said(&scenario.with_defaults()));
}
