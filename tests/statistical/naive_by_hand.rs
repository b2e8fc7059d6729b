//! The naive implementation against cases worked out by hand, so that it is more than another opinion.

use crate::naive;
use crate::naive::ast::{
    at, capacity, class, controlled, date, end_of, goal, hazard, measure, mineral, name, named, node, number, on, project, regime, route, scenario,
    spec, stage, state, supplier,
};
use crate::naive::{Naive, Outcome, StageTimes};
use adit::scenario::{Chance, DistributionSpec, Expansion, Measure, PerMineral, Risk, Scenario, State, StateFlow, Suspension, Test};

/// The first trial of a scenario; most of these draw nothing, so any would do.
fn first_trial(scenario: &Scenario) -> Outcome {
    Naive::new(scenario).trial(1, 0)
}

/// Asserts equality but for rounding.
#[track_caller]
fn close(found: &[f64], expected: &[f64]) {
    assert!(
        found.len() >= expected.len()
            && found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() <= 1e-9 * (1.0 + expected.abs())),
        "found {:?}, expected {expected:?}",
        &found[..found.len().min(expected.len() + 2)]
    );
}

/// A market for antimony of 12 000 t a year, 1 000 t a month.
fn market(months: u32) -> Scenario {
    Scenario { minerals: vec![named("antimony", mineral(12_000.0))], ..scenario(months) }
}

/// A chain through which antimony comes from Pakistan.
fn chain(months: u32, nodes: Vec<(&str, adit::scenario::Node)>) -> Scenario {
    let via: Vec<&str> = nodes.iter().map(|(name, _)| *name).collect();
    let way = route("antimony", &via, "Pakistan");
    Scenario { nodes: nodes.into_iter().map(|(name, node)| named(name, node)).collect(), routes: vec![named("way", way)], ..market(months) }
}

fn arrivals(outcome: &Outcome) -> &[f64] {
    &outcome.minerals["antimony"].arrivals["Pakistan"]
}

/// A state with these constants.
fn state_of(lasts: f64, then: &str, flow: [Option<f64>; 3]) -> State {
    let [wait, passes, meanwhile] = flow.map(|value| value.map(number));
    State {
        title: None,
        lasts: Some(number(lasts)),
        then: vec![named(then, 1.0)],
        flow: StateFlow { wait, passes, meanwhile, ..StateFlow::default() },
        ..state()
    }
}

#[test]
fn demand_and_offers_grow_each_at_its_own_rate() {
    let mut all = market(24);
    all.minerals[0].item.growth = Some(number(0.21));
    all.minerals[0].item.suppliers = vec![named("Others", adit::scenario::Supplier { growth: Some(number(-0.19)), ..supplier(0.5) })];
    let market = &first_trial(&all).minerals["antimony"];
    close(&[market.demand[0], market.demand[6], market.demand[12]], &[1_000.0, 1_100.0, 1_210.0]);
    close(&[market.supply["Others"][0], market.supply["Others"][6]], &[500.0, 0.5 * 1_100.0 * 0.9]);
    close(&[market.shortage[0], market.hhi[0]], &[500.0, 10_000.0]);
}

#[test]
fn a_state_holds_back_until_its_wait_has_passed() {
    let mut all = market(24);
    all.minerals[0].item.suppliers = vec![named("China", controlled(0.8, "licensing")), named("Belgium", controlled(0.1, "licensing"))];
    let mut strict = state_of(2.5, "open", [Some(1.0), Some(0.5), Some(0.2)]);
    // Belgium waits as long as China does, but is let through in full.
    strict.suppliers = vec![named("Belgium", StateFlow { passes: Some(number(1.0)), ..StateFlow::default() })];
    let states = vec![named("strict", strict), named("open", state())];
    all.regimes = vec![named("licensing", regime("strict", states))];
    let outcome = first_trial(&all);
    let market = &outcome.minerals["antimony"];
    close(&market.supply["China"], &[160.0, 400.0, 600.0, 800.0]);
    close(&market.supply["Belgium"], &[20.0, 100.0, 100.0]);
    close(&market.withheld, &[720.0, 400.0, 200.0, 0.0]);
    close(&market.controlled, &[180.0, 500.0, 700.0]);
    assert_eq!(
        outcome.regimes["licensing"].iter().map(|entry| (entry.state.as_str(), entry.from)).collect::<Vec<_>>(),
        [("strict", 0.0), ("open", 2.5)]
    );
}

