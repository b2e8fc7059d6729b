//! Runs of the levers: gains of each lever alone and of each pair on the same draws, and the value of information before choosing.

use rayon::prelude::*;

use super::bootstrap::{Resampled, months_gained, ratio, resample};
use super::cases::{LeverCase, LeverSet, PairCase};
use super::columns::{Columns, columns, known_inputs};
use super::findings::{Choice, Cost, InputInformation, Interaction, LeverPair, LeversFindings, Objective, PairGains, Waiting};
use super::information::{Interval, perfect_information, worth_knowing};
use super::{LeversArgs, waiting};
use crate::driver::progress::Progress;
use crate::driver::{Failure, Request, part};
use crate::stats::{MonthCounts, Proportion};
use crate::study::RunOptions;
use crate::units::{Quantity, Unit};

/// Half width of a 95% interval of a normal distribution, in standard errors.
pub(super) const HALF_WIDTH_95: f64 = 1.959_963_984_540_054;

/// Question of the analysis.
#[derive(Clone, Copy, Debug)]
pub struct LeverQuestion {
    /// Index of the goal in the plan.
    pub goal: usize,
    /// Year by the end of which the goal has arrived.
    pub year: i32,
    /// Benefit of an arrival by then, USD; where `None`, shortage avoided counts at its price.
    pub worth: Option<f64>,
}

/// Computes what the options ask for.
///
/// # Errors
/// Where the scenario has no lever, a lever cannot run, the goal or the year does not exist, or the threads cannot be started.
pub fn compute(request: &Request, args: &LeversArgs) -> Result<LeversFindings, Failure> {
    if request.scenario.levers.is_empty() {
        let message = format!("{} has no levers: write [levers.NAME] with a cost, and what it sets or adds", request.name);
        return Err(Failure::Input(message));
    }
    let choice = args.goal.choose(&request.plan)?;
    let mut set = LeverSet::of(&request.loaded, request.plan.clone())?;
    if let Some(date) = args.wait_until {
        let months = waiting::months(request.plan.grid, date).map_err(Failure::Input)?;
        set = set.waiting(&request.loaded, months);
    }
    let question = LeverQuestion { goal: choice.goal, year: choice.year, worth: args.worth };
    let progress = Progress::new(set.trials(request.options.trials), "running levers");
    gains(&set, &question, &request.options, &|done| progress.add(done)).map_err(part::no_threads)
}

