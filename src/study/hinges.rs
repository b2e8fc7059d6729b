//! On which inputs the answer hinges: rank correlation of each drawn input with the month of arrival, over the first trials.
//!
//! Spearman's rho with mid-ranks; never counts as later than any month. A pointer to look further, not an attribution: it sees inputs
//! drawn once a trial and monotone effects only.

use super::findings::Hinge;
use super::run::RunOptions;
use crate::engine::rows;
use crate::plan::Plan;

/// Trials that it looks at, at most.
const TRIALS: u64 = 4_096;
/// Correlations below this many standard errors are not told.
const NOISE: f64 = 5.0;
/// Most that are told for one goal.
const PER_GOAL: usize = 5;

/// The strongest correlations, goal by goal.
#[expect(clippy::cast_precision_loss, reason = "trials are few")]
pub(super) fn hinges(plan: &Plan, options: &RunOptions, pool: &rayon::ThreadPool) -> Vec<Hinge> {
    let trials = options.trials.min(TRIALS);
    if trials < 100 || plan.draws.is_empty() {
        return Vec::new();
    }
    let rows = rows(plan, options.seed, 0..trials, pool);
    let standard_error = 1.0 / ((trials - 1) as f64).sqrt();
    let inputs: Vec<Vec<f64>> = (0..plan.draws.len()).map(|d| ranks(&rows.iter().map(|row| row.inputs[d]).collect::<Vec<_>>())).collect();
    let mut found = Vec::new();
    for (g, goal) in plan.goals.goals.iter().enumerate() {
        let arrivals: Vec<f64> = rows.iter().map(|row| row.arrivals[g].map_or(f64::INFINITY, |month| month as f64)).collect();
        let arrivals = ranks(&arrivals);
        let mut of_goal: Vec<Hinge> = plan
            .draws
            .iter()
            .zip(&inputs)
            .map(|(draw, input)| Hinge {
                input: draw.path.clone(),
                goal: goal.name.clone(),
                rank_correlation: correlation(input, &arrivals),
                standard_error,
                trials,
            })
            .filter(|hinge| hinge.rank_correlation.abs() > NOISE * standard_error)
            .collect();
        of_goal.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
        of_goal.truncate(PER_GOAL);
        found.extend(of_goal);
    }
    found
}

/// Ranks from 1, ties sharing their mean.
#[expect(clippy::cast_precision_loss, reason = "trials are few")]
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for tied in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let first = order.partition_point(|&i| values[i].total_cmp(&values[tied[0]]).is_lt());
        let rank = first as f64 + 0.5 * (tied.len() as f64 + 1.0);
        for &i in tied {
            ranks[i] = rank;
        }
    }
    ranks
}

/// Pearson's correlation; 0 where one side does not vary.
#[expect(clippy::cast_precision_loss, reason = "trials are few")]
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = 0.5 * (a.len() as f64 + 1.0);
    let (mut both, mut left, mut right) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - mean) * (b - mean);
        left += (a - mean).powi(2);
        right += (b - mean).powi(2);
    }
    if left > 0.0 && right > 0.0 { both / (left * right).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank_and_never_comes_last() {
        assert_eq!(ranks(&[3.0, f64::INFINITY, 1.0, f64::INFINITY, 2.0]), [3.0, 4.5, 1.0, 4.5, 2.0]);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "computed exactly")]
    fn a_monotone_pair_correlates_wholly() {
        let a = ranks(&[1.0, 5.0, 2.0, 9.0]);
        assert!((correlation(&a, &a) - 1.0).abs() < 1e-12);
        assert_eq!(correlation(&a, &ranks(&[7.0; 4])), 0.0);
    }
}
