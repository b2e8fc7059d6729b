//! What was found about levers: plain data, every number with its unit, its uncertainty and the trials behind it.

use serde::Serialize;

use crate::study::{Estimate, Quantile, Share};
use crate::units::MonthGrid;

/// A value with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Best estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Months gained at a quantile: the quantile without the lever less that with it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MonthsGained {
    /// `None` where one of the two is never.
    pub value: Option<f64>,
    /// Lower end of the 95% interval; `None` where never lies within it, so that the loss has no bound.
    pub low: Option<f64>,
    /// Upper end; `None` where never lies within it, so that the gain has no bound.
    pub high: Option<f64>,
}

/// How a cost is spread, USD.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// 10% quantile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90% quantile.
    pub p90: f64,
}

impl Spread {
    /// The spread of some values.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "trials are far fewer than 2^53")]
    pub(super) fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |p: f64| sorted.get(((p * sorted.len() as f64).ceil() as usize).saturating_sub(1)).copied().unwrap_or(0.0);
        Self { mean: values.iter().sum::<f64>() / values.len().max(1) as f64, p10: at(0.1), p50: at(0.5), p90: at(0.9) }
    }
}

/// What is to be gained, so that one choice is better than another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// USD: what an arrival by the year is worth, less the cost.
    Arrival {
        /// USD.
        worth: f64,
    },
    /// USD: shortage avoided over the horizon at its price, less the cost.
    Shortage,
    /// Chance of arrival by the year; costs are left aside.
    Chance,
}

/// The goal asked about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeverGoal {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// What is tested, in words.
    pub sentence: String,
    /// Its mineral, where it names just one.
    pub mineral: Option<String>,
}

/// One choice: a lever alone, or doing nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeverRow {
    /// Key in the file; `None` for doing nothing.
    pub name: Option<String>,
    /// What to call it.
    pub title: String,
    /// Months until it acts.
    pub lead_time: u32,
    /// USD.
    pub cost: Spread,
    /// Median month of arrival.
    pub p50: Quantile<Option<usize>>,
    /// 80% month of arrival.
    pub p80: Quantile<Option<usize>>,
    /// Months gained at the median.
    pub months_p50: MonthsGained,
    /// Months gained at 80%.
    pub months_p80: MonthsGained,
    /// Months gained on average over all trials, never counting as the month after the last.
    pub months_mean: Estimate,
    /// Chance of arrival by the year.
    pub chance: Share,
    /// Chance gained, trial by trial.
    pub chance_gained: Estimate,
    /// t of shortage avoided over the horizon; `None` where the goal spans several minerals.
    pub shortage_avoided: Option<Estimate>,
    /// t less of the stock that bridges the wait until arrival, which is shorter too where the lever works.
    pub bridge_avoided: Option<Estimate>,
    /// USD that the shortage avoided over the horizon is worth at its price; `None` where a mineral has none.
    pub shortage_worth: Option<Estimate>,
    /// Net benefit against doing nothing, in the objective's unit.
    pub net_benefit: Estimate,
    /// USD a month gained at the median, the cost's own spread within the interval; `None` where none is gained.
    pub usd_per_month: Option<Interval>,
    /// USD a month gained on average; `None` where none is gained.
    pub usd_per_mean_month: Option<Interval>,
    /// USD a percentage point of chance gained; `None` where none is gained.
    pub usd_per_point: Option<Interval>,
}

/// Two levers together against the sum of what each does alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LeverPair {
    /// Keys in the file.
    pub levers: [String; 2],
    /// Why they cannot be pulled together; all else is `None` then.
    pub apart: Option<String>,
    /// Chance gained by the year with both.
    pub chance_gained: Option<Estimate>,
    /// Sum of what each gains alone.
    pub chance_of_parts: Option<Estimate>,
    /// What both gain beyond that sum: above 0 they complement each other, below they stand in for each other.
    pub chance_beyond: Option<Estimate>,
    /// Months gained at the median with both.
    pub months_p50: Option<MonthsGained>,
    /// Months gained on average with both, never counting as the month after the last.
    pub months_mean: Option<Estimate>,
    /// Sum of what each gains alone.
    pub months_of_parts: Option<Estimate>,
    /// What both gain beyond that sum.
    pub months_beyond: Option<Estimate>,
}

/// What it is worth to know one input before choosing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorthKnowing {
    /// Its path.
    pub input: String,
    /// In the objective's unit.
    pub worth: Interval,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeversFound {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Seed.
    pub seed: u64,
    /// Trials of each run.
    pub trials: u64,
    /// The goal.
    pub goal: LeverGoal,
    /// Year by whose end chances are asked.
    pub year: i32,
    /// What is to be gained.
    pub objective: Objective,
    /// Doing nothing, then each lever in the order of the file.
    pub rows: Vec<LeverRow>,
    /// All pairs.
    pub pairs: Vec<LeverPair>,
    /// Worth of knowing everything before choosing among the rows, in the objective's unit.
    pub perfect_information: Interval,
    /// Worth of knowing one input, the largest first.
    pub inputs: Vec<WorthKnowing>,
}

impl LeversFound {
    /// Places of the rows, best first: by chance gained, then by months gained on average.
    #[must_use]
    pub fn ranking(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by(|&a, &b| {
            let of = |row: usize| (&self.rows[row].chance_gained, &self.rows[row].months_mean);
            let ((a_chance, a_months), (b_chance, b_months)) = (of(a), of(b));
            b_chance.mean.total_cmp(&a_chance.mean).then(b_months.mean.total_cmp(&a_months.mean)).then(a.cmp(&b))
        });
        order
    }

    /// The row with the best net benefit, doing nothing among them.
    #[must_use]
    pub fn best(&self) -> Option<&LeverRow> {
        self.rows.iter().rev().max_by(|a, b| a.net_benefit.mean.total_cmp(&b.net_benefit.mean))
    }
}