/// Runs the scenario without levers, with each lever and with each pair that can be combined, all on the same draws; `progress` receives the trials
/// finished, of [`LeverSet::trials`].
///
/// # Errors
/// Where the threads cannot be started.
pub fn gains(
    set: &LeverSet,
    question: &LeverQuestion,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<LeversFindings, rayon::ThreadPoolBuildError> {
    let pool = options.pool()?;
    let run = |plan, lever: Option<usize>| {
        let columns = columns(plan, question.goal, lever, options, &pool);
        progress(options.trials);
        columns
    };
    let base = run(&set.base, None);
    let alone: Vec<Columns> = set.levers.iter().map(|lever| run(&lever.plan, Some(0))).collect();
    let pairs: Vec<Option<Columns>> = set.pairs.iter().map(|pair| pair.plan.as_ref().ok().map(|plan| run(plan, None))).collect();
    let late: Vec<Columns> = waiting::cases(set).map(|lever| run(&lever.plan, Some(0))).collect();
    let known = known_inputs(&set.base, &set.levers, &base, &alone);

    let all: Vec<&[Option<usize>]> =
        std::iter::once(&base).chain(&alone).chain(pairs.iter().flatten()).map(|columns| columns.arrivals.as_slice()).collect();
    let by = set.base.grid.last_month_of(question.year).unwrap_or(set.base.months() - 1);
    let resampled = pool.install(|| resample(&all, by, set.base.months(), options.seed));
    let runs = LeverRuns { set, question, by, base: &base, resampled: &resampled, trials: options.trials };
    let goal = &set.base.goals.goals[question.goal];
    let objective = runs.objective();
    let unit = if objective == Objective::Probability { Unit::PROBABILITY_DIFFERENCE } else { Unit::DOLLARS };
    let benefits: Vec<Vec<f64>> = std::iter::once(&base).chain(&alone).map(|columns| runs.benefits(columns, objective)).collect();
    let values_of = |benefits: &[Vec<f64>]| {
        let worth = |(path, values): &(String, &[f64])| (path.clone(), worth_knowing(values, benefits));
        let mut inputs: Vec<(String, Interval)> = pool.install(|| known.par_iter().map(worth).collect());
        inputs.sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then(b.1.low.total_cmp(&a.1.low)).then(a.0.cmp(&b.0)));
        inputs.into_iter().map(|(input, value)| InputInformation { input, value: runs.interval(value, unit.clone()) }).collect::<Vec<_>>()
    };
    let waiting = set.late.as_ref().map(|(month, levers)| {
        let later: Vec<Vec<f64>> = std::iter::once(&base).chain(&late).map(|columns| runs.benefits(columns, objective)).collect();
        let (best, difference) = waiting::cost(&benefits, &later);
        Waiting {
            month: set.base.grid.label(*month as usize),
            best: best.checked_sub(1).and_then(|lever| waiting::cases(set).nth(lever)).map(|lever| lever.title.clone()),
            cost: runs.estimate(difference, unit.clone()),
            inputs: values_of(&later),
            left_out: levers.iter().filter_map(|lever| lever.as_ref().err().cloned()).collect(),
        }
    });
    let choices = std::iter::once((None, &base)).chain(set.levers.iter().map(Some).zip(&alone)).enumerate();
    let mut formed = 0;
    Ok(LeversFindings {
        goal: goal.name.clone(),
        goal_title: goal.title.clone(),
        goal_test: goal.sentence.clone(),
        mineral: runs.mineral(),
        year: question.year,
        objective,
        choices: choices.map(|(place, (lever, columns))| runs.choice(place, lever, columns, &benefits, &unit)).collect(),
        pairs: set
            .pairs
            .iter()
            .zip(&pairs)
            .map(|(pair, columns)| {
                formed += usize::from(columns.is_some());
                runs.pair(pair, set.levers.len() + formed, columns.as_ref(), &alone)
            })
            .collect(),
        perfect_information: runs.interval(perfect_information(&benefits), unit.clone()),
        inputs: values_of(&benefits),
        waiting,
    })
}

/// Runs of the levers, with the run without any.
struct LeverRuns<'a> {
    set: &'a LeverSet,
    question: &'a LeverQuestion,
    /// Last month of the year.
    by: usize,
    base: &'a Columns,
    resampled: &'a [Resampled],
    trials: u64,
}

