//! Figures of levers: fit to be read with few levers and many, short names and long, gains and none, intervals without an end.

use adit::analyses::levers::{InputInformation, LeverPair, LeversFindings, Objective, cost_figure, information_figure, pair_figure, ranking_figure};
use adit::report::charts::{Figure, png};
use adit::units::{Quantity, Unit};

use super::{CHAIN, found};

const LEVERS: &str = "[levers.quick]\ntitle = \"Quick permits\"\ncost = { uniform = [1e6, 3e6] }\nset.projects.mine.stages.permits.duration = { uniform = [2, 30] }\n\
    [levers.big]\ncost = 9e6\nset.projects.mine.stages.construction.duration = { uniform = [4, 9] }\n\
    [levers.twice]\ncost = 2e5\nset.projects.mine.stages.construction.duration = 30\n";

fn drawn(found: &LeversFindings) -> Vec<Figure> {
    let print = "pakistan-baseline.toml · 5,000 trials · seed 1 · adit · sources in the scenario";
    vec![ranking_figure(found, print), cost_figure(found, print), pair_figure(found, print), information_figure(found, print)]
}

/// Twelve levers with names that never end and signs that XML reserves.
fn many(of: &LeversFindings) -> LeversFindings {
    let mut many = of.clone();
    for i in 0..9_u32 {
        let mut row = many.choices[1 + i as usize % 3].clone();
        row.lever = Some(format!("lever_{i}"));
        row.title = format!("Lever number {i} & <all> that could be done about the corridor from the mine to the port, and what comes after it");
        row.probability_gained.value = Some(0.01 * f64::from(i) - 0.03);
        row.months_gained_mean.value = Some(400.0 * f64::from(i) - 900.0);
        many.choices.push(row);
    }
    let names: Vec<String> = many.choices.iter().filter_map(|row| row.lever.clone()).collect();
    let model = of.pairs[0].clone();
    many.pairs = (0..names.len())
        .flat_map(|a| (a + 1..names.len()).map(move |b| [a, b]))
        .map(|[a, b]| LeverPair { levers: [names[a].clone(), names[b].clone()], ..model.clone() })
        .collect();
    let input = |i: u32| InputInformation {
        input: format!("projects.{}.stages.construction.duration.{i}", "a-name-that-is-far-too-long-for-any-figure".repeat(2)),
        value: Quantity::new(3e6 / f64::from(i + 1), f64::NAN, [0.0, if i == 0 { f64::INFINITY } else { 5e6 }], Unit::DOLLARS, 64),
    };
    many.inputs = (0..14).map(input).collect();
    "A goal & its <title> that goes on and on, since somebody wanted to say all of it in the heading of every figure"
        .clone_into(&mut many.goal_title);
    many
}

#[test]
fn figures_have_readable_labels() {
    let some = found(CHAIN, LEVERS, 64, 2, None);
    let chance = found(&CHAIN.replace("price  = 10_000\n", ""), LEVERS, 64, 2, None);
    assert_eq!(chance.objective, Objective::Probability);
    let none = found(CHAIN, "[levers.idle]\ncost = 0\nset.nodes.mine.capacity = 1_200\n", 64, 2, None);
    for found in [many(&some), some, chance, none] {
        for figure in drawn(&found) {
            crate::common::checker::check(&figure);
            assert!(png(&figure).unwrap().len() > 1_000, "{}", figure.name);
        }
    }
}
