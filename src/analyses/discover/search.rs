//! Search for boxes: peel over all dimensions, select those that matter, peel again over these, confirm the limits, and continue outside the box.

use super::peeling::{Peeling, Step, paste, peel};
use super::sample::{Count, Limit, Sample};
use super::significance::{prune, quasi_p, score, without};

/// Settings of the search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Share of the points of a box that each slice removes.
    pub alpha: f64,
    /// Boxes, at most.
    pub boxes: usize,
    /// Limits of a box, at most.
    pub limits: usize,
    /// Quasi-p value below which a limit is significant.
    pub level: f64,
    /// Random halves of the points on which the search is repeated, to count how often each dimension is selected again.
    pub resamples: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self { alpha: 0.05, boxes: 3, limits: 4, level: 0.05, resamples: 10 }
    }
}

/// A limit is dropped where the score of the box without it is lower by less than this share.
const WORTH: f64 = 0.03;
/// A box keeps at least this share of the points, or half the share of the points of interest where that is smaller.
const LEAST: f64 = 0.05;
/// A box keeps at least this number of points.
const FEWEST: usize = 30;
/// Points of interest that a search needs at least.
const ENOUGH: u64 = 60;
/// Significant digits of a limit.
const DIGITS: i32 = 3;

/// Result of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// Boxes, each searched outside those before it.
    pub boxes: Vec<SearchedBox>,
    /// Reason why there is no further box.
    pub end: String,
}

/// Box that was found and confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchedBox {
    /// Its limits, rounded.
    pub limits: Vec<Limit>,
    /// Their quasi-p values on the points on which the box was found.
    pub quasi_p: Vec<f64>,
    /// Their p values on the points on which they were confirmed.
    pub confirmed_p: Vec<f64>,
    /// Repetitions in which the dimension of each limit was selected again, and number of repetitions.
    pub again: Vec<[u64; 2]>,
    /// Peeling over the dimensions that matter.
    pub trajectory: Vec<Step>,
    /// Points outside earlier boxes.
    pub whole: Count,
    /// Step of the peeling that was taken.
    pub step: usize,
    /// Points inside, of those on which the box was found.
    pub found: Count,
}

/// Searches for boxes. `parts` are three samples of the same dimensions: to find, to confirm, and to count (which decides only whether a box is denser than
/// the rest). `step` is the step of the first peeling to take in place of the best.
#[must_use]
pub fn search(parts: &[Sample; 3], dimensions: &[usize], how: &Search, step: Option<usize>) -> Searched {
    let mut taken: Vec<Vec<Limit>> = Vec::new();
    let mut boxes: Vec<SearchedBox> = Vec::new();
    loop {
        let left: Vec<Sample> = parts.iter().map(|part| part.outside(&taken)).collect();
        let ended = |why: &str, boxes| Searched { boxes, end: why.to_owned() };
        if left[0].count(&[]).hits < ENOUGH || left[2].count(&[]).hits < ENOUGH / 2 {
            return ended("too few such trials are left outside the boxes", boxes);
        }
        if boxes.len() >= how.boxes {
            return ended("the number of boxes asked for was reached", boxes);
        }
        let asked = step.filter(|_| boxes.is_empty());
        let Some(found) = one(&left, dimensions, how, asked) else {
            return ended("no limit is significant on trials that the search did not use", boxes);
        };
        let counted = left[2].count(&found.limits);
        if counted.points == 0 || counted.proportion().low <= left[2].count(&[]).density() {
            return ended("the best box is no denser than the rest on trials that the search did not use", boxes);
        }
        taken.push(found.limits.clone());
        boxes.push(found);
    }
}

