//! Incidents of one hazard in one trial and what they cut, in passes over all of them: which strike, of what class, for how long, and only then
//! column by column what is left. No pass lets what it draws decide a branch, so that the processor need not guess.

use super::columns::Column;
use super::dispatch::vectorised;
use super::draw::Keys;
use super::lanes::Lanes;
use crate::chance::{Key, unit};
use crate::plan::{Base, ColumnId, HazardPlan, Occasional};

/// What incidents leave of the months that they touch, incident by incident.
#[derive(Clone, Debug, Default)]
struct Cuts {
    /// First month touched, and how many more than two are.
    first: Vec<u32>,
    more: Vec<u32>,
    /// Left of the first month, of the second, of those wholly inside, and of the last where there are more than two.
    head: Vec<f64>,
    second: Vec<f64>,
    inside: Vec<f64>,
    tail: Vec<f64>,
}

impl Cuts {
    /// Of outages from `times` that last and take so much, within so many months.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "within the months")]
    fn fill(&mut self, times: &[f64], outages: &[f64], losses: &[f64], months: usize) {
        let (n, horizon) = (times.len(), months as f64);
        for all in [&mut self.first, &mut self.more] {
            all.resize(n, 0);
        }
        for all in [&mut self.head, &mut self.second, &mut self.inside, &mut self.tail] {
            all.resize(n, 1.0);
        }
        let (outages, losses) = (&outages[..n], &losses[..n]);
        let (firsts, mores) = (&mut self.first[..n], &mut self.more[..n]);
        let (heads, seconds, insides, tails) = (&mut self.head[..n], &mut self.second[..n], &mut self.inside[..n], &mut self.tail[..n]);
        vectorised(
            #[inline(always)]
            || {
                for j in 0..n {
                    let (from, loss) = (times[j], losses[j]);
                    let until = from + outages[j];
                    let to = if until < horizon { until } else { horizon };
                    let (first, last) = (from as i32, to as i32);
                    let (begins, ends) = (f64::from(first), f64::from(last));
                    // Of the first month: to its end, or to the end of the outage.
                    let head = if first == last { to - from } else { begins + 1.0 - from };
                    let tail = if to > ends { to - ends } else { 1.0 };
                    let touched = (last - first) + i32::from(to > ends);
                    let (inside, tail) = (1.0 - loss, 1.0 - loss * tail);
                    let second = if touched > 2 { inside } else { tail };
                    heads[j] = if to > from { 1.0 - loss * head } else { 1.0 };
                    seconds[j] = if touched < 2 { 1.0 } else { second };
                    (insides[j], tails[j]) = (inside, tail);
                    (firsts[j], mores[j]) = (first as u32, (touched - 2).max(0) as u32);
                }
            },
        );
    }

    /// Cuts the months of a trial, in which there is room for one more than there are.
    #[inline(always)]
    fn apply(&self, j: usize, months: &mut [f64]) {
        let (first, more) = (self.first[j] as usize, self.more[j] as usize);
        if let Some([one, other]) = months.get_mut(first..first + 2) {
            *one *= self.head[j];
            *other *= self.second[j];
        }
        if more > 0
            && let Some((last, between)) = months.get_mut(first + 2..first + 2 + more).and_then(<[f64]>::split_last_mut)
        {
            for month in between {
                *month *= self.inside[j];
            }
            *last *= self.tail[j];
        }
    }
}

/// Room for the passes.
#[derive(Clone, Debug, Default)]
pub struct Passes {
    /// Incidents that strike something, in order.
    pub struck: Vec<usize>,
    /// By place in that list: times, streams, what they strike (64 exposures at a time), class by its place among the weights, months and loss.
    times: Vec<f64>,
    keys: Vec<Key>,
    strikes: Vec<u64>,
    classes: Vec<usize>,
    outages: Vec<f64>,
    losses: Vec<f64>,
    cuts: Cuts,
    /// Some of the places, and what is drawn for each.
    chosen: Vec<usize>,
    drawn: Vec<f64>,
}

