//! Three kinds of doubt about an answer, kept apart: too few trials, inputs that nobody knows, and another reading of the same world.

mod split;

use serde::Serialize;

use crate::engine::{Keys, Outcomes, RunOptions, outcomes};
use crate::plan::{Element, ElementKind, KeyId, Plan};
use crate::stats::MonthCounts;
use crate::study::{Quantile, Share};

pub use split::{Split, split};

/// Quantiles that bound what the unknown inputs leave open.
const RANGE: [f64; 2] = [0.1, 0.9];

/// How many draws of the unknowns, and how many runs of chance for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested {
    /// Draws of the unknowns.
    pub outer: u64,
    /// Runs of chance for each.
    pub inner: u32,
}

/// What one reading of the world answers.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Median month of arrival with the confidence interval of its trials.
    pub median: Quantile<Option<usize>>,
    /// Chance by the month asked, likewise.
    pub chance: Share,
}

/// What the unknown inputs leave open.
#[derive(Clone, Debug, Serialize)]
pub struct Unknown {
    /// P10 and P90 of the chance by the month asked, over what the inputs may be; chance itself is averaged out.
    pub chance: [f64; 2],
    /// P10 and P90 of the median month; `None` for never.
    pub median: [Option<usize>; 2],
    /// Share of the variance of "arrived by then" that lies in the inputs; the rest is chance.
    pub share_of_variance: f64,
}

/// One goal's answer and its doubts.
#[derive(Clone, Debug, Serialize)]
pub struct Doubt {
    /// Key of the goal.
    pub goal: String,
    /// Title.
    pub title: String,
    /// The answer of a run of all trials.
    pub answer: Answer,
    /// What its inputs leave open; `None` with too few draws.
    pub unknown: Option<Unknown>,
    /// What other readings answer, by their names, where they have this goal.
    pub readings: Vec<(String, Answer)>,
}

/// The doubts about a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Doubts {
    /// Month by the end of which chances are taken.
    pub by: String,
    /// Trials of each run, draws of the unknowns, runs of chance for each.
    pub trials: [u64; 3],
    /// Streams counted as unknown inputs, and as chance.
    pub streams: [usize; 2],
    /// Names of the readings.
    pub readings: Vec<String>,
    /// Goals.
    pub goals: Vec<Doubt>,
    /// The months.
    #[serde(skip)]
    pub grid: crate::units::MonthGrid,
}

/// Whether an element is chance: it would come out otherwise if the same world began again. What is drawn once a trial is a number that the
/// scenario does not know.
#[must_use]
pub fn is_chance(element: &Element) -> bool {
    match element.kind {
        ElementKind::Driver | ElementKind::Input => false,
        ElementKind::Regime | ElementKind::Hazard | ElementKind::Risk | ElementKind::Cancellation => true,
    }
}

/// Takes the doubts about `plan` apart: a run of all trials, nested runs, and a run of each reading on the same draws.
///
/// # Errors
/// Where the threads cannot be started.
pub fn doubts(
    plan: &Plan,
    readings: &[(String, Plan)],
    by: usize,
    nested: Nested,
    options: &RunOptions,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Doubts, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build()?;
    let chance = chance_keys(plan);
    let run = |plan: &Plan, keys: &Keys, trials: u64| {
        let found = outcomes(plan, keys, 0..trials, &pool, false);
        progress(trials);
        found
    };
    let own = run(plan, &Keys::new(plan, options.seed), options.trials);
    let repeats: Vec<Outcomes> = (0..nested.inner)
        .map(|repeat| {
            let other = options.seed.wrapping_add(1 + u64::from(repeat)); // chance anew, the unknowns as they were
            run(plan, &Keys::mixed(plan, options.seed, other, &|key| chance.contains(&key)), nested.outer)
        })
        .collect();
    let others: Vec<(String, &Plan, Outcomes)> =
        readings.iter().map(|(name, reading)| (name.clone(), reading, run(reading, &Keys::new(reading, options.seed), options.trials))).collect();
    let goals = plan.goals.goals.iter().enumerate().map(|(g, goal)| Doubt {
        goal: goal.name.clone(),
        title: goal.title.clone(),
        answer: answer(&own.arrivals[g], plan.months(), by),
        unknown: unknown(&repeats, g, plan.months(), by),
        readings: others
            .iter()
            .filter_map(|(name, reading, found)| {
                let place = reading.goals.goals.iter().position(|other| other.name == goal.name)?;
                Some((name.clone(), answer(&found.arrivals[place], reading.months(), by)))
            })
            .collect(),
    });
    Ok(Doubts {
        by: plan.grid.label(by),
        trials: [options.trials, nested.outer, u64::from(nested.inner)],
        streams: [plan.paths.len() - chance.len(), chance.len()],
        readings: readings.iter().map(|(name, _)| name.clone()).collect(),
        goals: goals.collect(),
        grid: plan.grid,
    })
}

/// Streams of what is chance.
fn chance_keys(plan: &Plan) -> Vec<KeyId> {
    let mut keys: Vec<KeyId> = plan.elements().iter().filter(|element| is_chance(element)).flat_map(|element| element.keys.clone()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn answer(arrivals: &[Option<usize>], months: usize, by: usize) -> Answer {
    let mut counts = MonthCounts::new(months);
    for &arrival in arrivals {
        counts.add(arrival);
    }
    let (low, high) = counts.interval(0.5);
    let arrived = arrivals.iter().filter(|arrival| arrival.is_some_and(|month| month <= by)).count();
    Answer {
        median: Quantile { value: counts.quantile(0.5), low, high },
        chance: crate::study::estimate::share(arrived as u64, arrivals.len() as u64),
    }
}

/// A median is no later than a month where the share arrived by then is at least one half, so that its quantiles are the months in which those of the
/// share cross one half, from above.
fn unknown(repeats: &[Outcomes], goal: usize, months: usize, by: usize) -> Option<Unknown> {
    let outer = repeats.first()?.arrivals.get(goal)?.len();
    let inner = u32::try_from(repeats.len()).ok()?;
    // by month, for each draw of the unknowns: runs that arrive in it
    let mut arrivals = vec![vec![0_u32; outer]; months];
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
    let variance = at_month.unknown + at_month.chance;
    Some(Unknown {
        chance: RANGE.map(|p| at_month.quantile(p)),
        median,
        share_of_variance: if variance > 0.0 { at_month.unknown / variance } else { 0.0 },
    })
}
