//! The first screen: the rules that choose the headline and the three points.
#![allow(missing_docs)]

use crate::common::{self, findings, goal, ladder, share};
use adit::analyses::run::{Findings, GoalFindings, GoalRanges, InputRanges, Record, Selection, all, headline, points, run, text};
use adit::plan::{self, Assumptions};
use adit::scenario::{load, load_text};
use adit::study::RunOptions;
use adit::units::{Date, Quantity, Unit};

fn with(goals: Vec<GoalFindings>) -> Findings {
    Findings { goals, ..findings() }
}

/// A goal that arrives in a share of trials, half of those by a month.
fn one(most: f64, middle: f64) -> GoalFindings {
    let mut goal = goal("tenth", "A tenth of antimony demand from Pakistan", Some("antimony"), most, middle);
    goal.lost = share(0.0);
    goal.lost_of_arrivals = Quantity { unit: Unit::SHARE, ..share(0.0) };
    goal
}

fn never() -> GoalFindings {
    one(0.0, 60.0)
}

fn always() -> GoalFindings {
    let mut goal = one(1.0, 40.0);
    goal.never = share(0.0);
    goal
}

fn already_true() -> GoalFindings {
    let mut goal = always();
    goal.at_start = share(0.9);
    goal
}

fn arrived_and_lost() -> GoalFindings {
    let mut goal = one(0.8, 60.0);
    goal.lost_of_arrivals = Quantity { unit: Unit::SHARE, ..share(0.61) };
    goal
}

/// Ten minerals with seven shares of demand each.
fn seventy() -> Vec<GoalFindings> {
    let minerals = ["antimony", "cobalt", "copper", "gallium", "germanium", "gold", "graphite", "lithium", "nickel", "tungsten"];
    minerals.iter().enumerate().flat_map(|(i, mineral)| ladder(mineral, 0.95 - 0.1 * i as f64)).collect()
}

#[test]
fn the_headline_follows_rules() {
    let cases = [
        ("never", vec![never()]),
        ("always", vec![always()]),
        ("already true", vec![already_true()]),
        ("late arrival", vec![one(0.7, 140.0)]),
        ("arrived and lost", vec![arrived_and_lost()]),
        ("one goal", vec![one(0.7, 60.0)]),
        ("one ladder", ladder("antimony", 0.9)),
        ("seventy goals", seventy()),
        ("several goals", vec![never(), already_true(), arrived_and_lost()]),
        ("many goals", vec![never(), always(), already_true(), arrived_and_lost(), one(0.3, 60.0), one(0.2, 60.0)]),
        ("no goal", Vec::new()),
    ];
    let said: Vec<String> = cases.into_iter().map(|(name, goals)| format!("{name}: {}", headline(&with(goals)))).collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn the_headline_gives_the_range_over_uncertain_inputs() {
    let of = |goals: Vec<GoalFindings>| {
        let range = |low: f64, high: f64| [low, high].map(|end| Quantity::without_error(end, Unit::PROBABILITY, 4_000));
        let names: Vec<String> = goals.iter().map(|goal| goal.name.clone()).collect();
        let ranges = names.into_iter().map(|name| GoalRanges { name, by: vec![(2045, range(0.2, 0.499))] });
        let inputs = Some(InputRanges { draws: 250, trials_per_draw: 16, goals: ranges.collect() });
        with_inputs(goals, inputs)
    };
    let one_goal = headline(&of(vec![one(0.34, 60.0)]));
    assert!(one_goal.contains("in 34% of 100,000 trials (range 20 to 50% due to uncertain inputs)"), "{one_goal}");
    let several = headline(&of([ladder("antimony", 0.9), ladder("copper", 0.6)].concat()));
    assert!(
        several.contains("% of trials (range 20 to 50% due to uncertain inputs) for antimony") && several.contains("% (20 to 50%) for copper"),
        "{several}"
    );
    let table = text(&of(vec![one(0.34, 60.0)]), "a.toml");
    assert!(table.contains("over inputs") && table.contains("20 to 50%"), "{table}");
}

fn with_inputs(goals: Vec<GoalFindings>, inputs: Option<InputRanges>) -> Findings {
    Findings { inputs, ..with(goals) }
}

#[test]
fn the_three_points_follow_rules() {
    let mut short = with(vec![arrived_and_lost()]);
    short.paths[0].goal = "tenth".to_owned();
    short.key_inputs.iter_mut().for_each(|input| input.goal = "tenth".to_owned());
    let mut calm = short.clone();
    calm.goals[0].ends_shortage = false;
    calm.paths.clear();
    calm.key_inputs.clear();
    let said = [short, calm, with(Vec::new())].map(|findings| points(&findings).join("\n"));
    insta::assert_snapshot!(said.join("\n\n"));
}

/// Words in sight before the first figure of a page.
fn words_before_the_first_figure(findings: Findings) -> usize {
    let record = Record::new("a.toml".to_owned(), findings, Assumptions::default());
    let page = adit::analyses::run::report_html(&record, &common::manifest(), &[]).unwrap();
    let before = page.split("<body>").nth(1).and_then(|body| body.split("<svg").next()).unwrap();
    let mut text = String::new();
    for part in before.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, said)| said));
        text.push(' ');
    }
    text.split_whitespace().count()
}

