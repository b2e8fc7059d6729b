//! What a lead time means: until it has passed, the scenario goes on as if the lever were not there.
//!
//! What the lever adds starts or opens no earlier. A stage that it changes keeps its figures until then; the share of its work done by then
//! stays done, the rest takes the lever's figures. An exposure that it changes counts for incidents from then on; the offtake of a route, the
//! capacity of a node and the share of a supplier that it changes count in the months from then on. Nothing else can wait, and is refused.

use crate::scenario::model::{Input, When};
use crate::scenario::place::{At, Name};
use crate::scenario::tables::{Lever, Scenario, Stage};
use crate::units::{Date, MonthGrid, Place, Problems};

use super::settings::{Setting, written};

/// What stays as it was until a lever's lead time has passed.
#[derive(Clone, Debug)]
pub struct Held {
    /// Months from the start.
    pub until: u32,
    /// What.
    pub change: HeldChange,
}

/// What a lever with a lead time changes.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "a handful for each lever")]
pub enum HeldChange {
    /// A stage: its project and name, and how it was.
    Stage(String, String, Stage),
    /// An exposure, an offtake, a capacity or a share: its path, and the number as it was.
    Number(String, Input),
}

impl HeldChange {
    /// Path of what is held.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Stage(project, stage, _) => format!("projects.{project}.stages.{stage}"),
            Self::Number(path, _) => path.clone(),
        }
    }
}

impl Held {
    /// Until when a stage is as it was, and how that is, where it is this stage.
    #[must_use]
    pub fn of_stage(&self, project: &str, stage: &str) -> Option<(u32, &Stage)> {
        match &self.change {
            HeldChange::Stage(of, name, before) if of == project && name == stage => Some((self.until, before)),
            _ => None,
        }
    }

    /// Until when a number is as it was, and how that is, where it is the one at this path.
    #[must_use]
    pub fn of_number(&self, path: &str) -> Option<(u32, &Input)> {
        match &self.change {
            HeldChange::Number(known, before) if known == path => Some((self.until, before)),
            _ => None,
        }
    }
}

/// Keys of a stage that can change while it waits or runs.
const OF_A_STAGE: &[&str] = &["after", "after_any", "not_before", "duration", "risks", "pace", "cancels"];

/// Works out what one lever holds and lets what it adds wait.
pub struct Holder<'a> {
    /// As it is without the lever.
    pub base: &'a Scenario,
    /// Its horizon.
    pub grid: MonthGrid,
    /// The lever's name, with its place.
    pub name: &'a Name,
    /// The lead time, with its place.
    pub lead: &'a At<u32>,
    /// What it holds, so far.
    pub held: Vec<Held>,
    /// What cannot wait.
    pub problems: &'a mut Problems,
}

