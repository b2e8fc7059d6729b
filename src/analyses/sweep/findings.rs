//! Findings of `adit sweep`: results of the goals at each point, and their differences from the scenario as written.

use std::collections::BTreeMap;

use serde::Serialize;

use super::design::Layout;
use super::vary::number;
use crate::units::{MonthGrid, Quantity};

/// Goal of the question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweptGoal {
    /// Key.
    pub goal: String,
    /// Title, or the test in words where the goal has no title.
    pub title: String,
    /// Test in words.
    pub test: String,
    /// Colour of the origin whose arrivals it tests, `#rrggbb`, where it has one.
    #[serde(skip)]
    pub colour: Option<String>,
}

/// Difference of a goal at a point from the goal in the scenario as written, trial by trial.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Months later on average; an arrival that never comes counts as the month after the last.
    pub months_later: Quantity,
    /// Share of trials in which it arrives earlier.
    pub earlier: Quantity,
    /// Share of trials in which it arrives later, or never where the scenario as written arrives.
    pub later: Quantity,
    /// Probability of arrival by the end of each year.
    pub arrived_by: BTreeMap<i32, Quantity>,
    /// Probability that it never arrives.
    pub never: Quantity,
    /// Mean bridging stock, t; `None` where the goal has several minerals.
    pub bridge_mean: Option<Quantity>,
    /// Mean cost of the bridging stock, USD; `None` where a mineral has no price.
    pub bridge_cost_mean: Option<Quantity>,
}

/// Distribution of the bridging stock or of its cost over the trials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stock {
    /// Median.
    pub p50: Quantity,
    /// 80% quantile.
    pub p80: Quantity,
    /// 90% quantile.
    pub p90: Quantity,
    /// 95% quantile.
    pub p95: Quantity,
    /// Mean.
    pub mean: Quantity,
}

/// One goal at one point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalAtPoint {
    /// Key of the goal.
    pub goal: String,
    /// 10% quantile of the month of arrival over all trials.
    pub p10: Quantity,
    /// Median of the month of arrival.
    pub p50: Quantity,
    /// 90% quantile of the month of arrival.
    pub p90: Quantity,
    /// Probability of arrival by the end of each year.
    pub arrived_by: BTreeMap<i32, Quantity>,
    /// Probability that it never arrives in the scenario.
    pub never: Quantity,
    /// Share of all trials that arrive and lose it again.
    pub lost: Quantity,
    /// Stock that covers the shortage until arrival, t; `None` where the goal has several minerals.
    pub bridge: Option<Stock>,
    /// Its cost, USD; `None` where a mineral has no price.
    pub bridge_cost: Option<Stock>,
    /// Difference from the scenario as written; `None` for that scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
}

/// Point with its results.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweptPoint {
    /// Values as written, in the order of the paths.
    pub values: Vec<String>,
    /// Goals in the order of the question.
    pub goals: Vec<GoalAtPoint>,
}

/// Findings of `adit sweep`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepFindings {
    /// Months of the scenario.
    pub grid: MonthGrid,
    /// Layout of the points.
    pub layout: Layout,
    /// Paths that are varied, as in `--set`.
    pub paths: Vec<String>,
    /// What is varied at each path, in words.
    pub titles: Vec<String>,
    /// Units of the values at the paths; empty where there is none.
    pub units: Vec<String>,
    /// Years by the end of which the goals have arrived, in rising order.
    pub years: Vec<i32>,
    /// Goals of the question.
    pub goals: Vec<SweptGoal>,
    /// Goals in the scenario as written.
    pub as_written: Vec<GoalAtPoint>,
    /// Points.
    pub points: Vec<SweptPoint>,
}

/// Form in which a sweep is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One path: one row for each value.
    Line,
    /// All combinations of two paths: rows are the values of the first, columns those of the second.
    Square,
    /// Any other design: one row for each point, the most probable first.
    Cloud,
}

impl SweepFindings {
    /// Form in which it is shown.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match (self.paths.len(), self.layout) {
            (1, _) => Shape::Line,
            (2, Layout::Grid) => Shape::Square,
            _ => Shape::Cloud,
        }
    }

    /// Distinct values at a path, in the order of the points.
    #[must_use]
    pub fn levels(&self, path: usize) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for point in &self.points {
            if !levels.contains(&point.values[path].as_str()) {
                levels.push(&point.values[path]);
            }
        }
        levels
    }

    /// Values at a path by point, if all of them are numbers.
    #[must_use]
    pub fn numbers(&self, path: usize) -> Option<Vec<f64>> {
        self.points.iter().map(|point| number(&point.values[path])).collect()
    }

    /// One goal at all points.
    pub fn at(&self, goal: usize) -> impl Iterator<Item = &GoalAtPoint> {
        self.points.iter().map(move |point| &point.goals[goal])
    }

    /// Points from the highest to the lowest probability of arrival by the end of the first year; those with the same probability by the probability
    /// of never, then in their own order.
    #[must_use]
    pub fn ranking(&self, goal: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        let key = |point: usize| {
            let at = &self.points[point].goals[goal];
            (at.arrived_by.values().next().map_or(0.0, Quantity::number), at.never.number())
        };
        order.sort_by(|&a, &b| key(b).0.total_cmp(&key(a).0).then(key(a).1.total_cmp(&key(b).1)).then(a.cmp(&b)));
        order
    }
}
