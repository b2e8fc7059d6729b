//! A scenario with its levers pulled, each alone and in pairs.

use super::{Failure, problems};
use crate::plan::{self, Plan};
use crate::scenario::{Loaded, clash};
use crate::study::{LeverCase, LeverSet, PairCase};
use crate::units::{Problems, Severity};

/// The plan with each lever alone, in the order of the file. What is wrong with any of them is told on stderr.
///
/// # Errors
/// Where one of them cannot run.
pub fn each(loaded: &Loaded) -> Result<Vec<LeverCase>, Failure> {
    let levers = loaded.scenario.iter().flat_map(|scenario| &scenario.levers);
    let (mut found, mut cases) = (Problems::default(), Vec::new());
    for (place, lever) in levers.enumerate() {
        let (plan, wrong) = pull(loaded, &[place]);
        for problem in wrong.sorted().into_iter().filter(|problem| problem.severity == Severity::Error) {
            found.repeat(problem, &format!("with lever `{}`: ", lever.name.value));
        }
        cases.extend(plan.map(|plan| LeverCase {
            name: lever.name.value.clone(),
            title: lever.item.called(&lever.name.value).to_owned(),
            lead_time: lever.item.lead_time.as_ref().map_or(0, |lead| lead.value),
            plan,
        }));
    }
    problems::tell(&[(&found, &loaded.files)]);
    if found.any_error() { Err(Failure::Reported) } else { Ok(cases) }
}

/// The scenario without levers, with each and with all pairs.
///
/// # Errors
/// Where one of the levers cannot run.
pub fn all(loaded: &Loaded, base: Plan) -> Result<LeverSet, Failure> {
    let levers = each(loaded)?;
    let pairs = (0..levers.len()).flat_map(|a| (a + 1..levers.len()).map(move |b| [a, b]));
    let pairs = pairs.map(|pair| PairCase { levers: pair, plan: both(loaded, pair) }).collect();
    Ok(LeverSet { base, levers, pairs })
}

/// Two levers together, or why that cannot be.
fn both(loaded: &Loaded, [a, b]: [usize; 2]) -> Result<Plan, String> {
    let lever = |place: usize| loaded.scenario.as_ref().and_then(|scenario| scenario.levers.get(place)).map(|lever| &lever.item);
    if let Some(why) = lever(a).zip(lever(b)).and_then(|(a, b)| clash(a, b)) {
        return Err(why);
    }
    let (plan, wrong) = pull(loaded, &[a, b]);
    plan.ok_or_else(|| wrong.sorted().first().map_or_else(|| "they do not fit together".to_owned(), |problem| problem.message.clone()))
}

fn pull(loaded: &Loaded, levers: &[usize]) -> (Option<Plan>, Problems) {
    let (pulled, mut problems) = loaded.pulled(levers);
    let is_valid = !problems.any_error();
    let plan = pulled.filter(|_| is_valid).and_then(|pulled| {
        let (plan, found) = plan::compile_pulled(&pulled);
        problems.extend(found);
        plan
    });
    (plan, problems)
}
