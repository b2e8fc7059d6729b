//! Titles of inputs: the words of the key, with the title of what the input belongs to; a driver is called after what it drives.

use std::collections::HashMap;

use super::model::DistributionSpec;
use super::place::{proper_title_of, title_of};
use super::table::Located;
use super::tables::Scenario;

/// Tables inside an element that say nothing by themselves.
const INNER: [&str; 4] = ["response", "minerals", "suppliers", "classes"];
/// Most inputs after which a driver is called.
const DRIVEN: usize = 3;

impl Scenario {
    /// What reports call each input, by its path.
    #[must_use]
    pub fn input_titles(&self) -> HashMap<String, String> {
        let (owners, inputs) = (self.owners(), self.inputs());
        let minerals = self.minerals.iter().map(|named| (named.name.value.as_str(), named.item.title.as_deref()));
        let hazards = self.hazards.iter().map(|named| (named.name.value.as_str(), named.item.title.as_deref()));
        let regimes = self.regimes.iter().map(|named| (named.name.value.as_str(), named.item.title.as_deref()));
        let named: HashMap<&str, String> = minerals.chain(hazards).chain(regimes).map(|(name, title)| (name, title_of(name, title))).collect();
        let is_driver = |located: &&Located| located.path.starts_with("drivers.");
        let mut titles: HashMap<String, String> =
            self.factors.iter().map(|named| named_factor(&named.name.value, named.item.title.as_deref())).collect();
        let mut driven: HashMap<&str, Vec<String>> = HashMap::new();
        for located in inputs.iter().filter(|located| !is_driver(located)) {
            let title = title(located, &owners, &named);
            if let DistributionSpec::Driver(name) = &located.input.distribution {
                driven.entry(&name.value).or_default().push(title.clone());
            }
            for name in &located.input.scale {
                driven.entry(&name.value).or_default().push(format!("factor on the {title}"));
            }
            titles.insert(located.path.clone(), title);
        }
        for named in &self.drivers {
            let name = named.name.value.as_str();
            titles.insert(format!("drivers.{name}"), driver(name, driven.get(name).map_or(&[], Vec::as_slice)));
        }
        titles
    }

    /// Paths of the elements that have inputs, with their titles.
    fn owners(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        for named in &self.minerals {
            let (name, title) = (&named.name.value, title_of(&named.name.value, named.item.title.as_deref()));
            all.extend(named.item.suppliers.iter().map(|supplier| {
                let own = title_of(&supplier.name.value, supplier.item.title.as_deref());
                (format!("minerals.{name}.suppliers.{}", supplier.name.value), format!("{title}: {own}"))
            }));
            all.push((format!("minerals.{name}"), title));
        }
        for named in &self.regimes {
            let (name, title) = (&named.name.value, title_of(&named.name.value, named.item.title.as_deref()));
            all.extend(named.item.states.iter().map(|state| {
                let own = title_of(&state.name.value, state.item.title.as_deref());
                (format!("regimes.{name}.states.{}", state.name.value), format!("{title}: {own}"))
            }));
            all.push((format!("regimes.{name}"), title));
        }
        for named in &self.projects {
            let (name, title) = (&named.name.value, proper_title_of(&named.name.value, named.item.title.as_deref()));
            for stage in &named.item.stages {
                let (path, own) = (format!("projects.{name}.stages.{}", stage.name.value), title_of(&stage.name.value, stage.item.title.as_deref()));
                let risks = stage.item.risks.iter().map(|risk| &risk.name.value);
                all.extend(risks.map(|risk| (format!("{path}.risks.{risk}"), format!("the risk “{}” of {title}: {own}", title_of(risk, None)))));
                all.push((path, format!("{title}: {own}")));
            }
            all.push((format!("projects.{name}"), title));
        }
        let mut add = |table: &str, name: &str, title: Option<&str>| all.push((format!("{table}.{name}"), title_of(name, title)));
        self.hazards.iter().for_each(|named| add("hazards", &named.name.value, named.item.title.as_deref()));
        self.nodes.iter().for_each(|named| add("nodes", &named.name.value, named.item.title.as_deref()));
        self.routes.iter().for_each(|named| add("routes", &named.name.value, named.item.title.as_deref()));
        self.goals.iter().for_each(|named| add("goals", &named.name.value, named.item.title.as_deref()));
        all
    }
}

fn named_factor(name: &str, title: Option<&str>) -> (String, String) {
    (format!("factors.{name}"), format!("common factor “{}”", title_of(name, title)))
}

/// The part of a path after that of its owner, which may have dots in its names.
fn below<'p>(path: &'p str, owner: &str) -> Option<&'p str> {
    path.strip_prefix(owner)?.strip_prefix('.')
}

fn title(located: &Located, owners: &[(String, String)], named: &HashMap<&str, String>) -> String {
    let path = located.path.as_str();
    let owner = owners.iter().filter_map(|(owner, title)| Some((below(path, owner)?, title))).min_by_key(|(rest, _)| rest.len());
    let Some((rest, owner)) = owner else { return title_of(&path.replace('.', " "), None) };
    let parts: Vec<&str> = rest.split('.').collect();
    let is_key = |part: &&str| *part == located.key;
    let at = if parts.last().is_some_and(is_key) { parts.len() - 1 } else { parts.iter().position(is_key).unwrap_or(parts.len() - 1) };
    let others = parts.iter().enumerate().filter(|(i, part)| *i != at && !INNER.contains(part)).map(|(_, part)| *part);
    let others: Vec<String> = others
        .map(|part| match part {
            "cancels" => "cancellation".to_owned(),
            part => named.get(part).cloned().unwrap_or_else(|| title_of(part, None)),
        })
        .collect();
    let others = if others.is_empty() { String::new() } else { format!(" ({})", others.join(": ")) };
    format!("{} of {owner}{others}", located.words)
}

/// A driver after the inputs that follow it; by its name where they are many.
fn driver(name: &str, driven: &[String]) -> String {
    match driven {
        [] => format!("driver “{}”", title_of(name, None)),
        [only] => only.clone(),
        [first, rest @ ..] if rest.len() < DRIVEN => {
            format!("{first} and {}", if rest.len() == 1 { "another input".to_owned() } else { format!("{} other inputs", rest.len()) })
        }
        _ => format!("driver “{}” of {} inputs", title_of(name, None), driven.len()),
    }
}
