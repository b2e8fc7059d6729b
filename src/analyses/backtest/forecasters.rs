//! Forecasters of the start of a project, each from the other projects alone.

use serde::Serialize;

use super::project_table::{Kind, Outcome, Project};
use crate::stats::survival::{End, IncidenceStep, KaplanMeier, Observed, cumulative_incidence, kaplan_meier};
use crate::stats::{ForecastOutcome, LognormalPredictive};

/// Months over which a forecast is tabulated; beyond them it has its limit.
const TABLE: u32 = 480;
/// Number of started projects of one kind from which on the kind has a distribution of its own.
const ENOUGH: usize = 5;

/// Method of a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Forecaster {
    /// Ratio of actual to planned time of projects of its kind, times its plan, with a probability of cancellation.
    Kind,
    /// The same of all projects.
    Pooled,
    /// Ratio of all projects with a share that never starts, estimated together (cure mixture).
    Cure,
    /// The plan.
    Plan,
    /// Time that all other projects took from their announcement, whatever they are and had planned.
    BaseRate,
}

impl Forecaster {
    /// All; the first is the one that the scenarios use.
    pub const ALL: [Self; 5] = [Self::Kind, Self::Pooled, Self::Cure, Self::Plan, Self::BaseRate];

    /// Name in tables.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Kind => "ratio by kind",
            Self::Pooled => "ratio, all kinds",
            Self::Cure => "cure mixture",
            Self::Plan => "plan",
            Self::BaseRate => "base rate",
        }
    }

    /// Description.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Kind => "plan × ratio of actual to planned time of the other projects of its kind (mine, plant), with the share that is cancelled",
            Self::Pooled => "plan × ratio of actual to planned time of all other projects, with the share that is cancelled",
            Self::Cure => "the same ratio with a share that never starts, of which projects not yet started may be (Boag 1949)",
            Self::Plan => "production starts in the month planned",
            Self::BaseRate => "time that all other projects took from announcement to start, whatever their plan",
        }
    }

    /// Whether it gives a distribution rather than a date.
    #[must_use]
    pub fn has_spread(self) -> bool {
        self != Self::Plan
    }
}

/// Other projects that a forecast may use.
#[derive(Clone, Debug)]
pub struct Others<'a> {
    /// With plans.
    pub projects: Vec<&'a Project>,
    /// Outcomes, with and without a plan.
    pub outcomes: Vec<&'a Outcome>,
}

/// Forecast of one project: the probability that it has started within so many months of its announcement.
#[derive(Clone, Debug)]
pub enum Forecast {
    /// In that month for certain.
    Point(f64),
    /// By whole months from 0, and the probability that it ever starts.
    Table(Vec<f64>, f64),
    /// As long as others took.
    Others(KaplanMeier),
}

impl Forecast {
    /// Forecast of `project` from `others` alone.
    #[must_use]
    pub fn new(forecaster: Forecaster, project: &Project, others: &Others) -> Self {
        match forecaster {
            Forecaster::Kind => ratio(project, others, true),
            Forecaster::Pooled => ratio(project, others, false),
            Forecaster::Cure => {
                let without_plan = others.outcomes.iter().filter(|outcome| !outcome.planned && matches!(outcome.seen, ForecastOutcome::RuledOut(_)));
                let ratios = others.projects.iter().map(|other| scaled(other.seen, other.plan)).chain(without_plan.map(|outcome| outcome.seen));
                tabulated(LognormalPredictive::with_cure(&ratios.collect::<Vec<_>>()), project, 1.0)
            }
            Forecaster::Plan => Self::Point(project.plan),
            Forecaster::BaseRate => Self::Others(kaplan_meier(&others.outcomes.iter().map(|other| observed(other.seen)).collect::<Vec<_>>())),
        }
    }

    /// Probability that it has started within `months`; at infinity, that it ever starts.
    #[must_use]
    pub fn cdf(&self, months: f64) -> f64 {
        match self {
            Self::Point(month) => f64::from(u8::from(months >= *month)),
            Self::Others(others) => 1.0 - others.survival(months),
            Self::Table(table, ever) => {
                if months <= 0.0 {
                    return 0.0;
                }
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates beyond the table")]
                let month = months.floor() as usize;
                match (table.get(month), table.get(month.saturating_add(1))) {
                    (Some(low), Some(high)) => low + (high - low) * (months - months.floor()),
                    _ if months.is_infinite() => *ever,
                    _ => table.last().copied().unwrap_or(0.0),
                }
            }
        }
    }

    /// First month by which it has started with the probability `p`; `None` for never.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        match self {
            Self::Point(month) => Some(*month),
            Self::Others(others) => others.quantile(p),
            Self::Table(table, _) => {
                let month = table.partition_point(|&probability| probability < p);
                let (before, after) = (table.get(month.wrapping_sub(1)).copied().unwrap_or(0.0), *table.get(month)?);
                let left = month as f64 - 1.0;
                Some((left + if after > before { (p - before) / (after - before) } else { 1.0 }).max(0.0))
            }
        }
    }
}

