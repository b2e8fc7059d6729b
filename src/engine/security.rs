//! Hazards of a batch: incidents as a point process, what they strike, and the columns of availability that they cut.

use super::columns::Column;
use super::draw::{Keys, draw_index, draw_keyed, draw_occasional};
use super::lanes::Lanes;
use super::policy::PolicyRun;
use crate::chance::{Key, LANES, offspring_delays, unit, unit_exponential};
use crate::plan::{HazardPlan, Plan, Slot};

/// One incident, months since the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Trial of the batch.
    pub lane: usize,
    /// When.
    pub time: f64,
    /// Its own stream.
    pub key: Key,
    /// Whether another incident set it off.
    pub offspring: bool,
}

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
    /// Incidents of the hazard at hand.
    incidents: Vec<Incident>,
    /// Incidents, and those that struck something, by hazard and lane.
    pub counts: Vec<[[u32; 2]; LANES]>,
    /// Incidents from this month on are not counted; they strike all the same.
    pub counted_until: f64,
    /// What each incident did, kept for lane 0 only where a trial is told.
    pub strikes: Option<Vec<Strike>>,
    delays: Vec<f64>,
    keys: Vec<Key>,
    hits: Vec<u64>,
    struck: Vec<usize>,
    operators: Vec<usize>,
    rate: Vec<f64>,
}

impl SecurityRun {
    /// Room for a plan.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        Self {
            columns: (0..plan.security.columns).map(|_| Column::new(plan.months(), 1.0)).collect(),
            incidents: Vec::new(),
            counts: vec![[[0; 2]; LANES]; plan.security.hazards.len()],
            counted_until: f64::INFINITY,
            strikes: tell.then(Vec::new),
            delays: Vec::new(),
            keys: Vec::new(),
            hits: Vec::new(),
            struck: Vec::new(),
            operators: Vec::new(),
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
                self.incidents.clear();
                self.background(plan, hazard, keys, values, policy, first + lane as u64, lane);
                self.offspring(plan, hazard, keys, values, lane);
                let counted = self.incidents.iter().filter(|incident| incident.time < self.counted_until).count();
                self.counts[h][lane][0] = u32::try_from(counted).unwrap_or(u32::MAX);
                self.hit(hazard, keys, values, lane);
                for i in 0..self.incidents.len() {
                    self.strike(plan, h, keys, values, lane, i);
                }
            }
        }
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
            let mut operational = 0.0;
            for j in 0.. {
                operational += gap(j);
                let time = operational / rate;
                if time >= horizon {
                    break;
                }
                self.incidents.push(Incident { lane, time, key: occurrences.child(j), offspring: false });
            }
            return;
        }
        // The rate at the start of each month; within it, it only grows by the trend.
        let growth = hazard.trend.map_or(0.0, |slot| values[slot.0].0[lane].ln_1p() / 12.0);
        self.rate.clear();
        self.rate.extend((0..plan.months()).map(|k| {
            let season = hazard.season.map_or(1.0, |season| season[plan.grid.month_of_year(k)]);
            let level: f64 = hazard.level.iter().map(|effect| policy.effects[effect.0].0[k].0[lane]).product();
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
            self.incidents.push(Incident { lane, time: k as f64 + within.clamp(0.0, 1.0), key: occurrences.child(j), offspring: false });
        }
    }

    /// Each incident sets off others, those too.
    #[expect(clippy::cast_precision_loss, reason = "months are few")]
    fn offspring(&mut self, plan: &Plan, hazard: &HazardPlan, keys: &Keys, values: &[Lanes], lane: usize) {
        let Some(excitation) = hazard.excitation else { return };
        let horizon = plan.months() as f64;
        let (branching, decay) = (values[excitation.branching.0].0[lane], values[excitation.decay.0].0[lane]);
        let mut i = 0;
        while i < self.incidents.len() {
            let (time, key) = (self.incidents[i].time, self.incidents[i].key);
            self.delays.clear();
            offspring_delays(Key::from_bits(key.at(keys.get(excitation.key))), branching, decay, &mut self.delays);
            for (m, delay) in self.delays.iter().enumerate() {
                if time + delay < horizon {
                    self.incidents.push(Incident { lane, time: time + delay, key: key.child(m as u64), offspring: true });
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
        let words = hazard.exposures.len().div_ceil(64);
        self.keys.clear();
        self.keys.extend(self.incidents.iter().map(|incident| incident.key));
        self.hits.clear();
        self.hits.resize(words * self.incidents.len(), 0);
        for (e, exposure) in hazard.exposures.iter().enumerate() {
            let limit_of = |chance: Slot| (values[chance.0].0[lane] * 4_503_599_627_370_496.0 - 0.5).ceil().max(0.0) as u64;
            let limit = limit_of(exposure.chance);
            let input = keys.get(exposure.key);
            let (word, bit) = (e / 64, e % 64);
            let hits = &mut self.hits[word * self.incidents.len()..][..self.incidents.len()];
            if let Some((until, before)) = exposure.before {
                let before = limit_of(before);
                for (hit, incident) in hits.iter_mut().zip(&self.incidents) {
                    let limit = if incident.time < until { before } else { limit };
                    *hit |= u64::from(incident.key.at(input) >> 12 < limit) << bit;
                }
                continue;
            }
            for (hit, key) in hits.iter_mut().zip(&self.keys) {
                *hit |= u64::from(key.at(input) >> 12 < limit) << bit;
            }
        }
    }

    /// What one incident does to what it strikes.
    fn strike(&mut self, plan: &Plan, h: usize, keys: &Keys, values: &[Lanes], lane: usize, i: usize) {
        let hazard = &plan.security.hazards[h];
        let (time, key, count) = (self.incidents[i].time, self.incidents[i].key, self.incidents.len());
        self.struck.clear();
        for word in 0..hazard.exposures.len().div_ceil(64) {
            let mut bits = self.hits[word * count + i];
            while bits != 0 {
                self.struck.push(word * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
        let telling = self.strikes.is_some() && lane == 0;
        if self.struck.is_empty() && !telling {
            return;
        }
        self.counts[h][lane][1] += u32::from(!self.struck.is_empty() && time < self.counted_until);
        let c = draw_index(&hazard.weights, unit(key.at(keys.get(hazard.class_key))));
        let class = &hazard.classes[c];
        let until = time + draw_occasional(&class.outage, key, keys, values, lane);
        let loss = draw_occasional(&class.loss, key, keys, values, lane);
        for &e in &self.struck {
            for column in &hazard.exposures[e].columns {
                self.columns[column.0].cut(lane, time, until, loss);
            }
        }
        let mut suspended = Vec::new();
        if let Some(suspension) = &class.suspends {
            self.operators.clear();
            self.operators.extend(self.struck.iter().map(|&e| hazard.exposures[e].operator.0));
            self.operators.sort_unstable();
            self.operators.dedup();
            for &operator in &self.operators {
                let [probability, duration, happens] = suspension.keys[operator];
                let with = |what, input| draw_keyed(what, key, keys.get(input), values, lane);
                if unit(key.at(keys.get(happens))) < with(&suspension.probability, probability) {
                    let back = until + with(&suspension.duration, duration);
                    for column in &plan.security.columns_of_operator[operator] {
                        self.columns[column.0].cut(lane, until, back, 1.0);
                    }
                    suspended.push((operator, back));
                }
            }
        }
        if telling && let Some(strikes) = &mut self.strikes {
            strikes.push(Strike { hazard: h, class: c, time, until, loss, struck: self.struck.clone(), suspended });
        }
    }
}
