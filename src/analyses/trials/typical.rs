//! How far a trial lies from the middle of all: small where nothing about it is out of the ordinary.

use std::sync::Arc;

use crate::study::{Holds, TrialColumn};

/// Trials that are compared, at most: the first.
const MOST: usize = 5_000;

/// Collects trials and tells how far each lies from the middle.
///
/// The distance is the goal's own, |rank − ½| of its month among the trials collected (ties share their mean rank, so never is one rank), plus the mean
/// of the same over all other columns that differ between trials. It is 0 for a trial in the middle of everything and never above 1.
#[derive(Debug)]
pub struct Typical {
    goal: Option<usize>,
    others: Vec<usize>,
    trials: Vec<(u64, Arc<Vec<f64>>)>,
}

impl Typical {
    /// Collects trials with these columns around the month of one goal.
    #[must_use]
    pub fn new(columns: &[TrialColumn], goal: usize) -> Self {
        let is_goal = |holds| matches!(holds, Holds::Arrival(_) | Holds::Lost(_) | Holds::Bridge(_));
        let others = columns.iter().enumerate().filter(|(_, column)| !is_goal(column.holds)).map(|(place, _)| place);
        Self { goal: columns.iter().position(|column| column.holds == Holds::Arrival(goal)), others: others.collect(), trials: Vec::new() }
    }

    /// Takes a trial, if it is among the first.
    pub fn offer(&mut self, trial: u64, values: &Arc<Vec<f64>>) {
        if self.trials.len() < MOST {
            self.trials.push((trial, values.clone()));
        }
    }

    /// Each trial with its distance.
    #[must_use]
    pub fn distances(&self) -> Vec<(u64, f64, Arc<Vec<f64>>)> {
        let mut sums = vec![0.0; self.trials.len()];
        let mut differing = 0_u32;
        for &column in &self.others {
            let off = self.off_middle(column);
            if off.iter().any(|&off| off > 0.0) {
                differing += 1;
                sums.iter_mut().zip(off).for_each(|(sum, off)| *sum += off);
            }
        }
        let own = self.goal.map_or_else(|| vec![0.0; sums.len()], |goal| self.off_middle(goal));
        let distance = |i: usize| own[i] + if differing == 0 { 0.0 } else { sums[i] / f64::from(differing) };
        self.trials.iter().enumerate().map(|(i, (trial, values))| (*trial, distance(i), values.clone())).collect()
    }

    /// |rank − ½| of each trial in one column, ranks as shares of all, ties sharing their mean.
    fn off_middle(&self, column: usize) -> Vec<f64> {
        let value = |i: usize| self.trials[i].1[column];
        let mut order: Vec<usize> = (0..self.trials.len()).collect();
        order.sort_by(|&a, &b| value(a).total_cmp(&value(b)));
        let mut off = vec![0.0; order.len()];
        let mut before = 0;
        for tied in order.chunk_by(|&a, &b| value(a).total_cmp(&value(b)).is_eq()) {
            let rank = (before as f64 + 0.5 * tied.len() as f64) / order.len() as f64;
            for &i in tied {
                off[i] = (rank - 0.5).abs();
            }
            before += tied.len();
        }
        off
    }
}
