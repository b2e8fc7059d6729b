//! The engine and the naive implementation agree, trial by trial, on random scenarios and on the reference scenario.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::Path;

use crate::naive::{Naive, Outcome};
use crate::{naive, random, trial_values};
use adit::engine;
use adit::scenario::Scenario;

/// Compares some trials; the figures compared.
fn agree(scenario: &Scenario, trials: &[u64]) -> Result<usize, String> {
    let plan = trial_values::plan(scenario);
    let naive = Naive::new(scenario);
    let mut compared = 0;
    for &trial in trials {
        let [engine, naive] = [trial_values::by_engine(&plan, scenario.seed, trial), trial_values::by_naive(&naive.trial(scenario.seed, trial))];
        compared += trial_values::compare(&engine, &naive).map_err(|differences| format!("trial {trial}: {differences}"))?;
    }
    Ok(compared)
}

#[test]
fn engine_and_naive_agree_on_every_figure_of_random_scenarios() {
    let compared = Cell::new(0);
    random::check(300, |scenario, _| {
        // Trials at the start, in the middle and at the end of a batch of eight, and one far out.
        compared.set(compared.get() + agree(scenario, &[0, 1, 15, 1_000_003])?);
        Ok(())
    });
    assert!(compared.get() > 1_000_000, "only {} figures compared", compared.get());
}

#[test]
fn engine_and_naive_agree_on_the_reference_scenario() {
    let loaded = adit::scenario::load(Path::new("scenarios/one-refinery.toml"), &[]);
    let scenario = loaded.scenario.expect("the reference scenario is valid");
    agree(&scenario, &(0..64).collect::<Vec<_>>()).unwrap();
}

/// A trial that is told is made with all its columns and incidents one by one; those that are counted, and those of which only goals are asked, take
/// shorter ways to the same numbers.
#[test]
fn trials_asked_for_their_goals_alone_are_the_trials_told() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    random::check(150, |scenario, _| {
        let plan = trial_values::plan(scenario);
        let outcomes = engine::outcomes(&plan, &engine::Keys::new(&plan, scenario.seed), 0..24, &pool, false);
        let rows = engine::rows(&plan, scenario.seed, 0..24, &pool);
        let tally = engine::simulate(&plan, scenario.seed, 0..24, &pool, &|_| ());
        let (mut struck, mut lost) = (vec![0; plan.security.hazards.len()], vec![0; plan.goals.goals.len()]);
        for (trial, row) in (0..24).zip(&rows) {
            let told = engine::replay(&plan, scenario.seed, trial as u64);
            told.strikes.iter().filter(|strike| !strike.struck.is_empty()).for_each(|strike| struck[strike.hazard] += 1);
            for (g, goal) in told.goals.iter().enumerate() {
                lost[g] += u64::from(goal.lost);
                let same = row.arrivals[g] == goal.arrival && row.lost[g] == goal.lost && outcomes.arrivals[g][trial] == goal.arrival;
                let bridge = outcomes.bridge[g][trial];
                if !same || !(bridge.is_nan() || bridge.to_bits() == goal.bridge.to_bits()) {
                    return Err(format!("trial {trial}, goal {g}: {row:?}, bridge {bridge}, told {goal:?}"));
                }
            }
        }
        let counted: Vec<u64> = tally.goals.iter().map(|goal| goal.lost).collect();
        if counted != lost {
            return Err(format!("lost {counted:?}, told {lost:?}"));
        }
        for (sums, struck) in tally.hazards.iter().zip(struck) {
            if (sums[1].total() - f64::from(struck)).abs() > 1e-6 {
                return Err(format!("{} incidents strike something, told {struck}", sums[1].total()));
            }
        }
        Ok(())
    });
}

