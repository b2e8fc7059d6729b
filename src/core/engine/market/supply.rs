//! Supply before displacement: what suppliers offer, what routes deliver, and what of it arrives.

use super::{MineralRun, Parts};
use crate::engine::capacity::TILE;
use crate::engine::chain::ChainRun;
use crate::engine::lanes::{Lanes, month_done};
use crate::engine::policy::PolicyRun;
use crate::plan::{Bringing, MineralPlan, Plan, RoutePlan, Slot};

impl MineralRun {
    /// Demand, and what suppliers offer.
    #[inline(always)]
    pub(super) fn offer(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], values: &[Lanes], policy: &PolicyRun) {
        let demand = &mut self.demand[from..to];
        // Demand is mostly constant over batches; its months are then kept.
        if !self.same_demand {
            let at_start = values[mineral.demand.0] * (1.0 / 12.0);
            // Values carried from month to month stay in a register; storing and loading them would take longer than the rest.
            let [factor, mut running] = self.growth[0];
            for demand in &mut *demand {
                *demand = at_start * running;
                running *= factor;
                month_done();
            }
            self.growth[0][1] = running;
        }
        let returns = !self.returned[0].is_empty();
        for ((supplier, parts), growth) in mineral.suppliers.iter().zip(&mut self.parts).zip(&mut self.growth[1..]) {
            let share = in_force([from, to], supplier.share, supplier.share_before, values);
            let [factor, mut running] = *growth;
            parts.nothing = false;
            let Some((profile, dependence)) = supplier.control else {
                for ((free, demand), share) in parts.free.iter_mut().zip(&*demand).zip(&share) {
                    *free = *share * *demand * running;
                    running *= factor;
                    month_done();
                }
                growth[1] = running;
                continue;
            };
            let (factors, dependence) = (&policy.profiles[profile.0].months()[from..to], values[dependence.0]);
            let mut held = [Lanes::ZERO; TILE];
            let withheld = self.withheld.get_mut(from..to).unwrap_or_default();
            let asked = returns || !withheld.is_empty();
            for (t, (demand, passes)) in demand.iter().zip(factors).enumerate() {
                let offered = share[t] * *demand * running;
                let rests = offered * dependence;
                parts.controlled[t] = rests * *passes;
                parts.free[t] = offered - rests;
                if asked {
                    held[t] = rests * (Lanes::ONE - *passes).max(Lanes::ZERO);
                }
                running *= factor;
                month_done();
            }
            growth[1] = running;
            withheld.iter_mut().zip(&held).for_each(|(withheld, held)| *withheld += *held);
            if returns {
                policy.returns[profile.0].iter().for_each(|stay| stay.add([from, to], &held, &mut self.returned));
            }
        }
    }

    /// What routes deliver.
    #[inline(always)]
    pub(super) fn bring(
        &mut self,
        plan: &Plan,
        mineral: &MineralPlan,
        [from, to]: [usize; 2],
        values: &[Lanes],
        policy: &PolicyRun,
        chain: &ChainRun,
    ) {
        let lost_by = |bringing: &Bringing| chain.lost[bringing.route.0].get(from..to).filter(|_| bringing.ratio.is_none());
        if mineral.bringings.iter().any(|bringing| lost_by(bringing).is_some()) {
            self.lost[from..to].fill(Lanes::ZERO);
            for lost in mineral.bringings.iter().filter_map(lost_by) {
                self.lost[from..to].iter_mut().zip(lost).for_each(|(sum, lost)| *sum += *lost);
            }
        }
        for (bringing, parts) in mineral.bringings.iter().zip(&mut self.parts[self.offers..]) {
            let r = bringing.route.0;
            if to <= chain.first_month(r) {
                if !parts.nothing {
                    *parts = Parts { controlled: [Lanes::ZERO; TILE], free: [Lanes::ZERO; TILE], nothing: true };
                }
                continue;
            }
            parts.nothing = false;
            let (route, delivered) = (&plan.chain.routes[r], &chain.delivered[r][from..to]);
            let ratio = bringing.ratio.map_or(Lanes::ONE, |ratio| values[ratio.0]);
            if route.flow.is_empty() && route.control.is_none() && route.offtake_before.is_none() {
                let offtake = values[route.offtake.0].min(Lanes::ONE);
                for (free, delivered) in parts.free.iter_mut().zip(delivered) {
                    *free = *delivered * ratio * offtake;
                    month_done();
                }
                continue;
            }
            let mut held = [Lanes::ZERO; TILE];
            for (t, delivered) in delivered.iter().enumerate() {
                [parts.free[t], parts.controlled[t], held[t]] = arriving(route, *delivered * ratio, from + t, values, policy);
                if let Some(withheld) = self.withheld.get_mut(from + t) {
                    *withheld += held[t];
                }
            }
            if let Some((profile, _)) = route.control.filter(|_| !self.returned[0].is_empty()) {
                policy.returns[profile.0].iter().for_each(|stay| stay.add([from, to], &held, &mut self.returned));
            }
        }
    }

    /// What comes back of what regimes held back, by origin.
    #[inline(always)]
    pub(super) fn come_back(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2]) {
        for ((_, share), parts) in mineral.through().iter().zip(&mut self.parts[mineral.suppliers.len()..]) {
            let [free, controlled] = &self.returned;
            for (t, (free, controlled)) in free[from..to].iter().zip(&controlled[from..to]).enumerate() {
                (parts.free[t], parts.controlled[t]) = (*free * *share, *controlled * *share);
            }
        }
    }

    /// Arrivals before displacement.
    #[inline(always)]
    pub(super) fn arrive(&mut self, mineral: &MineralPlan, [from, to]: [usize; 2], at: usize) {
        if mineral.bringings.is_empty() {
            return;
        }
        if to <= self.begins {
            let columns = self.arrivals_by_origin.iter_mut().chain([&mut self.arrivals]);
            columns.for_each(|column| column[from..to].fill(Lanes::ZERO));
            self.arrival_shares.iter_mut().for_each(|share| share[at..at + to - from].fill(Lanes::ZERO));
            return;
        }
        let routes = &self.parts[self.offers..];
        let origins = &mut self.arrivals_by_origin;
        for k in from..to {
            let mut all = Lanes::ZERO;
            if origins.is_empty() {
                for parts in routes {
                    all += parts.free[k - from] + parts.controlled[k - from];
                }
            } else {
                for column in &mut *origins {
                    column[k] = Lanes::ZERO;
                }
                for (bringing, parts) in mineral.bringings.iter().zip(routes) {
                    let whole = parts.free[k - from] + parts.controlled[k - from];
                    all += whole;
                    origins[bringing.route_origin][k] += whole;
                }
            }
            self.arrivals[k] = all;
            month_done();
        }
        for (share, &place) in self.arrival_shares.iter_mut().zip(&mineral.asked).filter(|_| self.wholly) {
            let arrivals = &origins.get(place).unwrap_or(&self.arrivals)[from..to];
            for ((share, arrivals), demand) in share[at..].iter_mut().zip(arrivals).zip(&self.demand[from..to]) {
                *share = Lanes::ratio(*arrivals, *demand, 0.0);
                month_done();
            }
        }
    }
}

