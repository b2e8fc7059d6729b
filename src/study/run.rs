//! The main question: when, how likely, how much, and what bridges the wait.

use std::ops::Range;

use super::findings::{
    Band, Ceiling, DesignFindings, Estimate, Findings, Flows, GoalFindings, HazardFindings, MineralFindings, OriginFindings, Quantile,
    RegimeFindings, Share, StageFindings, TrialLine, Yearly,
};
use super::flows::flows;
use super::hinges::hinges;
use super::paths::paths;
use super::precision::Stopping;
use super::ranges::{Keeper, Ranges, StoppingRule};
use super::replicates::spread;
use crate::engine::{GoalTally, Series, Tally, replay};
use crate::plan::Measure;
use crate::plan::{MineralPlan, Plan, TestPlan, planned_dates};
use crate::stats::{FineBins, FixedSum, Mean, MonthCounts, Proportion};

/// How much to run, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// Threads; as many as the machine has where `None`.
    pub threads: Option<usize>,
}

/// Shares of trials for which the bridging stock is given.
const COVERED: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// Runs the trials and says what they found; where the scenario asks for a precision, no more of them than it takes.
///
/// # Errors
/// Where the threads cannot be started.
pub fn run(plan: &Plan, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Findings, rayon::ThreadPoolBuildError> {
    let tally = count(plan, options, 0..options.trials, progress, None, None)?;
    found(plan, options, &tally)
}

/// Counts the trials of a range, which may be a part of a run; those of its beginning that `before` counted are not run again.
///
/// # Errors
/// Where the threads cannot be started.
pub fn count(
    plan: &Plan,
    options: &RunOptions,
    trials: Range<u64>,
    progress: &(dyn Fn(u64) + Sync),
    before: Option<Tally>,
    keeper: Option<Keeper>,
) -> Result<Tally, rayon::ThreadPoolBuildError> {
    let pool = pool(options)?;
    let stopping = Stopping::new(plan, options.trials).filter(|_| trials == (0..options.trials));
    let enough = |tally: &Tally| stopping.as_ref().is_some_and(|stopping| stopping.enough(tally));
    let rule = stopping.as_ref().map(|stopping| StoppingRule { looks: stopping.looks(), enough: &enough });
    Ok(Ranges { plan, seed: options.seed, pool: &pool, progress, keeper, stopping: rule }.count(trials, before))
}

/// What all trials of a run found, once they are counted.
///
/// # Errors
/// Where the threads cannot be started.
pub fn found(plan: &Plan, options: &RunOptions, tally: &Tally) -> Result<Findings, rayon::ThreadPoolBuildError> {
    let pool = pool(options)?;
    let mut findings = findings(plan, options.seed, tally);
    findings.precision = Stopping::new(plan, options.trials).map(|stopping| stopping.reached(plan, tally));
    let options = &RunOptions { trials: tally.trials, ..*options };
    findings.hinges = hinges(plan, options, &pool);
    findings.flows = flows(plan, options, &pool);
    add_lines(plan, options, &mut findings);
    Ok(findings)
}

/// Threads of a run.
pub(super) fn pool(options: &RunOptions) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build()
}

/// What a tally says, without the inputs on which it hinges.
#[must_use]
pub fn findings(plan: &Plan, seed: u64, tally: &Tally) -> Findings {
    let mut whole = counted(plan, seed, tally);
    if let Some(design) = plan.design {
        let replicates: Vec<Findings> = tally.replicates.iter().map(|replicate| counted(plan, seed, replicate)).collect();
        spread(&mut whole, tally, &replicates);
        whole.design = Some(DesignFindings { sampling: design.sampling.word().to_owned(), replicates: design.replicates });
    }
    whole
}

/// What a tally says, its trials taken as independent of each other.
fn counted(plan: &Plan, seed: u64, tally: &Tally) -> Findings {
    Findings {
        title: plan.title.clone(),
        grid: plan.grid,
        seed,
        trials: tally.trials,
        design: None,
        band_trials: tally.bands.trials(),
        goals: (0..plan.goals.goals.len()).map(|g| goal_findings(plan, tally, g)).collect(),
        minerals: (0..plan.minerals.len()).map(|m| mineral_findings(plan, tally, m)).collect(),
        stages: stage_findings(plan, tally),
        paths: paths(plan, tally),
        origins: origin_findings(plan, tally),
        regimes: regime_findings(plan, tally),
        hazards: hazard_findings(plan, tally),
        hinges: Vec::new(),
        flows: Flows::default(),
        precision: None,
    }
}

