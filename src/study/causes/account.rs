//! From arrivals in all subsets to the parts that each cause has in a quantity, with paired intervals.

use std::collections::HashMap;

use super::findings::{Account, Bounded, Quantity};
use super::game::{exclusion, inclusion, shapley};
use super::sections::{Counted, Sections};

/// Quantiles explained.
const MEDIAN: f64 = 0.5;
const EIGHTY: f64 = 0.8;
/// Share of the replicates beyond each end of an interval.
const TAIL: f64 = 0.025;

/// One goal's arrivals in all subsets, each distinct one counted once.
pub struct Subsets {
    counted: Vec<Counted>,
    /// Place among the counted, by subset.
    place: Vec<usize>,
    horizon: usize,
}

/// Values of a quantity in all subsets: of the trials as they are, and of each replicate.
struct Values {
    found: Vec<f64>,
    replicates: Vec<Vec<f64>>,
}

impl Subsets {
    /// Counts the arrivals of each subset, the plan first and the forecast last.
    pub fn new(arrivals: &[&[u16]], sections: &Sections, horizon: usize) -> Self {
        let mut known: HashMap<&[u16], usize> = HashMap::new();
        let mut subsets = Self { counted: Vec::new(), place: Vec::new(), horizon };
        for &arrivals in arrivals {
            let place = *known.entry(arrivals).or_insert_with(|| {
                subsets.counted.push(Counted::new(arrivals, sections, horizon));
                subsets.counted.len() - 1
            });
            subsets.place.push(place);
        }
        subsets
    }

    /// If all goes to plan.
    pub fn plan(&self) -> &Counted {
        &self.counted[self.place[0]]
    }

    /// As forecast.
    pub fn forecast(&self) -> &Counted {
        &self.counted[self.place[self.place.len() - 1]]
    }

    /// The account of a quantity among so many causes; `month` is the last one that counts for a chance.
    pub fn account(&self, quantity: Quantity, month: usize, causes: usize, once: &[u32], replicates: &[Vec<u32>]) -> Account {
        let values = self.values(quantity, month, once, replicates);
        let last = values.found.len() - 1;
        let parts = |of: fn(usize, &[f64]) -> Vec<f64>| -> Vec<Bounded> {
            let drawn: Vec<Vec<f64>> = values.replicates.iter().map(|values| of(causes, values)).collect();
            let found = of(causes, &values.found).into_iter().enumerate();
            found.map(|(cause, value)| bounded(value, drawn.iter().map(|parts| parts[cause]).collect())).collect()
        };
        let single = |of: &dyn Fn(&[f64]) -> f64| bounded(of(&values.found), values.replicates.iter().map(|values| of(values)).collect());
        let whole = |values: &[f64]| values[last] - values[0];
        let quantile = matches!(quantity, Quantity::P50 | Quantity::P80);
        let never = self.horizon as f64;
        Account {
            quantity,
            planned: values.found[0],
            forecast: single(&|values| values[last]),
            whole: single(&whole),
            shapley: parts(shapley),
            exclusion: parts(exclusion),
            inclusion: parts(inclusion),
            interaction: single(&|values| whole(values) - exclusion(causes, values).iter().sum::<f64>()),
            never_in: values.found.iter().filter(|&&value| quantile && value >= never).count(),
        }
    }

    fn values(&self, quantity: Quantity, month: usize, once: &[u32], replicates: &[Vec<u32>]) -> Values {
        let in_all = |weights: &Vec<u32>| -> Vec<f64> {
            let distinct: Vec<f64> = self.counted.iter().map(|counted| value(counted, quantity, month, weights)).collect();
            self.place.iter().map(|&place| distinct[place]).collect()
        };
        Values { found: in_all(&once.to_vec()), replicates: replicates.iter().map(in_all).collect() }
    }
}

fn value(counted: &Counted, quantity: Quantity, month: usize, weights: &[u32]) -> f64 {
    match quantity {
        Quantity::P50 => counted.quantile(MEDIAN, weights) as f64,
        Quantity::P80 => counted.quantile(EIGHTY, weights) as f64,
        Quantity::Chance(_) => counted.chance(month, weights),
        Quantity::RestrictedMean => counted.restricted_mean(weights),
    }
}

/// A value with the interval between the 2.5% and the 97.5% quantile of its replicates, widened where it lies outside.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "replicates are a thousand")]
fn bounded(value: f64, mut replicates: Vec<f64>) -> Bounded {
    replicates.sort_by(f64::total_cmp);
    let count = replicates.len();
    let out = (TAIL * count as f64).floor() as usize;
    let end = |place: usize| replicates.get(place).copied().unwrap_or(value);
    Bounded { value, low: end(out).min(value), high: end(count.saturating_sub(out + 1)).max(value) }
}
