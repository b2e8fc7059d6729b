//! The columns of a settled market by series.

use super::{Clearing, MineralRun};
use crate::engine::lanes::Lanes;
use crate::engine::series::Series;

impl MineralRun {
    /// The column of a series; only of batches that keep all months.
    #[must_use]
    #[inline(always)]
    pub fn column(&self, series: Series) -> &[Lanes] {
        match series {
            Series::Arrivals => &self.arrivals,
            Series::ArrivalsFrom(origin) => self.arrivals_from(origin),
            Series::ShareFrom(asked) => &self.arrival_shares[asked],
            Series::Controlled => &self.controlled,
            Series::Shortage => &self.shortage,
            Series::Concentration => &self.concentration,
            Series::FreeShare => &self.free_share,
            Series::SupplyFrom(origin) => &self.supply_by_origin[origin],
            Series::Lost => &self.lost,
            Series::Demand => &self.demand,
            Series::Diverted => &self.returned[0],
            Series::Leaked => &self.returned[1],
            Series::Price => self.cleared(|clearing| &clearing.price),
            Series::Bought => self.cleared(|clearing| &clearing.bought),
            Series::GivenUp => self.cleared(|clearing| &clearing.given_up),
            Series::Premium => self.cleared(|clearing| &clearing.premium),
            Series::Bridge => self.cleared(|clearing| &clearing.bridge),
        }
    }

    /// A column of a market that clears; no months of one that does not.
    fn cleared(&self, column: fn(&Clearing) -> &Vec<Lanes>) -> &[Lanes] {
        self.clearing.as_ref().map_or(&[], |clearing| column(clearing))
    }

    /// The months of the present year, which is at position `at` of the columns that may not be kept.
    #[inline(always)]
    pub(super) fn year(&self, series: Series, [from, to]: [usize; 2], at: usize) -> &[Lanes] {
        let at = match series {
            Series::ShareFrom(_) | Series::Controlled | Series::Concentration | Series::FreeShare | Series::SupplyFrom(_) => at,
            _ => from,
        };
        &self.column(series)[at..at + to - from]
    }
}
