//! What is run: the scenario, each lever alone, and pairs.

use crate::plan::Plan;

/// A lever pulled alone.
#[derive(Clone, Debug)]
pub struct LeverCase {
    /// Key in the file.
    pub name: String,
    /// What to call it.
    pub title: String,
    /// Months until it acts.
    pub lead_time: u32,
    /// The plan with it.
    pub plan: Plan,
}

/// Two levers together.
#[derive(Clone, Debug)]
pub struct PairCase {
    /// Their places among the levers.
    pub levers: [usize; 2],
    /// The plan with both, or why they cannot be pulled together.
    pub plan: Result<Plan, String>,
}

/// A scenario with its levers.
#[derive(Clone, Debug)]
pub struct LeverSet {
    /// Without any.
    pub base: Plan,
    /// Each alone, in the order of the file.
    pub levers: Vec<LeverCase>,
    /// All pairs.
    pub pairs: Vec<PairCase>,
}

/// What is asked of them.
#[derive(Clone, Copy, Debug)]
pub struct LeverQuestion {
    /// The goal's place in the plan.
    pub goal: usize,
    /// Year by whose end the chance is asked.
    pub year: i32,
    /// What an arrival by then is worth, USD; where it is not said, shortage avoided counts at its price.
    pub worth: Option<f64>,
}

impl LeverSet {
    /// Trials in all, for so many in each run.
    #[must_use]
    pub fn trials(&self, each: u64) -> u64 {
        each.saturating_mul(1 + self.levers.len() as u64 + self.pairs.iter().filter(|pair| pair.plan.is_ok()).count() as u64)
    }
}
