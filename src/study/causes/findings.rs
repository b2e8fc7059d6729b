//! What the attribution found: plain data, every part with its interval.

use serde::Serialize;

use crate::units::MonthGrid;

/// A value with its 95% interval, by the paired bootstrap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bounded {
    /// The value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Bounded {
    /// Width of the interval.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Median month of arrival, months since the start.
    P50,
    /// Month by which 80% of the trials have arrived.
    P80,
    /// Chance of having arrived by the end of that year.
    Chance(i32),
    /// Mean months until arrival, never counting as the horizon.
    RestrictedMean,
}

impl Quantity {
    /// Its name in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::P50 => "p50",
            Self::P80 => "p80",
            Self::Chance(_) => "chance",
            Self::RestrictedMean => "restricted_mean",
        }
    }
}

/// One quantity of one goal, from the plan to the forecast.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Account {
    /// What is explained.
    pub quantity: Quantity,
    /// Its value if all goes to plan.
    pub planned: f64,
    /// Its value in the forecast.
    pub forecast: Bounded,
    /// Forecast less plan.
    pub whole: Bounded,
    /// Shapley's values, by cause; they add up to the whole.
    pub shapley: Vec<Bounded>,
    /// What the whole loses where one cause alone goes to plan, by cause.
    pub exclusion: Vec<Bounded>,
    /// What the plan loses where one cause alone is left to chance, by cause.
    pub inclusion: Vec<Bounded>,
    /// The whole less the sum of the exclusions: what the causes do together or instead of each other.
    pub interaction: Bounded,
    /// Subsets of causes in which the quantile is never; there it counts as the horizon.
    pub never_in: usize,
}

/// What the plan itself lacks where a goal never arrives in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Lack {
    /// The best twelve months' share of demand if all goes to plan.
    pub best: f64,
    /// The share asked.
    pub asked: f64,
}

/// One goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalCauses {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// What is tested, in words.
    pub sentence: String,
    /// Month of arrival if all goes to plan; never where `None`.
    pub planned: Option<usize>,
    /// Why it never arrives in the plan, where that is known.
    pub lack: Option<Lack>,
    /// P50 and P80 of the forecast, from the trials of this attribution.
    pub forecast: [Option<usize>; 2],
    /// Share of these trials that never arrive.
    pub never: f64,
    /// Accounts: P50 and P80 where both plan and forecast arrive, then the chance by a year and the restricted mean.
    pub accounts: Vec<Account>,
}

impl GoalCauses {
    /// The account of a quantity.
    #[must_use]
    pub fn account(&self, key: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.quantity.key() == key)
    }
}

/// One cause: a group of random elements, or several groups that go to plan together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// Its name.
    pub name: String,
    /// Its groups.
    pub groups: Vec<String>,
    /// How many random elements it holds.
    pub elements: usize,
}

/// All that the attribution found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Causes {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Seed.
    pub seed: u64,
    /// Trials of the forecast and of every subset with all causes but one or with one alone.
    pub trials: u64,
    /// Trials of a subset, by how many of the causes it leaves to chance; trial i draws the same in all of them.
    pub trials_by_size: Vec<u64>,
    /// Subsets of causes run, all of them.
    pub subsets: usize,
    /// Trials run in all.
    pub trials_run: u64,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// Causes.
    pub causes: Vec<Cause>,
    /// Goals.
    pub goals: Vec<GoalCauses>,
    /// Goals of the scenario that were not asked about.
    pub others: Vec<String>,
}
