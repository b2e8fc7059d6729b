//! Findings of a run as plain data: every estimate is a [`Quantity`] with its unit, its uncertainty and its trials.
//!
//! Months are counted from 0, the first month of the scenario. A quantity of a month without a value is never (within the horizon); another quantity
//! without a value rests on no trial.

mod given;
mod goals;
mod inputs;
mod processes;
mod readings;
mod supply;

use serde::{Deserialize, Serialize};

use crate::plan::ReportPlan;
use crate::units::{MonthGrid, Quantity};

pub use given::{GivenFindings, GivenGoal, GivenProbability};
pub use goals::{Ceiling, GoalFindings, PartFindings, PathFindings, Precision, StagePath};
pub use inputs::{GoalRanges, InputRanges};
pub use processes::{HazardFindings, KeyInput, RegimeFindings, StageFindings, StateFindings};
pub use readings::{ReadingFindings, ReadingRanges};
pub(super) use supply::in_year;
pub use supply::{Band, Flows, MineralFindings, OriginFindings, PassageFlow, RouteFlow, SeriesFindings, TrialLine, Yearly};

/// Findings of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Title of the scenario.
    pub title: String,
    /// Months of the scenario.
    pub grid: MonthGrid,
    /// Seed.
    pub seed: u64,
    /// Trials.
    pub trials: u64,
    /// Design of the sample, where the trials are not drawn at random: errors and intervals then follow from the spread between replicates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<DesignFindings>,
    /// Trials of the monthly bands and monthly means: the first ones, and a part of those after them.
    pub band_trials: u64,
    /// Years, groups of causes, titles and colours of origins in reports.
    #[serde(default)]
    pub report: ReportPlan,
    /// Goals in the order of the file.
    pub goals: Vec<GoalFindings>,
    /// Minerals in the order of the file.
    pub minerals: Vec<MineralFindings>,
    /// Stages in the order of the file.
    pub stages: Vec<StageFindings>,
    /// Critical path of each goal, in the order of the goals.
    pub paths: Vec<PathFindings>,
    /// Earnings of each origin of routes.
    pub origins: Vec<OriginFindings>,
    /// Regimes in the order of the file.
    pub regimes: Vec<RegimeFindings>,
    /// Hazards in the order of the file.
    pub hazards: Vec<HazardFindings>,
    /// Key inputs of each goal, strongest first.
    pub key_inputs: Vec<KeyInput>,
    /// Mean tonnes through the physical chain, by year.
    pub flows: Flows,
    /// Interval that decided how long the run went on, where the scenario asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// Probabilities among the trials in which each condition of the scenario holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<GivenFindings>,
    /// Ranges over the uncertain inputs, where they were computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<InputRanges>,
    /// Probabilities in the readings that the scenario names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readings: Option<ReadingRanges>,
}

/// Design of the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignFindings {
    /// `latin-hypercube` or `sobol`.
    pub sampling: String,
    /// Independent samples into which the trials are split evenly.
    pub replicates: u64,
}

impl Findings {
    /// Title of an origin, else its name.
    #[must_use]
    pub fn origin_title<'a>(&'a self, name: &'a str) -> &'a str {
        self.report.origins.iter().find(|origin| origin.name == name).map_or(name, |origin| &origin.title)
    }

    /// What the bridging stock of a mineral does: it covers the shortage, or keeps the price index low where the market clears.
    #[must_use]
    pub(super) fn bridges(&self, mineral: Option<&str>) -> String {
        let mineral = self.minerals.iter().find(|known| Some(known.name.as_str()) == mineral && known.clears());
        mineral.map_or_else(|| "covers the shortage".to_owned(), |mineral| format!("keeps the price index at {} or below", mineral.tolerated()))
    }

    /// Probabilities and means, in an order that depends on the scenario only.
    pub(super) fn probabilities_and_means(&mut self) -> Vec<&mut Quantity> {
        let mut all: Vec<&mut Quantity> = Vec::new();
        for goal in &mut self.goals {
            all.extend(goal.arrived_by.iter_mut().chain(&mut goal.holds));
            all.extend(goal.parts.iter_mut().flat_map(|part| [&mut part.unmet, &mut part.decides]));
            all.extend([
                &mut goal.never,
                &mut goal.lost,
                &mut goal.lost_of_arrivals,
                &mut goal.at_start,
                &mut goal.mean_arrival,
                &mut goal.bridge_mean,
            ]);
        }
        for series in self.minerals.iter_mut().flat_map(|mineral| &mut mineral.series) {
            all.extend(series.yearly.iter_mut().map(|(_, mean)| mean));
        }
        for stage in &mut self.stages {
            all.extend([&mut stage.never, &mut stage.mean_end, &mut stage.critical]);
        }
        for path in &mut self.paths {
            all.extend([&mut path.needed, &mut path.before, &mut path.after, &mut path.stuck]);
            all.extend(path.stages.iter_mut().flat_map(|stage| [&mut stage.arrived, &mut stage.months, &mut stage.stuck, &mut stage.blocks]));
        }
        for origin in &mut self.origins {
            let earnings = [&mut origin.export_revenue, &mut origin.royalty, &mut origin.job_years];
            all.extend(earnings.into_iter().flatten().flatten().map(|(_, mean)| mean));
        }
        all.extend(self.hazards.iter_mut().flat_map(|hazard| [&mut hazard.incidents, &mut hazard.struck]));
        all
    }
}