/// Of what left a route's last node in month `k`: what arrives free, what arrives controlled, and what the controls hold back.
#[inline(always)]
pub fn arriving(route: &RoutePlan, left: Lanes, k: usize, values: &[Lanes], policy: &PolicyRun) -> [Lanes; 3] {
    let mut offtake = values[route.offtake_before.filter(|&(until, _)| k < until).map_or(route.offtake, |(_, before)| before).0];
    for effect in &route.flow {
        offtake *= policy.effects[effect.0].months()[k];
    }
    let arrives = left * offtake.min(Lanes::ONE);
    let Some((profile, dependence)) = route.control else { return [arrives, Lanes::ZERO, Lanes::ZERO] };
    let rests = arrives * values[dependence.0];
    let controlled = rests * policy.profiles[profile.0].months()[k].min(Lanes::ONE);
    [arrives - rests, controlled, rests - controlled]
}

/// A number in each month of a tile, where it may have another value before a month.
#[inline(always)]
fn in_force([from, to]: [usize; 2], slot: Slot, before: Option<(usize, Slot)>, values: &[Lanes]) -> [Lanes; TILE] {
    let mut months = [values[slot.0]; TILE];
    if let Some((until, before)) = before {
        months[..until.clamp(from, to) - from].fill(values[before.0]);
    }
    months
}