#[test]
fn the_suppliers_key_goes_before_the_minerals_before_the_states() {
    let mut all = market(12);
    all.minerals[0].item.suppliers = vec![named("China", controlled(0.6, "licensing")), named("Belgium", controlled(0.4, "licensing"))];
    let passes = |value: f64| StateFlow { passes: Some(number(value)), ..StateFlow::default() };
    let only = State {
        flow: StateFlow { wait: Some(number(0.5)), passes: Some(number(0.9)), ..StateFlow::default() },
        minerals: vec![named("antimony", passes(0.5))],
        suppliers: vec![named("Belgium", passes(0.25))],
        ..state()
    };
    all.regimes = vec![named("licensing", regime("only", vec![named("only", only)]))];
    let market = &first_trial(&all).minerals["antimony"];
    close(&market.supply["China"], &[150.0, 300.0]);
    close(&market.supply["Belgium"], &[50.0, 100.0]);
}

#[test]
fn a_quota_lets_through_its_part_of_the_exports() {
    let mut all = market(12);
    all.minerals[0].item.suppliers = vec![named("China", controlled(0.6, "quotas")), named("Belgium", controlled(0.4, "quotas"))];
    let quota = |quota: f64, exports: f64| StateFlow { quota: Some(number(quota)), exports: Some(number(exports)), ..StateFlow::default() };
    // Until the wait is over the lower of 0.9 and the quota's 0.3 counts; a quota above the exports holds nothing back.
    let flow = StateFlow { wait: Some(number(0.5)), meanwhile: Some(number(0.9)), ..quota(30.0, 100.0) };
    let belgium = StateFlow { wait: Some(number(0.0)), ..quota(50.0, 40.0) };
    let only = State { flow, suppliers: vec![named("Belgium", belgium)], ..state() };
    all.regimes = vec![named("quotas", regime("only", vec![named("only", only)]))];
    let market = &first_trial(&all).minerals["antimony"];
    close(&market.supply["China"], &[180.0, 180.0]);
    close(&market.supply["Belgium"], &[400.0, 400.0]);
}

#[test]
fn the_inventory_covers_what_is_missing_and_is_refilled_from_surplus() {
    let mut all = market(12);
    all.minerals[0].item.inventory = Some(number(0.6));
    all.minerals[0].item.suppliers = vec![named("China", controlled(1.4, "licensing"))];
    let states = vec![named("ban", state_of(1.0, "rush", [None, Some(0.0), None])), named("rush", state_of(1.0, "ban", [None, Some(1.0), None]))];
    all.regimes = vec![named("licensing", regime("ban", states))];
    let market = &first_trial(&all).minerals["antimony"];
    close(&market.shortage, &[400.0, 0.0, 600.0, 0.0, 600.0]);
    close(&market.inventory, &[0.0, 400.0, 0.0, 400.0]);
    // The refill is supply: nothing is displaced.
    close(&market.controlled, &[0.0, 1_400.0]);
}

