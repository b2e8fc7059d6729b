//! Times of the incidents of a hazard in all trials of a batch: background incidents by year, and the incidents that they trigger.
//!
//! Each year from the start has a Poisson number of background incidents, each at an independent time: given their number, the times of a Poisson process
//! are independent (Kingman 1993). A higher rate keeps all incidents of a lower rate and adds others, and the incidents of a year do not depend on earlier
//! years.

use super::dispatch::vectorised;
use super::draw::Keys;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use crate::chance::{Key, LANES, POISSON_MAX_MEAN, PoissonCounts, offspring_delays, standard_normal, unit};
use crate::plan::{HazardPlan, Plan, VolatilityPlan};

/// Months of a year.
const YEAR: usize = 12;

/// Incidents of one hazard.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    /// When, months since the start: trial after trial, in no order within a year.
    pub times: Vec<f64>,
    /// Their streams.
    pub keys: Vec<Key>,
    /// Where each trial's end in these lists.
    pub ends: [usize; LANES],
    /// Background incidents expected, by year.
    expected: Vec<Lanes>,
    /// The same from the start to each month, trial after trial, where the rate is not always the same.
    until: [Vec<f64>; LANES],
    counts: PoissonCounts,
    /// Numbers of the background incidents of a trial.
    numbers: Vec<u64>,
    delays: Vec<f64>,
}

/// The number of an incident: its year, which of the layers of its rate it is of, and its place there.
const fn number(year: usize, layer: usize) -> u64 {
    (year as u64) << 32 | (layer as u64) << 16
}

impl Incidents {
    /// Incidents of a trial, by their places in the lists.
    pub fn of(&self, lane: usize) -> std::ops::Range<usize> {
        let from = lane.checked_sub(1).map_or(0, |before| self.ends[before]);
        from..self.ends[lane]
    }

    /// Draws all incidents of the batch whose first trial is `first`.
    pub fn draw(&mut self, plan: &Plan, hazard: &HazardPlan, keys: &Keys, values: &[Lanes], policy: &PolicyRun, first: u64) {
        self.times.clear();
        self.keys.clear();
        let steady = hazard.trend.is_none() && hazard.season.is_none() && hazard.level.is_empty() && hazard.volatility.is_none();
        if steady {
            self.expect_steadily(plan, hazard, values);
        } else {
            for lane in 0..LANES {
                let volatility = hazard.volatility.map(|plan| Volatility::new(plan, keys, values, first, lane));
                self.integrate(plan, hazard, values, policy, volatility, lane);
            }
        }
        let layers = self.count(keys.get(hazard.counts), first);
        for lane in 0..LANES {
            let from = self.times.len();
            self.number(layers, lane);
            self.place(keys.get(hazard.incidents).child(first + lane as u64), keys.get(hazard.times), plan.months(), from);
            if !steady {
                self.place_unsteadily(plan, hazard, values, lane, from);
            }
            self.offspring(plan, hazard, keys, values, lane, from);
            self.ends[lane] = self.times.len();
        }
    }

    /// The same rate all the time.
    fn expect_steadily(&mut self, plan: &Plan, hazard: &HazardPlan, values: &[Lanes]) {
        let rate = values[hazard.rate.0].max(Lanes::ZERO) * (1.0 / 12.0);
        self.expected.clear();
        self.expected.extend((0..plan.months()).step_by(YEAR).map(|from| rate * YEAR.min(plan.months() - from) as f64));
    }

