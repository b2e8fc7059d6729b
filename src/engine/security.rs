//! Hazards of a batch: incidents as a point process, what they strike, and the columns of availability that they cut.

use super::columns::{Column, Span};
use super::dispatch::vectorised;
use super::draw::{Keys, draw_index, draw_keyed, draw_occasional};
use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::strikes::Passes;
use crate::chance::{Key, LANES, offspring_delays, unit, unit_exponential};
use crate::plan::{HazardPlan, Plan, Slot};

/// Gaps between incidents that are drawn at a time.
const AHEAD: usize = 32;

/// What one incident did, where a trial is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Strike {
    /// Hazard.
    pub hazard: usize,
    /// Class.
    pub class: usize,
    /// When, months since the start.
    pub time: f64,
    /// End of the outage.
    pub until: f64,
    /// Share lost.
    pub loss: f64,
    /// Exposures struck, by their place in the hazard.
    pub struck: Vec<usize>,
    /// Operators that left, and until when.
    pub suspended: Vec<(usize, f64)>,
}

/// What incidents did in the trials of a batch.
#[derive(Clone, Debug)]
pub struct SecurityRun {
    /// Availability.
    pub columns: Vec<Column>,
    /// Times of the incidents of the hazard and trial at hand, months since the start, and their streams.
    times: Vec<f64>,
    keys: Vec<Key>,
    /// Incidents, and those that struck something, by hazard and lane.
    pub counts: Vec<[[u32; 2]; LANES]>,
    /// Incidents from this month on are not counted; they strike all the same.
    pub counted_until: f64,
    /// What each incident did, kept for lane 0 only where a trial is told.
    pub strikes: Option<Vec<Strike>>,
    delays: Vec<f64>,
    /// Bit e of the words of an incident is set where it strikes exposure e; word by word, each over all incidents.
    hits: Vec<u64>,
    operators: Vec<usize>,
    passes: Passes,
    rate: Vec<f64>,
}

