//! Elements as planned, numbers held, streams redrawn: what is chosen changes, all else draws what it drew.

use adit::engine::{Keys, Outcomes, outcomes};
use adit::plan::{Element, ElementKind, Plan, compile};
use adit::scenario::load_text;

/// A scenario with every kind of element; the driver is planned at 1.
const TEXT: &str = r#"
start = "2026-01"
end = "2045-12"
[drivers]
record = { lognormal = { p10 = 0.9, p90 = 2.2 }, planned = 1, group = "execution" }
[minerals.antimony]
demand = { uniform = [900, 1100] }
[minerals.antimony.suppliers.China]
share = 0.9
controlled_by = "export"
[regimes.export]
initial = "open"
planned = "open"
[regimes.export.states.open]
lasts = { exponential = { mean = 30 } }
then = { ban = 1 }
[regimes.export.states.ban]
lasts = { exponential = { mean = 20 } }
passes = { uniform = [0, 0.5] }
then = { open = 1 }
[factors]
deal = {}
[hazards.attack]
rate = 2
volatility = { sd = 0.5, months = 6 }
[hazards.attack.classes.major]
weight = 1
outage = { exponential = { mean = 4 } }
[projects.mine.stages.permit]
duration = { value = 30, planned = 24 }
group = "approvals"
[projects.mine.stages.build]
duration = { pert = [20, 24, 40], scale = "@record", planned = 22 }
after = ["permit"]
cancels = { probability = { uniform = [0.1, 0.3] }, factor = "deal", loading = 0.5 }
group = "mine"
[projects.mine.stages.build.risks.flood]
probability = 0.4
delay = { uniform = [3, 9] }
[nodes.mine]
kind = "mine"
opens = "mine.build"
capacity = 200
exposure = { attack = { uniform = [0.1, 0.2] } }
[[routes]]
mineral = "antimony"
origin = "Pakistan"
via = ["mine"]
[goals.tenth]
mineral = "antimony"
origin = "Pakistan"
share_of_demand = 0.1
"#;
const TRIALS: u64 = 300;

fn plan(text: &str) -> Plan {
    let loaded = load_text("elements.toml", text, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    let (plan, problems) = compile(&loaded.scenario.expect("no error"));
    plan.unwrap_or_else(|| panic!("{problems:#?}"))
}

fn run_with(plan: &Plan, keys: &Keys, threads: usize) -> Outcomes {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    outcomes(plan, keys, 0..TRIALS, &pool, true)
}

fn run(plan: &Plan) -> Outcomes {
    run_with(plan, &Keys::new(plan, 1), 2)
}

fn input<'a>(plan: &Plan, outcomes: &'a Outcomes, path: &str) -> &'a [f64] {
    &outcomes.inputs[plan.draws.iter().position(|draw| draw.path == path).expect("an input")]
}

