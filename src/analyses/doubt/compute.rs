//! Nested design: each draw of the uncertain inputs is run with several draws of the random events.
//!
//! Sampling error comes from one run of all trials, input uncertainty from the nested design, and each alternative scenario is run on the same
//! random numbers.

use super::DoubtArgs;
use super::findings::{AlternativeResult, DoubtFindings, GoalResult, GoalUncertainty, InputUncertainty};
use crate::analyses::estimates::proportion;
use crate::driver::part::no_threads;
use crate::driver::prepare::prepare_all;
use crate::driver::progress::Progress;
use crate::driver::{Failure, Request, ScenarioArgs};
use crate::engine::{Keys, Outcomes, outcomes};
use crate::plan::Plan;
use crate::stats::MonthCounts;
use crate::study::{Nested, RunOptions, event_streams, split};
use crate::units::{Quantity, Unit};

/// Probabilities of the quantiles over the uncertain inputs.
const RANGE: [f64; 2] = [0.1, 0.9];

/// Computes what the options ask for.
///
/// # Errors
/// Where an alternative scenario cannot run or covers other months, the goal or the year does not exist, or the threads cannot be started.
pub fn compute(request: &Request, args: &DoubtArgs) -> Result<DoubtFindings, Failure> {
    let choice = args.goal.choose(&request.plan)?;
    let files: Vec<ScenarioArgs> = args
        .against
        .iter()
        .map(|file| ScenarioArgs { file: file.clone(), overrides: Vec::new(), allow_outside: args.common.scenario.allow_outside })
        .collect();
    let names = args.against.iter().map(|file| file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned());
    let alternatives: Vec<(String, Plan)> = names.zip(prepare_all(&files)?.into_iter().map(|prepared| prepared.plan)).collect();
    if let Some((name, _)) = alternatives.iter().find(|(_, plan)| plan.grid != request.plan.grid) {
        return Err(Failure::Input(format!("{name} covers other months than {}", request.name)));
    }
    let nested = Nested { outer: args.outer, inner: args.inner };
    let runs = request.options.trials.saturating_mul(1 + alternatives.len() as u64);
    let progress = Progress::new(runs.saturating_add(nested.outer.saturating_mul(u64::from(nested.inner))), "nested design");
    estimate(&request.plan, &alternatives, [choice.goal, choice.by], nested, &request.options, &|done| progress.add(done)).map_err(no_threads)
}

/// Computes the three kinds of uncertainty of each goal; `goal` is the one that the sentences are about, `by` the month of the probabilities.
///
/// # Errors
/// Where the threads cannot be started.
pub fn estimate(
    plan: &Plan,
    alternatives: &[(String, Plan)],
    [goal, by]: [usize; 2],
    nested: Nested,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<DoubtFindings, rayon::ThreadPoolBuildError> {
    let pool = options.pool()?;
    let events = event_streams(plan);
    let run = |plan: &Plan, keys: &Keys, trials: u64| {
        let found = outcomes(plan, keys, 0..trials, &pool, false);
        progress(trials);
        found
    };
    let own = run(plan, &Keys::new(plan, options.seed), options.trials);
    let repeats = nested.repeats(plan, options.seed, &pool, progress);
    let others: Vec<(&String, &Plan, Outcomes)> =
        alternatives.iter().map(|(name, other)| (name, other, run(other, &Keys::new(other, options.seed), options.trials))).collect();
    let goals = plan.goals.goals.iter().enumerate().map(|(g, goal)| GoalUncertainty {
        goal: goal.name.clone(),
        title: goal.title.clone(),
        result: result(plan, &own.arrivals[g], by),
        inputs: input_uncertainty(plan, &repeats, g, by),
        alternatives: others
            .iter()
            .filter_map(|(name, other, found)| {
                let place = other.goals.goals.iter().position(|known| known.name == goal.name)?;
                Some(AlternativeResult { scenario: (*name).clone(), result: result(other, &found.arrivals[place], by) })
            })
            .collect(),
    });
    Ok(DoubtFindings {
        goal: plan.goals.goals[goal].name.clone(),
        month: plan.grid.label(by),
        year: plan.grid.year(by),
        input_draws: nested.outer,
        trials_per_draw: u64::from(nested.inner),
        input_streams: plan.paths.len() - events.len(),
        event_streams: events.len(),
        alternatives: alternatives.iter().map(|(name, _)| name.clone()).collect(),
        goals: goals.collect(),
        grid: plan.grid,
    })
}

fn result(plan: &Plan, arrivals: &[Option<usize>], by: usize) -> GoalResult {
    let mut counts = MonthCounts::new(plan.months());
    for &arrival in arrivals {
        counts.add(arrival);
    }
    let (low, high) = counts.interval(0.5);
    let arrived = arrivals.iter().filter(|arrival| arrival.is_some_and(|month| month <= by)).count();
    let trials = arrivals.len() as u64;
    GoalResult {
        probability: proportion(arrived as u64, trials, Unit::PROBABILITY),
        median: Quantity::month(counts.quantile(0.5), [low, high], plan.grid, trials),
    }
}

/// Input uncertainty of one goal from the runs of the nested design.
///
/// A median is no later than a month where the share that has arrived by then is at least one half. Its quantiles are therefore the months in which
/// the opposite quantiles of that share reach one half.
fn input_uncertainty(plan: &Plan, repeats: &[Outcomes], goal: usize, by: usize) -> Option<InputUncertainty> {
    let outer = repeats.first()?.arrivals.get(goal)?.len();
    let inner = u32::try_from(repeats.len()).ok()?;
    // By month, for each draw of the inputs: trials that arrive in it.
    let mut arrivals = vec![vec![0_u32; outer]; plan.months()];
    for repeat in repeats {
        for (draw, arrival) in repeat.arrivals[goal].iter().enumerate() {
            if let Some(month) = arrival {
                arrivals[*month][draw] += 1;
            }
        }
    }
    let mut by_now = vec![0_u32; outer];
    let (mut at_month, mut median) = (None, [None; 2]);
    for (month, counts) in arrivals.iter().enumerate() {
        for (sum, count) in by_now.iter_mut().zip(counts) {
            *sum += count;
        }
        let found = split(&by_now, inner)?;
        for (median, share) in median.iter_mut().zip([RANGE[1], RANGE[0]]) {
            if median.is_none() && found.quantile(share) >= 0.5 {
                *median = Some(month);
            }
        }
        if month == by {
            at_month = Some(found);
        }
    }
    let at_month = at_month?;
    let variance = at_month.between + at_month.within;
    let trials = outer as u64 * u64::from(inner);
    let [probability_p10, probability_p90] = RANGE.map(|p| Quantity::without_error(at_month.quantile(p), Unit::PROBABILITY, trials));
    let [median_p10, median_p90] = median.map(|month| Quantity::month(month, [None; 2], plan.grid, trials));
    let variance_share = Quantity::without_error(if variance > 0.0 { at_month.between / variance } else { 0.0 }, Unit::SHARE, trials);
    Some(InputUncertainty { probability_p10, probability_p90, median_p10, median_p90, variance_share })
}
