//! Where it fails: the corner of drawn inputs and of what happened on the way in which a goal is not reached in time.
//!
//! Boxes are found on one half of the trials, their limits confirmed on a quarter, and all that is said of them is counted on the last quarter, which
//! took no part in finding them.

mod evidence;
mod peeling;
mod sample;
mod search;
mod significance;

use std::io;

use super::columns::{TrialColumn, asked_goal, asked_month, columns, goal_title, values};
use super::findings::Share;
use super::table::each_trial_of;
use super::{Assumptions, Holds};
use crate::engine::{Processes, RunOptions, outcomes};
use crate::plan::{Plan, Process, ProcessColumn};
use crate::units::{MonthGrid, nearest};

pub use evidence::{FoundBox, FoundLimit, Spread};
pub use peeling::{Peeling, Step, paste, peel};
pub use sample::{Count, Limit, Sample, Side};
pub use search::{Search, Searched, search};
pub use significance::{prune, quasi_p, score, without};

/// What to look for.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscoverOptions {
    /// Goal by name; the first where none is named.
    pub goal: Option<String>,
    /// Year by whose end it shall have arrived; that whose chance is nearest to one half where none is named.
    pub by: Option<i32>,
    /// Columns to look at, by name, `*` standing for anything; the usual ones where there is none.
    pub over: Vec<String>,
    /// How to search.
    pub search: Search,
    /// Step of the peeling trajectory to take for the first box, rather than the best.
    pub step: Option<usize>,
}

/// Why nothing was discovered.
#[derive(Debug)]
pub enum DiscoverError {
    /// What was asked for does not exist, in words.
    Asked(String),
    /// The machine failed.
    Machine(io::Error),
}

/// What was discovered.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovery {
    /// Title of the scenario.
    pub title: String,
    /// Its months.
    pub grid: MonthGrid,
    /// Key of the goal.
    pub goal: String,
    /// Its title.
    pub goal_title: String,
    /// The year by whose end it shall have arrived.
    pub by: i32,
    /// Whether the boxes hold trials in which it has not arrived by then, rather than those in which it has: always the rarer.
    pub of_failures: bool,
    /// Chance of what the boxes hold, over all trials.
    pub rarer: Share,
    /// Trials: all, those on which boxes were found, those on which limits were confirmed, and those on which all was counted.
    pub trials: [u64; 4],
    /// Seed.
    pub seed: u64,
    /// Columns that were looked at.
    pub columns: usize,
    /// Boxes, each outside those before it.
    pub boxes: Vec<FoundBox>,
    /// Why there is no box, or no further one.
    pub end: String,
}

/// Trials that decide by which year to ask.
const LOOK: u64 = 4_096;

/// Looks for the boxes that best describe where a goal is not reached in time.
///
/// # Errors
/// Where a goal, a year or a column is asked for that does not exist; where the threads cannot be started.
pub fn discover(
    plan: &Plan,
    assumptions: &Assumptions,
    options: &RunOptions,
    asked: &DiscoverOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Discovery, DiscoverError> {
    let pool = options.pool().map_err(|error| DiscoverError::Machine(io::Error::other(error)))?;
    let goal = asked_goal(plan, asked.goal.as_deref()).map_err(DiscoverError::Asked)?;
    let by = asked.by.unwrap_or_else(|| balanced_year(plan, options, goal, &pool));
    let month = asked_month(plan.grid, by).map_err(DiscoverError::Asked)?;
    let chosen = chosen(plan, assumptions, &asked.over).map_err(DiscoverError::Asked)?;
    let all = draw(plan, options, &chosen, goal, month, progress).map_err(DiscoverError::Machine)?;
    let failures = all.hits.iter().filter(|&&failed| failed).count();
    let of_failures = 2 * failures <= all.len();
    let all = if of_failures { all } else { Sample { hits: all.hits.iter().map(|failed| !failed).collect(), ..all } };
    let varied: Vec<usize> = (0..chosen.len()).filter(|&d| all.values[d].iter().any(|value| value.to_bits() != all.values[d][0].to_bits())).collect();
    let rarer = evidence::of(all.count(&[]));
    let (half, quarter) = (all.len() / 2, all.len() / 4);
    let parts = [0..half, half..half + quarter, half + quarter..all.len()].map(|part| all.only(|point| part.contains(&point)));
    let trials = [all.len(), parts[0].len(), parts[1].len(), parts[2].len()].map(|count| count as u64);
    drop(all);
    let searched = pool.install(|| search(&parts, &varied, &asked.search, asked.step));
    let boxes = searched.boxes.iter().enumerate().map(|(i, found)| evidence::found_box(&searched, i, found, &parts[2], &chosen)).collect();
    let named = &plan.goals.goals[goal];
    Ok(Discovery {
        title: plan.title.clone(),
        grid: plan.grid,
        goal: named.name.clone(),
        goal_title: goal_title(named),
        by,
        of_failures,
        rarer,
        trials,
        seed: options.seed,
        columns: varied.len(),
        boxes,
        end: searched.end,
    })
}

/// The year by whose end the chance is nearest to one half.
fn balanced_year(plan: &Plan, options: &RunOptions, goal: usize, pool: &rayon::ThreadPool) -> i32 {
    let keys = crate::engine::Keys::new(plan, options.seed);
    let found = outcomes(plan, &keys, 0..options.trials.min(LOOK), pool, false);
    let arrivals = &found.arrivals[goal];
    let far = |year: &i32| {
        let month = plan.grid.last_month_of(*year).unwrap_or(0);
        let arrived = arrivals.iter().filter(|arrival| arrival.is_some_and(|k| k <= month)).count();
        (2 * arrived).abs_diff(arrivals.len())
    };
    plan.grid.years().min_by_key(far).unwrap_or(*plan.grid.years().end())
}

/// The columns to look at: those named, else the usual ones.
fn chosen(plan: &Plan, assumptions: &Assumptions, over: &[String]) -> Result<Vec<TrialColumn>, String> {
    let all = columns(plan, assumptions);
    if over.is_empty() {
        return Ok(all.into_iter().filter(|column| is_usual(plan, column.holds)).collect());
    }
    for pattern in over {
        if !all.iter().any(|column| matches(pattern, &column.name)) {
            let near = nearest(pattern, all.iter().map(|column| column.name.as_str()));
            let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!("no column is called `{pattern}`{help}"));
        }
    }
    Ok(all.into_iter().filter(|column| over.iter().any(|pattern| matches(pattern, &column.name))).collect())
}