impl LeverRuns<'_> {
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
            (None, false) => Objective::Probability,
        }
    }

    fn in_time(&self, arrival: Option<usize>) -> f64 {
        f64::from(u8::from(arrival.is_some_and(|month| month <= self.by)))
    }

    /// Net benefit of each trial against no lever: USD, or 1 for an arrival in time.
    fn benefits(&self, columns: &Columns, objective: Objective) -> Vec<f64> {
        let trial = |i: usize| match objective {
            Objective::Arrival { worth } => worth * (self.in_time(columns.arrivals[i]) - self.in_time(self.base.arrivals[i])) - columns.cost[i],
            Objective::Shortage => self.shortage_value(columns, i) - columns.cost[i],
            Objective::Probability => self.in_time(columns.arrivals[i]) - self.in_time(self.base.arrivals[i]),
        };
        (0..columns.arrivals.len()).map(trial).collect()
    }

    /// Value of the shortage avoided in a trial at its price, USD; 0 where there is no price.
    fn shortage_value(&self, columns: &Columns, i: usize) -> f64 {
        let prices = self.base.prices.iter().flatten();
        prices.zip(self.base.shortage.iter().zip(&columns.shortage)).map(|(price, (before, after))| price[i] * (before[i] - after[i])).sum()
    }

    fn estimate(&self, estimate: Estimate, unit: Unit) -> Quantity {
        Quantity::mean(estimate.mean, estimate.standard_error, unit, self.trials)
    }

    fn interval(&self, Interval { value, low, high }: Interval, unit: Unit) -> Quantity {
        Quantity::new(value, f64::NAN, [low, high], unit, self.trials)
    }

    fn choice(&self, place: usize, lever: Option<&LeverCase>, columns: &Columns, benefits: &[Vec<f64>], unit: &Unit) -> Choice {
        let mut counts = MonthCounts::new(self.set.base.months());
        columns.arrivals.iter().for_each(|&arrival| counts.add(arrival));
        let month = |p: f64| Quantity::month(counts.quantile(p), counts.interval(p).into(), self.set.base.grid, self.trials);
        let in_time = columns.arrivals.iter().filter(|&&arrival| self.in_time(arrival) > 0.0).count() as u64;
        let Proportion { share, standard_error, low, high, .. } = Proportion::new(in_time, columns.arrivals.len() as u64);
        let gained = |quantile: usize| self.months(months_gained(self.resampled, 0, place, quantile));
        let one_mineral = columns.shortage.len() == 1;
        let avoided = |of: fn(&Columns) -> &[f64]| self.estimate(paired(of(self.base), of(columns), |before, after| before - after), Unit::TONNES);
        let price = |gain: &dyn Fn(&Resampled) -> Option<f64>, per: f64, unit: &'static str| {
            let ratio = lever.and_then(|_| ratio(self.resampled, columns, gain, per));
            ratio.map(|ratio| self.interval(ratio, Unit::named(unit)))
        };
        Choice {
            lever: lever.map(|lever| lever.name.clone()),
            title: lever.map_or_else(|| "No lever".to_owned(), |lever| lever.title.clone()),
            lead_time: lever.map_or(0, |lever| lever.lead_time),
            cost: cost(&columns.cost),
            p50: month(0.5),
            p80: month(0.8),
            months_gained_p50: gained(0),
            months_gained_p80: gained(1),
            months_gained_mean: self.mean_months(self.base, columns),
            probability: Quantity::new(share, standard_error, [low, high], Unit::PROBABILITY, self.trials),
            probability_gained: self.estimate(
                paired(&self.base.arrivals, &columns.arrivals, |before, after| self.in_time(after) - self.in_time(before)),
                Unit::PROBABILITY_DIFFERENCE,
            ),
            shortage_avoided: one_mineral.then(|| avoided(|columns| &columns.shortage[0])),
            shortage_until_arrival_avoided: one_mineral.then(|| avoided(|columns| &columns.bridge)),
            shortage_avoided_value: self.base.prices.as_ref().map(|_| {
                let value: Vec<f64> = (0..columns.arrivals.len()).map(|i| self.shortage_value(columns, i)).collect();
                self.estimate(estimate(&value), Unit::DOLLARS)
            }),
            net_benefit: self.estimate(estimate(&benefits[place]), unit.clone()),
            usd_per_month_p50: price(&|sample| sample.gain(0, place, 0), 1.0, "USD/month"),
            usd_per_month_mean: price(&|sample| Some(sample.mean_months[0] - sample.mean_months[place]), 1.0, "USD/month"),
            usd_per_point: price(&|sample| Some(sample.in_time[place] - sample.in_time[0]), 100.0, "USD/percentage point"),
        }
    }

    fn months(&self, [value, low, high]: [Option<f64>; 3]) -> Quantity {
        let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
        Quantity::new(number(value), f64::NAN, [number(low), number(high)], Unit::MONTHS_DIFFERENCE, self.trials)
    }

    /// Months gained on average; an arrival that never comes counts as the month after the last.
    fn mean_months(&self, before: &Columns, after: &Columns) -> Quantity {
        let horizon = self.set.base.months();
        let gained = paired(&before.arrivals, &after.arrivals, |before, after| months(before, horizon) - months(after, horizon));
        self.estimate(gained, Unit::MONTHS_DIFFERENCE)
    }

    fn pair(&self, pair: &PairCase, place: usize, columns: Option<&Columns>, alone: &[Columns]) -> LeverPair {
        let [a, b] = pair.levers;
        let levers = pair.levers.map(|lever| self.set.levers[lever].name.clone());
        let Some(both) = columns else {
            return LeverPair { levers, gains: None, incompatible: pair.plan.as_ref().err().cloned() };
        };
        let horizon = self.set.base.months();
        let of = |value: &dyn Fn(Option<usize>) -> f64, unit: &Unit| {
            let at = |columns: &Columns| -> Vec<f64> { columns.arrivals.iter().map(|&arrival| value(arrival)).collect() };
            let (base, a, b, both) = (at(self.base), at(&alone[a]), at(&alone[b]), at(both));
            let each = |f: &dyn Fn(usize) -> f64| self.estimate(estimate(&(0..base.len()).map(f).collect::<Vec<_>>()), unit.clone());
            [each(&|i| both[i] - base[i]), each(&|i| a[i] + b[i] - 2.0 * base[i]), each(&|i| both[i] - a[i] - b[i] + base[i])]
        };
        let [probability, probability_sum, probability_beyond_sum] = of(&|arrival| self.in_time(arrival), &Unit::PROBABILITY_DIFFERENCE);
        let [months_mean, months_sum, months_beyond_sum] = of(&|arrival| -months(arrival, horizon), &Unit::MONTHS_DIFFERENCE);
        let gains = PairGains {
            probability,
            probability_sum,
            interaction: Interaction::of(&probability_beyond_sum),
            probability_beyond_sum,
            months_p50: self.months(months_gained(self.resampled, 0, place, 0)),
            months_mean,
            months_sum,
            months_beyond_sum,
        };
        LeverPair { levers, gains: Some(gains), incompatible: None }
    }
}

