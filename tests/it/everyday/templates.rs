//! The templates of `adit new --like` pass the check with all sources, without a warning, and run.

use super::adit;
use predicates::str::contains;

#[test]
fn every_template_checks_with_sources_and_runs() {
    let place = tempfile::tempdir().unwrap();
    for like in ["quota", "licensing", "mine", "corridor", "refinery"] {
        let file = format!("{like}.toml");
        adit(place.path()).args(["new", &file, "--like", like]).assert().success();
        adit(place.path()).args(["check", "--sources", &file]).assert().success().stderr("").stdout(contains(" 0 without a source"));
        adit(place.path()).args(["check", &file]).assert().success().stderr("");
        adit(place.path()).args(["run", &file, "--trials", "200"]).assert().success();
    }
}

#[test]
fn an_unknown_template_names_those_that_exist() {
    let place = tempfile::tempdir().unwrap();
    adit(place.path()).args(["new", "x.toml", "--like", "mines"]).assert().code(2).stderr(contains("'mine'"));
    assert!(std::fs::read_dir(place.path()).unwrap().next().is_none());
}
