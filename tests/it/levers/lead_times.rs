//! What a lead time means, month by month.

use adit::engine::replay;

use super::{CHAIN, found, pulled, read};

fn ends(levers: &str) -> (f64, f64) {
    let loaded = read(CHAIN, levers);
    assert!(!loaded.problems.any_error(), "{:?}", loaded.problems.sorted());
    let plan = pulled(&loaded, &[0]);
    let trace = replay(&plan, 1, 0);
    let end = |name: &str| trace.stages[plan.schedule.find(name).unwrap().0].1;
    (end("mine.permits"), end("mine.construction"))
}

/// Twenty months of permits that a lever makes ten: what was done by then stays done.
#[test]
fn a_changed_stage_keeps_the_work_done_before() {
    let with = |lead: u32| ends(&format!("[levers.quick]\ncost = 1\nlead_time = {lead}\nset.projects.mine.stages.permits.duration = 10\n"));
    for (lead, permits) in [(0, 10.0), (5, 12.5), (10, 15.0), (15, 17.5), (20, 20.0), (40, 20.0)] {
        assert_eq!(with(lead), (permits, permits + 10.0), "lead time of {lead}");
    }
}

#[test]
#[expect(clippy::float_cmp, reason = "whole months")]
fn a_changed_stage_that_has_not_begun_begins_by_the_new_figures_and_not_before() {
    let with = |lead: u32, set: &str| ends(&format!("[levers.quick]\ncost = 1\nlead_time = {lead}\nset.projects.mine.stages.construction.{set}\n")).1;
    assert_eq!(with(6, "duration = 4"), 24.0);
    assert_eq!(with(25, "duration = 4"), 25.0 + 0.5 * 4.0);
    assert_eq!(with(6, "after = []"), 16.0, "it need not wait any more, from month 6 on");
    assert_eq!(with(24, "after = []"), 30.0, "it has begun by then");
}

#[test]
#[expect(clippy::float_cmp, reason = "whole months")]
fn what_a_lever_adds_starts_and_opens_no_earlier() {
    let levers = "[levers.more]\ncost = 1\nlead_time = 7\nadd.projects.second.stages.works = { duration = 3 }\n\
        [levers.more.add.nodes.depot]\ncapacity = 50\n[levers.more.add.nodes.pit]\nopens = \"second.works\"\ncapacity = 60\n\
        [[levers.more.add.nodes.mine.expansions]]\nopens = \"2026-02\"\ncapacity = 10\n\
        [[levers.more.add.routes]]\nmineral = \"antimony\"\nvia = [\"depot\"]\norigin = \"Pakistan\"\n\
        [[levers.more.add.routes]]\nmineral = \"antimony\"\nvia = [\"pit\"]\norigin = \"Pakistan\"\n";
    let loaded = read(CHAIN, levers);
    assert!(loaded.problems.sorted().is_empty(), "{:?}", loaded.problems.sorted());
    let plan = pulled(&loaded, &[0]);
    let trace = replay(&plan, 1, 0);
    let node = |name: &str| plan.chain.nodes.iter().position(|node| node.name == name).unwrap();
    assert_eq!(trace.nodes[node("depot")][0], 7.0);
    assert_eq!(trace.nodes[node("pit")][0], 10.0, "three months of works after the lead time");
    assert_eq!(trace.expansions[node("mine")], [7.0], "not in February already");
}

