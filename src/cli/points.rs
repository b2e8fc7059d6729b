//! The points of a sweep: each a scenario of its own, read, checked and compiled like any other.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Failure, problems};
use crate::plan::{self, Plan};
use crate::scenario::Loaded;
use crate::study::sweep::Design;
use crate::units::{Problem, Problems, Severity, SourceFile};

/// Points that are named where a problem comes up at several, at most.
const NAMED: usize = 3;

/// The scenario as written and then each point, compiled. What is wrong with any of them is told on stderr, each problem once with the points at which it
/// comes up; `name` is what stands before a change in such a message.
///
/// # Errors
/// Where a point cannot run.
pub fn plans(loaded: &Loaded, written: Plan, design: &Design, name: &str) -> Result<Vec<Plan>, Failure> {
    let compiled: Vec<Result<Plan, Wrong>> = (0..design.points.len()).into_par_iter().map(|point| compile(loaded, design, point, name)).collect();
    let mut faults = Faults::default();
    let mut plans = vec![written];
    for (point, compiled) in compiled.into_iter().enumerate() {
        match compiled {
            Ok(plan) => plans.push(plan),
            Err(wrong) => faults.add(point, wrong, loaded.files.len()),
        }
    }
    if faults.all.is_empty() {
        return Ok(plans);
    }
    let files: Vec<SourceFile> = loaded.files.iter().cloned().chain(faults.texts).collect();
    let mut found = Problems::default();
    for (problem, points) in &faults.all {
        found.repeat(problem, &place_of(design, points));
    }
    problems::tell(&[(&found, &files)]);
    Err(Failure::Told)
}

/// Errors of a point, and the texts of its changes.
struct Wrong {
    errors: Vec<Problem>,
    texts: Vec<SourceFile>,
}

fn compile(loaded: &Loaded, design: &Design, point: usize, name: &str) -> Result<Plan, Wrong> {
    let mut changed = loaded.with(name, &design.sets(point));
    let plan = changed.scenario.as_ref().and_then(|scenario| {
        let (plan, found) = plan::compile(scenario);
        changed.problems.extend(found);
        plan
    });
    let errors: Vec<Problem> = changed.problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    plan.filter(|_| errors.is_empty()).ok_or_else(|| Wrong { errors, texts: changed.files.split_off(loaded.files.len().min(changed.files.len())) })
}

/// Errors of all points, each once.
#[derive(Default)]
struct Faults {
    /// Errors with the points at which they come up.
    all: Vec<(Problem, Vec<usize>)>,
    places: HashMap<String, usize>,
    /// Texts in which they stand, after those of the scenario.
    texts: Vec<SourceFile>,
}

impl Faults {
    fn add(&mut self, point: usize, wrong: Wrong, before: usize) {
        for mut problem in wrong.errors {
            let text = problem.place.file.checked_sub(before).and_then(|change| wrong.texts.get(change));
            // What is wrong with a path is the same whatever was to stand there.
            let written = text
                .and_then(|text| text.text.get(problem.place.start..problem.place.end))
                .map_or_else(|| format!("{:?}", problem.place), str::to_owned);
            let key = [&problem.message, &problem.label, &written].map(String::as_str).join("\n");
            if let Some(&known) = self.places.get(&key) {
                self.all[known].1.push(point);
                continue;
            }
            if let Some(text) = text {
                problem.place.file = before + self.texts.len();
                self.texts.push(text.clone());
            }
            self.places.insert(key, self.all.len());
            self.all.push((problem, vec![point]));
        }
    }
}

/// Where a problem comes up: `at points 2 and 5: `.
fn place_of(design: &Design, points: &[usize]) -> String {
    let numbers: Vec<String> = points.iter().take(NAMED).map(|point| (point + 1).to_string()).collect();
    match points {
        [one] => format!("at point {} ({}): ", one + 1, design.sets(*one).join(", ")),
        all if all.len() == design.points.len() => "at every point: ".to_owned(),
        all if all.len() <= NAMED => format!("at points {}: ", numbers.join(", ")),
        all => format!("at {} of {} points, first {}: ", all.len(), design.points.len(), numbers.join(", ")),
    }
}
