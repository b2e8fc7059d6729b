//! Levers: what each gains alone and in pairs on the same draws, and what it would be worth to know before choosing.

mod cases;
mod found;
mod information;
mod quantiles;
mod trials;

pub use cases::{LeverCase, LeverQuestion, LeverSet, PairCase};
pub use found::{Interval, LeverGoal, LeverPair, LeverRow, LeversFound, MonthsGained, Objective, Spread, WorthKnowing};
pub use information::{perfect_information, worth_knowing};

use rayon::prelude::*;

use super::estimate::share;
use super::findings::Estimate;
use crate::engine::RunOptions;
use crate::stats::MonthCounts;
use quantiles::{Resampled, months_gained, ratio, resample};
use trials::{Columns, columns, known_inputs};

/// Half the width of a 95% interval of a normal law, in standard errors.
const HALF_WIDTH_95: f64 = 1.959_963_984_540_054;

/// Runs the scenario without levers, with each alone and with all pairs that can be pulled together, all on the same draws; `progress` is told
/// the trials done, of `trials × (1 + levers + pairs)`.
///
/// # Errors
/// Where the threads cannot be started.
pub fn levers(
    set: &LeverSet,
    question: &LeverQuestion,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<LeversFound, rayon::ThreadPoolBuildError> {
    let pool = options.pool()?;
    let run = |plan, lever: Option<usize>| {
        let columns = columns(plan, question.goal, lever, options, &pool);
        progress(options.trials);
        columns
    };
    let base = run(&set.base, None);
    let alone: Vec<Columns> = set.levers.iter().map(|lever| run(&lever.plan, Some(0))).collect();
    let pairs: Vec<Option<Columns>> = set.pairs.iter().map(|pair| pair.plan.as_ref().ok().map(|plan| run(plan, None))).collect();
    let known = known_inputs(&set.base, &set.levers, &base, &alone);

    let all: Vec<&[Option<usize>]> =
        std::iter::once(&base).chain(&alone).chain(pairs.iter().flatten()).map(|columns| columns.arrivals.as_slice()).collect();
    let by = set.base.grid.last_month_of(question.year).unwrap_or(set.base.months() - 1);
    let resampled = pool.install(|| resample(&all, by, set.base.months(), options.seed));
    let asked = Asked { set, question, by, base: &base, resampled: &resampled };
    let goal = &set.base.goals.goals[question.goal];
    let objective = asked.objective();
    let benefits: Vec<Vec<f64>> = std::iter::once(&base).chain(&alone).map(|columns| asked.benefits(columns, objective)).collect();
    let worth = |(path, values): &(String, &[f64])| WorthKnowing { input: path.clone(), worth: worth_knowing(values, &benefits) };
    let mut inputs: Vec<WorthKnowing> = pool.install(|| known.par_iter().map(worth).collect());
    inputs.sort_by(|a, b| b.worth.value.total_cmp(&a.worth.value).then(b.worth.low.total_cmp(&a.worth.low)).then(a.input.cmp(&b.input)));
    let rows = std::iter::once((None, &base)).chain(set.levers.iter().map(Some).zip(&alone)).enumerate();
    let mut formed = 0;
    Ok(LeversFound {
        title: set.base.title.clone(),
        grid: set.base.grid,
        seed: options.seed,
        trials: options.trials,
        goal: LeverGoal { name: goal.name.clone(), title: goal.title.clone(), sentence: goal.sentence.clone(), mineral: asked.mineral() },
        year: question.year,
        objective,
        rows: rows.map(|(place, (lever, columns))| asked.row(place, lever, columns, &benefits)).collect(),
        pairs: set
            .pairs
            .iter()
            .zip(&pairs)
            .map(|(pair, columns)| {
                formed += usize::from(columns.is_some());
                asked.pair(pair, set.levers.len() + formed, columns.as_ref(), &alone)
            })
            .collect(),
        perfect_information: perfect_information(&benefits),
        inputs,
    })
}

/// What one set of levers was asked, with the runs without any.
struct Asked<'a> {
    set: &'a LeverSet,
    question: &'a LeverQuestion,
    /// Last month of the year asked.
    by: usize,
    base: &'a Columns,
    resampled: &'a [Resampled],
}

