//! Short ways to write scenarios down as the types that the file is read into.

use adit::scenario::{
    At, DistributionSpec, Goal, Hazard, IncidentClass, Input, Measure, Mineral, Name, Named, Node, PerMineral, Project, Regime, Route, Scenario,
    Stage, State, StateFlow, Supplier, Test, When,
};
use adit::units::{Date, Place};

/// A value that stands nowhere in particular.
pub fn at<T>(value: T) -> At<T> {
    At { value, place: Place::default() }
}

/// A name that stands nowhere in particular.
pub fn name(text: &str) -> Name {
    at(text.to_owned())
}

/// Several names.
pub fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().copied().map(name).collect()
}

/// An entry of a table.
pub fn named<T>(key: &str, item: T) -> Named<T> {
    Named { name: name(key), item }
}

/// An input with this distribution and nothing else.
pub fn spec(spec: DistributionSpec) -> Input {
    Input { place: Place::default(), distribution: spec, scale: Vec::new(), clamp: None, planned: None, source: Vec::new(), note: None, group: None }
}

/// A plain number.
pub fn number(value: f64) -> Input {
    spec(DistributionSpec::Constant(value))
}

/// `"@name"`.
pub fn driver(text: &str) -> Input {
    spec(DistributionSpec::Driver(name(text)))
}

/// A month or day of the calendar.
pub fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// An opening or closing on a date.
pub fn on(text: &str) -> When {
    When::Date(at(date(text)))
}

/// An opening or closing at the end of `project.stage`.
pub fn end_of(stage: &str) -> When {
    When::Stage(name(stage))
}

/// A scenario of so many months from January 2026 with nothing in it.
pub fn scenario(months: u32) -> Scenario {
    let last = months - 1;
    let end = format!("{:04}-{:02}", 2026 + last / 12, last % 12 + 1);
    Scenario { title: "test".to_owned(), start: date("2026-01"), end: date(&end), trials: 100, seed: 1, ..Scenario::default() }
}

/// A mineral with this demand a year.
pub fn mineral(demand: f64) -> Mineral {
    Mineral { title: None, demand: number(demand), growth: None, price: None, inventory: None, suppliers: Vec::new(), response: None, group: None }
}

/// A supplier of this share of demand.
pub fn supplier(share: f64) -> Supplier {
    Supplier { title: None, share: number(share), growth: None, controlled_by: None, dependence: None, response: None, group: None }
}

/// A supplier of this share of demand that rests wholly on a regime.
pub fn controlled(share: f64, regime: &str) -> Supplier {
    Supplier { controlled_by: Some(name(regime)), ..supplier(share) }
}

/// A state that lasts for ever and lets everything through at once.
pub fn state() -> State {
    State { title: None, lasts: None, then: Vec::new(), flow: StateFlow::default(), minerals: Vec::new(), suppliers: Vec::new() }
}

/// A regime of these states that begins in one of them.
pub fn regime(initial: &str, states: Vec<Named<State>>) -> Regime {
    Regime { title: None, initial: vec![named(initial, 1.0)], elapsed: None, planned: None, states, history: Vec::new(), group: None }
}

/// A hazard of this rate a year with no class yet.
pub fn hazard(rate: f64) -> Hazard {
    Hazard {
        title: None,
        rate: number(rate),
        trend: None,
        season: None,
        level: Vec::new(),
        volatility: None,
        excitation: None,
        classes: Vec::new(),
        group: None,
    }
}

/// A class of incidents with this outage in months, a loss of everything.
pub fn class(outage: Input) -> IncidentClass {
    IncidentClass { weight: at(1.0), outage, loss: None, suspends: None }
}

/// A project of these stages.
pub fn project(stages: Vec<Named<Stage>>) -> Project {
    Project { title: None, exposure: Vec::new(), stages, group: None }
}

/// A stage after these others.
pub fn stage(duration: Input, after: &[&str]) -> Stage {
    Stage {
        after: names(after),
        after_any: Vec::new(),
        not_before: None,
        duration: Some(duration),
        progress: None,
        risks: Vec::new(),
        pace: Vec::new(),
        exposure: Vec::new(),
        done: None,
        cancels: None,
        unknown: false,
        price_elasticity: None,
        price_of: None,
        jobs: None,
        title: None,
        group: None,
    }
}

/// A node, fully open from the start, without limit.
pub fn node() -> Node {
    Node {
        kind: None,
        opens: None,
        capacity: None,
        ramp_up: Vec::new(),
        stretch: None,
        closes: None,
        life: None,
        expansions: Vec::new(),
        counts: adit::scenario::Counts::Contained,
        grade: None,
        recovery: None,
        lag: None,
        buffer: None,
        stock: None,
        exposure: Vec::new(),
        flow: Vec::new(),
        outage: adit::scenario::OutageCuts::Capacity,
        jobs: None,
        title: None,
        group: None,
        place: Place::default(),
    }
}

/// A node of this capacity a year.
pub fn capacity(tonnes: f64) -> Node {
    Node { capacity: Some(PerMineral::All(number(tonnes))), ..node() }
}

/// A route of one mineral through nodes.
pub fn route(mineral: &str, via: &[&str], origin: &str) -> Route {
    Route {
        mineral: name(mineral),
        via: names(via),
        origin: name(origin),
        offtake: None,
        split: None,
        prefer: None,
        grade: None,
        carries: Vec::new(),
        controlled_by: None,
        dependence: None,
        flow: Vec::new(),
        payable: None,
        royalty: None,
        title: None,
        group: None,
    }
}

/// A measure of one mineral, any origin.
pub fn measure(mineral: &str, measure: Measure, threshold: f64) -> Test {
    Test::Measure { mineral: name(mineral), origin: None, measure, threshold: number(threshold) }
}

/// A goal with this test.
pub fn goal(test: Test, sustain: u32) -> Goal {
    Goal { title: None, test, sustain: Some(at(sustain)), announced: None, place: Place::default() }
}

/// Inputs that no trial's course depends on, with their paths: prices, jobs, royalties.
pub fn reporting_inputs(scenario: &Scenario) -> Vec<(String, &Input)> {
    let mut all: Vec<(String, Option<&Input>)> = Vec::new();
    for mineral in &scenario.minerals {
        all.push((format!("minerals.{}.price", mineral.name.value), mineral.item.price.as_ref()));
    }
    for project in &scenario.projects {
        for stage in &project.item.stages {
            all.push((format!("projects.{}.stages.{}.jobs", project.name.value, stage.name.value), stage.item.jobs.as_ref()));
        }
    }
    for node in &scenario.nodes {
        all.push((format!("nodes.{}.jobs", node.name.value), node.item.jobs.as_ref()));
    }
    for route in &scenario.routes {
        all.push((format!("routes.{}.payable", route.name.value), route.item.payable.as_ref()));
        all.push((format!("routes.{}.royalty", route.name.value), route.item.royalty.as_ref()));
    }
    all.into_iter().filter_map(|(path, input)| Some((path, input?))).collect()
}
