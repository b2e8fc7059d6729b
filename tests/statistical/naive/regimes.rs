//! Regimes: the walk through the states, and the monthly averages of what they do.

use std::collections::BTreeMap;

use adit::scenario::{Input, RegimeFactors, StateFlow};

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
    let mut pieces = Vec::new();
    for entry in &trial.regimes[regime_name] {
        let state = find(&regime.states, &entry.state).expect("a state of the regime");
        let path = format!("regimes.{regime_name}.states.{}", entry.state);
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
        let entered = entry.from - entry.since;
        let licensed = (entered + wait).max(entry.from).min(entry.to);
        pieces.push((entry.from, licensed, meanwhile));
        pieces.push((licensed, entry.to, passes));
    }
    average(trial.months, &pieces)
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
