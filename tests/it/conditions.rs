//! What would have to be true: sets whose smallest size is known, and two stages in series against a deadline.
#![allow(missing_docs)] // counts are small

use adit::plan::{self, Plan};
use adit::scenario;
use adit::study::conditions::{Conditions, ConditionsError, ConditionsOptions, Effort, Favour, Score, Smallest, conditions, smallest};
use adit::study::{self, RunOptions, Share};

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

fn asked(by: i32, chance: f64, threads: usize) -> Conditions {
    let (plan, assumptions) = series();
    let options = RunOptions { trials: 8_000, seed: 3, threads: Some(threads) };
    conditions(&plan, &assumptions, &options, &ConditionsOptions { goal: None, by: Some(by), chance, quantile: 0.9 }, &|_| ()).unwrap()
}

fn is(share: &Share, expected: f64) {
    let error = (expected * (1.0 - expected) / 8_000.0).sqrt();
    assert!((share.share - expected).abs() <= 4.0 * error + 1e-12, "{} for {expected} ± {error}", share.share);
}

fn paths(conditions: &[study::conditions::Condition]) -> Vec<&str> {
    conditions.iter().map(|one| one.path.as_str()).collect()
}

const A: &str = "projects.mine.stages.a.duration";
const B: &str = "projects.mine.stages.b.duration";
const KEPT: &str = "projects.mine.stages.b.cancellation";

/// By month 23 the mine must be open by 23.5: a + b ≤ 23.5 has the chance 0.35²/2, with one of them at its P10 of 11 months 0.25, with both 1; all times
/// 0.4 where the stage may be cancelled.
#[test]
fn two_stages_and_a_deadline() {
    let found = asked(2027, 0.5, 2);
    is(&found.today, 0.35 * 0.35 / 2.0 * 0.4);
    is(&found.all, 1.0);
    assert_eq!(found.elements, [4, 3], "the stage elsewhere does not matter");
    assert_eq!(found.sets.len(), 1);
    assert_eq!(paths(&found.sets[0].conditions), [A, KEPT, B]); // in the order of their paths
    assert!(found.sets[0].conditions.iter().all(|one| match &one.favour {
        Favour::Value { quantile, value, unit, .. } => (quantile - 0.1).abs() < 1e-12 && (value - 11.0).abs() < 1e-9 && unit == "months",
        favour => *favour == Favour::Kept,
    }));
    assert_eq!(found.necessary.len(), 3);
    for (one, left) in &found.necessary {
        is(left, if one.path == KEPT { 0.4 } else { 0.25 });
    }
    is(&found.steps[2].chance, 1.0);
}

#[test]
fn a_lower_chance_needs_less() {
    let found = asked(2027, 0.2, 1);
    let mut sets: Vec<(Vec<&str>, f64)> = found.sets.iter().map(|set| (paths(&set.conditions), set.chance.share)).collect();
    sets.sort_by(|a, b| b.1.total_cmp(&a.1));
    assert_eq!(sets.len(), 3, "{sets:?}");
    assert_eq!(sets[0].0, [A, B]);
    for (set, expected) in found.sets.iter().zip([0.4, 0.25, 0.25]) {
        is(&set.chance, expected);
    }
    assert_eq!((found.proof.below, found.proof.singles), (2, true));
}

#[test]
fn nothing_brings_what_is_too_early_and_what_is_given_needs_nothing() {
    let early = asked(2026, 0.5, 1);
    assert!(early.sets.is_empty() && early.all.share == 0.0 && early.all.high < 0.001);
    let given = asked(2030, 0.3, 1);
    assert!(given.sets.is_empty() && given.today.share > 0.3);
}

#[test]
fn the_same_on_any_number_of_threads() {
    let one = format!("{:?}", asked(2027, 0.5, 1));
    for threads in [2, 7] {
        assert_eq!(one, format!("{:?}", asked(2027, 0.5, threads)));
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    let (plan, assumptions) = series();
    let options = RunOptions { trials: 100, seed: 3, threads: Some(1) };
    let wrong = |asked: ConditionsOptions| match conditions(&plan, &assumptions, &options, &asked, &|_| ()) {
        Err(ConditionsError::Asked(why)) => why,
        other => panic!("{other:?}"),
    };
    let usual = ConditionsOptions { goal: None, by: None, chance: 0.5, quantile: 0.9 };
    assert!(wrong(ConditionsOptions { goal: Some("halv".to_owned()), ..usual.clone() }).contains("did you mean `half`"));
    assert!(wrong(ConditionsOptions { by: Some(2050), ..usual.clone() }).contains("2026 to 2033"));
    assert!(wrong(ConditionsOptions { chance: 0.0, ..usual.clone() }).contains("above 0"));
    assert!(wrong(ConditionsOptions { quantile: 0.5, ..usual }).contains("above 0.5"));
}
