//! Sampling errors of designed trials, from the spread between their replicates.
//!
//! Trials of one replicate depend on each other, because they cover the inputs evenly; errors computed as for independent trials would be too wide. The
//! replicates are independent.

use super::findings::{
    Estimate, Findings, GoalFindings, HazardFindings, MineralFindings, OriginFindings, PathFindings, Quantile, Share, StageFindings, Yearly,
};
use crate::engine::Tally;
use crate::stats::{FineBins, ReplicateSpread};

/// Replaces the standard error and the interval of every mean, probability and quantile by those from the spread between replicates.
pub(super) fn spread(findings: &mut Findings, tally: &Tally, replicates: &[Findings]) {
    let trials = findings.trials;
    for (g, goal) in findings.goals.iter_mut().enumerate() {
        let parts: Vec<&GoalFindings> = replicates.iter().map(|part| &part.goals[g]).collect();
        spread_goal(goal, &parts, trials);
        let stocks = |of: fn(&crate::engine::GoalTally) -> Option<&FineBins>| {
            let parts: Vec<&FineBins> = tally.replicates.iter().filter_map(|part| of(&part.goals[g])).collect();
            of(&tally.goals[g]).map(|whole| (whole, parts))
        };
        for (found, bins) in [
            (&mut goal.bridge, stocks(|goal| goal.bridge.as_ref().map(|(bins, _)| bins))),
            (&mut goal.bridge_cost, stocks(|goal| goal.cost.as_ref().map(|(bins, _)| bins))),
        ] {
            if let Some((whole, parts)) = bins {
                for (p, quantile) in found.iter_mut() {
                    covered(quantile, *p, whole, &parts, trials);
                }
            }
        }
    }
    for (m, mineral) in findings.minerals.iter_mut().enumerate() {
        let parts: Vec<&MineralFindings> = replicates.iter().map(|part| &part.minerals[m]).collect();
        spread_mineral(mineral, &parts);
    }
    for (s, stage) in findings.stages.iter_mut().enumerate() {
        let parts: Vec<&StageFindings> = replicates.iter().map(|part| &part.stages[s]).collect();
        share(&mut stage.never, parts.iter().map(|part| part.never), trials);
        share(&mut stage.critical, parts.iter().map(|part| part.critical), trials);
        maybe(&mut stage.mean_end, parts.iter().map(|part| part.mean_end));
    }
    for (p, path) in findings.paths.iter_mut().enumerate() {
        let parts: Vec<&PathFindings> = replicates.iter().map(|part| &part.paths[p]).collect();
        spread_path(path, &parts, trials);
    }
    for (o, origin) in findings.origins.iter_mut().enumerate() {
        let parts: Vec<&OriginFindings> = replicates.iter().map(|part| &part.origins[o]).collect();
        let fields: [fn(&mut OriginFindings) -> &mut Option<Yearly>; 3] =
            [|origin| &mut origin.export_revenue, |origin| &mut origin.royalty, |origin| &mut origin.job_years];
        for field in fields {
            let series: Vec<Yearly> = parts.iter().filter_map(|part| field(&mut (*part).clone()).take()).collect();
            if let Some(pooled) = field(origin) {
                yearly(pooled, &series.iter().collect::<Vec<_>>());
            }
        }
    }
    for (h, hazard) in findings.hazards.iter_mut().enumerate() {
        let parts: Vec<&HazardFindings> = replicates.iter().map(|part| &part.hazards[h]).collect();
        estimate(&mut hazard.incidents, parts.iter().map(|part| part.incidents));
        estimate(&mut hazard.struck, parts.iter().map(|part| part.struck));
    }
}

fn spread_goal(goal: &mut GoalFindings, parts: &[&GoalFindings], trials: u64) {
    let fields: [fn(&GoalFindings) -> &[Share]; 2] = [|goal| &goal.arrived_by, |goal| &goal.holds];
    for (pooled, field) in [&mut goal.arrived_by, &mut goal.holds].into_iter().zip(fields) {
        for (month, pooled) in pooled.iter_mut().enumerate() {
            share(pooled, parts.iter().map(|part| field(part)[month]), trials);
        }
    }
    share(&mut goal.never, parts.iter().map(|part| part.never), trials);
    share(&mut goal.lost, parts.iter().map(|part| part.lost), trials);
    share(&mut goal.at_start, parts.iter().map(|part| part.at_start), trials);
    maybe(&mut goal.mean_arrival, parts.iter().map(|part| part.mean_arrival));
    maybe(&mut goal.bridge_mean, parts.iter().map(|part| part.bridge_mean));
    for (p, quantile) in [(0.1, &mut goal.p10), (0.5, &mut goal.p50), (0.9, &mut goal.p90)] {
        // The months that could be the quantile, by the intervals of the probabilities of arrival by then.
        quantile.low = goal.arrived_by.iter().position(|by| by.high >= p);
        quantile.high = goal.arrived_by.iter().position(|by| by.low >= p);
    }
}