pub(super) fn share(count: u64, trials: u64) -> Share {
    let Proportion { share, standard_error, low, high, .. } = Proportion::new(count, trials);
    Share { share, standard_error, low, high }
}

fn of_mean(mean: Mean) -> Estimate {
    Estimate { mean: mean.mean, standard_error: mean.standard_error }
}

pub(super) fn estimate(sum: &FixedSum, trials: u64) -> Estimate {
    sum.mean(trials).map_or(Estimate { mean: f64::NAN, standard_error: f64::NAN }, of_mean)
}

pub(super) fn month_quantile(counts: &MonthCounts, p: f64) -> Quantile<Option<usize>> {
    let (low, high) = counts.interval(p);
    Quantile { value: counts.quantile(p), low, high }
}

pub(super) fn covered(bins: &FineBins) -> Vec<(f64, Quantile<f64>)> {
    COVERED
        .iter()
        .map(|&p| {
            let (low, high) = bins.quantile_interval(p);
            (p, Quantile { value: bins.quantile(p).unwrap_or(0.0), low, high: high.unwrap_or(f64::INFINITY) })
        })
        .collect()
}

/// Trials drawn as single lines.
const LINES: u64 = 3;

/// Single trials, for those who want to see what a band hides.
fn add_lines(plan: &Plan, options: &RunOptions, findings: &mut Findings) {
    for trial in 0..LINES.min(options.trials) {
        let trace = replay(plan, options.seed, trial);
        for (mineral, market) in findings.minerals.iter_mut().zip(trace.minerals) {
            let share = |part: &f64, demand: &f64| if *demand > 0.0 { part / demand } else { 1.0 };
            mineral.lines.push(TrialLine {
                trial,
                free_share: market.free.iter().zip(&market.demand).map(|(free, demand)| share(free, demand)).collect(),
                arrivals_by_origin: market.arrivals_by_origin,
                demand: market.demand,
                shortage: market.shortage,
                hhi: market.concentration,
            });
        }
    }
}

/// What covers each percent of trials, 1 to 99.
fn curve(bins: &FineBins) -> Vec<f64> {
    bins.quantiles::<99>(std::array::from_fn(|i| f64::from(u8::try_from(i + 1).unwrap_or(99)) / 100.0)).map(|value| value.unwrap_or(0.0)).to_vec()
}

fn goal_findings(plan: &Plan, tally: &Tally, g: usize) -> GoalFindings {
    let (goal, counted, trials) = (&plan.goals.goals[g], &tally.goals[g], tally.trials);
    let GoalTally { arrivals, lost, holds, bridge, cost } = counted;
    let mut arrived = 0;
    let arrived_by = arrivals.counts.iter().map(|&count| {
        arrived += count;
        share(arrived, trials)
    });
    let arrived_by = arrived_by.collect();
    let single = match goal.test {
        TestPlan::Measure(at) => Some(&plan.goals.measures[at]),
        _ => None,
    };
    let mineral = match goal.minerals.as_slice() {
        [one] => Some(plan.minerals[*one].name.clone()),
        _ => None,
    };
    let fixed = |measure: &crate::plan::MeasurePlan| {
        let slot = measure.threshold;
        plan.draws.iter().all(|draw| draw.slot != slot).then(|| plan.values[slot.0])
    };
    GoalFindings {
        name: goal.name.clone(),
        title: goal.title.clone(),
        sentence: goal.sentence.clone(),
        mineral,
        origin: single.and_then(|measure| measure.origin.map(|origin| plan.minerals[measure.mineral].origins[origin].clone())),
        share_of_demand: single.filter(|measure| measure.measure == Measure::ShareOfDemand).and_then(fixed),
        sustain: goal.sustain,
        p10: month_quantile(arrivals, 0.1),
        p50: month_quantile(arrivals, 0.5),
        p90: month_quantile(arrivals, 0.9),
        arrived_by,
        holds: holds.iter().map(|&count| share(count, trials)).collect(),
        never: share(arrivals.never, trials),
        lost: share(*lost, trials),
        at_start: share(arrivals.counts.get(11).copied().unwrap_or(0), trials),
        mean_arrival: arrivals.mean().map(of_mean),
        ceiling: plan.ceilings[g].map(|ceiling| Ceiling {
            share: ceiling.share,
            asked: ceiling.asked,
            beyond: ceiling.beyond() && arrivals.arrivals() == 0,
        }),
        bridge: bridge.as_ref().map_or_else(Vec::new, |(bins, _)| covered(bins)),
        bridge_mean: bridge.as_ref().map(|(_, sum)| estimate(sum, trials)),
        bridge_cost: cost.as_ref().map_or_else(Vec::new, |(bins, _)| covered(bins)),
        bridge_curve: bridge.as_ref().map_or_else(Vec::new, |(bins, _)| curve(bins)),
        bridge_cost_curve: cost.as_ref().map_or_else(Vec::new, |(bins, _)| curve(bins)),
    }
}

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

    /// A route origin's own series; the only origin's arrivals are all arrivals.
    fn arrivals_from(&self, place: usize) -> Series {
        if self.plan().route_origins.len() > 1 { Series::ArrivalsFrom(place) } else { Series::Arrivals }
    }
}