#[test]
fn at_most_120_words_stand_before_the_first_figure() {
    for findings in [findings(), with(seventy()), with(vec![arrived_and_lost()])] {
        let words = words_before_the_first_figure(findings);
        assert!(words <= 120, "{words}");
    }
}

#[test]
fn without_a_ladder_there_is_no_section_of_ladders() {
    let page = |findings: Findings| {
        let record = Record::new("a.toml".to_owned(), findings, Assumptions::default());
        adit::analyses::run::report_html(&record, &common::manifest(), &[]).unwrap()
    };
    assert!(page(findings()).contains("chapter-ladder"));
    assert!(!page(with(vec![never(), always()])).contains("chapter-ladder"));
}

#[test]
fn stocks_are_given_only_for_goals_that_can_end_a_shortage() {
    let mut findings = with(vec![one(0.7, 60.0)]);
    assert!(text(&findings, "a.toml").contains("stock in tonnes"));
    findings.goals[0].ends_shortage = false;
    assert!(!text(&findings, "a.toml").contains("stock in tonnes"));
}

#[test]
fn unknown_figures_are_named() {
    let of = |name: &str| Selection::new(&[name.to_owned()], &[]);
    assert!(of("all").is_ok() && of("fan").is_ok() && of("arrival-antimony-pakistan").is_ok());
    assert!(of("fans").unwrap_err().contains("no figure `fans`"));
}

/// Constant demand of 14,400 t a year with two constant suppliers, one of which falls short, so that nothing differs between trials.
const CONSTANT: &str = r#"
start = "2027-01"
end = "2034-12"
[minerals.antimony]
demand = 14_400
[minerals.antimony.suppliers]
China = { share = 0.5 }
Others = { share = 0.3 }
[goals.short]
mineral = "antimony"
shortage_below = 0.1
announced = "2029-11"
[goals.free]
mineral = "antimony"
free_share_of_demand = 0.6
"#;

fn of_constants() -> Findings {
    let scenario = load_text("constant.toml", CONSTANT, None, &[]).scenario.unwrap();
    let plan = plan::compile(&scenario).0.unwrap();
    run(&plan, &RunOptions { trials: 64, seed: 1, threads: Some(1) }, &|_| ()).unwrap()
}

#[test]
fn quantiles_of_a_constant_are_the_constant() {
    let findings = of_constants();
    let mut supplies = findings.minerals[0].series("supply_by_origin");
    let band = supplies.find(|series| series.origin() == "China").unwrap().bands[5];
    assert!([band.p5, band.p50, band.p95].iter().all(|value| (value - 600.0).abs() < 1e-3), "{band:?}");
    // 96 months with 240 t short
    let stock = &findings.goals[0].bridge[2].1;
    assert!((stock.number() - 96.0 * 240.0).abs() < 0.1, "{stock:?}");
}

#[test]
fn an_announced_date_is_a_line_in_the_figures_of_the_goal() {
    let mut goal = one(0.7, 60.0);
    let drawn = |goal: &GoalFindings| {
        let record = Record::new("a.toml".to_owned(), with(vec![goal.clone()]), Assumptions::default());
        let figure = all(&record, None).into_iter().find(|figure| figure.name == "arrival-tenth").unwrap();
        figure.labels.iter().any(|label| label.text == "announced 2029-11")
    };
    assert!(!drawn(&goal));
    let start = findings().grid;
    goal.announced = Some(start.offset(Date::parse("2029-11").unwrap()));
    assert!(drawn(&goal));
    assert_eq!(of_constants().goals[0].announced, Some(34.0));
}

/// Losses are counted once, and what is kept falls with the years and ends no lower than what is never lost.
#[test]
fn what_is_kept_agrees_with_what_is_lost() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
    let scenario = load(path.as_ref(), &[]).scenario.unwrap();
    let plan = plan::compile(&scenario).0.unwrap();
    let findings = run(&plan, &RunOptions { trials: 2000, seed: 3, threads: Some(2) }, &|_| ()).unwrap();
    for goal in findings.goals.iter().filter(|goal| goal.never.number() < 0.9) {
        let arrived = 1.0 - goal.never.number();
        assert!((goal.lost.number() - goal.lost_of_arrivals.number() * arrived).abs() < 1e-9);
        let kept: Vec<f64> = goal.kept.iter().filter_map(|(_, kept)| kept.value).collect();
        assert!(kept.len() == 3 && kept.windows(2).all(|pair| pair[0] >= pair[1]), "{kept:?}");
        assert!(kept[0] <= 1.0 && kept[0] >= 1.0 - goal.lost_of_arrivals.number() - 1e-9, "{kept:?}");
    }
}
