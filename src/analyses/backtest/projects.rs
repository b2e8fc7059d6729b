//! Start dates of projects, each forecast from all others.

use serde::Serialize;

use super::forecasters::{Forecast, Forecaster, Others, cancelled};
use super::project_table::{Kind, Outcome, Project, ProjectTable};
use super::scoring::{Scored, score};
use crate::stats::ForecastOutcome;
use crate::units::{Quantity, Unit};

/// Forecast of one project by the first forecaster, with its outcome.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectForecast {
    /// Name.
    pub project: String,
    /// Whether it is a mine, otherwise a plant alone.
    pub mine: bool,
    /// Date of the announcement.
    pub announced: crate::units::Date,
    /// Months from then to the planned first production.
    pub planned: f64,
    /// Months by which it has started with a probability of 10, 25, 50, 75 and 90%; `None` for never.
    pub quantiles: [Option<f64>; 5],
    /// Months to its start, or for which it was observed.
    pub months: f64,
    /// `started`, `not yet`, `cancelled`.
    pub outcome: &'static str,
}

/// Forecasts of start dates and their scores.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectBacktest {
    /// Projects.
    pub forecasts: Vec<ProjectForecast>,
    /// Forecasters.
    pub scores: Vec<Scored>,
    /// Projects that could not be forecast, each with what is missing.
    pub left_out: Vec<(String, String)>,
    /// Probability of cancellation after an announcement or a decision to build.
    pub cancelled: Quantity,
    /// Probability of cancellation where the plan was stated while the plant was being built.
    pub cancelled_when_building: Quantity,
    /// Projects from which the probability of cancellation is estimated, with and without a plan.
    pub outcomes: usize,
    /// Names of the projects on which the distributions are fitted, each without the one forecast.
    pub fitted_on: Vec<String>,
    /// Whether the projects are those of another table than the one forecast from.
    pub other_table: bool,
}

/// Forecasts each project of `asked` from those of `known` with another name. `None` with too few to score.
#[must_use]
pub fn projects(asked: &ProjectTable, known: &ProjectTable) -> Option<ProjectBacktest> {
    if asked.projects.len() < 3 {
        return None;
    }
    let others = |project: &Project| Others {
        projects: known.projects.iter().filter(|other| other.name != project.name).collect(),
        outcomes: known.outcomes.iter().filter(|other| other.name != project.name).collect(),
    };
    let all = |forecaster| asked.projects.iter().map(|project| Forecast::new(forecaster, project, &others(project))).collect::<Vec<_>>();
    let forecasts: Vec<(Forecaster, Vec<Forecast>)> = Forecaster::ALL.into_iter().map(|forecaster| (forecaster, all(forecaster))).collect();
    let seen: Vec<ForecastOutcome> = asked.projects.iter().map(|project| project.seen).collect();
    let own = asked.projects.iter().zip(&forecasts[0].1).map(|(project, forecast)| {
        let (outcome, months) = match project.seen {
            ForecastOutcome::Occurred(months) => ("started", months),
            ForecastOutcome::Censored(months) => ("not yet", months),
            ForecastOutcome::RuledOut(months) => ("cancelled", months),
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
    let outcomes: Vec<&Outcome> = known.outcomes.iter().collect();
    let share = |late: bool| {
        let (share, step) = cancelled(&outcomes, late);
        let (error, ends) = step.map_or((f64::NAN, [f64::NAN; 2]), |step| (step.standard_error, [step.low, step.high]));
        Quantity::new(share, error, ends, Unit::PROBABILITY, 0)
    };
    Some(ProjectBacktest {
        forecasts: own.collect(),
        scores: score(&forecasts, &seen),
        left_out: asked.left_out.clone(),
        cancelled: share(false),
        cancelled_when_building: share(true),
        outcomes: outcomes.len(),
        fitted_on: known.projects.iter().map(|project| project.name.clone()).collect(),
        other_table: !std::ptr::eq(asked, known),
    })
}
