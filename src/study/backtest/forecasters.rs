//! Who forecasts the start of a project, each from the other projects alone.

use serde::Serialize;

use super::table::{Kind, Project};
use crate::stats::survival::{KaplanMeier, Observed, kaplan_meier};
use crate::stats::{ForecastOutcome, LognormalPredictive};

/// Months over which a forecast is tabulated; beyond them it rises to its limit.
const TABLE: u32 = 480;
/// Projects of one kind that must have started before the kind has a law of its own.
const ENOUGH: usize = 5;

/// A way to forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Forecaster {
    /// The ratio of actual to planned time of projects of its own kind, times its plan, with a chance of never.
    Kind,
    /// The same of all projects.
    Pooled,
    /// The plan itself, taken at its word.
    Plan,
    /// How long all other projects took from their announcement, whatever they are and had planned.
    BaseRate,
}

impl Forecaster {
    /// All, the one that is tested first.
    pub const ALL: [Self; 4] = [Self::Kind, Self::Pooled, Self::Plan, Self::BaseRate];

    /// What to call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Kind => "ratio by kind",
            Self::Pooled => "ratio, all kinds",
            Self::Plan => "the plan itself",
            Self::BaseRate => "base rate",
        }
    }

    /// What it does.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Kind => "plan × ratio of actual to planned time of the other projects of its kind (mine, plant)",
            Self::Pooled => "plan × ratio of actual to planned time of all other projects",
            Self::Plan => "production starts in the month planned",
            Self::BaseRate => "how long all other projects took from announcement to start, whatever their plan",
        }
    }

    /// Whether it says how uncertain it is.
    #[must_use]
    pub fn has_spread(self) -> bool {
        self != Self::Plan
    }
}

/// The forecast of one project: the chance that it has started within so many months of its announcement.
#[derive(Clone, Debug)]
pub enum Forecast {
    /// In that month for certain.
    Point(f64),
    /// By whole months from 0, and the chance that it ever starts.
    Table(Vec<f64>, f64),
    /// As long as others took.
    Others(KaplanMeier),
}

impl Forecast {
    /// What a forecaster says of `project`, knowing only `others`.
    #[must_use]
    pub fn new(forecaster: Forecaster, project: &Project, others: &[&Project]) -> Self {
        match forecaster {
            Forecaster::Kind => ratio(project, others, true),
            Forecaster::Pooled => ratio(project, others, false),
            Forecaster::Plan => Self::Point(project.plan),
            Forecaster::BaseRate => Self::Others(kaplan_meier(&others.iter().map(|other| observed(other.seen)).collect::<Vec<_>>())),
        }
    }

    /// Chance that it has started within `months`; at infinity, that it ever starts.
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

    /// First month by which it has started with chance `p`; `None` where it may never.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        match self {
            Self::Point(month) => Some(*month),
            Self::Others(others) => others.quantile(p),
            Self::Table(table, _) => {
                let month = table.partition_point(|&chance| chance < p);
                let (before, after) = (table.get(month.wrapping_sub(1)).copied().unwrap_or(0.0), *table.get(month)?);
                let left = month as f64 - 1.0;
                Some((left + if after > before { (p - before) / (after - before) } else { 1.0 }).max(0.0))
            }
        }
    }
}

/// Chance that a project of such a class is given up, from those that have started or been given up, by Jeffreys' rule (k + ½)/(n + 1).
#[must_use]
pub fn given_up(projects: &[&Project]) -> f64 {
    let count = |of: fn(&ForecastOutcome) -> bool| projects.iter().filter(|project| of(&project.seen)).count();
    let (never, started) = (count(|seen| matches!(seen, ForecastOutcome::RuledOut(_))), count(|seen| matches!(seen, ForecastOutcome::Occurred(_))));
    let share = |never: usize, all: usize| (never as f64 + 0.5) / (all as f64 + 1.0);
    share(never, never + started)
}

/// The plan stretched by the ratios of others.
fn ratio(project: &Project, others: &[&Project], of_its_kind: bool) -> Forecast {
    let of_kind = |kind: Kind| others.iter().filter(move |other| other.kind == kind);
    let own = of_kind(project.kind).filter(|other| matches!(other.seen, ForecastOutcome::Occurred(_))).count() >= ENOUGH;
    let taken: Vec<&Project> = if of_its_kind && own { of_kind(project.kind).copied().collect() } else { others.to_vec() };
    let Some(law) = LognormalPredictive::new(&taken.iter().map(|other| scaled(other.seen, other.plan)).collect::<Vec<_>>()) else {
        return Forecast::Table(Vec::new(), 1.0);
    };
    let ever = 1.0 - given_up(others);
    Forecast::Table((0..=TABLE).map(|month| ever * law.cdf(f64::from(month) / project.plan)).collect(), ever)
}

fn scaled(seen: ForecastOutcome, plan: f64) -> ForecastOutcome {
    match seen {
        ForecastOutcome::Occurred(time) => ForecastOutcome::Occurred(time / plan),
        ForecastOutcome::Censored(time) => ForecastOutcome::Censored(time / plan),
        ForecastOutcome::RuledOut(time) => ForecastOutcome::RuledOut(time / plan),
    }
}

/// For an estimate in which what was given up simply never ends: it is watched for ever.
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

    fn project(kind: Kind, plan: f64, seen: ForecastOutcome) -> Project {
        Project { name: String::new(), kind, announced: Date::default(), plan, seen }
    }

    #[test]
    fn a_forecast_stretches_the_plan_and_may_be_never() {
        let others: Vec<Project> =
            [1.2, 1.5, 1.8, 2.1, 2.4, 1.6].map(|ratio| project(Kind::Mine, 20.0, ForecastOutcome::Occurred(20.0 * ratio))).into();
        let others: Vec<&Project> = others.iter().collect();
        let forecast = Forecast::new(Forecaster::Kind, &project(Kind::Mine, 40.0, ForecastOutcome::Censored(1.0)), &others);
        let median = forecast.quantile(0.5 * (1.0 - given_up(&others))).unwrap();
        assert!((median / 40.0 - 1.72).abs() < 0.05, "{median}");
        assert!((given_up(&others) - 0.5 / 7.0).abs() < 1e-12);
        assert_eq!(forecast.quantile(0.96), None);
        assert!((forecast.cdf(f64::INFINITY) - 6.5 / 7.0).abs() < 1e-12 && forecast.cdf(60.3) > forecast.cdf(60.2));
        let back = forecast.quantile(forecast.cdf(63.4)).unwrap();
        assert!((back - 63.4).abs() < 1e-9, "{back}");
    }

    #[test]
    fn the_base_rate_never_reaches_what_was_given_up() {
        let others = [project(Kind::Mine, 1.0, ForecastOutcome::Occurred(30.0)), project(Kind::Mine, 1.0, ForecastOutcome::RuledOut(12.0))];
        let base = Forecast::new(Forecaster::BaseRate, &others[0], &others.iter().collect::<Vec<_>>());
        assert!((base.cdf(1e6) - 0.5).abs() < 1e-12);
    }
}
