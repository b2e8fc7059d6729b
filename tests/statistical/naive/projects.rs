//! Projects: when stages start and end.

use std::collections::BTreeMap;

use adit::chance::Distribution;
use adit::scenario::{Chance, Name, Stage};

use super::outcome::StageTimes;
use super::values::find;
use super::{Trial, month, overlap, regimes};

/// Every stage's times, by `project.stage`.
pub fn stages(trial: &Trial, availability: &BTreeMap<String, Vec<f64>>) -> BTreeMap<String, StageTimes> {
    let mut known = BTreeMap::new();
    for project in &trial.scenario.projects {
        for stage in &project.item.stages {
            settle(trial, availability, &project.name.value, &stage.name.value, &mut known);
        }
    }
    known
}

/// When a stage ends, settling first what it waits for.
fn settle(
    trial: &Trial,
    availability: &BTreeMap<String, Vec<f64>>,
    project: &str,
    name: &str,
    known: &mut BTreeMap<String, StageTimes>,
) -> Option<f64> {
    let full_name = format!("{project}.{name}");
    if let Some(times) = known.get(&full_name) {
        return times.end;
    }
    let stage = find(&trial.scenario.projects, project).and_then(|project| find(&project.stages, name)).expect("a stage of the scenario");
    let path = format!("projects.{project}.stages.{name}");
    // All its inputs are drawn whatever becomes of it: a draw depends on nothing but the trial.
    let work = work(trial, &path, stage);
    let pace = regimes::factors(trial, &format!("{path}.pace"), &stage.pace);
    let speed: Vec<f64> = pace.iter().zip(&availability[&path]).map(|(pace, available)| pace * available).collect();
    let elasticity = trial.draws.once_or(&format!("{path}.price_elasticity"), stage.price_elasticity.as_ref(), 0.0);
    let cancelled = |factor: f64| {
        let cancels = stage.cancels.as_ref();
        cancels.is_some_and(|chance| happens(trial, &format!("{path}.cancels"), &format!("{path}.cancels!happens"), chance, factor))
    };
    // Drawn whatever becomes of the stage.
    cancelled(1.0);
    let times = if let Some(done) = &stage.done {
        StageTimes { start: Some(f64::NEG_INFINITY), end: Some(trial.grid.offset(done.value)).filter(|&end| end < month(trial.months)) }
    } else {
        let start = start(trial, availability, project, stage, known);
        let end = start.and_then(|start| end(start, work, &speed).filter(|&end| !cancelled(mean_price(trial, stage, start, end).powf(-elasticity))));
        StageTimes { start, end }
    };
    known.insert(full_name, times);
    times.end
}

/// Mean of the price index that a stage looks at, over its months.
fn mean_price(trial: &Trial, stage: &Stage, start: f64, end: f64) -> f64 {
    let Some(prices) = stage.price_of.as_ref().and_then(|mineral| trial.expected.get(&mineral.value)) else { return 1.0 };
    if start == end {
        let now = (0..trial.months).find(|&k| month(k) <= start && start < month(k) + 1.0).expect("before the horizon");
        return prices[now];
    }
    (0..trial.months).map(|k| overlap(start, end, k) * prices[k]).sum::<f64>() / (end - start)
}

/// The latest of all it waits for; `None` where one of these never happens, or not before the horizon.
fn start(
    trial: &Trial,
    availability: &BTreeMap<String, Vec<f64>>,
    project: &str,
    stage: &Stage,
    known: &mut BTreeMap<String, StageTimes>,
) -> Option<f64> {
    let mut end_of = |reference: &Name| {
        let own = find(&trial.scenario.projects, project).and_then(|project| find(&project.stages, &reference.value));
        let (project, name) = match own {
            Some(_) => (project, reference.value.as_str()),
            None => reference.value.split_once('.').expect("project.stage"),
        };
        settle(trial, availability, project, name, known)
    };
    let mut start: f64 = 0.0;
    for reference in &stage.after {
        start = start.max(end_of(reference)?);
    }
    if !stage.after_any.is_empty() {
        let ends: Vec<f64> = stage.after_any.iter().filter_map(&mut end_of).collect();
        start = start.max(ends.into_iter().reduce(f64::min)?);
    }
    if let Some(date) = &stage.not_before {
        start = start.max(trial.grid.offset(date.value));
    }
    Some(start).filter(|&start| start < month(trial.months))
}

/// Months of undisturbed work.
fn work(trial: &Trial, path: &str, stage: &Stage) -> f64 {
    let duration = trial.draws.once_or(&format!("{path}.duration"), stage.duration.as_ref(), 0.0);
    let progress = trial.draws.once_or(&format!("{path}.progress"), stage.progress.as_ref(), 0.0);
    let delays = stage.risks.iter().map(|risk| {
        let path = format!("{path}.risks.{}", risk.name.value);
        let comes_true = happens(trial, &format!("{path}.probability"), &format!("{path}!happens"), &risk.item.probability, 1.0);
        let delay = trial.draws.once(&format!("{path}.delay"), &risk.item.delay);
        if comes_true { delay } else { 0.0 }
    });
    (1.0 - progress) * duration + delays.sum::<f64>()
}

/// Whether something happens, by its own uniform number at `decides` and, where it is tied to one, by a factor; `path` is that of its probability, which
/// `price` multiplies.
fn happens(trial: &Trial, path: &str, decides: &str, chance: &Chance, price: f64) -> bool {
    match chance {
        Chance::Alone(input) => trial.draws.happens(decides, price * trial.draws.once(path, input)),
        Chance::Tied(tied) => {
            let probability = price * trial.draws.once_as(path, &format!("{path}.probability"), &tied.probability);
            let loading = trial.draws.once(&format!("{path}.loading"), &tied.loading);
            let (u, factor) = (trial.draws.uniform(decides), trial.draws.factor(&tied.factor.value));
            let normal = Distribution::normal(0.0, 1.0).expect("a valid distribution");
            let decides = if loading == 0.0 { u } else { normal.cdf(loading * factor + (1.0 - loading * loading).sqrt() * normal.quantile(u)) };
            decides < probability || probability >= 1.0
        }
    }
}

/// When `work` is done that began at `start` and goes on at `speeds[k]` in month k; `None` past the horizon.
fn end(start: f64, work: f64, speeds: &[f64]) -> Option<f64> {
    let mut left = work;
    for (k, &speed) in speeds.iter().enumerate() {
        let here = overlap(start, f64::INFINITY, k);
        if here <= 0.0 {
            continue;
        }
        if left <= 0.0 {
            return Some(start);
        }
        if speed * here >= left {
            let end = start.max(month(k)) + left / speed;
            return Some(end).filter(|&end| end < month(speeds.len()));
        }
        left -= speed * here;
    }
    None
}
