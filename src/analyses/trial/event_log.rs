//! Event log of one trial: changes of regimes, incidents, stages, openings, prices, shortages and goals, with their dates.

use crate::engine::{MineralTrace, Strike, TrialTrace, replay};
use crate::plan::{MineralPlan, Moment, Plan};
use crate::report::words;

/// One event of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Months since the start; negative before it.
    pub month: f64,
    /// `regime`, `incident`, `suspension`, `stage`, `opening`, `closing`, `price`, `shortage` or `goal`.
    pub kind: &'static str,
    /// Name of the regime, hazard, operator, stage, node, mineral or goal.
    pub subject: String,
    /// What happens, in words.
    pub text: String,
    /// End of what begins here, months since the start; beyond the horizon or infinite where it ends later; `None` for an event without duration.
    pub until: Option<f64>,
    /// For a regime the state entered, for an opening the stage that opens, for a price the highest index (the lowest where it is below 1), else empty.
    pub detail: String,
}

/// Arrival of a goal in one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLogGoal {
    /// Key in the file.
    pub name: String,
    /// Title, else the key.
    pub title: String,
    /// Mineral, where it tests just one.
    pub mineral: Option<String>,
    /// Month of arrival.
    pub arrival: Option<usize>,
    /// Whether it is lost again.
    pub lost: bool,
}

/// Market of a mineral that clears in one trial, by month.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLogMarket {
    /// Mineral.
    pub mineral: String,
    /// Price index.
    pub price_index: Vec<f64>,
    /// Bought, t.
    pub bought: Vec<f64>,
    /// Demand given up, t; below 0 where more is bought than demand.
    pub given_up: Vec<f64>,
    /// Shortage, t.
    pub shortage: Vec<f64>,
    /// Premium paid, USD; empty where the mineral has no price.
    pub premium_paid: Vec<f64>,
}

/// All events of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLog {
    /// Its number.
    pub trial: u64,
    /// Drawn inputs by path.
    pub inputs: Vec<(String, f64)>,
    /// Events in order of time.
    pub events: Vec<Event>,
    /// Goals in the order of the file, with those that never arrive.
    pub goals: Vec<EventLogGoal>,
    /// Markets that clear, in the order of the file.
    pub markets: Vec<EventLogMarket>,
}

/// Replays trial number `trial` and lists its events.
#[must_use]
pub fn event_log(plan: &Plan, seed: u64, trial: u64) -> EventLog {
    let trace = replay(plan, seed, trial);
    let mut events = Vec::new();
    add_regimes(plan, &trace, &mut events);
    for strike in &trace.strikes {
        add_strike(plan, strike, &mut events);
    }
    add_stages(plan, &trace, &mut events);
    add_nodes(plan, &trace, &mut events);
    add_prices(plan, &trace, &mut events);
    add_shortages(plan, &trace, &mut events);
    add_goals(plan, &trace, &mut events);
    let horizon = plan.months() as f64;
    events.retain(|event| event.month < horizon && event.month.is_finite());
    events.sort_by(|a, b| a.month.total_cmp(&b.month));
    let inputs = plan.draws.iter().zip(&trace.inputs).map(|(draw, &value)| (draw.path.clone(), value)).collect();
    EventLog { trial, inputs, events, goals: goals(plan, &trace), markets: markets(plan, &trace) }
}

fn markets(plan: &Plan, trace: &TrialTrace) -> Vec<EventLogMarket> {
    let of = |(mineral, market): (&MineralPlan, &MineralTrace)| {
        let clearing = market.clearing.as_ref()?;
        Some(EventLogMarket {
            mineral: mineral.name.clone(),
            price_index: clearing.price.clone(),
            bought: clearing.bought.clone(),
            given_up: clearing.given_up.clone(),
            shortage: market.shortage.clone(),
            premium_paid: clearing.premium.clone(),
        })
    };
    plan.minerals.iter().zip(&trace.minerals).filter_map(of).collect()
}

