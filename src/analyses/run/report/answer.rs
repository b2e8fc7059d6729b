//! The answer in sentences: when, with what probability by a year, how far, what is lost again, what bridges the wait, and the precision where one was
//! asked for.

use super::precision::precision_sentence;
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::analyses::run::headline_goals::{HeadlineGoal, called, headline_goals, step_name};
use crate::report::{Chapter, words};
use crate::units::Quantity;

/// Share of trials in which the bridging stock suffices.
const COVERED: f64 = 0.9;

/// Chapter of the sentences.
pub(super) fn chapter(findings: &Findings) -> Chapter {
    let goals = headline_goals(findings);
    let mut sentences = if goals.is_empty() {
        vec!["The scenario has no goal.".to_owned()]
    } else {
        vec![when(findings, &goals), by_year(findings, &goals), how_far(findings, &goals), lost(findings, &goals), wait(findings, &goals)]
    };
    sentences.extend(findings.precision.as_ref().map(precision_sentence));
    Chapter { id: "answer".to_owned(), title: "The answer".to_owned(), sentences, blocks: Vec::new() }
}

/// When each headline arrives, in the median.
pub(crate) fn when(findings: &Findings, headline_goals: &[HeadlineGoal]) -> String {
    let mut origins: Vec<Option<&str>> = Vec::new();
    for headline in headline_goals {
        if !origins.contains(&headline.origin) {
            origins.push(headline.origin);
        }
    }
    let horizon = findings.grid.label(findings.grid.count() - 1);
    let of_origin = |origin: Option<&str>| {
        let ours = || headline_goals.iter().filter(|headline| headline.origin == origin);
        let reached: Vec<String> = ours()
            .filter(|headline| headline.goal.p50.value.is_some())
            .map(|headline| format!("{} by {}", headline.name, words::quantity(&headline.goal.p50)))
            .collect();
        let missed: Vec<String> = ours().filter(|headline| headline.goal.p50.value.is_none()).map(|headline| headline.name.clone()).collect();
        let subject = origin.map_or_else(|| "supply over the modelled routes".to_owned(), |origin| format!("supply from {origin}"));
        let is_ladder = headline_goals.iter().any(|headline| headline.steps.len() > 1);
        match (is_ladder, reached.is_empty(), missed.is_empty()) {
            (true, false, true) => format!("{subject} reaches {}", words::joined(&reached)),
            (true, true, _) => format!("{subject} never reaches even {} before the horizon ends in {horizon}", words::either(&missed)),
            (true, false, false) => {
                format!(
                    "{subject} reaches {}, but never even {} before the horizon ends in {horizon}",
                    words::joined(&reached),
                    words::either(&missed)
                )
            }
            (false, false, true) => words::joined(&reached),
            (false, true, _) => format!("never before the horizon ends in {horizon}: {}", words::joined(&missed)),
            (false, false, false) => format!("{}; never before the horizon ends in {horizon}: {}", words::joined(&reached), words::joined(&missed)),
        }
    };
    let said: Vec<String> = origins.into_iter().map(of_origin).collect();
    format!("In the median of {}, {}.", words::trials(findings.trials), said.join("; "))
}

fn by_year(findings: &Findings, headline_goals: &[HeadlineGoal]) -> String {
    let grid = findings.grid;
    let (month, year) = findings.report.main_year(grid);
    let said =
        headline_goals.iter().filter_map(|headline| Some((words::quantity(headline.goal.arrived_by.get(month)?), called(headline, headline_goals))));
    format!("By the end of {year} the probability of having arrived is {} (95% intervals in brackets).", grouped(said))
}

