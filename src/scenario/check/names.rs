//! The names that a scenario defines, and how an unknown one is reported.

use crate::scenario::model::{Name, Named, Scenario, Stage};
use crate::units::{Problems, nearest};

/// A stage with its full name.
pub struct StageEntry<'s> {
    pub full: String,
    pub project: &'s str,
    pub name: &'s Name,
    pub stage: &'s Stage,
}

/// Everything that can be referred to.
pub struct Names<'s> {
    pub minerals: Vec<&'s str>,
    pub regimes: Vec<(&'s str, Vec<&'s str>)>,
    pub hazards: Vec<&'s str>,
    pub stages: Vec<StageEntry<'s>>,
    pub nodes: Vec<&'s str>,
    pub drivers: Vec<&'s str>,
    pub goals: Vec<&'s str>,
    /// Suppliers and origins of routes.
    pub origins: Vec<&'s str>,
}

fn keys<T>(items: &[Named<T>]) -> Vec<&str> {
    items.iter().map(|item| item.name.value.as_str()).collect()
}

impl<'s> Names<'s> {
    pub fn of(scenario: &'s Scenario) -> Self {
        let suppliers = scenario.minerals.iter().flat_map(|mineral| keys(&mineral.item.suppliers));
        let mut origins: Vec<_> = suppliers.chain(scenario.routes.iter().map(|route| route.item.origin.value.as_str())).collect();
        origins.sort_unstable();
        origins.dedup();
        let stages = scenario.projects.iter().flat_map(|project| {
            let name = project.name.value.as_str();
            project.item.stages.iter().map(move |stage| StageEntry {
                full: format!("{name}.{}", stage.name.value),
                project: name,
                name: &stage.name,
                stage: &stage.item,
            })
        });
        Self {
            minerals: keys(&scenario.minerals),
            regimes: scenario.regimes.iter().map(|regime| (regime.name.value.as_str(), keys(&regime.item.states))).collect(),
            hazards: keys(&scenario.hazards),
            stages: stages.collect(),
            nodes: keys(&scenario.nodes),
            drivers: keys(&scenario.drivers),
            goals: keys(&scenario.goals),
            origins,
        }
    }

    /// The index of the stage that `written` means inside `project` (`None` outside all).
    pub fn stage(&self, written: &str, project: Option<&str>) -> Option<usize> {
        let own = project.filter(|_| !written.contains('.')).map(|project| format!("{project}.{written}"));
        let full = own.as_deref().unwrap_or(written);
        self.stages.iter().position(|stage| stage.full == full)
    }

    pub fn states(&self, regime: &str) -> Option<&[&'s str]> {
        self.regimes.iter().find(|(name, _)| *name == regime).map(|(_, states)| states.as_slice())
    }

    /// Says that there is no such stage.
    pub fn unknown_stage(&self, name: &Name, project: Option<&str>, problems: &mut Problems) {
        let own: Vec<&str> = self.stages.iter().filter(|stage| Some(stage.project) == project).map(|stage| stage.name.value.as_str()).collect();
        let mut all = own;
        all.extend(self.stages.iter().map(|stage| stage.full.as_str()));
        let same_end = self.stages.iter().find(|stage| stage.name.value == name.value).map(|stage| stage.full.as_str());
        match same_end {
            Some(full) => problems.error(name.place, format!("there is no stage `{}` here", name.value), "unknown stage", format!("did you mean \"{full}\"?")),
            None => unknown("stage", name, &all, problems),
        }
    }
}

/// Reports `name` where it is not among `known`; gives whether it is. An empty name was not read and is not reported again.
pub fn known(kind: &str, name: &Name, known: &[&str], problems: &mut Problems) -> bool {
    let is_known = known.contains(&name.value.as_str());
    if !is_known && !name.value.is_empty() {
        unknown(kind, name, known, problems);
    }
    is_known
}

/// Reports an unknown name with the nearest right one, or with all there are.
pub fn unknown(kind: &str, name: &Name, known: &[&str], problems: &mut Problems) {
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let help = match nearest(&name.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("the scenario has no {kind} yet"),
        None if known.len() > 12 => format!("there are {} and {} more", quoted(&known[..12]), known.len() - 12),
        None => format!("there is {}", quoted(known)),
    };
    problems.error(name.place, format!("there is no {kind} `{}`", name.value), format!("unknown {kind}"), help);
}
