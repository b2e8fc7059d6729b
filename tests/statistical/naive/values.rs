//! Inputs: drivers, distributions, scale and clamp, and from which word of which stream each is drawn.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use adit::chance::{Copula, Distribution, DistributionError, Key, Margin, Sampler, unit};
use adit::scenario::{DistributionSpec, Input, Lognormal, Named, Scenario};

/// Samplers made so far, by the input's path: making one is slow, using it is not.
#[derive(Default)]
pub struct Samplers(RefCell<HashMap<String, Sampler>>, OnceCell<Copula>);

impl Samplers {
    fn draw(&self, path: &str, spec: &DistributionSpec, u: f64) -> f64 {
        let mut made = self.0.borrow_mut();
        let sampler =
            made.entry(path.to_owned()).or_insert_with(|| Sampler::new(&distribution(spec).unwrap_or_else(|error| panic!("{path}: {error:?}"))));
        sampler.draw(u)
    }
}

/// The distribution that a distribution stands for.
pub fn distribution(spec: &DistributionSpec) -> Result<Distribution, DistributionError> {
    match *spec {
        DistributionSpec::Constant(value) => Distribution::constant(value),
        DistributionSpec::Driver(ref name) => panic!("@{} is no distribution", name.value),
        DistributionSpec::Uniform([low, high]) => Distribution::uniform(low, high),
        DistributionSpec::Loguniform([low, high]) => Distribution::loguniform(low, high),
        DistributionSpec::Triangular([low, mode, high]) => Distribution::triangular(low, mode, high),
        DistributionSpec::Pert([low, mode, high]) => Distribution::pert(low, mode, high),
        DistributionSpec::Normal { mean, sd } => Distribution::normal(mean, sd),
        DistributionSpec::Lognormal(Lognormal::Median { median, sigma }) => Distribution::lognormal_median(median, sigma),
        DistributionSpec::Lognormal(Lognormal::Mean { mean, sd }) => Distribution::lognormal_mean(mean, sd),
        DistributionSpec::Lognormal(Lognormal::Percentiles { p10, p90 }) => Distribution::lognormal_percentiles(p10, p90),
        DistributionSpec::Gamma { mean, sd } => Distribution::gamma(mean, sd),
        DistributionSpec::Beta { mean, sd } => Distribution::beta(mean, sd),
        DistributionSpec::Exponential { mean } => Distribution::exponential(mean),
        DistributionSpec::Weibull { shape, scale } => Distribution::weibull(shape, scale),
        DistributionSpec::Metalog { p10, p50, p90, min, max } => Distribution::metalog(p10, p50, p90, min, max),
        DistributionSpec::Discrete(ref points) => Distribution::discrete(points),
        DistributionSpec::Empirical { ref values, .. } => Distribution::empirical(values),
        DistributionSpec::Mixture(ref parts) => {
            let parts: Result<Vec<_>, _> = parts.iter().map(|(spec, weight)| distribution(spec).map(|part| (part, *weight))).collect();
            Distribution::mixture(parts?)
        }
    }
}

/// All that is drawn in one trial.
pub struct Draws<'a> {
    seed: u64,
    trial: u64,
    samplers: &'a Samplers,
    drivers: BTreeMap<String, f64>,
    drawn: RefCell<BTreeMap<String, f64>>,
}

impl<'a> Draws<'a> {
    /// Draws the drivers; everything else is drawn when it is asked for.
    pub fn new(scenario: &Scenario, seed: u64, trial: u64, samplers: &'a Samplers) -> Self {
        let mut draws = Self { seed, trial, samplers, drivers: BTreeMap::new(), drawn: RefCell::default() };
        let mut uniforms: BTreeMap<&str, f64> =
            scenario.drivers.iter().map(|driver| (driver.name.value.as_str(), draws.uniform(&format!("drivers.{}", driver.name.value)))).collect();
        // Only the drivers that a correlation names go through the copula, in the order of their names.
        let correlated: BTreeSet<&str> = scenario.correlations.iter().flat_map(|pair| pair.between.iter().map(|name| name.value.as_str())).collect();
        let correlated: Vec<&str> = correlated.into_iter().collect();
        if !correlated.is_empty() {
            let index = |name: &str| correlated.iter().position(|other| *other == name).expect("just collected");
            let ranks: Vec<_> =
                scenario.correlations.iter().map(|pair| (index(&pair.between[0].value), index(&pair.between[1].value), pair.rank.value)).collect();
            let mut together: Vec<f64> = correlated.iter().map(|name| uniforms[name]).collect();
            let margin = |name: &&str| {
                let driver = scenario.drivers.iter().find(|driver| driver.name.value == **name).expect("a driver");
                let path = format!("drivers.{name}");
                if matches!(driver.item.distribution, DistributionSpec::Constant(_)) {
                    return Margin::continuous();
                }
                Margin::of(|u| draws.finish(&driver.item, samplers.draw(&path, &driver.item.distribution, u)))
            };
            let margins = || -> Vec<Margin> { correlated.iter().map(margin).collect() };
            let copula = samplers.1.get_or_init(|| Copula::of_margins(&margins(), &ranks).expect("a positive definite matrix"));
            copula.apply(&mut together);
            uniforms.extend(correlated.iter().copied().zip(together));
        }
        for driver in &scenario.drivers {
            let (name, path) = (&driver.name.value, format!("drivers.{}", driver.name.value));
            let value = draws.finish(&driver.item, samplers.draw(&path, &driver.item.distribution, uniforms[name.as_str()]));
            draws.drivers.insert(name.clone(), value);
            draws.drawn.borrow_mut().insert(path, value);
        }
        draws
    }

