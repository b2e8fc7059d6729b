//! The price index of a market that clears, found by halving an interval.

use adit::scenario::{DemandResponse, Input, Mineral, Response, SupplyResponse};

use super::Trial;

/// How demand or a supplier's free supply reacts: Q · exp(short·q + gap·a), at most `most` · Q.
#[derive(Clone, Copy)]
struct Reaction {
    short: f64,
    gap: f64,
    pace: f64,
    most: f64,
}

impl Reaction {
    fn new(short: f64, long: f64, months: f64, spare: Option<f64>) -> Self {
        Self { short, gap: (long - short).max(0.0), pace: 1.0 - (-1.0 / months).exp(), most: 1.0 + spare.unwrap_or(f64::INFINITY) }
    }
}

/// All numbers of a response in one trial.
pub struct Reactions {
    demand: Reaction,
    /// By supplier, in the order of the file.
    supply: Vec<Reaction>,
    bounds: [f64; 2],
    tolerates: f64,
}

/// Draws the numbers of a response.
pub fn reactions(trial: &Trial, path: &str, mineral: &Mineral, response: &Response) -> Reactions {
    let once = |key: &str, input: Option<&Input>| input.map(|input| trial.draws.once(&format!("{path}.response.{key}"), input));
    let demand = response.demand.clone().unwrap_or_default();
    let DemandResponse { short, long, months } = &demand;
    let short = once("demand.short", short.as_ref()).unwrap_or(0.0);
    let demand =
        Reaction::new(short, once("demand.long", long.as_ref()).unwrap_or(short), once("demand.months", months.as_ref()).unwrap_or(12.0), None);
    let supply = mineral.suppliers.iter().map(|supplier| {
        let value = |key: &str, of: fn(&SupplyResponse) -> Option<&Input>| {
            let own = supplier.item.response.as_ref().and_then(of);
            let own = own.map(|input| trial.draws.once(&format!("{path}.suppliers.{}.response.{key}", supplier.name.value), input));
            own.or_else(|| once(&format!("supply.{key}"), response.supply.as_ref().and_then(of)))
        };
        let short = value("short", |response| response.short.as_ref()).unwrap_or(0.0);
        let long = value("long", |response| response.long.as_ref()).unwrap_or(short);
        let months = value("months", |response| response.months.as_ref()).unwrap_or(12.0);
        Reaction::new(short, long, months, value("spare", |response| response.spare.as_ref()))
    });
    let supply = supply.collect();
    let cap = once("cap", response.cap.as_ref()).unwrap_or(10.0);
    let bounds = [once("floor", response.floor.as_ref()).unwrap_or(1.0), cap];
    Reactions { demand, supply, bounds, tolerates: once("tolerates", response.tolerates.as_ref()).unwrap_or(1.0).min(cap) }
}

/// What a month begins with.
pub struct Month {
    pub demand: f64,
    pub ahead: f64,
    /// Supply that does not react.
    pub fixed: f64,
    /// Free offers of the suppliers, in the order of the file.
    pub offers: Vec<f64>,
    pub target: f64,
}

/// How it ends.
pub struct Settled {
    pub price: f64,
    /// Free supply of the suppliers.
    pub free: Vec<f64>,
    pub bought: f64,
    pub given_up: f64,
    pub shortage: f64,
    pub inventory: f64,
    /// What displaces supply.
    pub surplus: f64,
}

/// All months within the bounds of the price index, or with the highest at what is tolerated and nobody who buys ahead.
pub fn settle(reactions: &Reactions, months: &[Month], mut inventory: f64, tolerated: bool) -> Vec<Settled> {
    let (mut x, mut y) = (0.0, vec![0.0; reactions.supply.len()]);
    let [floor, mut cap] = reactions.bounds;
    if tolerated {
        cap = reactions.tolerates;
    }
    let mut all = Vec::new();
    for month in months {
        let ahead = if tolerated { 1.0 } else { month.ahead };
        let unforced = |q: f64| month.demand * (-reactions.demand.short * q - reactions.demand.gap * x).exp();
        let free = |q: f64, y: &[f64]| -> Vec<f64> {
            let reacts = |(reaction, y): (&Reaction, &f64)| (reaction.short * q + reaction.gap * y).exp().min(reaction.most);
            month.offers.iter().zip(reactions.supply.iter().zip(y).map(reacts)).map(|(offer, factor)| offer * factor).collect()
        };
        let supply = |q: f64| month.fixed + free(q, &y).iter().sum::<f64>();
        let above = |part: f64, whole: f64| if part > whole * 1e-12 { part } else { 0.0 };
        let given = above(unforced(0.0) - supply(0.0), unforced(0.0)).min(inventory);
        let (want, had) = (ahead * unforced(0.0), supply(0.0));
        let surplus = (had - want).max(0.0);
        let refill = surplus.min((month.target - inventory).max(0.0));
        // What is lacking at a price; it falls as the price rises.
        let lacking = |q: f64| ahead * unforced(q) - supply(q) - given + refill;
        let dear = above(want - had, want) - given > 0.0;
        let cheap = floor < 1.0 && above(surplus - refill, want) > 0.0;
        let mut q = 0.0;
        if dear || cheap {
            let [mut low, mut high] = if dear { [0.0, cap.ln()] } else { [floor.ln(), 0.0] };
            for _ in 0..200 {
                let middle = 0.5 * (low + high);
                if lacking(middle) > 0.0 { low = middle } else { high = middle }
            }
            let [worst, best] = if dear { [cap.ln(), lacking(cap.ln())] } else { [floor.ln(), -lacking(floor.ln())] };
            q = if best > 0.0 { worst } else { high };
        }
        let (wanted, had) = (ahead * unforced(q), supply(q));
        let capped = dear && above(wanted - had, wanted) - given > 0.0 && q.total_cmp(&cap.ln()).is_eq();
        let consumed = wanted.min(month.demand.max(unforced(q)));
        let shortage = if capped { (consumed - had - given).max(0.0) } else { 0.0 };
        let bought = if capped { had + given } else { wanted };
        let laid_by = (bought - month.demand.max(unforced(q))).max(0.0);
        inventory = inventory - given + refill + laid_by;
        let left = if cheap { above(-lacking(q), wanted) } else { surplus - refill };
        all.push(Settled {
            price: q.exp(),
            free: free(q, &y),
            bought,
            given_up: month.demand - bought - shortage,
            shortage,
            inventory,
            surplus: left,
        });
        x += reactions.demand.pace * (q - x);
        for (y, reaction) in y.iter_mut().zip(&reactions.supply) {
            *y += reaction.pace * (q - *y);
        }
    }
    all
}