impl Interaction {
    /// Interaction by the gain beyond the sum of the parts.
    fn of(beyond: &Quantity) -> Self {
        match (beyond.low, beyond.high) {
            (Some(low), _) if low > 0.0 => Self::Complements,
            (_, Some(high)) if high < 0.0 => Self::Substitutes,
            _ => Self::NotDetected,
        }
    }
}

/// Distribution of a cost over the trials.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "trials are far fewer than 2^53")]
fn cost(values: &[f64]) -> Cost {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |p: f64| sorted.get(((p * sorted.len() as f64).ceil() as usize).saturating_sub(1)).copied().unwrap_or(0.0);
    let dollars = |value: f64| Quantity::without_error(value, Unit::DOLLARS, values.len() as u64);
    Cost {
        mean: dollars(values.iter().sum::<f64>() / values.len().max(1) as f64),
        p10: dollars(at(0.1)),
        p50: dollars(at(0.5)),
        p90: dollars(at(0.9)),
    }
}

fn months(arrival: Option<usize>, horizon: usize) -> f64 {
    arrival.unwrap_or(horizon) as f64
}

/// Mean over trials with its standard error.
#[derive(Clone, Copy)]
pub(super) struct Estimate {
    pub mean: f64,
    pub standard_error: f64,
}

/// Mean of a function of both runs of each trial.
fn paired<T: Copy>(before: &[T], after: &[T], f: impl Fn(T, T) -> f64) -> Estimate {
    estimate(&before.iter().zip(after).map(|(&before, &after)| f(before, after)).collect::<Vec<_>>())
}

/// Mean and standard error of values, summed in order.
pub(super) fn estimate(values: &[f64]) -> Estimate {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Estimate { mean, standard_error: if values.len() > 1 { (squares / (n - 1.0) / n).sqrt() } else { f64::NAN } }
}
