//! Compiled goals: the measures to test, and the combination of their monthly tests.

use super::builder::{Builder, Site};
use super::inputs::Slot;
use super::market::MineralPlan;
use crate::scenario::{Goal, Measure, Named, Scenario, Test};

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
    /// Number of consecutive months for which the test must hold.
    pub sustain: usize,
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
    pub(super) fn compile(scenario: &Scenario, builder: &mut Builder, minerals: &mut [MineralPlan]) -> Self {
        let mut goals = Self::default();
        for named in &scenario.goals {
            let sustain = named.item.sustain.as_ref().map_or(12, |sustain| sustain.value as usize);
            let path = format!("goals.{}", named.name.value);
            let depth = scenario.goals.len() + 1;
            let Some(test) = goals.test(scenario, &named.item.test, &path, builder, minerals, depth) else { continue };
            let mut named_minerals = Vec::new();
            goals.minerals_of(&test, &mut named_minerals);
            // Sorted by name, because sums over the minerals must not depend on the order of the file.
            named_minerals.sort_by(|&a, &b| minerals[a].name.cmp(&minerals[b].name));
            named_minerals.dedup();
            let words = words(&named.item.test);
            goals.goals.push(GoalPlan {
                name: named.name.value.clone(),
                title: title(named),
                sentence: format!("{words} over 12 months, for {sustain} months in a row"),
                test,
                sustain,
                minerals: named_minerals,
            });
        }
        goals
    }

    fn test(
        &mut self,
        scenario: &Scenario,
        test: &Test,
        path: &str,
        builder: &mut Builder,
        minerals: &mut [MineralPlan],
        depth: usize,
    ) -> Option<TestPlan> {
        let mut parts = |key: &str, parts: &[Test]| -> Option<Vec<TestPlan>> {
            parts.iter().enumerate().map(|(i, part)| self.test(scenario, part, &format!("{path}.{key}.{i}"), builder, minerals, depth)).collect()
        };
        match test {
            Test::All(tests) => Some(TestPlan::All(parts("all", tests)?)),
            Test::Any(tests) => Some(TestPlan::Any(parts("any", tests)?)),
            Test::AtLeast(least, tests) => Some(TestPlan::AtLeast(least.value as usize, parts("of", tests)?)),
            Test::Goal(name) => {
                // A chain of references between goals is at most as long as the number of goals.
                let depth = depth.checked_sub(1)?;
                let goal = scenario.goals.iter().find(|named| named.name.value == name.value)?;
                self.test(scenario, &goal.item.test, &format!("goals.{}", name.value), builder, minerals, depth)
            }
            Test::Measure { mineral, origin, measure, threshold } => {
                let place = minerals.iter().position(|plan| plan.name == mineral.value)?;
                let origin = match origin {
                    Some(origin) => Some(minerals[place].origins.iter().position(|known| *known == origin.value)?),
                    None => None,
                };
                let threshold = builder.quantity(threshold, measure.declared(), Site { path, group: "market" });
                let asked = origin.and_then(|origin| minerals[place].route_origins.iter().position(|&known| known == origin));
                if let Some(asked) = asked.filter(|asked| !minerals[place].asked.contains(asked)) {
                    minerals[place].asked.push(asked);
                    minerals[place].asked.sort_unstable();
                }
                minerals[place].withheld_asked |= *measure == Measure::CoversWithheld;
                let plan = MeasurePlan { mineral: place, origin, measure: *measure, threshold };
                let at = self.measures.iter().position(|known| *known == plan).unwrap_or_else(|| {
                    self.measures.push(plan);
                    self.measures.len() - 1
                });
                Some(TestPlan::Measure(at))
            }
        }
    }

    fn minerals_of(&self, test: &TestPlan, into: &mut Vec<usize>) {
        match test {
            TestPlan::Measure(at) => into.push(self.measures[*at].mineral),
            TestPlan::All(parts) | TestPlan::Any(parts) | TestPlan::AtLeast(_, parts) => parts.iter().for_each(|part| self.minerals_of(part, into)),
        }
    }
}

fn title(named: &Named<Goal>) -> String {
    named.item.title.clone().unwrap_or_else(|| named.name.value.clone())
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
            use crate::scenario::Law;
            let percent = |what: &str| match &threshold.law {
                Law::Constant(share) => format!("{}% of {what}", share * 100.0),
                _ => format!("a drawn share of {what}"),
            };
            let from = origin.as_ref().map_or_else(|| "all routes".to_owned(), |origin| origin.value.clone());
            let said = match measure {
                Measure::ShareOfDemand => format!("arrivals from {from} at least {}", percent("demand")),
                Measure::FreeShareOfDemand => format!("free supply at least {}", percent("demand")),
                Measure::ControlledShareBelow => format!("controlled supply below {}", percent("supply")),
                Measure::HhiBelow => match &threshold.law {
                    Law::Constant(index) => format!("concentration index below {index}"),
                    _ => "concentration index below a drawn value".to_owned(),
                },
                Measure::ShortageBelow => format!("shortage below {}", percent("demand")),
                Measure::CoversWithheld => format!("arrivals from {from} at least {}", percent("what the controls hold back")),
            };
            format!("{}: {said}", mineral.value)
        }
    }
}
