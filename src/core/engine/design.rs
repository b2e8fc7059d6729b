//! Uniform numbers of designed trials (Latin hypercube, Sobol' points): each replicate covers the numbers drawn once a trial evenly.

use crate::chance::{Key, LANES, SobolDimension, Strata, sobol_dimensions, unit};
use crate::plan::{Design, KeyId, Plan, STAYS, Sampling, Spread};

/// The designed numbers of a plan under one seed.
#[derive(Clone, Debug)]
pub(super) struct Designed {
    design: Design,
    /// Dimensions, where there are any: by place in [`Plan::draws`], by stream of what comes true once a trial, by regime and stay.
    draws: Vec<Option<usize>>,
    flags: Vec<Option<usize>>,
    stays: Vec<[[Option<usize>; 2]; STAYS]>,
    count: usize,
    points: Points,
}

/// By replicate, then by dimension.
#[derive(Clone, Debug)]
enum Points {
    Latin(Strata, Vec<Key>),
    Sobol(Vec<SobolDimension>),
}

impl Designed {
    /// What a plan's design asks for. A replicate's order or scramble of a number is keyed by the seed and the number's path.
    pub(super) fn of(plan: &Plan, seed: u64) -> Option<Self> {
        let design = plan.design?;
        let mut spread = plan.spread();
        if design.sampling == Sampling::Sobol {
            spread.truncate(sobol_dimensions());
        }
        let (mut draws, mut flags) = (vec![None; plan.draws.len()], vec![None; plan.paths.len()]);
        let mut stays = vec![[[None; 2]; STAYS]; plan.policy.regimes.len()];
        for (dimension, one) in spread.iter().enumerate() {
            match *one {
                Spread::Draw(place) => draws[place] = Some(dimension),
                Spread::Flag(KeyId(id)) => flags[id] = Some(dimension),
                Spread::Stay { regime, stay, end } => stays[regime][stay][end] = Some(dimension),
            }
        }
        // No input can have this name, so that nothing else is drawn from this key.
        let keys: Vec<Key> = spread.iter().map(|one| Key::of(seed, &format!("{}!design", one.path(plan)))).collect();
        let all =
            || (0..design.replicates).flat_map(|replicate| keys.iter().enumerate().map(move |(dimension, key)| (dimension, key.child(replicate))));
        let points = match design.sampling {
            Sampling::Random => return None,
            Sampling::LatinHypercube => Points::Latin(Strata::new(design.points), all().map(|(_, key)| key).collect()),
            Sampling::Sobol => {
                let unscrambled: Vec<SobolDimension> = (0..keys.len()).map(SobolDimension::plain).collect();
                Points::Sobol(all().map(|(dimension, key)| unscrambled[dimension].scrambled(key)).collect())
            }
        };
        Some(Self { design, draws, flags, stays, count: keys.len(), points })
    }

    /// The uniform numbers of a draw in the batch whose first trial is `first`; none where the draw has no dimension.
    #[inline]
    pub(super) fn uniforms(&self, draw: usize, first: u64) -> Option<[f64; LANES]> {
        let dimension = self.draws[draw]?;
        let within = first % LANES as u64;
        if within > 0 {
            // A batch that begins inside a block would end in the next one, which belongs to another replicate.
            return Some(std::array::from_fn(|lane| self.one(dimension, first + lane as u64)));
        }
        Some(match &self.points {
            Points::Latin(strata, keys) => strata.points(keys[self.place(dimension, first)], self.design.point(first)),
            Points::Sobol(columns) => columns[self.place(dimension, first)].words(self.design.point(first)).map(unit),
        })
    }

    /// The uniform number that decides whether an event happens in a trial.
    #[inline]
    pub(super) fn flag(&self, id: KeyId, trial: u64) -> Option<f64> {
        self.flags[id.0].map(|dimension| self.one(dimension, trial))
    }

    /// The uniform numbers of one of a regime's first stays in a trial: how long it lasts, and what comes next.
    #[inline]
    pub(super) fn stay(&self, regime: usize, stay: u64, trial: u64) -> [Option<f64>; 2] {
        let dimensions = usize::try_from(stay).ok().and_then(|stay| self.stays[regime].get(stay));
        dimensions.map_or([None; 2], |ends| ends.map(|dimension| dimension.map(|dimension| self.one(dimension, trial))))
    }

    fn place(&self, dimension: usize, trial: u64) -> usize {
        self.design.replicate(trial) * self.count + dimension
    }

    /// One number of one trial.
    #[inline]
    fn one(&self, dimension: usize, trial: u64) -> f64 {
        let (place, number) = (self.place(dimension, trial), self.design.point(trial));
        match &self.points {
            Points::Latin(strata, keys) => strata.point(keys[place], number),
            Points::Sobol(columns) => unit(columns[place].word(number)),
        }
    }
}