#[test]
fn every_kind_of_element_is_found_with_its_group() {
    let plan = plan(TEXT);
    let elements: Vec<_> = plan.elements().into_iter().map(|Element { path, group, kind, .. }| (path, group, kind)).collect();
    let expected = [
        ("drivers.record", "execution", ElementKind::Driver),
        ("factors.deal", "factors", ElementKind::Factor),
        ("hazards.attack", "security", ElementKind::Hazard),
        ("minerals.antimony.demand", "market", ElementKind::Input),
        ("nodes.mine.exposure.attack", "security", ElementKind::Input),
        ("projects.mine.stages.build.cancellation", "mine", ElementKind::Cancellation),
        ("projects.mine.stages.build.cancels.probability", "mine", ElementKind::Input),
        ("projects.mine.stages.build.duration", "mine", ElementKind::Input),
        ("projects.mine.stages.build.risks.flood", "mine", ElementKind::Risk),
        ("projects.mine.stages.build.risks.flood.delay", "mine", ElementKind::Input),
        ("projects.mine.stages.permit.duration", "approvals", ElementKind::Input),
        ("regimes.export", "licensing", ElementKind::Regime),
    ];
    // an outage is drawn at each incident: it belongs to its hazard and is no element of its own
    assert_eq!(elements.len(), expected.len(), "{elements:#?}");
    for ((path, group, kind), (expected_path, expected_group, expected_kind)) in elements.iter().zip(expected) {
        assert_eq!((path.as_str(), group.as_str(), *kind), (expected_path, expected_group, expected_kind));
    }
    assert_eq!(plan.groups(), ["licensing", "security", "mine", "market", "approvals", "execution", "factors"]);
    // no stream belongs to two elements, and every stream of a process has an owner
    let mut keys: Vec<_> = plan.elements().into_iter().flat_map(|element| element.keys).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

#[test]
fn with_nothing_chosen_all_is_as_before_on_any_number_of_threads() {
    let plan = plan(TEXT);
    let before = run(&plan);
    assert!(before.arrivals[0].iter().any(Option::is_some) && before.arrivals[0].iter().any(Option::is_none));
    assert_eq!(run(&plan.as_planned(&|_| false)), before);
    for threads in [1, 7] {
        assert_eq!(run_with(&plan, &Keys::new(&plan, 1), threads), before);
    }
}

#[test]
fn if_all_goes_to_plan_every_trial_is_the_planned_one() {
    let plan = plan(TEXT);
    let planned = plan.as_planned(&|_| true);
    let all = run(&planned);
    // 24 months of permit and 22 of building, then a trailing year in which 200 t a year reach a tenth of 1 000: six months of it
    assert!(all.arrivals[0].iter().all(|&arrival| arrival == Some(24 + 22 + 5)), "{:?}", &all.arrivals[0][..3]);
    assert!(input(&plan, &all, "projects.mine.stages.build.duration").iter().all(|&months| (months - 22.0).abs() < 1e-9));
}

#[test]
fn an_element_to_plan_leaves_every_other_draw_as_it_was() {
    let plan = plan(TEXT);
    let before = run(&plan);
    for element in plan.elements() {
        let held = plan.as_planned(&|other| other.path == element.path);
        let after = run(&held);
        for (draw, (a, b)) in plan.draws.iter().zip(before.inputs.iter().zip(&after.inputs)) {
            let scaled = element.kind == ElementKind::Driver && draw.path == "projects.mine.stages.build.duration";
            if draw.path != element.path && !scaled {
                assert!(a == b, "{} moved {}", element.path, draw.path);
            }
        }
        let months = |outcomes: &Outcomes| -> usize { outcomes.arrivals[0].iter().map(|arrival| arrival.unwrap_or(plan.months())).sum() };
        match element.kind {
            ElementKind::Hazard | ElementKind::Risk | ElementKind::Cancellation => assert!(months(&after) < months(&before), "{}", element.path),
            ElementKind::Regime => assert_eq!(after.arrivals, before.arrivals), // the mine does not ask what China exports
            ElementKind::Driver | ElementKind::Factor | ElementKind::Input => (),
        }
    }
    // a driver to plan leaves what it scales with its own spread
    let held = run(&plan.as_planned(&|element| element.path == "drivers.record"));
    let months = input(&plan, &held, "projects.mine.stages.build.duration");
    assert!(months.iter().all(|&months| (20.0..=40.0).contains(&months)) && months.iter().any(|&other| (other - months[0]).abs() > 1.0));
}

#[test]
fn a_number_is_held_before_its_drivers_scale_it() {
    let plan = plan(TEXT);
    let place = plan.draws.iter().position(|draw| draw.path == "projects.mine.stages.build.duration").expect("drawn");
    let held = run(&plan.with_input_at(place, 30.0));
    for (months, record) in held.inputs[place].iter().zip(input(&plan, &held, "drivers.record")) {
        assert!((months - 30.0 * record).abs() < 1e-9);
    }
}

#[test]
fn streams_of_two_seeds_mix_element_by_element() {
    let plan = plan(TEXT);
    let (one, other) = (run(&plan), run_with(&plan, &Keys::new(&plan, 2), 2));
    assert_eq!(run_with(&plan, &Keys::mixed(&plan, 1, 2, &|_| false), 2), one);
    assert_eq!(run_with(&plan, &Keys::mixed(&plan, 1, 2, &|_| true), 2), other);
    for element in plan.elements() {
        let mixed = run_with(&plan, &Keys::mixed(&plan, 1, 2, &|key| element.keys.contains(&key)), 2);
        for (d, draw) in plan.draws.iter().enumerate() {
            let scaled = element.kind == ElementKind::Driver && draw.path == "projects.mine.stages.build.duration";
            if draw.path == element.path && draw.scale.is_empty() {
                assert!(mixed.inputs[d] == other.inputs[d], "{}", element.path);
            } else if draw.path != element.path && !scaled {
                assert!(mixed.inputs[d] == one.inputs[d], "{} moved {}", element.path, draw.path);
            }
        }
        let moves = !matches!(element.kind, ElementKind::Regime) && !element.keys.is_empty();
        assert_eq!(mixed.arrivals != one.arrivals, moves, "{}", element.path);
    }
}