/// What is looked at unless other columns are named: all drawn inputs, and those processes that are causes rather than the outcome told otherwise.
///
/// Left out are the goals, and what only says in other words that the chain was late or lean: when stages start and end and nodes open, delays, arrivals
/// and shortages, standstill of stages while they run and outages of nodes while open (what begins late has few; how often the place is idle or closed
/// at all is looked at instead). A stage's work is left out where it is just its drawn duration.
fn is_usual(plan: &Plan, holds: Holds) -> bool {
    match holds {
        Holds::Input(_) => true,
        Holds::Process(process) => match process {
            Process::InState(..) | Process::Incidents(_) | Process::Struck(_) | Process::Idle(_) | Process::Cancelled(_) | Process::Closed(_) => true,
            Process::Work(stage) => {
                let stage = &plan.schedule.stages[stage.0];
                stage.progress.is_some() || !stage.risks.is_empty()
            }
            Process::Start(_)
            | Process::End(_)
            | Process::Delay(_)
            | Process::Standstill(_)
            | Process::Opened(_)
            | Process::Lost(_)
            | Process::Arrivals(_)
            | Process::Shortage(_) => false,
        },
        Holds::Arrival(_) | Holds::Lost(_) | Holds::Bridge(_) | Holds::AllIncidents | Holds::AllStruck => false,
    }
}

/// Whether a name is what a pattern says, in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.strip_prefix(before).is_some_and(|rest| rest.char_indices().map(|(i, _)| i).chain([rest.len()]).any(|i| matches(after, &rest[i..])))
        }
    }
}

/// All trials in these columns, those that have not arrived by the end of `month` being of interest; processes are counted until then.
fn draw(plan: &Plan, options: &RunOptions, chosen: &[TrialColumn], goal: usize, month: usize, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Sample> {
    let wanted = |process: &Process| chosen.iter().any(|column| column.holds == Holds::Process(*process));
    let sums = chosen.iter().any(|column| matches!(column.holds, Holds::AllIncidents | Holds::AllStruck));
    let summed = |process: &Process| sums && matches!(process, Process::Incidents(_) | Process::Struck(_));
    let processes: Vec<ProcessColumn> = plan.processes().into_iter().filter(|column| wanted(&column.process) || summed(&column.process)).collect();
    // sums need their parts, whether these were chosen or not
    let mut drawn: Vec<TrialColumn> = chosen.iter().filter(|column| matches!(column.holds, Holds::Input(_))).cloned().collect();
    drawn.extend(processes.iter().map(|column| TrialColumn {
        name: column.name.clone(),
        unit: column.unit.to_owned(),
        holds: Holds::Process(column.process),
    }));
    drawn.extend(chosen.iter().filter(|column| !matches!(column.holds, Holds::Input(_) | Holds::Process(_))).cloned());
    let places: Vec<usize> = chosen.iter().filter_map(|column| drawn.iter().position(|known| known.holds == column.holds)).collect();
    let mut sample = Sample { values: vec![Vec::new(); chosen.len()], hits: Vec::new() };
    each_trial_of(plan, options, &Processes::new(plan, &processes, month + 1), progress, &mut |row| {
        let values = values(&drawn, plan.grid, row);
        for (column, &place) in sample.values.iter_mut().zip(&places) {
            column.push(values[place]);
        }
        sample.hits.push(row.arrivals[goal].is_none_or(|arrival| arrival > month));
        Ok(())
    })?;
    Ok(sample)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, name, expected) in [
            ("nodes.*.closed", "nodes.road.closed", true),
            ("nodes.*.closed", "nodes.road.lost", false),
            ("*", "goal.x", true),
            ("drivers.*", "drivers.", true),
            ("hazards.*.struck*", "hazards.a.b.struck", true),
            ("drivers.a", "drivers.ab", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