fn mineral_findings(plan: &Plan, tally: &Tally, m: usize) -> MineralFindings {
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
    }
}

fn stage_findings(plan: &Plan, tally: &Tally) -> Vec<StageFindings> {
    let quantiles = |counts: &MonthCounts| [0.1, 0.5, 0.9].map(|p| counts.quantile(p));
    let dates = planned_dates(plan);
    let stages = plan.schedule.file_order.iter().map(|stage| {
        let counted = &tally.stages[stage.0];
        let ended = tally.trials - counted.ends.never;
        StageFindings {
            name: plan.schedule.stages[stage.0].name.clone(),
            start: quantiles(&counted.starts),
            end: quantiles(&counted.ends),
            never: share(counted.ends.never, tally.trials),
            mean_end: (ended > 0).then(|| estimate(&counted.end, ended)),
            planned: dates[stage.0].map(|date| date.is_finite().then_some(date)),
            critical: share(counted.critical, tally.trials),
        }
    });
    stages.collect()
}

fn origin_findings(plan: &Plan, tally: &Tally) -> Vec<OriginFindings> {
    let yearly = |sums: &[FixedSum]| -> Yearly { plan.grid.years().zip(sums).map(|(year, sum)| (year, estimate(sum, tally.trials))).collect() };
    let origins = plan.origins.iter().zip(&tally.origins).map(|(origin, counted)| OriginFindings {
        name: origin.name.clone(),
        export_revenue: origin.priced.then(|| yearly(&counted.revenue)),
        royalty: (origin.priced && origin.royalty).then(|| yearly(&counted.royalty)),
        job_years: (!origin.stages.is_empty() || !origin.nodes.is_empty()).then(|| yearly(&counted.jobs)),
    });
    origins.collect()
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more digits than a float has")]
fn regime_findings(plan: &Plan, tally: &Tally) -> Vec<RegimeFindings> {
    let regimes = plan.policy.regimes.iter().zip(&tally.regimes).map(|(regime, states)| {
        let share_by_month = |changes: &[i64]| -> Vec<f64> {
            let mut inside = 0;
            changes[..plan.months()]
                .iter()
                .map(|change| {
                    inside += change;
                    inside as f64 / tally.trials.max(1) as f64
                })
                .collect()
        };
        let states = regime.file_order.iter().map(|&s| (regime.state_names[s].clone(), share_by_month(&states[s])));
        RegimeFindings {
            name: regime.name.clone(),
            states: states.collect(),
            history: regime.history.iter().map(|&(month, state)| (month, regime.state_names[state].clone())).collect(),
        }
    });
    regimes.collect()
}

#[expect(clippy::cast_precision_loss, reason = "months are few")]
fn hazard_findings(plan: &Plan, tally: &Tally) -> Vec<HazardFindings> {
    let years = plan.months() as f64 / 12.0;
    let a_year = |sum: &FixedSum| {
        let Estimate { mean, standard_error } = estimate(sum, tally.trials);
        Estimate { mean: mean / years, standard_error: standard_error / years }
    };
    let hazards = plan.security.hazards.iter().zip(&tally.hazards);
    hazards
        .map(|(hazard, [incidents, struck])| HazardFindings { name: hazard.name.clone(), incidents: a_year(incidents), struck: a_year(struck) })
        .collect()
}
