//! Points of a search: values by dimension, and whether a point is of interest.

use serde::Serialize;

use crate::stats::Proportion;

/// Points by dimension, and whether each is of interest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// Values by dimension and point; infinity means never.
    pub values: Vec<Vec<f64>>,
    /// Whether the point is of interest.
    pub hits: Vec<bool>,
}

/// Side of a limit that lies inside the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Values above the limit.
    Above,
    /// Values below the limit.
    Below,
}

/// Limit of a box; the value of the limit itself lies outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Index of the dimension in the sample.
    pub dimension: usize,
    /// Side that lies inside.
    pub side: Side,
    /// Value, in the unit of the dimension.
    pub value: f64,
}

impl Limit {
    /// Whether a value lies inside.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        match self.side {
            Side::Above => value > self.value,
            Side::Below => value < self.value,
        }
    }
}

/// Number of points inside a box, and of those of interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Points.
    pub points: u64,
    /// Points of interest.
    pub hits: u64,
}

impl Count {
    /// Density: share of the points that are of interest.
    #[must_use]
    pub fn density(self) -> f64 {
        if self.points == 0 { 0.0 } else { self.hits as f64 / self.points as f64 }
    }

    /// Density with its interval.
    #[must_use]
    pub fn proportion(self) -> Proportion {
        Proportion::new(self.hits, self.points)
    }
}

impl Sample {
    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there are no points.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Whether a point lies inside all limits.
    #[must_use]
    pub fn holds(&self, limits: &[Limit], point: usize) -> bool {
        limits.iter().all(|limit| limit.holds(self.values[limit.dimension][point]))
    }

    /// Points inside all limits.
    #[must_use]
    pub fn count(&self, limits: &[Limit]) -> Count {
        let inside = (0..self.len()).filter(|&point| self.holds(limits, point));
        inside.fold(Count::default(), |count, point| Count { points: count.points + 1, hits: count.hits + u64::from(self.hits[point]) })
    }

    /// Sample of the points for which `keep` holds.
    #[must_use]
    pub fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.len()).filter(|&point| keep(point)).collect();
        let pick = |column: &Vec<f64>| kept.iter().map(|&point| column[point]).collect();
        Self { values: self.values.iter().map(pick).collect(), hits: kept.iter().map(|&point| self.hits[point]).collect() }
    }

    /// Sample of the points that lie in none of the boxes.
    #[must_use]
    pub fn outside(&self, boxes: &[Vec<Limit>]) -> Self {
        self.only(|point| boxes.iter().all(|limits| !self.holds(limits, point)))
    }
}
