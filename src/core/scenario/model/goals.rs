//! The tests of goals, and the numbers of levers.

use crate::scenario::grammar::Range;
use crate::scenario::place::{At, Name};

use super::Input;

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
    /// Supply of the largest single origin less than that share of all supply, after displacement.
    LargestOriginBelow,
    /// Shortage less than that share of demand.
    ShortageBelow,
    /// Arrivals at least that share of what the controls held back.
    CoversWithheld,
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