    /// Integrates a rate with seasons, a trend, regimes and volatility over the months of a trial.
    fn integrate(&mut self, plan: &Plan, hazard: &HazardPlan, values: &[Lanes], policy: &PolicyRun, mut volatility: Option<Volatility>, lane: usize) {
        let growth = growth(hazard, values, lane);
        // ∫₀¹ e^{gs} ds = (e^g − 1)/g.
        let month = if growth == 0.0 { 1.0 } else { growth.exp_m1() / growth };
        let factor = growth.exp();
        let mut rate = values[hazard.rate.0].0[lane].max(0.0) / 12.0 * month;
        let until = &mut self.until[lane];
        until.clear();
        until.push(0.0);
        let mut sum = 0.0;
        for k in 0..plan.months() {
            let season = hazard.season.map_or(1.0, |season| season[plan.grid.month_of_year(k)]);
            let level: f64 = hazard.level.iter().map(|effect| policy.effects[effect.0].row(lane)[k]).product();
            sum += rate * season * volatility.as_mut().map_or(level, |volatility| level * volatility.next());
            until.push(sum);
            rate *= factor;
        }
        self.expected.resize(plan.months().div_ceil(YEAR), Lanes::ZERO);
        for (year, expected) in self.expected.iter_mut().enumerate() {
            let to = ((year + 1) * YEAR).min(plan.months());
            expected.0[lane] = until[to] - until[year * YEAR];
        }
    }

    /// Draws the number of incidents of each year. A rate too large for one Poisson table is divided into layers with independent counts.
    ///
    /// Returns the number of layers.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "layers are few")]
    fn count(&mut self, stream: Key, first: u64) -> usize {
        let most = self.expected.iter().fold(Lanes::ZERO, |most, expected| most.max(*expected)).highest();
        let layers = (most / POISSON_MAX_MEAN).ceil() as usize;
        let trials: [Key; LANES] = std::array::from_fn(|lane| stream.child(first + lane as u64));
        let (counts, all) = (&mut self.counts, &self.expected);
        counts.clear();
        vectorised(
            #[inline(always)]
            || {
                let (mut before, mut none) = (Lanes::ZERO, Lanes::ONE);
                for layer in 0..layers {
                    let below = Lanes::splat(layer as f64 * POISSON_MAX_MEAN);
                    for (year, expected) in all.iter().enumerate() {
                        let mean = (*expected - below).max(Lanes::ZERO).min(Lanes::splat(POISSON_MAX_MEAN));
                        // The rate of a year is mostly that of the year before.
                        if mean != before {
                            (before, none) = (mean, Lanes(mean.0.map(|mean| (-mean).exp())));
                        }
                        counts.push(mean.0, none.0, trials.map(|trial| unit(trial.word(number(year, layer)))));
                    }
                }
                counts.compute();
            },
        );
        layers
    }

    /// Numbers of all background incidents of a trial.
    fn number(&mut self, layers: usize, lane: usize) {
        const FEW: usize = 8;
        let years = self.expected.len();
        self.numbers.clear();
        self.numbers.resize(FEW, 0);
        let mut end = 0;
        for layer in 0..layers {
            for year in 0..years {
                let count = self.counts.count(layer * years + year, lane);
                let first = number(year, layer);
                // Whole vectors are computed; the surplus at the end is not used.
                for from in (0..count).step_by(FEW) {
                    let all: [u64; FEW] = std::array::from_fn(|place| first + (from + place) as u64);
                    if self.numbers.len() < end + from + FEW {
                        self.numbers.resize(2 * (end + from + FEW), 0);
                    }
                    self.numbers[end + from..end + from + FEW].copy_from_slice(&all);
                }
                end += count;
            }
        }
        self.numbers.truncate(end);
    }

    /// Streams of the background incidents of a trial, and their times, even over their years.
    fn place(&mut self, trial: Key, input: Key, months: usize, from: usize) {
        let horizon = months as f64;
        self.keys.resize(from + self.numbers.len(), trial);
        self.times.resize(from + self.numbers.len(), 0.0);
        let (incidents, times, numbers) = (&mut self.keys[from..], &mut self.times[from..], &self.numbers);
        vectorised(
            #[inline(always)]
            || {
                for ((key, time), &number) in incidents.iter_mut().zip(times).zip(numbers) {
                    *key = trial.child(number);
                    let begins = (number >> 32) as f64 * 12.0;
                    let rest = horizon - begins;
                    *time = begins + unit(key.at(input)) * if rest < 12.0 { rest } else { 12.0 };
                }
            },
        );
    }

