//! Answers known beforehand: a chain without chance, levers that change nothing, sums of parts.

use adit::study::{LeversFound, MonthsGained, Objective};

use super::{CHAIN, found};

const ONE_REFINERY: &str = include_str!("../../../scenarios/one-refinery.toml");

fn exactly(months: f64) -> MonthsGained {
    MonthsGained { value: Some(months), low: Some(months), high: Some(months) }
}

#[test]
fn a_lever_on_a_constant_stage_gains_exactly_its_months() {
    let levers = "[levers.quick]\ncost = 6e6\nset.projects.mine.stages.permits.duration = 8\n\
        [levers.slow]\ncost = 1e6\nset.projects.mine.stages.construction.duration = 13\n";
    let found = found(CHAIN, levers, 64, 2, None);
    let [nothing, quick, slow] = &found.rows[..] else { panic!("three choices") };
    assert_eq!(
        (nothing.months_p50, quick.months_p50, quick.months_p80, slow.months_p50),
        (exactly(0.0), exactly(12.0), exactly(12.0), exactly(-3.0))
    );
    assert_eq!((quick.months_mean.mean, quick.months_mean.standard_error), (12.0, 0.0));
    // Half of demand is missing until the mine opens: 12 months of 50 t.
    let avoided = quick.shortage_avoided.unwrap();
    assert!((avoided.mean - 600.0).abs() < 1e-9 && avoided.standard_error < 1e-9, "{avoided:?}");
    assert!((quick.net_benefit.mean - 0.0).abs() < 1e-3, "600 t at 10,000 USD are what it costs: {:?}", quick.net_benefit);
    let price = quick.usd_per_month.unwrap();
    assert_eq!((price.value, price.low, price.high), (500_000.0, 500_000.0, 500_000.0));
    assert!(slow.usd_per_month.is_none(), "it gains nothing");
    // One undoes three months of the other: as their sum.
    let pair = &found.pairs[0];
    assert_eq!((pair.months_p50.unwrap(), pair.months_beyond.unwrap().mean), (exactly(9.0), 0.0));
    assert_eq!(found.rows[found.ranking()[0]].name.as_deref(), Some("quick"));
}

#[test]
#[expect(clippy::float_cmp, reason = "nothing is exactly nothing")]
fn a_lever_that_changes_nothing_gains_exactly_nothing() {
    let levers = "[levers.idle]\ncost = 1e6\nset.nodes.corridor.capacity = 9_000\n\
        [levers.idle_later]\ncost = 0\nlead_time = 9\nset.nodes.corridor.exposure.balochistan = 0.30\n";
    let found = found(ONE_REFINERY, levers, 400, 2, Some(1e9));
    for row in &found.rows[1..] {
        assert!(row.months_p50 == exactly(0.0) || row.p50.value.is_none(), "{:?}", row.months_p50);
        for estimate in [row.months_mean, row.chance_gained, row.shortage_avoided.unwrap(), row.bridge_avoided.unwrap()] {
            assert_eq!((estimate.mean, estimate.standard_error), (0.0, 0.0), "{:?}", row.name);
        }
        assert!(row.usd_per_month.is_none() && row.usd_per_point.is_none());
    }
    assert_eq!(found.rows[1].net_benefit.mean, -1e6);
    let pair = found.pairs[0].chance_beyond.unwrap();
    assert_eq!((pair.mean, pair.standard_error), (0.0, 0.0));
    assert!(found.best().unwrap().name.is_none(), "doing nothing is as good and costs nothing");
}

const LEVERS: &str = "[levers.guard]\ncost = { pert = [1e6, 2e6, 9e6] }\nlead_time = 12\nset.nodes.corridor.exposure.balochistan = 0.05\n\
    [levers.permits]\ncost = 1e6\nset.projects.mine.stages.permits.duration = { pert = [3, 4, 9] }\n\
    [levers.other_permits]\ncost = 1e6\nset.projects.mine.stages.permits.duration = 5\n";

#[test]
fn the_same_on_any_number_of_threads() {
    let of = |threads| found(ONE_REFINERY, LEVERS, 500, threads, None);
    let one = of(1);
    // Two infinite ends are equal, two undefined numbers are not: as text they are.
    let text = |found: &LeversFound| format!("{found:?}");
    assert_eq!(text(&one), text(&of(2)));
    assert_eq!(text(&one), text(&of(7)));
    assert_eq!(one.objective, Objective::Shortage);
}

#[test]
fn two_levers_on_the_same_figure_are_not_pulled_together() {
    let found = found(ONE_REFINERY, LEVERS, 100, 2, None);
    let apart: Vec<Option<&str>> = found.pairs.iter().map(|pair| pair.apart.as_deref()).collect();
    assert_eq!(apart, [None, None, Some("both set projects.mine.stages.permits.duration")]);
    assert!(found.pairs[2].chance_gained.is_none());
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
    let pair = &found(&base, levers, 32, 1, None).pairs[0];
    let [both, parts, beyond] = [pair.months_mean, pair.months_of_parts, pair.months_beyond].map(|estimate| estimate.unwrap().mean);
    assert!((both - 8.0).abs() < 1e-12 && (parts - 16.0).abs() < 1e-12 && (beyond + 8.0).abs() < 1e-12, "{both} {parts} {beyond}");
    let later = base.replace("after_any", "after");
    let pair = &found(&later, levers, 32, 1, None).pairs[0];
    assert!((pair.months_beyond.unwrap().mean - 8.0).abs() < 1e-12, "either alone gains nothing: complements");
}

#[test]
fn never_is_said_and_not_counted() {
    let base = CHAIN.replace("permits      = { duration = 20 }", "permits = { duration = 20, cancels = 0.99 }");
    let found = found(&base, "[levers.sure]\ncost = 5e6\nset.projects.mine.stages.permits.cancels = 0\n", 400, 2, None);
    let row = &found.rows[1];
    assert!(found.rows[0].p50.value.is_none() && row.p50.value.is_some());
    assert_eq!(row.months_p50, MonthsGained { value: None, low: None, high: None }, "from never to a month is no number of months");
    assert!(row.usd_per_month.is_none() && row.usd_per_point.is_none() == (row.chance_gained.mean <= 0.0));
    assert!(row.months_mean.mean > 50.0, "on average never counts as the end of the horizon");
}