#[test]
fn surplus_displaces_controlled_supply_then_free_supply_then_arrivals() {
    let mut all = chain(12, vec![("mine", capacity(14_400.0))]);
    let market = |all: &Scenario| first_trial(all).minerals["antimony"].clone();
    all.regimes = vec![named("r", regime("s", vec![named("s", state())]))];
    all.minerals[0].item.suppliers = vec![named("China", controlled(0.2, "r")), named("Others", supplier(0.3))];
    // 1 200 arrive, 300 are free, 200 controlled: 700 too many.
    let months = market(&all);
    close(&[months.supply["China"][0], months.supply["Others"][0], months.supply["Pakistan"][0]], &[0.0, 0.0, 1_000.0]);
    close(&[months.arrivals["Pakistan"][0], months.free[0], months.controlled[0], months.hhi[0]], &[1_200.0, 1_500.0, 0.0, 10_000.0]);
    // 300 too many: all of the controlled 200 and a third of the free offers.
    all.nodes[0].item = capacity(9_600.0);
    let months = market(&all);
    close(&[months.supply["China"][0], months.supply["Others"][0], months.supply["Pakistan"][0]], &[0.0, 200.0, 800.0]);
    close(&[months.hhi[0]], &[6_800.0]);
    // A route's controlled part goes with the suppliers' controlled parts, in proportion: 150 too many of 200 + 400.
    all.nodes[0].item = capacity(7_800.0);
    all.routes[0].item.controlled_by = Some(name("r"));
    all.routes[0].item.dependence = Some(number(400.0 / 650.0));
    let months = market(&all);
    close(&[months.supply["China"][0], months.supply["Others"][0], months.supply["Pakistan"][0]], &[150.0, 300.0, 550.0]);
    close(&[months.controlled[0]], &[450.0]);
}

#[test]
fn a_stage_waits_for_all_of_after_and_for_the_first_of_after_any() {
    let mut all = market(60);
    let mut late = stage(number(2.0), &["a", "b"]);
    late.after_any = vec![name("c"), name("never")];
    let mut never = stage(number(1.0), &[]);
    never.cancels = Some(Chance::Alone(number(1.0)));
    let mut dated = stage(number(4.0), &[]);
    dated.not_before = Some(at(date("2026-04-16")));
    dated.progress = Some(number(0.5));
    let mut done = stage(number(9.0), &[]);
    done.done = Some(at(date("2025-09")));
    let mut risky = stage(number(1.0), &["done"]);
    risky.risks = vec![
        named("sure", Risk { probability: Chance::Alone(number(1.0)), delay: number(2.25), group: None }),
        named("no", Risk { probability: Chance::Alone(number(0.0)), delay: number(9.0), group: None }),
    ];
    let stages = vec![
        named("a", stage(number(3.0), &[])),
        named("b", stage(number(5.5), &["a"])),
        named("c", stage(number(11.0), &[])),
        named("never", never),
        named("after_never", stage(number(0.0), &["never"])),
        named("late", late),
        named("dated", dated),
        named("done", done),
        named("risky", risky),
    ];
    all.projects = vec![named("p", project(stages)), named("q", project(vec![named("a", stage(number(1.0), &["p.late"]))]))];
    let stages = first_trial(&all).stages;
    let times = |start: f64, end: f64| StageTimes { start: Some(start), end: Some(end) };
    assert_eq!(stages["p.b"], times(3.0, 8.5));
    assert_eq!(stages["p.late"], times(11.0, 13.0));
    assert_eq!(stages["q.a"], times(13.0, 14.0));
    assert_eq!(stages["p.never"], StageTimes { start: Some(0.0), end: None });
    assert_eq!(stages["p.after_never"], StageTimes { start: None, end: None });
    assert_eq!(stages["p.dated"], times(3.5, 5.5));
    assert_eq!(stages["p.done"], times(f64::NEG_INFINITY, -4.0));
    assert_eq!(stages["p.risky"], times(0.0, 3.25));
}

#[test]
fn a_stage_proceeds_at_the_pace_of_the_month() {
    let mut all = market(12);
    let states = vec![named("slow", state_of(2.5, "fast", [None; 3])), named("fast", state())];
    all.regimes = vec![named("r", regime("slow", states))];
    let mut works = stage(number(3.0), &["study"]);
    works.pace = vec![named("r", vec![named("slow", number(0.4)), named("fast", number(1.2))])];
    all.projects = vec![named("p", project(vec![named("study", stage(number(0.5), &[])), named("works", works)]))];
    // From 0.5: 0.2 in month 0, 0.4 in month 1, (0.4 + 1.2)/2 in month 2, 1.2 in month 3, and 0.4 of 1.2 in month 4.
    close(&[first_trial(&all).stages["p.works"].end.unwrap()], &[4.0 + 0.4 / 1.2]);
    // A stage that would end with the last month never ends.
    all.projects = vec![named("p", project(vec![named("long", stage(number(12.0), &[]))]))];
    assert_eq!(first_trial(&all).stages["p.long"].end, None);
}