impl Asked<'_> {
    fn mineral(&self) -> Option<String> {
        match self.set.base.goals.goals[self.question.goal].minerals.as_slice() {
            [one] => Some(self.set.base.minerals[*one].name.clone()),
            _ => None,
        }
    }

    fn objective(&self) -> Objective {
        match (self.question.worth, self.base.prices.is_some()) {
            (Some(worth), _) => Objective::Arrival { worth },
            (None, true) => Objective::Shortage,
            (None, false) => Objective::Chance,
        }
    }

    fn in_time(&self, arrival: Option<usize>) -> f64 {
        f64::from(u8::from(arrival.is_some_and(|month| month <= self.by)))
    }

    /// Net benefit trial by trial against doing nothing: USD, or 1 for an arrival in time.
    fn benefits(&self, columns: &Columns, objective: Objective) -> Vec<f64> {
        let trial = |i: usize| match objective {
            Objective::Arrival { worth } => worth * (self.in_time(columns.arrivals[i]) - self.in_time(self.base.arrivals[i])) - columns.cost[i],
            Objective::Shortage => self.shortage_worth(columns, i) - columns.cost[i],
            Objective::Chance => self.in_time(columns.arrivals[i]) - self.in_time(self.base.arrivals[i]),
        };
        (0..columns.arrivals.len()).map(trial).collect()
    }

    /// USD of shortage avoided in a trial.
    fn shortage_worth(&self, columns: &Columns, i: usize) -> f64 {
        let prices = self.base.prices.iter().flatten();
        prices.zip(self.base.shortage.iter().zip(&columns.shortage)).map(|(price, (before, after))| price[i] * (before[i] - after[i])).sum()
    }

    fn row(&self, place: usize, lever: Option<&LeverCase>, columns: &Columns, benefits: &[Vec<f64>]) -> LeverRow {
        let mut counts = MonthCounts::new(self.set.base.months());
        columns.arrivals.iter().for_each(|&arrival| counts.add(arrival));
        let quantile = |p: f64| super::estimate::month_quantile(&counts, p);
        let in_time = columns.arrivals.iter().filter(|&&arrival| self.in_time(arrival) > 0.0).count() as u64;
        let gained = |quantile: usize| months_gained(self.resampled, 0, place, quantile);
        let one_mineral = columns.shortage.len() == 1;
        let avoided = |of: fn(&Columns) -> &[f64]| paired(of(self.base), of(columns), |before, after| before - after);
        LeverRow {
            name: lever.map(|lever| lever.name.clone()),
            title: lever.map_or_else(|| "Do nothing".to_owned(), |lever| lever.title.clone()),
            lead_time: lever.map_or(0, |lever| lever.lead_time),
            cost: Spread::of(&columns.cost),
            p50: quantile(0.5),
            p80: quantile(0.8),
            months_p50: gained(0),
            months_p80: gained(1),
            months_mean: self.mean_months(self.base, columns),
            chance: share(in_time, columns.arrivals.len() as u64),
            chance_gained: paired(&self.base.arrivals, &columns.arrivals, |before, after| self.in_time(after) - self.in_time(before)),
            shortage_avoided: one_mineral.then(|| avoided(|columns| &columns.shortage[0])),
            bridge_avoided: one_mineral.then(|| avoided(|columns| &columns.bridge)),
            shortage_worth: self.base.prices.as_ref().map(|_| {
                let worth: Vec<f64> = (0..columns.arrivals.len()).map(|i| self.shortage_worth(columns, i)).collect();
                estimate(&worth)
            }),
            net_benefit: estimate(&benefits[place]),
            usd_per_month: lever.and_then(|_| ratio(self.resampled, columns, |sample| sample.gain(0, place, 0), 1.0)),
            usd_per_mean_month: lever
                .and_then(|_| ratio(self.resampled, columns, |sample| Some(sample.mean_months[0] - sample.mean_months[place]), 1.0)),
            usd_per_point: lever.and_then(|_| ratio(self.resampled, columns, |sample| Some(sample.in_time[place] - sample.in_time[0]), 100.0)),
        }
    }

    /// Months earlier on average, never counting as the month after the last.
    fn mean_months(&self, before: &Columns, after: &Columns) -> Estimate {
        let horizon = self.set.base.months();
        paired(&before.arrivals, &after.arrivals, |before, after| months(before, horizon) - months(after, horizon))
    }

    fn pair(&self, pair: &PairCase, place: usize, columns: Option<&Columns>, alone: &[Columns]) -> LeverPair {
        let [a, b] = pair.levers;
        let names = pair.levers.map(|lever| self.set.levers[lever].name.clone());
        let Some(both) = columns else {
            let why = pair.plan.as_ref().err().cloned();
            return LeverPair { levers: names, apart: why, ..LeverPair::default() };
        };
        let horizon = self.set.base.months();
        let of = |value: &dyn Fn(Option<usize>) -> f64| {
            let at = |columns: &Columns| -> Vec<f64> { columns.arrivals.iter().map(|&arrival| value(arrival)).collect() };
            let (base, a, b, both) = (at(self.base), at(&alone[a]), at(&alone[b]), at(both));
            let each = |f: &dyn Fn(usize) -> f64| estimate(&(0..base.len()).map(f).collect::<Vec<_>>());
            [each(&|i| both[i] - base[i]), each(&|i| a[i] + b[i] - 2.0 * base[i]), each(&|i| both[i] - a[i] - b[i] + base[i])]
        };
        let [chance_gained, chance_of_parts, chance_beyond] = of(&|arrival| self.in_time(arrival));
        let [months_mean, months_of_parts, months_beyond] = of(&|arrival| -months(arrival, horizon));
        LeverPair {
            levers: names,
            apart: None,
            chance_gained: Some(chance_gained),
            chance_of_parts: Some(chance_of_parts),
            chance_beyond: Some(chance_beyond),
            months_p50: Some(months_gained(self.resampled, 0, place, 0)),
            months_mean: Some(months_mean),
            months_of_parts: Some(months_of_parts),
            months_beyond: Some(months_beyond),
        }
    }
}

fn months(arrival: Option<usize>, horizon: usize) -> f64 {
    arrival.unwrap_or(horizon) as f64
}

/// Mean of what a function makes of both runs of each trial.
fn paired<T: Copy>(before: &[T], after: &[T], f: impl Fn(T, T) -> f64) -> Estimate {
    estimate(&before.iter().zip(after).map(|(&before, &after)| f(before, after)).collect::<Vec<_>>())
}

/// Mean and standard error of values, summed in order.
fn estimate(values: &[f64]) -> Estimate {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Estimate { mean, standard_error: if values.len() > 1 { (squares / (n - 1.0) / n).sqrt() } else { f64::NAN } }
}
