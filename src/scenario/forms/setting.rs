//! The keys of what new supply meets: markets, regimes of policy, and hazards.

use crate::scenario::grammar::Form;
use crate::scenario::grammar::Range::{Branching, Chance, Growth, Positive};
use crate::scenario::grammar::Shape::{Factors, Input, Named, Plain, Table, Weights};

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
