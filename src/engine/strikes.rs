//! Incidents of one hazard in one trial and what they cut, in passes over all of them: which strike, of what class, for how long, and only then
//! column by column what is left. No pass lets what it draws decide a branch, so that the processor need not guess.

use super::columns::Column;
use super::draw::Keys;
use super::lanes::Lanes;
use crate::chance::{Key, unit};
use crate::plan::{Base, ColumnId, HazardPlan, Occasional};

/// What one incident leaves of the months that it touches.
#[derive(Clone, Copy, Debug, Default)]
struct Cut {
    /// First month touched, and how many more than two are.
    first: usize,
    more: usize,
    /// Left of the first month, of the second, of those wholly inside, and of the last where there are more than two.
    left: [f64; 4],
}

impl Cut {
    /// Of an outage [from, until) within so many months that takes `loss`.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "within the months")]
    fn new(from: f64, until: f64, loss: f64, months: usize) -> Self {
        let horizon = months as f64;
        let to = if until < horizon { until } else { horizon };
        let (first, last) = (from as i32, to as i32);
        let (begins, ends) = (f64::from(first), f64::from(last));
        // Of the first month: to its end, or to the end of the outage.
        let head = if first == last { to - from } else { begins + 1.0 - from };
        let tail = if to > ends { to - ends } else { 1.0 };
        let touched = (last - first) + i32::from(to > ends);
        let (inside, tail) = (1.0 - loss, 1.0 - loss * tail);
        let second = if touched > 2 { inside } else { tail };
        let second = if touched < 2 { 1.0 } else { second };
        let head = if to > from { 1.0 - loss * head } else { 1.0 };
        Self { first: first as usize, more: (touched - 2).max(0) as usize, left: [head, second, inside, tail] }
    }

    /// Cuts a column in one lane.
    #[inline(always)]
    fn apply(&self, months: &mut [Lanes], lane: usize) {
        let [head, second, inside, tail] = self.left;
        if let Some(month) = months.get_mut(self.first) {
            month.0[lane] *= head;
        }
        if let Some(month) = months.get_mut(self.first + 1) {
            month.0[lane] *= second;
        }
        if self.more > 0 {
            let end = self.first + 1 + self.more;
            for month in &mut months[self.first + 2..end] {
                month.0[lane] *= inside;
            }
            months[end].0[lane] *= tail;
        }
    }
}

/// Room for the passes.
#[derive(Clone, Debug, Default)]
pub struct Passes {
    /// Incidents that strike something, in order.
    pub struck: Vec<usize>,
    /// By place in that list: class by its place among the weights, end, loss, and the cut.
    classes: Vec<usize>,
    untils: Vec<f64>,
    losses: Vec<f64>,
    cuts: Vec<Cut>,
    /// Some of the places.
    chosen: Vec<usize>,
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
        lane: usize,
    ) {
        let count = times.len();
        let months = columns.first().map_or(0, |column| column.0.len());
        choose(&mut self.struck, count, |i| words.iter().skip(i).step_by(count).any(|&word| word != 0));
        let struck = self.struck.len();
        self.classes.clear();
        let (class_key, weights) = (keys.get(hazard.class_key), &hazard.weights[..hazard.weights.len().saturating_sub(1)]);
        self.classes.extend(self.struck.iter().map(|&i| {
            let u = unit(incidents[i].at(class_key));
            weights.iter().fold(0, |class, &(_, up_to)| class + usize::from(u >= up_to))
        }));
        for (all, value) in [(&mut self.untils, 0.0), (&mut self.losses, 0.0)] {
            all.clear();
            all.resize(struck, value);
        }
        for (place, &(class, _)) in hazard.weights.iter().enumerate() {
            let class = &hazard.classes[class];
            choose(&mut self.chosen, struck, |j| self.classes[j] == place);
            draw_each(&class.outage, keys, values, lane, &self.chosen, |j| incidents[self.struck[j]], &mut self.untils);
            draw_each(&class.loss, keys, values, lane, &self.chosen, |j| incidents[self.struck[j]], &mut self.losses);
        }
        self.cuts.clear();
        let ends = self.struck.iter().zip(&self.untils).zip(&self.losses);
        self.cuts.extend(ends.map(|((&i, &outage), &loss)| Cut::new(times[i], times[i] + outage, loss, months)));
        for (e, exposure) in hazard.exposures.iter().enumerate().filter(|(_, exposure)| !exposure.columns.is_empty()) {
            let (words, bit) = (&words[e / 64 * count..][..count], e % 64);
            choose(&mut self.chosen, struck, |j| words[self.struck[j]] >> bit & 1 == 1);
            for &ColumnId(column) in &exposure.columns {
                let months = columns[column].0.as_mut_slice();
                for &j in &self.chosen {
                    self.cuts[j].apply(months, lane);
                }
            }
        }
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
#[inline(always)]
fn draw_each(what: &Occasional, keys: &Keys, values: &[Lanes], lane: usize, chosen: &[usize], of: impl Fn(usize) -> Key, into: &mut [f64]) {
    match &what.base {
        Base::Constant(value) => fill(chosen, *value, into),
        Base::Slot(slot) => fill(chosen, values[slot.0].0[lane], into),
        Base::Law(sampler) => {
            let input = keys.get(what.key);
            for &j in chosen {
                into[j] = sampler.draw(unit(of(j).at(input)));
            }
        }
    }
    for scale in &what.scale {
        for &j in chosen {
            into[j] *= values[scale.0].0[lane];
        }
    }
    if let Some([low, high]) = what.clamp {
        for &j in chosen {
            into[j] = into[j].max(low).min(high);
        }
    }
}

/// The same value in each of the places chosen.
fn fill(chosen: &[usize], value: f64, into: &mut [f64]) {
    for &j in chosen {
        into[j] = value;
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
            let (mut one, mut other) = (Column::new(6, 0.75), Column::new(6, 0.75));
            if let Some(span) = Span::new(from, until, 6) {
                one.cut(2, span, 0.3);
            }
            Cut::new(from, until, 0.3, 6).apply(&mut other.0, 2);
            assert_eq!(one.0, other.0, "{from} {until}");
        }
    }
}
