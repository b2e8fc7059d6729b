//! What a sweep found: plain data, every number with its unit, its uncertainty and the trials behind it.

use serde::{Deserialize, Serialize};

use super::design::{Design, Layout};
use super::sums::{Amount, GoalSums, SweepSums};
use crate::plan::{Plan, TestPlan};
use crate::stats::FixedSum;
use crate::study::estimate::{covered, estimate, month_quantile, share};
use crate::study::{Estimate, Quantile, Share};
use crate::units::MonthGrid;

/// A goal that was asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweptGoal {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// What is tested, in words.
    pub sentence: String,
    /// Origin, where it tests arrivals of one.
    pub origin: Option<String>,
    /// Colour of that origin, `#rrggbb`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
}

impl SweptGoal {
    /// A goal of a plan, by its place.
    #[must_use]
    pub fn of(plan: &Plan, place: usize) -> Self {
        let goal = &plan.goals.goals[place];
        let measure = match goal.test {
            TestPlan::Measure(at) => Some(&plan.goals.measures[at]),
            _ => None,
        };
        let origin = measure.and_then(|measure| measure.origin.map(|origin| plan.minerals[measure.mineral].origins[origin].clone()));
        let colour = origin.as_deref().and_then(|origin| plan.report.colour(origin)).map(str::to_owned);
        Self { name: goal.name.clone(), title: goal.title.clone(), sentence: goal.sentence.clone(), origin, colour }
    }
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepQuestion {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Seed, the same at all points.
    pub seed: u64,
    /// The points.
    pub design: Design,
    /// Units of what stands at the paths, empty where there is none.
    pub units: Vec<String>,
    /// Goals asked about.
    pub goals: Vec<SweptGoal>,
    /// Years by whose ends chances are asked.
    pub years: Vec<i32>,
}

impl SweepQuestion {
    /// Whether this can be asked of the scenario as written: its months, goals and years are there, and every point has a value for each path.
    #[must_use]
    pub fn fits(&self, plan: &Plan) -> bool {
        let design = &self.design;
        let paths = design.paths.len();
        let is_grid = design.layout != Layout::Grid || (0..paths).map(|path| design.levels(path).len()).product::<usize>() == design.points.len();
        self.grid == plan.grid
            && self.goals.iter().all(|goal| plan.goals.goals.iter().any(|known| known.name == goal.name))
            && self.years.iter().all(|&year| self.grid.last_month_of(year).is_some())
            && paths > 0
            && self.units.len() == paths
            && !design.points.is_empty()
            && design.points.iter().all(|point| point.len() == paths)
            && is_grid
    }
}

/// A goal at a point less the goal in the scenario as written, means over the same trials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Against {
    /// Months later, never counting as the month after the last.
    pub months: Estimate,
    /// Share of trials in which it arrives earlier.
    pub earlier: Share,
    /// Share of trials in which it arrives later, or never where the scenario as written arrives.
    pub later: Share,
    /// Chance of arrival by the end of each year asked.
    pub by: Vec<Estimate>,
    /// Chance of never arriving.
    pub never: Estimate,
    /// t of bridging stock.
    pub bridge: Option<Estimate>,
    /// USD of it.
    pub cost: Option<Estimate>,
}

/// One goal at one point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalAtPoint {
    /// P10 of the month of arrival over all trials.
    pub p10: Quantile<Option<usize>>,
    /// Median.
    pub p50: Quantile<Option<usize>>,
    /// P90.
    pub p90: Quantile<Option<usize>>,
    /// Chance of arrival by the end of each year asked.
    pub by: Vec<Share>,
    /// Chance of never arriving within the horizon.
    pub never: Share,
    /// Share of all trials that arrive and lose it again.
    pub lost: Share,
    /// Stock that bridges the wait, t: shares of trials covered 0.5, 0.8, 0.9, 0.95; empty where the goal names several minerals.
    pub bridge: Vec<(f64, Quantile<f64>)>,
    /// Its mean, t.
    pub bridge_mean: Option<Estimate>,
    /// The same in USD; empty where a mineral has no price.
    pub cost: Vec<(f64, Quantile<f64>)>,
    /// Its mean, USD.
    pub cost_mean: Option<Estimate>,
    /// Against the scenario as written.
    pub against: Against,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepFound {
    /// What was asked.
    pub question: SweepQuestion,
    /// Trials of each point.
    pub trials: u64,
    /// The scenario as written, by goal.
    pub written: Vec<GoalAtPoint>,
    /// By point and goal.
    pub points: Vec<Vec<GoalAtPoint>>,
}

/// What the sums say.
#[must_use]
pub fn sweep_found(question: &SweepQuestion, sums: &SweepSums) -> SweepFound {
    let months: Vec<usize> = question.years.iter().filter_map(|&year| question.grid.last_month_of(year)).collect();
    let mut points = sums.points.iter().map(|goals| goals.iter().map(|goal| at_point(goal, &months, sums.trials)).collect());
    SweepFound { question: question.clone(), trials: sums.trials, written: points.next().unwrap_or_default(), points: points.collect() }
}

fn at_point(sums: &GoalSums, months: &[usize], trials: u64) -> GoalAtPoint {
    let arrivals = &sums.arrivals;
    let by = |&month: &usize| share(arrivals.counts.iter().take(month + 1).sum(), trials);
    let spread = |amount: &Option<Amount>| amount.as_ref().map_or_else(Vec::new, |amount| covered(&amount.bins));
    let mean = |sum: Option<&FixedSum>| sum.map(|sum| estimate(sum, trials));
    let against = &sums.against;
    GoalAtPoint {
        p10: month_quantile(arrivals, 0.1),
        p50: month_quantile(arrivals, 0.5),
        p90: month_quantile(arrivals, 0.9),
        by: months.iter().map(by).collect(),
        never: share(arrivals.never, trials),
        lost: share(sums.lost, trials),
        bridge: spread(&sums.bridge),
        bridge_mean: mean(sums.bridge.as_ref().map(|amount| &amount.sum)),
        cost: spread(&sums.cost),
        cost_mean: mean(sums.cost.as_ref().map(|amount| &amount.sum)),
        against: Against {
            months: estimate(&against.months, trials),
            earlier: share(against.earlier, trials),
            later: share(against.later, trials),
            by: against.by.iter().map(|sum| estimate(sum, trials)).collect(),
            never: estimate(&against.never, trials),
            bridge: mean(against.bridge.as_ref()),
            cost: mean(against.cost.as_ref()),
        },
    }
}