#[test]
fn a_node_ramps_up_from_its_opening_and_closes_with_its_expansions() {
    let mut mine = capacity(1_200.0);
    mine.opens = Some(on("2026-03-16")); // half through month 2 of 31 days: 15/31
    mine.ramp_up = vec![[0.0, 0.0], [2.0, 0.5], [4.0, 1.0]];
    mine.stretch = Some(number(0.5));
    mine.life = Some(number(8.0));
    let expansion = Expansion { opens: Some(end_of("p.phase")), capacity: PerMineral::All(number(600.0)), ramp_up: vec![[1.0, 0.4]], stretch: None };
    mine.expansions = vec![expansion];
    let mut all = chain(14, vec![("mine", mine)]);
    all.projects = vec![named("p", project(vec![named("phase", stage(number(1.2), &[]))]))];
    let outcome = first_trial(&all);
    let opens = 2.0 + 15.0 / 31.0;
    close(&[outcome.openings["mine"].unwrap()], &[opens]);
    // The expansion is open from month 1 (1.5 >= 1.2); the mine from month 2 (2.5 > opens), its ramp squeezed to points at 0, 1 and 2 months.
    let ramp = |k: f64| 0.5 * (k + 0.5 - opens);
    close(arrivals(&outcome), &[0.0, 20.0, 20.0 + 100.0 * ramp(2.0), 20.0 + 100.0 * ramp(3.0), 120.0]);
    // k + 0.5 >= opens + 8 from k = 10 on.
    close(&arrivals(&outcome)[9..], &[120.0, 0.0, 0.0]);
}

#[test]
fn what_a_node_does_not_take_is_not_mined_in_the_first_place() {
    let refinery = adit::scenario::Node { recovery: Some(PerMineral::All(number(0.8))), ..capacity(1_200.0) };
    let mut all = chain(12, vec![("mine", capacity(2_400.0)), ("refinery", refinery)]);
    all.routes[0].item.offtake = Some(number(0.5));
    let outcome = first_trial(&all);
    close(arrivals(&outcome), &[40.0; 12]);
    close(&outcome.nodes["mine"].entered, &[100.0; 12]);
    let balance = outcome.tonnes["antimony"];
    close(&[balance.mined, balance.delivered, balance.lost_in_yields], &[1_200.0, 960.0, 240.0]);
}

#[test]
fn a_lag_delays_by_whole_months_and_a_part_and_what_then_finds_no_taker_is_lost() {
    let corridor = adit::scenario::Node { lag: Some(number(1.25)), ..node() };
    let outcome = first_trial(&chain(12, vec![("mine", capacity(1_200.0)), ("corridor", corridor), ("port", capacity(1_020.0))]));
    close(arrivals(&outcome), &[0.0, 75.0, 85.0, 85.0]);
    let balance = outcome.tonnes["antimony"];
    close(&[balance.mined, balance.in_transit, balance.lost_after_lag], &[1_200.0, 125.0, 150.0]);
    close(&[balance.delivered], &[925.0]);
}

#[test]
fn a_lag_below_a_month_lets_a_part_through_at_once() {
    let corridor = adit::scenario::Node { lag: Some(number(0.25)), ..node() };
    close(arrivals(&first_trial(&chain(12, vec![("mine", capacity(1_200.0)), ("corridor", corridor)]))), &[75.0, 100.0]);
}

#[test]
fn a_buffer_keeps_what_a_node_cannot_take_until_it_is_full() {
    let refinery = adit::scenario::Node { buffer: Some(number(50.0)), closes: Some(on("2026-06")), ..capacity(1_200.0) };
    let mine = adit::scenario::Node { closes: Some(on("2026-04")), ..capacity(1_440.0) };
    let outcome = first_trial(&chain(12, vec![("mine", mine), ("refinery", refinery)]));
    // 120 a month come till March: 20 are kept, then 20, then 10 and 10 are refused; the yard empties in April, before the refinery closes.
    close(&outcome.nodes["mine"].entered, &[120.0, 120.0, 110.0, 0.0]);
    close(&outcome.nodes["refinery"].contents, &[20.0, 40.0, 50.0, 0.0]);
    close(arrivals(&outcome), &[100.0, 100.0, 100.0, 50.0, 0.0]);
}

