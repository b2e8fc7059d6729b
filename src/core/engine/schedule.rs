//! Schedule of a batch: start and end of each stage.

use super::draw::Keys;
use super::expected_price::ExpectedPrice;
use super::lanes::Lanes;
use super::lead_time;
use super::pace::walk;
use super::policy::PolicyRun;
use super::security::SecurityRun;
use crate::chance::{LANES, tied_uniform};
use crate::plan::{ChancePlan, Moment, Plan, Slot, StageId, StagePlan};

/// Starts and ends of all stages, months since the start; infinite = never.
#[derive(Clone, Debug)]
pub struct ScheduleRun {
    /// Starts; negative infinity where the stage was done before.
    pub starts: Vec<Lanes>,
    /// Ends.
    pub ends: Vec<Lanes>,
    /// Months of undisturbed work, risks that came true included; zero for stages done before.
    pub work: Vec<Lanes>,
    /// Bit l is set where the stage was cancelled in lane l.
    pub cancelled: Vec<u8>,
}

impl ScheduleRun {
    /// State for a plan.
    pub fn new(plan: &Plan) -> Self {
        let count = plan.schedule.stages.len();
        Self { starts: vec![Lanes::ZERO; count], ends: vec![Lanes::ZERO; count], work: vec![Lanes::ZERO; count], cancelled: vec![0; count] }
    }

    /// Runs all stages of the batch whose first trial is `first`.
    ///
    /// `expected` are the price indices that affect cancellations, by mineral and month; where there are none, prices have no effect.
    pub fn run(&mut self, plan: &Plan, draws: (&Keys, &[Lanes]), policy: &PolicyRun, security: &SecurityRun, first: u64, expected: &[ExpectedPrice]) {
        let (keys, values) = draws;
        let horizon = plan.months() as f64;
        for (s, stage) in plan.schedule.stages.iter().enumerate() {
            self.cancelled[s] = 0;
            if let Some(done) = stage.done {
                self.starts[s] = Lanes::splat(f64::NEG_INFINITY);
                self.ends[s] = Lanes::splat(done);
                continue;
            }
            let start = self.start(stage);
            let work = work(stage, keys, values, first);
            self.work[s] = work;
            let disturbed = stage.availability.is_some() || !stage.pace.is_empty();
            let ended = |start: Lanes| {
                if disturbed { Lanes::from_fn(|lane| walk(plan, stage, start.0[lane], work.0[lane], policy, security, lane)) } else { start + work }
            };
            let (start, mut end, past) = match &stage.before {
                None => (start, ended(start), 0),
                Some((until, before)) => {
                    let was = (self.start(before), self::work(before, keys, values, first));
                    lead_time::schedule(plan, (stage, start, work), (before, was.0, was.1), *until, policy, security)
                }
            };
            for lane in 0..LANES {
                let cancels = stage.before.as_ref().filter(|_| past >> lane & 1 == 1).map_or(stage.cancels, |(_, before)| before.cancels);
                if let Some(chance) = cancels
                    && end.0[lane] < horizon
                    && happens(chance, price_factor(chance, expected, values, [start.0[lane], end.0[lane]], lane), keys, values, first, lane)
                {
                    end.0[lane] = f64::INFINITY;
                    self.cancelled[s] |= 1 << lane;
                }
            }
            self.starts[s] = Lanes::from_fn(|lane| if start.0[lane] < horizon { start.0[lane] } else { f64::INFINITY });
            self.ends[s] = Lanes::from_fn(|lane| if end.0[lane] < horizon { end.0[lane] } else { f64::INFINITY });
        }
    }

    fn start(&self, stage: &StagePlan) -> Lanes {
        let mut start = Lanes::splat(stage.not_before);
        for before in &stage.after {
            start = start.max(self.ends[before.0]);
        }
        if let Some((one, others)) = stage.after_any.split_first() {
            start = start.max(others.iter().fold(self.ends[one.0], |first, other| first.min(self.ends[other.0])));
        }
        start
    }

    /// The stage whose end let this one start; `None` where it started by itself, by a date or before the scenario.
    pub fn awaited(&self, plan: &Plan, stage: StageId, lane: usize) -> Option<StageId> {
        let stage = &plan.schedule.stages[stage.0];
        if stage.done.is_some() {
            return None;
        }
        let end = |id: &StageId| self.ends[id.0].0[lane];
        let last = stage.after.iter().max_by(|a, b| end(a).total_cmp(&end(b)));
        let first = stage.after_any.iter().min_by(|a, b| end(a).total_cmp(&end(b)));
        let awaited = last.into_iter().chain(first).max_by(|a, b| end(a).total_cmp(&end(b)))?;
        (end(awaited) > stage.not_before).then_some(*awaited)
    }

    /// A moment in each trial, months since the start.
    pub fn moment(&self, moment: Moment) -> Lanes {
        match moment {
            Moment::Always => Lanes::splat(f64::NEG_INFINITY),
            Moment::Date(date) => Lanes::splat(date),
            Moment::Stage(stage) => self.ends[stage.0],
        }
    }
}

/// Months of work: what is left of the duration, and the risks that come true.
fn work(stage: &StagePlan, keys: &Keys, values: &[Lanes], first: u64) -> Lanes {
    let mut work = values[stage.duration.0];
    if let Some(progress) = stage.progress {
        work *= Lanes::ONE - values[progress.0];
    }
    for risk in &stage.risks {
        let delay = values[risk.delay.0];
        work += Lanes::from_fn(|lane| if happens(risk.chance, 1.0, keys, values, first, lane) { delay.0[lane] } else { 0.0 });
    }
    work
}

/// Whether something happens in a trial; the price multiplies its probability by `factor`.
fn happens(chance: ChancePlan, factor: f64, keys: &Keys, values: &[Lanes], first: u64, lane: usize) -> bool {
    occurs(chance, factor, keys, first + lane as u64, |slot| values[slot.0].0[lane])
}

/// The same with the values of the trial's slots.
pub fn occurs(chance: ChancePlan, factor: f64, keys: &Keys, trial: u64, value: impl Fn(Slot) -> f64) -> bool {
    let probability = factor * value(chance.probability);
    let u = keys.once(chance.happens, trial);
    match chance.tied.map(|(factor, loading)| (value(factor), value(loading))) {
        Some((factor, loading)) if loading != 0.0 => probability >= 1.0 || tied_uniform(u, factor, loading) < probability,
        _ => u < probability,
    }
}

/// Factor on a probability of cancellation: the mean price index over the stage to the power of minus the elasticity.
fn price_factor(chance: ChancePlan, expected: &[ExpectedPrice], values: &[Lanes], stage: [f64; 2], lane: usize) -> f64 {
    let priced = chance.price.and_then(|(mineral, elasticity)| Some((expected.iter().find(|price| price.mineral == mineral)?, elasticity)));
    priced.map_or(1.0, |(price, elasticity)| price.mean(stage, lane).powf(-values[elasticity.0].0[lane]))
}
