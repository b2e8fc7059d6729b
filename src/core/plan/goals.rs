//! Compiled goals: the measures to test, and the combination of their monthly tests.

use super::builder::Builder;
use super::goal_tests::GoalTests;
use super::inputs::Slot;
use super::market::MineralPlan;
use crate::scenario::{Goal, Measure, Named, Scenario, Test};
use crate::units::{self, MonthGrid};

/// A measure of a mineral with its threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasurePlan {
    /// Index of the mineral in the scenario.
    pub mineral: usize,
    /// Index of the origin in the mineral's origins; `None` for all routes.
    pub origin: Option<usize>,
    /// Measure.
    pub measure: Measure,
    /// Threshold.
    pub threshold: Slot,
}

/// Combination of tests.
#[derive(Clone, Debug, PartialEq)]
pub enum TestPlan {
    /// A measure, by its index in the plan.
    Measure(usize),
    /// All tests hold.
    All(Vec<TestPlan>),
    /// At least one test holds.
    Any(Vec<TestPlan>),
    /// At least the given number of tests hold.
    AtLeast(usize, Vec<TestPlan>),
}

impl TestPlan {
    /// The parts of a combination, and how many of them must hold; `None` for a measure.
    #[must_use]
    pub fn parts(&self) -> Option<(&[TestPlan], usize)> {
        match self {
            Self::Measure(_) => None,
            Self::All(parts) => Some((parts, parts.len())),
            Self::Any(parts) => Some((parts, 1)),
            Self::AtLeast(least, parts) => Some((parts, *least)),
        }
    }
}

/// A compiled goal.
#[derive(Clone, Debug)]
pub struct GoalPlan {
    /// Key in the file.
    pub name: String,
    /// Title, or the key where there is none.
    pub title: String,
    /// The test in words.
    pub sentence: String,
    /// The test.
    pub test: TestPlan,
    /// The parts of a test that the goal itself combines, in words; empty where it combines none.
    pub parts: Vec<String>,
    /// Number of consecutive months for which the test must hold.
    pub sustain: usize,
    /// Month for which it was announced, in months since the start.
    pub announced: Option<f64>,
    /// Minerals of its measures, sorted by name.
    pub minerals: Vec<usize>,
}

/// All goals of a plan.
#[derive(Clone, Debug, Default)]
pub struct Goals {
    /// Measures.
    pub measures: Vec<MeasurePlan>,
    /// Goals in the order of the file.
    pub goals: Vec<GoalPlan>,
}

impl Goals {
    /// Compiles all goals. Goals that refer to each other in a cycle are reported when the file is read.
    pub(super) fn compile(scenario: &Scenario, builder: &mut Builder, grid: MonthGrid, minerals: &mut [MineralPlan]) -> Self {
        let mut tests = GoalTests::new(scenario);
        let mut goals = Self::default();
        for named in &scenario.goals {
            let sustain = named.item.sustain.as_ref().map_or(12, |sustain| sustain.value as usize);
            let Some((test, _)) = tests.goal(&named.name.value, &named.item, builder, minerals) else { continue };
            let mut named_minerals = Vec::new();
            minerals_of(&test, &tests.measures, &mut named_minerals);
            // Sorted by name, because sums over the minerals must not depend on the order of the file.
            named_minerals.sort_by(|&a, &b| minerals[a].name.cmp(&minerals[b].name));
            named_minerals.dedup();
            let words = words(&named.item.test);
            let announced = named.item.announced.as_ref().map(|date| grid.offset(date.value));
            let kept = tests.kept.get(&format!("goals.{}", named.name.value)).map_or(&[][..], Vec::as_slice);
            let parts = written_parts(&named.item.test);
            let parts = kept.iter().filter_map(|&place| parts.get(place)).map(|part| part_words(scenario, part)).collect();
            goals.goals.push(GoalPlan {
                name: named.name.value.clone(),
                title: title(named),
                sentence: format!("{words} over 12 months, for {sustain} months in a row"),
                test,
                parts,
                sustain,
                announced,
                minerals: named_minerals,
            });
        }
        goals.measures = tests.measures;
        goals
    }
}

/// Minerals that the measures of a test name.
fn minerals_of(test: &TestPlan, measures: &[MeasurePlan], into: &mut Vec<usize>) {
    match test {
        TestPlan::Measure(at) => into.push(measures[*at].mineral),
        TestPlan::All(parts) | TestPlan::Any(parts) | TestPlan::AtLeast(_, parts) => parts.iter().for_each(|part| minerals_of(part, measures, into)),
    }
}

fn title(named: &Named<Goal>) -> String {
    named.item.title.clone().unwrap_or_else(|| named.name.value.clone())
}

/// The parts that a test combines.
fn written_parts(test: &Test) -> &[Test] {
    match test {
        Test::All(parts) | Test::Any(parts) | Test::AtLeast(_, parts) => parts,
        Test::Measure { .. } | Test::Goal(_) => &[],
    }
}

/// A part in words: the title of the goal that it refers to, else its test.
fn part_words(scenario: &Scenario, part: &Test) -> String {
    let goal = if let Test::Goal(name) = part { scenario.goals.iter().find(|named| named.name.value == name.value) } else { None };
    goal.map_or_else(|| words(part), title)
}

/// A test in words.
fn words(test: &Test) -> String {
    let list = |parts: &[Test]| parts.iter().map(words).collect::<Vec<_>>().join("; ");
    match test {
        Test::All(parts) => format!("all of ({})", list(parts)),
        Test::Any(parts) => format!("any of ({})", list(parts)),
        Test::AtLeast(least, parts) => format!("at least {} of ({})", least.value, list(parts)),
        Test::Goal(name) => name.value.clone(),
        Test::Measure { mineral, origin, measure, threshold } => {
            use crate::scenario::DistributionSpec;
            let percent = |what: &str| match &threshold.distribution {
                DistributionSpec::Constant(share) => format!("{} of {what}", units::percent(*share)),
                _ => format!("a drawn share of {what}"),
            };
            let from = origin.as_ref().map_or_else(|| "all routes".to_owned(), |origin| origin.value.clone());
            let said = match measure {
                Measure::ShareOfDemand => format!("arrivals from {from} at least {}", percent("demand")),
                Measure::FreeShareOfDemand => format!("free supply at least {}", percent("demand")),
                Measure::ControlledShareBelow => format!("controlled supply below {}", percent("supply")),
                Measure::HhiBelow => match &threshold.distribution {
                    DistributionSpec::Constant(index) => format!("concentration index below {index}"),
                    _ => "concentration index below a drawn value".to_owned(),
                },
                Measure::LargestOriginBelow => format!("supply of the largest origin below {}", percent("supply")),
                Measure::ShortageBelow => format!("shortage below {}", percent("demand")),
                Measure::CoversWithheld => format!("arrivals from {from} at least {}", percent("what the controls hold back")),
            };
            format!("{}: {said}", mineral.value)
        }
    }
}