/// Incidents before the lead time strike as without the lever, those after as with it from the start.
#[test]
fn a_changed_exposure_counts_for_incidents_from_then_on() {
    let base = format!("{CHAIN}\n[hazards.unrest]\nrate = 12\nclasses.closure = {{ outage = 0.5 }}\n")
        .replace("capacity = 1_200\n", "capacity = 1_200\nexposure = { unrest = { uniform = [0.2, 0.6] } }\n");
    let lever = |lead: u32| format!("[levers.guard]\ncost = 1\nlead_time = {lead}\nset.nodes.mine.exposure.unrest = {{ uniform = [0.0, 0.2] }}\n");
    let struck = |plan: &adit::plan::Plan| -> Vec<(f64, bool)> {
        replay(plan, 5, 2).strikes.iter().map(|strike| (strike.time, !strike.struck.is_empty())).collect()
    };
    let loaded = read(&base, &lever(60));
    let (without, later) = (adit::plan::compile(loaded.scenario.as_ref().unwrap()).0.unwrap(), pulled(&loaded, &[0]));
    let at_once = pulled(&read(&base, &lever(0)), &[0]);
    let (without, later, at_once) = (struck(&without), struck(&later), struck(&at_once));
    assert!(without.len() > 60, "about 120 incidents");
    let expected: Vec<(f64, bool)> =
        without.iter().zip(&at_once).map(|(without, at_once)| if without.0 < 60.0 { *without } else { *at_once }).collect();
    assert_eq!(later, expected);
    assert!(later != without && later != at_once);
}

/// A lead time beyond the last month has no effect.
#[test]
fn lever_beyond_the_last_month_gains_nothing() {
    let levers = "[levers.late]\ncost = 1\nlead_time = 600\nset.projects.mine.stages.permits.duration = 1\n\
        add.nodes.depot.capacity = 50\nadd.routes = [{ mineral = \"antimony\", via = [\"depot\"], origin = \"Pakistan\" }]\n";
    let found = found(CHAIN, levers, 16, 1, None);
    let choice = &found.choices[1];
    assert!(choice.months_gained_mean.number().abs() < 1e-12 && choice.shortage_avoided.as_ref().unwrap().number().abs() < 1e-12);
}

/// Offtake, capacity and share of a supplier have their old numbers in the months before the lead time has passed, and the lever's from then on.
#[test]
fn numbers_of_flows_count_from_the_month_of_the_lead_time() {
    let base = CHAIN
        .replace("opens    = \"mine.construction\"\n", "")
        .replace("origin  = \"Pakistan\"\n[goals", "origin  = \"Pakistan\"\nofftake = 0.4\n[goals");
    // 1,200 t/yr are 100 t a month, of which 40 t arrive; suppliers offer 50 t.
    let check = |set: &str, lead: u32, arrivals: [f64; 2], free: [f64; 2]| {
        let loaded = read(&base, &format!("[levers.later]\ncost = 1\nlead_time = {lead}\nset.{set}\n"));
        assert!(!loaded.problems.any_error(), "{:?}", loaded.problems.sorted());
        let trace = replay(&pulled(&loaded, &[0]), 1, 0);
        let mineral = &trace.minerals[0];
        for (k, (arrived, offered)) in mineral.arrivals_by_origin[0].iter().zip(&mineral.free).enumerate() {
            let after = usize::from(k >= lead as usize);
            assert!((arrived - arrivals[after]).abs() < 1e-9, "{set}: {arrived} t in month {k}");
            assert!((offered - free[after]).abs() < 1e-9, "{set}: {offered} t free in month {k}");
        }
    };
    for lead in [5, 12, 41] {
        check("routes.out.offtake = 0.9", lead, [40.0, 90.0], [90.0, 140.0]);
        check("nodes.mine.capacity = 2_400", lead, [40.0, 80.0], [90.0, 130.0]);
        check("minerals.antimony.suppliers.Others.share = 0.75", lead, [40.0, 40.0], [90.0, 115.0]);
    }
}

/// A number that the scenario leaves at its default has no value that could hold until the lead time has passed.
#[test]
fn a_number_that_waits_is_written_in_the_scenario() {
    let loaded = read(CHAIN, "[levers.later]\ncost = 1\nlead_time = 6\nset.routes.out.offtake = 0.9\n");
    let problems = [loaded.problems.clone(), loaded.pulled(&[0]).1];
    let mut messages = problems.iter().flat_map(|problems| problems.sorted()).map(|problem| &problem.message);
    assert!(messages.any(|message| message.contains("cannot let `routes.out.offtake` wait")), "{problems:?}");
}
