//! Completeness of the compiled chain: every route has a source and every node has a place in the order of the chain.

use super::Chain;
use crate::scenario::Scenario;
use crate::units::Problems;

/// Reports routes without a source and nodes that come before themselves. The checks of a scenario report both with more detail; this one protects
/// everything that is computed from the chain against a scenario that was compiled without those checks.
pub(in crate::plan) fn check(scenario: &Scenario, chain: &Chain, problems: &mut Problems) {
    for route in chain.routes.iter().filter(|route| route.passages.is_empty()) {
        let written = scenario.routes.iter().find(|named| named.name.value == route.name);
        let place = written.map(|named| named.name.place).unwrap_or_default();
        let help = "name the nodes of the route in order, the source first; no node may come before itself".to_owned();
        problems.error(place, format!("route `{}` has no source", route.name), "none of its nodes can be the first", help);
    }
    for node in scenario.nodes.iter().filter(|node| chain.find(&node.name.value).is_none()) {
        let message = format!("node `{}` comes before itself on the routes of the chain", node.name.value);
        problems.error(node.name.place, message, "part of a cycle", "split it into two nodes".to_owned());
    }
}
