//! From points to boxes: peel over all dimensions, keep those that matter, peel again over them, confirm, cover.

use super::peeling::{Peeling, Step, paste, peel};
use super::sample::{Count, Limit, Sample};
use super::significance::{prune, quasi_p, score, without};

/// How boxes are searched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Share of a box's points that each slice takes.
    pub alpha: f64,
    /// Most boxes.
    pub boxes: usize,
    /// Most limits of a box.
    pub limits: usize,
    /// Quasi-p value below which a limit counts.
    pub level: f64,
    /// Halves of the points on which the search is repeated, to see which dimensions come up again.
    pub resamples: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self { alpha: 0.05, boxes: 3, limits: 4, level: 0.05, resamples: 10 }
    }
}

/// A limit is not worth a line of its own where the box does as well without it, but for this share of its score.
const WORTH: f64 = 0.03;
/// A box keeps at least this share of the points, and of half the points of interest where these are few.
const LEAST: f64 = 0.05;
/// And at least this many.
const FEWEST: usize = 30;
/// Fewer points of interest than this say nothing.
const ENOUGH: u64 = 60;
/// Significant digits of a limit.
const DIGITS: i32 = 3;

/// One box with the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// Boxes, each looked for outside those before it.
    pub boxes: Vec<SearchedBox>,
    /// Why there is no further one, in words.
    pub end: String,
}

/// A box that was found and confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchedBox {
    /// Its limits, rounded.
    pub limits: Vec<Limit>,
    /// Their quasi-p values on the points on which it was found.
    pub quasi_p: Vec<f64>,
    /// Their p values on the points on which it was confirmed.
    pub confirmed_p: Vec<f64>,
    /// In how many of the repetitions the dimension came up again, and how many there were.
    pub again: Vec<[u64; 2]>,
    /// The peeling over the dimensions that matter.
    pub trajectory: Vec<Step>,
    /// All that is looked at in it: the sample's points and points of interest outside earlier boxes.
    pub whole: Count,
    /// Step taken.
    pub step: usize,
    /// The box on the points on which it was found.
    pub found: Count,
}

/// Searches boxes. `parts` are three samples of the same dimensions: to find, to confirm, and to count (which decides only whether a box is any good).
/// `step` takes another step of the first trajectory than the best.
#[must_use]
pub fn search(parts: &[Sample; 3], dimensions: &[usize], how: &Search, step: Option<usize>) -> Searched {
    let mut taken: Vec<Vec<Limit>> = Vec::new();
    let mut boxes: Vec<SearchedBox> = Vec::new();
    loop {
        let left: Vec<Sample> = parts.iter().map(|part| part.outside(&taken)).collect();
        let ended = |why: &str, boxes| Searched { boxes, end: why.to_owned() };
        if left[0].count(&[]).hits < ENOUGH || left[2].count(&[]).hits < ENOUGH / 2 {
            return ended("too few such trials are left outside", boxes);
        }
        if boxes.len() >= how.boxes {
            return ended("no more were asked for", boxes);
        }
        let asked = step.filter(|_| boxes.is_empty());
        let Some(found) = one(&left, dimensions, how, asked) else { return ended("no limit holds on trials that took no part in finding it", boxes) };
        let told = left[2].count(&found.limits);
        if told.points == 0 || told.proportion().low <= left[2].count(&[]).density() {
            return ended("the best box is no denser on trials that took no part in finding it", boxes);
        }
        taken.push(found.limits.clone());
        boxes.push(found);
    }
}

/// The best box of what is left.
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

/// The dimensions that the best box over all of them needs.
fn mattering(find: &Sample, dimensions: &[usize], how: &Search) -> Vec<usize> {
    let trajectory = peel(find, dimensions, &peeling(find, how));
    let limits = prune(find, &trajectory[best(find, &trajectory)].limits, how.level, how.limits, WORTH);
    let mut mattering: Vec<usize> = limits.iter().map(|limit| limit.dimension).collect();
    mattering.sort_unstable();
    mattering.dedup();
    mattering
}

/// In what share of random halves of the points each limit's dimension matters again.
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

/// The step of the highest score; of equals, the first.
fn best(sample: &Sample, trajectory: &[Step]) -> usize {
    let scores: Vec<f64> = trajectory.iter().map(|step| score(sample, &step.limits)).collect();
    (0..scores.len()).fold(0, |best, step| if scores[step] > scores[best] { step } else { best })
}

/// A limit as it is told, so that what is told is what is counted; whole numbers and never stay.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() || value.fract() == 0.0 {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a decade")]
    let decimals = DIGITS - 1 - value.abs().log10().floor() as i32;
    let unit = 10_f64.powi(decimals.abs());
    if decimals >= 0 { (value * unit).round() / unit } else { (value / unit).round() * unit }
}

/// What the box would hold without each of its limits.
pub(super) fn lacking(sample: &Sample, limits: &[Limit]) -> Vec<Count> {
    (0..limits.len()).map(|which| sample.count(&without(limits, which))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "three digits")]
    fn limits_are_told_with_three_digits() {
        assert_eq!([14.037_2, 4_123.4, 0.012_345, 3.0, 12_345.0, f64::INFINITY].map(rounded), [14.0, 4_120.0, 0.012_3, 3.0, 12_345.0, f64::INFINITY]);
    }

    #[test]
    fn halves_are_halves() {
        let first = (0..10_000).filter(|&point| in_half(0, point)).count();
        let both = (0..10_000).filter(|&point| in_half(0, point) && in_half(1, point)).count();
        assert!((4_800..5_200).contains(&first) && (2_300..2_700).contains(&both), "{first} {both}");
    }
}
