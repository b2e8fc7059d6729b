//! Effects of the incidents of one hazard, in passes over the incidents of all trials of a batch: which strike, their class, their duration, and then the
//! availability column by column. No branch depends on what a pass draws, which avoids mispredictions.

use super::columns::Column;
use super::dispatch::vectorised;
use super::draw::Keys;
use super::incidents::Incidents;
use super::lanes::Lanes;
use super::occasions::{Occasions, at};
use super::select::Places;
use crate::chance::{Key, LANES, unit};
use crate::plan::{ColumnId, Exposure, HazardPlan};

/// Availability that each incident leaves in the months that it affects.
#[derive(Clone, Debug, Default)]
struct Cuts {
    /// First month touched, as a place among the rows of all trials, and how many more than two are.
    first: Vec<u32>,
    more: Vec<u32>,
    /// Availability left in the first month, in the second, in months completely inside, and in the last where there are more than two.
    head: Vec<f64>,
    second: Vec<f64>,
    inside: Vec<f64>,
    tail: Vec<f64>,
}

impl Cuts {
    /// Of outages from `times` that last and take so much, within so many months, of trials whose rows begin at `rows`.
    fn fill(&mut self, times: &[f64], outages: &[f64], losses: &[f64], rows: &[u32], months: usize) {
        let (n, horizon) = (times.len(), months as f64);
        for all in [&mut self.first, &mut self.more] {
            all.resize(n, 0);
        }
        for all in [&mut self.head, &mut self.second, &mut self.inside, &mut self.tail] {
            all.resize(n, 1.0);
        }
        let (outages, losses, rows) = (&outages[..n], &losses[..n], &rows[..n]);
        let (firsts, mores) = (&mut self.first[..n], &mut self.more[..n]);
        let (heads, seconds, insides, tails) = (&mut self.head[..n], &mut self.second[..n], &mut self.inside[..n], &mut self.tail[..n]);
        vectorised(
            #[inline(always)]
            || {
                for j in 0..n {
                    let (from, loss) = (times[j], losses[j]);
                    let until = from + outages[j];
                    let to = if until < horizon { until } else { horizon };
                    let (begins, ends) = (whole(from), whole(to));
                    // Of the first month: to its end, or to the end of the outage.
                    let head = if begins < ends { begins + 1.0 - from } else { to - from };
                    let tail = if to > ends { to - ends } else { 1.0 };
                    let touched = (ends - begins) + if to > ends { 1.0 } else { 0.0 };
                    let (inside, tail) = (1.0 - loss, 1.0 - loss * tail);
                    let second = if touched > 2.0 { inside } else { tail };
                    heads[j] = if to > from { 1.0 - loss * head } else { 1.0 };
                    seconds[j] = if touched < 2.0 { 1.0 } else { second };
                    (insides[j], tails[j]) = (inside, tail);
                    let more = if touched > 2.0 { touched - 2.0 } else { 0.0 };
                    (firsts[j], mores[j]) = (low_bits(begins) + rows[j], low_bits(more));
                }
            },
        );
    }

    /// Reduces at most two months, in rows with one month reserved at the end.
    #[inline(always)]
    fn apply(&self, j: usize, rows: &mut [f64]) {
        let first = self.first[j] as usize;
        if let Some([one, other]) = rows.get_mut(first..first + 2) {
            *one *= self.head[j];
            *other *= self.second[j];
        }
    }

    /// Reduces the months after the first two.
    #[inline(always)]
    fn apply_more(&self, j: usize, rows: &mut [f64]) {
        let (from, more) = (self.first[j] as usize + 2, self.more[j] as usize);
        if let Some((last, between)) = rows.get_mut(from..from + more).and_then(<[f64]>::split_last_mut) {
            for month in between {
                *month *= self.inside[j];
            }
            *last *= self.tail[j];
        }
    }
}

/// 1.5 · 2^52: adding it leaves the rounded whole number in the low bits of a float.
const MAGIC: f64 = 6_755_399_441_055_744.0;

/// The whole months of a time that is not negative: conversions to integers would not vectorise.
#[inline(always)]
fn whole(time: f64) -> f64 {
    let near = (time + MAGIC) - MAGIC;
    if near > time { near - 1.0 } else { near }
}

/// A whole number below 2^32 as an integer.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the low bits hold it")]
fn low_bits(number: f64) -> u32 {
    (number + MAGIC).to_bits() as u32
}

/// Memory for the passes.
#[derive(Clone, Debug, Default)]
pub struct Passes {
    /// Incidents that strike something, in order, and where each trial's end among them.
    struck: Places,
    ends: [usize; LANES],
    /// By place in that list: stream and trial, where the trial's rows begin, time, what it strikes (64 exposures at a time), a bit for its class, months
    /// and loss.
    occasions: Occasions,
    rows: Vec<u32>,
    times: Vec<f64>,
    strikes: Vec<u64>,
    classes: Vec<u64>,
    outages: Vec<f64>,
    losses: Vec<f64>,
    cuts: Cuts,
    any: Vec<u64>,
}

