//! Smallest sets of conditions: sets whose smallest size is known, and two stages in series with a deadline.
#![allow(missing_docs)] // counts are small

use adit::analyses::conditions::{Condition, ConditionsFindings, Effort, Favour, Question, Score, Smallest, estimate, smallest};
use adit::driver::{Failure, GoalArgs};
use adit::plan::{self, Plan};
use adit::scenario;
use adit::study::{self, RunOptions};
use adit::units::Quantity;

const EFFORT: Effort = Effort { wanted: 50, leading: 12, sets: 2_000 };

fn searched(count: usize, effort: &Effort, arrived: impl Fn(&[usize]) -> u64) -> Smallest {
    smallest(count, effort, &mut |set| Score { arrived: arrived(set), months: 1_000 - arrived(set), tonnes: set.len() as f64 })
}

#[test]
fn weights_that_add_up() {
    let weights = [5, 40, 10, 30, 20];
    let found = searched(5, &Effort { wanted: 60, ..EFFORT }, |set| set.iter().map(|&one| weights[one]).sum());
    assert_eq!(found.sets, [vec![1, 3], vec![1, 4]]);
    assert_eq!((found.proven_below, found.necessary.len(), found.all.arrived), (2, 0, 105));
}

#[test]
fn all_of_three_among_forty() {
    let found = searched(40, &EFFORT, |set| if [7, 19, 33].iter().all(|one| set.contains(one)) { 90 } else { 3 });
    assert_eq!(found.sets, [vec![7, 19, 33]]);
    let mut necessary = found.necessary.clone();
    necessary.sort_unstable();
    assert_eq!(necessary, [7, 19, 33]);
    assert_eq!(found.proven_below, 3);
}

/// Either pair does; nothing shows before a pair is whole, so that only backward search finds one.
#[test]
fn either_of_two_pairs() {
    let pairs = [[2, 9], [4, 5]];
    let found = searched(20, &EFFORT, |set| if pairs.iter().any(|pair| pair.iter().all(|one| set.contains(one))) { 80 } else { 0 });
    assert!(found.necessary.is_empty() && found.proven_below == 2 && found.singles, "{found:?}");
    assert!(pairs.iter().any(|pair| found.sets.contains(&pair.to_vec())), "{found:?}");
}

#[test]
fn what_nothing_brings_has_no_set() {
    let found = searched(6, &EFFORT, |set| 5 * set.len() as u64);
    assert!(found.sets.is_empty() && found.all.arrived == 30);
}

/// Two stages of uniform(10, 20) months in series, the second cancelled in 6 of 10 trials; the mine then delivers more than is asked at once.
const SERIES: &str = r#"
title = "Two stages"
start = "2026-01"
end   = "2033-12"
seed  = 3
[minerals.antimony]
demand = 1_200
[minerals.antimony.suppliers]
Others = { share = 0.4 }
[projects.mine.stages]
a = { duration = { uniform = [10, 20] } }
b = { duration = { uniform = [10, 20] }, after = "a", cancels = 0.6 }
[projects.elsewhere.stages]
c = { duration = { uniform = [1, 90] } }
[nodes.mine]
opens    = "mine.b"
capacity = 24_000
[[routes]]
mineral = "antimony"
via     = ["mine"]
origin  = "Pakistan"
[goals.half]
mineral         = "antimony"
origin          = "Pakistan"
share_of_demand = 0.5
"#;

fn series() -> (Plan, study::Assumptions) {
    let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    std::fs::write(file.path(), SERIES).unwrap();
    let loaded = scenario::load(file.path(), &[]);
    let scenario = loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.problems.sorted()));
    (plan::compile(&scenario).0.unwrap(), study::assumptions(&scenario))
}

fn question(plan: &Plan, by: i32, target: f64, quantile: f64) -> Question {
    Question { goal: 0, by: plan.grid.last_month_of(by).unwrap(), target, quantile }
}

fn asked(by: i32, target: f64, threads: usize) -> ConditionsFindings {
    let (plan, assumptions) = series();
    let options = RunOptions { trials: 8_000, seed: 3, threads: Some(threads) };
    estimate(&plan, &assumptions, question(&plan, by, target, 0.9), &options, &|_| ()).unwrap()
}

