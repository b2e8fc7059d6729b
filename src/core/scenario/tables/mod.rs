//! Every table of a scenario file: each key declared once, with its type, unit, range, default and meaning.

mod chain;
mod goals;
mod setting;

use crate::units::{Date, Place};

use super::grammar::{Form, Key, Plain, Shape};
use super::model::{Input, Sampling, Sought};
use super::place::{At, Name, Named};
use super::reader::Reader;
use super::table::{Located, Table, table};

pub use chain::{
    Expansion, Factor, Node, Project, Risk, Route, Stage, TiedChance, expansion, factor, node, project, risk, route, stage, tied_chance,
};
pub use goals::{AT_LEAST, Goal, Lever, MEASURES, PART, goal, lever};
pub use setting::{
    DemandResponse, Excitation, Hazard, IncidentClass, Mineral, OTHER_ROUTES, Regime, Response, State, StateFlow, Supplier, SupplyResponse,
    Suspension, Volatility, class, demand_response, excitation, hazard, mineral, regime, response, state, state_flow, supplier, supply_response,
    suspension, volatility,
};

/// Trials of a scenario that names no number.
pub const DEFAULT_TRIALS: u64 = 100_000;
/// Most trials of a run, in a scenario and on the command line.
pub const MOST_TRIALS: u64 = 1_000_000_000;
/// Most months of a scenario: 300 years.
pub const MOST_MONTHS: usize = 6_000;
/// Seed of a scenario that names none.
pub const DEFAULT_SEED: u64 = 1;
/// Replicates of a design that names no number: enough for their spread to be known within a fifth, few enough that each is large.
pub const DEFAULT_REPLICATES: u64 = 16;
/// Months in a row that a goal must hold where it does not say.
pub const DEFAULT_SUSTAIN: u32 = 12;

/// The file that a scenario is laid over; gone once it is read.
static EXTENDS: Key = Key::new("extends", Shape::Plain(Plain::Text), "A file over which this one is laid, see [Overlays](#overlays-and---set).");

table! {
    /// A whole scenario, overlays and `--set` applied. Tables keep the order of the file.
    Scenario: Default, root = "a scenario", before(&[&EXTENDS]);
    /// Headline of reports.
    title: String, otherwise("the file's name");
    /// What the scenario is about, in prose.
    description: Option<String>;
    /// First month.
    start: Date, required("write start = \"2026-01\"");
    /// Last month, included.
    end: Date, required("write end = \"2026-01\"");
    /// Trials of a run, unless the command line says otherwise.
    trials: u64, counted(1, MOST_TRIALS), default(100_000.0);
    /// Seed of all draws, unless the command line says otherwise.
    seed: u64, counted(0, u64::MAX), default(1.0);
    /// How numbers drawn once a trial are spread over the trials of a run, see [Sampling](sampling.md).
    sampling: Sampling;
    /// Independent samples into which the trials of a hypercube or of Sobol' points are split; of no effect at random.
    replicates: Option<u64>, counted(2, 1024), otherwise("16");
    /// `adit run` ends as soon as the interval of one figure is this narrow; `trials` is then the most that it may take. See
    /// [precision](precision.md).
    precision: Option<Precision>, otherwise("none: all `trials`");
    /// Years and groups of causes that reports name.
    report: Option<ReportOptions>;
    /// Documents from which figures come.
    sources: Vec<Named<Source>>;
    /// Numbers drawn once a trial and shared by all that name them.
    drivers: Vec<Named<Input>>, shaped(Shape::Drivers);
    /// Rank correlations between drivers.
    correlations: Vec<Correlation>;
    /// Common factors of probabilities: one standard normal number each, on which cancellations and risks may depend together.
    factors: Vec<Named<Factor>>;
    /// Minerals, at least one.
    minerals: Vec<Named<Mineral>>, otherwise("required");
    /// Policies that change state.
    regimes: Vec<Named<Regime>>;
    /// Streams of incidents.
    hazards: Vec<Named<Hazard>>;
    /// Networks of stages.
    projects: Vec<Named<Project>>;
    /// Nodes of the physical chain.
    nodes: Vec<Named<Node>>;
    /// Routes through nodes to the market. Each has a name: its own, or one derived from mineral, way and origin.
    routes: Vec<Named<Route>>, shaped(Shape::Routes(&route::FORM));
    /// What is asked of the scenario.
    goals: Vec<Named<Goal>>;
    /// Suppliers and origins of routes, where reports call or colour them otherwise than by their names.
    origins: Vec<Named<Origin>>;
    /// What could be done. A run takes no notice of them.
    levers: Vec<Named<Lever>>;
    check Reader::check_root;
}