#[test]
fn a_full_buffer_refuses_in_proportion_to_what_was_brought() {
    // 30 and 90 are brought, 24 processed (factor 0.2), 96 would stand, 40 find room: 56 refused as 14 and 42.
    let plant = adit::scenario::Node { buffer: Some(number(40.0)), ..capacity(288.0) };
    let mut all = chain(12, vec![("small", capacity(360.0)), ("plant", plant)]);
    all.nodes.push(named("large", capacity(1_080.0)));
    all.routes.push(named("other", route("antimony", &["large", "plant"], "Iran")));
    let outcome = first_trial(&all);
    close(&[outcome.nodes["small"].entered[0], outcome.nodes["large"].entered[0]], &[16.0, 48.0]);
    close(&[outcome.nodes["plant"].contents[0], outcome.nodes["plant"].entered[0]], &[40.0, 24.0]);
    // Contents 10 and 30 join the next 30 and 90: 24 of 160 processed, 34 and 102 would stand, 96 too many: 24 and 72 refused.
    close(&[outcome.nodes["small"].entered[1], outcome.nodes["large"].entered[1]], &[6.0, 18.0]);
}

#[test]
fn what_a_later_node_does_not_take_stays_in_the_buffer_before_it() {
    // The plant could process all 200, the port takes 20: 180 stay in the plant's buffer, till it is full and refuses 40, then 180 of what is brought.
    let plant = adit::scenario::Node { buffer: Some(number(500.0)), ..capacity(2_400.0) };
    let outcome = first_trial(&chain(12, vec![("mine", capacity(2_400.0)), ("plant", plant), ("port", capacity(240.0))]));
    close(&outcome.nodes["mine"].entered, &[200.0, 200.0, 160.0, 20.0]);
    close(&outcome.nodes["plant"].contents, &[180.0, 360.0, 500.0, 500.0]);
    close(&outcome.nodes["plant"].entered, &[20.0, 20.0, 20.0]);
    // A yield of a half: the port refuses 80 of the 100 that leave, for which 160 stay.
    let recovery = Some(PerMineral::All(number(0.5)));
    let plant = adit::scenario::Node { buffer: Some(number(500.0)), recovery, ..capacity(2_400.0) };
    let outcome = first_trial(&chain(12, vec![("mine", capacity(2_400.0)), ("plant", plant), ("port", capacity(240.0))]));
    close(&outcome.nodes["plant"].contents, &[160.0, 320.0, 480.0, 500.0]);
    // A corridor without a buffer hands it on; a lag does not: what then finds no taker is lost.
    let plant = |lag| adit::scenario::Node { buffer: Some(number(500.0)), lag, ..capacity(2_400.0) };
    let nodes = |lag| vec![("mine", capacity(2_400.0)), ("plant", plant(lag)), ("road", capacity(2_400.0)), ("port", capacity(240.0))];
    close(&first_trial(&chain(12, nodes(None))).nodes["plant"].contents, &[180.0, 360.0, 500.0]);
    let outcome = first_trial(&chain(12, nodes(Some(number(0.0)))));
    close(&outcome.nodes["plant"].contents, &[180.0, 360.0, 500.0]);
    let outcome = first_trial(&chain(12, nodes(Some(number(1.0)))));
    close(&outcome.nodes["plant"].contents, &[0.0, 0.0]);
    close(&[outcome.tonnes["antimony"].lost_after_lag], &[11.0 * 180.0]);
}

