//! Tests of goals, compiled: each goal once, whichever goals refer to it, and no goal of more tests than can be evaluated each month.

use std::collections::HashMap;

use super::builder::{Builder, Site};
use super::contradictions;
use super::goals::{MeasurePlan, TestPlan};
use super::market::MineralPlan;
use crate::scenario::{Goal, Measure, Scenario, Test};

/// Most tests of one goal, those of the goals that it refers to counted wherever they are referred to.
const MOST_TESTS: usize = 1_000;
/// Most goals in a chain of which each refers to the next.
const LONGEST_CHAIN: usize = 100;

/// A compiled test and the number of tests in it.
type Counted = (TestPlan, usize);

/// The tests compiled so far.
pub(super) struct GoalTests<'s> {
    scenario: &'s Scenario,
    /// By name of the goal; `None` while it is being compiled, and where it cannot be.
    known: HashMap<&'s str, Option<Counted>>,
    /// Number of goals that are being compiled, each because the one before refers to it.
    chain: usize,
    /// By path of a combination, the places of its parts that are kept, one of those that are equal.
    pub kept: HashMap<String, Vec<usize>>,
    /// Measures that the tests name.
    pub measures: Vec<MeasurePlan>,
}

impl<'s> GoalTests<'s> {
    /// No test compiled yet.
    pub fn new(scenario: &'s Scenario) -> Self {
        Self { scenario, known: HashMap::new(), chain: 0, kept: HashMap::new(), measures: Vec::new() }
    }

    /// The test of a goal; `None` where something that it names is not there, it refers to itself, or it has too many tests.
    pub fn goal(&mut self, name: &'s str, goal: &'s Goal, builder: &mut Builder, minerals: &mut [MineralPlan]) -> Option<Counted> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        self.known.insert(name, None); // a goal that refers to itself finds this
        if self.chain == LONGEST_CHAIN {
            let help = "combine tests in one goal by all, any and at_least".to_owned();
            let message = format!("goal `{name}` is at the end of a chain of more than {LONGEST_CHAIN} goals, each of which refers to the next");
            builder.problems.error(goal.place, message, format!("expected at most {LONGEST_CHAIN}"), help);
            return None;
        }
        self.chain += 1;
        let test = self.test(&goal.test, &format!("goals.{name}"), builder, minerals);
        self.chain -= 1;
        let test = test.filter(|(_, count)| {
            if *count > MOST_TESTS {
                let help = "refer to each goal once, or write fewer tests".to_owned();
                let message = format!("goal `{name}` has more than {MOST_TESTS} tests, those of the goals that it refers to included");
                builder.problems.error(goal.place, message, format!("{count} tests"), help);
            }
            *count <= MOST_TESTS
        });
        self.known.insert(name, test.clone());
        test
    }

    fn test(&mut self, test: &'s Test, path: &str, builder: &mut Builder, minerals: &mut [MineralPlan]) -> Option<Counted> {
        match test {
            Test::All(tests) => self.parts("all", tests, path, builder, minerals).map(|(parts, count)| (TestPlan::All(parts), count)),
            Test::Any(tests) => self.parts("any", tests, path, builder, minerals).map(|(parts, count)| (TestPlan::Any(parts), count)),
            Test::AtLeast(least, tests) => {
                self.parts("of", tests, path, builder, minerals).map(|(parts, count)| (TestPlan::AtLeast(least.value as usize, parts), count))
            }
            Test::Goal(name) => {
                let scenario = self.scenario;
                let goal = scenario.goals.iter().find(|named| named.name.value == name.value)?;
                self.goal(&goal.name.value, &goal.item, builder, minerals)
            }
            Test::Measure { mineral, origin, measure, threshold } => {
                let place = minerals.iter().position(|plan| plan.name == mineral.value)?;
                let origin = match origin {
                    Some(origin) => Some(minerals[place].origins.iter().position(|known| *known == origin.value)?),
                    None => None,
                };
                let written = threshold.place;
                let threshold = builder.quantity(threshold, measure.declared(), Site { path, group: "market" });
                contradictions::measure(builder, &minerals[place], mineral, *measure, (threshold, written));
                ask(&mut minerals[place], origin, *measure);
                Some((TestPlan::Measure(self.measure(MeasurePlan { mineral: place, origin, measure: *measure, threshold })), 1))
            }
        }
    }

    /// Parts of a combination, and how many tests they are: equal parts of `all` and `any` once.
    fn parts(
        &mut self,
        key: &str,
        tests: &'s [Test],
        path: &str,
        builder: &mut Builder,
        minerals: &mut [MineralPlan],
    ) -> Option<(Vec<TestPlan>, usize)> {
        let (mut parts, mut kept, mut all) = (Vec::new(), Vec::new(), 1);
        for (i, test) in tests.iter().enumerate() {
            let (part, count) = self.test(test, &format!("{path}.{key}.{i}"), builder, minerals)?;
            if key == "of" || !parts.contains(&part) {
                all += count;
                // What is too much anyway is not kept; the number is only reported.
                if all <= MOST_TESTS {
                    parts.push(part);
                    kept.push(i);
                }
            }
        }
        self.kept.insert(path.to_owned(), kept);
        Some((parts, all))
    }

    fn measure(&mut self, plan: MeasurePlan) -> usize {
        self.measures.iter().position(|known| *known == plan).unwrap_or_else(|| {
            self.measures.push(plan);
            self.measures.len() - 1
        })
    }
}

/// Notes at a mineral that a measure asks about arrivals of an origin, or about what the controls hold back.
fn ask(mineral: &mut MineralPlan, origin: Option<usize>, measure: Measure) {
    let asked = origin.and_then(|origin| mineral.route_origins.iter().position(|&known| known == origin));
    if let Some(asked) = asked.filter(|asked| !mineral.asked.contains(asked)) {
        mineral.asked.push(asked);
        mineral.asked.sort_unstable();
    }
    mineral.withheld_asked |= measure == Measure::CoversWithheld;
}
