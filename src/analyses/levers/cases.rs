//! Plans of the analysis: the scenario without levers, with each lever, and with each pair.

use crate::driver::{Failure, problems};
use crate::plan::{self, Plan};
use crate::scenario::{Lever, Loaded, Named, clash};
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
    /// Month until which the choice could wait, since the start, and each lever if it is decided on then.
    pub(super) late: Option<(u32, Vec<Result<LeverCase, String>>)>,
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
        Ok(Self { base, levers, pairs, late: None })
    }

    /// With the choice that waits so many months beside it.
    #[must_use]
    pub fn waiting(self, loaded: &Loaded, months: u32) -> Self {
        Self { late: Some((months, late_levers(loaded, months))), ..self }
    }

    /// Trials of all runs, for `each` trials in a run.
    #[must_use]
    pub fn trials(&self, each: u64) -> u64 {
        let late = self.late.iter().flat_map(|(_, levers)| levers).filter(|lever| lever.is_ok()).count();
        let pairs = self.pairs.iter().filter(|pair| pair.plan.is_ok()).count();
        each.saturating_mul((1 + self.levers.len() + pairs + late) as u64)
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
        let (plan, problems) = with_levers(loaded, 0, &[place]);
        for problem in problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error) {
            found.repeat(problem, &format!("with lever `{}`: ", lever.name.value));
        }
        cases.extend(plan.map(|plan| case(lever, plan)));
    }
    problems::tell(&[(&found, &loaded.files)]);
    if found.any_error() { Err(Failure::Reported) } else { Ok(cases) }
}

/// Plans with each lever alone where it is decided on so many months after the start; the title of a lever that changes what cannot be changed later.
pub(super) fn late_levers(loaded: &Loaded, months: u32) -> Vec<Result<LeverCase, String>> {
    let levers = loaded.scenario.iter().flat_map(|scenario| &scenario.levers).enumerate();
    let late = |(place, lever): (usize, &Named<Lever>)| {
        let (plan, _) = with_levers(loaded, months, &[place]);
        plan.map(|plan| case(lever, plan)).ok_or_else(|| lever.item.called(&lever.name.value).to_owned())
    };
    levers.map(late).collect()
}

fn case(lever: &Named<Lever>, plan: Plan) -> LeverCase {
    LeverCase {
        name: lever.name.value.clone(),
        title: lever.item.called(&lever.name.value).to_owned(),
        lead_time: lever.item.lead_time.as_ref().map_or(0, |lead| lead.value),
        plan,
    }
}

fn first_reason(problems: &Problems) -> String {
    problems.sorted().first().map_or_else(|| "they do not fit together".to_owned(), |problem| problem.message.clone())
}

/// Plan with two levers, or the reason why they cannot be combined.
fn both(loaded: &Loaded, [a, b]: [usize; 2]) -> Result<Plan, String> {
    let lever = |place: usize| loaded.scenario.as_ref().and_then(|scenario| scenario.levers.get(place)).map(|lever| &lever.item);
    if let Some(reason) = lever(a).zip(lever(b)).and_then(|(a, b)| clash(a, b)) {
        return Err(reason);
    }
    let (plan, problems) = with_levers(loaded, 0, &[a, b]);
    plan.ok_or_else(|| first_reason(&problems))
}

/// Plan with levers that are decided on so many months after the start.
fn with_levers(loaded: &Loaded, months: u32, levers: &[usize]) -> (Option<Plan>, Problems) {
    let (pulled, mut problems) = loaded.pulled_after(months, levers);
    let is_valid = !problems.any_error();
    let plan = pulled.filter(|_| is_valid).and_then(|pulled| {
        let (plan, found) = plan::compile_pulled(&pulled);
        problems.extend(found);
        plan
    });
    (plan, problems)
}
