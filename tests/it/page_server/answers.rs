//! What the page answers: the same as the command line, problems in the checker's words, cancelled runs, figures and trials.

use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::client::{Program, adit, changes_of, events};

const CHANGES: [(&str, &str); 3] = [
    ("nodes.refinery.capacity", "5500"),
    ("projects.refinery.stages.construction.duration", "{ pert = [30, 48, 80] }"),
    ("regimes.licensing.initial", "\"ban\""),
];

fn sets() -> Vec<String> {
    CHANGES.iter().flat_map(|(path, value)| ["--set".to_owned(), format!("{path}={value}")]).collect()
}

#[test]
fn a_change_is_the_same_as_set_on_the_command_line() {
    let program = Program::start(&["--trials", "2500", "--threads", "2"]);
    let answer = program.answer(&CHANGES);
    assert_eq!(answer["trials"], 2500);
    let page = program.get(&format!("/api/answers/{}/summary.json", answer["id"]));
    let options = ["run", "base.toml", "--trials", "2500", "--format", "json", "--out", "out"].map(str::to_owned);
    let words: Vec<String> = options.into_iter().chain(sets()).collect();
    let line = adit(program.place.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(page.text(), String::from_utf8(line).unwrap());
    // and so is the command line that the page offers to copy
    let accepted = &program.run(&CHANGES)[0];
    assert_eq!(accepted.0, "accepted");
    let shell = accepted.1["command"].as_str().unwrap().replacen("adit", env!("CARGO_BIN_EXE_adit"), 1);
    let copied = Command::new("sh").args(["-c", &format!("{shell} --format json --out copied")]).current_dir(program.place.path()).output().unwrap();
    assert_eq!(page.text(), String::from_utf8(copied.stdout).unwrap());
}

#[test]
fn differences_are_those_of_a_comparison() {
    let program = Program::start(&["--trials", "2000"]);
    let saved = program.post("/api/save", &json!({ "name": "changed.toml", "changes": changes_of(&CHANGES), "overwrite": false }));
    assert_eq!(saved.status, 200, "{}", saved.text());
    let line = adit(program.place.path(), &["compare", "base.toml", "changed.toml", "--trials", "2000", "--format", "json", "--out", "out"]);
    let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
    let (_, compared) = line["goals"]["antimony"]["differences"].as_object().unwrap().iter().next().unwrap();
    let answer = program.answer(&CHANGES);
    let months = answer["families"][0]["goals"][0]["difference"]["months"].as_str().unwrap();
    let [value, low, high] = ["value", "low", "high"].map(|key| compared["months"][key].as_f64().unwrap());
    let shown: Vec<f64> =
        months.replace('−', "-").split(|c: char| !(c.is_ascii_digit() || "-.".contains(c))).filter_map(|part| part.parse().ok()).collect();
    assert_eq!(shown.len(), 3, "{months}");
    for (shown, exact) in shown.iter().zip([value, low, high]) {
        assert!((shown - exact).abs() < 0.51, "{months} and {value} [{low}, {high}]");
    }
    assert!(value > 1.0, "the changes delay the goal");
    let why = program.get(&format!("/api/answers/{}/why/0", answer["id"]));
    let why = why.json();
    assert_eq!(why["changes"].as_array().unwrap().len(), CHANGES.len() + 1, "{why}");
}

#[test]
fn problems_are_told_at_their_change_in_the_words_of_the_checker() {
    let program = Program::start(&["--trials", "256"]);
    for (path, value) in [
        ("nodes.refinery.yield", "1.5"),
        ("nodes.refinery.capacity", "many"),
        ("nodes.refinry.capacity", "5"),
        ("nodes.mine.capacity", "{ pert = [3, 2, 1] }"),
    ] {
        let events = program.run(&[("nodes.corridor.capacity", "8000"), (path, value)]);
        let [(name, problems)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(name, "refused");
        let first = &problems[0];
        assert_eq!(first["change"], 1, "{problems}");
        let checked = Command::new(env!("CARGO_BIN_EXE_adit"))
            .args(["run", "base.toml", "--set", &format!("{path}={value}")])
            .current_dir(program.place.path())
            .output()
            .unwrap();
        let words = |text: &str| {
            text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).map(str::to_owned).collect::<Vec<_>>().join(" ")
        };
        let message = words(first["message"].as_str().unwrap());
        let told = words(&String::from_utf8_lossy(&checked.stderr));
        assert!(told.contains(&message), "{message}: {told}");
    }
    assert_eq!(program.answer(&[])["trials"], 256);
}

#[test]
fn a_new_change_cancels_the_run_of_its_page_only() {
    let program = Program::start(&["--trials", "1000000"]);
    thread::scope(|scope| {
        let run = |page: &'static str| {
            let program = &program;
            scope.spawn(move || events(&program.post("/api/run", &json!({ "page": page, "changes": changes_of(&CHANGES) }))))
        };
        let (first, other) = (run("a"), run("b"));
        thread::sleep(Duration::from_millis(1_500));
        let second = run("a");
        let first = first.join().unwrap();
        assert!(first.iter().all(|(name, _)| name != "done"), "{:?}", first.last());
        assert!(!other.is_finished() && !second.is_finished());
        assert_eq!(program.post("/api/close", &json!({})).status, 200);
        assert!(second.join().unwrap().iter().all(|(name, _)| name != "done"));
    });
}

