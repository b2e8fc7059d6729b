//! What the sensitivity analysis found: plain data, every number with its interval and the trials behind it.

use super::design::Shares;
use crate::stats::Indices;
use crate::study::correlations::Correlation;
use crate::study::{Estimate, Share};
use crate::units::MonthGrid;

/// All that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Seed.
    pub seed: u64,
    /// Trials of each run of the design.
    pub trials: u64,
    /// Trials of each run of the screening; 0 where nothing had to be screened.
    pub screening: u64,
    /// Trials run in all.
    pub evaluations: u64,
    /// Groups of causes; correlated drivers of several groups stand last, as one of their own.
    pub groups: Vec<Cause>,
    /// Single elements with indices of their own.
    pub leading: Vec<Cause>,
    /// Single elements that were screened out.
    pub rest: Vec<Cause>,
    /// Paths of the inputs that correlations name.
    pub inputs: Vec<String>,
    /// Goals in the order of the file.
    pub goals: Vec<GoalSensitivity>,
}

/// A group of causes, or a single one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Name of a group, path of a single element; paths joined by ` + ` for correlated drivers.
    pub name: String,
    /// Its group; empty for correlated drivers of several groups.
    pub group: String,
    /// `group`, `driver`, `input`, `regime`, `hazard`, `risk`, `cancellation` or `correlated drivers`.
    pub kind: &'static str,
    /// How many elements it stands for.
    pub elements: usize,
}

/// One goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalSensitivity {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// What is tested, in words.
    pub sentence: String,
    /// Chance that it arrives within the horizon, over the two independent runs.
    pub ever: Share,
    /// The year of `by_year`.
    pub year: i32,
    /// Whether it arrives by the end of that year: 0 or 1.
    pub by_year: Quantity,
    /// Months until it arrives within the horizon, never counting as its end.
    pub months: Quantity,
    /// Rank correlations of the inputs with `months`, in the order of [`Sensitivity::inputs`]; empty where `months` does not vary.
    pub correlations: Vec<Correlation>,
    /// Whether it is told of in full: it was asked for, or speaks for its ladder of thresholds, or belongs to none; and its months vary.
    pub speaks: bool,
}

/// A quantity and what its variance goes with.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its mean over the two independent runs, twice [`Sensitivity::trials`].
    pub mean: Estimate,
    /// Its variance, months² or 1.
    pub variance: f64,
    /// What the variance goes with.
    pub shares: Variation,
}

/// How a variance was shared out, or why it was not.
#[derive(Clone, Debug, PartialEq)]
pub enum Variation {
    /// It is the same in all trials: there is nothing to share out.
    Constant,
    /// It differs from its commonest value in so few trials that shares would be noise: their number, of twice [`Sensitivity::trials`].
    TooFew(u64),
    /// Shared out.
    Shared(Shares),
}

impl Quantity {
    /// The shares, where there are any.
    #[must_use]
    pub fn shares(&self) -> Option<&Shares> {
        if let Variation::Shared(shares) = &self.shares { Some(shares) } else { None }
    }
}

impl GoalSensitivity {
    /// Causes with their indices of a quantity, the largest total index first: groups, then leading single elements.
    #[must_use]
    pub fn ranked<'a>(causes: &'a [Cause], indices: &'a [Indices]) -> Vec<(&'a Cause, &'a Indices)> {
        let mut ranked: Vec<_> = causes.iter().zip(indices).collect();
        ranked.sort_by(|a, b| b.1.total.value.total_cmp(&a.1.total.value));
        ranked
    }
}
