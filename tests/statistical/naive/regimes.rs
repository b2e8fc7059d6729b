//! Regimes: the walk through the states, and the monthly averages of what they do.

use std::collections::BTreeMap;

use adit::scenario::{Input, Regime, RegimeFactors, StateFlow};

use super::values::{choose, find};
use super::{Entry, Trial, month, overlap};

/// Every regime's entries from month 0 to the horizon.
pub fn walk(trial: &Trial) -> BTreeMap<String, Vec<Entry>> {
    trial.scenario.regimes.iter().map(|regime| (regime.name.value.clone(), walk_one(trial, &regime.name.value))).collect()
}

fn walk_one(trial: &Trial, name: &str) -> Vec<Entry> {
    let draws = &trial.draws;
    let regime = find(&trial.scenario.regimes, name).expect("a regime of the scenario");
    let all_entries = draws.trial_key(&format!("regimes.{name}"));
    let mut state = choose(&regime.initial, draws.uniform(&format!("regimes.{name}.initial")));
    let mut from = 0.0;
    let mut entries = Vec::new();
    for j in 0.. {
        if from >= month(trial.months) {
            break;
        }
        let occurrence = all_entries.child(j);
        let rules = find(&regime.states, &state).expect("a state of the regime");
        let path = format!("regimes.{name}.states.{state}.lasts");
        let since = if j == 0 { draws.once_or(&format!("regimes.{name}.elapsed"), regime.elapsed.as_ref(), 0.0) } else { 0.0 };
        let to = rules.lasts.as_ref().map_or(f64::INFINITY, |lasts| {
            let whole = if since > 0.0 { draws.exceeding(occurrence, &path, lasts, since) } else { draws.at(occurrence, &path, &path, lasts) };
            from + (whole - since).max(0.0)
        });
        let next = if rules.then.is_empty() {
            state.clone()
        } else {
            choose(&rules.then, adit::chance::unit(occurrence.at(draws.key(&format!("regimes.{name}.then")))))
        };
        entries.push(Entry { state, from, to, since, occurrence });
        (state, from) = (next, to);
    }
    entries
}

/// The monthly factor by which a regime multiplies a supplier's (or route origin's) flow of a mineral.
pub fn control(trial: &Trial, regime_name: &str, supplier: &str, mineral: &str) -> Vec<f64> {
    let regime = find(&trial.scenario.regimes, regime_name).expect("a regime of the scenario");
    average(trial.months, &stays(trial, (regime_name, regime), supplier, mineral).iter().flat_map(|stay| stay.pieces).collect::<Vec<_>>())
}

/// One stay in a state, for one supplier of one mineral.
struct Stay {
    /// From when to when which factor holds.
    pieces: [(f64, f64, f64); 2],
    /// Shares of what is held back that come back free and controlled.
    shares: [f64; 2],
    /// Months until then.
    after: f64,
}

