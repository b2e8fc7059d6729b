//! Sampling design: the replicate of each trial and its point in that replicate.

use std::collections::BTreeSet;

use super::Plan;
use super::inputs::{Base, Draw, KeyId, Slot};
use crate::chance::{LANES, Strata};
use crate::scenario::{DEFAULT_REPLICATES, Sampling, Scenario};

/// Number of consecutive trials of one replicate, those that run side by side.
const BLOCK: u64 = LANES as u64;

/// Sampling design of the numbers drawn once per trial: independent replicates, each of which covers the numbers evenly.
///
/// Blocks of trials belong to the replicates in turn: the first eight to the first replicate, the next eight to the second, and so on. So additional
/// trials extend every replicate and leave earlier trials as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// Latin hypercubes or Sobol' sequences.
    pub sampling: Sampling,
    /// Number of replicates.
    pub replicates: u64,
    /// Number of points of each replicate, a multiple of [`LANES`].
    pub points: u64,
}

impl Design {
    /// The design of a scenario; `None` for random sampling. The number of trials is rounded up to whole blocks of each replicate; a replicate has at
    /// most 2³² points.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let replicates = scenario.replicates.unwrap_or(DEFAULT_REPLICATES).max(1);
        let points = scenario.trials.div_ceil(replicates * BLOCK).clamp(1, Strata::MAX / BLOCK) * BLOCK;
        (scenario.sampling != Sampling::Random).then_some(Self { sampling: scenario.sampling, replicates, points })
    }

    /// Number of trials.
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

    /// The point of a trial in its replicate, counted from 0.
    #[inline]
    #[must_use]
    pub const fn point(self, trial: u64) -> u64 {
        trial / BLOCK / self.replicates * BLOCK + trial % BLOCK
    }
}

/// Number of sojourns of each regime that the design covers, the initial one first.
pub const STAYS: usize = 3;

/// A uniform number of a trial that is a dimension of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// A number drawn once per trial, by its index in [`Plan::draws`].
    Draw(usize),
    /// The stream that decides whether a risk occurs, whether a stage is cancelled, or in which state a regime begins.
    Flag(KeyId),
    /// Duration (0) or successor (1) of one of the first sojourns of a regime.
    Stay {
        /// Index of the regime.
        regime: usize,
        /// Index of the sojourn.
        stay: usize,
        /// 0 for the duration, 1 for the successor.
        end: usize,
    },
}

impl Spread {
    /// A path that depends on the element only and not on the rest of the plan.
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
    /// Whether a probability can be above 0; a probability of 0 counts as none, whether it is written or not.
    #[must_use]
    pub fn can_happen(&self, chance: Slot) -> bool {
        self.values[chance.0] > 0.0 || self.draws.iter().any(|draw| draw.slot == chance)
    }

    /// The dimensions of the design, in order: initial states and sojourns of the regimes (the first sojourn of all regimes before the second),
    /// drivers and common factors, risks and cancellations by stage, and the other numbers drawn once per trial in the order of the plan. Earlier dimensions are covered
    /// better in small samples. Inputs on which most goals depend therefore come first, and the most numerous ones last.
    #[must_use]
    pub fn spread(&self) -> Vec<Spread> {
        let regimes = &self.policy.regimes;
        let mut all: Vec<Spread> = regimes.iter().filter(|regime| regime.initial.len() > 1).map(|regime| Spread::Flag(regime.initial_key)).collect();
        // Possible states of each regime in the sojourn.
        let mut within: Vec<BTreeSet<usize>> = regimes.iter().map(|regime| regime.initial.iter().map(|&(state, _)| state).collect()).collect();
        for stay in 0..STAYS {
            for (regime, (plan, states)) in regimes.iter().zip(&mut within).enumerate() {
                states.retain(|&state| plan.states[state].lasts.is_some());
                let is_drawn = |state: &usize| plan.states[*state].lasts.as_ref().is_some_and(|lasts| matches!(lasts.base, Base::Distribution(_)));
                let ends = [states.iter().any(is_drawn), states.iter().any(|&state| plan.states[state].then.len() > 1)];
                all.extend((0..2).filter(|&end| ends[end]).map(|end| Spread::Stay { regime, stay, end }));
                *states = states.iter().flat_map(|&state| plan.states[state].then.iter().map(|&(next, _)| next)).collect();
            }
        }
        let has_distribution = |draw: &&Draw| matches!(draw.base, Base::Distribution(_));
        let place = |(place, _): (usize, &Draw)| Spread::Draw(place);
        let draws = |drivers: bool| {
            let of_kind = move |draw: &Draw| (draw.path.starts_with("drivers.") || draw.path.starts_with("factors.")) == drivers;
            self.draws.iter().enumerate().filter(move |(_, draw)| has_distribution(draw) && of_kind(draw)).map(place)
        };
        all.extend(draws(true));
        for stage in &self.schedule.stages {
            let chances = stage.risks.iter().map(|risk| risk.chance).chain(stage.cancels);
            all.extend(chances.filter(|chance| self.can_happen(chance.probability)).map(|chance| Spread::Flag(chance.happens)));
        }
        all.extend(draws(false));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_replicate_gets_all_its_points() {
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