/// Best box of the points that are left.
fn one(left: &[Sample], dimensions: &[usize], how: &Search, step: Option<usize>) -> Option<SearchedBox> {
    let (find, confirm) = (&left[0], &left[1]);
    let mattering = mattering(find, dimensions, how);
    let peeling = peeling(find, how);
    let trajectory = peel(find, &mattering, &peeling);
    let step = step.map_or_else(|| best(find, &trajectory), |step| step.min(trajectory.len() - 1));
    let pasted = paste(find, &trajectory[step].limits, &peeling);
    let rounded: Vec<Limit> = pasted.into_iter().map(|limit| Limit { value: rounded(limit.value), ..limit }).collect();
    let limits = prune(confirm, &prune(find, &rounded, how.level, how.limits, 0.0), how.level, how.limits, WORTH);
    if limits.is_empty() {
        return None;
    }
    let again = again(find, &limits, dimensions, how);
    let p = |sample: &Sample| (0..limits.len()).map(|which| quasi_p(sample, &limits, which)).collect();
    Some(SearchedBox {
        quasi_p: p(find),
        confirmed_p: p(confirm),
        again,
        trajectory,
        whole: find.count(&[]),
        step,
        found: find.count(&limits),
        limits,
    })
}

/// Dimensions that the best box over all dimensions needs.
fn mattering(find: &Sample, dimensions: &[usize], how: &Search) -> Vec<usize> {
    let trajectory = peel(find, dimensions, &peeling(find, how));
    let limits = prune(find, &trajectory[best(find, &trajectory)].limits, how.level, how.limits, WORTH);
    let mut mattering: Vec<usize> = limits.iter().map(|limit| limit.dimension).collect();
    mattering.sort_unstable();
    mattering.dedup();
    mattering
}

/// Number of random halves of the points in which the dimension of each limit is selected again, and number of halves.
fn again(find: &Sample, limits: &[Limit], dimensions: &[usize], how: &Search) -> Vec<[u64; 2]> {
    let halves = u64::try_from(how.resamples).unwrap_or(0);
    let mut times = vec![0; limits.len()];
    for half in 0..halves {
        let found = mattering(&find.only(|point| in_half(half, point)), dimensions, how);
        times.iter_mut().zip(limits).for_each(|(times, limit)| *times += u64::from(found.contains(&limit.dimension)));
    }
    times.into_iter().map(|times| [times, halves]).collect()
}

/// Whether a point belongs to a half: a fixed, well mixed bit of both numbers (the finaliser of `SplitMix64`, Steele, Lea & Flood 2014).
fn in_half(half: u64, point: usize) -> bool {
    let mut word = (point as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ half.wrapping_mul(0xD1B5_4A32_D192_ED03);
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (word ^ (word >> 31)) & 1 == 1
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the points")]
fn peeling(find: &Sample, how: &Search) -> Peeling {
    let share = LEAST.min(find.count(&[]).density() / 2.0);
    Peeling { alpha: how.alpha, least: ((share * find.len() as f64) as usize).max(FEWEST) }
}

/// Step with the highest score; of equal scores, the first.
fn best(sample: &Sample, trajectory: &[Step]) -> usize {
    let scores: Vec<f64> = trajectory.iter().map(|step| score(sample, &step.limits)).collect();
    (0..scores.len()).fold(0, |best, step| if scores[step] > scores[best] { step } else { best })
}

/// Value rounded to three digits, so that the reported limit is the counted one; whole numbers and never are kept.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() || value.fract() == 0.0 {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a decade")]
    let decimals = DIGITS - 1 - value.abs().log10().floor() as i32;
    let unit = 10_f64.powi(decimals.abs());
    if decimals >= 0 { (value * unit).round() / unit } else { (value / unit).round() * unit }
}

/// Points inside the box without each of its limits.
pub(super) fn lacking(sample: &Sample, limits: &[Limit]) -> Vec<Count> {
    (0..limits.len()).map(|which| sample.count(&without(limits, which))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "three digits")]
    fn limits_are_rounded_to_three_digits() {
        assert_eq!([14.037_2, 4_123.4, 0.012_345, 3.0, 12_345.0, f64::INFINITY].map(rounded), [14.0, 4_120.0, 0.012_3, 3.0, 12_345.0, f64::INFINITY]);
    }

    #[test]
    fn halves_are_halves() {
        let first = (0..10_000).filter(|&point| in_half(0, point)).count();
        let both = (0..10_000).filter(|&point| in_half(0, point) && in_half(1, point)).count();
        assert!((4_800..5_200).contains(&first) && (2_300..2_700).contains(&both), "{first} {both}");
    }
}
