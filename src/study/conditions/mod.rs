//! What would have to be true: the smallest set of favourable conditions that brings a goal's chance by a year to a threshold.
//!
//! The search compares sets on the same trials (common random numbers); what is told of the sets that it finds is counted on other trials, so that
//! being chosen for a high chance flatters none.

mod bench;
mod condition;
mod search;

use std::io;

use super::columns::{asked_goal, asked_month, goal_title};
use super::findings::{Ceiling, Share};
use super::{Assumptions, Holds, columns};
use crate::engine::RunOptions;
use crate::plan::Plan;
use crate::units::MonthGrid;
use bench::Bench;

pub use condition::{Condition, Favour, under};
pub use search::{Effort, Score, Smallest, smallest};

/// What to ask.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionsOptions {
    /// Goal by name; the first where none is named.
    pub goal: Option<String>,
    /// Year by whose end it shall arrive; the scenario's last whole year where none is named.
    pub by: Option<i32>,
    /// Chance to reach, above 0 and at most 1.
    pub chance: f64,
    /// Favourable quantile of a number that is the better the higher, above ½ and below 1; of one that is the better the lower, one less this.
    pub quantile: f64,
}

/// Why nothing was found out.
#[derive(Debug)]
pub enum ConditionsError {
    /// What was asked for does not exist, in words.
    Asked(String),
    /// The machine failed.
    Machine(io::Error),
}

/// What was found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Key of the goal.
    pub goal: String,
    /// Its title.
    pub goal_title: String,
    /// Year by whose end it shall arrive.
    pub by: i32,
    /// Chance to reach.
    pub wanted: f64,
    /// Favourable quantile of what is the better the higher.
    pub quantile: f64,
    /// Seed.
    pub seed: u64,
    /// Trials on which chances are told, and those on which sets were compared.
    pub trials: [u64; 2],
    /// Chance as things stand.
    pub today: Share,
    /// Chance if everything that can turn out well does.
    pub all: Share,
    /// What the chain could carry at most, where there is such a bound.
    pub ceiling: Option<Ceiling>,
    /// Random elements of the scenario, and those that matter to the goal.
    pub elements: [usize; 2],
    /// Sets that reach the chance, the best first; empty where none is needed or none does.
    pub sets: Vec<FoundSet>,
    /// The best set, one condition after the other, that first which helps most.
    pub steps: Vec<Step>,
    /// Conditions without which the chance is not reached, everything else turning out well, with the chance that is left.
    pub necessary: Vec<(Condition, Share)>,
    /// What the search proved.
    pub proof: Proof,
}

/// A set of conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundSet {
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// Chance under them.
    pub chance: Share,
}

/// One condition of the best set.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The condition.
    pub condition: Condition,
    /// Chance with it and those before it.
    pub chance: Share,
    /// Chance with it alone.
    pub alone: Share,
    /// Chance with all others of the set but not with it.
    pub without: Share,
}

/// What was tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Sets of fewer conditions than this, out of the leading ones and holding the necessary ones, were all tried, and none reaches the chance.
    pub below: usize,
    /// Leading conditions beside the necessary ones.
    pub leading: usize,
    /// Whether each condition was tried by itself.
    pub singles: bool,
    /// Sets tried.
    pub tried: usize,
}

/// Finds the smallest sets of conditions that bring a goal's chance by a year to a threshold.
///
/// # Errors
/// Where a goal or a year is asked for that does not exist, or a threshold or quantile out of range; where the threads cannot be started.
pub fn conditions(
    plan: &Plan,
    assumptions: &Assumptions,
    options: &RunOptions,
    asked: &ConditionsOptions,
    progress: &dyn Fn(u64),
) -> Result<Conditions, ConditionsError> {
    let wrong = ConditionsError::Asked;
    let goal = asked_goal(plan, asked.goal.as_deref()).map_err(wrong)?;
    let by = asked.by.unwrap_or_else(|| condition::last_year(plan.grid));
    let month = asked_month(plan.grid, by).map_err(wrong)?;
    if !(asked.chance > 0.0 && asked.chance <= 1.0) {
        return Err(wrong(format!("a chance of {} cannot be reached: ask for one above 0 and at most 1", asked.chance)));
    }
    if !(asked.quantile > 0.5 && asked.quantile < 1.0) {
        return Err(wrong(format!("{} is no favourable quantile: ask for one above 0.5 and below 1", asked.quantile)));
    }
    let pool = options.pool().map_err(|error| ConditionsError::Machine(io::Error::other(error)))?;
    let compared = (options.trials / 40).clamp(200, 1_000);
    let bench = Bench {
        plan,
        seed: options.seed,
        goal,
        month,
        pool: &pool,
        told: 0..options.trials,
        compared: options.trials..options.trials + compared,
        progress,
    };
    let elements = plan.elements();
    let units = columns(plan, assumptions);
    let unit =
        |draw: Option<usize>| units.iter().find(|column| draw.is_some_and(|draw| column.holds == Holds::Input(draw))).map_or("", |c| c.unit.as_str());
    let possible: Vec<Condition> = elements.iter().filter_map(|one| Condition::of(plan, one, asked.quantile, unit(one.draw))).collect();
    let candidates = bench.favourable(possible);
    let today = bench.chance(&[]);
    let everything: Vec<&Condition> = candidates.iter().collect();
    let mut found = Conditions {
        title: plan.title.clone(),
        grid: plan.grid,
        goal: plan.goals.goals[goal].name.clone(),
        goal_title: goal_title(&plan.goals.goals[goal]),
        by,
        wanted: asked.chance,
        quantile: asked.quantile,
        seed: options.seed,
        trials: [options.trials, compared],
        all: bench.chance(&everything),
        ceiling: plan.ceilings[goal].map(|ceiling| Ceiling { share: ceiling.share, asked: ceiling.asked, beyond: ceiling.beyond() }),
        elements: [elements.len(), candidates.len()],
        sets: Vec::new(),
        steps: Vec::new(),
        necessary: Vec::new(),
        proof: Proof::default(),
        today,
    };
    if found.today.share < asked.chance && found.all.share >= asked.chance {
        bench.search(&candidates, asked.chance, &mut found);
    }
    Ok(found)
}
