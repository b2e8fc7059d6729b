//! Tables of what is asked of a scenario, its goals, and of the levers that could bring them nearer.

use crate::scenario::grammar::Range::{NonNegative, Share};
use crate::scenario::grammar::{Form, Key, Plain, Rivals, Shape};
use crate::scenario::model::{Input, LeverFigure, Measure, Test};
use crate::scenario::place::{At, Name};
use crate::scenario::reader::{Fields, Reader};
use crate::scenario::table::{Field, Located, Table, table};
use crate::scenario::tree;
use crate::scenario::write::{Section, input_text, names_text, value_text};
use crate::units::{Date, Place};

/// The keys that test a goal; exactly one stands in a goal or in a part of one (`at_least` and `of` go together).
const TESTS: Rivals = &[&[
    &["share_of_demand"],
    &["free_share_of_demand"],
    &["controlled_share_below"],
    &["hhi_below"],
    &["largest_origin_below"],
    &["shortage_below"],
    &["covers_withheld"],
    &["all"],
    &["any"],
    &["at_least", "of"],
]];

const ONE_TEST: &[&str] = &[
    "share_of_demand",
    "free_share_of_demand",
    "controlled_share_below",
    "hhi_below",
    "largest_origin_below",
    "shortage_below",
    "covers_withheld",
    "all",
    "any",
    "of",
];
const COUNTED: &[(&str, &str)] = &[("at_least", "of"), ("of", "at_least")];

table! {
    /// `[goals.NAME]`.
    Goal, goal = "a goal", sourced(), rivals(TESTS), needs(COUNTED), one_of(ONE_TEST);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Its test.
    test: Test;
    /// Months in a row for which its test must hold, a plain whole number.
    sustain: Option<At<u32>>, default(12.0);
    /// Month in which it was announced to be reached; drawn in its figures, no number rests on it.
    announced: Option<At<Date>>;
    place place;
}

const fn measure(name: &'static str, unit: &'static str, range: crate::scenario::grammar::Range, doc: &'static str) -> Key {
    Key::new(name, Shape::Input(range), doc).unit(unit)
}

/// Every measure with its key.
pub static MEASURES: [(Measure, Key); 7] = [
    (Measure::ShareOfDemand, measure("share_of_demand", "share", NonNegative, "Arrivals are at least that share of demand.").rarely_above(2.0)),
    (
        Measure::FreeShareOfDemand,
        measure(
            "free_share_of_demand",
            "share",
            NonNegative,
            "Free supply and free arrivals of every origin, without inventory, are at least that share of demand: a full stop could be borne.",
        )
        .rarely_above(2.0),
    ),
    (Measure::ControlledShareBelow, measure("controlled_share_below", "share", Share, "Controlled supply is less than that share of all supply.")),
    (
        Measure::HhiBelow,
        measure("hhi_below", "index 0–10,000", NonNegative, "The mean Herfindahl–Hirschman index of supply by origin (0 to 10 000) is below that."),
    ),
    (
        Measure::LargestOriginBelow,
        measure(
            "largest_origin_below",
            "share",
            Share,
            "Supply of the largest single origin, of the 12 months together, is less than that share of all supply.",
        ),
    ),
    (Measure::ShortageBelow, measure("shortage_below", "share", NonNegative, "The shortage is less than that share of demand.")),
    (
        Measure::CoversWithheld,
        measure("covers_withheld", "share of what is withheld", NonNegative, "Arrivals are at least that share of what the controls held back.")
            .rarely_above(10.0),
    ),
];

impl Measure {
    /// Its declaration.
    #[must_use]
    pub fn declared(self) -> &'static Key {
        MEASURES.iter().find(|(measure, _)| *measure == self).map_or(&MEASURES[0].1, |(_, key)| key)
    }

    /// The key of the file.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.declared().name
    }

    /// Whether it measures arrivals of one origin.
    #[must_use]
    pub fn has_origin(self) -> bool {
        matches!(self, Self::ShareOfDemand | Self::CoversWithheld)
    }
}

/// How many parts of a goal must hold.
pub static AT_LEAST: Key = Key::new("at_least", <Option<At<u32>>>::SHAPE, "So many parts of `of` hold.");

/// A part of a goal: the keys of its test.
pub static PART: Form = Form::new(
    "a part of a goal",
    &[
        &Key::new("mineral", Shape::Plain(Plain::Text), "Mineral of the measure.").otherwise("required for a measure, handed on to parts"),
        &Key::new("origin", Shape::Plain(Plain::Text), "Origin of the arrivals measured by `share_of_demand` and `covers_withheld`.")
            .otherwise("all routes; handed on to parts"),
        &MEASURES[0].1,
        &MEASURES[1].1,
        &MEASURES[2].1,
        &MEASURES[3].1,
        &MEASURES[4].1,
        &MEASURES[5].1,
        &MEASURES[6].1,
        &Key::new("all", Shape::Parts(&PART), "All parts hold: a list of tests and names of goals."),
        &Key::new("any", Shape::Parts(&PART), "Any part holds."),
        &AT_LEAST,
        &Key::new("of", Shape::Parts(&PART), "The parts of which `at_least` so many must hold."),
    ],
)
.sourced()
.rivals(TESTS)
.needs(COUNTED)
.one_of(ONE_TEST);

