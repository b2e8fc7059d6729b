//! `adit schema NAME`: real files fit the schemas of all JSON files of results, the schemas name all their keys, and no key of a kept file is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::data::paths;
use super::{adit, printed};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The files of the results of each command, by the name of the schema and of the command.
fn results() -> BTreeMap<(String, String), Value> {
    let place = tempfile::tempdir().unwrap();
    let scenario = fs::read_to_string(Path::new(ROOT).join("tests/data/readme.toml")).unwrap();
    let levers = "[levers.fast]\ntitle = \"Fast permits\"\ncost = 1_000_000\nset.projects.mine.stages.permits.duration = 6\n";
    let scenario = scenario.replace("2040-12", "2032-12");
    fs::write(place.path().join("s.toml"), &scenario).unwrap();
    fs::write(place.path().join("l.toml"), format!("{scenario}\n{levers}")).unwrap();
    fs::write(place.path().join("t.toml"), scenario.replace("sd = 2", "sd = 1")).unwrap();
    fs::write(
        place.path().join("d.csv"),
        "days,date,end,fast,slow\n3,2022-01,2022-05,1,2\n4,2022-03,2022-09,2,3\n6,2023-01,2023-04,2,5\n9,2024-02,2025-01,3,7\n",
    )
    .unwrap();
    let spells = "state,start,end,last,next\nstrict,2023-08,2024-06,,eased\neased,2024-06,2024-12,,strict\nstrict,2024-12,2025-03,,ban\n\
                  ban,2025-03,2025-11,,eased\neased,2025-11,,2026-03,\nstrict,2023-01,2023-07,,eased\nstrict,2022-01,2022-11,,eased\n";
    fs::write(place.path().join("spells.csv"), spells).unwrap();
    let commands: [(&str, &[&str]); 16] = [
        ("run", &["run", "s.toml", "--trials", "64", "--figures", "answer", "--given", "hazards.unrest.rate > 4"]),
        ("run-sobol", &["run", "s.toml", "--trials", "256", "--figures", "answer", "--sampling", "sobol"]),
        ("compare", &["compare", "s.toml", "t.toml", "--trials", "64"]),
        ("causes", &["causes", "s.toml", "--trials", "64"]),
        ("conditions", &["conditions", "s.toml", "--trials", "256"]),
        ("discover", &["discover", "s.toml", "--trials", "512"]),
        ("doubt", &["doubt", "s.toml", "--trials", "64"]),
        ("levers", &["levers", "l.toml", "--trials", "256"]),
        ("rare", &["rare", "s.toml", "--goal", "tenth", "--trials", "256"]),
        ("sensitivity", &["sensitivity", "s.toml", "--trials", "256"]),
        ("sources", &["sources", "s.toml", "--trials", "64"]),
        ("sweep", &["sweep", "s.toml", "--trials", "64", "--vary", "nodes.road.lag=1,3"]),
        ("durations", &["fit", "durations", "d.csv", "--value", "days", "--replicates", "19"]),
        ("incidents", &["fit", "incidents", "d.csv", "--from", "2022-01", "--to", "2026-01"]),
        ("regimes", &["fit", "regimes", "spells.csv", "--replicates", "19"]),
        ("backtest", &["backtest", "--trials", "64"]),
    ];
    let mut found = BTreeMap::new();
    for (name, command) in commands {
        adit(place.path()).args(command).args(["--out", name]).assert().success();
        for entry in fs::read_dir(place.path().join(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "json") {
                let file = path.file_stem().unwrap().to_string_lossy().into_owned();
                found.insert((file, name.to_owned()), serde_json::from_slice(&fs::read(&path).unwrap()).unwrap());
            }
        }
    }
    found
}

/// The schema with every object that lists its keys closed to others.
fn closed(schema: &Value) -> Value {
    match schema {
        Value::Object(entries) => {
            let mut all: serde_json::Map<_, _> = entries.iter().map(|(key, value)| (key.clone(), closed(value))).collect();
            if all.get("properties").is_some_and(Value::is_object)
                && all.get("type").is_some_and(|of| of == "object")
                && !all.contains_key("additionalProperties")
            {
                all.insert("additionalProperties".to_owned(), false.into());
            }
            all.into()
        }
        Value::Array(items) => items.iter().map(closed).collect(),
        plain => plain.clone(),
    }
}

#[test]
fn results_have_the_keys_of_their_schemas_and_of_the_kept_files() {
    let results = results();
    let kept_folder = Path::new(ROOT).join("tests/data/results-keys");
    let mut wrong = Vec::new();
    for ((name, command), value) in &results {
        let schema: Value = serde_json::from_str(&printed(Path::new(ROOT), &["schema", name])).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        let validator = jsonschema::draft202012::new(&closed(&schema)).unwrap();
        wrong.extend(validator.iter_errors(value).take(3).map(|error| format!("{name} of {command}, {}: {error}", error.instance_path())));
        if let Some(format) = value.get("format") {
            assert_eq!(schema["properties"]["format"]["const"], *format, "{name}");
            assert!(schema["$id"].as_str().unwrap().ends_with(&format!(":{format}")), "{name}");
        }
    }
    let files: BTreeSet<&str> = results.keys().map(|(name, _)| name.as_str()).collect();
    assert_eq!(files.len(), 16, "a file without a schema, or a command that is not run: {files:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for ((name, _), value) in &results {
        let mut found = Vec::new();
        paths(value, "", &mut found);
        keys.entry(name).or_default().extend(found.into_iter().map(|(path, _)| path));
    }
    for (name, now) in keys.into_iter().filter(|(name, _)| *name != "summary") {
        let file = kept_folder.join(format!("{name}.txt"));
        if std::env::var_os("ADIT_KEEP_KEYS").is_some() {
            fs::write(&file, now.iter().fold(String::new(), |text, path| text + path + "\n")).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap();
        let gone: Vec<&str> = kept.lines().filter(|path| !now.contains(*path)).collect();
        assert!(gone.is_empty(), "{name}: a key was removed; raise the number of the layout and keep the keys anew (ADIT_KEEP_KEYS=1): {gone:#?}");
    }
}
