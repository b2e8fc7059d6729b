//! Figures of sweeps are legible with few values and many, numbers and words, never and always.

use adit::analyses::sweep::{Design, Layout, SweepFindings, figures};
use adit::report::charts::png;

use super::{CLEARANCE, EXPOSURE, drawn, grid, swept};

fn fit(found: &SweepFindings, kinds: &[&str]) {
    let figures = figures(found, 0, "pakistan-baseline.toml · 5,000 trials · seed 1 · adit · sources in the scenario");
    let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(names, kinds);
    for figure in &figures {
        crate::common::checker::check(figure);
        assert!(png(figure).unwrap().len() > 1_000, "{}", figure.name);
    }
}

#[test]
fn two_paths_are_a_map() {
    let named = ["sweep-antimony-by-2032", "sweep-antimony-by-2035", "sweep-antimony-median"];
    fit(&swept(grid(&[&format!("{CLEARANCE}=0,24,200"), &format!("{EXPOSURE}=0.1..0.9/5")]), &[2032, 2035], 64), &named);
    let laws = "nodes.mine.capacity={ pert = [1_000, 2_000, 3_000] },{ uniform = [2_000, 9_000] },5";
    fit(&swept(grid(&[laws, "regimes.licensing.initial=strict,ban,eased"]), &[2032, 2035], 64), &named);
    fit(&swept(grid(&[&format!("{CLEARANCE}=0..40/20"), &format!("{EXPOSURE}=0.1..0.9/24")]), &[2032, 2035], 8), &named);
}

#[test]
fn one_path_is_a_line_or_dots() {
    let lines = ["sweep-antimony-probability", "sweep-antimony-months"];
    fit(&swept(grid(&[&format!("{CLEARANCE}=0..90 step 10")]), &[2030, 2032, 2034, 2035, 2045], 200), &lines);
    fit(&swept(grid(&["nodes.mine.capacity=0.001,123_456,5e6"]), &[2035], 64), &lines);
    fit(&swept(grid(&["regimes.licensing.initial=strict,ban,eased"]), &[2035], 64), &["sweep-antimony-by-2035"]);
    fit(&swept(grid(&[&format!("{CLEARANCE}=24")]), &[2035], 64), &["sweep-antimony-by-2035"]);
}

#[test]
fn many_paths_are_dots_and_panels() {
    let named = ["sweep-antimony-by-2035", "sweep-antimony-panels"];
    let design = drawn(&[&format!("{CLEARANCE}=0..40"), &format!("{EXPOSURE}=0.1..0.9"), "nodes.mine.capacity=1000..9000"], 40);
    fit(&swept(design, &[2035], 64), &named);
    let table = Design { layout: Layout::Table, ..grid(&[&format!("{CLEARANCE}=3,9"), "regimes.licensing.initial=strict,ban"]) };
    fit(&swept(table, &[2035], 64), &named);
}
