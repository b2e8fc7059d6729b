//! The keys of new supply: projects and their stages, nodes, and routes.

use crate::scenario::grammar::Form;
use crate::scenario::grammar::Range::{Chance, Grade, Positive};
use crate::scenario::grammar::Shape::{Factors, Input, Inputs, List, Named, PerMineral, Plain};

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
