//! Runs of subsets: arrivals where some groups are random and the others go to plan; each subset is run once and kept.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sections::NEVER;
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::{Plan, Pruned};

/// Trials run at a time; two bytes for each goal are kept of each.
const BLOCK: u64 = 65_536;

/// Months of arrival by goal and trial, [`NEVER`] where there is none.
pub type Arrivals = Vec<Vec<u16>>;

/// Plan of which groups can be random or go to plan.
pub struct Runs<'a> {
    plan: &'a Plan,
    needed: &'a Pruned,
    /// Groups that can affect a goal.
    pub groups: Vec<String>,
    keys: Keys,
    pool: &'a rayon::ThreadPool,
    progress: &'a (dyn Fn(u64) + Sync),
    /// Arrivals by random groups.
    kept: BTreeMap<Vec<bool>, Arrivals>,
    /// Trials run so far.
    pub trials: u64,
}

impl<'a> Runs<'a> {
    /// Runs of which none is made yet.
    pub fn new(plan: &'a Plan, needed: &'a Pruned, seed: u64, pool: &'a rayon::ThreadPool, progress: &'a (dyn Fn(u64) + Sync)) -> Self {
        let moving: Vec<String> = plan.elements().into_iter().filter(|element| needed.moved_by(element)).map(|element| element.group).collect();
        let groups = plan.groups().into_iter().filter(|group| moving.contains(group)).collect();
        Self { plan, needed, groups, keys: Keys::new(plan, seed), pool, progress, kept: BTreeMap::new(), trials: 0 }
    }

    /// Number of random elements of some groups.
    pub fn elements(&self, groups: &[String]) -> usize {
        self.plan.elements().iter().filter(|element| self.needed.moved_by(element) && groups.contains(&element.group)).count()
    }

    /// Plan in which these groups are random and all others go to plan.
    pub fn plan(&self, chance: &[bool]) -> Plan {
        let at_chance = |group: &str| self.groups.iter().position(|known| known == group).is_some_and(|place| chance[place]);
        self.plan.as_planned(&|element| !at_chance(&element.group))
    }

    /// Arrivals of at least the first `trials` trials; trials that were run before are not run again.
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

    /// Arrivals of a range of trials, which are not kept.
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

    /// Adds arrivals that were run elsewhere.
    pub fn take(&mut self, chance: &[bool], arrivals: Arrivals) {
        let trials = |arrivals: &Arrivals| arrivals.first().map_or(0, |arrivals| arrivals.len() as u64);
        let kept = self.kept.entry(chance.to_vec()).or_default();
        if trials(&arrivals) > trials(kept) {
            self.trials += trials(&arrivals) - trials(kept);
            *kept = arrivals;
        }
    }

    /// Number of goals.
    pub fn goals(&self) -> usize {
        self.plan.goals.goals.len()
    }

    /// Arrivals kept of a run in which these groups are random.
    pub fn known(&self, chance: &[bool]) -> &[Vec<u16>] {
        self.kept.get(chance).map_or(&[], Vec::as_slice)
    }
}

/// Month of arrival as it is kept.
fn month(arrival: Option<usize>) -> u16 {
    arrival.and_then(|month| u16::try_from(month).ok()).unwrap_or(NEVER)
}
