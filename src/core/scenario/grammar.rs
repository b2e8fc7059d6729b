//! The grammar of a scenario file: which keys a table has, what each holds, in which unit and range, and what it defaults to.
//!
//! Each key is declared once, in `tables`. Reader, writer, overlays, `--set`, the plan, the JSON Schema and the tables of the manual go by these
//! declarations.

use std::fmt;

pub use super::key::Key;

/// The numbers that a quantity may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any finite number: drivers, which are judged where they are used.
    Any,
    /// At or above 0: tonnes, months, dollars, rates, factors.
    NonNegative,
    /// From 0 to 1: probabilities, losses, yields, shares that cannot exceed the whole.
    Share,
    /// Above 0, at most 1: a grade, by which tonnes are divided.
    PositiveShare,
    /// At least 0, below 1: offspring of an incident, which must die out.
    ShareBelowOne,
    /// Above −1: a rate of growth per year.
    AboveMinusOne,
    /// At or above 1: a bound of a price index, a factor on what buyers want.
    AtLeastOne,
    /// From −1 to 1: the loading of a probability on a common factor.
    Signed,
}

impl Range {
    /// Whether the finite number `x` lies in it.
    #[must_use]
    pub fn holds(self, x: f64) -> bool {
        x.is_finite() && self.covers([x, x])
    }

    /// Whether all numbers from `low` to `high` lie in it.
    #[must_use]
    pub fn covers(self, [low, high]: [f64; 2]) -> bool {
        match self {
            Self::Any => true,
            Self::NonNegative => low >= 0.0,
            Self::Share => low >= 0.0 && high <= 1.0,
            Self::PositiveShare => low > 0.0 && high <= 1.0,
            Self::ShareBelowOne => low >= 0.0 && high < 1.0,
            Self::AboveMinusOne => low > -1.0,
            Self::AtLeastOne => low >= 1.0,
            Self::Signed => low >= -1.0 && high <= 1.0,
        }
    }

    /// As a table of the manual writes it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::NonNegative => "≥ 0",
            Self::Share => "0 to 1",
            Self::PositiveShare => "> 0, ≤ 1",
            Self::ShareBelowOne => "≥ 0, < 1",
            Self::AboveMinusOne => "> −1",
            Self::AtLeastOne => "≥ 1",
            Self::Signed => "−1 to 1",
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any number",
            Self::NonNegative => "0 or more",
            Self::Share => "from 0 to 1",
            Self::PositiveShare => "above 0 and at most 1",
            Self::ShareBelowOne => "at least 0 and below 1",
            Self::AboveMinusOne => "above -1",
            Self::AtLeastOne => "1 or more",
            Self::Signed => "from -1 to 1",
        })
    }
}

/// A value that is replaced as a whole and holds no input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plain {
    /// A text.
    Text,
    /// A text, a number or a date, kept as it is written.
    Written,
    /// One text or a list of texts.
    Texts,
    /// A month or a day.
    Date,
    /// A stage or a date.
    When,
    /// One of a few words; the first is the default.
    Word(&'static [&'static str]),
    /// A whole number between two bounds.
    Count(u64, u64),
    /// True or false; false is the default.
    Flag,
    /// A plain number.
    Number,
    /// Twelve plain numbers of 0 or more, January first.
    Season,
    /// A list of pairs of plain numbers.
    Pairs,
    /// A list of years.
    Years,
    /// Names by date.
    History,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A value that is replaced as a whole.
    Plain(Plain),
    /// A number of the scenario: constant, distribution or driver.
    Input(Range),
    /// A probability, by itself or with the common factor on which it depends.
    Chance,
    /// One such number, or one for each mineral.
    PerMineral(Range),
    /// Such numbers by name.
    Inputs(Range),
    /// Such numbers by regime and state.
    Factors(Range),
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
    /// The keys of another form in the place of this one.
    Flat(&'static Form),
}

impl Shape {
    /// The range of the numbers in it; any where it holds none.
    #[must_use]
    pub const fn range(self) -> Range {
        match self {
            Self::Input(range) | Self::PerMineral(range) | Self::Inputs(range) | Self::Factors(range) => range,
            Self::Chance => Range::Share,
            _ => Range::Any,
        }
    }
}

