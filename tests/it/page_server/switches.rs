//! Levers that are switched on, entries of lists in an overlay, and changes of the months.

use std::fs;

use serde_json::{Value, json};

use super::client::{Program, REFERENCE, adit, changes_of};

const LEVERS: &str = r#"
[levers.guarded_road]
title     = "Guarded road"
cost      = 1e6
lead_time = 12
source    = "judgement"
note      = "Chosen for testing."
set.nodes.corridor.exposure.balochistan = 0.02
[levers.larger_refinery]
title  = "Larger refinery"
cost   = 1e6
source = "judgement"
note   = "Chosen for testing."
set.nodes.refinery.capacity = 5_500
[levers.largest_refinery]
cost   = 1e6
source = "judgement"
note   = "Chosen for testing."
set.nodes.refinery.capacity = 2_000
"#;

const LISTS: &str = r#"
[[nodes.mine.expansions]]
opens    = "2036-01"
capacity = 1_500
[[nodes.mine.expansions]]
opens    = "2037-01"
capacity = { pert = [500, 700, 900] }

[[report.given]]
title = "The goal is reached early"
where = "goal.antimony < 2035"
"#;

fn program(more: &str) -> Program {
    Program::start_with(&(fs::read_to_string(REFERENCE).unwrap() + more), &["--trials", "512"])
}

fn save(program: &Program, changes: &[(&str, &str)]) -> super::client::Reply {
    program.post("/api/save", &json!({ "name": "changed.toml", "changes": changes_of(changes), "overwrite": true }))
}

#[test]
fn a_lever_is_switched_on_for_a_run() {
    let program = program(LEVERS);
    let scenario = program.get("/api/scenario").json();
    let levers = scenario["settings"].as_array().unwrap().iter().filter(|setting| setting["group"] == "Levers: on or off");
    let levers: Vec<&str> = levers.map(|setting| setting["path"].as_str().unwrap()).collect();
    assert_eq!(levers, ["levers.guarded_road", "levers.larger_refinery", "levers.largest_refinery"]);
    let lever = program.answer(&[("levers.larger_refinery", "true")]);
    let set = program.answer(&[("nodes.refinery.capacity", "5500")]);
    assert_eq!(lever["families"], set["families"]);
    assert_ne!(lever["headline"], lever["unchanged"]);
    let both = program.answer(&[("levers.guarded_road", "true"), ("nodes.refinery.capacity", "5500")]);
    assert_ne!(both["families"], set["families"], "a lever and a change act together");
    let why = program.get(&format!("/api/answers/{}/why/0", both["id"])).json();
    assert_eq!(why["changes"].as_array().unwrap().len(), 3, "{why}");
    for (changes, number, word) in [
        (&[("levers.nothing", "true")][..], 0, "no such lever"),
        (&[("nodes.mine.capacity", "4000"), ("levers.guarded_road", "12")], 1, "`true`"),
        (&[("levers.larger_refinery", "true"), ("levers.largest_refinery", "true")], 1, "both set nodes.refinery.capacity"),
    ] {
        let (name, problems) = &program.run(changes)[0];
        assert_eq!((name.as_str(), &problems[0]["change"]), ("refused", &json!(number)), "{problems}");
        assert!(problems[0]["message"].as_str().unwrap().contains(word), "{problems}");
    }
    // a problem of another change is at that change
    let (_, problems) = &program.run(&[("levers.guarded_road", "true"), ("nodes.mine.yield", "7")])[0];
    assert_eq!(problems[0]["change"], 1, "{problems}");
    let refused = save(&program, &[("levers.guarded_road", "true")]);
    assert!(refused.status == 422 && refused.text().contains("adit levers"), "{}", refused.text());
    let accepted = &program.run(&[("levers.guarded_road", "true")])[0].1;
    assert!(accepted["command"].as_str().unwrap().starts_with("There is none"), "{accepted}");
}

#[test]
fn entries_of_lists_are_saved_with_their_lists() {
    let program = program(LISTS);
    let changes = [
        ("nodes.mine.expansions.1.capacity", "800"),
        ("report.given.0.where", "goal.antimony < 2034"),
        ("nodes.refinery.capacity", "5500"),
        ("nodes.mine.expansions.0.opens", "2035-07"),
    ];
    let reply = save(&program, &changes);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let text = fs::read_to_string(program.path("changed.toml")).unwrap();
    assert_eq!(text.matches("nodes.mine.expansions = [").count(), 1, "{text}");
    assert_eq!(text.matches("Changed with adit explore; was ").count(), 2, "{text}");
    adit(program.place.path(), &["check", "changed.toml"]);
    let answer = program.answer(&changes);
    let page = program.get(&format!("/api/answers/{}/summary.json", answer["id"])).json();
    let run: Value =
        serde_json::from_slice(&adit(program.place.path(), &["run", "changed.toml", "--trials", "512", "--format", "json", "--out", "out"])).unwrap();
    assert_eq!(page["goals"], run["goals"]);
    assert_eq!(run["given"][0]["where"], "goal.antimony < 2034");
    let only = program.answer(&[("nodes.refinery.capacity", "5500")]);
    assert_ne!(only["families"], answer["families"], "the expansions matter");
}

#[test]
fn other_months_have_no_paired_differences_and_the_page_says_why() {
    let answer = program("").answer(&[("end", "\"2040-12\"")]);
    assert!(answer["not_paired"].as_str().unwrap().contains("because the changes move the start or the end"), "{answer}");
    assert_eq!(answer["families"][0]["goals"][0]["difference"], Value::Null);
    assert!(answer["families"][0]["goals"][0]["unchanged"].is_array());
}

#[test]
fn a_regime_is_switched_off() {
    let program = program("");
    let scenario = program.get("/api/scenario").json();
    let settings = scenario["settings"].as_array().unwrap();
    let switch = settings.iter().find(|setting| setting["path"].as_str().unwrap().starts_with("regimes.") && setting["kind"] == "switch").unwrap();
    let (path, off) = (switch["path"].as_str().unwrap(), switch["choices"][0][0].as_str().unwrap());
    assert_eq!(path, "regimes.licensing.states.strict.lasts");
    let last = |changes: &[(&str, &str)]| {
        let answer = program.answer(changes);
        let summary = program.get(&format!("/api/answers/{}/summary.json", answer["id"])).json();
        summary["regimes"]["licensing"]["strict"].as_array().unwrap().last().unwrap().as_f64().unwrap()
    };
    assert!(last(&[]) < 0.9 && last(&[(path, off)]) > 0.999, "the regime leaves its initial state");
}
