//! What is found at a point, and against the scenario as written.

use adit::study::sweep::GoalAtPoint;
use adit::study::{self, GoalFindings};
use adit::units::Unit;

use super::{CLEARANCE, EXPOSURE, asked, compiled, counted, drawn, grid, options, swept};

const TRIALS: u64 = 2_000;

fn same(at: &GoalAtPoint, run: &GoalFindings, months: &[usize]) {
    let grid = compiled(&[]).grid;
    assert_eq!([at.p10, at.p50, at.p90].map(|month| month.quantity(grid, TRIALS)), [&run.p10, &run.p50, &run.p90].map(Clone::clone));
    assert_eq!([at.never, at.lost].map(|share| share.quantity(TRIALS)), [&run.never, &run.lost].map(Clone::clone));
    let by: Vec<_> = at.by.iter().map(|share| share.quantity(TRIALS)).collect();
    assert_eq!(by, months.iter().map(|&month| run.arrived_by[month].clone()).collect::<Vec<_>>());
    let amounts =
        |of: &[(f64, study::Quantile<f64>)], unit: &Unit| of.iter().map(|(p, of)| (*p, of.quantity(unit.clone(), TRIALS))).collect::<Vec<_>>();
    assert_eq!((amounts(&at.bridge, &Unit::TONNES), amounts(&at.cost, &Unit::DOLLARS)), (run.bridge.clone(), run.bridge_cost.clone()));
    assert_eq!(at.bridge_mean.map(|mean| mean.quantity(Unit::TONNES, TRIALS)), Some(run.bridge_mean.clone()));
}

#[test]
fn a_point_is_the_run_with_that_value_set() {
    let found = swept(grid(&[&format!("{CLEARANCE}=24")]), &[2032, 2035], TRIALS);
    let months = [83, 119];
    for (at, sets) in [(&found.points[0][0], vec![format!("{CLEARANCE}=24")]), (&found.written[0], Vec::new())] {
        let run = study::run(&compiled(&sets), &options(TRIALS, 2), &|_| ()).unwrap();
        same(at, &run.goals[0], &months);
    }
    // And what it differs by is what a comparison finds.
    let plans = [("written".to_owned(), compiled(&[])), ("point".to_owned(), compiled(&[format!("{CLEARANCE}=24")]))];
    let compared = study::compare(&plans, &options(TRIALS, 2), &|_| ()).unwrap();
    let (paired, against) = (&compared.goals[0].differences[0], &found.points[0][0].against);
    assert_eq!((paired.months, paired.earlier, paired.later), (against.months, against.earlier, against.later));
    assert!((paired.chance.mean + against.never.mean).abs() < 1e-15 && (paired.chance.standard_error - against.never.standard_error).abs() < 1e-15);
}

#[test]
fn a_longer_stage_brings_nothing_nearer() {
    let found = swept(grid(&[&format!("{CLEARANCE}=30..60 step 10")]), &[2032, 2035], TRIALS);
    for (shorter, longer) in found.points.iter().zip(&found.points[1..]) {
        let (shorter, longer) = (&shorter[0], &longer[0]);
        assert!(shorter.by.iter().zip(&longer.by).all(|(a, b)| a.share >= b.share));
        assert!(shorter.never.share <= longer.never.share && shorter.against.months.mean < longer.against.months.mean);
        // On the same draws, so that a trial that arrived earlier than as written did so before, too.
        assert!(shorter.against.earlier.share >= longer.against.earlier.share);
    }
    let none = swept(grid(&[&format!("{CLEARANCE}=200")]), &[2035], TRIALS);
    assert_eq!((none.points[0][0].against.earlier.share, none.points[0][0].by[0].share), (0.0, 0.0));
}

#[test]
fn what_stands_there_already_changes_nothing() {
    let found = swept(grid(&[&format!("{EXPOSURE}=0.3,0.9")]), &[2035], TRIALS);
    let (same, other) = (&found.points[0][0].against, &found.points[1][0].against);
    assert_eq!((same.months.mean, same.months.standard_error, same.by[0].mean, same.never.mean), (0.0, 0.0, 0.0, 0.0));
    assert_eq!((same.earlier.share, same.later.share, same.bridge.unwrap().mean, same.cost.unwrap().mean), (0.0, 0.0, 0.0, 0.0));
    assert!(other.later.share > 0.1 && other.earlier.share == 0.0);
    // On common random numbers the difference is known far better than either chance.
    assert!(other.by[0].standard_error < 0.8 * found.written[0].by[0].standard_error);
}

#[test]
fn the_same_on_any_threads_and_in_any_cut_of_trials() {
    let (plans, question) = asked(drawn(&[&format!("{CLEARANCE}=0..40"), &format!("{EXPOSURE}=0.1..0.9")], 4), &[2032, 2035]);
    let whole = counted(&plans, &question, 0..700, 1);
    for threads in [2, 7] {
        assert_eq!(whole, counted(&plans, &question, 0..700, threads));
    }
    let mut merged = counted(&plans, &question, 300..700, 2);
    for range in [100..300, 0..100] {
        assert!(merged.merge(&counted(&plans, &question, range, 2)));
    }
    assert_eq!(whole, merged);
    // Counts of other points are not taken over.
    let (plans, question) = asked(grid(&[&format!("{CLEARANCE}=1,2")]), &[2035]);
    assert!(!merged.merge(&counted(&plans, &question, 0..8, 1)) && whole == merged && !merged.fit(&question));
}