/// How a table is written among others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Under a heading of its own.
    Heading,
    /// On one line under the heading of all.
    Line,
    /// On one line of the table around it.
    Inline,
}

/// Groups of sides of which only one may be present.
pub type Rivals = &'static [&'static [&'static [&'static str]]];

/// A kind of table: what it is called and which keys it has.
#[derive(Debug)]
pub struct Form {
    /// For messages: "a node".
    pub what: &'static str,
    keys: &'static [&'static Key],
    /// Keys that the reader takes beside those of the struct.
    before: &'static [&'static Key],
    /// Whether `source` and `note` may stand in it for the inputs that it holds.
    sourced: bool,
    /// Groups of sides of which only one may be present. An overlay that names a key of one side takes the others away.
    pub rivals: Rivals,
    /// Keys that need another beside them.
    pub needs: &'static [(&'static str, &'static str)],
    /// Keys of which one must be there; empty where none must.
    pub one_of: &'static [&'static str],
    /// How it is written.
    pub layout: Layout,
}

static SOURCED: [&Key; 2] = [
    &Key::new("source", Shape::Plain(Plain::Texts), "keys of `[sources]` for all numbers in it that name none"),
    &Key::new("note", Shape::Plain(Plain::Text), "why these figures, for all numbers in it that have no note"),
];

impl Form {
    /// A form with these keys, in the order in which they are best written.
    #[must_use]
    pub const fn new(what: &'static str, keys: &'static [&'static Key]) -> Self {
        Self { what, keys, before: &[], sourced: false, rivals: &[], needs: &[], one_of: &[], layout: Layout::Heading }
    }

    /// `source` and `note` may stand in it.
    #[must_use]
    pub const fn sourced(self) -> Self {
        Self { sourced: true, ..self }
    }

    /// Keys that stand before those of the struct.
    #[must_use]
    pub const fn before(self, before: &'static [&'static Key]) -> Self {
        Self { before, ..self }
    }

    /// Keys that cannot stand together.
    #[must_use]
    pub const fn rivals(self, rivals: Rivals) -> Self {
        Self { rivals, ..self }
    }

    /// Keys that need another beside them.
    #[must_use]
    pub const fn needs(self, needs: &'static [(&'static str, &'static str)]) -> Self {
        Self { needs, ..self }
    }

    /// Keys of which one must be there.
    #[must_use]
    pub const fn one_of(self, one_of: &'static [&'static str]) -> Self {
        Self { one_of, ..self }
    }

    /// How it is written.
    #[must_use]
    pub const fn layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// Its own keys, those of flattened forms among them.
    pub fn own_keys(&self) -> impl Iterator<Item = &'static Key> {
        let keys = self.before.iter().chain(self.keys).flat_map(|key| match key.shape {
            Shape::Flat(form) => form.keys,
            _ => std::slice::from_ref(key),
        });
        keys.copied()
    }

    /// All its keys, `source` and `note` included.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.own_keys().chain(SOURCED.iter().copied().filter(|_| self.sourced))
    }

    /// What stands under `key`; `None` where there is no such key.
    pub fn shape(&self, key: &str) -> Option<Shape> {
        self.keys().find(|known| known.name == key).map(|key| key.shape)
    }

    /// The names of all keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys().map(|key| key.name)
    }

    /// What it is called without its article: "node".
    pub fn noun(&self) -> &'static str {
        self.what.split_once(' ').map_or(self.what, |(_, noun)| noun)
    }

    /// The keys that cannot stand beside `key`.
    pub fn rivals_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let groups = self.rivals.iter().filter(move |sides| sides.iter().any(|side| side.contains(&key)));
        groups.flat_map(move |sides| sides.iter().filter(move |side| !side.contains(&key)).flat_map(|side| side.iter().copied()))
    }
}

/// Keys that say how a number is drawn.
pub const DISTRIBUTIONS: &[&str] = &[
    "value",
    "uniform",
    "loguniform",
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

/// Keys that qualify a number, whatever its distribution.
pub const QUALIFIERS: &[&str] = &["column", "scale", "clamp", "planned", "source", "note", "group"];

/// Whether a key belongs to an input's own table.
pub fn is_input_key(key: &str) -> bool {
    DISTRIBUTIONS.contains(&key) || QUALIFIERS.contains(&key)
}