impl SecurityRun {
    /// Room for a plan.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        // Stages go their way trial by trial, nodes month by month.
        let of_nodes: Vec<usize> = plan.chain.nodes.iter().filter_map(|node| node.availability).map(|column| column.0).collect();
        Self {
            columns: (0..plan.security.columns).map(|column| Column::new(plan.months(), 1.0, of_nodes.contains(&column))).collect(),
            times: Vec::new(),
            keys: Vec::new(),
            counts: vec![[[0; 2]; LANES]; plan.security.hazards.len()],
            counted_until: f64::INFINITY,
            strikes: tell.then(Vec::new),
            delays: Vec::new(),
            hits: Vec::new(),
            operators: Vec::new(),
            passes: Passes::default(),
            rate: Vec::new(),
        }
    }

    /// Runs all hazards of the batch whose first trial is `first`.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, values: &[Lanes], policy: &PolicyRun, first: u64) {
        self.columns.iter_mut().for_each(|column| column.reset(1.0));
        self.strikes.iter_mut().for_each(Vec::clear);
        for (h, hazard) in plan.security.hazards.iter().enumerate() {
            self.counts[h] = [[0; 2]; LANES];
            for lane in 0..LANES {
                self.times.clear();
                self.keys.clear();
                self.background(plan, hazard, keys, values, policy, first + lane as u64, lane);
                self.offspring(plan, hazard, keys, values, lane);
                self.counts[h][lane][0] = self.counted(0..self.times.len());
                self.hit(hazard, keys, values, lane);
                if self.strikes.is_none() && hazard.classes.iter().all(|class| class.suspends.is_none()) {
                    let incidents = (self.times.as_slice(), self.keys.as_slice());
                    self.passes.run(hazard, keys, values, incidents, &self.hits, &mut self.columns, plan.months(), lane);
                    self.counts[h][lane][1] = self.counted(self.passes.struck.iter().copied());
                    continue;
                }
                let telling = self.strikes.is_some() && lane == 0;
                for i in 0..self.times.len() {
                    if telling || self.hits.iter().skip(i).step_by(self.times.len()).any(|&word| word != 0) {
                        self.strike(plan, h, keys, values, lane, i);
                    }
                }
            }
        }
        self.columns.iter_mut().for_each(Column::turn);
    }

    /// Background incidents: unit-exponential gaps in operational time, turned to the calendar by the integrated rate.
    #[expect(clippy::too_many_arguments, reason = "one trial of one hazard, all of it given")]
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    fn background(&mut self, plan: &Plan, hazard: &HazardPlan, keys: &Keys, values: &[Lanes], policy: &PolicyRun, trial: u64, lane: usize) {
        let horizon = plan.months() as f64;
        let rate = values[hazard.rate.0].0[lane] / 12.0;
        if rate <= 0.0 {
            return;
        }
        let gaps = keys.get(hazard.gaps).child(trial);
        let occurrences = keys.get(hazard.incidents).child(trial);
        let gap = |j: u64| unit_exponential(unit(gaps.word(j)));
        if hazard.trend.is_none() && hazard.season.is_none() && hazard.level.is_empty() {
            // Many at a time, the last of them for nothing.
            let mut operational = 0.0;
            loop {
                let from = self.times.len();
                self.times.resize(from + AHEAD, 0.0);
                let times = &mut self.times[from..];
                let count = vectorised(
                    #[inline(always)]
                    || {
                        for (time, j) in times.iter_mut().zip(from as u64..) {
                            *time = gap(j);
                        }
                        for time in &mut *times {
                            operational += *time;
                            *time = operational;
                        }
                        times.iter_mut().fold(0, |count, time| {
                            *time /= rate;
                            count + usize::from(*time < horizon)
                        })
                    },
                );
                if count < AHEAD {
                    self.times.truncate(from + count);
                    break;
                }
            }
            self.keys.resize(self.times.len(), occurrences);
            let incidents = &mut self.keys;
            vectorised(
                #[inline(always)]
                || {
                    for (key, j) in incidents.iter_mut().zip(0..) {
                        *key = occurrences.child(j);
                    }
                },
            );
            return;
        }
        // The rate at the start of each month; within it, it only grows by the trend.
        let growth = hazard.trend.map_or(0.0, |slot| values[slot.0].0[lane].ln_1p() / 12.0);
        self.rate.clear();
        self.rate.extend((0..plan.months()).map(|k| {
            let season = hazard.season.map_or(1.0, |season| season[plan.grid.month_of_year(k)]);
            let level: f64 = hazard.level.iter().map(|effect| policy.effects[effect.0].row(lane)[k]).product();
            rate * season * level * (growth * k as f64).exp()
        }));
        // ∫₀ˣ e^{gs} ds = (e^{gx} − 1)/g, and its inverse ln(1 + g·y)/g.
        let month = if growth == 0.0 { 1.0 } else { growth.exp_m1() / growth };
        let (mut k, mut before, mut target) = (0, 0.0, 0.0);
        for j in 0.. {
            target += gap(j);
            while k < self.rate.len() && before + self.rate[k] * month <= target {
                before += self.rate[k] * month;
                k += 1;
            }
            if k == self.rate.len() {
                break;
            }
            let part = (target - before) / self.rate[k];
            let within = if growth == 0.0 { part } else { (growth * part).ln_1p() / growth };
            self.times.push(k as f64 + within.clamp(0.0, 1.0));
            self.keys.push(occurrences.child(j));
        }
    }

    /// Each incident sets off others, those too.
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    fn offspring(&mut self, plan: &Plan, hazard: &HazardPlan, keys: &Keys, values: &[Lanes], lane: usize) {
        let Some(excitation) = hazard.excitation else { return };
        let horizon = plan.months() as f64;
        let (branching, decay) = (values[excitation.branching.0].0[lane], values[excitation.decay.0].0[lane]);
        let mut i = 0;
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

    /// Which exposures each incident strikes: bit e of the words of an incident, exposure by exposure over all incidents.
    ///
    /// `unit(word) < chance` in whole numbers: (word >> 12) + ½ < chance · 2^52.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a chance is in [0, 1]")]
    fn hit(&mut self, hazard: &HazardPlan, keys: &Keys, values: &[Lanes], lane: usize) {
        let count = self.keys.len();
        self.hits.clear();
        self.hits.resize(hazard.exposures.len().div_ceil(64) * count, 0);
        let (hits, incidents, times) = (&mut self.hits, &self.keys, &self.times);
        vectorised(
            #[inline(always)]
            || {
                for (e, exposure) in hazard.exposures.iter().enumerate() {
                    let limit_of = |chance: Slot| (values[chance.0].0[lane] * 4_503_599_627_370_496.0 - 0.5).ceil().max(0.0) as u64;
                    let limit = limit_of(exposure.chance);
                    let input = keys.get(exposure.key);
                    let (word, bit) = (e / 64, e % 64);
                    let hits = hits[word * count..][..count].iter_mut().zip(incidents);
                    if let Some((until, before)) = exposure.before {
                        let before = limit_of(before);
                        for ((hit, key), &time) in hits.zip(times) {
                            let limit = if time < until { before } else { limit };
                            *hit |= u64::from(key.at(input) >> 12 < limit) << bit;
                        }
                        continue;
                    }
                    for (hit, key) in hits {
                        *hit |= u64::from(key.at(input) >> 12 < limit) << bit;
                    }
                }
            },
        );
    }

    /// What one incident does to what it strikes.
    fn strike(&mut self, plan: &Plan, h: usize, keys: &Keys, values: &[Lanes], lane: usize, i: usize) {
        let hazard = &plan.security.hazards[h];
        let (time, key, count) = (self.times[i], self.keys[i], self.times.len());
        let c = draw_index(&hazard.weights, unit(key.at(keys.get(hazard.class_key))));
        let class = &hazard.classes[c];
        let until = time + draw_occasional(&class.outage, key, keys, values, lane);
        let loss = draw_occasional(&class.loss, key, keys, values, lane);
        let span = Span::new(time, until, plan.months());
        let mut is_struck = false;
        for (word, hits) in self.hits.iter().skip(i).step_by(count).enumerate() {
            let mut bits = *hits;
            is_struck |= bits != 0;
            while let (Some(span), true) = (span, bits != 0) {
                for column in &hazard.exposures[word * 64 + bits.trailing_zeros() as usize].columns {
                    self.columns[column.0].cut(lane, span, loss);
                }
                bits &= bits - 1;
            }
        }
        self.counts[h][lane][1] += u32::from(is_struck && time < self.counted_until);
        let mut suspended = Vec::new();
        if let Some(suspension) = &class.suspends {
            let mut operators = std::mem::take(&mut self.operators);
            operators.clear();
            operators.extend(self.struck(i).map(|e| hazard.exposures[e].operator.0));
            operators.sort_unstable();
            operators.dedup();
            for &operator in &operators {
                let [probability, duration, happens] = suspension.keys[operator];
                let with = |what, input| draw_keyed(what, key, keys.get(input), values, lane);
                if unit(key.at(keys.get(happens))) < with(&suspension.probability, probability) {
                    let back = until + with(&suspension.duration, duration);
                    if let Some(span) = Span::new(until, back, plan.months()) {
                        for column in &plan.security.columns_of_operator[operator] {
                            self.columns[column.0].cut(lane, span, 1.0);
                        }
                    }
                    suspended.push((operator, back));
                }
            }
            self.operators = operators;
        }
        if lane == 0 && self.strikes.is_some() {
            let strike = Strike { hazard: h, class: c, time, until, loss, struck: self.struck(i).collect(), suspended };
            self.strikes.get_or_insert_default().push(strike);
        }
    }

    /// How many of these incidents of the trial at hand are counted.
    fn counted(&self, incidents: impl ExactSizeIterator<Item = usize>) -> u32 {
        if self.counted_until == f64::INFINITY {
            return incidents.fold(0, |count, _| count + 1);
        }
        incidents.filter(|&i| self.times[i] < self.counted_until).fold(0, |count, _| count + 1)
    }

    /// Exposures that an incident strikes, in order.
    fn struck(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let words = self.hits.iter().skip(i).step_by(self.times.len().max(1)).enumerate();
        words.flat_map(|(word, &hits)| (0..64).filter(move |bit| hits >> bit & 1 == 1).map(move |bit| word * 64 + bit))
    }
}
