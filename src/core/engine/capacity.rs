//! Capacity of each node in each month: capacity × ramp × availability × flow, and what is left of it for the next level of preference.
//!
//! Limits are computed for several months at a time, node by node, so that values which are constant over months are looked up once.

use super::lanes::{Lanes, month_done};
use super::policy::PolicyRun;
use super::schedule::ScheduleRun;
use super::security::SecurityRun;
use crate::plan::{Moment, NodePlan, Plan, RampPlan};

/// Months computed at a time: the limits of all nodes of a large chain in these months fit in the first-level cache.
pub const TILE: usize = 12;

/// So many months of a batch.
pub type Tile = [Lanes; TILE];

/// A point of a ramp in the trials of a batch.
#[derive(Clone, Copy, Debug)]
struct Point {
    /// Months since opening.
    month: Lanes,
    /// Share of capacity.
    share: f64,
    /// Rise of the share a month on the way to this point; without meaning at the first.
    slope: Lanes,
}

/// One ramp of a batch.
#[derive(Clone, Debug)]
struct Ramp {
    /// Opening, months since the start.
    opens: Lanes,
    /// The first of the openings.
    first: f64,
    /// From when on all have come to their last share.
    full: f64,
    points: Vec<Point>,
    /// Share of capacity.
    share: Tile,
}

/// One node in the months at hand.
#[derive(Clone, Debug)]
struct State {
    /// The node's own ramp and those of its expansions.
    ramps: Vec<Ramp>,
    /// The first opening of the node and its expansions.
    opens: Lanes,
    /// Closing, and the first of the closings.
    closes: Lanes,
    first_closing: f64,
    /// Availability.
    availability: Tile,
    /// Product of the regimes' factors, and that of both.
    flow: Tile,
    factor: Tile,
    /// What is left of each capacity, in its own tonnes.
    left: Vec<Tile>,
}

/// Limits of all nodes.
#[derive(Clone, Debug)]
pub struct Limits(Vec<State>);

