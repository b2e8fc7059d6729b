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
