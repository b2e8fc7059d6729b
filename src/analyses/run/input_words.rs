//! Inputs in words, from the path that the scenario gives them.

use super::findings::Findings;
use crate::report::words;

/// Tables inside an entry of the scenario that say nothing by themselves.
const INNER: [&str; 6] = ["stages", "suppliers", "states", "risks", "classes", "minerals"];

/// `projects.mine.stages.works.duration` as `duration of Mine: works`.
#[must_use]
pub(crate) fn input_words(findings: &Findings, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["drivers", name] => format!("driver “{}”", words::spaced(name)),
        ["factors", name] => format!("common factor “{}”", words::spaced(name)),
        ["projects", project, "stages", stage, inner @ .., key] => {
            let name = format!("{project}.{stage}");
            let title = findings.stages.iter().find(|known| known.name == name).map_or_else(|| words::spaced(&name), |stage| stage.titles.join(": "));
            of(key, inner, &title)
        }
        [table, name, inner @ .., key] => of(key, inner, &title(findings, table, name)),
        _ => words::spaced(path),
    }
}

fn of(key: &str, inner: &[&str], title: &str) -> String {
    let inner: Vec<String> = inner.iter().filter(|part| !INNER.contains(part)).map(|part| words::spaced(part)).collect();
    let inner = if inner.is_empty() { String::new() } else { format!(" ({})", inner.join(", ")) };
    format!("{} of {title}{inner}", words::spaced(key))
}

fn title(findings: &Findings, table: &str, name: &str) -> String {
    let found = match table {
        "minerals" => findings.minerals.iter().find(|known| known.name == name).map(|known| known.title.as_str()),
        "nodes" => findings.flows.nodes.iter().find(|(known, _)| known == name).map(|(_, title)| title.as_str()),
        "regimes" => findings.regimes.iter().find(|known| known.name == name).map(|known| known.title.as_str()),
        "hazards" => findings.hazards.iter().find(|known| known.name == name).map(|known| known.title.as_str()),
        _ => None,
    };
    found.map_or_else(|| words::spaced(name), str::to_owned)
}
