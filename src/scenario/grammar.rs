//! The grammar of a scenario file: which key may stand in which table, and what it holds.
//!
//! Reader, overlays and `--set` all go by these tables, so that a key exists once.

use std::fmt;

/// The numbers that a quantity may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any finite number: drivers, whose meaning depends on who names them.
    Any,
    /// At or above 0: tonnes, months, dollars, rates, factors.
    Positive,
    /// From 0 to 1: chances, losses, yields, shares that cannot exceed the whole.
    Chance,
    /// Above 0, at most 1: a grade, by which tonnes are divided.
    Grade,
    /// At least 0, below 1: offspring of an incident, which must die out.
    Branching,
    /// Above −1: a rate of growth per year.
    Growth,
}

impl Range {
    /// Whether `x` lies in it.
    #[must_use]
    pub fn holds(self, x: f64) -> bool {
        x.is_finite()
            && match self {
                Self::Any => true,
                Self::Positive => x >= 0.0,
                Self::Chance => (0.0..=1.0).contains(&x),
                Self::Grade => x > 0.0 && x <= 1.0,
                Self::Branching => (0.0..1.0).contains(&x),
                Self::Growth => x > -1.0,
            }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any number",
            Self::Positive => "0 or more",
            Self::Chance => "from 0 to 1",
            Self::Grade => "above 0 and at most 1",
            Self::Branching => "at least 0 and below 1",
            Self::Growth => "above -1",
        })
    }
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text, a number or a list that is replaced as a whole.
    Plain,
    /// A number of the scenario: constant, law or driver.
    Input(Range),
    /// One such number, or one for each mineral.
    PerMineral(Range),
    /// Such numbers by name.
    Inputs(Range),
    /// Such numbers by regime and state.
    Factors,
    /// Plain numbers by name, or one name alone.
    Weights,
    /// A table of fixed keys.
    Table(&'static Form),
    /// Tables by name.
    Named(&'static Form),
    /// Inputs by name, each with its own element (`[drivers]`).
    Drivers,
    /// A list of tables.
    List(&'static Form),
    /// A list of tables that have names: the routes.
    Routes(&'static Form),
    /// A list of tables and names: the parts of a goal.
    Parts(&'static Form),
}

/// A kind of table: what it is called and which keys it has.
#[derive(Debug)]
pub struct Form {
    /// For messages: "a node".
    pub what: &'static str,
    /// Its keys in the order in which they are best written.
    pub keys: &'static [(&'static str, Shape)],
    /// Groups of sides of which only one may be present. An overlay that names a key of one side takes the others away.
    pub rivals: &'static [&'static [&'static [&'static str]]],
}

impl Form {
    /// What stands under `key`; `None` where there is no such key.
    pub fn shape(&self, key: &str) -> Option<Shape> {
        self.keys.iter().find(|(name, _)| *name == key).map(|&(_, shape)| shape)
    }

    /// All keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|&(name, _)| name)
    }

    /// The keys that cannot stand beside `key`.
    pub fn rivals_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let groups = self.rivals.iter().filter(move |sides| sides.iter().any(|side| side.contains(&key)));
        groups.flat_map(move |sides| sides.iter().filter(move |side| !side.contains(&key)).flat_map(|side| side.iter().copied()))
    }
}

/// Keys that say how a number is drawn.
pub const LAWS: &[&str] = &[
    "value",
    "uniform",
    "triangular",
    "pert",
    "normal",
    "lognormal",
    "gamma",
    "beta",
    "exponential",
    "weibull",
    "metalog",
    "discrete",
    "empirical",
    "mixture",
];

/// Keys that qualify a number, whatever its law.
pub const QUALIFIERS: &[&str] = &["column", "scale", "clamp", "planned", "source", "note", "group"];

/// Whether a key belongs to an input's own table.
pub fn is_input_key(key: &str) -> bool {
    LAWS.contains(&key) || QUALIFIERS.contains(&key)
}

use Range::{Branching, Chance, Grade, Growth, Positive};
use Shape::{Drivers, Factors, Input, Inputs, List, Named, Parts, PerMineral, Plain, Routes, Weights};

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
    ],
    rivals: &[],
};

/// `[sources.KEY]`.
pub static SOURCE: Form = Form { what: "a source", keys: &[("title", Plain), ("date", Plain), ("address", Plain), ("note", Plain)], rivals: &[] };

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
    keys: &[("initial", Weights), ("planned", Plain), ("states", Named(&STATE)), ("group", Plain), ("source", Plain), ("note", Plain)],
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
        ("excitation", Shape::Table(&EXCITATION)),
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
        ("suspends", Shape::Table(&SUSPENSION)),
        ("source", Plain),
        ("note", Plain),
    ],
    rivals: &[],
};

/// `suspends = { probability, for }`.
pub static SUSPENSION: Form = Form {
    what: "a suspension",
    keys: &[("probability", Input(Chance)), ("for", Input(Positive)), ("source", Plain), ("note", Plain)],
    rivals: &[],
};

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
