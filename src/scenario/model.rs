//! What the analyst wrote: every table of a scenario file, names and places kept, nothing computed.
//!
//! A field that the file leaves out is `None` or empty; the defaults are applied where the scenario is compiled.
//! Quantities are in the file's own units (tonnes a year, months, shares, USD a tonne).

use crate::units::{Date, Place};

use super::grammar::Range;
use super::sampling::Sampling;
use super::tree::Table;

/// A value with the place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// The value itself.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// A name as it is written, with its place.
pub type Name = At<String>;

/// An entry of a table of named things: `[nodes.mine]` is `Named { name: "mine", item: Node { … } }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T> {
    /// The key, with its place.
    pub name: Name,
    /// What stands under it.
    pub item: T,
}

/// A whole scenario, overlays and `--set` applied. Tables keep the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Headline of reports.
    pub title: String,
    /// What the scenario is about, in prose.
    pub description: Option<String>,
    /// First month.
    pub start: Date,
    /// Last month, included.
    pub end: Date,
    /// Trials unless the command line says otherwise.
    pub trials: u64,
    /// Seed unless the command line says otherwise.
    pub seed: u64,
    /// How the numbers drawn once a trial are spread over the trials of a run.
    pub sampling: Sampling,
    /// Independent samples into which the trials are split, where they are not drawn at random.
    pub replicates: Option<u64>,
    /// How narrow an interval shall become; then `trials` is the most that it may take.
    pub precision: Option<super::precision::Precision>,
    /// `[sources]`: where figures come from.
    pub sources: Vec<Named<Source>>,
    /// `[drivers]`: quantities drawn once a trial and shared by all that name them.
    pub drivers: Vec<Named<Input>>,
    /// `[[correlations]]` between drivers.
    pub correlations: Vec<Correlation>,
    /// `[minerals]`.
    pub minerals: Vec<Named<Mineral>>,
    /// `[regimes]`: policies that come and go.
    pub regimes: Vec<Named<Regime>>,
    /// `[hazards]`: incidents.
    pub hazards: Vec<Named<Hazard>>,
    /// `[projects]`: networks of stages.
    pub projects: Vec<Named<Project>>,
    /// `[nodes]` of the physical chain.
    pub nodes: Vec<Named<Node>>,
    /// `[[routes]]` through nodes to the market. Each has a name: its own, or one derived from mineral, way and origin.
    pub routes: Vec<Named<Route>>,
    /// `[goals]`.
    pub goals: Vec<Named<Goal>>,
    /// `[levers]`: what could be done. A run takes no notice of them.
    pub levers: Vec<Named<Lever>>,
}

/// Where a figure comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Title of the document.
    pub title: String,
    /// When it was published, as written.
    pub date: Option<String>,
    /// Where it can be read.
    pub address: Option<String>,
    /// How far it is trusted, in a word: high, medium, low.
    pub confidence: Option<String>,
    /// What to know when using it.
    pub note: Option<String>,
}

/// A number of the scenario: a constant, a distribution or a driver, with what qualifies it.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The whole value.
    pub place: Place,
    /// How it is drawn.
    pub law: Law,
    /// Drivers that multiply it.
    pub scale: Vec<Name>,
    /// Bounds to which what lies outside is moved, after scaling.
    pub clamp: Option<[f64; 2]>,
    /// What was announced or intended.
    pub planned: Option<f64>,
    /// Keys of `[sources]`, its own or else those of the table it stands in.
    pub source: Vec<Name>,
    /// Why this figure, its own or else that of the table it stands in.
    pub note: Option<String>,
    /// Group of causes, where the input names one itself.
    pub group: Option<Name>,
}

