//! Which stage each stage waited for, and which stages block goals that never arrive.

use super::PathTally;
use crate::chance::LANES;
use crate::engine::schedule::ScheduleRun;
use crate::plan::{Plan, StageId};

/// What each stage waited for in each lane, looked up once.
pub(super) struct Waits<'a> {
    plan: &'a Plan,
    schedule: &'a ScheduleRun,
    /// Stages; beyond them [`NOTHING`] and [`UNKNOWN`].
    known: Vec<[u32; LANES]>,
}

/// Not looked up yet.
const UNKNOWN: u32 = u32::MAX;
/// It waited for nothing.
const NOTHING: u32 = u32::MAX - 1;

impl<'a> Waits<'a> {
    pub(super) fn new(plan: &'a Plan, schedule: &'a ScheduleRun) -> Self {
        Self { plan, schedule, known: vec![[UNKNOWN; LANES]; plan.schedule.stages.len()] }
    }

    pub(super) fn awaited(&mut self, stage: StageId, lane: usize) -> Option<StageId> {
        let known = &mut self.known[stage.0][lane];
        if *known == UNKNOWN {
            let awaited = self.schedule.awaited(self.plan, stage, lane);
            *known = awaited.and_then(|stage| u32::try_from(stage.0).ok()).unwrap_or(NOTHING);
        }
        (*known != NOTHING).then_some(StageId(*known as usize))
    }

    fn is_done_before(&self, stage: StageId) -> bool {
        self.plan.schedule.stages[stage.0].done.is_some()
    }

    /// The stage that started, or waits for a date beyond the horizon, and that never ends while another waits for it.
    fn blocker(&mut self, mut stage: StageId, lane: usize) -> StageId {
        while self.schedule.starts[stage.0].0[lane] == f64::INFINITY {
            match self.awaited(stage, lane).filter(|before| self.schedule.ends[before.0].0[lane].is_infinite()) {
                Some(before) => stage = before,
                None => break,
            }
        }
        stage
    }
}

/// Stages that block goals which never arrive, for goals that depend on the same stages.
#[derive(Default)]
pub(super) struct Stuck {
    /// Lanes looked at.
    known: u8,
    /// Lanes in which some stage never ends.
    any: u8,
    /// By stage, lanes in which it keeps something closed, and in which it is on the path to the first that does.
    marks: Vec<[u8; 2]>,
    /// Stages with a mark, each once.
    marked: Vec<usize>,
}

impl Stuck {
    /// Looks at lanes that were not looked at before.
    pub(super) fn know(&mut self, openers: &[StageId], waits: &mut Waits, lanes: u8) {
        let unknown = lanes & !self.known;
        if unknown == 0 {
            return;
        }
        self.known |= unknown;
        self.marks.resize(waits.known.len(), [0; 2]);
        for lane in (0..LANES).filter(|lane| unknown >> lane & 1 == 1) {
            let mut first: Option<(f64, StageId)> = None;
            for opener in openers.iter().filter(|opener| waits.schedule.ends[opener.0].0[lane].is_infinite()) {
                let stage = waits.blocker(*opener, lane);
                self.mark(stage, 0, lane);
                // Of those that start together, the first of the plan.
                let start = waits.schedule.starts[stage.0].0[lane];
                let is_first = first.is_none_or(|(known, known_stage)| start.total_cmp(&known).then(stage.cmp(&known_stage)).is_lt());
                if is_first {
                    first = Some((start, stage));
                }
            }
            let mut next = first.map(|(_, stage)| stage);
            self.any |= u8::from(next.is_some()) << lane;
            while let Some(stage) = next.filter(|stage| !waits.is_done_before(*stage)) {
                self.mark(stage, 1, lane);
                next = waits.awaited(stage, lane);
            }
        }
    }

    fn mark(&mut self, stage: StageId, which: usize, lane: usize) {
        let marks = &mut self.marks[stage.0];
        if *marks == [0; 2] {
            self.marked.push(stage.0);
        }
        marks[which] |= 1 << lane;
    }

    /// Counts the lanes in which one goal never arrives.
    pub(super) fn count(&self, never: u8, tally: &mut PathTally) {
        tally.stuck += u64::from((self.any & never).count_ones());
        for &stage in &self.marked {
            let [blocks, path] = self.marks[stage];
            tally.stages[stage].blocks += u64::from((blocks & never).count_ones());
            tally.stages[stage].stuck += u64::from((path & never).count_ones());
        }
    }
}

/// Lanes fit the bits of a mark.
const _: () = assert!(LANES <= 8);
