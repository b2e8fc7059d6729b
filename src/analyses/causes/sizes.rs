//! Number of trials of each subset of the causes.

use super::CausesQuestion;

/// Trials of a subset, at least.
const FEWEST: u64 = 256;

/// Approximate number of trials of an attribution to `groups` groups.
#[must_use]
pub fn total_trials(groups: usize, question: &CausesQuestion, trials: u64) -> u64 {
    let causes = groups.min(question.most_causes());
    let sizes = trials_by_size(causes, trials);
    let subsets: u64 = (0..1_usize << causes).map(|subset| sizes[subset.count_ones() as usize]).sum();
    subsets + if groups > causes { 2 * groups as u64 * sizes.iter().min().copied().unwrap_or(0) } else { 0 }
}

/// Trials of a subset by its number of causes: in proportion to the largest weight of its value in a Shapley value, which is one over the number of
/// subsets of its size that contain, or lack, a given cause.
pub fn trials_by_size(causes: usize, trials: u64) -> Vec<u64> {
    let ways = |n: usize, k: usize| (0..k).fold(1.0, |ways, i| ways * float(n - i) / float(i + 1));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the trials")]
    let of_size = |size: usize| {
        let holding = ways(causes - 1, size - 1);
        let lacking = if size < causes { ways(causes - 1, size) } else { f64::INFINITY };
        let weight = holding.min(lacking).recip();
        // Whole batches of trials cost least.
        ((trials as f64 * weight / 8.0).round() as u64 * 8).clamp(FEWEST.min(trials), trials)
    };
    let sizes: Vec<u64> = (1..=causes).map(of_size).collect();
    // The plan is the same in every trial.
    std::iter::once(sizes.iter().copied().min().unwrap_or(trials)).chain(sizes.iter().copied()).collect()
}

fn float(count: usize) -> f64 {
    count as f64
}

/// Distinct numbers of trials, rising.
pub fn ends(sizes: &[u64]) -> Vec<usize> {
    let mut ends: Vec<usize> = sizes.iter().map(|&trials| usize::try_from(trials).unwrap_or(usize::MAX)).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}
