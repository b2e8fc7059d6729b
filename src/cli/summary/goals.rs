//! Goals: the month of arrival if all goes to plan, by part where a goal combines several, and parts that never hold.

use super::{Part, Subject, TRIALS};
use crate::engine::{TrialRow, replay, rows};
use crate::plan::{Plan, Prunable};
use crate::report::words;
use crate::scenario::{Goal, Name, Named, Scenario, Test};
use crate::units::Problems;

/// Lines about the goals, and warnings of parts that never hold.
pub fn part(subject: &Subject, problems: &mut Problems) -> Part {
    let grid = subject.plan.grid;
    let parts = Parts::of(subject);
    let mut lines = Vec::new();
    for (goal, trace) in subject.plan.goals.goals.iter().zip(&subject.planned.goals) {
        let announced = subject.scenario.goals.iter().find(|named| named.name.value == goal.name).and_then(|named| named.item.announced.as_ref());
        let announced = announced.map_or_else(String::new, |date| format!(", announced for {}", date.value));
        let own = parts.as_ref().map_or_else(String::new, |parts| parts.planned_text(&goal.name, grid));
        let what = if own.is_empty() { goal.sentence.clone() } else { own };
        lines.push(format!("{}: {}{announced}. {}.", goal.title, words::month(grid, trace.arrival), words::capital(&what)));
    }
    if let Some(parts) = parts {
        parts.warn(subject, problems);
    }
    Part {
        heading: "GOALS, month of arrival if all goes to plan: no incidents, risks or cancellations, regimes in their planned states, inputs as \
                  announced, otherwise at their medians",
        lines,
    }
}

/// The parts of all combined goals, each as a goal of its own.
struct Parts {
    plan: Plan,
    /// Name of the combined goal, and the indices of its parts among the goals of the plan.
    of: Vec<(String, Vec<usize>)>,
    /// Month of arrival of each goal of the plan if all goes to plan.
    planned: Vec<Option<usize>>,
}

/// The parts of a combined test, and how many of them must hold.
fn parts_of(test: &Test) -> Option<(&[Test], usize)> {
    match test {
        Test::All(parts) => Some((parts, parts.len())),
        Test::Any(parts) => Some((parts, 1)),
        Test::AtLeast(least, parts) => Some((parts, least.value as usize)),
        Test::Measure { .. } | Test::Goal(_) => None,
    }
}

impl Parts {
    /// `None` where no goal combines others.
    fn of(subject: &Subject) -> Option<Self> {
        let mut scenario: Scenario = subject.scenario.clone();
        let mut combined: Vec<(String, Vec<String>)> = Vec::new();
        for goal in &subject.scenario.goals {
            let Some((tests, _)) = parts_of(&goal.item.test) else { continue };
            let mut names = Vec::new();
            for (i, test) in tests.iter().enumerate() {
                let name = format!("{} part {}", goal.name.value, i + 1);
                names.push(name.clone());
                let item = Goal { title: None, test: test.clone(), announced: None, ..goal.item.clone() };
                scenario.goals.push(Named { name: Name { value: name, place: goal.name.place }, item });
            }
            combined.push((goal.name.value.clone(), names));
        }
        if combined.is_empty() {
            return None;
        }
        let names: Vec<String> = combined.iter().flat_map(|(_, names)| names.clone()).collect();
        let plan = Prunable::new(&scenario).for_goals(&names).plan()?;
        let place = |name: &String| plan.goals.goals.iter().position(|goal| goal.name == *name);
        let of = combined.into_iter().map(|(goal, names)| (goal, names.iter().filter_map(place).collect())).collect();
        let trace = replay(&plan.as_planned(&|_| true), subject.scenario.seed, 0);
        let planned = trace.goals.iter().map(|goal| goal.arrival).collect();
        Some(Self { plan, of, planned })
    }

    /// The parts of a goal with their months of arrival if all goes to plan; empty where it has none.
    fn planned_text(&self, goal: &str, grid: crate::units::MonthGrid) -> String {
        let Some((_, places)) = self.of.iter().find(|(name, _)| name == goal) else { return String::new() };
        let texts: Vec<String> = places.iter().map(|&at| format!("{}: {}", self.test_text(at), words::month(grid, self.planned[at]))).collect();
        format!("its parts by themselves: {}", texts.join("; "))
    }

    /// The test of a part in words, without the months.
    fn test_text(&self, at: usize) -> &str {
        let sentence = &self.plan.goals.goals[at].sentence;
        sentence.split(" over 12 months, for ").next().unwrap_or(sentence)
    }

    /// Simulates some trials and warns of goals that cannot be reached because of parts that hold in none of them.
    fn warn(&self, subject: &Subject, problems: &mut Problems) {
        let rows: Vec<TrialRow> = rows(&self.plan, subject.scenario.seed, 0..TRIALS, &subject.pool);
        let never = |at: &usize| rows.iter().all(|row| row.arrivals[*at].is_none());
        for (name, places) in &self.of {
            let Some(goal) = subject.scenario.goals.iter().find(|named| named.name.value == *name) else { continue };
            let needed = parts_of(&goal.item.test).map_or(0, |(_, needed)| needed);
            let missing: Vec<&usize> = places.iter().filter(|at| never(at)).collect();
            if places.len() - missing.len() >= needed {
                continue;
            }
            let parts: Vec<String> = missing.iter().map(|&&at| format!("“{}”", self.test_text(at))).collect();
            let message = format!("goal `{name}` needs {needed} of its {} parts, and {} of them never held", places.len(), missing.len());
            let label = format!("{} held in none of {}", words::joined(&parts), words::trials(TRIALS));
            let help =
                "check the threshold of that part and what the file says of its mineral; `adit trial` shows one trial month by month".to_owned();
            problems.warn(goal.name.place, message, label, help);
        }
    }
}
