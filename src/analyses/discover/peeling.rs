//! Patient rule induction method (PRIM): peeling removes thin slices from a box so that the density of the points of interest rises, and pasting restores
//! what was removed in excess (Friedman & Fisher 1999, "Bump hunting in high-dimensional data", Statistics and Computing 9).
//!
//! A slice is the lowest or the highest share α of the points of one dimension inside the box. Equal values are removed together, so that a slice of
//! counts, flags or "never" may be thicker. Slices are therefore compared by their gain in density per point removed (Kwakkel & Jaxa-Rozen
//! 2016, "Improving scenario discovery for handling heterogeneous uncertainties and multinomial classified outcomes", Environmental Modelling &
//! Software 79), which is the original comparison where all slices are equally thick.

use rayon::prelude::*;

use super::sample::{Count, Limit, Sample, Side};

/// Settings of the peeling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peeling {
    /// Share of the points of the box that a slice removes.
    pub alpha: f64,
    /// Points that a box keeps at least.
    pub least: usize,
}

/// Step of a peeling: the limits of a box and the points inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Limits, at most two a dimension, in the order in which the dimensions were first limited.
    pub limits: Vec<Limit>,
    /// Points inside.
    pub inside: Count,
}

/// Slice that can be removed.
#[derive(Clone, Copy, Debug)]
struct Slice {
    limit: Limit,
    taken: Count,
    gain: f64,
}

/// Peels a sample over some of its dimensions, from the whole space to the smallest box, slice by slice; the first step is the whole space.
/// It ends where no slice raises the density, or the box would keep too few points.
#[must_use]
pub fn peel(sample: &Sample, dimensions: &[usize], how: &Peeling) -> Vec<Step> {
    let mut orders: Vec<Vec<u32>> = dimensions.par_iter().map(|&dimension| ordered(&sample.values[dimension])).collect();
    let mut inside = vec![true; sample.len()];
    let mut count = sample.count(&[]);
    let mut limits: Vec<Limit> = Vec::new();
    let mut steps = vec![Step { limits: Vec::new(), inside: count }];
    while count.hits < count.points {
        let slices: Vec<Option<Slice>> =
            orders.par_iter().zip(dimensions).map(|(order, &dimension)| best_of(sample, order, dimension, &inside, count, how)).collect();
        // The first of equal slices, so that the number of threads has no effect.
        let best = slices.into_iter().flatten().fold(None, |best: Option<Slice>, slice| match best {
            Some(best) if best.gain >= slice.gain => Some(best),
            _ => Some(slice),
        });
        let Some(best) = best.filter(|best| best.gain > 0.0) else { break };
        let column = &sample.values[best.limit.dimension];
        inside.iter_mut().zip(column).for_each(|(inside, &value)| *inside &= best.limit.holds(value));
        count = Count { points: count.points - best.taken.points, hits: count.hits - best.taken.hits };
        set(&mut limits, best.limit);
        steps.push(Step { limits: limits.clone(), inside: count });
        if orders.first().is_some_and(|order| 2 * count.points < order.len() as u64) {
            orders.par_iter_mut().for_each(|order| order.retain(|&point| inside[point as usize]));
        }
    }
    steps
}

/// Pasting: widens a box slice by slice as long as its density rises. Peeling is greedy, and an early slice may have removed too much.
#[must_use]
pub fn paste(sample: &Sample, limits: &[Limit], how: &Peeling) -> Vec<Limit> {
    let mut limits = limits.to_vec();
    let mut count = sample.count(&limits);
    loop {
        let wider = (0..limits.len()).filter_map(|which| widened(sample, &limits, which, how).map(|(limit, count)| (which, limit, count)));
        let best = wider
            .filter(|(_, _, wider)| wider.density() > count.density())
            .max_by(|a, b| a.2.density().total_cmp(&b.2.density()).then(b.0.cmp(&a.0)));
        let Some((which, limit, wider)) = best else { return limits };
        match limit {
            Some(limit) => limits[which] = limit,
            None => drop(limits.remove(which)),
        }
        count = wider;
    }
}