fn goals(plan: &Plan, trace: &TrialTrace) -> Vec<EventLogGoal> {
    let goals = plan.goals.goals.iter().zip(&trace.goals).map(|(goal, what)| {
        let mineral = if let [one] = goal.minerals.as_slice() { Some(plan.minerals[*one].name.clone()) } else { None };
        EventLogGoal { name: goal.name.clone(), title: goal.title.clone(), mineral, arrival: what.arrival, lost: what.lost }
    });
    goals.collect()
}

fn push(events: &mut Vec<Event>, month: f64, kind: &'static str, subject: &str, text: String) {
    events.push(Event { month, kind, subject: subject.to_owned(), text, until: None, detail: String::new() });
}

fn push_span(events: &mut Vec<Event>, [month, until]: [f64; 2], kind: &'static str, subject: &str, text: String) {
    events.push(Event { month, kind, subject: subject.to_owned(), text, until: Some(until), detail: String::new() });
}

/// Adds detail to the last event.
fn detail(events: &mut [Event], detail: &str) {
    if let Some(event) = events.last_mut() {
        detail.clone_into(&mut event.detail);
    }
}

fn add_regimes(plan: &Plan, trace: &TrialTrace, events: &mut Vec<Event>) {
    for (regime, stays) in plan.policy.regimes.iter().zip(&trace.regimes) {
        for (i, stay) in stays.iter().enumerate() {
            let state = &regime.state_names[stay.state];
            let text = if i == 0 { format!("begins as {state}") } else { format!("becomes {state}") };
            let length = if stay.to.is_finite() { format!(", for {:.1} months", stay.to - stay.from) } else { ", for good".to_owned() };
            push_span(events, [stay.from, stay.to], "regime", &regime.name, text + &length);
            detail(events, state);
        }
    }
}

fn add_strike(plan: &Plan, strike: &Strike, events: &mut Vec<Event>) {
    let hazard = &plan.security.hazards[strike.hazard];
    if strike.struck.is_empty() {
        return;
    }
    let struck: Vec<&str> = strike.struck.iter().map(|&e| hazard.exposures[e].target.as_str()).collect();
    let text = format!(
        "{} incident strikes {}: {:.0}% lost for {:.1} days",
        hazard.classes[strike.class].name,
        struck.join(", "),
        strike.loss * 100.0,
        (strike.until - strike.time) * (365.25 / 12.0)
    );
    push_span(events, [strike.time, strike.until], "incident", &hazard.name, text);
    for &(operator, back) in &strike.suspended {
        let name = plan.security.operators[operator].split_once('.').map_or("", |(_, name)| name);
        push_span(events, [strike.until, back], "suspension", name, format!("operator leaves for {:.1} months", back - strike.until));
    }
}

fn add_stages(plan: &Plan, trace: &TrialTrace, events: &mut Vec<Event>) {
    for (stage, &(start, end, cancelled)) in plan.schedule.stages.iter().zip(&trace.stages) {
        push_span(events, [start, end], "stage", &stage.name, "starts".to_owned());
        push(events, end, "stage", &stage.name, "ends".to_owned());
        if cancelled {
            push(events, start.max(0.0), "stage", &stage.name, "will be cancelled at its end: it never ends".to_owned());
        }
    }
}

fn add_nodes(plan: &Plan, trace: &TrialTrace, events: &mut Vec<Event>) {
    for (n, node) in plan.chain.nodes.iter().enumerate() {
        let [opens, closes] = trace.nodes[n];
        if node.ramps[0].opens != Moment::Always {
            push(events, opens, "opening", &node.name, "opens".to_owned());
            detail(events, opener(plan, node.ramps[0].opens));
        }
        for (expansion, &opens) in trace.expansions[n].iter().enumerate() {
            push(events, opens, "opening", &node.name, format!("expansion {} opens", expansion + 1));
            detail(events, node.ramps.get(expansion + 1).map_or("", |ramp| opener(plan, ramp.opens)));
        }
        push(events, closes, "closing", &node.name, "closes".to_owned());
    }
}

/// The stage that opens something, empty where none does.
fn opener(plan: &Plan, opens: Moment) -> &str {
    if let Moment::Stage(stage) = opens { &plan.schedule.stages[stage.0].name } else { "" }
}

