//! First screen: what delays the goals, what would change that, and what bridges the wait.

use super::headline::{Asked, asked};
use crate::analyses::run::findings::{Findings, GoalFindings, PathFindings, StagePath};
use crate::report::words;

/// Goals or inputs named in a point, at most.
const NAMED: usize = 2;
/// Share of trials in which a bridging stock suffices.
const COVERED: f64 = 0.9;
/// A stage that never ends in a smaller share of trials is not named.
const LEAST: f64 = 0.05;

/// The three points.
#[must_use]
pub fn points(findings: &Findings) -> Vec<String> {
    let asked = asked(findings);
    if asked.goals.is_empty() {
        return Vec::new();
    }
    vec![delays(findings, &asked), changes(findings, &asked), bridges(findings, &asked)]
}

/// The stage that adds most to the wait for each of the likeliest goals, and what most often never ends.
fn delays(findings: &Findings, asked: &Asked) -> String {
    let mut goals: Vec<&(String, &GoalFindings)> = asked.goals.iter().collect();
    goals.sort_by(|a, b| a.1.never.number().total_cmp(&b.1.never.number()));
    let path = |goal: &GoalFindings| findings.paths.iter().find(|path| path.goal == goal.name);
    let mut waits: Vec<(&str, String)> = Vec::new();
    for (name, goal) in &goals {
        let Some(stage) = path(goal).and_then(longest) else { continue };
        let months = words::rounded(stage.months.number(), 1.0);
        // A stage is named once, for the likeliest goal that waits for it.
        if !waits.iter().any(|(known, _)| *known == stage.stage) {
            waits.push((&stage.stage, format!("{} ({months} months on average where it decides on {name})", stage_title(findings, &stage.stage))));
        }
    }
    let waits: Vec<String> = waits.into_iter().take(NAMED).map(|(_, said)| said).collect();
    let blocks = goals.iter().filter_map(|(name, goal)| {
        let stage = path(goal)?.stages.iter().max_by(|a, b| a.blocks.number().total_cmp(&b.blocks.number()))?;
        Some((name, stage))
    });
    let stuck = blocks.max_by(|a, b| a.1.blocks.number().total_cmp(&b.1.blocks.number())).filter(|(_, stage)| stage.blocks.number() >= LEAST);
    let stuck = stuck.map(|(name, stage)| {
        format!("{} never ends and so holds {name} up in {}", stage_title(findings, &stage.stage), words::whole_percent(stage.blocks.number()))
    });
    let waits = (!waits.is_empty()).then(|| words::joined(&waits));
    let said: Vec<String> = waits.into_iter().chain(stuck.map(|stuck| format!("{stuck} of trials"))).collect();
    format!("What delays it: {}.", if said.is_empty() { "no project of the scenario decides when it arrives".to_owned() } else { said.join("; ") })
}

/// Months that a stage adds to the path, over all trials.
fn adds(stage: &StagePath) -> f64 {
    stage.arrived.number() * stage.months.value.unwrap_or(0.0)
}

/// The stage that adds most to a path.
fn longest(path: &PathFindings) -> Option<&StagePath> {
    path.stages.iter().filter(|stage| adds(stage) > 0.0).max_by(|a, b| adds(a).total_cmp(&adds(b)))
}

/// The input with which the arrival of each of the likeliest goals is associated most.
fn changes(findings: &Findings, asked: &Asked) -> String {
    let mut goals: Vec<&(String, &GoalFindings)> = asked.goals.iter().collect();
    goals.sort_by(|a, b| a.1.never.number().total_cmp(&b.1.never.number()));
    let mut inputs: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, goal) in goals {
        let Some(strongest) = findings.key_inputs.iter().find(|input| input.goal == goal.name) else { continue };
        match inputs.iter_mut().find(|(known, _)| *known == strongest.title) {
            Some((_, goals)) => goals.push(name.clone()),
            None => inputs.push((&strongest.title, vec![name.clone()])),
        }
    }
    let said = inputs.iter().take(NAMED).map(|(input, goals)| format!("{input} for {}", words::joined(goals)));
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return "What would change it: no input drawn once a trial is associated with the arrival.".to_owned();
    }
    format!("What would change it: arrival is associated most with the {}; an association does not show a cause.", words::joined(&said))
}

/// The stock that lasts until an arrival that can end the shortage.
fn bridges(findings: &Findings, asked: &Asked) -> String {
    let mut minerals: Vec<&GoalFindings> = Vec::new();
    let lasting = findings.goals.iter().filter(|goal| goal.ends_shortage && !goal.bridge.is_empty() && goal.beyond().is_none());
    for goal in lasting {
        match minerals.iter_mut().find(|known| known.mineral == goal.mineral) {
            Some(known) if goal.never.number() < known.never.number() => *known = goal,
            Some(_) => {}
            None => minerals.push(goal),
        }
    }
    let at =
        |goal: &GoalFindings| goal.bridge.iter().find(|(covered, _)| covered.total_cmp(&COVERED).is_eq()).map_or(0.0, |(_, stock)| stock.number());
    let mut short: Vec<&GoalFindings> = minerals.iter().copied().filter(|goal| at(goal) > 0.0).collect();
    let is_other = |goal: &GoalFindings| !asked.goals.iter().any(|(_, known)| known.mineral == goal.mineral);
    short.sort_by(|a, b| is_other(a).cmp(&is_other(b)).then(a.never.number().total_cmp(&b.never.number())));
    let said: Vec<String> = short
        .iter()
        .take(NAMED)
        .map(|goal| format!("{} t of {} until “{}”", words::three_digits(at(goal)), goal.mineral_title, goal.shown_title()))
        .collect();
    let what = match (minerals.is_empty(), said.is_empty()) {
        (true, _) => "no goal’s arrival can end a shortage, so no stock bridges the wait".to_owned(),
        (false, true) => "no stock is needed in 90% of trials".to_owned(),
        (false, false) => format!("a stock of {} suffices in 90% of trials", words::joined(&said)),
    };
    format!("What bridges the gap: {what}.")
}

/// Titles of the project and of the stage.
fn stage_title(findings: &Findings, name: &str) -> String {
    findings.stages.iter().find(|stage| stage.name == name).map_or_else(|| words::spaced(name), |stage| stage.titles.join(": "))
}
