//! Tally of all trials: only counts and fixed-point sums, so that parts merge to the same bytes in any order.

mod add;
mod counts;
mod merge;

pub use counts::TallyCounts;

use serde::{Deserialize, Serialize};

use super::bands::{Bands, SharedBands};
use super::criticality::{Openings, PathTally};
use super::series::Series;
use super::yearly::Years;
use crate::plan::Plan;
use crate::stats::{FineBins, FixedSum, MonthCounts};

/// Units of a month in the sums over the months in a state: 2³², so that the sums of 10⁹ trials fit.
pub const WHOLE_MONTH: i64 = 1 << 32;

/// Counts and sums of one goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalTally {
    /// Arrivals by month, and never.
    pub arrivals: MonthCounts,
    /// Trials that lost it again.
    pub lost: u64,
    /// Of the trials that arrive, by months from the arrival: those that lose it again then, and those that are last seen then without a loss.
    pub kept: [Vec<u64>; 2],
    /// Trials in which it holds, by month.
    pub holds: Vec<u64>,
    /// By part of a combination: trials in which the part does not hold in the last month, and those of them in which the goal would hold if it did.
    pub parts: Vec<[u64; 2]>,
    /// Stock that bridges the wait until arrival, t, where the goal names one mineral.
    pub bridge: Option<(FineBins, FixedSum)>,
    /// Its cost, USD, where all minerals named have a price.
    pub cost: Option<(FineBins, FixedSum)>,
    /// Premium paid until arrival, USD, where all minerals named have a price and the market of one clears.
    pub premium: Option<(FineBins, FixedSum)>,
}

/// Counts and sums of one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageTally {
    /// Starts by month; those before the scenario count as month 0.
    pub starts: MonthCounts,
    /// Ends by month.
    pub ends: MonthCounts,
    /// Ends in months, where it ends.
    pub end: FixedSum,
    /// Trials in which it is on the longest path to the arrival of some goal.
    pub critical: u64,
}

/// Sums of what an origin earns, by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginTally {
    /// USD of exports.
    pub revenue: Vec<FixedSum>,
    /// USD of royalty.
    pub royalty: Vec<FixedSum>,
    /// Job-years.
    pub jobs: Vec<FixedSum>,
}

/// Counts and sums over trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Trials counted.
    pub trials: u64,
    /// Goals in the plan's order.
    pub goals: Vec<GoalTally>,
    years: Years,
    /// [`Series::of`] each mineral, and whether it is 0 until a route brings something.
    series: Vec<Vec<(Series, bool)>>,
    /// By mineral and series in the order of [`Series::of`], by year.
    pub yearly: Vec<Vec<Vec<FixedSum>>>,
    /// Monthly bands of the same series.
    pub bands: Bands,
    /// Stages in the plan's order.
    pub stages: Vec<StageTally>,
    /// Origins in the plan's order.
    pub origins: Vec<OriginTally>,
    /// By regime and state, changes from month to month of the time spent in the state, summed over trials, in units of [`WHOLE_MONTH`].
    pub regimes: Vec<Vec<Vec<i64>>>,
    /// Critical paths of the goals, in the plan's order.
    pub paths: Vec<PathTally>,
    openings: Openings,
    /// By hazard, incidents and those that struck something, over all the horizon.
    pub hazards: Vec<[FixedSum; 2]>,
    /// The same of each replicate of a designed plan by itself, without bands; empty where trials are drawn at random.
    pub replicates: Vec<Tally>,
}

impl Tally {
    /// An empty tally of a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let replicates = plan.design.map_or(0, |design| design.replicates);
        let bare = Self::bare(plan);
        Self { bands: Bands::new(plan), replicates: (0..replicates).map(|_| bare.clone()).collect(), ..bare }
    }

    /// An empty tally of a plan that at most so many trials will be added to: it reserves no more memory than they need.
    #[must_use]
    pub fn of_at_most(plan: &Plan, trials: u64) -> Self {
        let mut tally = Self::new(plan);
        tally.bands.expect(trials);
        tally
    }

    /// The same, which counts the monthly bands into a shared set.
    #[must_use]
    pub fn sharing(self, bands: &SharedBands) -> Self {
        Self { bands: self.bands.sharing(bands), ..self }
    }

    /// A tally without bands and replicates.
    fn bare(plan: &Plan) -> Self {
        let years = plan.grid.years().count();
        let sums = |scale: f64| vec![fixed(scale); years];
        let goals = plan.goals.goals.iter().map(|goal| {
            let tonnes = goal.minerals.iter().map(|&m| plan.minerals[m].scale).fold(0.0, f64::max);
            let priced = goal.minerals.iter().all(|&m| plan.minerals[m].price.is_some());
            let clears = goal.minerals.iter().any(|&m| plan.minerals[m].response.is_some());
            let price = goal.minerals.iter().map(|&m| plan.minerals[m].price_scale).fold(0.0, f64::max);
            GoalTally {
                arrivals: MonthCounts::new(plan.months()),
                lost: 0,
                kept: std::array::from_fn(|_| vec![0; plan.months()]),
                holds: vec![0; plan.months()],
                parts: vec![[0; 2]; goal.parts.len()],
                bridge: (goal.minerals.len() == 1).then(|| (FineBins::default(), fixed(tonnes))),
                cost: priced.then(|| (FineBins::default(), fixed(tonnes * price))),
                premium: (priced && clears).then(|| (FineBins::default(), fixed(tonnes * price))),
            }
        });
        let yearly = plan.minerals.iter().map(|mineral| Series::of(mineral).iter().map(|series| sums(series.scale(mineral))).collect());
        let stage = || StageTally { starts: MonthCounts::new(plan.months()), ends: MonthCounts::new(plan.months()), end: fixed(1000.0), critical: 0 };
        let money = plan.minerals.iter().map(|mineral| mineral.scale * mineral.price_scale).fold(1.0, f64::max);
        Self {
            trials: 0,
            goals: goals.collect(),
            years: Years::new(plan),
            series: plan
                .minerals
                .iter()
                .map(|mineral| Series::of(mineral).into_iter().map(|series| (series, series.is_brought(mineral))).collect())
                .collect(),
            yearly: yearly.collect(),
            bands: Bands::default(),
            stages: plan.schedule.stages.iter().map(|_| stage()).collect(),
            origins: plan.origins.iter().map(|_| OriginTally { revenue: sums(money), royalty: sums(money), jobs: sums(1e4) }).collect(),
            regimes: plan.policy.regimes.iter().map(|regime| vec![vec![0; plan.months() + 1]; regime.states.len()]).collect(),
            paths: plan.goals.goals.iter().map(|_| PathTally::new(plan)).collect(),
            openings: Openings::new(plan),
            hazards: vec![[fixed(1e4), fixed(1e4)]; plan.security.hazards.len()],
            replicates: Vec::new(),
        }
    }
}

/// An empty sum of figures of about that size.
fn fixed(scale: f64) -> FixedSum {
    FixedSum::new(FixedSum::shift_for(scale))
}