impl Holder<'_> {
    /// What a setting changes, held until the lead time has passed.
    pub fn setting(&mut self, setting: &Setting) {
        let path: Vec<&str> = setting.path.iter().map(|key| key.value.as_str()).collect();
        let place = setting.path.last().map_or(self.name.place, |key| key.place);
        match path[..] {
            [.., "source" | "note"] => {}
            ["projects", project, "stages", stage, key, ..] if OF_A_STAGE.contains(&key) => self.stage(project, stage),
            ["projects", _, "stages", _, "exposure", _]
            | ["projects" | "nodes", _, "exposure", _]
            | ["routes", _, "offtake"]
            | ["nodes", _, "capacity"]
            | ["nodes", _, "capacity", _]
            | ["minerals", _, "suppliers", _, "share"] => {
                self.number(&path.join("."), place);
            }
            _ => self.cannot_wait(&written(&setting.path), place),
        }
    }

    /// Lets what the lever added under `path` wait, in the scenario with the lever.
    pub fn addition(&mut self, path: &[String], with: &mut Scenario) {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        match parts[..] {
            // Nothing comes of these but through what names them.
            ["drivers" | "factors" | "regimes" | "hazards", _] | [.., "source" | "note"] => {}
            ["projects", project] => {
                let stages = with.projects.iter_mut().filter(|named| named.name.value == project).flat_map(|named| &mut named.item.stages);
                stages.for_each(|stage| self.start_later(&mut stage.item));
            }
            ["projects", project, "stages", stage] => {
                let stages = with.projects.iter_mut().filter(|named| named.name.value == project).flat_map(|named| &mut named.item.stages);
                stages.filter(|named| named.name.value == stage).for_each(|named| self.start_later(&mut named.item));
            }
            ["projects", project, "stages", stage, key, ..] if OF_A_STAGE.contains(&key) => self.stage(project, stage),
            ["nodes", name] => {
                let Some(node) = with.nodes.iter_mut().find(|named| named.name.value == name) else { return };
                let place = node.item.place;
                self.open_later(&mut node.item.opens, place);
                for expansion in &mut node.item.expansions {
                    self.open_later(&mut expansion.opens, place);
                }
            }
            ["nodes", name, "expansions", item] => {
                let node = with.nodes.iter_mut().find(|named| named.name.value == name);
                let expansion = node.and_then(|node| node.item.expansions.get_mut(item.parse::<usize>().ok()?));
                if let Some(expansion) = expansion {
                    self.open_later(&mut expansion.opens, self.name.place);
                }
            }
            ["routes", item] => {
                let Some(route) = item.parse::<usize>().ok().and_then(|item| with.routes.get(item)) else { return };
                if route.item.via.iter().all(|node| self.base.nodes.iter().any(|known| known.name.value == node.value)) {
                    let message = format!("route `{}` of lever `{}` would carry from the first month", route.name.value, self.name.value);
                    let help = "let it pass a node that the lever adds, which opens no earlier, or leave out the lead time".to_owned();
                    self.problems.error(route.name.place, message, "all nodes on its way are there already", help);
                }
            }
            _ => self.cannot_wait(&path.join("."), self.name.place),
        }
    }

    fn stage(&mut self, project: &str, stage: &str) {
        let projects = self.base.projects.iter().filter(|named| named.name.value == project);
        let Some(before) = projects.flat_map(|named| &named.item.stages).find(|named| named.name.value == stage) else { return };
        let change = HeldChange::Stage(project.to_owned(), stage.to_owned(), before.item.clone());
        if self.held.iter().all(|held| held.change.path() != change.path()) {
            self.held.push(Held { until: self.lead.value, change });
        }
    }

    fn number(&mut self, path: &str, place: Place) {
        if let Some(before) = self.base.inputs().into_iter().find(|located| located.path == path) {
            self.held.push(Held { until: self.lead.value, change: HeldChange::Number(path.to_owned(), before.input.clone()) });
        } else {
            let message = format!("lever `{}` cannot let `{path}` wait", self.name.value);
            let help = "write the number in the scenario itself: an exposure of 0, an offtake of 1, a capacity for the same minerals".to_owned();
            self.problems.error(place, message, "the scenario gives no such number that could hold until then", help);
        }
    }

    fn start_later(&self, stage: &mut Stage) {
        let lead = self.date();
        let date = stage.not_before.as_ref().map_or(lead, |date| date.value.max(lead));
        if stage.done.is_none() {
            stage.not_before = Some(At { value: date, place: self.lead.place });
        }
    }

    fn open_later(&mut self, opens: &mut Option<When>, place: Place) {
        let lead = self.date();
        match opens {
            None => *opens = Some(When::Date(At { value: lead, place: self.lead.place })),
            Some(When::Date(date)) => date.value = date.value.max(lead),
            Some(When::Stage(stage)) => {
                let is_old = self
                    .base
                    .projects
                    .iter()
                    .any(|project| project.item.stages.iter().any(|known| format!("{}.{}", project.name.value, known.name.value) == stage.value));
                if is_old {
                    let message =
                        format!("what lever `{}` adds opens with stage `{}`, which may end before its lead time", self.name.value, stage.value);
                    let help = format!("let the lever add a stage after \"{}\", and open with that one", stage.value);
                    let place = if stage.place == Place::default() { place } else { stage.place };
                    self.problems.error(place, message, "a stage that is there already", help);
                }
            }
        }
    }

    /// The first day on which the lever can act.
    fn date(&self) -> Date {
        Date::parse(&self.grid.label(self.lead.value as usize)).unwrap_or(self.base.end)
    }

    fn cannot_wait(&mut self, path: &str, place: Place) {
        let months = self.lead.value;
        let message = format!("`{path}` cannot wait for the lead time of lever `{}`", self.name.value);
        let label = "a lead time is for stages, exposures, offtakes, capacities, shares of suppliers and what the lever adds";
        let help = format!(
            "leave out lead_time, or let the lever add a regime that changes its state after {months} months and set a factor by that state in `level`, \
             `pace` or `flow`"
        );
        self.problems.error(place, message, label, help);
    }
}

/// The lead time of a lever that acts at once.
pub fn acts_at_once(lever: &Lever) -> bool {
    lever.lead_time.as_ref().is_none_or(|lead| lead.value == 0)
}
