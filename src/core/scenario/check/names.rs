//! The names that a scenario defines, and how an unknown one is reported.

use crate::scenario::place::{Name, Named};
use crate::scenario::tables::{Scenario, Stage};
use crate::units::{Problems, nearest};

/// A stage with its full name.
pub struct StageEntry<'s> {
    /// `project.stage`.
    pub full: String,
    /// The project that it belongs to.
    pub project: &'s str,
    /// Its own name, with its place.
    pub name: &'s Name,
    /// What stands under it.
    pub stage: &'s Stage,
}

/// Everything that can be referred to.
pub struct Names<'s> {
    /// `[minerals]`.
    pub minerals: Vec<&'s str>,
    /// `[regimes]`, each with its states.
    pub regimes: Vec<(&'s str, Vec<&'s str>)>,
    /// `[hazards]`.
    pub hazards: Vec<&'s str>,
    /// The stages of all projects.
    pub stages: Vec<StageEntry<'s>>,
    /// `[nodes]`.
    pub nodes: Vec<&'s str>,
    /// `[drivers]`.
    pub drivers: Vec<&'s str>,
    /// `[factors]`.
    pub factors: Vec<&'s str>,
    /// `[goals]`.
    pub goals: Vec<&'s str>,
    /// Suppliers and origins of routes.
    pub origins: Vec<&'s str>,
    /// Minerals whose market clears.
    pub clearing: Vec<&'s str>,
}

fn keys<T>(items: &[Named<T>]) -> Vec<&str> {
    items.iter().map(|item| item.name.value.as_str()).collect()
}

impl<'s> Names<'s> {
    /// Collects the names of a scenario.
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
            factors: keys(&scenario.factors),
            goals: keys(&scenario.goals),
            origins,
            clearing: scenario.minerals.iter().filter(|mineral| mineral.item.response.is_some()).map(|mineral| mineral.name.value.as_str()).collect(),
        }
    }

    /// The index of the stage that `written` means inside `project` (`None` outside all).
    pub fn stage(&self, written: &str, project: Option<&str>) -> Option<usize> {
        let own = project.filter(|_| !written.contains('.')).map(|project| format!("{project}.{written}"));
        let full = own.as_deref().unwrap_or(written);
        self.stages.iter().position(|stage| stage.full == full)
    }

    /// The states of a regime, where there is such a regime.
    pub fn states(&self, regime: &str) -> Option<&[&'s str]> {
        self.regimes.iter().find(|(name, _)| *name == regime).map(|(_, states)| states.as_slice())
    }

    /// Says that there is no such stage.
    pub fn unknown_stage(&self, name: &Name, project: Option<&str>, problems: &mut Problems) {
        let own: Vec<&str> = self.stages.iter().filter(|stage| Some(stage.project) == project).map(|stage| stage.name.value.as_str()).collect();
        let mut all = own;
        all.extend(self.stages.iter().map(|stage| stage.full.as_str()));
        let same_end = self.stages.iter().find(|stage| stage.name.value == name.value).map(|stage| stage.full.as_str());
        if let Some(full) = same_end {
            problems.error(name.place, format!("there is no stage `{}` here", name.value), "unknown stage", format!("did you mean \"{full}\"?"));
        } else {
            unknown("stage", name, &all, problems);
        }
    }
}

/// Reports `name` where it is not among `known`; gives whether it is.
pub fn known(kind: &str, name: &Name, known: &[&str], problems: &mut Problems) -> bool {
    let is_known = known.contains(&name.value.as_str());
    if !is_known && !was_not_read(name, problems) {
        unknown(kind, name, known, problems);
    }
    is_known
}

/// As [`known`], for the states of one regime.
pub fn known_state(regime: &str, name: &Name, states: &[&str], problems: &mut Problems) {
    if !states.contains(&name.value.as_str()) && !was_not_read(name, problems) {
        problems.error(name.place, format!("regime `{regime}` has no state `{}`", name.value), "unknown state", meant(name, states, "state"));
    }
}

/// A name that could not be read is left empty, and was reported.
fn was_not_read(name: &Name, problems: &Problems) -> bool {
    name.value.is_empty() && problems.any_error()
}

/// Reports an unknown name with the nearest right one, or with all there are.
pub fn unknown(kind: &str, name: &Name, known: &[&str], problems: &mut Problems) {
    problems.error(name.place, format!("there is no {kind} `{}`", name.value), format!("unknown {kind}"), meant(name, known, kind));
}

/// What an unknown name most likely means, else what there is.
pub fn meant(name: &Name, known: &[&str], kind: &str) -> String {
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (nearest(&name.value, known.iter().copied()), known) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => format!("the scenario has no {kind} yet"),
        (None, [only]) => format!("there is only `{only}`"),
        (None, [first @ .., _]) if first.len() >= 12 => format!("there are {} and {} more", quoted(&known[..12]), known.len() - 12),
        _ => format!("there are {}", quoted(known)),
    }
}

/// The one of `known` that `name` is, or most likely means: what a slip leaves unused is its consequence.
pub fn intended<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    known.iter().copied().find(|known| *known == name).or_else(|| nearest(name, known.iter().copied()))
}
