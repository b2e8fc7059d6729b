//! Arrivals with some groups of causes left to chance and the others going to plan, each run once and kept.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sections::NEVER;
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::{Plan, Pruned};

/// Trials run at a time: what is kept of each is two bytes a goal.
const BLOCK: u64 = 65_536;

/// Arrivals by goal and trial, [`NEVER`] where there is none.
pub type Arrivals = Vec<Vec<u16>>;

/// A plan whose groups go to plan or not.
pub struct Runs<'a> {
    plan: &'a Plan,
    needed: &'a Pruned,
    /// Groups that can move a goal.
    pub groups: Vec<String>,
    keys: Keys,
    pool: &'a rayon::ThreadPool,
    progress: &'a (dyn Fn(u64) + Sync),
    /// By which groups are left to chance.
    kept: BTreeMap<Vec<bool>, Arrivals>,
    /// Trials run so far.
    pub trials: u64,
}

impl<'a> Runs<'a> {
    /// Nothing run yet.
    pub fn new(plan: &'a Plan, needed: &'a Pruned, seed: u64, pool: &'a rayon::ThreadPool, progress: &'a (dyn Fn(u64) + Sync)) -> Self {
        let moving: Vec<String> = plan.elements().into_iter().filter(|element| needed.moved_by(element)).map(|element| element.group).collect();
        let groups = plan.groups().into_iter().filter(|group| moving.contains(group)).collect();
        Self { plan, needed, groups, keys: Keys::new(plan, seed), pool, progress, kept: BTreeMap::new(), trials: 0 }
    }

    /// How many random elements some groups hold.
    pub fn elements(&self, groups: &[String]) -> usize {
        self.plan.elements().iter().filter(|element| self.needed.moved_by(element) && groups.contains(&element.group)).count()
    }

    /// The plan with these groups left to chance, all others going to plan.
    pub fn plan(&self, chance: &[bool]) -> Plan {
        let at_chance = |group: &str| self.groups.iter().position(|known| known == group).is_some_and(|place| chance[place]);
        self.plan.as_planned(&|element| !at_chance(&element.group))
    }

    /// Arrivals of the first `trials` trials at least; those that were run before are not run again.
    pub fn arrivals(&mut self, chance: &[bool], trials: u64) -> &Arrivals {
        let mut known = self.kept.get(chance).and_then(|arrivals| arrivals.first()).map_or(0, |arrivals| arrivals.len() as u64);
        let plan = if known < trials { Some(self.plan(chance)) } else { None };
        while let Some(plan) = plan.as_ref().filter(|_| known < trials) {
            let to = trials.min(known + BLOCK);
            let Outcomes { arrivals, .. } = outcomes(plan, &self.keys, known..to, self.pool, false);
            let kept = self.kept.entry(chance.to_vec()).or_insert_with(|| vec![Vec::new(); arrivals.len()]);
            for (kept, arrivals) in kept.iter_mut().zip(&arrivals) {
                kept.extend(arrivals.iter().copied().map(month));
            }
            self.trials += to - known;
            (self.progress)(to - known);
            known = to;
        }
        self.kept.entry(chance.to_vec()).or_default()
    }

    /// Arrivals of a range of trials, by goal and trial; not kept.
    pub fn range(&self, chance: &[bool], trials: Range<u64>) -> Arrivals {
        let (plan, mut found) = (self.plan(chance), vec![Vec::new(); self.goals()]);
        let mut from = trials.start;
        while from < trials.end {
            let to = trials.end.min(from + BLOCK);
            let Outcomes { arrivals, .. } = outcomes(&plan, &self.keys, from..to, self.pool, false);
            for (found, arrivals) in found.iter_mut().zip(&arrivals) {
                found.extend(arrivals.iter().copied().map(month));
            }
            (self.progress)(to - from);
            from = to;
        }
        found
    }

    /// Takes arrivals that were run elsewhere as its own.
    pub fn take(&mut self, chance: &[bool], arrivals: Arrivals) {
        let trials = |arrivals: &Arrivals| arrivals.first().map_or(0, |arrivals| arrivals.len() as u64);
        let kept = self.kept.entry(chance.to_vec()).or_default();
        if trials(&arrivals) > trials(kept) {
            self.trials += trials(&arrivals) - trials(kept);
            *kept = arrivals;
        }
    }

    /// Goals whose arrivals are kept.
    pub fn goals(&self) -> usize {
        self.plan.goals.goals.len()
    }

    /// What has been run with these groups left to chance.
    pub fn known(&self, chance: &[bool]) -> &[Vec<u16>] {
        self.kept.get(chance).map_or(&[], Vec::as_slice)
    }
}

/// An arrival as it is kept.
fn month(arrival: Option<usize>) -> u16 {
    arrival.and_then(|month| u16::try_from(month).ok()).unwrap_or(NEVER)
}
