//! Findings about tonnes and dollars: monthly series of each market, tonnes through the chain, earnings of origins.

use serde::{Deserialize, Serialize};

use crate::report::words;
use crate::units::Quantity;

/// Estimates by calendar year.
pub type Yearly = Vec<(i32, Quantity)>;

/// P5, P25, P50, P75, P95 and the mean over trials of one month of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// 5% quantile.
    pub p5: f64,
    /// 25% quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75% quantile.
    pub p75: f64,
    /// 95% quantile.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
}

/// Market of one mineral.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MineralFindings {
    /// Key in the file.
    pub name: String,
    /// Title, else the key in words.
    pub title: String,
    /// Mean demand by month, t a month.
    pub demand: Vec<f64>,
    /// Price index at which the bridging stock keeps the market, where that is a constant of a market that clears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerates: Option<f64>,
    /// Series in the order of [`crate::analyses::run::SERIES`].
    pub series: Vec<SeriesFindings>,
    /// Three single trials (numbers 0, 1 and 2), month by month.
    pub lines: Vec<TrialLine>,
}

/// One series of a mineral.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesFindings {
    /// Name of the series in [`crate::analyses::run::SERIES`].
    pub name: String,
    /// Origin, where the series is one of several by origin.
    pub origin: Option<String>,
    /// Sum of each year, or its mean where the series is a level.
    pub yearly: Yearly,
    /// Distribution of each month; empty where it is not counted.
    pub bands: Vec<Band>,
}

impl MineralFindings {
    /// Whether its market clears at a price index.
    #[must_use]
    pub fn clears(&self) -> bool {
        self.series("price_index").next().is_some()
    }

    /// The price index that is tolerated, in words.
    #[must_use]
    pub fn tolerated(&self) -> String {
        self.tolerates.map_or_else(|| "what is tolerated".to_owned(), words::three_digits)
    }

    /// Whether its price index differs from 1 in some month of some trial.
    #[must_use]
    pub fn price_moves(&self) -> bool {
        self.bands("price_index").iter().any(|band| (band.mean - 1.0).abs() > 1e-6)
    }

    /// All series of a name: one, or one for each origin.
    pub fn series<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a SeriesFindings> {
        self.series.iter().filter(move |series| series.name == name)
    }

    /// Yearly estimates of a series, empty where there is none.
    #[must_use]
    pub fn yearly(&self, name: &str) -> &[(i32, Quantity)] {
        self.series.iter().find(|series| series.name == name).map_or(&[], |series| &series.yearly)
    }

    /// Monthly bands of a series, empty where there are none.
    #[must_use]
    pub fn bands(&self, name: &str) -> &[Band] {
        self.series.iter().find(|series| series.name == name).map_or(&[], |series| &series.bands)
    }
}

impl SeriesFindings {
    /// Estimate of a year.
    #[must_use]
    pub fn in_year(&self, year: i32) -> Option<&Quantity> {
        in_year(&self.yearly, year)
    }

    /// Origin, empty where there is none.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.origin.as_deref().unwrap_or_default()
    }
}

/// Estimate of a year.
pub(in crate::analyses::run) fn in_year(yearly: &[(i32, Quantity)], year: i32) -> Option<&Quantity> {
    yearly.iter().find(|(of, _)| *of == year).map(|(_, quantity)| quantity)
}

/// Months of one trial on one mineral's market.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialLine {
    /// Number of the trial.
    pub trial: u64,
    /// Arrivals by route origin (t a month), in the order of the series `arrivals_by_origin`.
    pub arrivals_by_origin: Vec<Vec<f64>>,
    /// Demand (t a month).
    pub demand: Vec<f64>,
    /// Free supply as a share of demand.
    pub free_share: Vec<f64>,
    /// Shortage (t a month).
    pub shortage: Vec<f64>,
    /// Concentration index.
    pub hhi: Vec<f64>,
    /// Price index; empty of a market that does not clear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub price: Vec<f64>,
}

/// Mean tonnes through the chain, from a separate pass over the first trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flows {
    /// Trials of the means.
    pub trials: u64,
    /// Nodes in chain order: key and title.
    pub nodes: Vec<(String, String)>,
    /// Routes.
    pub routes: Vec<RouteFlow>,
}

/// Tonnes of one route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteFlow {
    /// Name.
    pub name: String,
    /// Mineral.
    pub mineral: String,
    /// Origin.
    pub origin: String,
    /// Nodes in order, each with the contained t that enter it and that leave it, by year.
    pub passages: Vec<PassageFlow>,
    /// t that arrive, by year.
    pub arrives: Yearly,
}

/// Tonnes of one route through one node, by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassageFlow {
    /// Index of the node in [`Flows::nodes`].
    pub node: usize,
    /// Contained t that enter (at a buffer: that are processed).
    pub enters: Yearly,
    /// Contained t that leave, after yield and lag.
    pub leaves: Yearly,
    /// Contained t that left it and found no room further on.
    pub lost: Yearly,
}

/// Earnings of an origin from its routes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginFindings {
    /// Origin.
    pub name: String,
    /// USD a year of exports to all buyers; `None` where a mineral carried has no price.
    pub export_revenue: Option<Yearly>,
    /// USD a year of royalty, where routes state one.
    pub royalty: Option<Yearly>,
    /// Job-years by year, where stages or nodes of its routes state `jobs`.
    pub job_years: Option<Yearly>,
}
