//! Known answers: a deterministic chain, levers without effect, sums of two levers.

use adit::analyses::levers::{Interaction, LeversFindings, Objective, PairGains};
use adit::units::Quantity;

use super::{CHAIN, found};

const ONE_REFINERY: &str = include_str!("../../../scenarios/one-refinery.toml");

/// Value and ends of the interval.
fn ends(of: &Quantity) -> [Option<f64>; 3] {
    [of.value, of.low, of.high]
}

fn exactly(number: f64) -> [Option<f64>; 3] {
    [Some(number); 3]
}

fn pair(found: &LeversFindings, pair: usize) -> &PairGains {
    found.pairs[pair].gains.as_ref().unwrap()
}

#[test]
fn a_lever_on_a_constant_stage_gains_exactly_its_months() {
    let levers = "[levers.quick]\ncost = 6e6\nset.projects.mine.stages.permits.duration = 8\n\
        [levers.slow]\ncost = 1e6\nset.projects.mine.stages.construction.duration = 13\n";
    let found = found(CHAIN, levers, 64, 2, None);
    let [nothing, quick, slow] = &found.choices[..] else { panic!("three choices") };
    assert_eq!(
        [&nothing.months_gained_p50, &quick.months_gained_p50, &quick.months_gained_p80, &slow.months_gained_p50].map(ends),
        [0.0, 12.0, 12.0, -3.0].map(exactly)
    );
    assert_eq!((quick.months_gained_mean.value, quick.months_gained_mean.standard_error), (Some(12.0), Some(0.0)));
    // Half of demand is missing until the mine opens: 12 months of 50 t.
    let avoided = quick.shortage_avoided.as_ref().unwrap();
    assert!((avoided.number() - 600.0).abs() < 1e-9 && avoided.standard_error.unwrap() < 1e-9, "{avoided:?}");
    assert!((quick.net_benefit.number() - 0.0).abs() < 1e-3, "600 t at 10,000 USD are what it costs: {:?}", quick.net_benefit);
    assert_eq!(ends(quick.usd_per_month_p50.as_ref().unwrap()), exactly(500_000.0));
    assert!(slow.usd_per_month_p50.is_none(), "it gains nothing");
    // One undoes three months of the other: as their sum.
    let pair = pair(&found, 0);
    assert_eq!((ends(&pair.months_p50), pair.months_beyond_sum.value), (exactly(9.0), Some(0.0)));
    assert_eq!(found.ranked()[0].lever.as_deref(), Some("quick"));
}

#[test]
fn lever_without_effect_gains_exactly_nothing() {
    let levers = "[levers.idle]\ncost = 1e6\nset.nodes.corridor.capacity = 9_000\n\
        [levers.idle_later]\ncost = 0\nlead_time = 9\nset.nodes.corridor.exposure.balochistan = 0.30\n";
    let found = found(ONE_REFINERY, levers, 400, 2, Some(1e9));
    for choice in &found.choices[1..] {
        assert!(ends(&choice.months_gained_p50) == exactly(0.0) || choice.p50.value.is_none(), "{:?}", choice.months_gained_p50);
        let shortage = [&choice.shortage_avoided, &choice.shortage_until_arrival_avoided].map(|avoided| avoided.as_ref().unwrap());
        for gain in [&choice.months_gained_mean, &choice.probability_gained].into_iter().chain(shortage) {
            assert_eq!((gain.value, gain.standard_error), (Some(0.0), Some(0.0)), "{:?}", choice.lever);
        }
        assert!(choice.usd_per_month_p50.is_none() && choice.usd_per_point.is_none());
    }
    assert_eq!(found.choices[1].net_benefit.value, Some(-1e6));
    let beyond = &pair(&found, 0).probability_beyond_sum;
    assert_eq!((beyond.value, beyond.standard_error), (Some(0.0), Some(0.0)));
    assert_eq!(pair(&found, 0).interaction, Interaction::NotDetected);
    assert!(found.best().unwrap().lever.is_none(), "no lever is as good and costs nothing");
}

const LEVERS: &str = "[levers.guard]\ncost = { pert = [1e6, 2e6, 9e6] }\nlead_time = 12\nset.nodes.corridor.exposure.balochistan = 0.05\n\
    [levers.permits]\ncost = 1e6\nset.projects.mine.stages.permits.duration = { pert = [3, 4, 9] }\n\
    [levers.other_permits]\ncost = 1e6\nset.projects.mine.stages.permits.duration = 5\n";

#[test]
fn findings_do_not_depend_on_the_number_of_threads() {
    let of = |threads| found(ONE_REFINERY, LEVERS, 500, threads, None);
    let one = of(1);
    assert_eq!(one, of(2));
    assert_eq!(one, of(7));
    assert_eq!(one.objective, Objective::Shortage);
}

#[test]
fn levers_that_set_the_same_value_cannot_be_combined() {
    let found = found(ONE_REFINERY, LEVERS, 100, 2, None);
    let incompatible: Vec<Option<&str>> = found.pairs.iter().map(|pair| pair.incompatible.as_deref()).collect();
    assert_eq!(incompatible, [None, None, Some("both set projects.mine.stages.permits.duration")]);
    assert!(found.pairs[2].gains.is_none());
}

/// Permits and construction wait for each other's end: speeding both gains what each gains. Two roads to the same end stand in for each other.
#[test]
fn substitutes_gain_less_than_the_sum_of_their_parts() {
    let base = CHAIN.replace(
        "construction = { duration = 10, after = \"permits\" }",
        "construction = { duration = 10, after_any = [\"permits\", \"other\"] }\nother = { duration = 20 }",
    );
    let levers =
        "[levers.a]\ncost = 1\nset.projects.mine.stages.permits.duration = 12\n[levers.b]\ncost = 1\nset.projects.mine.stages.other.duration = 12\n";
    let together = found(&base, levers, 32, 1, None);
    let PairGains { months_mean, months_sum, months_beyond_sum, .. } = pair(&together, 0);
    let [both, parts, beyond] = [months_mean, months_sum, months_beyond_sum].map(Quantity::number);
    assert!((both - 8.0).abs() < 1e-12 && (parts - 16.0).abs() < 1e-12 && (beyond + 8.0).abs() < 1e-12, "{both} {parts} {beyond}");
    let later = base.replace("after_any", "after");
    let together = found(&later, levers, 32, 1, None);
    assert!((pair(&together, 0).months_beyond_sum.number() - 8.0).abs() < 1e-12, "either alone gains nothing: complements");
}

#[test]
fn never_is_no_number_of_months() {
    let base = CHAIN.replace("permits      = { duration = 20 }", "permits = { duration = 20, cancels = 0.99 }");
    let found = found(&base, "[levers.sure]\ncost = 5e6\nset.projects.mine.stages.permits.cancels = 0\n", 400, 2, None);
    let choice = &found.choices[1];
    assert!(found.choices[0].p50.value.is_none() && choice.p50.value.is_some());
    assert_eq!(ends(&choice.months_gained_p50), [None; 3], "from never to a month is no number of months");
    assert!(choice.usd_per_month_p50.is_none() && choice.usd_per_point.is_none() == (choice.probability_gained.number() <= 0.0));
    assert!(choice.months_gained_mean.number() > 50.0, "on average never counts as the month after the last");
}