impl Limits {
    /// Room for a plan.
    pub fn new(plan: &Plan) -> Self {
        let ramp = Ramp { opens: Lanes::ZERO, first: 0.0, full: 0.0, points: Vec::new(), share: [Lanes::ZERO; TILE] };
        let state = |node: &NodePlan| State {
            ramps: vec![ramp.clone(); node.ramps.len()],
            opens: Lanes::ZERO,
            closes: Lanes::splat(f64::INFINITY),
            first_closing: f64::INFINITY,
            availability: [Lanes::ONE; TILE],
            flow: [Lanes::ONE; TILE],
            factor: [Lanes::ONE; TILE],
            left: vec![[Lanes::ZERO; TILE]; node.figures.len()],
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
                fill_points(&mut ramp.points, &plan.points, plan.stretch.map_or(Lanes::ONE, |slot| values[slot.0]));
            }
            state.opens = state.ramps.iter().fold(Lanes::splat(f64::INFINITY), |first, ramp| first.min(ramp.opens));
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

    /// 1 in the trials in which a node and its expansions open after `middle`, else 0.
    #[inline(always)]
    pub fn unopened(&self, n: usize, middle: f64) -> Lanes {
        Lanes::ONE.where_above(self.0[n].opens, Lanes::splat(middle), Lanes::ZERO)
    }

    /// When a node and its expansions open, and when it closes.
    pub fn moments(&self, n: usize) -> (impl Iterator<Item = Lanes> + '_, Lanes) {
        (self.0[n].ramps.iter().map(|ramp| ramp.opens), self.0[n].closes)
    }

    /// Limits of node `n` in the months from `from` on, at most [`TILE`] of them, nothing taken yet.
    #[inline(always)]
    pub fn fill(&mut self, plan: &Plan, n: usize, from: usize, values: &[Lanes], policy: &PolicyRun, security: &SecurityRun) {
        let (node, state) = (&plan.chain.nodes[n], &mut self.0[n]);
        let count = TILE.min(plan.months() - from);
        let middle = |t: usize| (from + t) as f64 + 0.5;
        for (plan, ramp) in node.ramps.iter().zip(&mut state.ramps) {
            if middle(0) >= ramp.full {
                ramp.share = [last_share(plan); TILE];
            } else if middle(count - 1) < ramp.first {
                ramp.share = [Lanes::ZERO; TILE];
            } else {
                for t in 0..count {
                    ramp.share[t] = ramp_share(plan, ramp, middle(t));
                    month_done();
                }
            }
        }
        if middle(count - 1) >= state.first_closing {
            for ramp in &mut state.ramps {
                for (t, share) in ramp.share[..count].iter_mut().enumerate() {
                    *share *= Lanes::ONE.where_above(state.closes, Lanes::splat(middle(t)), Lanes::ZERO);
                }
            }
        }
        if let Some(column) = node.availability {
            state.availability[..count].copy_from_slice(&security.columns[column.0].months()[from..from + count]);
        }
        for (place, effect) in node.flow.iter().enumerate() {
            let factors = &policy.effects[effect.0].months()[from..from + count];
            for (flow, factor) in state.flow.iter_mut().zip(factors) {
                *flow = if place == 0 { *factor } else { *flow * *factor };
                month_done();
            }
        }
        let State { ramps, availability, flow, factor, left, .. } = state;
        // What each capacity is multiplied by: nothing that is known to be 1.
        let factors = match (node.outage_cuts_flow && !node.source, node.flow.is_empty()) {
            (true, _) => &*flow,
            (false, true) => &*availability,
            (false, false) => {
                for ((factor, flow), availability) in factor.iter_mut().zip(&*flow).zip(&*availability) {
                    *factor = *availability * *flow;
                    month_done();
                }
                factor
            }
        };
        for (figure, left) in node.figures.iter().zip(left) {
            if let ([(slot, ramp)], None) = (&figure.parts[..], figure.before) {
                let (slot, ramp) = (*slot, *ramp);
                let (capacity, shares) = (values[slot.0], &ramps[ramp].share);
                for ((left, share), factor) in left[..count].iter_mut().zip(shares).zip(factors) {
                    *left = capacity * *share * (1.0 / 12.0) * *factor;
                    month_done();
                }
                continue;
            }
            *left = [Lanes::ZERO; TILE];
            for (part, &(slot, ramp)) in figure.parts.iter().enumerate() {
                let shares = &ramps[ramp].share;
                let before = figure.before.filter(|_| part == 0);
                for (t, (left, share)) in left[..count].iter_mut().zip(shares).enumerate() {
                    let slot = before.filter(|&(until, _)| from + t < until).map_or(slot, |(_, before)| before);
                    *left += values[slot.0] * *share;
                    month_done();
                }
            }
            for (left, factor) in left[..count].iter_mut().zip(factors) {
                *left = *left * (1.0 / 12.0) * *factor;
                month_done();
            }
        }
    }

    /// What is left of a capacity of a node in the month of place `t` in the tile.
    #[inline(always)]
    pub fn left(&self, n: usize, figure: Option<usize>, t: usize) -> Lanes {
        figure.map_or(Lanes::ZERO, |figure| self.0[n].left[figure][t])
    }

    /// The same in all months of the tile.
    #[inline(always)]
    pub fn all_left(&self, n: usize, figure: usize) -> &Tile {
        &self.0[n].left[figure]
    }

    /// What a node takes of what is offered, both in the capacity's own tonnes.
    #[inline(always)]
    pub fn takes(&self, n: usize, node: &NodePlan, figure: Option<usize>, offered: Lanes, t: usize) -> Lanes {
        let left = self.left(n, figure, t);
        if node.outage_cuts_flow { left.min(self.0[n].availability[t] * offered) } else { left }
    }

    /// The share that passes a node without limit.
    #[inline(always)]
    pub fn passes(&self, n: usize, t: usize) -> Lanes {
        let state = &self.0[n];
        let gate = Lanes::ONE.where_above(state.ramps[0].share[t], Lanes::ZERO, Lanes::ZERO);
        (state.availability[t] * state.flow[t]).min(Lanes::ONE) * gate
    }

    /// Takes from what is left for the next level.
    #[inline(always)]
    pub fn book(&mut self, n: usize, figure: usize, taken: Lanes, t: usize) {
        let left = &mut self.0[n].left[figure][t];
        // The rounding error left of a fully used capacity is set to zero; otherwise a closed node behind it would cut the flow of all routes.
        *left = (*left - taken).or_nothing(*left * 1e-12);
    }
}

/// Share of capacity once the ramp is over.
#[inline(always)]
fn last_share(plan: &RampPlan) -> Lanes {
    Lanes::splat(if plan.opens == Moment::Always { 1.0 } else { plan.points.last().map_or(1.0, |point| point[1]) })
}

/// Share of capacity at `middle`: 0 before opening, then linear between the ramp's points, the last one kept.
#[inline(always)]
fn ramp_share(plan: &RampPlan, ramp: &Ramp, middle: f64) -> Lanes {
    if middle >= ramp.full {
        return last_share(plan);
    }
    if middle < ramp.first {
        return Lanes::ZERO;
    }
    ramp_at(&ramp.points, Lanes::splat(middle) - ramp.opens)
}

/// The points of a ramp, its months stretched.
fn fill_points(points: &mut Vec<Point>, ramp: &[[f64; 2]], stretch: Lanes) {
    points.clear();
    let mut before = Point { month: Lanes::ZERO, share: 0.0, slope: Lanes::ZERO };
    points.extend(ramp.iter().map(|&[month, share]| {
        let month = Lanes::splat(month) * stretch;
        before = Point { month, share, slope: Lanes::splat(share - before.share) / (month - before.month) };
        before
    }));
}

/// Share of capacity so many months after opening; 0 before.
#[inline(always)]
fn ramp_at(points: &[Point], since: Lanes) -> Lanes {
    let mut share = Lanes::splat(points.last().map_or(1.0, |point| point.share));
    // The loop runs backwards from the last point. Two points in the same month are a step, whatever their slope.
    for (i, to) in points.iter().enumerate().rev() {
        let here = i.checked_sub(1).map_or(Lanes::splat(to.share), |before| {
            let from = &points[before];
            Lanes::splat(from.share) + to.slope * (since - from.month)
        });
        share = here.where_above(to.month, since, share);
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
        let made = |points: &[[f64; 2]], stretch: f64| {
            let mut all = Vec::new();
            fill_points(&mut all, points, Lanes::splat(stretch));
            all
        };
        let at = |points: &[[f64; 2]], since: f64, stretch: f64| ramp_at(&made(points, stretch), Lanes::splat(since)).0[3];
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
        assert_eq!(ramp_at(&made(&points, 1.0), apart).0, [0.0, 0.0, 0.25, 0.5, 0.7, 0.9, 0.9, 0.125]);
    }
}