/// Figures of each origin.
type ByOrigin = Vec<(String, Yearly)>;
/// One of a mineral's fields.
type Field<T> = fn(&MineralFindings) -> &T;

fn spread_mineral(mineral: &mut MineralFindings, parts: &[&MineralFindings]) {
    let fields: [(&mut Yearly, Field<Yearly>); 7] = [
        (&mut mineral.arrivals, |mineral| &mineral.arrivals),
        (&mut mineral.controlled, |mineral| &mineral.controlled),
        (&mut mineral.shortage, |mineral| &mineral.shortage),
        (&mut mineral.hhi, |mineral| &mineral.hhi),
        (&mut mineral.free_share, |mineral| &mineral.free_share),
        (&mut mineral.lost_in_chain, |mineral| &mineral.lost_in_chain),
        (&mut mineral.demand_yearly, |mineral| &mineral.demand_yearly),
    ];
    for (pooled, field) in fields {
        yearly(pooled, &parts.iter().map(|part| field(part)).collect::<Vec<_>>());
    }
    for (s, pooled) in mineral.cleared.iter_mut().enumerate() {
        yearly(&mut pooled.yearly, &parts.iter().map(|part| &part.cleared[s].yearly).collect::<Vec<_>>());
    }
    let by_origin: [(&mut ByOrigin, Field<ByOrigin>); 2] = [
        (&mut mineral.arrivals_by_origin, |mineral| &mineral.arrivals_by_origin),
        (&mut mineral.supply_by_origin, |mineral| &mineral.supply_by_origin),
    ];
    for (pooled, field) in by_origin {
        for (o, (_, pooled)) in pooled.iter_mut().enumerate() {
            yearly(pooled, &parts.iter().map(|part| &field(part)[o].1).collect::<Vec<_>>());
        }
    }
}

/// A replicate in which a stage is on no path does not name it.
fn spread_path(path: &mut PathFindings, parts: &[&PathFindings], trials: u64) {
    share(&mut path.needed, parts.iter().map(|part| part.needed), trials);
    share(&mut path.stuck, parts.iter().map(|part| part.stuck), trials);
    maybe(&mut path.before, parts.iter().map(|part| part.before));
    maybe(&mut path.after, parts.iter().map(|part| part.after));
    for pooled in &mut path.stages {
        let of: Vec<Option<&super::findings::StagePath>> =
            parts.iter().map(|part| part.stages.iter().find(|stage| stage.stage == pooled.stage)).collect();
        let none = Share { share: 0.0, standard_error: 0.0, low: 0.0, high: 1.0 };
        share(&mut pooled.arrived, of.iter().map(|stage| stage.map_or(none, |stage| stage.arrived)), trials);
        share(&mut pooled.stuck, of.iter().map(|stage| stage.map_or(none, |stage| stage.stuck)), trials);
        share(&mut pooled.blocks, of.iter().map(|stage| stage.map_or(none, |stage| stage.blocks)), trials);
        maybe(&mut pooled.months, of.iter().map(|stage| stage.and_then(|stage| stage.months)));
    }
}

fn share(pooled: &mut Share, parts: impl Iterator<Item = Share>, trials: u64) {
    let spread = ReplicateSpread::of(&parts.map(|part| part.share).collect::<Vec<_>>());
    let found = spread.proportion(pooled.share, trials);
    *pooled = Share { share: pooled.share, standard_error: found.standard_error, low: found.low, high: found.high };
}

fn estimate(pooled: &mut Estimate, parts: impl Iterator<Item = Estimate>) {
    pooled.standard_error = ReplicateSpread::of(&parts.map(|part| part.mean).collect::<Vec<_>>()).standard_error;
}

/// A mean over some of the trials, of which a replicate may have none.
fn maybe(pooled: &mut Option<Estimate>, parts: impl Iterator<Item = Option<Estimate>>) {
    if let Some(pooled) = pooled {
        estimate(pooled, parts.flatten());
    }
}

fn yearly(pooled: &mut Yearly, parts: &[&Yearly]) {
    for (year, (_, pooled)) in pooled.iter_mut().enumerate() {
        estimate(pooled, parts.iter().map(|part| part[year].1));
    }
}

/// The interval of a quantile of amounts by that of the share at or below it (Woodruff 1952, "Confidence intervals for medians and other position
/// measures", JASA 47).
fn covered(quantile: &mut Quantile<f64>, p: f64, whole: &FineBins, parts: &[&FineBins], trials: u64) {
    let below: Vec<f64> = parts.iter().map(|part| 1.0 - part.count_above(quantile.value) as f64 / part.total().max(1) as f64).collect();
    let found = ReplicateSpread::of(&below).proportion(p, trials);
    quantile.low = whole.quantile(found.low).unwrap_or(0.0);
    // Beyond the last trial but one there is no telling.
    let last = (1.0 - found.high) * (trials as f64) < 1.0;
    quantile.high = whole.quantile(found.high).filter(|_| !last).unwrap_or(f64::INFINITY);
}
