//! Findings on each market, by year and as monthly percentile bands, with example trials; and what each origin earns.

use crate::engine::{Examples, Series, Tally};
use crate::plan::{MineralPlan, Plan};
use crate::stats::FixedSum;
use crate::study::estimate::estimate;
use crate::study::findings::{Band, ClearedSeries, Findings, MineralFindings, OriginFindings, TrialLine, Yearly};

/// One mineral's figures by series.
struct Reader<'a> {
    plan: &'a Plan,
    tally: &'a Tally,
    mineral: usize,
    series: Vec<Series>,
}

impl Reader<'_> {
    fn plan(&self) -> &MineralPlan {
        &self.plan.minerals[self.mineral]
    }

    fn yearly(&self, series: Series) -> Yearly {
        let Some(at) = self.series.iter().position(|&known| known == series) else { return Vec::new() };
        let sums = &self.tally.yearly[self.mineral][at];
        self.plan.grid.years().zip(sums).map(|(year, sum)| (year, estimate(sum, self.tally.trials))).collect()
    }

    fn band(&self, series: Series) -> Vec<Band> {
        (0..self.plan.months())
            .filter_map(|k| {
                let bins = self.tally.bands.bins(self.mineral, series, k)?;
                let [p5, p25, p50, p75, p95] = bins.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]).map(|value| value.unwrap_or(0.0));
                Some(Band { p5, p25, p50, p75, p95, mean: self.mean(series, k) })
            })
            .collect()
    }

    fn mean(&self, series: Series, k: usize) -> f64 {
        self.tally.bands.mean(self.mineral, series, k)
    }

    /// Further series of a market that clears, and of what comes back.
    fn cleared(&self) -> Vec<ClearedSeries> {
        let named = self.series.iter().filter_map(|&series| {
            Some(match series {
                Series::Price => (series, "price_index", "index"),
                Series::Bought => (series, "bought", "t"),
                Series::GivenUp => (series, "given_up", "t"),
                Series::Premium => (series, "premium_paid", "USD"),
                Series::Bridge => (series, "stock_to_bridge", "t"),
                Series::Diverted => (series, "diverted", "t"),
                Series::Leaked => (series, "leaked", "t"),
                _ => return None,
            })
        });
        named
            .map(|(series, name, unit)| ClearedSeries {
                name: name.to_owned(),
                unit: unit.to_owned(),
                yearly: self.yearly(series),
                band: self.band(series),
            })
            .collect()
    }

    /// A route origin's own series; the only origin's arrivals are all arrivals.
    fn arrivals_from(&self, place: usize) -> Series {
        if self.plan().route_origins.len() > 1 { Series::ArrivalsFrom(place) } else { Series::Arrivals }
    }
}

pub(super) fn mineral_findings(plan: &Plan, tally: &Tally, m: usize) -> MineralFindings {
    let reader = Reader { plan, tally, mineral: m, series: Series::of(&plan.minerals[m]) };
    let mineral = reader.plan();
    let route_origins =
        || mineral.route_origins.iter().enumerate().map(|(place, &origin)| (mineral.origins[origin].clone(), reader.arrivals_from(place)));
    let asked = || mineral.asked.iter().enumerate().map(|(i, &place)| (mineral.origins[mineral.route_origins[place]].clone(), Series::ShareFrom(i)));
    let origins = || mineral.origins.iter().enumerate().map(|(place, origin)| (origin.clone(), Series::SupplyFrom(place)));
    MineralFindings {
        name: mineral.name.clone(),
        demand: (0..plan.months()).map(|k| reader.mean(Series::Demand, k)).collect(),
        arrivals: reader.yearly(Series::Arrivals),
        arrivals_by_origin: route_origins().map(|(origin, series)| (origin, reader.yearly(series))).collect(),
        controlled: reader.yearly(Series::Controlled),
        shortage: reader.yearly(Series::Shortage),
        hhi: reader.yearly(Series::Concentration),
        free_share: reader.yearly(Series::FreeShare),
        supply_by_origin: origins().map(|(origin, series)| (origin, reader.yearly(series))).collect(),
        lost_in_chain: reader.yearly(Series::Lost),
        arrivals_band: reader.band(Series::Arrivals),
        arrivals_by_origin_band: route_origins().map(|(origin, series)| (origin, reader.band(series))).collect(),
        controlled_band: reader.band(Series::Controlled),
        shortage_band: reader.band(Series::Shortage),
        hhi_band: reader.band(Series::Concentration),
        free_share_band: reader.band(Series::FreeShare),
        supply_by_origin_band: origins().map(|(origin, series)| (origin, reader.band(series))).collect(),
        arrival_share_band: asked().map(|(origin, series)| (origin, reader.band(series))).collect(),
        demand_yearly: reader.yearly(Series::Demand),
        lines: Vec::new(),
        cleared: reader.cleared(),
    }
}

pub(super) fn origin_findings(plan: &Plan, tally: &Tally) -> Vec<OriginFindings> {
    let yearly = |sums: &[FixedSum]| -> Yearly { plan.grid.years().zip(sums).map(|(year, sum)| (year, estimate(sum, tally.trials))).collect() };
    let origins = plan.origins.iter().zip(&tally.origins).map(|(origin, counted)| OriginFindings {
        name: origin.name.clone(),
        export_revenue: origin.priced.then(|| yearly(&counted.revenue)),
        royalty: (origin.priced && origin.royalty).then(|| yearly(&counted.royalty)),
        job_years: (!origin.stages.is_empty() || !origin.nodes.is_empty()).then(|| yearly(&counted.jobs)),
    });
    origins.collect()
}

/// Adds the example trials to the findings on each mineral.
pub(super) fn add_lines(examples: &Examples, findings: &mut Findings) {
    for example in &examples.0 {
        let share = |(part, demand): (&f64, &f64)| if *demand > 0.0 { part / demand } else { 1.0 };
        findings.minerals[example.mineral].lines.push(TrialLine {
            trial: example.trial,
            free_share: example.free.iter().zip(&example.demand).map(share).collect(),
            arrivals_by_origin: example.arrivals_by_origin.clone(),
            demand: example.demand.clone(),
            shortage: example.shortage.clone(),
            hhi: example.concentration.clone(),
        });
    }
}
