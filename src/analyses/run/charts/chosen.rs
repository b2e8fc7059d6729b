//! Choice of the figures of a run where neither the command line nor the scenario names any: about twelve that answer the questions of its goals.

use super::{Figures, flow, timeline};
use crate::analyses::run::families::Family;
use crate::analyses::run::findings::{GoalFindings, MineralFindings};
use crate::report::words;

/// Most figures.
const MOST: usize = 12;

/// Names of the figures, the most important first.
pub(super) fn names(figures: &Figures) -> Vec<String> {
    let findings = figures.findings;
    let mut ladders: Vec<&Family> = figures.families.iter().filter(|family| family.ladder.is_some()).collect();
    let chance = |goal: &GoalFindings| 1.0 - goal.never.number();
    ladders.sort_by(|a, b| chance(b.goals[0]).total_cmp(&chance(a.goals[0])));
    let mut names = vec!["answer".to_owned()];
    match ladders.as_slice() {
        [] => {}
        [only] => names.push(only.figure_name("ladder")),
        _ => names.push("ladder-overview".to_owned()),
    }
    let arriving = ladders.iter().filter(|family| chance(family.goals[0]) > 0.0);
    names.extend(arriving.take(3).map(|family| family.figure_name("arrival")));
    let others = figures.families.iter().filter(|family| family.ladder.is_none()).flat_map(|family| &family.goals);
    let is_open = |goal: &&&GoalFindings| chance(goal) > 0.0 && goal.at_start.number() < 1.0;
    names.extend(others.filter(is_open).take(if ladders.is_empty() { 4 } else { 1 }).map(|goal| goal_name("arrival", goal)));
    let asked = ladders.iter().filter_map(|family| family.mineral).chain(findings.goals.iter().filter_map(|goal| goal.mineral.as_deref()));
    let minerals: Vec<&MineralFindings> = asked.filter_map(|name| findings.minerals.iter().find(|mineral| mineral.name == name)).collect();
    let is_short = |mineral: &&&MineralFindings| mineral.bands("shortage").iter().any(|band| band.p95 > 0.0);
    let main = minerals.iter().find(is_short).or(minerals.first());
    if let Some(mineral) = main {
        names.push(mineral_name("mix", mineral));
        names.push(fan_name(&mineral.name, if mineral.price_moves() { "price" } else { "shortage" }));
    }
    let ways = flow::ways(findings);
    let way = ladders.iter().find_map(|family| {
        let origin = family.ladder?.origin?;
        ways.iter().find(|(mineral, from)| Some(*mineral) == family.mineral && *from == origin)
    });
    names.extend(way.or(ways.first()).map(|(mineral, origin)| flow::name(mineral, origin)));
    let is_bridge = |goal: &&&GoalFindings| goal.ends_shortage && goal.bridge.iter().any(|(_, stock)| stock.number() > 0.0) && chance(goal) >= 0.5;
    let bridge = figures.families.iter().find_map(|family| {
        let goal = family.goals.iter().find(is_bridge)?;
        Some(family.ladder.map_or_else(|| goal_name("bridge", goal), |_| family.figure_name("bridge")))
    });
    names.extend(bridge);
    let observed = findings.regimes.iter().find(|regime| !regime.history.is_empty());
    let regime = observed.or_else(|| findings.regimes.iter().find(|regime| super::regime::changes(regime)));
    names.extend(regime.map(|regime| format!("regime-{}", words::slug(&regime.name))));
    names.extend(timeline::names(findings).into_iter().next());
    names.truncate(MOST);
    names
}

/// Name of a figure of a goal.
pub(super) fn goal_name(kind: &str, goal: &GoalFindings) -> String {
    format!("{kind}-{}", words::slug(&goal.name))
}

/// Name of a figure of a mineral.
pub(super) fn mineral_name(kind: &str, mineral: &MineralFindings) -> String {
    format!("{kind}-{}", words::slug(&mineral.name))
}

/// Name of a fan.
pub(super) fn fan_name(mineral: &str, what: &str) -> String {
    format!("fan-{}", words::slug_of(&[mineral, what]))
}