/// Box with one limit moved out by a slice, or without the limit where no point is left beyond it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the points")]
fn widened(sample: &Sample, limits: &[Limit], which: usize, how: &Peeling) -> Option<(Option<Limit>, Count)> {
    let limit = limits[which];
    let others: Vec<Limit> = limits.iter().enumerate().filter(|&(other, _)| other != which).map(|(_, &limit)| limit).collect();
    let column = &sample.values[limit.dimension];
    let mut beyond: Vec<f64> =
        (0..sample.len()).filter(|&point| !limit.holds(column[point]) && sample.holds(&others, point)).map(|point| column[point]).collect();
    if beyond.is_empty() {
        return None;
    }
    beyond.sort_by(f64::total_cmp);
    if limit.side == Side::Above {
        beyond.reverse(); // The point nearest to the box comes first.
    }
    let slice = ((how.alpha * sample.count(limits).points as f64) as usize).max(1);
    let next = beyond.get(slice - 1).and_then(|&last| beyond[slice - 1..].iter().copied().find(|value| value.total_cmp(&last).is_ne()));
    let wider = next.map(|value| Limit { value, ..limit });
    let all: Vec<Limit> = others.into_iter().chain(wider).collect();
    Some((wider, sample.count(&all)))
}

/// The better of the two slices of one dimension.
fn best_of(sample: &Sample, order: &[u32], dimension: usize, inside: &[bool], count: Count, how: &Peeling) -> Option<Slice> {
    let above = slice(sample, order.iter(), (dimension, Side::Above), inside, count, how);
    let below = slice(sample, order.iter().rev(), (dimension, Side::Below), inside, count, how);
    match (above, below) {
        (Some(a), Some(b)) => Some(if b.gain > a.gain { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Slice of whole groups of equal values from one end, as many as it may remove, and at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the points")]
fn slice<'a>(
    sample: &Sample,
    order: impl Iterator<Item = &'a u32>,
    (dimension, side): (usize, Side),
    inside: &[bool],
    count: Count,
    how: &Peeling,
) -> Option<Slice> {
    let most = ((how.alpha * count.points as f64) as u64).max(1);
    let column = &sample.values[dimension];
    let (mut whole, mut group, mut value, mut groups) = (Count::default(), Count::default(), None, 0);
    let mut limit = None;
    for &point in order.filter(|&&point| inside[point as usize]) {
        let at = column[point as usize];
        if value != Some(at) {
            if let Some(value) = value {
                // The group that has ended fits into the slice, or is its first.
                if groups > 0 && whole.points + group.points > most {
                    break;
                }
                whole = Count { points: whole.points + group.points, hits: whole.hits + group.hits };
                (limit, group, groups) = (Some(value), Count::default(), groups + 1);
                if whole.points >= most {
                    break;
                }
            }
            value = Some(at);
        }
        group = Count { points: group.points + 1, hits: group.hits + u64::from(sample.hits[point as usize]) };
    }
    let left = Count { points: count.points - whole.points, hits: count.hits - whole.hits };
    let value = limit.filter(|_| left.points as usize >= how.least.max(1))?;
    let gain = (left.density() - count.density()) / whole.points as f64;
    Some(Slice { limit: Limit { dimension, side, value }, taken: whole, gain })
}

/// Points sorted by their values.
fn ordered(column: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(column.len()).unwrap_or(u32::MAX)).collect();
    order.sort_by(|&a, &b| column[a as usize].total_cmp(&column[b as usize]));
    order
}

/// Replaces the limit of the same dimension and side, or adds the limit.
fn set(limits: &mut Vec<Limit>, new: Limit) {
    match limits.iter_mut().find(|limit| (limit.dimension, limit.side) == (new.dimension, new.side)) {
        Some(limit) => *limit = new,
        None => limits.push(new),
    }
}
