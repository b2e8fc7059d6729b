//! Stages: that none waits for itself, and that each can happen.

use crate::scenario::place::Name;
use crate::scenario::tables::Scenario;
use crate::units::{MonthGrid, Place, Problems};

use super::cycles::{cycles, written};
use super::names::{Names, StageEntry};

/// Checks the network of stages.
pub fn check(scenario: &Scenario, names: &Names, grid: Option<MonthGrid>, problems: &mut Problems) {
    let waits: Vec<Vec<usize>> = names
        .stages
        .iter()
        .map(|entry| {
            entry.stage.after.iter().chain(&entry.stage.after_any).filter_map(|name| names.stage(&name.value, Some(entry.project))).collect()
        })
        .collect();
    for cycle in cycles(&waits) {
        let circle = written(&cycle, |stage| &names.stages[stage].full);
        problems.error(names.stages[cycle[0]].name.place, format!("stages wait for each other: {circle}"), "this stage waits for its own end", None);
    }
    if let Some(grid) = grid {
        possible(scenario, names, grid, problems);
    }
}

/// What makes a stage impossible, and where that stands.
type Reason = (Place, String);

/// Reports every stage that can never start: it waits for one that never ends, or starts after the horizon.
fn possible(scenario: &Scenario, names: &Names, grid: MonthGrid, problems: &mut Problems) {
    let mut impossible: Vec<Option<Reason>> = names.stages.iter().map(|entry| too_late(entry, scenario, grid)).collect();
    loop {
        let mut changed = false;
        for (i, entry) in names.stages.iter().enumerate() {
            if impossible[i].is_none() && entry.stage.done.is_none() {
                impossible[i] = waits_in_vain(entry, names, &impossible);
                changed |= impossible[i].is_some();
            }
        }
        if !changed {
            break;
        }
    }
    for (entry, reason) in names.stages.iter().zip(impossible) {
        if let Some((place, why)) = reason {
            problems.error(place, format!("stage `{}` can never start", entry.full), why, None);
        }
    }
}

fn too_late(entry: &StageEntry, scenario: &Scenario, grid: MonthGrid) -> Option<Reason> {
    let date = entry.stage.not_before.as_ref().filter(|date| grid.offset(date.value) >= grid.count() as f64)?;
    Some((date.place, format!("after the end of the scenario, {}", scenario.end)))
}

fn waits_in_vain(entry: &StageEntry, names: &Names, impossible: &[Option<Reason>]) -> Option<Reason> {
    let vain = |name: &Name| {
        let stage = names.stage(&name.value, Some(entry.project))?;
        let cancels = names.stages[stage].stage.cancels.as_ref().is_some_and(|cancels| cancels.probability().constant() == Some(1.0));
        if cancels {
            Some((name.place, format!("`{}` cancels with certainty", name.value)))
        } else if impossible[stage].is_some() {
            Some((name.place, format!("`{}` never starts", name.value)))
        } else {
            None
        }
    };
    if let Some(reason) = entry.stage.after.iter().find_map(vain) {
        return Some(reason);
    }
    let any: Option<Vec<Reason>> = entry.stage.after_any.iter().map(vain).collect();
    any?.into_iter().next()
}
