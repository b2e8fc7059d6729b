//! What is asked of a scenario, its goals, and the levers that could bring them nearer.

use crate::scenario::grammar::Range;
use crate::scenario::tree::Table;
use crate::units::Place;

use super::{At, Input, Name};

/// `[goals.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// What to call it in reports.
    pub title: Option<String>,
    /// Its test.
    pub test: Test,
    /// Months in a row, default 12.
    pub sustain: Option<At<u32>>,
    /// The table's own place.
    pub place: Place,
}

/// What must hold over the trailing 12 months.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a handful for each goal")]
pub enum Test {
    /// One measure of one mineral.
    Measure {
        /// Mineral.
        mineral: Name,
        /// Origin, for the measures of arrivals; every route's where left out.
        origin: Option<Name>,
        /// Which.
        measure: Measure,
        /// Threshold.
        threshold: Input,
    },
    /// The test of another goal, by name.
    Goal(Name),
    /// All parts hold.
    All(Vec<Test>),
    /// Any part holds.
    Any(Vec<Test>),
    /// At least so many parts hold.
    AtLeast(At<u32>, Vec<Test>),
}

/// The measures that a goal can test; each key of the file is the variant's name in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Arrivals from `origin`, before displacement, at least that share of demand.
    ShareOfDemand,
    /// Free supply and free arrivals, before displacement and without inventory, at least that share of demand.
    FreeShareOfDemand,
    /// Controlled supply less than that share of all supply, after displacement.
    ControlledShareBelow,
    /// Mean concentration index below.
    HhiBelow,
    /// Shortage less than that share of demand.
    ShortageBelow,
    /// Arrivals at least that share of what the controls held back.
    CoversWithheld,
}

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
    pub(in crate::scenario) set: Table,
    /// `[levers.NAME.add]`: what it adds, as written.
    pub(in crate::scenario) add: Table,
}

/// A number that a lever sets or adds.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverFigure {
    /// Path from the top of the scenario.
    pub path: String,
    /// The numbers that it may take.
    pub range: Range,
    /// The number.
    pub input: Input,
}