#[test]
fn nothing_is_kept_on_the_way_for_a_plant_that_has_not_opened() {
    // Ore goes to the plant from July on, through a yard with room for 900, and abroad till then; then the plant takes 40 of 100 and the yard fills.
    let yard = adit::scenario::Node { buffer: Some(number(900.0)), ..capacity(2_400.0) };
    let plant = adit::scenario::Node { opens: Some(on("2026-07")), ..capacity(480.0) };
    let mut all = chain(24, vec![("mine", capacity(1_200.0)), ("yard", yard), ("plant", plant)]);
    let mut abroad = route("antimony", &["mine"], "China");
    abroad.prefer = Some(at(2));
    all.routes.push(named("abroad", abroad));
    let outcome = first_trial(&all);
    close(&outcome.minerals["antimony"].arrivals["China"], &[100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 0.0, 0.0]);
    close(arrivals(&outcome), &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0, 40.0]);
    close(&outcome.nodes["yard"].contents, &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 120.0]);
    // The plant's own yard takes in before it opens; what finds no room there goes back to the mine.
    all.nodes[2].item.buffer = Some(number(150.0));
    let outcome = first_trial(&all);
    close(&outcome.nodes["plant"].contents, &[100.0, 150.0, 150.0]);
    close(&outcome.nodes["yard"].contents, &[0.0, 0.0, 0.0]);
    close(&outcome.minerals["antimony"].arrivals["China"], &[0.0, 50.0, 100.0]);
}

#[test]
fn levels_are_settled_one_after_the_other_with_what_is_left() {
    // Ore goes to the refinery, which takes 40 of 100; what is left of the mine goes abroad.
    let mut all = chain(12, vec![("mine", capacity(1_200.0)), ("refinery", capacity(480.0))]);
    let mut abroad = route("antimony", &["mine"], "China");
    abroad.prefer = Some(at(2));
    all.routes.push(named("abroad", abroad));
    let outcome = first_trial(&all);
    close(arrivals(&outcome), &[40.0; 3]);
    close(&outcome.minerals["antimony"].arrivals["China"], &[60.0; 3]);
    // On one level each gets half of the mine, and what the refinery does not take stays in the ground.
    all.routes[1].item.prefer = None;
    let outcome = first_trial(&all);
    close(&[outcome.nodes["mine"].entered[0], arrivals(&outcome)[0]], &[90.0, 40.0]);
}

#[test]
fn a_stock_runs_out_by_what_is_taken_before_the_yield() {
    let heap = adit::scenario::Node { stock: Some(number(250.0)), recovery: Some(PerMineral::All(number(0.5))), ..capacity(1_200.0) };
    let outcome = first_trial(&chain(12, vec![("heap", heap)]));
    close(arrivals(&outcome), &[50.0, 50.0, 25.0, 0.0]);
}

#[test]
fn gross_capacities_count_the_grade_of_what_enters() {
    // 100 t of ore at 10% make 10 t contained; the concentrator turns it into concentrate of 50%, of which the port takes 16 t = 8 t contained.
    let mine = adit::scenario::Node { counts: adit::scenario::Counts::Gross, ..capacity(1_200.0) };
    let concentrator = adit::scenario::Node { grade: Some(number(0.5)), ..node() };
    let port = adit::scenario::Node { counts: adit::scenario::Counts::Gross, ..capacity(192.0) };
    let mut all = chain(12, vec![("mine", mine), ("concentrator", concentrator), ("port", port)]);
    all.routes[0].item.grade = Some(number(0.1));
    close(arrivals(&first_trial(&all)), &[8.0; 12]);
    all.nodes.pop();
    all.routes[0].item.via.pop();
    close(arrivals(&first_trial(&all)), &[10.0; 12]);
}

#[test]
fn a_figure_for_each_mineral_limits_that_mineral_alone() {
    let each = |figures: &[(&str, f64)]| Some(PerMineral::Each(figures.iter().map(|(name, figure)| named(name, number(*figure))).collect()));
    let mine = adit::scenario::Node { capacity: each(&[("antimony", 1_200.0), ("gold", 12.0)]), ..node() };
    let plant = adit::scenario::Node { capacity: each(&[("antimony", 600.0)]), recovery: each(&[("gold", 0.5)]), ..node() };
    let mut all = chain(12, vec![("mine", mine), ("plant", plant)]);
    all.minerals.push(named("gold", mineral(120.0)));
    all.routes.push(named("gold", route("gold", &["mine", "plant"], "Pakistan")));
    let outcome = first_trial(&all);
    close(arrivals(&outcome), &[50.0]);
    close(&outcome.minerals["gold"].arrivals["Pakistan"], &[0.5]);
}

