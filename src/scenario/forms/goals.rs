//! The keys of goals and of their parts.

use crate::scenario::grammar::Form;
use crate::scenario::grammar::Range::Positive;
use crate::scenario::grammar::Shape::{Input, Parts, Plain};

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
