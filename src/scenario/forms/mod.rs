//! The tables of a scenario file and their keys.

mod chain;
mod goals;
mod setting;

use super::grammar::Form;
use super::grammar::Range::Positive;
use super::grammar::Shape::{Drivers, Input, List, Named, Plain, Routes, Table};

pub use chain::{EXPANSION, NODE, PROJECT, RISK, ROUTE, STAGE};
pub use goals::{GOAL, PART};
pub use setting::{CLASS, EXCITATION, HAZARD, MINERAL, REGIME, STATE, STATE_FLOW, SUPPLIER, SUSPENSION};

/// The whole file.
pub static SCENARIO: Form = Form {
    what: "a scenario",
    keys: &[
        ("extends", Plain),
        ("title", Plain),
        ("description", Plain),
        ("start", Plain),
        ("end", Plain),
        ("trials", Plain),
        ("seed", Plain),
        ("sampling", Plain),
        ("replicates", Plain),
        ("precision", Table(&PRECISION)),
        ("sources", Named(&SOURCE)),
        ("drivers", Drivers),
        ("correlations", List(&CORRELATION)),
        ("minerals", Named(&MINERAL)),
        ("regimes", Named(&REGIME)),
        ("hazards", Named(&HAZARD)),
        ("projects", Named(&PROJECT)),
        ("nodes", Named(&NODE)),
        ("routes", Routes(&ROUTE)),
        ("goals", Named(&GOAL)),
        ("levers", Named(&LEVER)),
    ],
    rivals: &[],
};

/// `precision = { goal, quantity, half_width }`.
pub static PRECISION: Form =
    Form { what: "a precision", keys: &[("goal", Plain), ("quantity", Plain), ("half_width", Plain), ("confidence", Plain)], rivals: &[] };

/// `[levers.NAME]`.
pub static LEVER: Form = Form {
    what: "a lever",
    keys: &[
        ("title", Plain),
        ("cost", Input(Positive)),
        ("lead_time", Plain),
        ("set", Table(&CHANGES)),
        ("add", Table(&CHANGES)),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// What a lever can change or add: `[levers.NAME.set]` and `[levers.NAME.add]`.
pub static CHANGES: Form = Form {
    what: "what a lever changes",
    keys: &[
        ("drivers", Drivers),
        ("correlations", List(&CORRELATION)),
        ("minerals", Named(&MINERAL)),
        ("regimes", Named(&REGIME)),
        ("hazards", Named(&HAZARD)),
        ("projects", Named(&PROJECT)),
        ("nodes", Named(&NODE)),
        ("routes", Routes(&ROUTE)),
    ],
    rivals: &[],
};

/// `[sources.KEY]`.
pub static SOURCE: Form =
    Form { what: "a source", keys: &[("title", Plain), ("date", Plain), ("address", Plain), ("confidence", Plain), ("note", Plain)], rivals: &[] };

/// `[[correlations]]`.
pub static CORRELATION: Form = Form { what: "a correlation", keys: &[("between", Plain), ("rank", Plain)], rivals: &[] };

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::units::{Place, Problems};

    use super::super::grammar::Shape::{Factors, Inputs, Parts, PerMineral, Weights};
    use super::super::grammar::{LAWS, QUALIFIERS, Range, Shape, is_input_key};
    use super::super::tree::{Kind, Value, parse};
    use super::*;

    /// All forms, each once.
    fn forms() -> Vec<&'static Form> {
        let mut found: Vec<&'static Form> = vec![&SCENARIO];
        let mut next = 0;
        while let Some(form) = found.get(next) {
            next += 1;
            for (_, shape) in form.keys {
                if let Table(inner) | Named(inner) | List(inner) | Routes(inner) | Parts(inner) = *shape
                    && !found.iter().any(|form| std::ptr::eq(*form, inner))
                {
                    found.push(inner);
                }
            }
        }
        found
    }

    /// Notes which keys of which form a value uses.
    fn visit(value: &Value, shape: Shape, used: &mut BTreeSet<(&'static str, String)>) {
        let table = value.table();
        let entries = table.map(|table| table.entries.as_slice()).unwrap_or_default();
        match shape {
            Table(form) => {
                for (key, value) in entries {
                    used.insert((form.what, key.value.clone()));
                    visit(value, form.shape(&key.value).unwrap(), used);
                }
            }
            Named(form) => entries.iter().for_each(|(_, value)| visit(value, Table(form), used)),
            List(form) | Routes(form) | Parts(form) => value.array().unwrap_or_default().iter().for_each(|value| visit(value, Table(form), used)),
            Input(_) => used.extend(entries.iter().map(|(key, _)| ("an input", key.value.clone()))),
            PerMineral(range) if entries.iter().any(|(key, _)| !is_input_key(&key.value)) => {
                for (_, value) in entries {
                    visit(value, Input(range), used);
                }
            }
            PerMineral(range) => visit(value, Input(range), used),
            Inputs(range) => entries.iter().for_each(|(_, value)| visit(value, Input(range), used)),
            Drivers => entries.iter().for_each(|(_, value)| visit(value, Input(Range::Any), used)),
            Factors | Weights | Plain => {}
        }
    }

    /// Tests and manual rest on this scenario: a key that it lacks would be neither tested nor shown.
    #[test]
    fn the_scenario_with_every_key_has_every_key() {
        let mut problems = Problems::default();
        let root = parse(include_str!("../../../tests/data/every-key.toml"), 0, &mut problems);
        let mut used = BTreeSet::new();
        let root = Value { place: Place::default(), kind: Kind::Table(root) };
        visit(&root, Table(&SCENARIO), &mut used);
        // Sources and notes are read alike in every table; the measures of a goal may stand in its parts.
        let somewhere = |key: &str, what: &'static str| match key {
            "extends" => true,
            "source" | "note" => used.iter().any(|(_, used)| used == key),
            _ => used.contains(&(what, key.to_owned())) || what == GOAL.what && used.contains(&(PART.what, key.to_owned())),
        };
        let all = forms().into_iter().filter(|form| form.what != PART.what).flat_map(|form| form.names().map(|key| (key, form.what)));
        let mut missing: Vec<String> = all.filter(|(key, what)| !somewhere(key, what)).map(|(key, what)| format!("`{key}` of {what}")).collect();
        missing.extend(
            LAWS.iter().chain(QUALIFIERS).filter(|key| !used.contains(&("an input", (**key).to_owned()))).map(|key| format!("`{key}` of an input")),
        );
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_manual_names_every_key() {
        let manual = include_str!("../../../docs/scenario.md");
        let named = |key: &str| manual.contains(&format!("`{key}`"));
        let missing: BTreeSet<&str> =
            forms().iter().flat_map(|form| form.names()).chain(LAWS.iter().chain(QUALIFIERS).copied()).filter(|key| !named(key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
