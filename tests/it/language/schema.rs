//! The JSON Schema accepts what the program accepts, and refuses of what it refuses all that a schema can express.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use adit::scenario::{TEMPLATE, schema};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::malformed::{BELONGS_TOGETHER, DISTRIBUTIONS, KEYS_AND_KINDS, RANGES, Slip};
use super::{EVERY_KEY, ONE_REFINERY, OVERLAY, data};

fn validator() -> Validator {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// As programs that check TOML by a JSON Schema read it: dates are texts, numbers that are not finite no numbers.
fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(whole) => json!(whole),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(is) => json!(is),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Table(table) => Value::Object(table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect()),
    }
}

fn read(text: &str) -> Value {
    to_json(&toml::Value::Table(text.parse().unwrap()))
}

#[test]
fn every_scenario_that_is_shipped_or_tested_fits() {
    let validator = validator();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files = vec![data().join("every-key.toml"), data().join("overlay.toml")];
    for folder in [root.clone(), root.join("readings")] {
        files.extend(
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "toml")),
        );
    }
    assert!(files.len() > 10);
    for file in files {
        let errors: Vec<String> =
            validator.iter_errors(&read(&fs::read_to_string(&file).unwrap())).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}\n{errors:#?}", file.display());
    }
    assert!(validator.is_valid(&read(TEMPLATE)));
}

/// Messages of problems that a schema cannot express: what compares values with each other, with names or with files.
const BEYOND: &[&str] = &[
    "cannot be a name in",
    "is no date",
    "is out of order",
    "has no width",
    "the sd of",
    "cannot be read",
    "line 3 of",
    "is the wrong way round",
    "no weight above 0",
    "there is no",
    "goes back in time",
    "names a driver",
    "asks for 3 of 2 parts",
    "before it starts in",
    // A reason or a mineral may come from the table around.
    "a judgement without a reason",
    "has no `mineral`",
    // A misspelt distribution may be the name of a mineral.
    "unknown key `values`",
];

fn slips_are_refused(base: &str, slips: &[Slip]) {
    let validator = validator();
    let accepted: Vec<String> = slips
        .iter()
        .filter(|(_, _, _, message, _)| !BEYOND.iter().any(|beyond| message.contains(beyond)))
        .filter(|(from, to, ..)| validator.is_valid(&read(&base.replacen(from, to, 1))))
        .map(|(from, to, _, message, _)| format!("{from} → {to}: {message}"))
        .collect();
    assert!(accepted.is_empty(), "{accepted:#?}");
}

#[test]
fn slips_that_a_schema_can_express_are_refused() {
    slips_are_refused(ONE_REFINERY, &[KEYS_AND_KINDS, DISTRIBUTIONS, RANGES, BELONGS_TOGETHER].concat());
}

/// Follows references to definitions.
fn resolved<'s>(root: &'s Value, mut schema: &'s Value) -> &'s Value {
    while let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        schema = &root["$defs"][name.trim_start_matches("#/$defs/")];
    }
    schema
}

/// Notes every key of a definition that a value uses, by `definition.key`.
fn visit(root: &Value, schema: &Value, value: &Value, around: &str, used: &mut BTreeSet<String>) {
    let name = schema.get("$ref").and_then(Value::as_str).map_or(around, |path| path.trim_start_matches("#/$defs/"));
    let inner = resolved(root, schema);
    for choice in inner.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        visit(root, choice, value, name, used);
    }
    if let (Some(items), Some(values)) = (inner.get("items"), value.as_array()) {
        for value in values {
            visit(root, items, value, name, used);
        }
    }
    let Some(table) = value.as_object() else { return };
    let empty = Map::new();
    let properties = inner.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    for (key, value) in table {
        if let Some(schema) = properties.get(key) {
            used.insert(format!("{}.{key}", name.split("-overlay").next().unwrap_or_default()));
            visit(root, schema, value, name, used);
        } else if let Some(schema) = inner.get("additionalProperties").filter(|schema| schema.is_object()) {
            visit(root, schema, value, name, used);
        }
    }
}

/// Tests and manual rest on this scenario: a key that it lacks would be neither tested nor shown.
#[test]
fn the_scenario_with_every_key_has_every_key() {
    let root = schema();
    let mut used = BTreeSet::new();
    visit(&root, &json!({ "$ref": "#/$defs/scenario" }), &read(EVERY_KEY), "", &mut used);
    visit(&root, &json!({ "$ref": "#/$defs/scenario-overlay" }), &read(OVERLAY), "", &mut used);
    let used_somewhere = |name: &str, key: &str| {
        let named = |definition: &str| used.contains(&format!("{definition}.{key}"));
        match (name, key) {
            (_, "title" | "source" | "note" | "group") => used.iter().any(|used| used.ends_with(&format!(".{key}"))),
            ("goal" | "part-of-a-goal", _) => named("goal") || named("part of a goal") || named("part-of-a-goal"),
            _ if name.starts_with("number-") => used.iter().any(|used| used.starts_with("number-") && used.ends_with(&format!(".{key}"))),
            _ => named(name),
        }
    };
    let mut missing = Vec::new();
    for (name, definition) in root["$defs"].as_object().unwrap() {
        if name.ends_with("-overlay") || name == "distribution" {
            continue;
        }
        let keys = definition.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key);
        let table = definition.get("anyOf").and_then(Value::as_array).into_iter().flatten().filter_map(|choice| choice.get("properties"));
        let inner = table.filter_map(Value::as_object).flatten().map(|(key, _)| key);
        missing.extend(keys.chain(inner).filter(|key| !used_somewhere(name, key)).map(|key| format!("{name}.{key}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