/// What happened in a trial that a test of agreement should have seen.
fn corners(scenario: &Scenario, outcome: &Outcome) -> Vec<&'static str> {
    let mut seen = Vec::new();
    let mut see = |what, happened: bool| {
        if happened {
            seen.push(what);
        }
    };
    let any = |series: &[f64]| series.iter().any(|&tonnes| tonnes > 1e-6);
    let markets = || outcome.minerals.values();
    let incidents = || outcome.incidents.values().flatten();
    let balances = || outcome.tonnes.values();
    let nodes = || scenario.nodes.iter().map(|node| (&node.item, &outcome.nodes[&node.name.value], outcome.openings[&node.name.value]));
    see("something arrives", markets().any(|market| market.arrivals.values().any(|series| any(series))));
    see("something is short", markets().any(|market| any(&market.shortage)));
    see("something is withheld", markets().any(|market| any(&market.withheld)));
    see("controlled supply is displaced or not", markets().any(|market| any(&market.controlled)));
    see("an inventory is drawn down and refilled", markets().any(|market| market.inventory.windows(3).any(|w| w[1] < w[0] && w[2] > w[1])));
    let cleared = || markets().filter_map(|market| market.clearing.as_ref());
    see("a price is above 1", cleared().any(|market| market.price.iter().any(|&price| price > 1.001)));
    see("a price is below 1", cleared().any(|market| market.price.iter().any(|&price| price < 0.999)));
    see("something is diverted", cleared().any(|market| any(&market.returned[0])));
    see("something leaks", cleared().any(|market| any(&market.returned[1])));
    see("something is given up", cleared().any(|market| any(&market.given_up)));
    see("somebody buys ahead", cleared().any(|market| market.given_up.iter().any(|&tonnes| tonnes < -1.0)));
    see("a market that clears is short", markets().any(|market| market.clearing.is_some() && any(&market.shortage)));
    see("a regime changes", outcome.regimes.values().any(|entries| entries.len() > 2));
    see("a regime began before the start", outcome.regimes.values().flatten().any(|entry| entry.since > 0.0));
    see(
        "a chance depends on a factor",
        scenario.projects.iter().flat_map(|project| &project.item.stages).any(|stage| stage.item.ties().next().is_some()),
    );
    see(
        "a rate is volatile",
        scenario.hazards.iter().any(|hazard| hazard.item.volatility.is_some() && !outcome.incidents[&hazard.name.value].is_empty()),
    );
    see(
        "a price affects a cancellation",
        scenario.projects.iter().flat_map(|project| &project.item.stages).any(|stage| stage.item.price_elasticity.is_some()),
    );
    see("an incident strikes", incidents().any(|incident| !incident.struck.is_empty()));
    see("an operator leaves", incidents().any(|incident| !incident.suspensions.is_empty()));
    see("outages overlap", outcome.availability.values().flatten().any(|&share| share > 0.0 && share < 0.4));
    see("a stage never ends", outcome.stages.values().any(|times| times.start.is_some() && times.end.is_none()));
    see("a stage ends late", outcome.stages.values().any(|times| times.end.is_some_and(|end| end > 12.0)));
    see("a node never opens", nodes().any(|(_, _, opens)| opens.is_none()));
    see("a node opens on the way", nodes().any(|(_, months, opens)| opens.is_some_and(|opens| opens > 1.0) && any(&months.entered)));
    see("a node opened before the start", nodes().any(|(_, months, opens)| opens.is_some_and(|opens| opens < 0.0) && any(&months.entered)));
    see("a buffer holds something", nodes().any(|(_, months, _)| any(&months.contents)));
    see("a buffer drains", nodes().any(|(_, months, _)| months.contents.windows(2).any(|w| w[0] > 1e-6 && w[1] < w[0])));
    let full = |node: &adit::scenario::Node, months: &naive::NodeMonths| {
        node.buffer.is_some() && months.contents.windows(2).any(|w| w[0] > 1e-6 && (w[1] - w[0]).abs() < 1e-9 * w[0])
    };
    see("a buffer stays full", nodes().any(|(node, months, _)| full(node, months)));
    see("an expansion adds capacity", nodes().any(|(node, months, _)| !node.expansions.is_empty() && any(&months.entered)));
    see("a stock runs out", nodes().any(|(node, months, _)| node.stock.is_some() && any(&months.entered) && months.entered.last() < Some(&1e-9)));
    see("something is under way at the end", balances().any(|balance| balance.in_transit > 1e-6));
    see("something is lost after a lag", balances().any(|balance| balance.lost_after_lag > 1e-6));
    see("something is lost in yields", balances().any(|balance| balance.lost_in_yields > 1e-6));
    let levels: BTreeMap<&str, u32> =
        scenario.routes.iter().map(|route| (route.item.via[0].value.as_str(), route.item.prefer.as_ref().map_or(1, |level| level.value))).collect();
    see(
        "a source serves two levels",
        scenario.routes.iter().any(|route| route.item.prefer.as_ref().map_or(1, |level| level.value) != levels[route.item.via[0].value.as_str()]),
    );
    see(
        "a by-product arrives",
        scenario.routes.iter().any(|route| !route.item.carries.is_empty())
            && markets().any(|market| market.arrivals.values().any(|series| any(series))),
    );
    see("a goal arrives after its first chance", outcome.goals.values().any(|goal| goal.arrival.is_some_and(|arrival| arrival > 11)));
    see("a goal never arrives", outcome.goals.values().any(|goal| goal.arrival.is_none()));
    see("a goal is lost", outcome.goals.values().any(|goal| goal.lost));
    seen
}

#[test]
fn random_scenarios_reach_every_corner_of_the_model() {
    let seen: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    random::check(300, |scenario, _| {
        for corner in corners(scenario, &Naive::new(scenario).trial(scenario.seed, 0)) {
            *seen.borrow_mut().entry(corner).or_default() += 1;
        }
        Ok(())
    });
    let seen = seen.into_inner();
    assert_eq!(seen.len(), 37, "{seen:#?}");
    assert!(seen.values().all(|&count| count >= 10), "{seen:#?}");
}