impl Passes {
    /// Cuts the columns by all incidents of a hazard that suspends nobody.
    ///
    /// `words` holds, for every 64 exposures, one word an incident, bit e set where it strikes exposure e.
    #[expect(clippy::too_many_arguments, reason = "one trial of one hazard, all of it given")]
    pub fn run(
        &mut self,
        hazard: &HazardPlan,
        keys: &Keys,
        values: &[Lanes],
        (times, incidents): (&[f64], &[Key]),
        words: &[u64],
        columns: &mut [Column],
        months: usize,
        lane: usize,
    ) {
        let count = times.len();
        let groups = || words.chunks_exact(count.max(1));
        if hazard.exposures.len() > 64 {
            choose(&mut self.struck, count, |i| groups().any(|words| words[i] != 0));
        } else {
            choose(&mut self.struck, count.min(words.len()), |i| words[i] != 0);
        }
        let struck = self.struck.len();
        self.times.clear();
        self.times.extend(self.struck.iter().map(|&i| times[i]));
        self.keys.clear();
        self.keys.extend(self.struck.iter().map(|&i| incidents[i]));
        self.class(hazard, keys.get(hazard.class_key));
        for all in [&mut self.outages, &mut self.losses] {
            all.clear();
            all.resize(struck, 0.0);
        }
        for (place, &(class, _)) in hazard.weights.iter().enumerate() {
            let class = &hazard.classes[class];
            choose(&mut self.chosen, struck, |j| self.classes[j] == place);
            for (what, into) in [(&class.outage, &mut self.outages), (&class.loss, &mut self.losses)] {
                draw_each(what, keys, values, lane, (&self.chosen, &self.keys), &mut self.drawn, into);
            }
        }
        self.cuts.fill(&self.times, &self.outages, &self.losses, months);
        for (group, words) in groups().enumerate() {
            self.strikes.clear();
            self.strikes.extend(self.struck.iter().map(|&i| words[i]));
            for (bit, exposure) in hazard.exposures.iter().skip(64 * group).take(64).enumerate().filter(|(_, exposure)| !exposure.columns.is_empty())
            {
                choose(&mut self.chosen, struck, |j| self.strikes[j] >> bit & 1 == 1);
                for &ColumnId(column) in &exposure.columns {
                    let months = columns[column].row_mut(lane);
                    for &j in &self.chosen {
                        self.cuts.apply(j, months);
                    }
                }
            }
        }
    }

    /// The class of each, by its place among the weights.
    fn class(&mut self, hazard: &HazardPlan, input: Key) {
        self.classes.clear();
        self.classes.resize(self.keys.len(), 0);
        let weights = &hazard.weights[..hazard.weights.len().saturating_sub(1)];
        let (classes, keys) = (&mut self.classes, &self.keys);
        vectorised(
            #[inline(always)]
            || {
                for &(_, up_to) in weights {
                    for (class, key) in classes.iter_mut().zip(keys) {
                        *class += usize::from(unit(key.at(input)) >= up_to);
                    }
                }
            },
        );
    }
}

/// The numbers below `count` for which it holds, in order, without a branch on it.
#[inline(always)]
fn choose(chosen: &mut Vec<usize>, count: usize, holds: impl Fn(usize) -> bool) {
    chosen.clear();
    chosen.resize(count, 0);
    let mut found = 0;
    for i in 0..count {
        chosen[found] = i;
        found += usize::from(holds(i));
    }
    chosen.truncate(found);
}

/// Draws one value for each of the places chosen; each is to the last bit that of a draw of its own.
fn draw_each(
    what: &Occasional,
    keys: &Keys,
    values: &[Lanes],
    lane: usize,
    (chosen, incidents): (&[usize], &[Key]),
    drawn: &mut Vec<f64>,
    into: &mut [f64],
) {
    drawn.clear();
    match &what.base {
        Base::Constant(value) => drawn.resize(chosen.len(), *value),
        Base::Slot(slot) => drawn.resize(chosen.len(), values[slot.0].0[lane]),
        Base::Law(sampler) => {
            let input = keys.get(what.key);
            drawn.extend(chosen.iter().map(|&j| unit(incidents[j].at(input))));
            sampler.draw_all(drawn);
        }
    }
    for scale in &what.scale {
        let factor = values[scale.0].0[lane];
        for value in &mut *drawn {
            *value *= factor;
        }
    }
    if let Some([low, high]) = what.clamp {
        for value in &mut *drawn {
            *value = value.max(low).min(high);
        }
    }
    for (&j, value) in chosen.iter().zip(drawn) {
        into[j] = *value;
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
            cuts.fill(&[from], &[until - from], &[0.3], 6);
            cuts.apply(0, other.row_mut(2));
            assert_eq!(one.row(2), other.row(2), "{from} {until}");
        }
    }
}
