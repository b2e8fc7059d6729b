//! Draws the trials, searches for boxes, and counts them on fresh trials.
//!
//! Boxes are found on half of the trials and their limits confirmed on a quarter. All reported numbers are counted on the last quarter, which the search
//! does not use.

use std::io;

use super::columns::chosen;
use super::findings::DiscoverFindings;
use super::{DiscoverArgs, Sample, Search, evidence, search};
use crate::driver::part::no_threads;
use crate::driver::progress::Progress;
use crate::driver::{Failure, Request};
use crate::engine::Processes;
use crate::plan::{Assumptions, Plan, Process, ProcessColumn, assumptions};
use crate::study::{Holds, RunOptions, TrialColumn, each_trial_of, goal_title, values};
use crate::units::Unit;

/// Question of the analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Index of the goal in the plan.
    pub goal: usize,
    /// Month by the end of which it arrives.
    pub by: usize,
    /// Patterns of the columns to search; the default ones where there is none.
    pub over: Vec<String>,
    /// How to search.
    pub search: Search,
    /// Step of the peeling at which the first box is taken, in place of the best.
    pub step: Option<usize>,
}

/// Computes what the options ask for.
///
/// # Errors
/// Where an option does not fit the scenario, or the threads cannot be started.
pub fn compute(request: &Request, args: &DiscoverArgs) -> Result<DiscoverFindings, Failure> {
    let choice = args.goal.choose(&request.plan)?;
    let search = Search { boxes: args.boxes, limits: args.limits.max(1), ..Search::default() };
    let question = Question { goal: choice.goal, by: choice.by, over: args.over.clone(), search, step: args.step };
    let progress = Progress::new(request.options.trials, "scenario discovery");
    estimate(&request.plan, &assumptions(&request.scenario), &question, &request.options, &|done| progress.add(done))
}

/// Finds the boxes that best describe the trials in which a goal has not arrived in time, or has, whichever is rarer.
///
/// # Errors
/// Where a pattern matches no column, or the threads cannot be started.
pub fn estimate(
    plan: &Plan,
    assumptions: &Assumptions,
    question: &Question,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<DiscoverFindings, Failure> {
    let Question { goal, by, .. } = *question;
    let pool = options.pool().map_err(no_threads)?;
    let chosen = chosen(plan, assumptions, &question.over)?;
    let all = draw(plan, options, &chosen, goal, by, progress).map_err(|error| Failure::Machine(format!("cannot run the trials: {error}")))?;
    let failures = all.hits.iter().filter(|&&failed| failed).count();
    let of_failures = 2 * failures <= all.len();
    let all = if of_failures { all } else { Sample { hits: all.hits.iter().map(|failed| !failed).collect(), ..all } };
    let varied: Vec<usize> = (0..chosen.len()).filter(|&d| all.values[d].iter().any(|value| value.to_bits() != all.values[d][0].to_bits())).collect();
    let probability = evidence::density(all.count(&[]), Unit::PROBABILITY);
    let (half, quarter) = (all.len() / 2, all.len() / 4);
    let parts = [0..half, half..half + quarter, half + quarter..all.len()].map(|part| all.only(|point| part.contains(&point)));
    drop(all);
    let searched = pool.install(|| search(&parts, &varied, &question.search, question.step));
    let boxes = searched.boxes.iter().enumerate().map(|(i, found)| evidence::found_box(&searched, i, found, &parts[2], &chosen)).collect();
    let named = &plan.goals.goals[goal];
    Ok(DiscoverFindings {
        goal: named.name.clone(),
        goal_title: goal_title(named),
        year: plan.grid.year(by),
        of_failures,
        probability,
        search_trials: parts[0].len() as u64,
        confirmation_trials: parts[1].len() as u64,
        fresh_trials: parts[2].len() as u64,
        columns: varied.len(),
        boxes,
        end: searched.end,
    })
}

/// All trials with these columns; those that have not arrived by the end of `month` are of interest. Processes are counted until then.
fn draw(plan: &Plan, options: &RunOptions, chosen: &[TrialColumn], goal: usize, month: usize, progress: &(dyn Fn(u64) + Sync)) -> io::Result<Sample> {
    let wanted = |process: &Process| chosen.iter().any(|column| column.holds == Holds::Process(*process));
    let sums = chosen.iter().any(|column| matches!(column.holds, Holds::AllIncidents | Holds::AllStruck));
    let summed = |process: &Process| sums && matches!(process, Process::Incidents(_) | Process::Struck(_));
    let processes: Vec<ProcessColumn> = plan.processes().into_iter().filter(|column| wanted(&column.process) || summed(&column.process)).collect();
    // Sums need their parts, whether these were chosen or not.
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
