//! Chains with unknown nodes and cycles: reported, never a panic.

use std::fmt::Write;

use adit::plan;
use adit::scenario::load_text;
use predicates::prelude::*;
use predicates::str::contains;

use super::{adit, place, scenario};

const VIA: &str = "via     = [\"mine\", \"road\"]";

#[test]
fn a_route_of_unknown_nodes_is_reported() {
    for via in ["via = \"x\"", "via = [\"x\"]", "via = [\"x\", \"y\"]"] {
        let place = place();
        scenario(&place, &[(VIA, via)]);
        adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("there is no node `x`").and(contains("panicked").not()));
        adit(&place).args(["run", "s.toml", "--trials", "8"]).assert().code(2).stderr(contains("there is no node `x`"));
    }
}

#[test]
fn a_route_in_a_cycle_is_reported() {
    for via in ["via = [\"mine\", \"road\", \"mine\"]", "via = [\"mine\", \"mine\"]"] {
        let place = place();
        scenario(&place, &[(VIA, via)]);
        adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("passes `mine` twice").and(contains("panicked").not()));
    }
    let place = place();
    let second = "via = [\"road\", \"mine\"]\nmineral = \"antimony\"\norigin = \"Pakistan\"\nname = \"back\"\n[[routes]]\nvia = [\"mine\", \"road\"]";
    scenario(&place, &[(VIA, second), ("mineral = \"antimony\"\nvia", "via")]);
    adit(&place).args(["check", "s.toml"]).assert().code(2).stderr(contains("the chain has a cycle").and(contains("panicked").not()));
}

/// A generator with a fixed seed: the chains are the same in every run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// A scenario with a random chain: nodes `n0` to `n4`, routes through them in order or in any order, some through nodes that do not exist.
fn chain(draws: &mut Draws) -> String {
    let mut text = "start = \"2026-01\"\nend = \"2029-12\"\n[minerals.a]\ndemand = 1\n".to_owned();
    let nodes = 1 + draws.below(5);
    for node in 0..nodes {
        let keys = ["capacity = 1\n", "capacity = { uniform = [1, 2] }\n", "capacity = 1\nlag = 1\n", "capacity = 1\nbuffer = 3\n", ""];
        let _ = write!(text, "[nodes.n{node}]\n{}", keys[draws.below(keys.len())]);
    }
    let is_ordered = draws.below(2) == 0;
    for route in 0..=draws.below(3) {
        let mut via: Vec<usize> = (0..=draws.below(4)).map(|_| draws.below(nodes + usize::from(!is_ordered))).collect();
        if is_ordered {
            via.sort_unstable();
            via.dedup();
        }
        let via = via.iter().map(|node| format!("\"n{node}\"")).collect::<Vec<_>>().join(", ");
        let _ = write!(text, "[[routes]]\nname = \"r{route}\"\nmineral = \"a\"\nvia = [{via}]\norigin = \"P\"\nprefer = {}\n", 1 + draws.below(2));
    }
    text + "[goals.g]\nmineral = \"a\"\norigin = \"P\"\nshare_of_demand = 0.1\n[goals.h]\nmineral = \"a\"\nshortage_below = 0.5\n"
}

#[test]
fn no_chain_makes_check_panic() {
    let mut draws = Draws(1);
    let (mut valid, mut invalid) = (0, 0);
    for _ in 0..3_000 {
        let text = chain(&mut draws);
        let loaded = load_text("s.toml", &text, None, &[]);
        let Some(read) = loaded.scenario else { panic!("not read:\n{text}") };
        // Compiling without looking at the problems must not panic either.
        let (compiled, problems) = plan::compile(&read);
        if loaded.problems.any_error() {
            invalid += 1;
            let _ = plan::judge(&read);
        } else {
            valid += 1;
            assert!(compiled.is_some(), "{text}\n{:?}", problems.sorted());
        }
    }
    assert!(valid > 300 && invalid > 300, "{valid} valid chains, {invalid} invalid ones");
}