#[test]
fn figures_and_trials_are_those_of_the_report() {
    let program = Program::start(&["--trials", "512"]);
    let answer = program.answer(&CHANGES);
    let names: Vec<&str> = answer["figures"].as_array().unwrap().iter().map(|figure| figure["name"].as_str().unwrap()).collect();
    for kind in ["answer", "arrival", "mix", "fan", "comparison"] {
        assert!(names.iter().any(|name| name.starts_with(kind)), "{kind}: {names:?}");
    }
    for name in names {
        let svg = program.get(&format!("/api/answers/{}/figures/{name}.svg", answer["id"]));
        assert!(svg.status == 200 && svg.text().contains("</svg>") && svg.head.contains("image/svg+xml"), "{name}: {}", svg.text());
    }
    let png = program.get(&format!("/api/answers/{}/figures/answer.png", answer["id"]));
    assert!(png.body.starts_with(b"\x89PNG"), "{}", png.head);
    let words: Vec<String> = ["trial", "base.toml", "--number", "3"].map(str::to_owned).into_iter().chain(sets()).collect();
    let line = adit(program.place.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(program.get(&format!("/api/answers/{}/trials/3", answer["id"])).text(), String::from_utf8(line).unwrap());
    assert_eq!(program.get(&format!("/api/answers/{}/trials/512", answer["id"])).status, 404);
    // answers of earlier runs are dropped
    for _ in 0..3 {
        program.answer(&[]);
    }
    assert_eq!(program.get(&format!("/api/answers/{}/summary.json", answer["id"])).status, 410);
}

#[test]
fn inputs_have_titles_units_and_sources() {
    let program = Program::start(&["--trials", "512"]);
    let scenario = program.get("/api/scenario").json();
    let inputs = scenario["inputs"].as_array().unwrap();
    let input = inputs.iter().find(|input| input["path"] == "nodes.mine.capacity").unwrap();
    assert_eq!((input["unit"].as_str(), input["judgement"].as_bool()), (Some("t/yr"), Some(true)));
    assert_eq!(input["form"]["family"], "pert");
    assert_eq!(input["form"]["parameters"].as_array().unwrap().len(), 3);
    let settings = scenario["settings"].as_array().unwrap();
    let initial = settings.iter().find(|setting| setting["path"] == "regimes.licensing.initial").unwrap();
    assert_eq!(initial["choices"].as_array().unwrap().len(), 3, "{initial}");
    assert!(settings.iter().any(|setting| setting["path"] == "projects.mine.stages.permits.cancels"), "{settings:?}");
    // every input can be set to what it is: the path is right, and nothing changes
    let before = program.answer(&[]);
    let changes: Vec<(String, String)> = inputs
        .iter()
        .filter(|input| !input["form"]["parameters"].as_array().unwrap().is_empty())
        .map(|input| {
            let numbers = input["form"]["parameters"].as_array().unwrap().iter().map(|one| one["value"].to_string()).chain([String::new()]);
            let text: String = input["form"]["pieces"]
                .as_array()
                .unwrap()
                .iter()
                .zip(numbers)
                .map(|(piece, number)| piece.as_str().unwrap().to_owned() + &number)
                .collect();
            (input["path"].as_str().unwrap().to_owned(), text)
        })
        .collect();
    let changes: Vec<(&str, &str)> = changes.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    assert!(changes.len() > 30);
    assert_eq!(program.answer(&changes)["headline"], before["headline"]);
    let effects = program.get("/api/effects").json();
    assert!(effects.as_array().unwrap().iter().all(|effect| inputs.iter().any(|input| input["path"] == effect["path"])), "{effects}");
}

#[test]
fn five_hundred_changes_take_no_more_memory_than_some() {
    let program = Program::start(&["--trials", "128", "--threads", "1"]);
    let change = |i: usize| {
        let capacity = (4_000 + i).to_string();
        let answer = program.answer(&[("nodes.refinery.capacity", &capacity)]);
        assert_eq!(program.get(&format!("/api/answers/{}/figures/answer.svg", answer["id"])).status, 200);
    };
    (0..100).for_each(change);
    let Some(before) = program.memory() else { return eprintln!("skipped: the system does not say how much memory a program has") };
    (100..600).for_each(change);
    let after = program.memory().unwrap();
    assert!(after < before + 32, "{before} MB, then {after} MB");
}
