//! Compiled regime: its states, their sojourn times and successors, its initial states and its observed history.

use super::{RegimePlan, StatePlan, cumulative, sorted_by_name};
use crate::chance::Distribution;
use crate::plan::builder::{Builder, Site};
use crate::plan::inputs::{Base, Occasional, Slot, distribution};
use crate::scenario::{Input, Named, Regime, regime as keys, state, title_of};
use crate::units::{MonthGrid, Place};

/// Group of causes of a regime's draws.
pub(super) fn group_of(regime: &Regime) -> &str {
    regime.group.as_ref().map_or("licensing", |group| &group.value)
}

/// Index of the state named by `planned`, or else of the most probable initial state.
fn planned_state(regime: &Regime, names: &[String]) -> usize {
    let likeliest = regime.initial.iter().max_by(|a, b| a.item.total_cmp(&b.item)).map(|named| &named.name);
    let wanted = regime.planned.as_ref().or(likeliest);
    wanted.and_then(|wanted| names.iter().position(|name| *name == wanted.value)).unwrap_or(0)
}

/// Refuses months already spent in an initial state that it cannot last. Drivers are not conditioned on, so each counts at its lowest.
fn check_elapsed(regime: &Regime, (state, lasts, spec): (&str, &Occasional, Option<&Distribution>), elapsed: Slot, builder: &mut Builder) {
    let own = match &lasts.base {
        Base::Constant(value) => *value,
        Base::Slot(driver) => builder.support(*driver)[0],
        Base::Distribution(_) => spec.map_or(f64::INFINITY, |spec| spec.support()[1]),
    };
    let scaled = lasts.scale.iter().map(|driver| builder.support(*driver)[0]).fold(own, |value, low| if low > 0.0 { value * low } else { 0.0 });
    let highest = lasts.clamp.map_or(scaled, |[low, high]| scaled.max(low).min(high));
    let longest = builder.support(elapsed)[1];
    if let Some(Input { place, .. }) = regime.elapsed.as_ref().filter(|_| highest <= longest && highest < f64::INFINITY) {
        let label = format!("up to {longest} months, while `{state}` lasts at most {highest}, drivers at their lowest");
        let help = "lower `elapsed`, or let the state last longer".to_owned();
        builder.problems.error(*place, "`elapsed` can be longer than the initial state lasts", label, help);
    }
}

pub(super) fn compile_regime(name: &str, regime: &Regime, builder: &mut Builder, grid: MonthGrid, place: Place) -> RegimePlan {
    let order = sorted_by_name(&regime.states);
    let state_names: Vec<String> = order.iter().map(|&i| regime.states[i].name.value.clone()).collect();
    let position = |wanted: &str| state_names.iter().position(|name| name == wanted);
    let weights = |table: &[Named<f64>]| {
        let mut weights: Vec<(usize, f64)> = table.iter().filter_map(|named| position(&named.name.value).map(|i| (i, named.item))).collect();
        weights.sort_by_key(|&(i, _)| i);
        cumulative(&weights)
    };
    let group = group_of(regime);
    let path = format!("regimes.{name}");
    let elapsed = builder.optional(regime.elapsed.as_ref(), &keys::elapsed, Site { path: &path, group });
    let elapsed = elapsed.filter(|&slot| builder.constant_of(slot) != Some(0.0));
    let initial = weights(&regime.initial);
    let states: Vec<StatePlan> = order
        .iter()
        .map(|&i| {
            let state = &regime.states[i];
            let path = format!("regimes.{name}.states.{}", state.name.value);
            let lasts = state.item.lasts.as_ref().map(|input| builder.occasional(input, &state::lasts, Site { path: &path, group }));
            let first = elapsed.filter(|_| initial.iter().any(|&(first, _)| Some(first) == position(&state.name.value)));
            let given = first.zip(lasts.as_ref()).zip(state.item.lasts.as_ref()).and_then(|((elapsed, lasts), input)| {
                let spec = distribution(&input.distribution).ok().filter(|_| matches!(lasts.base, Base::Distribution(_)));
                check_elapsed(regime, (&state.name.value, lasts, spec.as_ref()), elapsed, builder);
                spec
            });
            StatePlan { lasts, given, then: weights(&state.item.then) }
        })
        .collect();
    // Sojourn times far below a month would need unlimited computation without effect on monthly results.
    let shortest =
        states.iter().filter_map(|state| state.lasts.as_ref()).map(|lasts| lasts.mean).filter(|&mean| mean > 0.0).fold(f64::INFINITY, f64::min);
    if shortest < f64::from(u32::try_from(grid.count()).unwrap_or(u32::MAX)) / 100_000.0 {
        builder.problems.error(
            place,
            format!("regime {name} changes too often"),
            format!("a state lasts {shortest} months on average"),
            Some("the month is the resolution: give sojourns of days at least".to_owned()),
        );
    }
    let file_order = regime.states.iter().filter_map(|named| position(&named.name.value)).collect();
    RegimePlan {
        name: name.to_owned(),
        title: title_of(name, regime.title.as_deref()),
        state_titles: order.iter().map(|&i| title_of(&regime.states[i].name.value, regime.states[i].item.title.as_deref())).collect(),
        group: group.to_owned(),
        initial,
        elapsed,
        planned: planned_state(regime, &state_names),
        history: regime.history.iter().filter_map(|(date, state)| position(&state.value).map(|state| (grid.offset(date.value), state))).collect(),
        file_order,
        states,
        entries: builder.key(&format!("regimes.{name}")),
        initial_key: builder.key(&format!("regimes.{name}.initial")),
        then_key: builder.key(&format!("regimes.{name}.then")),
        state_names,
    }
}
