//! Regimes: the initial state, how long it lasts, and what it lets through in the first months.

use super::{Part, Subject, months, percent};
use crate::plan::{ProfileId, RegimePlan, StatePassage};
use crate::report::words;
use crate::scenario::Regime;
use crate::units::Problems;

/// Wait in months below which it is not mentioned.
const NO_WAIT: f64 = 0.05;

/// What passes in a state: the months of waiting that are left, the factor until then, and the factor afterwards.
#[derive(Clone, Copy, PartialEq)]
struct Flow {
    wait: f64,
    meanwhile: f64,
    passes: f64,
}

impl Flow {
    fn new(passage: &StatePassage, elapsed: f64) -> Self {
        let quota = passage.quota.as_ref().map_or(f64::INFINITY, |[quota, exports]| quota.planned / exports.planned);
        let at_most = |factor: f64| if quota.is_nan() { factor } else { factor.min(quota) };
        let (meanwhile, passes) = (at_most(passage.meanwhile.planned), at_most(passage.passes.planned));
        let wait = (passage.wait.planned - elapsed).max(0.0);
        Self { wait: if (meanwhile - passes).abs() < 1e-9 { 0.0 } else { wait }, meanwhile, passes }
    }

    fn text(self) -> String {
        let amount = |factor: f64| match factor {
            0.0 => "nothing".to_owned(),
            1.0 => "all".to_owned(),
            factor => percent(factor),
        };
        if self.wait < NO_WAIT {
            return format!("{} of the controlled flow passes", amount(self.passes));
        }
        format!("{} of the controlled flow passes in the first {}, then {}", amount(self.meanwhile), months(self.wait), amount(self.passes))
    }
}

/// Lines about the regimes, and warnings of states that are entered anew at the start.
pub fn part(subject: &Subject, problems: &mut Problems) -> Part {
    let mut lines = Vec::new();
    for (r, regime) in subject.plan.policy.regimes.iter().enumerate() {
        let users = users(subject, r);
        lines.push(line(subject, regime, &users));
        if let Some(written) = subject.scenario.regimes.iter().find(|named| named.name.value == regime.name) {
            warn(subject, &written.item, regime, &users, problems);
        }
    }
    Part { heading: "REGIMES at the start", lines }
}

/// The flows that a regime controls: each profile with the names of what it controls.
fn users(subject: &Subject, regime: usize) -> Vec<(ProfileId, Vec<String>)> {
    let plan = subject.plan;
    let suppliers = plan.minerals.iter().flat_map(|mineral| {
        let named = move |origin: usize| format!("{} from {}", mineral.title, mineral.origins[origin]);
        mineral.suppliers.iter().filter_map(move |supplier| supplier.control.map(|(profile, _)| (profile, named(supplier.origin))))
    });
    let routes = plan.chain.routes.iter().filter_map(|route| route.control.map(|(profile, _)| (profile, route.title.clone())));
    let mut users: Vec<(ProfileId, Vec<String>)> = Vec::new();
    for (profile, name) in suppliers.chain(routes).filter(|(profile, _)| plan.policy.profiles[profile.0].regime.0 == regime) {
        match users.iter_mut().find(|(known, _)| *known == profile) {
            Some((_, names)) => names.push(name),
            None => users.push((profile, vec![name])),
        }
    }
    users
}

/// Months already spent in the initial state.
fn elapsed(subject: &Subject, regime: &RegimePlan) -> f64 {
    regime.elapsed.map_or(0.0, |slot| subject.plan.planned[slot.0])
}

fn line(subject: &Subject, regime: &RegimePlan, users: &[(ProfileId, Vec<String>)]) -> String {
    let mut before = 0.0;
    let mut states = Vec::new();
    for &(state, upto) in &regime.initial {
        let probability = upto - before;
        before = upto;
        let name = &regime.state_titles[state];
        let how_likely = if regime.initial.len() > 1 { format!(" with a probability of {}", percent(probability)) } else { String::new() };
        let lasts = match (&regime.states[state].lasts, regime.elapsed) {
            (None, _) => ", for ever".to_owned(),
            (Some(lasts), None) => format!(", for {}", months(lasts.planned)),
            (Some(_), Some(_)) => format!(", {} after it was entered", months(elapsed(subject, regime))),
        };
        states.push(format!("“{name}”{how_likely}{lasts}{}", passes(subject, regime, state, users)));
    }
    let nothing = if users.is_empty() { " It controls no flow of a supplier or route, but paces, rates or capacities." } else { "" };
    format!("{}: starts in {}.{nothing}", regime.title, states.join("; or in "))
}

/// What passes in a state, once for all that have the same flow.
fn passes(subject: &Subject, regime: &RegimePlan, state: usize, users: &[(ProfileId, Vec<String>)]) -> String {
    let mut flows: Vec<(Flow, Vec<String>)> = Vec::new();
    for (profile, names) in users {
        let flow = flow(subject, regime, state, *profile);
        match flows.iter_mut().find(|(known, _)| *known == flow) {
            Some((_, known)) => known.extend(names.clone()),
            None => flows.push((flow, names.clone())),
        }
    }
    flows.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    let texts: Vec<String> = match flows.as_slice() {
        [(flow, _)] => vec![flow.text()],
        flows => flows.iter().map(|(flow, names)| format!("{}: {}", words::joined(names), flow.text())).collect(),
    };
    if texts.is_empty() { String::new() } else { format!(": {}", texts.join("; ")) }
}

fn flow(subject: &Subject, regime: &RegimePlan, state: usize, profile: ProfileId) -> Flow {
    Flow::new(&subject.plan.policy.profiles[profile.0].states[state], elapsed(subject, regime))
}

/// Warns where the wait of an initial state begins in the first month, as if the state were entered then.
fn warn(subject: &Subject, written: &Regime, regime: &RegimePlan, users: &[(ProfileId, Vec<String>)], problems: &mut Problems) {
    if written.elapsed.is_some() {
        return;
    }
    for initial in written.initial.iter().filter(|initial| initial.item > 0.0) {
        let Some(state) = regime.state_names.iter().position(|name| *name == initial.name.value) else { continue };
        // After a history that ends in another state this one is new; one that ends in it is compared with `elapsed` when the file is read.
        if written.history.last().is_some_and(|(_, last)| last.value != initial.name.value || written.initial.len() == 1) {
            continue;
        }
        // A state that nothing leads to has its wait for the start only: it is meant to begin then.
        if !regime.states.iter().any(|from| from.then.iter().any(|&(next, _)| next == state)) {
            continue;
        }
        let flows = users.iter().map(|(profile, _)| flow(subject, regime, state, *profile));
        let Some(worst) = flows.filter(|flow| flow.wait >= NO_WAIT && flow.meanwhile < flow.passes).max_by(|a, b| a.wait.total_cmp(&b.wait)) else {
            continue;
        };
        let message = format!("regime `{}` enters `{}` anew in the first month", regime.name, initial.name.value);
        let label = format!("{} (median)", worst.text());
        let help = "if the state is in force already, write `elapsed`, the months that it has lasted".to_owned();
        problems.warn(initial.name.place, message, label, help);
    }
}
