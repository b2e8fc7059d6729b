//! Figures of levers: fit to be read with few levers and many, short names and long, gains and none, intervals without an end.

use adit::report::charts::{Figure, lever_costs, lever_information, lever_pairs, lever_ranking, png};
use adit::study::{Interval, LeverPair, LeversFound, Objective, WorthKnowing};

use super::{CHAIN, found};

const LEVERS: &str = "[levers.quick]\ntitle = \"Quick permits\"\ncost = { uniform = [1e6, 3e6] }\nset.projects.mine.stages.permits.duration = { uniform = [2, 30] }\n\
    [levers.big]\ncost = 9e6\nset.projects.mine.stages.construction.duration = { uniform = [4, 9] }\n\
    [levers.twice]\ncost = 2e5\nset.projects.mine.stages.construction.duration = 30\n";

fn drawn(found: &LeversFound) -> Vec<Figure> {
    let print = "pakistan-baseline.toml · 5,000 trials · seed 1 · adit · sources in the scenario";
    vec![lever_ranking(found, print), lever_costs(found, print), lever_pairs(found, print), lever_information(found, print)]
}

/// Twelve levers with names that never end and signs that XML reserves.
fn many(of: &LeversFound) -> LeversFound {
    let mut many = of.clone();
    for i in 0..9_u32 {
        let mut row = many.rows[1 + i as usize % 3].clone();
        row.name = Some(format!("lever_{i}"));
        row.title = format!("Lever number {i} & <all> that could be done about the corridor from the mine to the port, and what comes after it");
        row.chance_gained.mean = 0.01 * f64::from(i) - 0.03;
        row.months_mean.mean = 400.0 * f64::from(i) - 900.0;
        many.rows.push(row);
    }
    let names: Vec<String> = many.rows.iter().filter_map(|row| row.name.clone()).collect();
    let model = of.pairs[0].clone();
    many.pairs = (0..names.len())
        .flat_map(|a| (a + 1..names.len()).map(move |b| [a, b]))
        .map(|[a, b]| LeverPair { levers: [names[a].clone(), names[b].clone()], ..model.clone() })
        .collect();
    let input = |i: u32| WorthKnowing {
        input: format!("projects.{}.stages.construction.duration.{i}", "a-name-that-is-far-too-long-for-any-figure".repeat(2)),
        worth: Interval { value: 3e6 / f64::from(i + 1), low: 0.0, high: if i == 0 { f64::INFINITY } else { 5e6 } },
    };
    many.inputs = (0..14).map(input).collect();
    "A goal & its <title> that goes on and on, since somebody wanted to say all of it in the heading of every figure"
        .clone_into(&mut many.goal.title);
    many
}

#[test]
fn they_are_fit_to_be_read() {
    let some = found(CHAIN, LEVERS, 64, 2, None);
    let chance = found(&CHAIN.replace("price  = 10_000\n", ""), LEVERS, 64, 2, None);
    assert_eq!(chance.objective, Objective::Chance);
    let none = found(CHAIN, "[levers.idle]\ncost = 0\nset.nodes.mine.capacity = 1_200\n", 64, 2, None);
    for found in [many(&some), some, chance, none] {
        for figure in drawn(&found) {
            crate::common::checker::check(&figure);
            assert!(png(&figure).unwrap().len() > 1_000, "{}", figure.name);
        }
    }
}
