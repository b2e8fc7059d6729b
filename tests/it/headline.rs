//! The first screen: the rules that choose the headline and the three points.
#![allow(missing_docs)]

use crate::common::{self, findings, goal, ladder, share};
use adit::analyses::run::{Findings, GoalFindings, Record, Selection, headline, points, text};
use adit::plan::Assumptions;
use adit::units::{Quantity, Unit};

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
