//! The tables of a scenario file and their keys.

use super::grammar::Form;
use super::grammar::Range::{Branching, Chance, Grade, Growth, Positive};
use super::grammar::Shape::{Drivers, Factors, Input, Inputs, List, Named, Parts, PerMineral, Plain, Routes, Table, Weights};

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

/// `[minerals.NAME]`.
pub static MINERAL: Form = Form {
    what: "a mineral",
    keys: &[
        ("demand", Input(Positive)),
        ("growth", Input(Growth)),
        ("price", Input(Positive)),
        ("inventory", Input(Positive)),
        ("suppliers", Named(&SUPPLIER)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `[minerals.NAME.suppliers.NAME]`.
pub static SUPPLIER: Form = Form {
    what: "a supplier",
    keys: &[
        ("share", Input(Positive)),
        ("growth", Input(Growth)),
        ("controlled_by", Plain),
        ("dependence", Input(Chance)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `[regimes.NAME]`.
pub static REGIME: Form = Form {
    what: "a regime",
    keys: &[
        ("initial", Weights),
        ("planned", Plain),
        ("history", Plain),
        ("states", Named(&STATE)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `[regimes.NAME.states.STATE]`.
pub static STATE: Form = Form {
    what: "a state",
    keys: &[
        ("lasts", Input(Positive)),
        ("then", Weights),
        ("wait", Input(Positive)),
        ("passes", Input(Positive)),
        ("meanwhile", Input(Positive)),
        ("minerals", Named(&STATE_FLOW)),
        ("suppliers", Named(&STATE_FLOW)),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// What a state lets through for one mineral or supplier.
pub static STATE_FLOW: Form = Form {
    what: "a state's exception",
    keys: &[("wait", Input(Positive)), ("passes", Input(Positive)), ("meanwhile", Input(Positive)), ("source", Plain), ("note", Plain)],
    rivals: &[],
};

/// `[hazards.NAME]`.
pub static HAZARD: Form = Form {
    what: "a hazard",
    keys: &[
        ("rate", Input(Positive)),
        ("trend", Input(Growth)),
        ("season", Plain),
        ("level", Factors),
        ("excitation", Table(&EXCITATION)),
        ("classes", Named(&CLASS)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `excitation = { branching, decay }`.
pub static EXCITATION: Form = Form {
    what: "an excitation",
    keys: &[("branching", Input(Branching)), ("decay", Input(Positive)), ("source", Plain), ("note", Plain)],
    rivals: &[],
};

/// `[hazards.NAME.classes.CLASS]`.
pub static CLASS: Form = Form {
    what: "a class of incidents",
    keys: &[
        ("weight", Plain),
        ("outage", Input(Positive)),
        ("loss", Input(Chance)),
        ("suspends", Table(&SUSPENSION)),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `suspends = { probability, for }`.
pub static SUSPENSION: Form =
    Form { what: "a suspension", keys: &[("probability", Input(Chance)), ("for", Input(Positive)), ("source", Plain), ("note", Plain)], rivals: &[] };

/// `[projects.NAME]`.
pub static PROJECT: Form = Form {
    what: "a project",
    keys: &[("stages", Named(&STAGE)), ("exposure", Inputs(Chance)), ("group", Plain), ("source", Plain), ("note", Plain)],
    rivals: &[],
};

/// `[projects.NAME.stages.STAGE]`.
pub static STAGE: Form = Form {
    what: "a stage",
    keys: &[
        ("after", Plain),
        ("after_any", Plain),
        ("not_before", Plain),
        ("duration", Input(Positive)),
        ("progress", Input(Chance)),
        ("risks", Named(&RISK)),
        ("pace", Factors),
        ("exposure", Inputs(Chance)),
        ("done", Plain),
        ("cancels", Input(Chance)),
        ("jobs", Input(Positive)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[&[&["done"], &["not_before", "duration", "progress", "risks", "pace", "exposure", "cancels"]]],
};

/// `risks.NAME = { probability, delay }`.
pub static RISK: Form = Form {
    what: "a risk",
    keys: &[("probability", Input(Chance)), ("delay", Input(Positive)), ("group", Plain), ("source", Plain), ("note", Plain)],
    rivals: &[],
};

/// `[nodes.NAME]`.
pub static NODE: Form = Form {
    what: "a node",
    keys: &[
        ("kind", Plain),
        ("opens", Plain),
        ("capacity", PerMineral(Positive)),
        ("ramp_up", Plain),
        ("stretch", Input(Positive)),
        ("closes", Plain),
        ("life", Input(Positive)),
        ("expansions", List(&EXPANSION)),
        ("counts", Plain),
        ("grade", Input(Grade)),
        ("yield", PerMineral(Chance)),
        ("lag", Input(Positive)),
        ("buffer", Input(Positive)),
        ("stock", Input(Positive)),
        ("exposure", Inputs(Chance)),
        ("flow", Factors),
        ("outage", Plain),
        ("jobs", Input(Positive)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[&[&["closes"], &["life"]]],
};

/// `[[nodes.NAME.expansions]]`.
pub static EXPANSION: Form = Form {
    what: "an expansion",
    keys: &[
        ("opens", Plain),
        ("capacity", PerMineral(Positive)),
        ("ramp_up", Plain),
        ("stretch", Input(Positive)),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `[[routes]]`.
pub static ROUTE: Form = Form {
    what: "a route",
    keys: &[
        ("name", Plain),
        ("mineral", Plain),
        ("via", Plain),
        ("origin", Plain),
        ("offtake", Input(Chance)),
        ("split", Input(Positive)),
        ("prefer", Plain),
        ("grade", Input(Grade)),
        ("carries", Inputs(Positive)),
        ("controlled_by", Plain),
        ("dependence", Input(Chance)),
        ("flow", Factors),
        ("payable", Input(Positive)),
        ("royalty", Input(Chance)),
        ("group", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// The keys that test a goal; exactly one stands in a goal or in a part of one (`at_least` and `of` go together).
const TESTS: &[&[&str]] = &[
    &["share_of_demand"],
    &["free_share_of_demand"],
    &["controlled_share_below"],
    &["hhi_below"],
    &["shortage_below"],
    &["covers_withheld"],
    &["all"],
    &["any"],
    &["at_least", "of"],
];

/// `[goals.NAME]`.
pub static GOAL: Form = Form {
    what: "a goal",
    keys: &[
        ("title", Plain),
        ("mineral", Plain),
        ("origin", Plain),
        ("share_of_demand", Input(Positive)),
        ("free_share_of_demand", Input(Positive)),
        ("controlled_share_below", Input(Positive)),
        ("hhi_below", Input(Positive)),
        ("shortage_below", Input(Positive)),
        ("covers_withheld", Input(Positive)),
        ("all", Parts(&PART)),
        ("any", Parts(&PART)),
        ("at_least", Plain),
        ("of", Parts(&PART)),
        ("sustain", Plain),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[TESTS],
};

/// A part of a goal.
pub static PART: Form = Form {
    what: "a part of a goal",
    keys: &[
        ("mineral", Plain),
        ("origin", Plain),
        ("share_of_demand", Input(Positive)),
        ("free_share_of_demand", Input(Positive)),
        ("controlled_share_below", Input(Positive)),
        ("hhi_below", Input(Positive)),
        ("shortage_below", Input(Positive)),
        ("covers_withheld", Input(Positive)),
        ("all", Parts(&PART)),
        ("any", Parts(&PART)),
        ("at_least", Plain),
        ("of", Parts(&PART)),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[TESTS],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::units::Problems;

    use super::super::grammar::{LAWS, QUALIFIERS, Shape};
    use super::super::tree::{Value, parse};
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
            PerMineral(range) if entries.iter().any(|(key, _)| !super::super::grammar::is_input_key(&key.value)) => {
                for (_, value) in entries {
                    visit(value, Input(range), used);
                }
            }
            PerMineral(range) => visit(value, Input(range), used),
            Inputs(range) => entries.iter().for_each(|(_, value)| visit(value, Input(range), used)),
            Drivers => entries.iter().for_each(|(_, value)| visit(value, Input(super::super::grammar::Range::Any), used)),
            Factors | Weights | Plain => {}
        }
    }

    /// Tests and manual rest on this scenario: a key that it lacks would be neither tested nor shown.
    #[test]
    fn the_scenario_with_every_key_has_every_key() {
        let mut problems = Problems::default();
        let root = parse(include_str!("../../tests/data/every-key.toml"), 0, &mut problems);
        let mut used = BTreeSet::new();
        let root = Value { place: crate::units::Place::default(), kind: super::super::tree::Kind::Table(root) };
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
        let manual = include_str!("../../docs/scenario.md");
        let named = |key: &str| manual.contains(&format!("`{key}`"));
        let missing: BTreeSet<&str> =
            forms().iter().flat_map(|form| form.names()).chain(LAWS.iter().chain(QUALIFIERS).copied()).filter(|key| !named(key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
