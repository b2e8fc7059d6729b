//! What became of the goals, trial by trial: what paired comparisons, attributions and searches look at.

use std::ops::Range;

use rayon::prelude::*;

use super::batch::Batch;
use super::draw::Keys;
use super::lanes::Lanes;
use crate::chance::LANES;
use crate::plan::Plan;

/// Batches that a thread takes at a time.
const SHARE: usize = 16;

/// Columns over a range of trials, in order.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Number of the first trial.
    pub first: u64,
    /// Month of arrival, by goal and trial.
    pub arrivals: Vec<Vec<Option<usize>>>,
    /// Whether it was lost again, by goal and trial.
    pub lost: Vec<Vec<bool>>,
    /// Shortage summed until the month before arrival, to the horizon where it never comes: t, by goal and trial; not a number for a goal over several minerals.
    pub bridge: Vec<Vec<f64>>,
    /// What that shortage costs, all minerals of the goal together: USD, by goal and trial; not a number for a goal with a mineral without a price.
    pub cost: Vec<Vec<f64>>,
    /// Shortage summed over all months: t, by mineral and trial.
    pub shortage: Vec<Vec<f64>>,
    /// Numbers drawn once a trial in the order of [`Plan::draws`], by draw and trial; empty unless asked for.
    pub inputs: Vec<Vec<f64>>,
}

/// To the last bit; what is not a number in both is the same.
impl PartialEq for Outcomes {
    fn eq(&self, other: &Self) -> bool {
        let columns = |of: &Self| -> Vec<Vec<u64>> {
            let all = of.bridge.iter().chain(&of.cost).chain(&of.shortage).chain(&of.inputs);
            all.map(|column| column.iter().map(|value| value.to_bits()).collect()).collect()
        };
        (self.first, &self.arrivals, &self.lost) == (other.first, &other.arrivals, &other.lost) && columns(self) == columns(other)
    }
}

impl Outcomes {
    /// Number of trials.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.arrivals.first().map_or(0, Vec::len)
    }

    fn sized(plan: &Plan, first: u64, inputs: bool, count: usize) -> Self {
        let goals = plan.goals.goals.len();
        Self {
            first,
            arrivals: vec![Vec::with_capacity(count); goals],
            lost: vec![Vec::with_capacity(count); goals],
            bridge: vec![Vec::with_capacity(count); goals],
            cost: vec![Vec::with_capacity(count); goals],
            shortage: vec![Vec::with_capacity(count); plan.minerals.len()],
            inputs: if inputs { vec![Vec::with_capacity(count); plan.draws.len()] } else { Vec::new() },
        }
    }

    fn push(&mut self, plan: &Plan, batch: &Batch, count: usize) {
        for (g, run) in batch.goals.goals.iter().enumerate() {
            self.arrivals[g].extend_from_slice(&run.arrival[..count]);
            self.lost[g].extend((0..count).map(|lane| run.lost >> lane & 1 == 1));
            match run.bridge.as_slice() {
                [one] => self.bridge[g].extend_from_slice(&one.0[..count]),
                _ => self.bridge[g].extend(std::iter::repeat_n(f64::NAN, count)),
            }
            let goal = &plan.goals.goals[g];
            let price = |m: usize, lane: usize| plan.minerals[m].price.map_or(f64::NAN, |slot| batch.values[slot.0].0[lane]);
            let cost = |lane: usize| goal.minerals.iter().zip(&run.bridge).map(|(&m, bridge)| price(m, lane) * bridge.0[lane]).sum::<f64>();
            self.cost[g].extend((0..count).map(cost));
        }
        for (column, draw) in self.inputs.iter_mut().zip(&plan.draws) {
            column.extend_from_slice(&batch.values[draw.slot.0].0[..count]);
        }
    }

    fn append(&mut self, mut other: Self) {
        let join = |to: &mut Vec<Vec<f64>>, from: &mut Vec<Vec<f64>>| to.iter_mut().zip(from).for_each(|(to, from)| to.append(from));
        self.arrivals.iter_mut().zip(&mut other.arrivals).for_each(|(to, from)| to.append(from));
        self.lost.iter_mut().zip(&mut other.lost).for_each(|(to, from)| to.append(from));
        join(&mut self.bridge, &mut other.bridge);
        join(&mut self.cost, &mut other.cost);
        join(&mut self.shortage, &mut other.shortage);
        join(&mut self.inputs, &mut other.inputs);
    }
}

/// Runs a range of trials on the threads of `pool`: the same columns on any number of them, and trial by trial the same in any range.
#[must_use]
pub fn outcomes(plan: &Plan, keys: &Keys, trials: Range<u64>, pool: &rayon::ThreadPool, inputs: bool) -> Outcomes {
    let starts: Vec<u64> = trials.clone().step_by(LANES).collect();
    let count = usize::try_from(trials.end.saturating_sub(trials.start)).unwrap_or(0);
    let parts: Vec<Outcomes> = pool.install(|| {
        starts
            .par_chunks(SHARE)
            .map_init(
                || Batch::of_goals(plan),
                |batch, chunk| {
                    let mut part = Outcomes::sized(plan, trials.start, inputs, SHARE * LANES);
                    for &first in chunk {
                        let count = usize::try_from(trials.end - first).unwrap_or(LANES).min(LANES);
                        batch.run(plan, keys, first, &mut |m, run| {
                            let short = run.shortage.iter().fold(Lanes::ZERO, |sum, month| sum + *month);
                            part.shortage[m].extend_from_slice(&short.0[..count]);
                        });
                        part.push(plan, batch, count);
                    }
                    part
                },
            )
            .collect()
    });
    let mut whole = Outcomes::sized(plan, trials.start, inputs, count);
    for part in parts {
        whole.append(part);
    }
    whole
}
