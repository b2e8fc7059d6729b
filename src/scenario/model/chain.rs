//! New supply: projects and their stages, the nodes that they open, and the routes through these to the market.

use crate::units::{Date, Place};

use super::{At, Input, Name, Named, PerMineral, RegimeFactors};

/// `[projects.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Chance that an incident of a hazard strikes the project as a whole.
    pub exposure: Vec<Named<Input>>,
    /// Stages.
    pub stages: Vec<Named<Stage>>,
    /// Group of causes, default the project's own name.
    pub group: Option<Name>,
}

/// `[projects.NAME.stages.STAGE]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Stages that must all have ended: `stage` or `project.stage`.
    pub after: Vec<Name>,
    /// Stages of which the first must have ended.
    pub after_any: Vec<Name>,
    /// Earliest start.
    pub not_before: Option<At<Date>>,
    /// Months of undisturbed work. `None` only where `done` is given.
    pub duration: Option<Input>,
    /// Share of the work already done at the start, default 0.
    pub progress: Option<Input>,
    /// Risks that add work.
    pub risks: Vec<Named<Risk>>,
    /// Pace by regime state.
    pub pace: RegimeFactors,
    /// Chance that an incident of a hazard strikes this stage.
    pub exposure: Vec<Named<Input>>,
    /// Ended then.
    pub done: Option<At<Date>>,
    /// Chance, drawn at its end, that it never ends.
    pub cancels: Option<Input>,
    /// People at work while it runs.
    pub jobs: Option<Input>,
    /// Group of causes, default the project's.
    pub group: Option<Name>,
}

/// `risks.NAME = { probability, delay }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Chance that it comes true.
    pub probability: Input,
    /// Months of work that it then adds.
    pub delay: Input,
    /// Group of causes, default the stage's.
    pub group: Option<Name>,
}

/// When something opens or closes.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// The end of a stage, `project.stage`.
    Stage(Name),
    /// A date.
    Date(At<Date>),
}

/// `[nodes.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// mine, stockpile, concentrator, refinery, smelter, corridor, port …: for display and the default group.
    pub kind: Option<Name>,
    /// Opening; fully open from the start where left out.
    pub opens: Option<When>,
    /// t/yr.
    pub capacity: Option<PerMineral>,
    /// `[[months since opening, share of capacity], …]`; empty = full at once.
    pub ramp_up: Vec<[f64; 2]>,
    /// Factor on the ramp's months, default 1.
    pub stretch: Option<Input>,
    /// End of the node with its expansions.
    pub closes: Option<When>,
    /// Months after opening at which it ends.
    pub life: Option<Input>,
    /// Further capacities.
    pub expansions: Vec<Expansion>,
    /// Whether the capacity is in gross tonnes (`counts = "gross"`).
    pub counts_gross: bool,
    /// Contained share of the gross tonnes that leave.
    pub grade: Option<Input>,
    /// Share recovered, default 1.
    pub recovery: Option<PerMineral>,
    /// Months in transit.
    pub lag: Option<Input>,
    /// t kept before the node.
    pub buffer: Option<Input>,
    /// t in the ground of a source.
    pub stock: Option<Input>,
    /// Chance that an incident of a hazard strikes the node.
    pub exposure: Vec<Named<Input>>,
    /// Factors on capacity by regime state.
    pub flow: RegimeFactors,
    /// Whether outages cut what is brought rather than the capacity (`outage = "flow"`).
    pub outage_cuts_flow: bool,
    /// People at work while it is open.
    pub jobs: Option<Input>,
    /// Group of causes, default the kind's.
    pub group: Option<Name>,
    /// The table's own place.
    pub place: Place,
}

/// `[[nodes.NAME.expansions]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// Opening; from the start where left out.
    pub opens: Option<When>,
    /// t/yr, added to the node's.
    pub capacity: PerMineral,
    /// As a node's.
    pub ramp_up: Vec<[f64; 2]>,
    /// Factor on the ramp's months, default 1.
    pub stretch: Option<Input>,
}

/// `[[routes]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Mineral carried.
    pub mineral: Name,
    /// Nodes in order, the source first.
    pub via: Vec<Name>,
    /// Origin under which its arrivals count.
    pub origin: Name,
    /// Share of what left the last node that arrives, default 1.
    pub offtake: Option<Input>,
    /// Weight in the source's capacity, default equal.
    pub split: Option<Input>,
    /// Level, 1 first; default 1.
    pub prefer: Option<At<u32>>,
    /// Contained share of the gross tonnes from the source, default 1.
    pub grade: Option<Input>,
    /// By-products: tonnes a tonne that arrives.
    pub carries: Vec<Named<Input>>,
    /// Regime on which part of it rests.
    pub controlled_by: Option<Name>,
    /// That part, default 1 where `controlled_by` is given.
    pub dependence: Option<Input>,
    /// Factors on the offtake by regime state.
    pub flow: RegimeFactors,
    /// Share of the price that the exporter is paid, default 1.
    pub payable: Option<Input>,
    /// Share of export revenue paid as royalty; none where left out.
    pub royalty: Option<Input>,
    /// Group of causes, default market.
    pub group: Option<Name>,
}
