//! Random elements of a plan: everything that can differ from the planned course, each with its group of causes and its random streams.

use super::Plan;
use super::inputs::{Base, KeyId};
use super::schedule::StagePlan;

/// Type of a random element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementKind {
    /// A named driver, drawn once per trial.
    Driver,
    /// A common factor of probabilities.
    Factor,
    /// Any other number drawn once per trial, or a constant with a different planned value.
    Input,
    /// A regime: its initial state, its sojourns, its transitions and the flows that its states allow.
    Regime,
    /// A hazard: its incidents, their classes, outages and losses, the stages and nodes affected, and suspensions by operators.
    Hazard,
    /// Whether a risk occurs.
    Risk,
    /// Whether a stage is cancelled.
    Cancellation,
}

/// A random element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Path in the scenario, such as `drivers.record`, `regimes.us_china` or `projects.mine.stages.build.risks.flood`.
    pub path: String,
    /// Group of causes.
    pub group: String,
    /// Type.
    pub kind: ElementKind,
    /// Random streams; empty where nothing is drawn.
    pub keys: Vec<KeyId>,
    /// Index in [`Plan::draws`] of a number drawn once per trial.
    pub draw: Option<usize>,
    /// Whether it is a random event, which would differ if the same world started again. Other elements are uncertain inputs, which have one value that is
    /// not known: numbers drawn once a trial, drivers, and the cancellation of a stage that is marked `unknown`, with the factor on which it depends.
    pub is_event: bool,
}

impl Plan {
    /// All random elements, sorted by path.
    #[must_use]
    pub fn elements(&self) -> Vec<Element> {
        let mut elements: Vec<Element> = self.draws.iter().enumerate().filter_map(|(place, _)| self.scalar(place)).collect();
        for regime in &self.policy.regimes {
            let path = format!("regimes.{}", regime.name);
            let mut keys = vec![regime.entries, regime.initial_key, regime.then_key];
            keys.extend(self.keys_within(&path));
            elements.push(element(path, &regime.group, ElementKind::Regime, keys));
        }
        for hazard in &self.security.hazards {
            let path = format!("hazards.{}", hazard.name);
            let mut keys = vec![hazard.counts, hazard.times, hazard.incidents, hazard.class_key];
            keys.extend(hazard.exposures.iter().map(|exposure| exposure.key));
            keys.extend(self.keys_within(&path));
            elements.push(element(path, &hazard.group, ElementKind::Hazard, keys));
        }
        for stage in &self.schedule.stages {
            for risk in &stage.risks {
                elements.push(element(format!("{}.risks.{}", stage.path, risk.name), &risk.group, ElementKind::Risk, vec![risk.chance.happens]));
            }
            if let Some(cancels) = stage.cancels {
                // The probability, where it is drawn, is an input of its own: `….cancels`.
                let cancellation = element(format!("{}.cancellation", stage.path), &stage.group, ElementKind::Cancellation, vec![cancels.happens]);
                elements.push(Element { is_event: !stage.unknown, ..cancellation });
            }
        }
        elements.sort_by(|a, b| a.path.cmp(&b.path));
        elements
    }

    /// Groups with a random element in the order of `FIRST`, then others by name.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let mut groups: Vec<String> = self.elements().into_iter().map(|element| element.group).collect();
        let first = &self.report.groups;
        let rank = |group: &String| first.iter().position(|first| first == group).unwrap_or(first.len());
        groups.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
        groups.dedup();
        groups
    }

    /// The element of a draw; `None` where the draw depends on drivers only.
    fn scalar(&self, place: usize) -> Option<Element> {
        let draw = &self.draws[place];
        let drawn = matches!(draw.base, Base::Distribution(_));
        let kind = match draw.path.split('.').next() {
            Some("drivers") => ElementKind::Driver,
            Some("factors") => ElementKind::Factor,
            _ => ElementKind::Input,
        };
        let is_of_unknown =
            |stage: &StagePlan| stage.unknown && stage.cancels.and_then(|cancels| cancels.tied).is_some_and(|(factor, _)| factor == draw.slot);
        (drawn || draw.announced).then(|| Element {
            path: draw.path.clone(),
            group: draw.group.clone(),
            kind,
            is_event: kind == ElementKind::Factor && !self.schedule.stages.iter().any(is_of_unknown),
            keys: if drawn { self.streams_of(place) } else { Vec::new() },
            draw: Some(place),
        })
    }

    /// The stream of a draw, and those of constants with which it is correlated.
    fn streams_of(&self, place: usize) -> Vec<KeyId> {
        let mut keys = vec![self.draws[place].key];
        if let Some((joined, copula)) = &self.copula {
            let at = joined.iter().position(|&draw| draw == place);
            let sets = copula.dependent_sets();
            let mates = sets.iter().filter(|set| at.is_some_and(|at| set.contains(&at))).flatten().map(|&mate| &self.draws[joined[mate]]);
            keys.extend(mates.filter(|mate| matches!(mate.base, Base::Constant(_))).map(|mate| mate.key));
        }
        keys
    }

    /// Streams of paths below `path` that belong to no draw.
    fn keys_within(&self, path: &str) -> Vec<KeyId> {
        let within = |known: &String| known.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        let drawn = |key: KeyId| self.draws.iter().any(|draw| draw.key == key);
        self.paths.iter().enumerate().filter(|(_, known)| within(known)).map(|(id, _)| KeyId(id)).filter(|&key| !drawn(key)).collect()
    }
}

fn element(path: String, group: &str, kind: ElementKind, mut keys: Vec<KeyId>) -> Element {
    keys.sort_unstable();
    keys.dedup();
    Element { path, group: group.to_owned(), kind, keys, draw: None, is_event: true }
}