#[test]
fn by_products_arrive_in_the_same_proportions_of_free_and_controlled() {
    let mut all = chain(12, vec![("mine", capacity(1_200.0))]);
    all.minerals.push(named("gold", mineral(12.0)));
    let half = StateFlow { passes: Some(number(0.5)), ..StateFlow::default() };
    let only = State { flow: half, ..state() };
    all.regimes = vec![named("r", regime("s", vec![named("s", only)]))];
    let way = &mut all.routes[0].item;
    way.carries = vec![named("gold", number(0.001))];
    way.controlled_by = Some(name("r"));
    way.dependence = Some(number(0.4));
    let outcome = first_trial(&all);
    close(arrivals(&outcome), &[80.0]);
    let gold = &outcome.minerals["gold"];
    close(&[gold.arrivals["Pakistan"][0], gold.free[0], gold.controlled[0], gold.withheld[0]], &[0.08, 0.06, 0.02, 0.02]);
}

#[test]
fn a_goal_arrives_with_the_first_month_of_its_run_and_may_be_lost() {
    // 10% of demand for 20 months, then nothing: over 12 trailing months the sum stays at 6% or more for 4 months longer.
    let mine = adit::scenario::Node { opens: Some(on("2026-05")), closes: Some(on("2028-01")), ..capacity(1_200.0) };
    let mut all = chain(48, vec![("mine", mine)]);
    let of = |threshold: f64| measure("antimony", Measure::ShareOfDemand, threshold);
    all.goals = vec![
        named("tenth", goal(of(0.1), 3)),
        named("sixth", goal(of(0.06), 12)),
        named("too_long", goal(of(0.06), 18)),
        named("both", goal(Test::All(vec![Test::Goal(name("tenth")), of(0.06)]), 3)),
        named("either", goal(Test::AtLeast(at(1), vec![of(0.2), of(0.06)]), 12)),
        named("short", goal(measure("antimony", Measure::ShortageBelow, 0.95), 12)),
    ];
    let goals = first_trial(&all).goals;
    let found = |name: &str| (goals[name].arrival, goals[name].lost, goals[name].bridging);
    // Open in months 4 to 23: 12 full months lie behind month 15 first, 8 of 12 would do for 6.7%: months 11 to 27 hold for 6%.
    assert_eq!(found("tenth"), (Some(15), true, 4.0 * 1_000.0 + 11.0 * 900.0));
    assert_eq!(found("sixth"), (Some(11), true, 4.0 * 1_000.0 + 7.0 * 900.0));
    assert_eq!(found("too_long"), (None, false, 28.0 * 1_000.0 + 20.0 * 900.0));
    assert_eq!(found("both").0, Some(15));
    assert_eq!(found("either").0, Some(11));
    assert_eq!(found("short"), (Some(11), true, 4.0 * 1_000.0 + 7.0 * 900.0));
}

#[test]
fn the_other_measures_ask_what_they_say() {
    let mut all = chain(12, vec![("mine", capacity(2_400.0))]);
    all.minerals[0].item.suppliers = vec![named("China", controlled(0.8, "r")), named("Others", supplier(0.3))];
    let half = State { flow: StateFlow { passes: Some(number(0.5)), ..StateFlow::default() }, ..state() };
    all.regimes = vec![named("r", regime("s", vec![named("s", half)]))];
    // A month: 200 arrive, 300 free, 400 controlled of 800; 400 withheld; 100 short. Shares of supply 2/9, 3/9, 4/9: HHI 10 000·29/81 = 3 580.2.
    let cases = [
        (Measure::FreeShareOfDemand, 0.5, 0.501),
        (Measure::ControlledShareBelow, 0.4445, 0.4444),
        (Measure::HhiBelow, 3_581.0, 3_580.0),
        (Measure::ShortageBelow, 0.1001, 0.0999),
        (Measure::CoversWithheld, 0.5, 0.501),
        (Measure::ShareOfDemand, 0.2, 0.201),
    ];
    for (what, holds, fails) in cases {
        all.goals = vec![named("holds", goal(measure("antimony", what, holds), 1)), named("fails", goal(measure("antimony", what, fails), 1))];
        let goals = first_trial(&all).goals;
        assert_eq!((goals["holds"].arrival, goals["fails"].arrival), (Some(11), None), "{what:?}");
    }
}