/// The law of an input, its parameters as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// A plain number, or `{ value = x }`.
    Constant(f64),
    /// `"@name"`: the driver's own draw.
    Driver(Name),
    /// `{ uniform = [low, high] }`.
    Uniform([f64; 2]),
    /// `{ triangular = [low, mode, high] }`.
    Triangular([f64; 3]),
    /// `{ pert = [low, mode, high] }`.
    Pert([f64; 3]),
    /// `{ normal = { mean, sd } }`.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `{ lognormal = … }`.
    Lognormal(Lognormal),
    /// `{ gamma = { mean, sd } }`.
    Gamma {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `{ beta = { mean, sd } }` on [0, 1].
    Beta {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// `{ exponential = { mean } }`.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// `{ weibull = { shape, scale } }`.
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// `{ metalog = { p10, p50, p90, min, max } }`, bounds optional.
    Metalog {
        /// 10% quantile.
        p10: f64,
        /// Median.
        p50: f64,
        /// 90% quantile.
        p90: f64,
        /// Lower bound.
        min: Option<f64>,
        /// Upper bound.
        max: Option<f64>,
    },
    /// `{ discrete = [[value, weight], …] }`.
    Discrete(Vec<(f64, f64)>),
    /// `{ empirical = "file.csv", column = "x" }`; the values were read with the scenario.
    Empirical {
        /// File beside the scenario, as written.
        file: String,
        /// Column.
        column: String,
        /// Its values, in the file's order.
        values: Vec<f64>,
    },
    /// `{ mixture = [[{ … }, weight], …] }`.
    Mixture(Vec<(Law, f64)>),
}

/// The three ways to give a lognormal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lognormal {
    /// Median and standard deviation of the logarithm.
    Median {
        /// Median.
        median: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
    /// Mean and standard deviation of the variable itself.
    Mean {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// 10% and 90% quantiles.
    Percentiles {
        /// 10% quantile.
        p10: f64,
        /// 90% quantile.
        p90: f64,
    },
}

/// `[[correlations]] between = ["a", "b"], rank = 0.6`.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// The two drivers.
    pub between: [Name; 2],
    /// Spearman rank correlation, in (−1, 1).
    pub rank: At<f64>,
}

/// A table of factors by regime and state: `{ licensing = { ban = 1.2, eased = 0.9 } }`.
pub type RegimeFactors = Vec<Named<Vec<Named<Input>>>>;

/// One figure for all minerals, or one for each named mineral.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one for each node at most")]
pub enum PerMineral {
    /// For all that passes.
    All(Input),
    /// By mineral; a mineral not named has the default.
    Each(Vec<Named<Input>>),
}

/// `[minerals.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mineral {
    /// t/yr at the start.
    pub demand: Input,
    /// Per year, default 0.
    pub growth: Option<Input>,
    /// USD/t.
    pub price: Option<Input>,
    /// Months of demand held commercially, full at the start; default 0.
    pub inventory: Option<Input>,
    /// Suppliers other than the routes.
    pub suppliers: Vec<Named<Supplier>>,
    /// Group of causes, default market.
    pub group: Option<Name>,
}

/// `[minerals.NAME.suppliers] China = { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Share of demand offered.
    pub share: Input,
    /// Per year beyond demand's own growth, default 0.
    pub growth: Option<Input>,
    /// Regime that controls it.
    pub controlled_by: Option<Name>,
    /// Part that rests on controlled material, default 1 where `controlled_by` is given.
    pub dependence: Option<Input>,
    /// Group of causes, default market.
    pub group: Option<Name>,
}

/// `[regimes.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// A state, or weights of states (a single state has weight 1).
    pub initial: Vec<Named<f64>>,
    /// State in which it stays if all goes to plan; default the initial one.
    pub planned: Option<Name>,
    /// States.
    pub states: Vec<Named<State>>,
    /// What was observed before the start: the state entered at each date. For pictures; nothing is drawn from it.
    pub history: Vec<(At<Date>, Name)>,
    /// Group of causes, default licensing.
    pub group: Option<Name>,
}

/// `[regimes.NAME.states.STATE]`.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Months; for ever where it is left out.
    pub lasts: Option<Input>,
    /// Weights of the next state.
    pub then: Vec<Named<f64>>,
    /// The flow it lets through.
    pub flow: StateFlow,
    /// What differs for one mineral.
    pub minerals: Vec<Named<StateFlow>>,
    /// What differs for one supplier or route origin.
    pub suppliers: Vec<Named<StateFlow>>,
}

/// What a state lets through: `wait`, `passes`, `meanwhile`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateFlow {
    /// Months from entry until `passes` applies; default 0.
    pub wait: Option<Input>,
    /// Factor after the wait; default 1.
    pub passes: Option<Input>,
    /// Factor until then; default 0.
    pub meanwhile: Option<Input>,
}

/// `[hazards.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazard {
    /// Background incidents a year.
    pub rate: Input,
    /// Growth of the rate per year, default 0.
    pub trend: Option<Input>,
    /// Twelve factors, January first.
    pub season: Option<At<Vec<f64>>>,
    /// Factors on the background rate by regime state.
    pub level: RegimeFactors,
    /// Self-excitation.
    pub excitation: Option<Excitation>,
    /// Classes of incidents; at least one.
    pub classes: Vec<Named<IncidentClass>>,
    /// Group of causes, default security.
    pub group: Option<Name>,
}

/// `excitation = { branching, decay }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Excitation {
    /// Mean number of incidents that one sets off directly, in [0, 1).
    pub branching: Input,
    /// Mean delay of an offspring, months.
    pub decay: Input,
}

/// `[hazards.NAME.classes.CLASS]`.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentClass {
    /// Relative frequency, default 1.
    pub weight: At<f64>,
    /// Months.
    pub outage: Input,
    /// Share of capacity or pace lost, default 1.
    pub loss: Option<Input>,
    /// The operator leaves.
    pub suspends: Option<Suspension>,
}

/// `suspends = { probability, for }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspension {
    /// Chance that a struck project is suspended.
    pub probability: Input,
    /// Months from the end of the outage.
    pub duration: Input,
}

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
    pub(super) set: Table,
    /// `[levers.NAME.add]`: what it adds, as written.
    pub(super) add: Table,
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