fn how_far(findings: &Findings, headline_goals: &[HeadlineGoal]) -> String {
    let beyond = |goal: &&&GoalFindings| goal.beyond().is_some();
    let top = |headline: &HeadlineGoal| {
        let goal = headline.steps.iter().rfind(|goal| !beyond(goal))?;
        let name = if headline.steps.len() > 1 { step_name(goal) } else { headline.name.clone() };
        Some((format!("in {} of trials", words::quantity(&goal.never)), name))
    };
    let out = |headline: &HeadlineGoal| {
        let least = headline.steps.iter().find(beyond)?;
        let most = least.beyond()?;
        let name = if headline.steps.len() > 1 { step_name(least) } else { headline.name.clone() };
        Some(format!("{name} (it carries at most {}%)", words::rounded(100.0 * most, most)))
    };
    let never = grouped(headline_goals.iter().filter_map(top));
    let out: Vec<String> = headline_goals.iter().filter_map(out).collect();
    let horizon = findings.grid.label(findings.grid.count() - 1);
    let has_levels = headline_goals.iter().any(|headline| headline.steps.len() > 1);
    let what = if has_levels { "the highest level that the chain can carry is not reached" } else { "there is no arrival" };
    let never = if never.is_empty() { never } else { format!("{what} by {horizon} {never}") };
    let out = if out.is_empty() { String::new() } else { format!("in no trial can the chain carry {}", words::joined(&out)) };
    let said: Vec<String> = [never, out].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.", words::capital(&said.join("; ")))
}

fn lost(findings: &Findings, headline_goals: &[HeadlineGoal]) -> String {
    let arriving: Vec<&HeadlineGoal> = headline_goals.iter().filter(|headline| headline.goal.never.number() < 1.0).collect();
    if arriving.is_empty() {
        return format!("Nothing arrives in any of {}, so nothing is lost again.", words::trials(findings.trials));
    }
    let said = grouped(arriving.iter().map(|headline| (words::quantity(&headline.goal.lost), called(headline, headline_goals))));
    format!("Arrived and lost again before the horizon, as a share of all trials: {said}.")
}

fn wait(findings: &Findings, headline_goals: &[HeadlineGoal]) -> String {
    let mut said = Vec::new();
    let mut none = Vec::new();
    for headline in headline_goals {
        let at = |list: &[(f64, Quantity)]| list.iter().find(|(covered, _)| covered.total_cmp(&COVERED).is_eq()).map(|(_, stock)| stock.clone());
        let Some(stock) = at(&headline.goal.bridge) else { continue };
        let mineral = headline.goal.mineral_title.clone();
        let tonnes = words::rounded(stock.number(), stock.standard_error.unwrap_or(0.0));
        if tonnes == "0" {
            none.push(mineral);
            continue;
        }
        let cost = at(&headline.goal.bridge_cost).map_or_else(String::new, |cost| format!(" ({})", words::dollars(cost.number())));
        let is_alone = headline_goals.iter().filter(|other| other.goal.mineral == headline.goal.mineral).count() == 1;
        let goal = if is_alone { String::new() } else { format!(" for {}", called(headline, headline_goals)) };
        said.push(format!("{tonnes} t of {mineral}{cost}{goal}"));
    }
    if !none.is_empty() {
        said.push(format!("no {}", words::either(&none)));
    }
    if said.is_empty() {
        return "No bridging stock is defined for these goals: they span several minerals.".to_owned();
    }
    let mut does: Vec<String> = Vec::new();
    for headline in headline_goals.iter().filter(|headline| !headline.goal.bridge.is_empty()) {
        let own = findings.bridges(headline.goal.mineral.as_deref());
        if !does.contains(&own) {
            does.push(own);
        }
    }
    let does = words::either(&does);
    format!("The stock that in 90% of trials {does} until arrival, or to the horizon where it never comes, is {}.", words::joined(&said))
}

/// What is said of several in the same words is said once: `45% for a, 0% for b and c`.
fn grouped(said: impl Iterator<Item = (String, String)>) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (what, of) in said {
        match groups.iter_mut().find(|(known, _)| *known == what) {
            Some((_, names)) => names.push(of),
            None => groups.push((what, vec![of])),
        }
    }
    let said: Vec<String> = groups.into_iter().map(|(what, of)| format!("{what} for {}", words::joined(&of))).collect();
    said.join("; ")
}
