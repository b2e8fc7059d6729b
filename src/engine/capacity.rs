//! What each node can take in each month: capacity × ramp × availability × flow, and what is left of it for the next level.

use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::plan::{Moment, NodePlan, Plan, RampPlan};

/// One ramp of a batch.
#[derive(Clone, Copy, Debug)]
struct Ramp {
    /// Opening, months since the start.
    opens: Lanes,
    /// The first of the openings.
    first: f64,
    /// From when on all have come to their last share.
    full: f64,
    /// Share of capacity in the month at hand.
    share: Lanes,
}

/// One node in the month at hand.
#[derive(Clone, Debug)]
struct State {
    /// The node's own ramp and those of its expansions.
    ramps: Vec<Ramp>,
    /// Closing, and the first of the closings.
    closes: Lanes,
    first_closing: f64,
    /// Availability.
    availability: Lanes,
    /// Product of the regimes' factors.
    flow: Lanes,
    /// What is left of each capacity, in its own tonnes.
    left: Vec<Lanes>,
}

/// Limits of all nodes.
#[derive(Clone, Debug)]
pub struct Limits(Vec<State>);

impl Limits {
    /// Room for a plan.
    pub fn new(plan: &Plan) -> Self {
        let ramp = Ramp { opens: Lanes::ZERO, first: 0.0, full: 0.0, share: Lanes::ZERO };
        let state = |node: &NodePlan| State {
            ramps: vec![ramp; node.ramps.len()],
            closes: Lanes::splat(f64::INFINITY),
            first_closing: f64::INFINITY,
            availability: Lanes::ONE,
            flow: Lanes::ONE,
            left: vec![Lanes::ZERO; node.figures.len()],
        };
        Self(plan.chain.nodes.iter().map(state).collect())
    }

    /// Openings and closings of a new batch.
    pub fn start(&mut self, plan: &Plan, values: &[Lanes], schedule: &ScheduleRun) {
        for (node, state) in plan.chain.nodes.iter().zip(&mut self.0) {
            for (plan, ramp) in node.ramps.iter().zip(&mut state.ramps) {
                ramp.opens = schedule.moment(plan.opens);
                ramp.first = ramp.opens.lowest();
                let length = plan.points.last().map_or(0.0, |point| point[0]) * plan.stretch.map_or(1.0, |slot| values[slot.0].highest());
                ramp.full = if plan.opens == Moment::Always { f64::NEG_INFINITY } else { ramp.opens.highest() + length };
            }
            state.closes = node.closes.map_or(Lanes::splat(f64::INFINITY), |closes| schedule.moment(closes));
            if let Some(life) = node.life {
                let from = if node.ramps[0].opens == Moment::Always { Lanes::ZERO } else { state.ramps[0].opens };
                state.closes = state.closes.min(from + values[life.0]);
            }
            state.first_closing = state.closes.lowest();
        }
    }

    /// The first month in which a node can be open in any trial.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates beyond the months")]
    pub fn first_month(&self, n: usize) -> usize {
        self.0[n].ramps.iter().map(|ramp| ramp.first).fold(f64::INFINITY, f64::min).max(0.0).floor() as usize
    }

    /// When a node and its expansions open, and when it closes.
    pub fn moments(&self, n: usize) -> (impl Iterator<Item = Lanes> + '_, Lanes) {
        (self.0[n].ramps.iter().map(|ramp| ramp.opens), self.0[n].closes)
    }

    /// Limits of node `n` in month `k`, nothing taken yet.
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    #[inline(always)]
    pub fn month(&mut self, plan: &Plan, n: usize, k: usize, values: &[Lanes], policy: &PolicyRun, security: &SecurityRun) {
        let (node, state) = (&plan.chain.nodes[n], &mut self.0[n]);
        let middle = k as f64 + 0.5;
        for (plan, ramp) in node.ramps.iter().zip(&mut state.ramps) {
            ramp.share = ramp_share(plan, ramp, middle, values);
        }
        if middle >= state.first_closing {
            for ramp in &mut state.ramps {
                ramp.share *= Lanes::ONE.where_above(state.closes, Lanes::splat(middle), Lanes::ZERO);
            }
        }
        state.availability = node.availability.map_or(Lanes::ONE, |column| security.columns[column.0].0[k]);
        state.flow = node.flow.iter().fold(Lanes::ONE, |flow, effect| flow * policy.effects[effect.0].0[k]);
        let cut = if node.outage_cuts_flow && !node.source { state.flow } else { state.availability * state.flow };
        for (figure, left) in node.figures.iter().zip(&mut state.left) {
            let capacity = figure.parts.iter().fold(Lanes::ZERO, |sum, &(slot, ramp)| sum + values[slot.0] * state.ramps[ramp].share);
            *left = capacity * (1.0 / 12.0) * cut;
        }
    }

