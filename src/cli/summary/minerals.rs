//! Minerals: the share of demand that suppliers offer with all licences granted, the share that is free of controls, and what routes bring if all goes
//! to plan.

use super::{Part, Subject, percent};
use crate::engine::MineralTrace;
use crate::plan::MineralPlan;
use crate::report::words;
use crate::units::Problems;

/// Offers of a mineral at the start, at planned values, as shares of demand.
struct Offers {
    /// With all licences granted.
    all: f64,
    /// The part that rests on no regime.
    free: f64,
    /// By regime, the part that rests on it.
    controlled: Vec<(String, f64)>,
    /// With all licences granted at the end of the scenario.
    at_end: f64,
    /// Deliveries of routes in the first twelve months if all goes to plan, as a share of demand.
    brought: f64,
}

/// Share of demand offered below which a warning is given.
const TOO_LITTLE: f64 = 0.99;
/// The same for a mineral whose market clears, where a small gap raises the price and is no shortage.
const TOO_LITTLE_TO_CLEAR: f64 = 0.9;
/// Share offered by suppliers above which a warning is given.
const TOO_MUCH: f64 = 1.5;

/// Lines about the minerals, and warnings of offers far from demand.
pub fn part(subject: &Subject, problems: &mut Problems) -> Part {
    let mut lines = Vec::new();
    for (m, mineral) in subject.plan.minerals.iter().enumerate() {
        let trace = &subject.planned.minerals[m];
        let offers = offers(subject, mineral, trace);
        lines.push(line(subject, mineral, &offers) + &routes(subject, mineral, trace));
        warn(subject, m, &offers, problems);
    }
    Part { heading: "MINERALS, at the start, with inputs as announced, otherwise at their medians", lines }
}

fn offers(subject: &Subject, mineral: &MineralPlan, trace: &MineralTrace) -> Offers {
    let value = |slot: crate::plan::Slot| subject.plan.planned[slot.0];
    let years = subject.plan.months() as f64 / 12.0;
    let (mut all, mut free, mut at_end) = (0.0, 0.0, 0.0);
    let mut controlled: Vec<(String, f64)> = Vec::new();
    for supplier in &mineral.suppliers {
        let share = value(supplier.share);
        let bound = supplier.control.map_or(0.0, |(profile, dependence)| {
            let regime = &subject.plan.policy.regimes[subject.plan.policy.profiles[profile.0].regime.0].title;
            let part = share * value(dependence);
            match controlled.iter_mut().find(|(known, _)| known == regime) {
                Some((_, sum)) => *sum += part,
                None => controlled.push((regime.clone(), part)),
            }
            part
        });
        all += share;
        free += share - bound;
        at_end += share * (1.0 + supplier.growth.map_or(0.0, value)).powf(years);
    }
    let sum = |series: &[f64]| series.iter().take(12).sum::<f64>();
    let demand = sum(&trace.demand);
    let brought = if demand > 0.0 { trace.arrivals_by_origin.iter().map(|origin| sum(origin)).sum::<f64>() / demand } else { 0.0 };
    Offers { all, free, controlled, at_end, brought }
}

fn line(subject: &Subject, mineral: &MineralPlan, offers: &Offers) -> String {
    let demand = words::three_digits(subject.plan.planned[mineral.demand.0]);
    if mineral.suppliers.is_empty() {
        return format!("{}: no supplier; demand is {demand} t/yr.", mineral.title);
    }
    let rests: Vec<String> = offers.controlled.iter().map(|(regime, share)| format!("{} rests on {regime}", percent(*share))).collect();
    let rests = if rests.is_empty() { String::new() } else { format!(", {}", rests.join(", ")) };
    let end = subject.plan.grid.label(subject.plan.months() - 1);
    let grown = if (offers.at_end - offers.all).abs() >= 0.05 { format!(" ({} in {end})", percent(offers.at_end)) } else { String::new() };
    format!(
        "{}: suppliers offer {} of a demand of {demand} t/yr with all licences granted{grown}; {} is free of controls{rests}.",
        mineral.title,
        percent(offers.all),
        percent(offers.free)
    )
}

/// First delivery by origin, and the share of demand that all routes bring in the last twelve months, if all goes to plan.
fn routes(subject: &Subject, mineral: &MineralPlan, trace: &MineralTrace) -> String {
    if mineral.route_origins.is_empty() {
        return String::new();
    }
    let grid = subject.plan.grid;
    let first = |months: &[f64]| words::month(grid, months.iter().position(|&tonnes| tonnes > 0.0));
    let origins: Vec<String> =
        mineral.route_origins.iter().zip(&trace.arrivals_by_origin).map(|(&o, months)| format!("{} {}", mineral.origins[o], first(months))).collect();
    let last = |series: &[f64]| series.iter().rev().take(12).sum::<f64>();
    let demand = last(&trace.demand);
    let brought: f64 = trace.arrivals_by_origin.iter().map(|origin| last(origin)).sum();
    let share = if demand > 0.0 { format!("; they bring {} of demand in the last twelve months", percent(brought / demand)) } else { String::new() };
    format!(" Routes, if all goes to plan: first delivery from {}{share}.", words::joined(&origins))
}

fn warn(subject: &Subject, m: usize, offers: &Offers, problems: &mut Problems) {
    let (mineral, sum) = (&subject.scenario.minerals[m], offers.all + offers.brought);
    let least = if mineral.item.response.is_some() { TOO_LITTLE_TO_CLEAR } else { TOO_LITTLE };
    // Routes of mines at home can bring more than is demanded; shares of suppliers that add up to so much are a slip.
    if mineral.item.suppliers.is_empty() || (sum >= least && offers.all <= TOO_MUCH) {
        return;
    }
    let routes = if offers.brought > 0.0 { format!(", of which routes bring {} in the first year", percent(offers.brought)) } else { String::new() };
    let label = format!("{} of demand is offered with all licences granted{routes}", percent(sum));
    let (message, help) = if sum < TOO_LITTLE {
        let missing = format!("`{}` is short from the first month, whatever the regimes do", mineral.name.value);
        (missing, "let the shares of the suppliers add up to 1, unless the shortage is meant")
    } else {
        let surplus = format!("the suppliers of `{}` offer much more than is demanded", mineral.name.value);
        (surplus, "shares are of the demand of this scenario: is one of them per cent, or of world demand?")
    };
    problems.warn(mineral.name.place, message, label, help.to_owned());
}
