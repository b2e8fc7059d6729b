//! Markets that clear: that elasticities, bounds of the price index and what comes back fit together.

use crate::scenario::model::Input;
use crate::scenario::tables::{DemandResponse, Scenario, StateFlow, SupplyResponse, response};
use crate::units::Problems;

/// Checks what the reactions of markets and the flows that come back say together.
pub fn check(scenario: &Scenario, problems: &mut Problems) {
    for mineral in &scenario.minerals {
        let name = &mineral.name.value;
        let written = mineral.item.response.as_ref();
        if let Some(response) = written {
            if let Some(DemandResponse { short, long, .. }) = &response.demand {
                in_order(short.as_ref(), long.as_ref(), &format!("demand of mineral `{name}`"), problems);
            }
            if let Some(SupplyResponse { short, long, .. }) = &response.supply {
                in_order(short.as_ref(), long.as_ref(), &format!("supply of mineral `{name}`"), problems);
            }
            let cap = response.cap.as_ref().map_or(response::cap.default, Input::constant);
            if let (Some(tolerates), Some(cap)) = (&response.tolerates, cap)
                && tolerates.constant().is_some_and(|tolerates| tolerates > cap)
            {
                let message = format!("the price index that mineral `{name}` tolerates is above its cap");
                let help = format!("the index never exceeds {cap}: lower `tolerates`, or raise `cap`");
                problems.error(tolerates.place, message, format!("expected at most {cap}"), help);
            }
        }
        for supplier in &mineral.item.suppliers {
            let Some(SupplyResponse { short, long, .. }) = &supplier.item.response else { continue };
            in_order(short.as_ref(), long.as_ref(), &format!("supplier `{}`", supplier.name.value), problems);
            if written.is_none() {
                let message = format!("supplier `{}` reacts to a price index that mineral `{name}` does not have", supplier.name.value);
                problems.warn(supplier.name.place, message, "its `response` has no effect", format!("add [minerals.{name}.response]"));
            }
        }
    }
    round_trade(scenario, problems);
}

/// Elasticities that are plain numbers must not fall as buyers or suppliers adapt.
fn in_order(short: Option<&Input>, long: Option<&Input>, whose: &str, problems: &mut Problems) {
    if let (Some(short), Some(long)) = (short, long)
        && let (Some(least), Some(most)) = (short.constant(), long.constant())
        && most < least
    {
        let message = format!("the long elasticity of {whose} is below the short one");
        problems.error(long.place, message, format!("expected at least {least}"), "reactions grow as time passes: exchange the two".to_owned());
    }
}

/// Shares that come back are of minerals with a market that clears.
fn round_trade(scenario: &Scenario, problems: &mut Problems) {
    let mut flows = scenario.regimes.iter().flat_map(|regime| &regime.item.states).flat_map(|state| {
        let own = std::iter::once(&state.item.flow);
        own.chain(state.item.minerals.iter().chain(&state.item.suppliers).map(|named| &named.item))
    });
    let share = |flow: &'_ StateFlow| flow.diverts.as_ref().or(flow.leaks.as_ref()).map(|input| input.place);
    let first = flows.find_map(share);
    let responses = || scenario.minerals.iter().filter_map(|mineral| mineral.item.response.as_ref());
    match first {
        Some(place) if responses().next().is_none() => {
            let help = "add `response` to a mineral; an empty one will do: [minerals.NAME.response]".to_owned();
            problems.warn(place, "nothing that is held back comes back", "no mineral has a `response`", help);
        }
        None => {
            for origin in responses().filter_map(|response| response.through.first()) {
                let help = "say which share of what is held back comes back: diverts = 0.5 in a state of the regime".to_owned();
                problems.warn(origin.name.place, "nothing comes back through these origins", "no state has `diverts` or `leaks`", help);
            }
        }
        Some(_) => {}
    }
}
