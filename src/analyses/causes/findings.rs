//! Findings of `adit causes`: attribution of the difference between plan and forecast to causes.

use serde::Serialize;

use crate::units::{MonthGrid, Quantity};

/// Statistic of the arrival that is attributed to causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// Month by which half of the trials have arrived.
    P50,
    /// Month by which 80% of the trials have arrived.
    P80,
    /// Probability of arrival by the end of this year.
    Probability(i32),
    /// Mean months until arrival; the length of the scenario in trials that never arrive.
    RestrictedMean,
}

/// Attribution of one statistic of one goal, from the plan to the forecast. An attributed amount is a difference of the statistic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attribution {
    /// Statistic.
    pub statistic: Statistic,
    /// Its value if all goes to plan.
    pub planned: Quantity,
    /// Its value in the forecast.
    pub forecast: Quantity,
    /// Forecast less plan.
    pub difference: Quantity,
    /// Shapley values, by cause; their sum is the difference.
    pub shapley: Vec<Quantity>,
    /// Decrease of the difference where one cause alone goes to plan, by cause.
    pub exclusion: Vec<Quantity>,
    /// Difference from the plan where one cause alone is random, by cause.
    pub inclusion: Vec<Quantity>,
    /// Difference less the sum of the exclusions: the interaction of the causes.
    pub interaction: Quantity,
    /// Subsets of causes in which the statistic is never; it counts there as the length of the scenario.
    pub never_in: usize,
}

/// Shortfall of the plan where a goal never arrives in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortfall {
    /// Largest share of demand in twelve months if all goes to plan.
    pub best: Quantity,
    /// Share of demand that the goal requires.
    pub required: Quantity,
}

/// Attribution of one goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalAttribution {
    /// Key of the goal.
    pub goal: String,
    /// Title of the goal, or its key where it has none.
    pub title: String,
    /// Test of the goal in words.
    pub sentence: String,
    /// Month of arrival if all goes to plan.
    pub planned: Quantity,
    /// Shortfall of the plan, where it is known and the goal never arrives in the plan.
    pub shortfall: Option<Shortfall>,
    /// Month by which half of the trials have arrived in the forecast.
    pub p50: Quantity,
    /// Month by which 80% of the trials have arrived in the forecast.
    pub p80: Quantity,
    /// Probability that it never arrives in the scenario.
    pub never: Quantity,
    /// Attributions: P50 and P80 where both plan and forecast arrive, then the probability by a year and the restricted mean.
    pub attributions: Vec<Attribution>,
}

/// Cause: a group of random elements, or several groups that go to plan together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// Name.
    pub name: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Number of random elements.
    pub elements: usize,
}

/// Findings of `adit causes`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CausesFindings {
    /// Months of the scenario.
    pub grid: MonthGrid,
    /// Trials of a subset by its number of random causes; a trial draws the same in all subsets.
    pub trials_by_size: Vec<u64>,
    /// Subsets of causes, all of which are run.
    pub subsets: usize,
    /// Trials of all runs together.
    pub total_trials: u64,
    /// Bootstrap samples.
    pub replicates: usize,
    /// Causes.
    pub causes: Vec<Cause>,
    /// Goals.
    pub goals: Vec<GoalAttribution>,
    /// Goals of the scenario that were not asked about.
    pub other_goals: Vec<String>,
}

impl GoalAttribution {
    /// Attribution of the first statistic of which this holds.
    #[must_use]
    pub fn attribution(&self, is: impl Fn(Statistic) -> bool) -> Option<&Attribution> {
        self.attributions.iter().find(|one| is(one.statistic))
    }

    /// Attribution that the sentences are about: that of the median, or of the probability where there is none.
    #[must_use]
    pub fn main(&self) -> Option<&Attribution> {
        self.attribution(|of| of == Statistic::P50).or_else(|| self.attribution(Statistic::is_probability))
    }
}

impl Statistic {
    /// Whether it is a probability.
    #[must_use]
    pub fn is_probability(self) -> bool {
        matches!(self, Self::Probability(_))
    }

    /// Whether it is a month of the calendar.
    #[must_use]
    pub fn is_month(self) -> bool {
        matches!(self, Self::P50 | Self::P80)
    }
}

impl Attribution {
    /// Causes by the size of their Shapley values, the largest first.
    #[must_use]
    pub fn by_size(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.shapley.len()).collect();
        order.sort_by(|&a, &b| self.shapley[b].number().abs().total_cmp(&self.shapley[a].number().abs()));
        order
    }
}