    /// Moves times that are even over their years to where the rate has them.
    fn place_unsteadily(&mut self, plan: &Plan, hazard: &HazardPlan, values: &[Lanes], lane: usize, from: usize) {
        let growth = growth(hazard, values, lane);
        let until = &self.until[lane];
        for (time, &number) in self.times[from..].iter_mut().zip(&self.numbers) {
            let begins = (number >> 32) as usize * YEAR;
            let ends = (begins + YEAR).min(plan.months());
            let share = (*time - begins as f64) / (ends - begins) as f64;
            let target = until[begins] + share * (until[ends] - until[begins]);
            let mut k = begins;
            while k + 1 < ends && until[k + 1] <= target {
                k += 1;
            }
            // Within a month the rate only grows: ∫₀ˣ e^{gs} ds over its whole is (e^{gx} − 1)/(e^g − 1).
            let mass = until[k + 1] - until[k];
            let part = if mass > 0.0 { (target - until[k]) / mass } else { 0.0 };
            let within = if growth == 0.0 { part } else { (part * growth.exp_m1()).ln_1p() / growth };
            *time = k as f64 + within.clamp(0.0, 1.0);
        }
    }

    /// Draws the incidents triggered by each incident of a trial, and those triggered by them in turn.
    fn offspring(&mut self, plan: &Plan, hazard: &HazardPlan, keys: &Keys, values: &[Lanes], lane: usize, from: usize) {
        let Some(excitation) = hazard.excitation else { return };
        let horizon = plan.months() as f64;
        let (branching, decay) = (values[excitation.branching.0].0[lane], values[excitation.decay.0].0[lane]);
        let mut i = from;
        while i < self.times.len() {
            let (time, key) = (self.times[i], self.keys[i]);
            self.delays.clear();
            offspring_delays(Key::from_bits(key.at(keys.get(excitation.key))), branching, decay, &mut self.delays);
            for (m, delay) in self.delays.iter().enumerate() {
                if time + delay < horizon {
                    self.times.push(time + delay);
                    self.keys.push(key.child(m as u64));
                }
            }
            i += 1;
        }
    }
}

/// Volatility of the rate in one trial: its logarithm is a stationary Gaussian autoregressive process of order 1 by month, its mean 1. Given these factors
/// the incidents are a Poisson process, drawn as any other (a log-Gaussian Cox process, Møller, Syversveen & Waagepetersen 1998).
struct Volatility {
    stream: Key,
    month: u64,
    /// Standard deviation of the logarithm, and its correlation from month to month.
    sd: f64,
    correlation: f64,
    /// The logarithm in this month, without the constant that makes the mean 1.
    log: f64,
}

impl Volatility {
    fn new(plan: VolatilityPlan, keys: &Keys, values: &[Lanes], first: u64, lane: usize) -> Self {
        let (sd, months) = (values[plan.sd.0].0[lane], values[plan.months.0].0[lane]);
        Self { stream: keys.get(plan.key).child(first + lane as u64), month: 0, sd, correlation: (-1.0 / months).exp(), log: 0.0 }
    }

    /// The factor of the next month.
    fn next(&mut self) -> f64 {
        let drawn = self.sd * standard_normal(unit(self.stream.word(self.month)));
        let kept = self.correlation;
        self.log = if self.month == 0 { drawn } else { kept * self.log + (1.0 - kept * kept).max(0.0).sqrt() * drawn };
        self.month += 1;
        (self.log - 0.5 * self.sd * self.sd).exp()
    }
}

/// Growth of the rate a month, as a logarithm.
fn growth(hazard: &HazardPlan, values: &[Lanes], lane: usize) -> f64 {
    hazard.trend.map_or(0.0, |slot| values[slot.0].0[lane].ln_1p() / 12.0)
}
