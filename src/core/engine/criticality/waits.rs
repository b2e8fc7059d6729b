//! Which stage each stage waited for, and which stages block goals that never arrive.

use super::PathTally;
use crate::chance::LANES;
use crate::engine::schedule::{ScheduleRun, is_together};
use crate::plan::{Plan, StageId};

/// What each stage waited for in each lane, looked up once unless several stages ended together.
pub(super) struct Waits<'a> {
    plan: &'a Plan,
    schedule: &'a ScheduleRun,
    /// Stages; beyond them [`NOTHING`], [`SEVERAL`] and [`UNKNOWN`].
    known: Vec<[u32; LANES]>,
}

/// Not looked up yet.
const UNKNOWN: u32 = u32::MAX;
/// It waited for nothing.
const NOTHING: u32 = u32::MAX - 1;
/// It waited for several stages that ended together.
const SEVERAL: u32 = u32::MAX - 2;

impl<'a> Waits<'a> {
    pub(super) fn new(plan: &'a Plan, schedule: &'a ScheduleRun) -> Self {
        Self { plan, schedule, known: vec![[UNKNOWN; LANES]; plan.schedule.stages.len()] }
    }

    /// Adds the stages that a stage waited for.
    pub(super) fn awaited(&mut self, stage: StageId, lane: usize, into: &mut Vec<StageId>) {
        let known = &mut self.known[stage.0][lane];
        match *known {
            NOTHING => {}
            UNKNOWN | SEVERAL => {
                let already = into.len();
                self.schedule.awaited(self.plan, stage, lane, into);
                *known = match into[already..] {
                    [] => NOTHING,
                    [one] => u32::try_from(one.0).unwrap_or(SEVERAL),
                    _ => SEVERAL,
                };
            }
            one => into.push(StageId(one as usize)),
        }
    }

    fn is_done_before(&self, stage: StageId) -> bool {
        self.plan.schedule.stages[stage.0].done.is_some()
    }

    /// The stages that started, or wait for a date beyond the horizon, and that never end while this one waits for them; itself where there is none.
    fn blockers(&mut self, stage: StageId, lane: usize) -> Vec<StageId> {
        let (mut blockers, mut seen, mut stack) = (Vec::new(), Vec::new(), vec![stage]);
        while let Some(stage) = stack.pop() {
            if seen.contains(&stage) {
                continue;
            }
            seen.push(stage);
            let before = stack.len();
            if self.schedule.starts[stage.0].0[lane] == f64::INFINITY {
                self.awaited(stage, lane, &mut stack);
                let waiting = stack.split_off(before);
                stack.extend(waiting.into_iter().filter(|before| self.schedule.ends[before.0].0[lane] == f64::INFINITY));
            }
            if stack.len() == before {
                blockers.push(stage);
            }
        }
        blockers
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
            let mut first = f64::INFINITY;
            let mut stack: Vec<StageId> = Vec::new();
            for opener in openers.iter().filter(|opener| waits.schedule.ends[opener.0].0[lane].is_infinite()) {
                for stage in waits.blockers(*opener, lane) {
                    self.mark(stage, 0, lane);
                    let start = waits.schedule.starts[stage.0].0[lane];
                    if stack.is_empty() || is_together(start, first) {
                        first = start;
                        stack.push(stage);
                    } else if start < first {
                        first = start;
                        stack.clear();
                        stack.push(stage);
                    }
                }
            }
            self.any |= u8::from(!stack.is_empty()) << lane;
            while let Some(stage) = stack.pop() {
                if !waits.is_done_before(stage) && self.marks[stage.0][1] >> lane & 1 == 0 {
                    self.mark(stage, 1, lane);
                    waits.awaited(stage, lane, &mut stack);
                }
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
