//! Figures of a page: the unchanged scenario in grey inside curves and fans, and the same figures as in the report without it.

use adit::analyses::run::{Findings, Record, all, chosen, one, run};
use adit::plan::{Assumptions, compile};
use adit::scenario::load;
use adit::study::RunOptions;

use super::client::REFERENCE;
use crate::common;
use crate::common::checker::check;

fn simulated(sets: &[&str]) -> Findings {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let scenario = load(REFERENCE.as_ref(), &sets).scenario.unwrap();
    let plan = compile(&scenario).0.unwrap();
    run(&plan, &RunOptions { trials: 256, seed: 1, threads: Some(1) }, &|_| ()).unwrap()
}

fn record(findings: &Findings) -> Record {
    Record::new("base.toml".to_owned(), findings.clone(), Assumptions::default())
}

#[test]
fn the_unchanged_scenario_is_a_grey_curve_in_curves_and_fans() {
    let changed = simulated(&["nodes.refinery.capacity=5000", "projects.refinery.stages.construction.duration=70"]);
    let mut shifted = common::findings();
    for goal in &mut shifted.goals {
        goal.arrived_by.rotate_right(12);
    }
    for (after, before) in [(changed, simulated(&[])), (shifted, common::findings())] {
        let after = record(&after);
        let mut compared = 0;
        for name in chosen(&after) {
            let Some(figure) = one(&after, Some(&before), &name) else { continue };
            check(&figure);
            let alone = one(&after, None, &name).unwrap();
            let is_drawn_in = name.starts_with("arrival-") || name.starts_with("fan-");
            assert_eq!(figure.svg != alone.svg, is_drawn_in, "{name}");
            assert_eq!(figure.svg.contains("unchanged"), is_drawn_in, "{name}");
            compared += usize::from(is_drawn_in);
        }
        assert!(compared >= 2, "{compared}");
    }
}

#[test]
fn a_figure_by_its_name_is_that_of_the_report() {
    let record = record(&simulated(&[]));
    let figures = all(&record, None);
    assert!(figures.len() > 8);
    for figure in figures {
        assert_eq!(one(&record, None, &figure.name).unwrap().svg, figure.svg, "{}", figure.name);
    }
    assert!(one(&record, None, "arrival-nothing").is_none() && one(&record, None, "nothing").is_none());
}
