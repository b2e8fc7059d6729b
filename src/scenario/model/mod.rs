//! What the analyst wrote: every table of a scenario file, names and places kept, nothing computed.
//!
//! A field that the file leaves out is `None` or empty; the defaults are applied where the scenario is compiled.
//! Quantities are in the file's own units (tonnes a year, months, shares, USD a tonne).

mod chain;
mod goals;
mod input;
mod setting;

use crate::units::{Date, Place};

use super::precision::Precision;
use super::sampling::Sampling;

pub use chain::{Expansion, Node, Project, Risk, Route, Stage, When};
pub use goals::{Goal, Lever, LeverFigure, Measure, Test};
pub use input::{Input, Law, Lognormal, PerMineral, RegimeFactors};
pub use setting::{Excitation, Hazard, IncidentClass, Mineral, Regime, State, StateFlow, Supplier, Suspension};

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
    pub precision: Option<Precision>,
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

/// `[[correlations]] between = ["a", "b"], rank = 0.6`.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// The two drivers.
    pub between: [Name; 2],
    /// Spearman rank correlation, in (−1, 1).
    pub rank: At<f64>,
}
