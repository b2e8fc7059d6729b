//! Upper bound on the sustained deliveries of the supply chain, without buffers: every capacity, yield and offtake at its most favourable value,
//! without delays and outages.
//!
//! More than this bound can be delivered only once, from a buffer. A quantity with an unbounded distribution counts at the value that is exceeded
//! with a probability of one in a million.

use super::builder::Builder;
use super::chain::{Chain, NodePlan, RouteId};
use super::goals::{Goals, MeasurePlan, TestPlan};
use super::inputs::Slot;
use super::market::MineralPlan;
use super::policy::Policy;
use crate::scenario::{Measure, Scenario};
use crate::units::{self, MonthGrid};

/// Upper bound for one goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalCeiling {
    /// Largest share of demand that can arrive in a month.
    pub share: f64,
    /// Smallest value of the threshold.
    pub asked: f64,
}

impl GoalCeiling {
    /// Whether the threshold is above the bound.
    #[must_use]
    pub fn beyond(self) -> bool {
        self.asked > self.share * (1.0 + 1e-9)
    }
}

/// The bound for each goal on a share of demand from routes; adds a warning where the threshold is above the bound.
pub(super) fn compile(
    scenario: &Scenario,
    builder: &mut Builder,
    policy: &Policy,
    grid: MonthGrid,
    chain: &Chain,
    minerals: &[MineralPlan],
    goals: &Goals,
) -> Vec<Option<GoalCeiling>> {
    let mut ceilings = Vec::new();
    for goal in &goals.goals {
        let ceiling = match goal.test {
            TestPlan::Measure(at) if goals.measures[at].measure == Measure::ShareOfDemand => {
                of_measure(builder, policy, grid, chain, minerals, &goals.measures[at])
            }
            _ => None,
        };
        if let Some(ceiling) = ceiling.filter(|ceiling| ceiling.beyond())
            && let Some(named) = scenario.goals.iter().find(|named| named.name.value == goal.name)
        {
            builder.problems.warn(
                named.item.place,
                format!("goal {} is beyond what the chain could ever deliver year after year", goal.name),
                format!("asks for {} of demand; the chain carries at most {}", rounded(ceiling.asked), rounded(ceiling.share)),
                Some("if no trial arrives it is reported as never, beyond capacity".to_owned()),
            );
        }
        ceilings.push(ceiling);
    }
    ceilings
}

fn of_measure(
    builder: &Builder,
    policy: &Policy,
    grid: MonthGrid,
    chain: &Chain,
    minerals: &[MineralPlan],
    measure: &MeasurePlan,
) -> Option<GoalCeiling> {
    let mineral = &minerals[measure.mineral];
    let top = |slot: Slot| builder.reach(slot)[1];
    let mut tonnes = 0.0;
    for bringing in mineral.bringings.iter().filter(|bringing| measure.origin.is_none_or(|origin| bringing.origin == origin)) {
        tonnes += route_bound(builder, policy, chain, bringing.route) * bringing.ratio.map_or(1.0, top);
    }
    // Routes that share a source together carry no more than the source provides.
    let shared = source_bound(builder, policy, chain, mineral, measure);
    let yearly = tonnes.min(shared);
    let years = f64::from(u32::try_from(grid.count()).unwrap_or(u32::MAX)) / 12.0;
    let growth = builder.reach(mineral.growth)[0];
    let lowest_demand = builder.reach(mineral.demand)[0] * if growth < 0.0 { (1.0 + growth).powf(years) } else { 1.0 };
    let share = if lowest_demand > 0.0 { yearly / lowest_demand } else { f64::INFINITY };
    share.is_finite().then_some(GoalCeiling { share, asked: builder.reach(measure.threshold)[0] })
}

/// Largest capacity of a node for a figure with all parts open, in t/yr contained.
fn capacity_bound(builder: &Builder, policy: &Policy, node: &NodePlan, figure: Option<usize>, grade: Option<Slot>) -> f64 {
    let Some(figure) = figure else { return f64::INFINITY };
    let peak = |ramp: usize| {
        let ramp = &node.ramps[ramp];
        let always = matches!(ramp.opens, super::schedule::Moment::Always);
        if always || ramp.points.is_empty() { 1.0 } else { ramp.points.iter().map(|point| point[1]).fold(0.0, f64::max) }
    };
    let figure = &node.figures[figure];
    let gross = figure.parts.iter().map(|&(slot, ramp)| builder.reach(slot)[1] * peak(ramp)).sum::<f64>();
    // Before the lead time of a lever the first part may have been larger.
    let before = figure.before.zip(figure.parts.first()).map_or(0.0, |((_, slot), &(_, ramp))| builder.reach(slot)[1] * peak(ramp));
    let gross = gross + before;
    let flow: f64 =
        node.flow.iter().map(|effect| policy.effects[effect.0].factors.iter().map(|&slot| builder.reach(slot)[1]).fold(0.0, f64::max)).product();
    if gross == 0.0 { 0.0 } else { gross * flow * grade.map_or(1.0, |grade| builder.reach(grade)[1]) }
}

fn yield_bound(builder: &Builder, chain: &Chain, passage: usize) -> f64 {
    chain.passages[passage].recovery.map_or(1.0, |slot| builder.reach(slot)[1])
}

/// Largest delivery of one route in t/yr.
fn route_bound(builder: &Builder, policy: &Policy, chain: &Chain, route: RouteId) -> f64 {
    let route = &chain.routes[route.0];
    let mut carried = f64::INFINITY;
    for p in route.passages.clone() {
        let passage = &chain.passages[p];
        let node = &chain.nodes[passage.node.0];
        let limit = capacity_bound(builder, policy, node, passage.figure, passage.grade);
        carried = carried.min(limit) * yield_bound(builder, chain, p);
    }
    let offtake = |slot: Slot| builder.reach(slot)[1];
    let most = route.offtake_before.map_or(0.0, |(_, before)| offtake(before)).max(offtake(route.offtake));
    if route.flow.is_empty() { carried * most } else { carried }
}

/// Largest delivery of the sources of all routes in question in t/yr.
fn source_bound(builder: &Builder, policy: &Policy, chain: &Chain, mineral: &MineralPlan, measure: &MeasurePlan) -> f64 {
    let mut seen: Vec<(usize, Option<usize>, f64)> = Vec::new();
    for bringing in mineral.bringings.iter().filter(|bringing| measure.origin.is_none_or(|origin| bringing.origin == origin)) {
        let route = &chain.routes[bringing.route.0];
        let first = &chain.passages[route.passages.start];
        let node = &chain.nodes[first.node.0];
        let yields: f64 = route.passages.clone().map(|p| yield_bound(builder, chain, p)).product();
        let mined = capacity_bound(builder, policy, node, first.figure, first.grade);
        let bound = mined * yields * bringing.ratio.map_or(1.0, |slot| builder.reach(slot)[1]);
        match seen.iter_mut().find(|(n, figure, _)| *n == first.node.0 && *figure == first.figure) {
            Some((_, _, best)) => *best = best.max(bound),
            None => seen.push((first.node.0, first.figure, bound)),
        }
    }
    seen.into_iter().map(|(_, _, bound)| bound).sum()
}

/// A share in per cent with three decimals.
fn rounded(share: f64) -> String {
    let per_cent = share * 100.0;
    if per_cent.abs() < units::LARGE_PERCENT { format!("{per_cent:.3}%") } else { units::percent(share) }
}
