//! The JSON Schema of scenario files (draft 2020-12), from the declarations of their keys.
//!
//! Every table has two definitions: as it stands in a scenario, and as it stands in an overlay or a lever, where nothing is required.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::grammar::{DISTRIBUTIONS, Form, Key, Plain, QUALIFIERS, Range, Shape};
use super::table::Table;
use super::tables::{CHANGES, Scenario, TiedChance};

/// The schema of scenario files.
#[must_use]
pub fn schema() -> Value {
    let mut schema = Schema { definitions: Map::new() };
    schema.form(Scenario::FORM, true);
    schema.form(Scenario::FORM, false);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of adit",
        "type": "object",
        "if": { "required": ["extends"] },
        "then": { "$ref": "#/$defs/scenario-overlay" },
        "else": { "$ref": "#/$defs/scenario" },
        "$defs": schema.definitions,
    })
}

struct Schema {
    definitions: Map<String, Value>,
}

impl Schema {
    /// Refers to a definition, which is made where it is not there yet.
    fn defined(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.to_owned(), Value::Null);
            let definition = make(self);
            self.definitions.insert(name.to_owned(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn form(&mut self, form: &'static Form, whole: bool) -> Value {
        let name = form.noun().replace(' ', "-").replace('\'', "") + if whole { "" } else { "-overlay" };
        self.defined(&name, |schema| {
            let properties: Map<String, Value> = form.keys().map(|key| (key.name.to_owned(), schema.key(key, whole))).collect();
            let required: Vec<&str> = form.keys().filter(|key| whole && key.required.is_some()).map(|key| key.name).collect();
            let mut rules = Vec::new();
            for sides in form.rivals {
                for (i, side) in sides.iter().enumerate() {
                    for other in &sides[i + 1..] {
                        let pairs = side.iter().flat_map(|a| other.iter().map(move |b| json!({ "not": { "required": [a, b] } })));
                        rules.extend(pairs);
                    }
                }
            }
            let mut schema = json!({
                "type": "object", "description": capital(form.what), "properties": properties, "additionalProperties": false, "required": required,
            });
            if whole && !form.one_of.is_empty() {
                rules.push(json!({ "anyOf": form.one_of.iter().map(|key| json!({ "required": [key] })).collect::<Vec<_>>() }));
            }
            if whole {
                let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
                form.needs.iter().for_each(|(key, other)| needs.entry(key).or_default().push(other));
                schema["dependentRequired"] = json!(needs);
            }
            if !rules.is_empty() {
                schema["allOf"] = json!(rules);
            }
            schema
        })
    }

    fn key(&mut self, key: &Key, whole: bool) -> Value {
        let mut schema = self.shape(key.shape, whole);
        if let (Shape::Named(_), Some(fields)) = (key.shape, schema.as_object_mut()) {
            let names = if matches!(key.name, "suppliers" | "origins") { json!({ "minLength": 1 }) } else { json!({ "pattern": "^[^.]+$" }) };
            fields.insert("propertyNames".to_owned(), names);
            fields.insert("minProperties".to_owned(), json!(u8::from(whole && key.required.is_some())));
        }
        let unit = if key.unit.is_empty() { String::new() } else { format!(" Unit: {}.", key.unit) };
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("description".to_owned(), json!(format!("{}{unit}", key.meaning())));
            fields.extend(key.default.map(|number| ("default".to_owned(), json!(number))));
        }
        schema
    }

    fn shape(&mut self, shape: Shape, whole: bool) -> Value {
        match shape {
            Shape::Plain(plain) => of_plain(plain),
            Shape::Input(range) => self.input(range, whole),
            Shape::Chance => json!({ "anyOf": [self.input(Range::Share, whole), self.form(TiedChance::FORM, whole)] }),
            Shape::PerMineral(range) => {
                let input = self.input(range, whole);
                let words: Vec<&str> = DISTRIBUTIONS.iter().chain(QUALIFIERS).copied().collect();
                json!({ "anyOf": [input, { "type": "object", "additionalProperties": input, "propertyNames": { "not": { "enum": words } } }] })
            }
            Shape::Inputs(range) => json!({ "type": "object", "additionalProperties": self.input(range, whole) }),
            Shape::Drivers => json!({ "type": "object", "additionalProperties": self.input(Range::Any, whole) }),
            Shape::Factors(range) => {
                let input = self.input(range, whole);
                json!({ "type": "object", "additionalProperties": { "type": "object", "additionalProperties": input } })
            }
            Shape::Weights => {
                json!({ "anyOf": [{ "type": "string" }, { "type": "object", "minProperties": 1, "additionalProperties": { "type": "number", "minimum": 0 } }] })
            }
            Shape::Table(form) | Shape::Flat(form) => self.form(form, whole && !std::ptr::eq(form, &raw const CHANGES)),
            Shape::Named(form) => json!({ "type": "object", "additionalProperties": self.form(form, whole) }),
            Shape::List(form) | Shape::Routes(form) => {
                let item = self.form(form, whole);
                list(&item, 0, whole)
            }
            Shape::Parts(form) => {
                let item = self.form(form, whole);
                list(&json!({ "anyOf": [{ "type": "string" }, item] }), 1, whole)
            }
        }
    }

    /// A number of the scenario: a constant, a driver, or a table with one distribution.
    fn input(&mut self, range: Range, whole: bool) -> Value {
        let name = format!("number-{range:?}{}", if whole { "" } else { "-overlay" });
        self.defined(&name, |schema| {
            let number = of_range(range);
            let driver = json!({ "type": "string", "pattern": "^@" });
            let mut properties = distributions(&number, &schema.distribution());
            let names = json!({ "anyOf": [driver, { "type": "array", "items": driver }] });
            let qualifiers = [("scale", names), ("clamp", numbers(&number, 2, 2)), ("planned", number.clone())];
            properties.extend(qualifiers.map(|(key, value)| (key.to_owned(), value)));
            properties.extend([("column", Plain::Text), ("source", Plain::Texts), ("note", Plain::Text), ("group", Plain::Text)].map(|(key, plain)| (key.to_owned(), of_plain(plain))));
            let one_distribution: Vec<Value> = DISTRIBUTIONS.iter().map(|spec| json!({ "required": [spec] })).collect();
            let mut table = json!({
                "type": "object", "properties": properties, "additionalProperties": false, "dependentRequired": { "column": ["empirical"], "empirical": ["column"] },
            });
            if whole {
                table["oneOf"] = json!(one_distribution);
            }
            json!({ "anyOf": [number, driver, table] })
        })
    }

    /// A distribution alone, as a part of a mixture.
    fn distribution(&mut self) -> Value {
        self.defined("distribution", |_| {
            let mut properties = distributions(&json!({ "type": "number" }), &json!({ "$ref": "#/$defs/distribution" }));
            properties.insert("column".to_owned(), of_plain(Plain::Text));
            json!({ "anyOf": [{ "type": "number" }, { "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1 }] })
        })
    }
}

/// With a capital letter, to begin a sentence.
fn capital(text: &str) -> String {
    super::reader::capital(text)
}

/// A list; in overlays and levers also entries by number or name.
fn list(item: &Value, least: usize, whole: bool) -> Value {
    let array = json!({ "type": "array", "items": item, "minItems": least });
    if whole { array } else { json!({ "anyOf": [array, { "type": "object", "additionalProperties": item }] }) }
}

fn of_range(range: Range) -> Value {
    match range {
        Range::Any => json!({ "type": "number" }),
        Range::NonNegative => json!({ "type": "number", "minimum": 0 }),
        Range::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Range::PositiveShare => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
        Range::ShareBelowOne => json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1 }),
        Range::AboveMinusOne => json!({ "type": "number", "exclusiveMinimum": -1 }),
        Range::AtLeastOne => json!({ "type": "number", "minimum": 1 }),
        Range::Signed => json!({ "type": "number", "minimum": -1, "maximum": 1 }),
    }
}

fn of_plain(plain: Plain) -> Value {
    match plain {
        Plain::Text | Plain::When => json!({ "type": "string" }),
        Plain::Written => json!({ "type": ["string", "integer"] }),
        Plain::Texts => json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        Plain::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$" }),
        Plain::Word(words) => json!({ "enum": words }),
        Plain::Count(least, u64::MAX) => json!({ "type": "integer", "minimum": least }),
        Plain::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Plain::Flag => json!({ "type": "boolean" }),
        Plain::Number => json!({ "type": "number" }),
        Plain::Season => numbers(&of_range(Range::NonNegative), 12, 12),
        Plain::Pairs => json!({ "type": "array", "items": numbers(&of_range(Range::NonNegative), 2, 2) }),
        Plain::Years => json!({ "type": "array", "items": { "type": "integer", "minimum": 1000, "maximum": 9999 } }),
        Plain::History => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    }
}

fn numbers(number: &Value, least: usize, most: usize) -> Value {
    json!({ "type": "array", "items": number, "minItems": least, "maxItems": most })
}

/// The keys of distributions; `number` is what a constant may be, `part` a part of a mixture.
fn distributions(number: &Value, part: &Value) -> Map<String, Value> {
    let any = json!({ "type": "number" });
    let positive = json!({ "type": "number", "exclusiveMinimum": 0 });
    let table = |parameters: &[(&str, &Value)], required: usize| {
        let names: Vec<&str> = parameters[..required].iter().map(|(name, _)| *name).collect();
        let properties: Map<String, Value> = parameters.iter().map(|&(name, value)| (name.to_owned(), value.clone())).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false, "required": names })
    };
    let weighted = |what: &Value| {
        let pair = json!({ "type": "array", "prefixItems": [what, of_range(Range::NonNegative)], "minItems": 2, "maxItems": 2 });
        json!({ "type": "array", "items": pair, "minItems": 1 })
    };
    let below_one = json!({ "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 });
    let moments = table(&[("mean", &positive), ("sd", &positive)], 2);
    let lognormal = [table(&[("median", &positive), ("sigma", &positive)], 2), moments.clone(), table(&[("p10", &positive), ("p90", &positive)], 2)];
    let all = [
        ("value", json!({ "anyOf": [number, { "type": "string", "pattern": "^@" }] })),
        ("uniform", numbers(&any, 2, 2)),
        ("loguniform", json!({ "type": "array", "items": positive, "minItems": 2, "maxItems": 2 })),
        ("triangular", numbers(&any, 3, 3)),
        ("pert", numbers(&any, 3, 3)),
        ("normal", table(&[("mean", &any), ("sd", &positive)], 2)),
        ("lognormal", json!({ "anyOf": lognormal })),
        ("gamma", moments),
        ("beta", table(&[("mean", &below_one), ("sd", &positive)], 2)),
        ("exponential", table(&[("mean", &positive)], 1)),
        ("weibull", table(&[("shape", &positive), ("scale", &positive)], 2)),
        ("metalog", table(&[("p10", &any), ("p50", &any), ("p90", &any), ("min", &any), ("max", &any)], 3)),
        ("discrete", weighted(&any)),
        ("empirical", of_plain(Plain::Text)),
        ("mixture", weighted(part)),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
