//! The columns of a settled market by series.

use super::MineralRun;
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
        }
    }

    /// The months of the present year, which is at position `at` of the columns that may not be kept.
    #[inline(always)]
    pub(super) fn year(&self, series: Series, [from, to]: [usize; 2], at: usize) -> &[Lanes] {
        let at = match series {
            Series::Arrivals | Series::ArrivalsFrom(_) | Series::Shortage | Series::Lost | Series::Demand => from,
            Series::ShareFrom(_) | Series::Controlled | Series::Concentration | Series::FreeShare | Series::SupplyFrom(_) => at,
        };
        &self.column(series)[at..at + to - from]
    }
}
