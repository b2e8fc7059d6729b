//! Regimes: that their states are defined, can be reached and take time.

use crate::scenario::place::{Name, Named};
use crate::scenario::tables::{Regime, Scenario};
use crate::units::{Date, MonthGrid, Problems};

use super::cycles::{cycles, written};
use super::names::{intended, known_state};

/// Checks each regime by itself.
pub fn check(scenario: &Scenario, problems: &mut Problems) {
    for regime in &scenario.regimes {
        states_exist(&regime.item, &regime.name, problems);
        reachable(&regime.item, &regime.name, problems);
        takes_time(&regime.item, &regime.name, problems);
        goes_on(&regime.item, &regime.name, scenario.start, problems);
        // An unreadable start stands at its default and was reported.
        let start = scenario.start;
        for (date, _) in regime.item.history.iter().filter(|(date, _)| date.value >= start && start != Date::default()) {
            let message = format!("the history of regime `{}` reaches into the scenario", regime.name.value);
            problems.error(date.place, message, format!("expected a date before {start}"), None);
        }
    }
}

/// Months by which `elapsed` may differ from the history without a remark.
const NEAR: f64 = 3.0;

/// A history is a record: the regime starts as `initial` and `elapsed` say, which may differ from its last entry only on purpose, as in an overlay.
fn goes_on(regime: &Regime, name: &Name, start: Date, problems: &mut Problems) {
    let Some((date, last)) = regime.history.last().filter(|(date, _)| date.value < start) else { return };
    let elapsed_place = regime.elapsed.as_ref().map(|elapsed| elapsed.place);
    if regime.initial.iter().map(|state| state.name.place).chain(elapsed_place).any(|place| place.file != date.place.file) {
        return;
    }
    if !regime.initial.iter().any(|state| state.item > 0.0 && state.name.value == last.value) {
        let message = format!("regime `{}` does not start in the last state of its history, `{}`", name.value, last.value);
        problems.warn(last.place, message, "`initial` does not name it", None);
        return;
    }
    let months = MonthGrid::new(start, start).map_or(0.0, |grid| -grid.offset(date.value));
    // Without `elapsed`, what a state lasts may well be meant from the start on; a wait surely begins again.
    let waits = regime.states.iter().any(|state| state.name.value == last.value && state.item.flow.wait.is_some());
    let none = (waits && regime.initial.len() == 1).then_some(0.0);
    let elapsed = regime.elapsed.as_ref().map_or(none, super::super::model::Input::constant);
    if let Some(elapsed) = elapsed.filter(|elapsed| (elapsed - months).abs() >= NEAR) {
        let place = elapsed_place.unwrap_or(date.place);
        let message = format!("regime `{}` starts {elapsed} months after it entered its state, by its history {months:.1}", name.value);
        problems.warn(place, message, "the history sets neither `initial` nor `elapsed`", format!("write elapsed = {months:.1}, or leave it so"));
    }
}

fn states_exist(regime: &Regime, name: &Name, problems: &mut Problems) {
    let states: Vec<&str> = regime.states.iter().map(|state| state.name.value.as_str()).collect();
    if states.is_empty() {
        return;
    }
    let next = regime.states.iter().flat_map(|state| &state.item.then);
    let past = regime.history.iter().map(|(_, state)| state);
    for named in regime.initial.iter().chain(next).map(|weight| &weight.name).chain(&regime.planned).chain(past) {
        known_state(&name.value, named, &states, problems);
    }
}

/// For each state, the states that can follow it.
fn followers(regime: &Regime) -> Vec<Vec<usize>> {
    regime.states.iter().map(|state| indices(regime, &state.item.then)).collect()
}

fn indices(regime: &Regime, weights: &[Named<f64>]) -> Vec<usize> {
    let states: Vec<&str> = regime.states.iter().map(|state| state.name.value.as_str()).collect();
    let likely = weights.iter().filter(|weight| weight.item > 0.0).filter_map(|weight| intended(&weight.name.value, &states));
    likely.filter_map(|meant| states.iter().position(|state| *state == meant)).collect()
}

fn reachable(regime: &Regime, name: &Name, problems: &mut Problems) {
    let followers = followers(regime);
    let mut reached = vec![false; followers.len()];
    let mut open = indices(regime, &regime.initial);
    // Weights that could not be used were reported; what they leave unreached is their consequence.
    let unusable = |i: usize| regime.states[i].item.lasts.is_some() && followers[i].is_empty();
    if open.is_empty() || (0..followers.len()).any(unusable) {
        return;
    }
    while let Some(state) = open.pop() {
        if !std::mem::replace(&mut reached[state], true) {
            open.extend(&followers[state]);
        }
    }
    for (state, reached) in regime.states.iter().zip(reached) {
        if !reached {
            let message = format!("regime `{}` never enters state `{}`", name.value, state.name.value);
            problems.warn(state.name.place, message, "neither initial nor after a state that is entered", None);
        }
    }
}

/// A circle of states that all last no time would never let a month end.
fn takes_time(regime: &Regime, name: &Name, problems: &mut Problems) {
    let lasts_nothing = |state: usize| regime.states[state].item.lasts.as_ref().is_some_and(|lasts| lasts.constant() == Some(0.0));
    let mut followers = followers(regime);
    for (state, next) in followers.iter_mut().enumerate() {
        next.retain(|&next| lasts_nothing(state) && lasts_nothing(next));
    }
    for cycle in cycles(&followers) {
        let circle = written(&cycle, |state| &regime.states[state].name.value);
        let place = regime.states[cycle[0]].item.lasts.as_ref().map_or(name.place, |lasts| lasts.place);
        let message = format!("regime `{}` goes round in no time: {circle}", name.value);
        problems.error(place, message, "expected at least one of them to last", None);
    }
}
