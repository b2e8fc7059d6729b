//! Start dates of projects: each forecast from all others, its own left out.

use serde::Serialize;

use super::forecasters::{Forecast, Forecaster, given_up};
use super::scoring::{Scored, score};
use super::table::{Kind, Project, ProjectTable};
use crate::stats::ForecastOutcome;

/// The forecast of one project by the first forecaster, beside what was seen.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectForecast {
    /// Name.
    pub project: String,
    /// Whether it is a mine, else a plant alone.
    pub mine: bool,
    /// When it was announced.
    pub announced: crate::units::Date,
    /// Months from then to the first production planned.
    pub planned: f64,
    /// Months by which it has started with chance 10, 25, 50, 75 and 90%; `None` for never.
    pub quantiles: [Option<f64>; 5],
    /// Months to its start, or for which it was watched.
    pub months: f64,
    /// `started`, `not yet`, `given up`.
    pub outcome: &'static str,
}

/// Forecasts of start dates and their record.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectBacktest {
    /// Each project.
    pub forecasts: Vec<ProjectForecast>,
    /// Each forecaster.
    pub scores: Vec<Scored>,
    /// Projects that could not be forecast, each with what it lacks.
    pub left_out: Vec<(String, String)>,
    /// Chance of never that the forecasts carry, from all projects together.
    pub given_up: f64,
    /// Projects that the laws were fitted on, besides the one forecast.
    pub fitted_on: usize,
}

/// Forecasts each project of `asked` from those of `known` that bear another name. `None` with too few to score.
#[must_use]
pub fn projects(asked: &ProjectTable, known: &ProjectTable) -> Option<ProjectBacktest> {
    if asked.projects.len() < 3 {
        return None;
    }
    let others = |project: &Project| -> Vec<&Project> { known.projects.iter().filter(|other| other.name != project.name).collect() };
    let all = |forecaster| asked.projects.iter().map(|project| Forecast::new(forecaster, project, &others(project))).collect::<Vec<_>>();
    let forecasts: Vec<(Forecaster, Vec<Forecast>)> = Forecaster::ALL.into_iter().map(|forecaster| (forecaster, all(forecaster))).collect();
    let seen: Vec<ForecastOutcome> = asked.projects.iter().map(|project| project.seen).collect();
    let own = asked.projects.iter().zip(&forecasts[0].1).map(|(project, forecast)| {
        let (outcome, months) = match project.seen {
            ForecastOutcome::Occurred(months) => ("started", months),
            ForecastOutcome::Censored(months) => ("not yet", months),
            ForecastOutcome::RuledOut(months) => ("given up", months),
        };
        ProjectForecast {
            project: project.name.clone(),
            mine: project.kind == Kind::Mine,
            announced: project.announced,
            planned: project.plan,
            quantiles: [0.1, 0.25, 0.5, 0.75, 0.9].map(|p| forecast.quantile(p)),
            months,
            outcome,
        }
    });
    Some(ProjectBacktest {
        forecasts: own.collect(),
        scores: score(&forecasts, &seen),
        left_out: asked.left_out.clone(),
        given_up: given_up(&known.projects.iter().collect::<Vec<_>>()),
        fitted_on: known.projects.len(),
    })
}
