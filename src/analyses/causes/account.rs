//! Attribution of a statistic from the arrivals in all subsets, with paired bootstrap intervals.

use std::collections::HashMap;

use super::findings::{Attribution, Statistic};
use super::game::{exclusion, inclusion, shapley};
use super::sections::{Counted, Sections};
use crate::units::{MonthGrid, Quantity, Unit};

/// Quantiles explained.
const MEDIAN: f64 = 0.5;
const EIGHTY: f64 = 0.8;
/// Share of the bootstrap samples beyond each end of an interval.
const TAIL: f64 = 0.025;

/// Arrivals of one goal in all subsets; equal ones are counted once.
pub struct Subsets {
    counted: Vec<Counted>,
    /// Index in `counted`, by subset.
    place: Vec<usize>,
    grid: MonthGrid,
}

/// Values of a statistic in all subsets: of the trials themselves, and of each bootstrap sample.
struct Values {
    found: Vec<f64>,
    replicates: Vec<Vec<f64>>,
}

impl Subsets {
    /// Counts the arrivals of each subset, the plan first and the forecast last.
    pub fn new(arrivals: &[&[u16]], sections: &Sections, grid: MonthGrid) -> Self {
        let mut known: HashMap<&[u16], usize> = HashMap::new();
        let mut subsets = Self { counted: Vec::new(), place: Vec::new(), grid };
        for &arrivals in arrivals {
            let place = *known.entry(arrivals).or_insert_with(|| {
                subsets.counted.push(Counted::new(arrivals, sections, grid.count()));
                subsets.counted.len() - 1
            });
            subsets.place.push(place);
        }
        subsets
    }

    /// Arrivals if all goes to plan.
    pub fn plan(&self) -> &Counted {
        &self.counted[self.place[0]]
    }

    /// Arrivals of the forecast.
    pub fn forecast(&self) -> &Counted {
        &self.counted[self.place[self.place.len() - 1]]
    }

    /// Attribution of a statistic to this number of causes; `month` is the last one that counts for a probability.
    pub fn attribution(&self, statistic: Statistic, month: usize, causes: usize, once: &[u32], replicates: &[Vec<u32>]) -> Attribution {
        let values = self.values(statistic, month, once, replicates);
        let trials = self.forecast().trials(once);
        let last = values.found.len() - 1;
        let (level, change) = match statistic {
            Statistic::P50 | Statistic::P80 => (Unit::month_of(self.grid), Unit::MONTHS_DIFFERENCE),
            Statistic::Probability(_) => (Unit::PROBABILITY, Unit::PROBABILITY_DIFFERENCE),
            Statistic::RestrictedMean => (Unit::MONTHS, Unit::MONTHS_DIFFERENCE),
        };
        let with_interval = |value: f64, samples: Vec<f64>, unit: &Unit| bounded(value, samples, (unit, trials));
        let parts = |of: fn(usize, &[f64]) -> Vec<f64>| -> Vec<Quantity> {
            let drawn: Vec<Vec<f64>> = values.replicates.iter().map(|values| of(causes, values)).collect();
            let found = of(causes, &values.found).into_iter().enumerate();
            found.map(|(cause, value)| with_interval(value, drawn.iter().map(|parts| parts[cause]).collect(), &change)).collect()
        };
        let single = |of: &dyn Fn(&[f64]) -> f64, unit: &Unit| {
            with_interval(of(&values.found), values.replicates.iter().map(|values| of(values)).collect(), unit)
        };
        let whole = |values: &[f64]| values[last] - values[0];
        let never = self.grid.count() as f64;
        Attribution {
            statistic,
            planned: Quantity::exact(values.found[0], level.clone()),
            forecast: single(&|values| values[last], &level),
            difference: single(&whole, &change),
            shapley: parts(shapley),
            exclusion: parts(exclusion),
            inclusion: parts(inclusion),
            interaction: single(&|values| whole(values) - exclusion(causes, values).iter().sum::<f64>(), &change),
            never_in: values.found.iter().filter(|&&value| statistic.is_month() && value >= never).count(),
        }
    }

    fn values(&self, statistic: Statistic, month: usize, once: &[u32], replicates: &[Vec<u32>]) -> Values {
        let in_all = |weights: &Vec<u32>| -> Vec<f64> {
            let distinct: Vec<f64> = self.counted.iter().map(|counted| value(counted, statistic, month, weights)).collect();
            self.place.iter().map(|&place| distinct[place]).collect()
        };
        Values { found: in_all(&once.to_vec()), replicates: replicates.iter().map(in_all).collect() }
    }
}

fn value(counted: &Counted, statistic: Statistic, month: usize, weights: &[u32]) -> f64 {
    match statistic {
        Statistic::P50 => counted.quantile(MEDIAN, weights) as f64,
        Statistic::P80 => counted.quantile(EIGHTY, weights) as f64,
        Statistic::Probability(_) => counted.probability(month, weights),
        Statistic::RestrictedMean => counted.restricted_mean(weights),
    }
}

/// Value with the interval between the 2.5% and the 97.5% quantile of its bootstrap samples, extended to the value where it lies outside. The standard
/// error follows from the interval; a month at the end of the scenario is never.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "replicates are a thousand")]
fn bounded(value: f64, mut samples: Vec<f64>, (unit, trials): (&Unit, u64)) -> Quantity {
    samples.sort_by(f64::total_cmp);
    let count = samples.len();
    let out = (TAIL * count as f64).floor() as usize;
    let end = |place: usize| samples.get(place).copied().unwrap_or(value);
    let ends = [end(out).min(value), end(count.saturating_sub(out + 1)).max(value)];
    Quantity::of_interval(value, ends, unit.clone(), trials)
}
