//! Designed trials: which replicate a trial belongs to, and which point of it it is.

use std::collections::BTreeSet;

use super::Plan;
use super::inputs::{Base, Draw, KeyId, Slot};
use crate::chance::{LANES, Strata};
use crate::scenario::{DEFAULT_REPLICATES, Sampling, Scenario};

/// Trials in a row that belong to one replicate: those that run side by side.
const BLOCK: u64 = LANES as u64;

/// How designed trials cover the numbers drawn once a trial: in so many replicates, independent of each other, each covering them evenly.
///
/// Trials take turns by blocks: the first eight are of the first replicate, the next eight of the second, and so on, so that more trials go on with
/// every replicate and leave those before as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// Latin hypercubes or Sobol' points.
    pub sampling: Sampling,
    /// How many replicates.
    pub replicates: u64,
    /// Points of each replicate, a whole multiple of [`LANES`].
    pub points: u64,
}

impl Design {
    /// What a scenario asks for; none where its trials are drawn at random. Trials are rounded up to whole blocks of each replicate, and each has
    /// 2³² points at most.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let replicates = scenario.replicates.unwrap_or(DEFAULT_REPLICATES).max(1);
        let points = scenario.trials.div_ceil(replicates * BLOCK).clamp(1, Strata::MAX / BLOCK) * BLOCK;
        (scenario.sampling != Sampling::Random).then_some(Self { sampling: scenario.sampling, replicates, points })
    }

    /// All trials.
    #[must_use]
    pub const fn trials(self) -> u64 {
        self.replicates * self.points
    }

    /// The replicate of a trial, counted from 0.
    #[inline]
    #[must_use]
    pub const fn replicate(self, trial: u64) -> usize {
        (trial / BLOCK % self.replicates) as usize
    }

    /// Which point of its replicate a trial is, counted from 0.
    #[inline]
    #[must_use]
    pub const fn point(self, trial: u64) -> u64 {
        trial / BLOCK / self.replicates * BLOCK + trial % BLOCK
    }
}

/// Stays of each regime, the initial one first, that a design spreads.
pub const STAYS: usize = 3;

/// A uniform number of a trial that a design spreads over the trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// A number drawn once a trial, by its place in [`Plan::draws`].
    Draw(usize),
    /// Whether a risk comes true or a stage is cancelled, or the state in which a regime begins: its stream.
    Flag(KeyId),
    /// How long one of the first stays of a regime lasts (0), and what comes next (1).
    Stay {
        /// Place of the regime.
        regime: usize,
        /// Number of the stay.
        stay: usize,
        /// 0 or 1.
        end: usize,
    },
}

impl Spread {
    /// A name that depends on what it is alone.
    #[must_use]
    pub fn path(self, plan: &Plan) -> String {
        match self {
            Self::Draw(place) => plan.draws[place].path.clone(),
            Self::Flag(KeyId(id)) => plan.paths[id].clone(),
            Self::Stay { regime, stay, end } => format!("regimes.{}!{stay}.{end}", plan.policy.regimes[regime].name),
        }
    }
}

impl Plan {
    /// Whether a chance is ever above 0; one of 0 is none, written out or not.
    #[must_use]
    pub fn can_happen(&self, chance: Slot) -> bool {
        self.values[chance.0] > 0.0 || self.draws.iter().any(|draw| draw.slot == chance)
    }

    /// What a design spreads, one dimension each, in the order of the dimensions: how each regime begins and goes on, the first stays of all before the
    /// second; drivers; risks and cancellations, stage by stage; the other numbers drawn once a trial, in the order of the plan. What comes early is
    /// covered best in small samples: hence first what most goals hang on, last what is many.
    #[must_use]
    pub fn spread(&self) -> Vec<Spread> {
        let regimes = &self.policy.regimes;
        let mut all: Vec<Spread> = regimes.iter().filter(|regime| regime.initial.len() > 1).map(|regime| Spread::Flag(regime.initial_key)).collect();
        // States in which a regime can be, stay by stay.
        let mut within: Vec<BTreeSet<usize>> = regimes.iter().map(|regime| regime.initial.iter().map(|&(state, _)| state).collect()).collect();
        for stay in 0..STAYS {
            for (regime, (plan, states)) in regimes.iter().zip(&mut within).enumerate() {
                states.retain(|&state| plan.states[state].lasts.is_some());
                let is_drawn = |state: &usize| plan.states[*state].lasts.as_ref().is_some_and(|lasts| matches!(lasts.base, Base::Law(_)));
                let ends = [states.iter().any(is_drawn), states.iter().any(|&state| plan.states[state].then.len() > 1)];
                all.extend((0..2).filter(|&end| ends[end]).map(|end| Spread::Stay { regime, stay, end }));
                *states = states.iter().flat_map(|&state| plan.states[state].then.iter().map(|&(next, _)| next)).collect();
            }
        }
        let has_law = |draw: &&Draw| matches!(draw.base, Base::Law(_));
        let place = |(place, _): (usize, &Draw)| Spread::Draw(place);
        let draws = |drivers: bool| {
            let of_kind = move |draw: &Draw| draw.path.starts_with("drivers.") == drivers;
            self.draws.iter().enumerate().filter(move |(_, draw)| has_law(draw) && of_kind(draw)).map(place)
        };
        all.extend(draws(true));
        for stage in &self.schedule.stages {
            let risks = stage.risks.iter().map(|risk| (risk.happens, risk.probability)).chain(stage.cancels);
            all.extend(risks.filter(|&(_, chance)| self.can_happen(chance)).map(|(happens, _)| Spread::Flag(happens)));
        }
        all.extend(draws(false));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_take_turns_and_fill_every_replicate() {
        let scenario = Scenario { trials: 1000, sampling: Sampling::Sobol, replicates: Some(3), ..Scenario::default() };
        let design = Design::of(&scenario).unwrap();
        assert_eq!((design.points, design.trials()), (336, 1008));
        let mut seen = vec![[false; 336]; 3];
        for trial in 0..1008 {
            let (replicate, point) = (design.replicate(trial), usize::try_from(design.point(trial)).unwrap());
            assert!(!std::mem::replace(&mut seen[replicate][point], true));
        }
        assert_eq!(Design::of(&Scenario { sampling: Sampling::Random, ..scenario.clone() }), None);
        let most = Design::of(&Scenario { trials: u64::MAX, replicates: None, ..scenario }).unwrap();
        assert_eq!((most.replicates, most.points), (16, 1 << 32));
    }
}
