//! Inputs as the page lists them: what they are called, their distributions and sources, and how they can be changed.

use serde::Serialize;

use super::form::{Form, form};
use super::model::Model;
use crate::analyses::run::Findings;
use crate::plan::{Assumption, Curve, SourceText};
use crate::report::words;

/// One input.
#[derive(Serialize)]
pub struct PageInput<'a> {
    /// Path in the scenario, as `--set` takes it.
    path: String,
    /// What it is called.
    title: String,
    /// Table and name of the element that it belongs to.
    group: &'a [String; 2],
    /// What the group is called.
    group_title: String,
    unit: &'a str,
    /// Distribution in words.
    distribution: &'a str,
    /// P10, P50 and P90.
    quantiles: Option<[f64; 3]>,
    /// Density.
    curve: Option<&'a Curve>,
    sources: Vec<&'a SourceText>,
    judgement: bool,
    note: Option<&'a str>,
    /// How it is changed.
    form: Form,
}

/// All inputs of the scenario, in the order of the file.
#[must_use]
pub fn inputs<'a>(model: &'a Model, findings: &Findings) -> Vec<PageInput<'a>> {
    let located = model.scenario.inputs();
    let known = &model.assumptions.sources;
    let each = model.assumptions.inputs.iter().zip(located);
    let each = each.map(|(input, located)| PageInput {
        path: set_path(input),
        title: words::capital(&input.title),
        group: &input.table,
        group_title: group_title(findings, input),
        unit: &input.unit,
        distribution: &input.distribution,
        quantiles: input.quantiles,
        curve: input.curve.as_ref(),
        sources: input.sources.iter().filter_map(|key| known.iter().find(|source| source.key == *key)).collect(),
        judgement: input.judgement,
        note: input.note.as_deref(),
        form: form(located.input, located.range),
    });
    each.collect()
}

/// Path of an input with the name of its element quoted where it needs to be.
#[must_use]
pub fn set_path(input: &Assumption) -> String {
    let [table, name] = &input.table;
    match input.path.strip_prefix(&format!("{table}.{name}")) {
        Some(rest) if !name.is_empty() => format!("{table}.{}{rest}", quoted_key(name)),
        _ => input.path.clone(),
    }
}

/// A key of a path, in quotes where a bare one would end early.
#[must_use]
pub fn quoted_key(key: &str) -> String {
    let is_bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '>');
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}

fn group_title(findings: &Findings, input: &Assumption) -> String {
    let [table, name] = &input.table;
    let title = match table.as_str() {
        "minerals" => findings.minerals.iter().find(|known| known.name == *name).map(|known| known.title.clone()),
        "nodes" => findings.flows.nodes.iter().find(|(known, _)| known == name).map(|(_, title)| title.clone()),
        "regimes" => findings.regimes.iter().find(|known| known.name == *name).map(|known| known.title.clone()),
        "hazards" => findings.hazards.iter().find(|known| known.name == *name).map(|known| known.title.clone()),
        "goals" => findings.goals.iter().find(|known| known.name == *name).map(|known| known.title.clone()),
        _ => None,
    };
    let kind = match table.as_str() {
        "minerals" => "Mineral",
        "nodes" => "Node",
        "regimes" => "Policy regime",
        "hazards" => "Hazard",
        "goals" => "Goal",
        "projects" => "Project",
        "routes" => "Route",
        "drivers" => return "Drivers shared by several inputs".to_owned(),
        "factors" => return "Common factors of probabilities".to_owned(),
        other => return words::capital(&words::spaced(other)),
    };
    format!("{kind}: {}", title.unwrap_or_else(|| words::spaced(name)))
}