    /// What is left of a source's capacity.
    #[inline(always)]
    pub fn left(&self, n: usize, figure: Option<usize>) -> Lanes {
        figure.map_or(Lanes::ZERO, |figure| self.0[n].left[figure])
    }

    /// What a node takes of what is offered, both in the capacity's own tonnes.
    #[inline(always)]
    pub fn takes(&self, n: usize, node: &NodePlan, figure: Option<usize>, offered: Lanes) -> Lanes {
        let left = self.left(n, figure);
        if node.outage_cuts_flow { left.min(self.0[n].availability * offered) } else { left }
    }

    /// The share that passes a node without limit.
    #[inline(always)]
    pub fn passes(&self, n: usize) -> Lanes {
        let state = &self.0[n];
        let gate = Lanes::ONE.where_above(state.ramps[0].share, Lanes::ZERO, Lanes::ZERO);
        (state.availability * state.flow).min(Lanes::ONE) * gate
    }

    /// Takes from what is left for the next level.
    #[inline(always)]
    pub fn book(&mut self, n: usize, figure: usize, taken: Lanes) {
        let left = &mut self.0[n].left[figure];
        // What rounding leaves of a capacity that was wholly taken is nothing: a closed node behind would else throttle all for its sake.
        *left = (*left - taken).or_nothing(*left * 1e-12);
    }
}

/// Share of capacity at `middle`: 0 before opening, then linear between the ramp's points, the last one kept.
#[inline(always)]
fn ramp_share(plan: &RampPlan, ramp: &Ramp, middle: f64, values: &[Lanes]) -> Lanes {
    if middle >= ramp.full {
        return Lanes::splat(if plan.opens == Moment::Always { 1.0 } else { plan.points.last().map_or(1.0, |point| point[1]) });
    }
    if middle < ramp.first {
        return Lanes::ZERO;
    }
    let stretch = plan.stretch.map_or(Lanes::ONE, |slot| values[slot.0]);
    ramp_at(&plan.points, Lanes::splat(middle) - ramp.opens, stretch)
}

/// Share of capacity so many months after opening; 0 before.
#[inline(always)]
fn ramp_at(points: &[[f64; 2]], since: Lanes, stretch: Lanes) -> Lanes {
    let month = |i: usize| Lanes::splat(points[i][0]) * stretch;
    let mut share = Lanes::splat(points.last().map_or(1.0, |point| point[1]));
    // From the last point backwards: the first one still to come decides.
    for i in (0..points.len()).rev() {
        let to = month(i);
        if !to.any_above(since) {
            break;
        }
        let high = points[i][1];
        let Some(before) = i.checked_sub(1) else {
            share = Lanes::splat(high).where_above(to, since, share);
            break;
        };
        let from = month(before);
        if !from.all_above(since) {
            let low = points[before][1];
            let between = Lanes::splat(low) + Lanes::splat(high - low) * ((since - from) / (to - from));
            share = between.where_above(to, since, share);
        }
    }
    Lanes::ZERO.where_above(Lanes::ZERO, since, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "binary fractions, computed exactly")]
    fn a_ramp_is_linear_between_its_points_and_keeps_its_last() {
        let points = [[0.0, 0.0], [6.0, 0.5], [12.0, 0.9]];
        let at = |points: &[[f64; 2]], since: f64, stretch: f64| ramp_at(points, Lanes::splat(since), Lanes::splat(stretch)).0[3];
        assert_eq!(at(&points, 3.0, 1.0), 0.25);
        assert_eq!(at(&points, 3.0, 2.0), 0.125);
        assert_eq!(at(&points, 99.0, 1.0), 0.9);
        assert_eq!(at(&points, 0.1, 0.0), 0.9);
        assert_eq!(at(&points, -0.1, 1.0), 0.0);
        assert_eq!(at(&points, f64::NEG_INFINITY, 1.0), 0.0);
        assert_eq!(at(&[], 0.1, 1.0), 1.0);
        assert_eq!(at(&[], -0.1, 1.0), 0.0);
        assert_eq!(at(&[[2.0, 0.3], [4.0, 1.0]], 1.0, 1.0), 0.3);
        let apart = Lanes::from_fn(|lane| [-1.0, 0.0, 3.0, 6.0, 9.0, 12.0, 40.0, 1.5][lane]);
        assert_eq!(ramp_at(&points, apart, Lanes::ONE).0, [0.0, 0.0, 0.25, 0.5, 0.7, 0.9, 0.9, 0.125]);
    }
}
