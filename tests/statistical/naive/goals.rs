//! Goals: the monthly test, when it is met for good, what was missing until then.

use std::collections::{BTreeMap, BTreeSet};

use adit::scenario::{Goal, Measure, Name, Test};

use super::Trial;
use super::outcome::{GoalOutcome, MineralMonths};
use super::values::find;

/// Months that a test looks back over, its own included.
const WINDOW: usize = 12;
/// What is at least a share may fall short of it by rounding.
const AT_LEAST: f64 = 1.0 - 1e-9;
/// Tonnes below this share of demand are rounding.
const NOTHING: f64 = 1e-9;

/// Every goal of the scenario.
pub fn judge(trial: &Trial, minerals: &BTreeMap<String, MineralMonths>) -> BTreeMap<String, GoalOutcome> {
    trial.scenario.goals.iter().map(|goal| (goal.name.value.clone(), judge_one(trial, minerals, &goal.name.value, &goal.item))).collect()
}

fn judge_one(trial: &Trial, minerals: &BTreeMap<String, MineralMonths>, name: &str, goal: &Goal) -> GoalOutcome {
    let holds = monthly(trial, minerals, &format!("goals.{name}"), &goal.test);
    let sustain = goal.sustain.as_ref().map_or(12, |sustain| usize::try_from(sustain.value).expect("few months"));
    let run_of = |wanted: bool, from: usize| {
        (from..(trial.months + 1).saturating_sub(sustain)).find(|&k| holds[k..k + sustain].iter().all(|&holds| holds == wanted))
    };
    let arrival = run_of(true, 0);
    let lost = arrival.is_some_and(|arrival| run_of(false, arrival + sustain).is_some());
    let before = arrival.unwrap_or(trial.months);
    let mut named = BTreeSet::new();
    minerals_named(trial, &goal.test, &mut named);
    let bridging = named
        .iter()
        .map(|mineral| {
            minerals[mineral].clearing.as_ref().map_or(&minerals[mineral].shortage, |clearing| &clearing.bridge)[..before].iter().sum::<f64>()
        })
        .sum();
    GoalOutcome { holds, arrival, lost, bridging }
}

/// In which months a test holds. `path` is the table's in which it stands.
fn monthly(trial: &Trial, minerals: &BTreeMap<String, MineralMonths>, path: &str, test: &Test) -> Vec<bool> {
    let parts = |key: &str, parts: &[Test]| -> Vec<Vec<bool>> {
        parts.iter().enumerate().map(|(i, part)| monthly(trial, minerals, &format!("{path}.{key}.{i}"), part)).collect()
    };
    let count = |parts: Vec<Vec<bool>>, at_least: usize| (0..trial.months).map(|k| parts.iter().filter(|part| part[k]).count() >= at_least).collect();
    match test {
        Test::Measure { mineral, origin, measure, threshold } => {
            let threshold = trial.draws.once(&format!("{path}.{}", key(*measure)), threshold);
            let months = &minerals[&mineral.value];
            (0..trial.months).map(|k| k + 1 >= WINDOW && holds(months, origin.as_ref(), *measure, threshold, k + 1 - WINDOW..k + 1)).collect()
        }
        Test::Goal(goal) => {
            let other = find(&trial.scenario.goals, &goal.value).expect("a goal of the scenario");
            monthly(trial, minerals, &format!("goals.{}", goal.value), &other.test)
        }
        Test::All(tests) => count(parts("all", tests), tests.len()),
        Test::Any(tests) => count(parts("any", tests), 1),
        Test::AtLeast(n, tests) => count(parts("of", tests), usize::try_from(n.value).expect("few parts")),
    }
}

/// Whether a measure passes its threshold over a window of months.
fn holds(months: &MineralMonths, origin: Option<&Name>, measure: Measure, threshold: f64, window: std::ops::Range<usize>) -> bool {
    let sum = |series: &[f64]| series[window.clone()].iter().sum::<f64>();
    let demand = sum(&months.demand);
    let arrivals: f64 =
        months.arrivals.iter().filter(|(name, _)| origin.is_none_or(|origin| origin.value == **name)).map(|(_, arrivals)| sum(arrivals)).sum();
    let supply: f64 = months.supply.values().map(|supply| sum(supply)).sum();
    let some_supply = supply > NOTHING * demand;
    match measure {
        Measure::ShareOfDemand => arrivals >= threshold * demand * AT_LEAST,
        Measure::FreeShareOfDemand => sum(&months.free) >= threshold * demand * AT_LEAST,
        Measure::ControlledShareBelow => some_supply && sum(&months.controlled) < threshold * supply,
        Measure::HhiBelow => some_supply && sum(&months.hhi) / 12.0 < threshold,
        Measure::ShortageBelow => {
            let unmet = |bought: &[f64]| bought.iter().zip(&months.demand).map(|(bought, demand)| (demand - bought).max(0.0)).collect::<Vec<_>>();
            sum(&months.clearing.as_ref().map_or_else(|| months.shortage.clone(), |clearing| unmet(&clearing.bought))) < threshold * demand
        }
        Measure::CoversWithheld => sum(&months.withheld) > NOTHING * demand && arrivals >= threshold * sum(&months.withheld) * AT_LEAST,
    }
}

/// The key of the file that names a measure.
fn key(measure: Measure) -> &'static str {
    match measure {
        Measure::ShareOfDemand => "share_of_demand",
        Measure::FreeShareOfDemand => "free_share_of_demand",
        Measure::ControlledShareBelow => "controlled_share_below",
        Measure::HhiBelow => "hhi_below",
        Measure::ShortageBelow => "shortage_below",
        Measure::CoversWithheld => "covers_withheld",
    }
}

/// The minerals that a test's measures name, those of the goals that it names included.
fn minerals_named(trial: &Trial, test: &Test, named: &mut BTreeSet<String>) {
    match test {
        Test::Measure { mineral, .. } => {
            named.insert(mineral.value.clone());
        }
        Test::Goal(goal) => minerals_named(trial, &find(&trial.scenario.goals, &goal.value).expect("a goal of the scenario").test, named),
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().for_each(|test| minerals_named(trial, test, named)),
    }
}
