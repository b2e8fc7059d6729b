//! Hazards of a batch: incidents as a point process, the exposures that they strike, and the availability columns that they reduce.

use super::columns::{Column, Span};
use super::dispatch::vectorised;
use super::draw::{Keys, draw_index, draw_keyed, draw_occasional};
use super::incidents::Incidents;
use super::lanes::Lanes;
use super::policy::PolicyRun;
use super::strikes::Passes;
use crate::chance::{LANES, unit};
use crate::plan::{HazardPlan, Plan, Slot};

/// Effects of one incident, in a replay.
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

/// Effects of incidents in the trials of a batch.
#[derive(Clone, Debug)]
pub struct SecurityRun {
    /// Availability.
    pub columns: Vec<Column>,
    /// Incidents of the hazard at hand.
    incidents: Incidents,
    /// Incidents, and those that struck something, by hazard and lane.
    pub counts: Vec<[[u32; 2]; LANES]>,
    /// Incidents from this month on are not counted, but they have their effects.
    pub counted_until: f64,
    /// Spans of months in which incidents are counted apart.
    pub spans: Vec<[f64; 2]>,
    /// Incidents in each of these spans, by span, hazard and lane.
    pub in_spans: Vec<Vec<[u32; LANES]>>,
    /// Effects of each incident, kept for lane 0 in a replay only.
    pub strikes: Option<Vec<Strike>>,
    /// Bit e of the words of an incident is set where it strikes exposure e; word by word, each over all incidents.
    hits: Vec<u64>,
    operators: Vec<usize>,
    passes: Passes,
}

impl SecurityRun {
    /// State for a plan.
    pub fn new(plan: &Plan, tell: bool) -> Self {
        // Stages read trial by trial, nodes month by month.
        let of_nodes: Vec<usize> = plan.chain.nodes.iter().filter_map(|node| node.availability).map(|column| column.0).collect();
        Self {
            columns: (0..plan.security.columns).map(|column| Column::new(plan.months(), 1.0, of_nodes.contains(&column))).collect(),
            incidents: Incidents::default(),
            counts: vec![[[0; 2]; LANES]; plan.security.hazards.len()],
            counted_until: f64::INFINITY,
            spans: Vec::new(),
            in_spans: Vec::new(),
            strikes: tell.then(Vec::new),
            hits: Vec::new(),
            operators: Vec::new(),
            passes: Passes::default(),
        }
    }

    /// Runs all hazards of the batch whose first trial is `first`.
    pub fn run(&mut self, plan: &Plan, keys: &Keys, values: &[Lanes], policy: &PolicyRun, first: u64) {
        self.columns.iter_mut().for_each(|column| column.reset(1.0));
        self.strikes.iter_mut().for_each(Vec::clear);
        for (h, hazard) in plan.security.hazards.iter().enumerate() {
            self.incidents.draw(plan, hazard, keys, values, policy, first);
            self.hit(hazard, keys, values);
            self.counts[h] = std::array::from_fn(|lane| [self.counted(self.incidents.of(lane)), 0]);
            self.count_spans(h);
            let in_passes = hazard.weights.len() <= 64 && hazard.classes.iter().all(|class| class.suspends.is_none());
            if in_passes && self.strikes.is_none() {
                self.passes.run(hazard, keys, values, &self.incidents, &self.hits, &mut self.columns, plan.months());
                for lane in 0..LANES {
                    self.counts[h][lane][1] = self.counted(self.passes.struck_in(lane));
                }
                continue;
            }
            for lane in 0..LANES {
                let telling = self.strikes.is_some() && lane == 0;
                for i in self.incidents.of(lane) {
                    if telling || self.words(i).any(|word| word != 0) {
                        self.strike(plan, h, keys, values, lane, i);
                    }
                }
            }
        }
        self.columns.iter_mut().for_each(Column::transpose);
    }

    /// Counts the incidents of the hazard at hand in the spans asked for.
    fn count_spans(&mut self, h: usize) {
        for (span, counts) in self.spans.iter().zip(&mut self.in_spans) {
            let inside = |time: &&f64| (span[0]..span[1]).contains(*time);
            counts[h] = std::array::from_fn(|lane| {
                u32::try_from(self.incidents.times[self.incidents.of(lane)].iter().filter(inside).count()).unwrap_or(u32::MAX)
            });
        }
    }

    /// Which exposures each incident strikes: bit e of the words of an incident, exposure by exposure over all incidents.
    ///
    /// `unit(word) < probability` in whole numbers: (word >> 12) + ½ < probability · 2^52.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability is in [0, 1]")]
    fn hit(&mut self, hazard: &HazardPlan, keys: &Keys, values: &[Lanes]) {
        let count = self.incidents.keys.len();
        self.hits.clear();
        self.hits.resize(hazard.exposures.len().div_ceil(64) * count, 0);
        let (hits, incidents) = (&mut self.hits, &self.incidents);
        vectorised(
            #[inline(always)]
            || {
                for lane in 0..LANES {
                    let of_lane = incidents.of(lane);
                    for (e, exposure) in hazard.exposures.iter().enumerate() {
                        let limit_of = |chance: Slot| (values[chance.0].0[lane] * 4_503_599_627_370_496.0 - 0.5).ceil().max(0.0) as u64;
                        let limit = limit_of(exposure.chance);
                        let input = keys.get(exposure.key);
                        let (word, bit) = (e / 64, e % 64);
                        let hits = hits[word * count..][of_lane.clone()].iter_mut().zip(&incidents.keys[of_lane.clone()]);
                        if let Some((until, before)) = exposure.before {
                            let before = limit_of(before);
                            for ((hit, key), &time) in hits.zip(&incidents.times[of_lane.clone()]) {
                                let limit = if time < until { before } else { limit };
                                *hit |= u64::from(key.at(input) >> 12 < limit) << bit;
                            }
                            continue;
                        }
                        for (hit, key) in hits {
                            *hit |= u64::from(key.at(input) >> 12 < limit) << bit;
                        }
                    }
                }
            },
        );
    }

    /// Applies one incident to the exposures that it strikes.
    fn strike(&mut self, plan: &Plan, h: usize, keys: &Keys, values: &[Lanes], lane: usize, i: usize) {
        let hazard = &plan.security.hazards[h];
        let (time, key) = (self.incidents.times[i], self.incidents.keys[i]);
        let c = draw_index(&hazard.weights, unit(key.at(keys.get(hazard.class_key))));
        let class = &hazard.classes[c];
        let until = time + draw_occasional(&class.outage, key, keys, values, lane);
        let loss = draw_occasional(&class.loss, key, keys, values, lane);
        let span = Span::new(time, until, plan.months());
        let mut is_struck = false;
        let count = self.incidents.times.len();
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

    /// How many of these incidents are counted.
    fn counted(&self, incidents: impl ExactSizeIterator<Item = usize>) -> u32 {
        if self.counted_until == f64::INFINITY {
            return u32::try_from(incidents.len()).unwrap_or(u32::MAX);
        }
        incidents.filter(|&i| self.incidents.times[i] < self.counted_until).fold(0, |count, _| count + 1)
    }

    /// The words of an incident.
    fn words(&self, i: usize) -> impl Iterator<Item = u64> + '_ {
        self.hits.iter().skip(i).step_by(self.incidents.times.len().max(1)).copied()
    }

    /// Exposures that an incident strikes, in order.
    fn struck(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.words(i).enumerate().flat_map(|(word, hits)| (0..64).filter(move |bit| hits >> bit & 1 == 1).map(move |bit| word * 64 + bit))
    }
}
