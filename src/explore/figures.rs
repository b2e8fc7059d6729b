//! Figures of an answer: those that the report would show, drawn by its renderer when the page asks for them, and the paired differences.

use serde::Serialize;

use super::store::Answer;
use crate::analyses::{compare, run};
use crate::report::charts::{Figure, small_print};
use crate::report::words;

/// Figure that the page can show.
#[derive(Serialize)]
pub struct Listed {
    /// Name, by which it is asked for.
    pub name: String,
    /// Heading of its section on the page.
    pub section: &'static str,
    /// Whether the unchanged scenario has the same figure, to be shown beside it.
    pub unchanged: bool,
}

/// Names of the figures, in the order of the page.
#[must_use]
pub fn listed(of: &Answer) -> Vec<Listed> {
    let chosen = run::chosen(&of.result.record);
    let before = if of.changed.is_some() { run::chosen(&of.result.unchanged) } else { Vec::new() };
    let mut all: Vec<Listed> = Vec::new();
    if let Some(compared) = &of.result.compared {
        let moved: Vec<&String> =
            compared.goals.iter().filter(|(_, goal)| goal.differences.iter().any(|(_, one)| !one.is_none())).map(|(name, _)| name).collect();
        if moved.len() > 1 {
            all.push(Listed { name: "differences".to_owned(), section: "Changed and unchanged", unchanged: false });
        }
        let curves = moved.into_iter().take(3);
        all.extend(curves.map(|goal| Listed {
            name: format!("comparison-{}", words::slug(goal)),
            section: "Changed and unchanged",
            unchanged: false,
        }));
    }
    // The unchanged scenario is drawn in grey inside curves and fans; of other figures it is a figure of its own.
    let apart = |name: &String| before.contains(name) && !["arrival-", "fan-"].iter().any(|kind| name.starts_with(kind));
    all.extend(chosen.into_iter().map(|name| Listed { section: section(&name), unchanged: apart(&name), name }));
    all
}

/// Draws a figure of the changed or of the unchanged scenario; `None` where there is none.
#[must_use]
pub fn draw(of: &Answer, name: &str, unchanged: bool) -> Option<Figure> {
    let result = &of.result;
    if unchanged {
        return run::one(&result.unchanged, None, name);
    }
    let record = &result.record;
    let print = || small_print(&record.scenario, record.findings.trials, record.findings.seed);
    match (name.strip_prefix("comparison-"), &result.compared) {
        (Some(slug), Some(compared)) => {
            let (goal, _) = compared.goals.iter().find(|(goal, _)| words::slug(goal) == slug)?;
            compare::goal_figure(compared, goal, &print())
        }
        (None, Some(compared)) if name == "differences" => compare::differences(compared, &print()).into_iter().next(),
        _ => run::one(record, of.changed.as_ref().map(|_| &result.unchanged.findings), name),
    }
}

fn section(name: &str) -> &'static str {
    match name.split('-').next().unwrap_or_default() {
        "answer" | "ladder" => "Answer",
        "arrival" => "Arrival",
        "mix" => "Supply mix",
        "fan" => "Price and supply by month",
        "flow" => "Flow through the chain",
        "bridge" => "Bridging stock",
        "regime" => "Policies",
        _ => "Stages",
    }
}