#[test]
fn what_struck_is_unavailable_for_the_outage_and_then_while_the_operator_is_gone() {
    let mut all = chain(
        60,
        vec![("mine", capacity(1_200.0)), ("port", adit::scenario::Node { outage: adit::scenario::OutageCuts::Flow, ..capacity(6_000.0) })],
    );
    let mut attacks = hazard(1.0);
    let suspends = Some(Suspension { probability: number(1.0), duration: number(1.5) });
    attacks.classes = vec![named("attack", adit::scenario::IncidentClass { loss: Some(number(0.5)), suspends, ..class(number(0.75)) })];
    all.hazards = vec![named("attacks", attacks)];
    all.nodes[1].item.exposure = vec![named("attacks", number(1.0))];
    let outcome = first_trial(&all);
    let incidents = &outcome.incidents["attacks"];
    assert!(!incidents.is_empty());
    let share = |from: f64, to: f64, k: u32| (to.min(f64::from(k) + 1.0) - from.max(f64::from(k))).max(0.0);
    let expected: Vec<f64> = (0..60)
        .map(|k| incidents.iter().map(|i| (1.0 - 0.5 * share(i.time, i.time + 0.75, k)) * (1.0 - share(i.time + 0.75, i.time + 2.25, k))).product())
        .collect();
    close(&outcome.availability["nodes.port"], &expected);
    // The port's outages cut what is brought, not its ample capacity; the mine is throttled with it and was not struck itself.
    close(arrivals(&outcome), &expected.iter().map(|available| 100.0 * available).collect::<Vec<_>>());
    assert_eq!(incidents[0].struck.iter().collect::<Vec<_>>(), ["nodes.port"]);
}

#[test]
fn a_projects_exposure_is_one_strike_for_all_that_does_not_name_the_hazard() {
    let mut all = chain(60, vec![("mine", adit::scenario::Node { opens: Some(end_of("p.a")), ..capacity(1_200.0) })]);
    let mut own = stage(number(1.0), &[]);
    own.exposure = vec![named("attacks", number(0.0))];
    let mut whole = project(vec![named("a", stage(number(1.0), &[])), named("b", stage(number(1.0), &[])), named("own", own)]);
    whole.exposure = vec![named("attacks", number(0.5))];
    all.projects = vec![named("p", whole)];
    all.hazards = vec![named("attacks", adit::scenario::Hazard { classes: vec![named("only", class(number(1.0)))], ..hazard(6.0) })];
    let incidents = &first_trial(&all).incidents["attacks"];
    let kinds: std::collections::BTreeSet<Vec<&str>> =
        incidents.iter().map(|incident| incident.struck.iter().map(String::as_str).collect()).collect();
    assert_eq!(kinds, [vec![], vec!["nodes.mine", "projects.p.stages.a", "projects.p.stages.b"]].into());
}

#[test]
fn drivers_scale_and_clamp_and_are_the_same_wherever_they_are_used() {
    let mut all = market(12);
    all.drivers = vec![named("d", spec(DistributionSpec::Uniform([0.5, 2.0])))];
    let scaled = |clamp| adit::scenario::Input { scale: vec![name("d")], clamp, ..number(3.0) };
    let stages =
        vec![named("a", stage(scaled(None), &[])), named("b", stage(scaled(Some([4.0, 4.5])), &[])), named("c", stage(naive::ast::driver("d"), &[]))];
    all.projects = vec![named("p", project(stages))];
    for trial in 0..20 {
        let drawn = Naive::new(&all).trial(7, trial).drawn;
        let driver = drawn["drivers.d"];
        let duration = |stage: &str| drawn[&format!("projects.p.stages.{stage}.duration")];
        close(&[duration("a"), duration("b"), duration("c")], &[3.0 * driver, (3.0 * driver).clamp(4.0, 4.5), driver]);
    }
}
