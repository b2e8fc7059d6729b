//! The physical chain: that routes and nodes fit together.

use std::collections::HashSet;

use crate::scenario::model::{Counts, PerMineral};
use crate::scenario::tables::{Node, Route, Scenario};
use crate::units::Problems;

use super::cycles::{cycles, written};
use super::names::{Names, intended};

/// Checks routes, sources, expansions and the order of nodes.
pub fn check(scenario: &Scenario, names: &Names, problems: &mut Problems) {
    order(scenario, names, problems);
    ends(scenario, problems);
    for named in &scenario.nodes {
        let name = named.name.value.as_str();
        let starting: Vec<&Route> = routes(scenario).filter(|route| route.via.first().is_some_and(|first| first.value == name)).collect();
        if starting.is_empty() {
            passed_node(name, &named.item, problems);
        } else {
            source(name, &named.item, &starting, names, problems);
        }
        expansions(name, &named.item, problems);
        gross(name, &named.item, scenario, problems);
    }
    reached(scenario, names, problems);
}

fn routes(scenario: &Scenario) -> impl Iterator<Item = &Route> {
    scenario.routes.iter().map(|route| &route.item)
}

/// No route may pass a node twice, nor all of them together lead round.
fn order(scenario: &Scenario, names: &Names, problems: &mut Problems) {
    let index = |name: &str| names.nodes.iter().position(|node| *node == name);
    let mut next = vec![Vec::new(); names.nodes.len()];
    for route in &scenario.routes {
        let mut seen = HashSet::new();
        for node in &route.item.via {
            if !seen.insert(node.value.as_str()) {
                let message = format!("route `{}` passes `{}` twice", route.name.value, node.value);
                problems.error(node.place, message, "it was here before", None);
            }
        }
        for pair in route.item.via.windows(2) {
            if let (Some(from), Some(to)) = (index(&pair[0].value), index(&pair[1].value))
                && from != to
            {
                next[from].push(to);
            }
        }
    }
    for cycle in cycles(&next) {
        let circle = written(&cycle, |node| names.nodes[node]);
        let place = scenario.nodes[cycle[0]].name.place;
        let help = "a node stands before or after another on every route; split it into two nodes".to_owned();
        problems.error(place, format!("the chain has a cycle: {circle}"), "this node comes before itself", help);
    }
}

/// A source brings its own material; it cannot be passed by what others bring.
fn ends(scenario: &Scenario, problems: &mut Problems) {
    for route in &scenario.routes {
        for node in route.item.via.iter().skip(1) {
            let other = scenario.routes.iter().find(|other| other.item.via.first().is_some_and(|first| first.value == node.value));
            if let Some(other) = other
                && other.name != route.name
            {
                let message = format!("route `{}` passes `{}`, the source of route `{}`", route.name.value, node.value, other.name.value);
                problems.error(node.place, message, "a source cannot be passed", "give the source a node of its own before this one".to_owned());
            }
        }
    }
}

fn source(name: &str, node: &Node, starting: &[&Route], names: &Names, problems: &mut Problems) {
    match &node.capacity {
        None => {
            let help = "how much can it bring, in tonnes a year? 0 is allowed".to_owned();
            problems.error(node.place, format!("source `{name}` has no `capacity`"), "`capacity` is missing here", help);
        }
        Some(PerMineral::Each(figures)) => {
            for route in starting {
                let mineral = &route.mineral;
                if names.minerals.contains(&mineral.value.as_str()) && !figures.iter().any(|figure| figure.name.value == mineral.value) {
                    let message = format!("source `{name}` has no `capacity` for `{}`", mineral.value);
                    problems.error(mineral.place, message, "this route starts there", format!("write capacity.{} in node `{name}`", mineral.value));
                }
            }
        }
        Some(PerMineral::All(_)) => {}
    }
    if let Some(buffer) = &node.buffer {
        problems.warn(buffer.place, format!("the `buffer` of source `{name}` has no effect"), "nothing is brought to a source", None);
    }
}

fn passed_node(name: &str, node: &Node, problems: &mut Problems) {
    if let Some(stock) = &node.stock {
        let message = format!("node `{name}` has a `stock` and no route starts there");
        problems.error(stock.place, message, "only a source depletes", "what is kept before a node is its `buffer`".to_owned());
    }
}

/// An expansion adds to a capacity, figure by figure.
fn expansions(name: &str, node: &Node, problems: &mut Problems) {
    if node.expansions.is_empty() {
        return;
    }
    let Some(capacity) = &node.capacity else {
        let help = "how much can it take before it is expanded? 0 is allowed".to_owned();
        problems.error(node.place, format!("node `{name}` has expansions and no `capacity`"), "`capacity` is missing here", help);
        return;
    };
    for expansion in &node.expansions {
        match (capacity, &expansion.capacity) {
            (PerMineral::All(_), PerMineral::Each(figures)) => {
                for figure in figures {
                    let message = format!("an expansion of `{name}` is by mineral, its capacity is not");
                    problems.error(figure.name.place, message, "expected one figure for all minerals", None);
                }
            }
            (PerMineral::Each(_), PerMineral::All(figure)) => {
                let message = format!("the capacity of `{name}` is by mineral, its expansion is not");
                problems.error(figure.place, message, "expected figures by mineral", None);
            }
            (PerMineral::Each(old), PerMineral::Each(new)) => {
                for figure in new.iter().filter(|new| !old.iter().any(|old| old.name.value == new.name.value)) {
                    let message = format!("`{name}` has no capacity for `{}` that could be expanded", figure.name.value);
                    let help = format!("write capacity.{} in the node; 0 is allowed", figure.name.value);
                    problems.error(figure.name.place, message, "not limited, so not expanded", help);
                }
            }
            (PerMineral::All(_), PerMineral::All(_)) => {}
        }
    }
}

/// Gross tonnes need a grade from the route or from a node before.
fn gross(name: &str, node: &Node, scenario: &Scenario, problems: &mut Problems) {
    let graded_before = |route: &Route| {
        let before = route.via.iter().take_while(|via| via.value != name);
        before.filter_map(|via| scenario.nodes.iter().find(|node| node.name.value == via.value)).any(|node| node.item.grade.is_some())
    };
    let mut through = routes(scenario).filter(|route| route.via.iter().any(|via| via.value == name)).peekable();
    if node.counts == Counts::Gross && through.peek().is_some() && through.all(|route| route.grade.is_none() && !graded_before(route)) {
        let help = "give the route or a node before it a `grade`; without one, gross tonnes are contained tonnes".to_owned();
        problems.warn(node.place, format!("node `{name}` counts gross tonnes of a grade that nobody gives"), "`counts` has no effect", help);
    }
}

/// Every node lies on some route. One that a misspelt name most likely meant is not reported again.
fn reached(scenario: &Scenario, names: &Names, problems: &mut Problems) {
    if routes(scenario).any(|route| route.via.is_empty()) {
        return;
    }
    let used: HashSet<&str> = routes(scenario).flat_map(|route| &route.via).filter_map(|via| intended(&via.value, &names.nodes)).collect();
    for node in scenario.nodes.iter().filter(|node| !used.contains(node.name.value.as_str())) {
        let message = format!("no route passes node `{}`", node.name.value);
        problems.error(node.name.place, message, "nothing ever gets here", "name it in the `via` of a route, or leave it out".to_owned());
    }
}
