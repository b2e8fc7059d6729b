//! Findings about each market, by year and as monthly bands, with example trials; and the earnings of each origin.

use crate::analyses::estimates::mean;
use crate::analyses::run::findings::{Band, Findings, MineralFindings, OriginFindings, SeriesFindings, TrialLine, Yearly};
use crate::analyses::run::series::SERIES;
use crate::engine::{Examples, Series, Tally};
use crate::plan::Plan;
use crate::stats::FixedSum;
use crate::units::{MonthGrid, Unit};

pub(super) fn mineral_findings(plan: &Plan, tally: &Tally, m: usize) -> MineralFindings {
    let mineral = &plan.minerals[m];
    let counted = Series::of(mineral);
    let is_drawn = |slot| plan.draws.iter().any(|draw| draw.slot == slot);
    let month_mean = |series: Series, k: usize| tally.bands.mean(m, series, k);
    let band = |series: Series, k: usize| {
        let (bins, mean) = (tally.bands.bins(m, series, k)?, month_mean(series, k));
        let quantile = |value: Option<f64>| if bins.is_constant() { mean } else { value.unwrap_or(0.0) };
        let [p5, p25, p50, p75, p95] = bins.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]).map(quantile);
        Some(Band { p5, p25, p50, p75, p95, mean })
    };
    let series = SERIES.iter().flat_map(|kind| kind.series(mineral).into_iter().map(move |(origin, series)| (kind, origin, series)));
    let series = series.filter_map(|(kind, origin, series)| {
        let sums = &tally.yearly[m][counted.iter().position(|&known| known == series)?];
        let bands = (0..plan.months()).filter_map(|k| band(series, k)).collect();
        Some(SeriesFindings { name: kind.name.to_owned(), origin, yearly: yearly(plan.grid, sums, tally.trials, &kind.yearly_unit()), bands })
    });
    MineralFindings {
        name: mineral.name.clone(),
        title: mineral.title.clone(),
        demand: (0..plan.months()).map(|k| month_mean(Series::Demand, k)).collect(),
        tolerates: mineral.response.as_ref().map(|response| response.tolerates).filter(|slot| !is_drawn(*slot)).map(|slot| plan.values[slot.0]),
        series: series.collect(),
        lines: Vec::new(),
    }
}

/// Mean of each year.
pub(super) fn yearly(grid: MonthGrid, sums: &[FixedSum], trials: u64, unit: &Unit) -> Yearly {
    grid.years().zip(sums).map(|(year, sum)| (year, mean(sum, trials, unit.clone()))).collect()
}

pub(super) fn origin_findings(plan: &Plan, tally: &Tally) -> Vec<OriginFindings> {
    let yearly = |sums: &[FixedSum], unit: Unit| yearly(plan.grid, sums, tally.trials, &unit);
    let origins = plan.origins.iter().zip(&tally.origins).map(|(origin, counted)| OriginFindings {
        name: origin.name.clone(),
        export_revenue: origin.priced.then(|| yearly(&counted.revenue, Unit::DOLLARS_A_YEAR)),
        royalty: (origin.priced && origin.royalty).then(|| yearly(&counted.royalty, Unit::DOLLARS_A_YEAR)),
        job_years: (!origin.stages.is_empty() || !origin.nodes.is_empty()).then(|| yearly(&counted.jobs, Unit::named("job-years"))),
    });
    origins.collect()
}

/// Adds the example trials to the findings of each mineral.
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
            price: example.price.clone(),
        });
    }
}