table! {
    /// Where a figure comes from.
    Source: Default, source = "a source";
    /// Title of the document.
    title: String, required("write the title of the document");
    /// When it was published, as you like to write it.
    date: Option<String>, shaped(Shape::Plain(Plain::Written));
    /// Where it can be read.
    address: Option<String>;
    /// How far it is trusted, in a word: high, medium, low.
    confidence: Option<String>;
    /// What to know when using it.
    note: Option<String>;
}

table! {
    /// `[[correlations]] between = ["a", "b"], rank = 0.6`.
    Correlation, correlation = "a correlation";
    /// The two drivers.
    between: [Name; 2], required("name two drivers: between = [\"a\", \"b\"]");
    /// Their Spearman rank correlation, above −1 and below 1.
    rank: At<f64>, required("write rank = 0.5, above -1 and below 1");
    read Reader::correlation;
}

table! {
    /// `precision = { goal = "tenth", quantity = "p50", half_width = 1 }`.
    Precision, precision = "a precision", layout(Layout::Inline);
    /// The goal whose figure is looked at.
    goal: Name, required("name the goal: goal = \"tenth\"");
    /// Which of its figures: `p10`, `p50` or `p90`, `never`, `lost`, `by-YEAR` (arrived by the end of that year) or `holds-YEAR`, `bridge-50`, `-80`,
    /// `-90` or `-95`.
    quantity: At<Sought>, required("name the figure: quantity = \"p50\", \"never\" or \"by-2035\"");
    /// Half the width of its interval at which the run may end: months (0.5 or more), a share of trials (0.005 for half a point) or tonnes, as the
    /// figure is.
    half_width: At<f64>, required("write how far the interval may reach to either side: half_width = 1");
    /// Confidence of that interval, from 0.5 to 0.9999.
    confidence: At<f64>, default(0.95);
    read Reader::precision;
}

table! {
    /// `[report]`: what reports look at.
    ReportOptions, report = "a report table", layout(Layout::Inline);
    /// Years by whose end reports give probabilities and amounts; the middle one is that of single sentences.
    years: Vec<At<i32>>, otherwise("three round years of the horizon");
    /// Years of the tables of supply.
    supply_years: Vec<At<i32>>, otherwise("the second year and four round years of the horizon");
    /// Groups of causes in the order in which reports list them; others follow by name.
    groups: Vec<Name>, otherwise("licensing, security, refinery, mine, logistics, market");
    /// Figures that `adit run` draws, by kind (`"arrival"`) or by name (`"arrival-antimony-pakistan"`).
    figures: Vec<Name>, otherwise("about twelve that answer the questions of the scenario");
    /// Alternative scenarios: files beside this one over the same months. `adit run` gives the range of the probabilities over them.
    readings: Vec<Name>;
    /// Conditions on trials: `adit run` gives the probabilities of all goals among the trials in which each holds.
    given: Vec<Given>;
}

table! {
    /// `[[report.given]]`: a condition on trials.
    Given, given = "a condition", layout(Layout::Inline);
    /// What to call it in reports.
    title: Option<String>, otherwise("the condition as written");
    /// The condition, in the language of [`adit trials --where`](trials.md#conditions).
    condition as "where": Name, required("write a condition on a trial: where = \"goal.antimony < 2035\"");
}

table! {
    /// `[origins.NAME]`.
    Origin, origin = "an origin", layout(Layout::Line);
    /// What to call it in reports.
    title: Option<String>, otherwise("its name");
    /// Its colour in every figure, `"#rrggbb"`.
    colour: Option<Name>, otherwise("one of a palette, in the order of the file");
    check Reader::check_origin;
}

/// What a lever can change or add: `[levers.NAME.set]` and `[levers.NAME.add]`.
pub static CHANGES: Form = Form::new(
    "what a lever changes",
    &[
        &root::drivers,
        &root::correlations,
        &root::factors,
        &root::minerals,
        &root::regimes,
        &root::hazards,
        &root::projects,
        &root::nodes,
        &root::routes,
    ],
);

impl Scenario {
    /// Every input that the file gives, in the order of the declarations; what is left to a default is not among them.
    #[must_use]
    pub fn inputs(&self) -> Vec<Located<'_>> {
        let mut found = Vec::new();
        self.visit("", &mut found);
        found
    }

    /// The same scenario with every default of the model written out. What has no default, such as a capacity that is not
    /// limited or a state that lasts for ever, stays open.
    #[must_use]
    pub fn with_defaults(&self) -> Self {
        let mut whole = self.clone();
        whole.fill(Place::default());
        whole.replicates = (whole.sampling != Sampling::Random).then(|| whole.replicates.unwrap_or(DEFAULT_REPLICATES));
        for regime in &mut whole.regimes {
            if let [only] = &regime.item.initial[..] {
                regime.item.planned.get_or_insert_with(|| only.name.clone());
            }
        }
        whole
    }
}

/// Inputs by path: joined with dots, nothing before the first.
pub(super) fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