/// Probability that a project is cancelled: the cumulative incidence of cancellation (Aalen and Johansen) among projects whose plan was, or was not, stated
/// while the plant was being built; where none of them was cancelled, Jeffreys' rule ½/(n + 1). With it, the last step of the incidence.
#[must_use]
pub fn cancelled(outcomes: &[&Outcome], late: bool) -> (f64, Option<IncidenceStep>) {
    let ends = outcomes.iter().filter(|outcome| outcome.late == late).map(|outcome| match outcome.seen {
        ForecastOutcome::Occurred(value) => Observed { value, end: End::Event },
        ForecastOutcome::Censored(value) => Observed { value, end: End::Censored },
        ForecastOutcome::RuledOut(value) => Observed { value, end: End::Competing },
    });
    let ends: Vec<Observed> = ends.collect();
    let last = cumulative_incidence(&ends).competing.last().copied().filter(|step| step.share > 0.0);
    let known = ends.iter().filter(|observed| observed.end != End::Censored).count();
    (last.map_or_else(|| 0.5 / (known as f64 + 1.0), |step| step.share), last)
}

/// The plan times the ratios of others.
fn ratio(project: &Project, others: &Others, of_its_kind: bool) -> Forecast {
    let of_kind = |kind: Kind| others.projects.iter().filter(move |other| other.kind == kind);
    let own = of_kind(project.kind).filter(|other| matches!(other.seen, ForecastOutcome::Occurred(_))).count() >= ENOUGH;
    let taken: Vec<&Project> = if of_its_kind && own { of_kind(project.kind).copied().collect() } else { others.projects.clone() };
    let ratios: Vec<ForecastOutcome> = taken.iter().map(|other| scaled(other.seen, other.plan)).collect();
    tabulated(LognormalPredictive::new(&ratios), project, 1.0 - cancelled(&others.outcomes, project.late).0)
}

fn tabulated(ratios: Option<LognormalPredictive>, project: &Project, ever: f64) -> Forecast {
    let Some(ratios) = ratios else { return Forecast::Table(Vec::new(), 1.0) };
    Forecast::Table((0..=TABLE).map(|month| ever * ratios.cdf(f64::from(month) / project.plan)).collect(), ever * ratios.cdf(f64::INFINITY))
}

fn scaled(seen: ForecastOutcome, plan: f64) -> ForecastOutcome {
    match seen {
        ForecastOutcome::Occurred(time) => ForecastOutcome::Occurred(time / plan),
        ForecastOutcome::Censored(time) => ForecastOutcome::Censored(time / plan),
        ForecastOutcome::RuledOut(time) => ForecastOutcome::RuledOut(time / plan),
    }
}

/// For an estimate in which what was cancelled never ends: it is observed for ever.
fn observed(seen: ForecastOutcome) -> Observed {
    match seen {
        ForecastOutcome::Occurred(time) => Observed::new(time, true),
        ForecastOutcome::Censored(time) => Observed::new(time, false),
        ForecastOutcome::RuledOut(_) => Observed::new(f64::MAX, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Date;

    fn project(plan: f64, seen: ForecastOutcome) -> Project {
        Project { name: String::new(), kind: Kind::Mine, announced: Date::default(), plan, seen, late: false }
    }

    fn outcome(seen: ForecastOutcome) -> Outcome {
        Outcome { name: String::new(), seen, late: false, planned: true }
    }

    #[test]
    fn a_forecast_stretches_the_plan_and_may_be_never() {
        let projects: Vec<Project> = [1.2, 1.5, 1.8, 2.1, 2.4, 1.6].map(|ratio| project(20.0, ForecastOutcome::Occurred(20.0 * ratio))).into();
        let outcomes: Vec<Outcome> = projects.iter().map(|project| outcome(project.seen)).collect();
        let others = Others { projects: projects.iter().collect(), outcomes: outcomes.iter().collect() };
        let forecast = Forecast::new(Forecaster::Kind, &project(40.0, ForecastOutcome::Censored(1.0)), &others);
        let (never, _) = cancelled(&others.outcomes, false);
        let median = forecast.quantile(0.5 * (1.0 - never)).unwrap();
        assert!((median / 40.0 - 1.72).abs() < 0.05, "{median}");
        assert!((never - 0.5 / 7.0).abs() < 1e-12);
        assert_eq!(forecast.quantile(0.96), None);
        assert!((forecast.cdf(f64::INFINITY) - 6.5 / 7.0).abs() < 1e-12 && forecast.cdf(60.3) > forecast.cdf(60.2));
        let back = forecast.quantile(forecast.cdf(63.4)).unwrap();
        assert!((back - 63.4).abs() < 1e-9, "{back}");
    }

    #[test]
    fn cancelled_projects_never_start_in_the_base_rate() {
        let outcomes = [outcome(ForecastOutcome::Occurred(30.0)), outcome(ForecastOutcome::RuledOut(12.0))];
        let others = Others { projects: Vec::new(), outcomes: outcomes.iter().collect() };
        let base = Forecast::new(Forecaster::BaseRate, &project(1.0, ForecastOutcome::Occurred(30.0)), &others);
        assert!((base.cdf(1e6) - 0.5).abs() < 1e-12);
        assert!((cancelled(&others.outcomes, false).0 - 0.5).abs() < 1e-12);
    }
}