/// Periods of months in which the price index is above 1, or below.
fn add_prices(plan: &Plan, trace: &TrialTrace, events: &mut Vec<Event>) {
    for (mineral, clearing) in plan.minerals.iter().zip(&trace.minerals).filter_map(|(mineral, market)| Some((mineral, market.clearing.as_ref()?))) {
        let price = &clearing.price;
        for (sign, side, end) in [(1.0, "above", "highest"), (-1.0, "below", "lowest")] {
            for [from, to] in spells(price.len(), |k| sign * (price[k] - 1.0) > 1e-9) {
                let sum = |of: &[f64]| of[from..to].iter().sum::<f64>();
                let most =
                    price[from..to].iter().copied().max_by(|a, b| (sign * a).total_cmp(&(sign * b))).map_or_else(String::new, words::three_digits);
                let mean = words::three_digits(sum(price) / (to - from) as f64);
                let (bought, given_up) = (sum(&clearing.bought), sum(&clearing.given_up));
                let given_up = if given_up >= 0.0 {
                    format!("{} t of demand given up", digits(given_up))
                } else {
                    format!("{} t of it beyond demand", digits(-given_up))
                };
                let premium =
                    if clearing.premium.is_empty() { String::new() } else { format!(", premium paid {}", words::dollars(sum(&clearing.premium))) };
                let text = format!(
                    "price index {side} 1 for {} months, mean {mean}, {end} {most}; {} t bought, {given_up}{premium}",
                    to - from,
                    digits(bought)
                );
                push_span(events, [from as f64, to as f64], "price", &mineral.name, text);
                detail(events, &most);
            }
        }
    }
}

/// Periods of months in which demand is not covered.
fn add_shortages(plan: &Plan, trace: &TrialTrace, events: &mut Vec<Event>) {
    for (mineral, market) in plan.minerals.iter().zip(&trace.minerals) {
        for [from, to] in spells(market.shortage.len(), |k| market.shortage[k] > 1e-9 * market.demand[k]) {
            let tonnes: f64 = market.shortage[from..to].iter().sum();
            let demand: f64 = market.demand[from..to].iter().sum();
            let text = format!("short of {} t over {} months, {:.1}% of demand", digits(tonnes), to - from, 100.0 * tonnes / demand);
            push_span(events, [from as f64, to as f64], "shortage", &mineral.name, text);
        }
    }
}

/// Periods of consecutive months in which something holds: the first month and the one after the last.
fn spells(months: usize, holds: impl Fn(usize) -> bool) -> Vec<[usize; 2]> {
    let mut spells: Vec<[usize; 2]> = Vec::new();
    for k in (0..months).filter(|&k| holds(k)) {
        match spells.last_mut() {
            Some([_, end]) if *end == k => *end = k + 1,
            _ => spells.push([k, k + 1]),
        }
    }
    spells
}

fn add_goals(plan: &Plan, trace: &TrialTrace, events: &mut Vec<Event>) {
    for (goal, what) in plan.goals.goals.iter().zip(&trace.goals) {
        let Some(month) = what.arrival else { continue };
        let kept = if what.lost { "arrives, and will be lost again" } else { "arrives" };
        push(events, month as f64, "goal", &goal.name, format!("{kept}; {} t of stock would have bridged the wait", digits(what.bridge)));
    }
}

/// Tonnes to three significant digits.
#[expect(clippy::cast_possible_truncation, reason = "orders of magnitude")]
fn digits(tonnes: f64) -> String {
    if tonnes <= 0.0 {
        return "0".to_owned();
    }
    let order = tonnes.log10().floor() as i32;
    let unit = 10_f64.powi(order - 2);
    let rounded = (tonnes / unit).round() * unit;
    let decimals = usize::try_from(2 - order).unwrap_or(0);
    format!("{rounded:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn tonnes_have_three_digits() {
        assert_eq!([28_292.138, 0.012_345, 7.0, 999.9, 0.0].map(digits), ["28300", "0.0123", "7.00", "1000", "0"]);
    }
}
