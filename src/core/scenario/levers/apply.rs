//! Pulling levers: the scenario with what they set and add.

use crate::scenario::check;
use crate::scenario::files::Files;
use crate::scenario::place::Named;
use crate::scenario::reader::Reader;
use crate::scenario::set;
use crate::scenario::tables::{Lever, Scenario};
use crate::scenario::tree::Table;
use crate::units::{MonthGrid, Problems};

use super::hold::{Held, Holder, acts_at_once};
use super::settings::{Setting, add, settings, written};
use super::{Pulled, only_with};

/// The scenario in `root` with some of its levers pulled; `base` is the same scenario without, with its own problems.
///
/// The problems are those that come up only with the levers.
pub fn pull(root: &Table, files: &Files, (base, without): (&Scenario, &Problems), levers: &[&Named<Lever>]) -> (Option<Pulled>, Problems) {
    let mut found = Problems::default();
    let Some(grid) = MonthGrid::new(base.start, base.end) else { return (None, found) };
    let mut root = root.clone();
    root.remove("levers");
    let mut held = Vec::new();
    let mut additions = Vec::new();
    for lever in levers {
        let settings = settings(&lever.item.set);
        for Setting { path, value } in &settings {
            set::put(&mut root, path, value.clone(), &mut found);
        }
        additions.push(add(&mut root, &lever.item.add, &mut found));
        if let Some(lead) = lever.item.lead_time.as_ref().filter(|_| !acts_at_once(&lever.item)) {
            let mut holder = Holder { base, grid, name: &lever.name, lead, held: Vec::new(), problems: &mut found };
            for setting in &settings {
                holder.setting(setting);
            }
            held.extend(holder.held);
        }
    }
    let mut problems = Problems::default();
    // What is wrong with the scenario itself has consequences here that nobody needs to be told.
    if found.any_error() || without.any_error() {
        only_with(levers, &found, without, &mut problems);
        return (None, problems);
    }
    let (mut scenario, read) = read(&root, files);
    found.extend(read);
    if scenario.title.is_empty() {
        scenario.title.clone_from(&base.title);
    }
    for (lever, additions) in levers.iter().zip(&additions) {
        if let Some(lead) = lever.item.lead_time.as_ref().filter(|_| !acts_at_once(&lever.item)) {
            let mut holder = Holder { base, grid, name: &lever.name, lead, held: Vec::new(), problems: &mut found };
            for path in additions {
                holder.addition(path, &mut scenario);
            }
            let new: Vec<Held> = holder.held.into_iter().filter(|new| held.iter().all(|old| old.change.path() != new.change.path())).collect();
            held.extend(new);
        }
    }
    only_with(levers, &found, without, &mut problems);
    let pulled = Pulled { scenario, levers: levers.iter().map(|&lever| lever.clone()).collect(), held };
    (Some(pulled).filter(|_| !problems.any_error()), problems)
}

/// Reads and checks a scenario without levers.
fn read(root: &Table, files: &Files) -> (Scenario, Problems) {
    let mut reader = Reader::new(files, false);
    let scenario = reader.scenario(root);
    let (grid, mut problems) = (reader.grid, reader.problems);
    check::check(&scenario, grid, &mut problems);
    (scenario, problems)
}

/// Why two levers cannot be pulled together, in words: both change the same figure, or the same stage from different months on.
#[must_use]
pub fn clash(a: &Lever, b: &Lever) -> Option<String> {
    let paths = |lever: &Lever| -> Vec<String> { settings(&lever.set).iter().map(|setting| written(&setting.path)).collect() };
    let (of_a, of_b) = (paths(a), paths(b));
    let within = |outer: &str, inner: &str| inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
    for path in &of_a {
        if let Some(other) = of_b.iter().find(|other| within(path, other) || within(other, path)) {
            return Some(format!("both set {}", if path.len() > other.len() { path } else { other }));
        }
    }
    let lead = |lever: &Lever| lever.lead_time.as_ref().map_or(0, |lead| lead.value);
    if lead(a) != lead(b) {
        let stage = |path: &String| path.strip_prefix("projects.").map(|rest| rest.split('.').take(3).collect::<Vec<_>>().join("."));
        let stages = |paths: &[String]| -> Vec<String> { paths.iter().filter_map(stage).filter(|stage| stage.contains(".stages.")).collect() };
        let (of_a, of_b) = (stages(&of_a), stages(&of_b));
        if let Some(stage) = of_a.iter().find(|stage| of_b.contains(stage)) {
            return Some(format!("both change projects.{stage}, from different months on"));
        }
    }
    let added = |lever: &Lever| add(&mut Table::default(), &lever.add, &mut Problems::default());
    let (of_a, of_b) = (added(a), added(b));
    let twice = of_a.iter().find(|path| path.last().is_some_and(|last| last.parse::<usize>().is_err()) && of_b.contains(path));
    twice.map(|path| format!("both add {}", path.join(".")))
}