fn stays(trial: &Trial, (name, regime): (&str, &Regime), supplier: &str, mineral: &str) -> Vec<Stay> {
    let mut stays = Vec::new();
    for entry in &trial.regimes[name] {
        let state = find(&regime.states, &entry.state).expect("a state of the regime");
        let path = format!("regimes.{name}.states.{}", entry.state);
        // The supplier's key before the mineral's before the state's own.
        let mut levels: Vec<(String, &StateFlow)> = Vec::new();
        levels.extend(find(&state.suppliers, supplier).map(|flow| (format!("{path}.suppliers.{supplier}"), flow)));
        levels.extend(find(&state.minerals, mineral).map(|flow| (format!("{path}.minerals.{mineral}"), flow)));
        levels.push((path, &state.flow));
        let value = |key: &str, of: fn(&StateFlow) -> Option<&Input>, default: f64| {
            let written = levels.iter().find_map(|(path, flow)| of(flow).map(|input| (format!("{path}.{key}"), input)));
            written.map_or(default, |(path, input)| trial.draws.at(entry.occurrence, &path, &path, input))
        };
        let wait = value("wait", |flow| flow.wait.as_ref(), 0.0);
        let passes = value("passes", |flow| flow.passes.as_ref(), 1.0);
        let meanwhile = value("meanwhile", |flow| flow.meanwhile.as_ref(), 0.0);
        // Of all that would leave the country, the quota lets so large a part through.
        let most = value("quota", |flow| flow.quota.as_ref(), f64::INFINITY) / value("exports", |flow| flow.exports.as_ref(), 1.0);
        let (passes, meanwhile) = (passes.min(most), meanwhile.min(most));
        let entered = entry.from - entry.since;
        let licensed = (entered + wait).max(entry.from).min(entry.to);
        stays.push(Stay {
            pieces: [(entry.from, licensed, meanwhile), (licensed, entry.to, passes)],
            shares: [value("diverts", |flow| flow.diverts.as_ref(), 0.0), value("leaks", |flow| flow.leaks.as_ref(), 0.0)],
            after: value("after", |flow| flow.after.as_ref(), 0.0),
        });
    }
    stays
}

/// What comes back, free and controlled, of what a regime held back of a supplier's (or route origin's) flow of a mineral.
pub fn comes_back(trial: &Trial, regime_name: &str, supplier: &str, mineral: &str, withheld: &[f64]) -> [Vec<f64>; 2] {
    let regime = find(&trial.scenario.regimes, regime_name).expect("a regime of the scenario");
    let stays = stays(trial, (regime_name, regime), supplier, mineral);
    let held = |stay: &Stay, k: usize| stay.pieces.iter().map(|&(from, to, factor)| overlap(from, to, k) * (1.0 - factor).max(0.0)).sum::<f64>();
    let mut back = [vec![0.0; trial.months], vec![0.0; trial.months]];
    for (k, withheld) in withheld.iter().enumerate() {
        let all: f64 = stays.iter().map(|stay| held(stay, k)).sum();
        for stay in stays.iter().filter(|stay| held(stay, k) > 0.0) {
            let own = withheld * held(stay, k) / all;
            for (months, share) in back.iter_mut().zip(stay.shares) {
                for (m, month_back) in months.iter_mut().enumerate().skip(k) {
                    let late = month(m - k) - stay.after.floor();
                    let part = stay.after.fract();
                    *month_back += own
                        * share
                        * if late.abs() < 0.5 {
                            1.0 - part
                        } else if (late - 1.0).abs() < 0.5 {
                            part
                        } else {
                            0.0
                        };
                }
            }
        }
    }
    back
}

/// Product over regimes of the monthly averages of factors by state: `level`, `pace` and `flow`. `path` is the table's own.
pub fn factors(trial: &Trial, path: &str, table: &RegimeFactors) -> Vec<f64> {
    let by_regime: BTreeMap<&str, _> = table.iter().map(|entry| (entry.name.value.as_str(), &entry.item)).collect();
    let mut product = vec![1.0; trial.months];
    for (regime, states) in by_regime {
        let factor: BTreeMap<&str, f64> = states
            .iter()
            .map(|state| (state.name.value.as_str(), trial.draws.once(&format!("{path}.{regime}.{}", state.name.value), &state.item)))
            .collect();
        let pieces: Vec<_> =
            trial.regimes[regime].iter().map(|entry| (entry.from, entry.to, factor.get(entry.state.as_str()).copied().unwrap_or(1.0))).collect();
        for (total, average) in product.iter_mut().zip(average(trial.months, &pieces)) {
            *total *= average;
        }
    }
    product
}

/// Monthly averages of a function that is constant on pieces `(from, to, value)`.
fn average(months: usize, pieces: &[(f64, f64, f64)]) -> Vec<f64> {
    (0..months).map(|k| pieces.iter().map(|&(from, to, value)| value * overlap(from, to, k)).sum()).collect()
}
