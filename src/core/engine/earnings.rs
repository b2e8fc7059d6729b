//! Export revenue and royalty of an origin by year; zero where the minerals on its routes have no price.

use super::batch::Batch;
use super::dispatch::vectorised;
use super::lanes::{Lanes, month_done};
use super::tally::OriginTally;
use super::yearly::{WHOLE, Years, first, total};
use crate::plan::{OriginPlan, Plan};

/// What a route earns.
struct Earner<'a> {
    delivered: &'a [Lanes],
    /// First month in which anything can be.
    begins: usize,
    /// USD a tonne delivered.
    paid: Lanes,
    royalty: Option<Lanes>,
}

/// Adds what an origin earns in the first `count` lanes of a batch.
pub fn add(plan: &Plan, origin: &OriginPlan, batch: &Batch, years: &Years, tally: &mut OriginTally, count: usize) {
    each_year(
        plan,
        origin,
        batch,
        years,
        #[inline(always)]
        |year, revenue, royalty| {
            tally.revenue[year].add_lanes(&first(revenue, count).0);
            if origin.royalty {
                tally.royalty[year].add_lanes(&first(royalty, count).0);
            }
        },
    );
}

/// Calls `tell` with the place, the revenue and the royalty of each year in which an origin can earn.
#[inline(always)]
pub fn each_year(plan: &Plan, origin: &OriginPlan, batch: &Batch, years: &Years, mut tell: impl FnMut(usize, Lanes, Lanes)) {
    let earners: Vec<Earner> = origin
        .routes
        .iter()
        .map(|route| {
            let plan_route = &plan.chain.routes[route.0];
            let price = |mineral: usize| plan.minerals[mineral].price.map_or(Lanes::ZERO, |slot| batch.values[slot.0]);
            let worth =
                plan_route.carries.iter().fold(price(plan_route.mineral), |sum, &(mineral, ratio)| sum + price(mineral) * batch.values[ratio.0]);
            Earner {
                delivered: &batch.chain.delivered[route.0],
                begins: batch.chain.first_delivery(route.0),
                paid: worth * batch.values[plan_route.payable.0],
                royalty: plan_route.royalty.map(|share| batch.values[share.0]),
            }
        })
        .collect();
    let begins = earners.iter().map(|earner| earner.begins).min().unwrap_or(plan.months());
    vectorised(
        #[inline(always)]
        || {
            for (place, year) in years.iter().enumerate().filter(|(_, year)| year.to > begins) {
                let [mut revenue, mut royalty] = [[Lanes::ZERO; WHOLE]; 2];
                for earner in earners.iter().filter(|earner| earner.begins < year.to) {
                    let from = earner.begins.max(year.from);
                    let months = revenue.iter_mut().zip(&mut royalty).skip(from - year.from);
                    for ((revenue, royalty), delivered) in months.zip(&earner.delivered[from..year.to]) {
                        let earned = *delivered * earner.paid;
                        *revenue += earned;
                        if let Some(share) = earner.royalty {
                            *royalty += earned * share;
                        }
                        month_done();
                    }
                }
                // Months beyond a part of a year are 0 and change no sum.
                tell(place, total(&revenue), total(&royalty));
            }
        },
    );
}
