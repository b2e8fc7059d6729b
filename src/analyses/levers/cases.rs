//! Plans of the analysis: the scenario without levers, with each lever, and with each pair.

use crate::driver::{Failure, problems};
use crate::plan::{self, Plan};
use crate::scenario::{Loaded, clash};
use crate::units::{Problems, Severity};

/// Scenario with one lever.
#[derive(Clone, Debug)]
pub struct LeverCase {
    /// Key of the lever.
    pub name: String,
    /// Title of the lever, or its key.
    pub title: String,
    /// Months until it takes effect.
    pub lead_time: u32,
    /// Plan with the lever.
    pub plan: Plan,
}

/// Scenario with two levers.
#[derive(Clone, Debug)]
pub struct PairCase {
    /// Indices of the levers.
    pub levers: [usize; 2],
    /// Plan with both, or the reason why they cannot be combined.
    pub plan: Result<Plan, String>,
}

/// Scenario without levers, with each and with each pair.
#[derive(Clone, Debug)]
pub struct LeverSet {
    /// Plan without levers.
    pub base: Plan,
    /// Each lever alone, in the order of the scenario.
    pub levers: Vec<LeverCase>,
    /// All pairs.
    pub pairs: Vec<PairCase>,
}

impl LeverSet {
    /// Compiles all plans; `base` is the plan without levers.
    ///
    /// # Errors
    /// Where a lever alone cannot run; its problems are written to stderr.
    pub fn of(loaded: &Loaded, base: Plan) -> Result<Self, Failure> {
        let levers = single_levers(loaded)?;
        let pairs = (0..levers.len()).flat_map(|a| (a + 1..levers.len()).map(move |b| [a, b]));
        let pairs = pairs.map(|pair| PairCase { levers: pair, plan: both(loaded, pair) }).collect();
        Ok(Self { base, levers, pairs })
    }

    /// Trials of all runs, for `each` trials in a run.
    #[must_use]
    pub fn trials(&self, each: u64) -> u64 {
        each.saturating_mul(1 + self.levers.len() as u64 + self.pairs.iter().filter(|pair| pair.plan.is_ok()).count() as u64)
    }
}

/// Plans with each lever alone, in the order of the scenario. The problems of all levers are written to stderr.
///
/// # Errors
/// Where one of them cannot run.
pub fn single_levers(loaded: &Loaded) -> Result<Vec<LeverCase>, Failure> {
    let levers = loaded.scenario.iter().flat_map(|scenario| &scenario.levers);
    let (mut found, mut cases) = (Problems::default(), Vec::new());
    for (place, lever) in levers.enumerate() {
        let (plan, problems) = with_levers(loaded, &[place]);
        for problem in problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error) {
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

/// Plan with two levers, or the reason why they cannot be combined.
fn both(loaded: &Loaded, [a, b]: [usize; 2]) -> Result<Plan, String> {
    let lever = |place: usize| loaded.scenario.as_ref().and_then(|scenario| scenario.levers.get(place)).map(|lever| &lever.item);
    if let Some(reason) = lever(a).zip(lever(b)).and_then(|(a, b)| clash(a, b)) {
        return Err(reason);
    }
    let (plan, problems) = with_levers(loaded, &[a, b]);
    plan.ok_or_else(|| problems.sorted().first().map_or_else(|| "they do not fit together".to_owned(), |problem| problem.message.clone()))
}

fn with_levers(loaded: &Loaded, levers: &[usize]) -> (Option<Plan>, Problems) {
    let (pulled, mut problems) = loaded.pulled(levers);
    let is_valid = !problems.any_error();
    let plan = pulled.filter(|_| is_valid).and_then(|pulled| {
        let (plan, found) = plan::compile_pulled(&pulled);
        problems.extend(found);
        plan
    });
    (plan, problems)
}
