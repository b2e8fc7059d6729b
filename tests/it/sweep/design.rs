//! Reading of `--vary`, and the designs.

use adit::analyses::sweep::{Design, Values, Vary, read_vary};
use adit::units::Problems;

fn list(text: &str) -> Vec<String> {
    let mut problems = Problems::default();
    match read_vary(text, 0, &mut problems).map(|vary| vary.values) {
        Some(Values::List(values)) => values,
        other => panic!("{text}: {other:?} {:?}", problems.sorted()),
    }
}

fn wrong(text: &str) -> String {
    let mut problems = Problems::default();
    assert_eq!(read_vary(text, 0, &mut problems), None, "{text}");
    problems.sorted().iter().map(|problem| format!("{}: {}", problem.message, problem.label)).collect::<Vec<_>>().join("; ")
}

#[test]
fn values_are_cut_at_commas_outside_brackets_and_quotes() {
    assert_eq!(list("a.b=1, 2 ,3_000"), ["1", "2", "3_000"]);
    assert_eq!(list("a.'x=y'.b={ pert = [1, 2, 3] },5,\"a, \\\" b\",ban"), ["{ pert = [1, 2, 3] }", "5", "\"a, \\\" b\"", "ban"]);
    assert_eq!(list("start=2027-01,2028-01"), ["2027-01", "2028-01"]);
    assert_eq!(list("a={ value = 3, scale = \"@x\" }"), ["{ value = 3, scale = \"@x\" }"]);
}

#[test]
fn ranges_hold_their_ends_and_short_numbers() {
    assert_eq!(list("a=1..5 step 2"), ["1", "3", "5"]);
    assert_eq!(list("a=0.1..0.9/9"), ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]);
    assert_eq!(list("a=-1..1/3,7"), ["-1", "0", "1", "7"]);
    assert_eq!(list("a=0..1 step 0.3"), ["0", "0.3", "0.6", "0.9"]);
    let between = read_vary("a=2..3", 0, &mut Problems::default()).unwrap();
    assert_eq!(between.values, Values::Between([2.0, 3.0]));
}

#[test]
fn what_is_wrong_is_said() {
    assert!(wrong("a.b").starts_with("this varies nothing"));
    assert!(wrong("=3").starts_with("this is no path"));
    assert!(wrong("a=1,,2").starts_with("a value is missing"));
    assert!(wrong("a=").starts_with("a value is missing"));
    assert!(wrong("a=1,2,1").starts_with("`1` stands here twice"));
    assert!(wrong("a=5..1 step 1").starts_with("`5..1 step 1` is no range"));
    assert!(wrong("a=1..5 step 0").contains("above 0"));
    assert!(wrong("a=1..5/1").contains("from 2 to 10000"));
    assert!(wrong("a=0..1 step 1e-9").contains("more than 10000 values"));
    assert!(wrong("a=1..5,7").contains("how many values"));
}

fn varied(texts: &[&str]) -> Vec<Vary> {
    texts.iter().map(|text| read_vary(text, 0, &mut Problems::default()).unwrap()).collect()
}

#[test]
fn a_grid_has_all_combinations_the_last_path_changing_fastest() {
    let design = Design::grid(&varied(&["a=1,2", "b=x,y,z"]), &mut Problems::default()).unwrap();
    let points: Vec<String> = design.points.iter().map(|point| point.concat()).collect();
    assert_eq!(points, ["1x", "1y", "1z", "2x", "2y", "2z"]);
    assert_eq!(design.sets(4), ["a=2", "b=y"]);
}

#[test]
fn a_latin_hypercube_has_a_point_in_every_part_of_every_range() {
    let varied = varied(&["a=0..1", "b=10..30", "c=x,y"]);
    let design = Design::latin_hypercube(&varied, 40, 7, &mut Problems::default()).unwrap();
    for (path, low, width) in [(0, 0.0, 1.0), (1, 10.0, 20.0)] {
        let mut parts: Vec<f64> = design.points.iter().map(|point| ((point[path].parse::<f64>().unwrap() - low) / width * 40.0).floor()).collect();
        parts.sort_by(f64::total_cmp);
        assert_eq!(parts, (0..40).map(f64::from).collect::<Vec<_>>());
    }
    assert_eq!(design.points.iter().filter(|point| point[2] == "x").count(), 20);
    let other = Design::latin_hypercube(&varied, 40, 8, &mut Problems::default()).unwrap();
    assert_ne!(design.points, other.points);
}

#[test]
fn what_is_wrong_is_said_at_once() {
    let mut problems = Problems::default();
    assert_eq!(Design::grid(&varied(&["a=1..2", "seed=1,2", "b=1", "b=2", "c=0..1/200", "d=0..1/200"]), &mut problems), None);
    let said: Vec<&str> = problems.sorted().iter().map(|problem| problem.message.as_str()).collect();
    for part in ["how many values", "same at all points", "varied twice", "more than 10000"] {
        assert!(said.iter().any(|message| message.contains(part)), "{part}: {said:?}");
    }
    for (table, part) in [("a,b\n1,\n", "a value is missing"), ("a,seed\n1,2\n", "same at all points"), ("a,b,a\n1,2,3\n", "both called a")] {
        let mut problems = Problems::default();
        assert_eq!(Design::table(table, 0, &mut problems), None);
        assert!(problems.sorted().iter().any(|problem| problem.message.contains(part)), "{table}: {problems:?}");
    }
    assert_eq!(Design::table("", 0, &mut Problems::default()), None);
    let table = Design::table("a,b\n1,\"{ pert = [1, 2, 3] }\"\n", 0, &mut Problems::default()).unwrap();
    assert_eq!(table.sets(0), ["a=1", "b={ pert = [1, 2, 3] }"]);
}
