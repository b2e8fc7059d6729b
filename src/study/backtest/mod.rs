//! What the forecasts were worth: each with only what was known at its date, scored against what came.

mod controls;
mod episode;
mod forecasters;
mod incidents;
mod projects;
mod scoring;
mod spells;
mod table;

pub use controls::{ControlBacktest, KindOfControl, NewControls, SpellForecast, controls};
pub use episode::{Episode, EpisodeYear, episode};
pub use forecasters::Forecaster;
pub use incidents::{CountForecast, IncidentBacktest, IncidentMethod, SeriesBacktest, incidents};
pub use projects::{ProjectBacktest, ProjectForecast, projects};
pub use scoring::{BINS, Coverage, LEVELS, SCORED_MONTHS, Scored, YearScore};
pub use table::{Kind, Project, ProjectTable};

/// The shipped table of projects elsewhere.
pub const REFERENCE_PROJECTS: &str = include_str!("../../../scenarios/data/reference_projects.csv");
/// The shipped table of dated spells of export controls.
pub const REGIME_SPELLS: &str = include_str!("../../../scenarios/data/regime_spells.csv");
/// The shipped table of attacks by year.
pub const INCIDENTS_ANNUAL: &str = include_str!("../../../scenarios/data/incidents_annual.csv");
/// The rare-earth episode of 2010 as a scenario.
pub const RARE_EARTHS_2010: &str = include_str!("../../../scenarios/rare-earths-2010.toml");
/// What came of it.
pub const RARE_EARTHS_OBSERVED: &str = include_str!("../../../scenarios/data/rare_earths_2010s.csv");

use serde::Serialize;

/// All backtests.
#[derive(Clone, Debug, Serialize)]
pub struct Backtest {
    /// Name of the table whose projects were scored.
    pub table: String,
    /// Start dates of projects; `None` where the table has too few to score.
    pub projects: Option<ProjectBacktest>,
    /// Controls; like what follows, only with the shipped table.
    pub controls: Option<ControlBacktest>,
    /// Incidents.
    pub incidents: Option<IncidentBacktest>,
    /// The rare-earth episode.
    pub episode: Option<Episode>,
}
