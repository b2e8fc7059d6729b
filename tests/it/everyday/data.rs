//! Results for other programs: the JSON Schema of `summary.json`, its compatibility, and the examples of docs/data.md.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{adit, printed};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn schema() -> Value {
    serde_json::from_str(&printed(Path::new(ROOT), &["schema", "summary"])).unwrap()
}

fn read(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(Path::new(ROOT).join(path)).unwrap()).unwrap()
}

/// Results of every kind: a market that clears, routes, goals of several parts, a sampling design.
fn results() -> Vec<Value> {
    let place = tempfile::tempdir().unwrap();
    ["mine", "licensing", "quota"]
        .map(|like| {
            let file = format!("{like}.toml");
            adit(place.path()).args(["new", &file, "--like", like]).assert().success();
            let design: &[&str] = if like == "mine" { &["--sampling", "sobol"] } else { &[] };
            let run = adit(place.path()).args(["run", &file, "--trials", "256", "--format", "json"]).args(design).assert().success();
            serde_json::from_slice(&run.get_output().stdout).unwrap()
        })
        .to_vec()
}

#[test]
fn results_fit_the_schema_of_the_summary() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let kept = [read("outputs/sample/summary.json"), read("tests/data/summary-3.json")];
    for result in results().iter().chain(&kept) {
        let errors: Vec<String> = validator.iter_errors(result).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let mut wrong = kept[1].clone();
    wrong["goals"]["share_1"]["never"]["value"] = "often".into();
    assert!(!validator.is_valid(&wrong));
    assert_eq!(schema["properties"]["format"]["const"], adit::analyses::run::SUMMARY_FORMAT);
}

/// Every path of keys of a value, with the kind of what stands there; numbers and `null` are one kind.
pub(super) fn paths(value: &Value, path: &str, found: &mut Vec<(String, &'static str)>) {
    let kind = match value {
        Value::Object(_) => "object",
        Value::Array(_) => "list",
        Value::String(_) => "text",
        Value::Bool(_) => "yes or no",
        Value::Number(_) | Value::Null => "number",
    };
    found.push((path.to_owned(), kind));
    if let Value::Object(entries) = value {
        entries.iter().for_each(|(key, entry)| paths(entry, &format!("{path}/{key}"), found));
    }
}

#[test]
fn readers_of_an_earlier_summary_find_all_its_keys() {
    let kept = read("tests/data/summary-3.json");
    assert_eq!(kept["format"], adit::analyses::run::SUMMARY_FORMAT, "a new layout: keep a file of it, and say in the changelog what changed");
    let place = tempfile::tempdir().unwrap();
    adit(place.path()).args(["new", "mine.toml", "--like", "mine"]).assert().success();
    let run = adit(place.path()).args(["run", "mine.toml", "--trials", "256", "--format", "json"]).assert().success();
    let now: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    paths(&kept, "", &mut before);
    paths(&now, "", &mut after);
    assert!(before.len() > 500);
    let missing: Vec<_> = before.iter().filter(|path| !after.contains(path)).collect();
    assert!(missing.is_empty(), "a key was removed or changed its kind without a new `format`: {missing:#?}");
}

/// The code of the block that begins with these words.
pub(super) fn example(words: &str) -> String {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/data.md")).unwrap();
    let rest = page.split(&format!("```{words}\n")).nth(1).unwrap_or_else(|| panic!("no block {words}"));
    rest.split("\n```").next().unwrap().to_owned()
}

/// Whether a program is installed; says so where it is not.
pub(super) fn is_program(name: &str, word: &str) -> bool {
    let is_installed = Command::new(name).arg(word).output().is_ok_and(|run| run.status.success());
    if !is_installed {
        eprintln!("skipped: {name} is missing");
    }
    is_installed
}

/// A folder with the example of the README and its results.
pub(super) fn results_folder(words: &[&str]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    copy("tests/data/readme.toml", place.path());
    adit(place.path()).args(["run", "tests/data/readme.toml", "--trials", "300", "--figures", "answer"]).args(words).assert().success();
    place
}

fn copy(name: &str, place: &Path) {
    fs::create_dir_all(place.join(name).parent().unwrap()).unwrap();
    fs::copy(Path::new(ROOT).join(name), place.join(name)).unwrap();
}

/// Runs a Python program in a folder with results; `None` where Python or one of the packages is missing.
fn python(program: &str, packages: &[&str]) -> Option<String> {
    python_where(program, packages, &[])
}

/// The same with these files of the repository beside them.
pub(super) fn python_where(program: &str, packages: &[&str], files: &[&str]) -> Option<String> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = |package: &&str| Command::new(&python).args(["-c", &format!("import {package}")]).output().is_ok_and(|run| run.status.success());
    if !packages.iter().all(has) {
        eprintln!("skipped: {python} or one of {packages:?} is missing");
        return None;
    }
    let place = results_folder(&[]);
    for file in files {
        copy(file, place.path());
    }
    let program_folder = Path::new(env!("CARGO_BIN_EXE_adit")).parent().unwrap().display().to_string();
    let path = format!("{program_folder}:{}", std::env::var("PATH").unwrap_or_default());
    let run = Command::new(&python).args(["-c", program]).env("PATH", path).env("MPLBACKEND", "svg").current_dir(place.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).unwrap())
}

#[test]
fn the_examples_in_python_run() {
    if let Some(text) = python(&example("python json"), &["json"]) {
        assert!(text.starts_with("tenth: P50 ") && text.contains("2000 trials"), "{text}");
    }
    for (words, packages) in [("python pandas", &["pandas", "matplotlib"][..]), ("python polars", &["polars"])] {
        if let Some(text) = python(&example(words), packages) {
            assert!(text.contains("tenth") && text.contains("2035-12"), "{text}");
        }
    }
    let query = format!(
        "import duckdb\nfor query in '''{}'''.split(';'):\n    if query.strip():\n        print(duckdb.sql(query).fetchall())",
        example("sql")
    );
    if let Some(text) = python(&query, &["duckdb"]) {
        assert!(text.contains("('tenth', '2035-12', "), "{text}");
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn the_workbook_is_the_same_bytes_again() {
    let place = tempfile::tempdir().unwrap();
    let run = |out: &str| {
        let words = ["run", "tests/data/readme.toml", "--trials", "300", "--figures", "answer", "--xlsx", "--out"];
        adit(Path::new(ROOT)).args(words).arg(place.path().join(out)).assert().success();
        fs::read(place.path().join(out).join("run.xlsx")).unwrap()
    };
    let first = run("a");
    assert!(first.starts_with(b"PK") && first.len() > 20_000);
    assert_eq!(first, run("b"));
}
