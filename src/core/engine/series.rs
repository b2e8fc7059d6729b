//! Monthly series of each mineral that a run keeps, and how they enter the tally.

use crate::plan::MineralPlan;

/// One monthly series of one mineral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Series {
    /// Arrivals over all routes, t.
    Arrivals,
    /// Arrivals of one route origin, by its place in `MineralPlan::route_origins`, t.
    ArrivalsFrom(usize),
    /// Arrivals of an origin that a goal asks about as a share of demand, by its place in `MineralPlan::asked`.
    ShareFrom(usize),
    /// Controlled supply after displacement, t.
    Controlled,
    /// Demand uncovered, t.
    Shortage,
    /// Concentration index, 0 to 10 000.
    Concentration,
    /// Free supply as a share of demand.
    FreeShare,
    /// Supply of one origin after displacement, by its place in `MineralPlan::origins`, t.
    SupplyFrom(usize),
    /// Lost after lagged nodes, t.
    Lost,
    /// Demand, t.
    Demand,
    /// Price index of a market that clears.
    Price,
    /// Bought on a market that clears, t.
    Bought,
    /// Demand given up on a market that clears, t; below 0 where more is bought than demand, which counts as 0 in bands.
    GivenUp,
    /// Premium paid above the price, USD; below 0 where the index is below 1, which counts as 0 in bands.
    Premium,
    /// Stock that keeps the price index at what is tolerated, t.
    Bridge,
    /// What comes back as free supply of what was held back, before displacement, t.
    Diverted,
    /// The same as controlled supply, t.
    Leaked,
}

impl Series {
    /// All that is kept of a mineral.
    #[must_use]
    pub fn of(mineral: &MineralPlan) -> Vec<Self> {
        let mut all = vec![Self::Arrivals, Self::Controlled, Self::Shortage, Self::Concentration, Self::FreeShare, Self::Lost, Self::Demand];
        // With one origin its arrivals are all arrivals.
        if mineral.route_origins.len() > 1 {
            all.extend((0..mineral.route_origins.len()).map(Self::ArrivalsFrom));
        }
        all.extend((0..mineral.asked.len()).map(Self::ShareFrom));
        all.extend((0..mineral.origins.len()).map(Self::SupplyFrom));
        if mineral.response.is_some() {
            all.extend([Self::Price, Self::Bought, Self::GivenUp, Self::Bridge]);
            all.extend(mineral.price.map(|_| Self::Premium));
        }
        if !mineral.through().is_empty() {
            all.extend([Self::Diverted, Self::Leaked]);
        }
        all
    }

    /// Whether quantiles are kept month by month; else means and yearly sums only.
    #[must_use]
    pub fn has_bands(self) -> bool {
        !matches!(self, Self::Lost | Self::Demand)
    }

    /// Whether a year's figure is the mean of its months rather than their sum.
    #[must_use]
    pub fn is_level(self) -> bool {
        matches!(self, Self::Concentration | Self::FreeShare | Self::ShareFrom(_) | Self::Price)
    }

    /// Whether it is 0 as long as no route brings anything.
    #[must_use]
    pub fn is_brought(self, mineral: &MineralPlan) -> bool {
        match self {
            Self::Arrivals | Self::ArrivalsFrom(_) | Self::ShareFrom(_) => true,
            Self::SupplyFrom(origin) => {
                let offered = mineral.suppliers.iter().map(|supplier| supplier.origin);
                offered.chain(mineral.through().iter().map(|(place, _)| *place)).all(|place| place != origin)
            }
            _ => false,
        }
    }

    /// A size typical of the series' yearly figures, for the fixed point of its sums.
    #[must_use]
    pub fn scale(self, mineral: &MineralPlan) -> f64 {
        match self {
            Self::Concentration => 10_000.0,
            Self::FreeShare | Self::ShareFrom(_) | Self::Price => 1.0,
            Self::Premium => mineral.scale * mineral.price_scale,
            _ => mineral.scale,
        }
    }
}
