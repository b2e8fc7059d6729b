//! Settings of the scenario that are no inputs and that the page can change: dates, initial states of regimes, switches, whether a project goes on, and
//! levers.

use serde::Serialize;
use toml::{Table, Value};

use super::changes::lever_path;
use super::inputs::quoted_key;
use crate::report::words;
use crate::scenario::{Scenario, to_toml};
use crate::units::Date;

/// One setting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// Path in the scenario, as `--set` takes it.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// `date`, `choice` or `switch`.
    pub kind: &'static str,
    /// Heading under which it is listed.
    pub group: &'static str,
    /// Value in the scenario, as TOML.
    pub value: String,
    /// Values to choose from, as TOML, each with its name; those of a switch are off and on.
    pub choices: Vec<[String; 2]>,
}

/// Headings of the list.
const DATES: &str = "Dates and switches";
const REGIMES: &str = "Policy regimes: initial state, and whether it changes";
const PROJECTS: &str = "Projects: on or off";
const LEVERS: &str = "Levers: on or off";

/// Months that a state lasts in a regime that is switched off: longer than any scenario.
const FOR_EVER: &str = "100000";

/// Tables whose texts are no settings of the simulation.
const LEFT_OUT: [&str; 5] = ["sources", "history", "report", "levers", "origins"];

/// All such settings of the scenario, defaults included.
#[must_use]
pub fn settings(scenario: &Scenario) -> Vec<Setting> {
    let mut found = Vec::new();
    if let Ok(root) = to_toml(scenario).parse::<Table>() {
        for (key, value) in &root {
            walk(value, std::slice::from_ref(key), &mut found);
        }
        for (project, stages) in projects(&root) {
            found.extend(project_switch(project, stages));
        }
    }
    found.extend(scenario.levers.iter().map(|lever| Setting {
        path: lever_path(&lever.name.value),
        title: lever.item.called(&lever.name.value).to_owned(),
        kind: "switch",
        group: LEVERS,
        value: "false".to_owned(),
        choices: off_and_on(),
    }));
    found
}

fn off_and_on() -> Vec<[String; 2]> {
    vec![["false".to_owned(), "off".to_owned()], ["true".to_owned(), "on".to_owned()]]
}

fn walk(value: &Value, path: &[String], found: &mut Vec<Setting>) {
    let Some(key) = path.last().filter(|key| !LEFT_OUT.contains(&key.as_str())) else { return };
    let text = |text: &str| Value::from(text).to_string();
    let mut add = |kind, value: String, choices| found.push(Setting { path: path_of(path), title: title(path), kind, group: DATES, value, choices });
    match value {
        Value::Table(table) => {
            if let Some((initial, states)) = initial_state(path, table) {
                found.extend(regime_switch(path, table, initial));
                let choices = states.into_iter().map(|state| [text(state), words::spaced(state)]).collect();
                let path = [path, &["initial".to_owned()]].concat();
                found.push(Setting { path: path_of(&path), title: title(&path), kind: "choice", group: REGIMES, value: text(initial), choices });
            }
            for (key, value) in table.iter().filter(|(key, _)| *key != "initial") {
                walk(value, &[path, std::slice::from_ref(key)].concat(), found);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate().filter(|(_, item)| item.is_table()) {
                let name = item.get("name").and_then(Value::as_str).map_or_else(|| i.to_string(), str::to_owned);
                walk(item, &[path, &[name]].concat(), found);
            }
        }
        Value::String(written) if Date::parse(written).is_ok() && !matches!(key.as_str(), "title" | "note") => add("date", text(written), Vec::new()),
        Value::Boolean(is_on) => {
            add("switch", is_on.to_string(), off_and_on());
        }
        _ => {}
    }
}

/// The state in which a regime starts and all its states, where the start is one state.
fn initial_state<'a>(path: &[String], regime: &'a Table) -> Option<(&'a str, Vec<&'a str>)> {
    (path.len() == 2 && path[0] == "regimes").then_some(())?;
    let states = regime.get("states")?.as_table()?;
    let initial = match regime.get("initial")? {
        Value::String(state) => state.as_str(),
        Value::Table(weights) if weights.len() == 1 => weights.keys().next()?.as_str(),
        _ => return None,
    };
    Some((initial, states.keys().map(String::as_str).collect()))
}

/// The switch of a regime: off keeps it in its initial state.
fn regime_switch(path: &[String], regime: &Table, initial: &str) -> Option<Setting> {
    let value = regime.get("states")?.get(initial)?.get("lasts")?.to_string();
    let path = [path, &["states", initial, "lasts"].map(str::to_owned)].concat();
    let title = format!("{}: leaves the state “{}”", title(&path[..2]), words::spaced(initial));
    let choices = vec![[FOR_EVER.to_owned(), "off".to_owned()], [value.clone(), "on".to_owned()]];
    Some(Setting { path: path_of(&path), title, kind: "switch", group: REGIMES, value, choices })
}

fn projects(root: &Table) -> impl Iterator<Item = (&String, &Table)> {
    let projects = root.get("projects").and_then(Value::as_table).into_iter().flatten();
    projects.filter_map(|(name, project)| Some((name, project.get("stages")?.as_table()?)))
}

/// The switch of a project: off cancels its first stage that is not done.
fn project_switch(project: &str, stages: &Table) -> Option<Setting> {
    let (stage, table) = stages.iter().find(|(_, stage)| stage.get("duration").is_some() && stage.get("done").is_none())?;
    let path = ["projects", project, "stages", stage, "cancels"].map(str::to_owned);
    let value = table.get("cancels").map_or_else(|| "0".to_owned(), Value::to_string);
    let choices = vec![["1".to_owned(), "off".to_owned()], [value.clone(), "on".to_owned()]];
    Some(Setting { path: path_of(&path), title: format!("Project {}", words::spaced(project)), kind: "switch", group: PROJECTS, value, choices })
}

fn path_of(path: &[String]) -> String {
    path.iter().map(|key| quoted_key(key)).collect::<Vec<_>>().join(".")
}

/// `regimes.licensing.initial` as `Licensing: initial`.
fn title(path: &[String]) -> String {
    let named = if path.len() > 1 { &path[1..] } else { path };
    let parts: Vec<String> = named.iter().filter(|part| !matches!(part.as_str(), "stages" | "states")).map(|part| words::spaced(part)).collect();
    words::capital(&parts.join(": "))
}