fn is(probability: &Quantity, expected: f64) {
    let error = (expected * (1.0 - expected) / 8_000.0).sqrt();
    assert!((probability.number() - expected).abs() <= 4.0 * error + 1e-12, "{} for {expected} ± {error}", probability.number());
}

fn paths(conditions: &[Condition]) -> Vec<&str> {
    conditions.iter().map(|one| one.path.as_str()).collect()
}

const A: &str = "projects.mine.stages.a.duration";
const B: &str = "projects.mine.stages.b.duration";
const KEPT: &str = "projects.mine.stages.b.cancellation";

/// By month 23 the mine must be open by 23.5: a + b ≤ 23.5 has the probability 0.35²/2, with one of them at its P10 of 11 months 0.25, with both 1; all
/// times 0.4 where the stage may be cancelled.
#[test]
fn two_stages_and_a_deadline() {
    let found = asked(2027, 0.5, 2);
    is(&found.as_modelled, 0.35 * 0.35 / 2.0 * 0.4);
    is(&found.all_conditions, 1.0);
    assert_eq!([found.elements, found.relevant_elements], [4, 3], "the stage elsewhere does not matter");
    assert_eq!(found.sets.len(), 1);
    assert_eq!(paths(&found.sets[0].conditions), [A, KEPT, B]); // in the order of their paths
    assert!(found.sets[0].conditions.iter().all(|one| match &one.favour {
        Favour::Value { quantile, value, unit, .. } => (quantile - 0.1).abs() < 1e-12 && (value - 11.0).abs() < 1e-9 && unit == "months",
        favour => *favour == Favour::NotCancelled,
    }));
    assert_eq!(found.necessary.len(), 3);
    for one in &found.necessary {
        is(&one.without, if one.condition.path == KEPT { 0.4 } else { 0.25 });
    }
    is(&found.steps[2].cumulative, 1.0);
}

#[test]
fn a_lower_probability_needs_fewer_conditions() {
    let found = asked(2027, 0.2, 1);
    let mut sets: Vec<(Vec<&str>, f64)> = found.sets.iter().map(|set| (paths(&set.conditions), set.probability.number())).collect();
    sets.sort_by(|a, b| b.1.total_cmp(&a.1));
    assert_eq!(sets.len(), 3, "{sets:?}");
    assert_eq!(sets[0].0, [A, B]);
    for (set, expected) in found.sets.iter().zip([0.4, 0.25, 0.25]) {
        is(&set.probability, expected);
    }
    assert_eq!((found.search.complete_below, found.search.each_alone), (2, true));
}

#[test]
fn an_impossible_goal_has_no_set_and_a_likely_goal_needs_none() {
    let early = asked(2026, 0.5, 1);
    assert!(early.sets.is_empty() && early.all_conditions.value == Some(0.0) && early.all_conditions.high < Some(0.001));
    let given = asked(2030, 0.3, 1);
    assert!(given.sets.is_empty() && given.as_modelled.number() > 0.3);
}

#[test]
fn the_same_on_any_number_of_threads() {
    let one = format!("{:?}", asked(2027, 0.5, 1));
    for threads in [2, 7] {
        assert_eq!(one, format!("{:?}", asked(2027, 0.5, threads)));
    }
}

#[test]
fn wrong_options_have_a_message() {
    let (plan, assumptions) = series();
    let options = RunOptions { trials: 100, seed: 3, threads: Some(1) };
    let message = |failure: Failure| match failure {
        Failure::Input(message) => message,
        other => panic!("{other:?}"),
    };
    let choice = |goal: Option<&str>, by| message(GoalArgs { goal: goal.map(str::to_owned), by }.choose(&plan).unwrap_err());
    assert!(choice(Some("halv"), None).contains("did you mean half"));
    assert!(choice(None, Some(2050)).contains("2026-01 to 2033-12"));
    let wrong = |target, quantile| message(estimate(&plan, &assumptions, question(&plan, 2030, target, quantile), &options, &|_| ()).unwrap_err());
    assert!(wrong(0.0, 0.9).contains("above 0"));
    assert!(wrong(0.5, 0.5).contains("above 0.5"));
}
