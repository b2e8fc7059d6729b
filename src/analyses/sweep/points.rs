//! Plans of the points of a sweep: each point is a scenario that is read, checked and compiled like any other.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::design::{Design, Layout};
use crate::driver::{Failure, problems};
use crate::plan::{self, Plan};
use crate::scenario::Loaded;
use crate::units::{Problem, Problems, Severity, SourceFile};

/// Most points that are named where a problem occurs at several.
const NAMED: usize = 3;
/// Most plans that are kept between blocks of trials.
const KEPT: usize = 64;

/// Points of a sweep, all of which can run.
pub struct Points<'a> {
    loaded: &'a Loaded,
    design: &'a Design,
    name: String,
    /// Plans of the first points, in order.
    kept: Vec<Arc<Plan>>,
}

impl<'a> Points<'a> {
    /// Checks and compiles each point. Problems are printed on stderr, each once with the points at which it occurs; `name` is the origin of the values
    /// in these messages.
    ///
    /// # Errors
    /// Where a point cannot run, or covers other months than the scenario as written.
    pub fn checked(loaded: &'a Loaded, written: &Plan, design: &'a Design, name: &str) -> Result<Self, Failure> {
        let check = |point| {
            let plan = compile(loaded, design, point, name)?;
            let is_alike = plan.grid == written.grid;
            Ok((is_alike, (point < KEPT).then(|| Arc::new(plan))))
        };
        let checked: Vec<Result<_, Wrong>> = (0..design.points.len()).into_par_iter().map(check).collect();
        let (mut faults, mut kept) = (Faults::default(), Vec::new());
        for (point, checked) in checked.into_iter().enumerate() {
            match checked {
                Ok((true, plan)) => kept.extend(plan),
                Ok((false, _)) => return Err(Failure::Input(other_months(point + 1))),
                Err(mut wrong) => {
                    if design.layout == Layout::LatinHypercube {
                        wrong.errors.iter_mut().filter(|problem| problem.label.contains("whole number")).for_each(|problem| {
                            problem.help.get_or_insert_with(|| {
                                "numbers drawn within a range are fractions: list whole numbers, as in 1..24 step 1".to_owned()
                            });
                        });
                    }
                    faults.add(point, wrong, loaded.files.len());
                }
            }
        }
        if faults.all.is_empty() { Ok(Self { loaded, design, name: name.to_owned(), kept }) } else { Err(faults.tell(loaded, design)) }
    }

    /// Plan of a point; plans that are not kept are compiled again, since a plan may take megabytes.
    #[must_use]
    pub fn plan(&self, point: usize) -> Option<Arc<Plan>> {
        self.kept.get(point).cloned().or_else(|| compile(self.loaded, self.design, point, &self.name).ok().map(Arc::new))
    }
}

/// Errors of a point with the texts of its settings.
struct Wrong {
    errors: Vec<Problem>,
    texts: Vec<SourceFile>,
}

fn compile(loaded: &Loaded, design: &Design, point: usize, name: &str) -> Result<Plan, Wrong> {
    let mut changed = loaded.with(name, &design.sets(point));
    let is_valid = !changed.problems.any_error();
    let plan = changed.scenario.as_ref().and_then(|scenario| {
        let (plan, found) = if is_valid { plan::compile(scenario) } else { (None, plan::judge(scenario)) };
        changed.problems.extend(found);
        plan
    });
    let errors: Vec<Problem> = changed.problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    plan.filter(|_| errors.is_empty()).ok_or_else(|| Wrong { errors, texts: changed.files.split_off(loaded.files.len().min(changed.files.len())) })
}

/// Errors of all points, each listed once.
#[derive(Default)]
struct Faults {
    /// Errors with the points at which they occur.
    all: Vec<(Problem, Vec<usize>)>,
    places: HashMap<String, usize>,
    /// Texts in which they occur, after those of the scenario.
    texts: Vec<SourceFile>,
}

impl Faults {
    fn add(&mut self, point: usize, wrong: Wrong, before: usize) {
        for mut problem in wrong.errors {
            let text = problem.place.file.checked_sub(before).and_then(|change| wrong.texts.get(change));
            // a problem of the path is the same for every value
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

    /// Prints all of them on stderr.
    fn tell(self, loaded: &Loaded, design: &Design) -> Failure {
        let files: Vec<SourceFile> = loaded.files.iter().cloned().chain(self.texts).collect();
        let mut found = Problems::default();
        for (problem, points) in &self.all {
            found.repeat(problem, &place_of(design, points));
        }
        problems::tell(&[(&found, &files)]);
        Failure::Reported
    }
}

/// Points at which a problem occurs: `at points 2, 5: `.
fn place_of(design: &Design, points: &[usize]) -> String {
    let numbers: Vec<String> = points.iter().take(NAMED).map(|point| (point + 1).to_string()).collect();
    match points {
        [one] => format!("at point {} ({}): ", one + 1, design.sets(*one).join(", ")),
        all if all.len() == design.points.len() => "at every point: ".to_owned(),
        all if all.len() <= NAMED => format!("at points {}: ", numbers.join(", ")),
        all => format!("at {} of {} points, first {}: ", all.len(), design.points.len(), numbers.join(", ")),
    }
}

/// Message where a point covers other months than the scenario as written.
pub(super) fn other_months(point: usize) -> String {
    format!("point {point} runs over other months than the scenario as written: start and end cannot be varied")
}