/// `[levers.NAME]`: what could be done, what it costs and from when on it acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// What to call it in reports.
    pub title: Option<String>,
    /// USD in all.
    pub cost: Input,
    /// Months from the start until it acts, default 0.
    pub lead_time: Option<At<u32>>,
    /// The numbers that it sets or adds.
    pub figures: Vec<LeverFigure>,
    /// Keys of `[sources]` for its numbers that name none.
    pub source: Vec<Name>,
    /// The reason for them.
    pub note: Option<String>,
    /// `[levers.NAME.set]`: what it changes, as written.
    pub(in crate::scenario) set: tree::Table,
    /// `[levers.NAME.add]`: what it adds, as written.
    pub(in crate::scenario) add: tree::Table,
}

/// Keys of a lever.
#[allow(non_upper_case_globals)]
pub mod lever {
    use super::{Form, Key, NonNegative, Plain, Shape};

    /// Longest lead time, months.
    pub const LONGEST_LEAD: u64 = 1_200;
    pub(in crate::scenario) static title: Key = Key::new("title", Shape::Plain(Plain::Text), "What to call it in reports.").otherwise("its name");
    /// Key of its cost.
    pub static cost: Key = Key::new("cost", Shape::Input(NonNegative), "USD in all over the horizon; 0 where it costs nothing.")
        .unit("USD")
        .required("USD in all, such as cost = { pert = [1e6, 3e6, 8e6] }; 0 where it costs nothing");
    pub(in crate::scenario) static lead_time: Key = Key::new(
        "lead_time",
        Shape::Plain(Plain::Count(0, LONGEST_LEAD)),
        "Months from the start of the scenario until it acts, a plain whole number.",
    )
    .otherwise("0");
    static set: Key = Key::new("set", Shape::Table(&super::super::CHANGES), "What it changes: the scenario's own tables, with their new values.");
    static add: Key = Key::new("add", Shape::Table(&super::super::CHANGES), "What it adds: tables and entries that the scenario lacks.");
    pub(in crate::scenario) static FORM: Form = Form::new("a lever", &[&title, &cost, &lead_time, &set, &add]).sourced();
}

impl Table for Lever {
    const FORM: &'static Form = &lever::FORM;

    fn read(reader: &mut Reader, fields: &Fields) -> Option<Self> {
        Some(reader.lever(fields))
    }

    fn write(&self, section: &mut Section) {
        self.title.write(&lever::title, section);
        section.pairs.push("cost", input_text(&self.cost));
        self.lead_time.write(&lever::lead_time, section);
        if !self.source.is_empty() {
            section.pairs.push("source", names_text(&self.source));
        }
        section.pairs.optional_text("note", self.note.as_ref());
        for (key, table) in [("set", &self.set), ("add", &self.add)].into_iter().filter(|(_, table)| !table.entries.is_empty()) {
            section.table(&[key], |section| {
                for (key, value) in &table.entries {
                    match value.table().filter(|table| !table.entries.is_empty()) {
                        Some(inner) => {
                            for (name, value) in &inner.entries {
                                section.pairs.dotted(&[&key.value, &name.value], value_text(value));
                            }
                        }
                        None => section.pairs.push(&key.value, value_text(value)),
                    }
                }
            });
        }
    }

    /// A run takes no notice of levers: their inputs are found by [`Lever::inputs`].
    fn visit<'s>(&'s self, _: &str, _: &mut Vec<Located<'s>>) {}

    fn fill(&mut self, _: Place) {}
}

impl Lever {
    /// Every input of the lever, its cost first; `name` is its key in `[levers]`.
    #[must_use]
    pub fn inputs(&self, name: &str) -> Vec<Located<'_>> {
        let mut found = Vec::new();
        self.cost.visit(&lever::cost, &format!("levers.{name}"), &mut found);
        found.extend(self.figures.iter().map(|figure| Located {
            path: format!("levers.{name}: {}", figure.path),
            range: figure.range,
            unit: "",
            key: "",
            words: "",
            input: &figure.input,
        }));
        found
    }

    /// What to call it: its title, else its name.
    #[must_use]
    pub fn called<'l>(&'l self, name: &'l str) -> &'l str {
        self.title.as_deref().unwrap_or(name)
    }
}