    /// Key of a path.
    pub fn key(&self, path: &str) -> Key {
        Key::of(self.seed, path)
    }

    /// Key of a path in this trial.
    pub fn trial_key(&self, path: &str) -> Key {
        self.key(path).child(self.trial)
    }

    /// The uniform that belongs to a path in this trial.
    pub fn uniform(&self, path: &str) -> f64 {
        unit(self.key(path).word(self.trial))
    }

    /// An input that is drawn once a trial.
    pub fn once(&self, path: &str, input: &Input) -> f64 {
        let value = self.value(path, input, self.uniform(path));
        self.drawn.borrow_mut().insert(path.to_owned(), value);
        value
    }

    /// An input that is drawn from the stream of one path and told under another.
    pub fn once_as(&self, path: &str, told: &str, input: &Input) -> f64 {
        let value = self.value(path, input, self.uniform(path));
        self.drawn.borrow_mut().insert(told.to_owned(), value);
        value
    }

    /// A common factor, standard normal.
    pub fn factor(&self, name: &str) -> f64 {
        let path = format!("factors.{name}");
        let value = self.samplers.draw(&path, &DistributionSpec::Normal { mean: 0.0, sd: 1.0 }, self.uniform(&path));
        self.drawn.borrow_mut().insert(path, value);
        value
    }

    /// The same, with the value where it is left out.
    pub fn once_or(&self, path: &str, input: Option<&Input>, default: f64) -> f64 {
        input.map_or(default, |input| self.once(path, input))
    }

    /// Whether something with this chance happens in this trial.
    pub fn happens(&self, path: &str, probability: f64) -> bool {
        self.uniform(path) < probability
    }

    /// An input that is drawn at an entry or an incident; `drawn_at` is its path unless it is drawn several times there.
    pub fn at(&self, occurrence: Key, path: &str, drawn_at: &str, input: &Input) -> f64 {
        self.value(path, input, unit(occurrence.at(self.key(drawn_at))))
    }

    /// An input that is drawn at an entry, given that it exceeds a number: its own distribution is conditioned, the drivers that scale it are as drawn.
    pub fn exceeding(&self, occurrence: Key, path: &str, input: &Input, least: f64) -> f64 {
        let u = unit(occurrence.at(self.key(path)));
        let scale: f64 = input.scale.iter().map(|name| self.drivers[&name.value]).product();
        let always = matches!(input.distribution, DistributionSpec::Constant(_) | DistributionSpec::Driver(_))
            || input.clamp.is_some_and(|[low, _]| low > least);
        let below = if always { 0.0 } else { distribution(&input.distribution).expect("a valid distribution").cdf(least / scale) };
        self.value(path, input, below + u * (1.0 - below))
    }

    /// Whether something with this chance happens at an entry or an incident.
    pub fn strikes(&self, occurrence: Key, path: &str, probability: f64) -> bool {
        unit(occurrence.at(self.key(path))) < probability
    }

    fn value(&self, path: &str, input: &Input, u: f64) -> f64 {
        let raw = match &input.distribution {
            DistributionSpec::Constant(value) => *value,
            DistributionSpec::Driver(name) => self.drivers[&name.value],
            spec => self.samplers.draw(path, spec, u),
        };
        self.finish(input, raw)
    }

    /// Scale, then clamp.
    fn finish(&self, input: &Input, raw: f64) -> f64 {
        let mut names: Vec<&str> = input.scale.iter().map(|name| name.value.as_str()).collect();
        names.sort_unstable();
        let scaled = names.into_iter().fold(raw, |value, name| value * self.drivers[name]);
        input.clamp.map_or(scaled, |[low, high]| scaled.clamp(low, high))
    }

    /// Everything drawn once so far, by path.
    pub fn drawn(&self) -> BTreeMap<String, f64> {
        self.drawn.borrow().clone()
    }
}

/// What stands under a name.
pub fn find<'a, T>(table: &'a [Named<T>], name: &str) -> Option<&'a T> {
    table.iter().find(|entry| entry.name.value == name).map(|entry| &entry.item)
}

/// Which of several weighted names a uniform points at: names in sorted order, the first whose cumulative share lies above it.
pub fn choose(weights: &[Named<f64>], u: f64) -> String {
    let sorted: BTreeMap<&str, f64> = weights.iter().map(|entry| (entry.name.value.as_str(), entry.item)).collect();
    let total: f64 = sorted.values().sum();
    let mut below = 0.0;
    for (name, weight) in &sorted {
        below += weight;
        if u < below / total {
            return (*name).to_owned();
        }
    }
    // Rounding may leave the last share a hair below 1.
    sorted.iter().rev().find(|(_, weight)| **weight > 0.0).map(|(name, _)| (*name).to_owned()).expect("some weight")
}