impl Passes {
    /// Incidents of a trial that struck something, by their places among all.
    #[expect(clippy::cast_possible_truncation, reason = "places in a list")]
    pub fn struck_in(&self, lane: usize) -> impl ExactSizeIterator<Item = usize> + '_ {
        let from = lane.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.struck[from..self.ends[lane]].iter().map(|&i| i as usize)
    }

    /// Reduces the columns by all incidents of a hazard that suspends no operator.
    ///
    /// `words` holds, for every 64 exposures, one word an incident, bit e set where it strikes exposure e.
    #[expect(clippy::too_many_arguments, reason = "one hazard, all of it given")]
    pub fn run(
        &mut self,
        hazard: &HazardPlan,
        keys: &Keys,
        values: &[Lanes],
        incidents: &Incidents,
        words: &[u64],
        columns: &mut [Column],
        months: usize,
    ) {
        let count = incidents.times.len();
        let groups = || words.chunks_exact(count.max(1));
        if let Some((first, others)) = words.split_at_checked(count).filter(|(_, others)| !others.is_empty()) {
            self.any.clear();
            self.any.extend_from_slice(first);
            for group in others.chunks_exact(count.max(1)) {
                self.any.iter_mut().zip(group).for_each(|(any, word)| *any |= word);
            }
            self.struck.select(&self.any, u64::MAX);
        } else {
            self.struck.select(words, u64::MAX);
        }
        self.gather(incidents, months);
        self.class(hazard, keys.get(hazard.class_key));
        let struck = self.struck.len();
        for all in [&mut self.outages, &mut self.losses] {
            all.resize(struck, 0.0);
        }
        for (place, &(class, _)) in hazard.weights.iter().enumerate() {
            let class = &hazard.classes[class];
            self.occasions.choose(&self.classes, 1 << place);
            self.occasions.draw(&class.outage, keys, values, &mut self.outages);
            self.occasions.draw(&class.loss, keys, values, &mut self.losses);
        }
        self.cuts.fill(&self.times, &self.outages, &self.losses, &self.rows, months);
        for (group, words) in groups().enumerate() {
            self.strikes.clear();
            self.strikes.extend(self.struck.iter().map(|&i| at(words, i)));
            self.cut(&hazard.exposures[64 * group..], columns);
        }
    }

    /// Collects the data of the incidents that strike something in parallel lists.
    #[expect(clippy::cast_possible_truncation, reason = "places in a list")]
    fn gather(&mut self, incidents: &Incidents, months: usize) {
        let stride = Column::stride(months) as u32;
        self.occasions.lanes.clear();
        self.rows.clear();
        let mut from = 0;
        for (lane, row) in (0..LANES as u8).zip((0..).step_by(stride as usize)) {
            let end = incidents.ends[usize::from(lane)] as u64;
            from += self.struck[from..].partition_point(|&i| i < end);
            self.ends[usize::from(lane)] = from;
            self.occasions.lanes.resize(from, lane);
            self.rows.resize(from, row);
        }
        self.times.clear();
        self.times.extend(self.struck.iter().map(|&i| at(&incidents.times, i)));
        self.occasions.keys.clear();
        self.occasions.keys.extend(self.struck.iter().map(|&i| at(&incidents.keys, i)));
    }

    /// Reduces the columns of up to 64 exposures.
    #[expect(clippy::cast_possible_truncation, reason = "places in a list")]
    fn cut(&mut self, exposures: &[Exposure], columns: &mut [Column]) {
        for (bit, exposure) in exposures.iter().take(64).enumerate().filter(|(_, exposure)| !exposure.columns.is_empty()) {
            self.occasions.chosen.select(&self.strikes, 1 << bit);
            for &ColumnId(column) in &exposure.columns {
                let rows = columns[column].rows_mut();
                for &j in &*self.occasions.chosen {
                    self.cuts.apply(j as usize, rows);
                }
            }
        }
        // Long outages are handled separately: they are few, and their lengths vary.
        for (strikes, more) in self.strikes.iter_mut().zip(&self.cuts.more) {
            *strikes = if *more > 0 { *strikes } else { 0 };
        }
        for (bit, exposure) in exposures.iter().take(64).enumerate().filter(|(_, exposure)| !exposure.columns.is_empty()) {
            self.occasions.chosen.select(&self.strikes, 1 << bit);
            for &ColumnId(column) in &exposure.columns {
                let rows = columns[column].rows_mut();
                for &j in &*self.occasions.chosen {
                    self.cuts.apply_more(j as usize, rows);
                }
            }
        }
    }

    /// A bit for the class of each, by its place among the weights.
    fn class(&mut self, hazard: &HazardPlan, input: Key) {
        self.classes.clear();
        self.classes.resize(self.occasions.keys.len(), 1);
        let weights = &hazard.weights[..hazard.weights.len().saturating_sub(1)];
        let (classes, keys) = (&mut self.classes, &self.occasions.keys);
        vectorised(
            #[inline(always)]
            || {
                for &(_, up_to) in weights {
                    for (class, key) in classes.iter_mut().zip(keys) {
                        *class <<= u64::from(unit(key.at(input)) >= up_to);
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::Span;
    use super::*;

    #[test]
    fn passes_cut_what_spans_cut() {
        for (from, until) in
            [(0.25, 0.5), (0.25, 1.0), (0.25, 1.5), (1.0, 2.0), (1.5, 3.0), (1.5, 3.25), (0.5, 9.0), (5.75, 9.0), (2.0, 2.0), (1.0, 6.0), (0.0, 4.0)]
        {
            let (mut one, mut other) = (Column::new(6, 0.75, false), Column::new(6, 0.75, false));
            if let Some(span) = Span::new(from, until, 6) {
                one.cut(2, span, 0.3);
            }
            let mut cuts = Cuts::default();
            cuts.fill(&[from], &[until - from], &[0.3], &[2 * u32::try_from(Column::stride(6)).unwrap()], 6);
            cuts.apply(0, other.rows_mut());
            cuts.apply_more(0, other.rows_mut());
            assert_eq!(one.row(2), other.row(2), "{from} {until}");
        }
    }
}
