//! Table of the monthly series of a mineral: a new series needs one line here.

use crate::engine::Series;
use crate::plan::MineralPlan;
use crate::units::Unit;

/// Series that a run reports, in the order of its files.
pub const SERIES: [SeriesKind; 17] = [
    SeriesKind { name: "demand", title: "demand", measure: Measure::Tonnes, of: Of::All(Series::Demand) },
    SeriesKind { name: "arrivals", title: "arrivals over all routes", measure: Measure::Tonnes, of: Of::All(Series::Arrivals) },
    SeriesKind { name: "arrivals_by_origin", title: "arrivals by origin of routes", measure: Measure::Tonnes, of: Of::RouteOrigins },
    SeriesKind { name: "arrival_share", title: "arrivals as a share of demand", measure: Measure::Share, of: Of::AskedOrigins },
    SeriesKind { name: "controlled", title: "controlled supply", measure: Measure::Tonnes, of: Of::All(Series::Controlled) },
    SeriesKind { name: "shortage", title: "shortage", measure: Measure::Tonnes, of: Of::All(Series::Shortage) },
    SeriesKind { name: "hhi", title: "concentration, HHI", measure: Measure::Concentration, of: Of::All(Series::Concentration) },
    SeriesKind { name: "free_share", title: "free share of demand", measure: Measure::Share, of: Of::All(Series::FreeShare) },
    SeriesKind { name: "supply_by_origin", title: "supply by origin", measure: Measure::Tonnes, of: Of::Origins },
    SeriesKind { name: "lost_in_chain", title: "lost in the chain", measure: Measure::Tonnes, of: Of::All(Series::Lost) },
    SeriesKind { name: "price_index", title: "price index", measure: Measure::Index, of: Of::All(Series::Price) },
    SeriesKind { name: "bought", title: "bought", measure: Measure::Tonnes, of: Of::All(Series::Bought) },
    SeriesKind { name: "given_up", title: "demand given up", measure: Measure::Tonnes, of: Of::All(Series::GivenUp) },
    SeriesKind { name: "premium_paid", title: "premium paid", measure: Measure::Dollars, of: Of::All(Series::Premium) },
    SeriesKind { name: "stock_to_bridge", title: "stock to bridge", measure: Measure::Tonnes, of: Of::All(Series::Bridge) },
    SeriesKind { name: "diverted", title: "diverted supply", measure: Measure::Tonnes, of: Of::All(Series::Diverted) },
    SeriesKind { name: "leaked", title: "leaked supply", measure: Measure::Tonnes, of: Of::All(Series::Leaked) },
];

/// Kind of series.
#[derive(Clone, Copy, Debug)]
pub struct SeriesKind {
    /// Name in files.
    pub name: &'static str,
    /// Title in tables.
    pub title: &'static str,
    measure: Measure,
    of: Of,
}

#[derive(Clone, Copy, Debug)]
enum Measure {
    Tonnes,
    Share,
    Concentration,
    Index,
    Dollars,
}

/// Series of the engine: one, or one for each origin.
#[derive(Clone, Copy, Debug)]
enum Of {
    All(Series),
    RouteOrigins,
    AskedOrigins,
    Origins,
}

impl SeriesKind {
    /// Kind of a series in the findings.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        SERIES.iter().find(|kind| kind.name == name)
    }

    /// Whether there is one series for each origin.
    #[must_use]
    pub fn is_by_origin(&self) -> bool {
        !matches!(self.of, Of::All(_))
    }

    /// Whether the table of a mineral shows it.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self.of, Of::Origins | Of::AskedOrigins | Of::All(Series::Lost))
    }

    /// Unit of the yearly estimates.
    #[must_use]
    pub fn yearly_unit(&self) -> Unit {
        match self.measure {
            Measure::Tonnes => Unit::TONNES_A_YEAR,
            Measure::Share => Unit::SHARE,
            Measure::Concentration => Unit::named("index 0-10000"),
            Measure::Index => Unit::named("index"),
            Measure::Dollars => Unit::DOLLARS_A_YEAR,
        }
    }

    /// Unit of the months.
    #[must_use]
    pub fn monthly_unit(&self) -> Unit {
        match self.measure {
            Measure::Tonnes => Unit::named("t/month"),
            Measure::Dollars => Unit::named("USD/month"),
            _ => self.yearly_unit(),
        }
    }

    /// Series of the engine, each with its origin where it has one.
    pub(crate) fn series(&self, mineral: &MineralPlan) -> Vec<(Option<String>, Series)> {
        let origin = |place: usize| Some(mineral.origins[mineral.route_origins[place]].clone());
        // With one route origin its arrivals are all arrivals.
        let arrivals = |place: usize| if mineral.route_origins.len() > 1 { Series::ArrivalsFrom(place) } else { Series::Arrivals };
        match self.of {
            Of::All(series) => vec![(None, series)],
            Of::RouteOrigins => (0..mineral.route_origins.len()).map(|place| (origin(place), arrivals(place))).collect(),
            Of::AskedOrigins => mineral.asked.iter().enumerate().map(|(i, &place)| (origin(place), Series::ShareFrom(i))).collect(),
            Of::Origins => mineral.origins.iter().enumerate().map(|(place, origin)| (Some(origin.clone()), Series::SupplyFrom(place))).collect(),
        }
    }
}
