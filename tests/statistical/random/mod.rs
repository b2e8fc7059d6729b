//! Random scenarios that use every part of the model, small enough to be walked by hand and fond of awkward corners: tight capacities and full
//! buffers, several levels at one node, lags below a month, stocks that run out, nodes that never open, controls that let through more than 1.

#![allow(dead_code, reason = "each test crate compiles this module for itself and uses its own part of it")]

mod chain;
mod choices;
pub mod edit;
mod events;
mod goals;
mod inputs;
mod plans;
mod response;

use std::collections::BTreeSet;

use adit::scenario::{Correlation, DistributionSpec, Input, Lognormal, Mineral, Named, Scenario, to_toml};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use crate::naive::ast::{at, name, named, number, scenario as empty_scenario, spec};
pub use choices::Choices;

/// What has been named so far, for the rest to refer to.
pub struct Context<'a> {
    dice: Choices<'a>,
    /// Drivers, all of them factors around 1.
    drivers: Vec<String>,
    /// Common factors.
    factors: Vec<String>,
    minerals: Vec<String>,
    /// Minerals whose market clears.
    clearing: Vec<String>,
    /// Regimes with their states.
    regimes: Vec<(String, Vec<String>)>,
    hazards: Vec<String>,
    /// Stages by `project.stage`.
    stages: Vec<String>,
    /// Files of observations so far.
    files: u32,
    /// Origins from which routes bring each mineral.
    bringing: Vec<(String, String)>,
    months: u32,
}

/// Names of suppliers and of origins: a supplier and a route may share one.
const ORIGINS: [&str; 4] = ["China", "Pakistan", "Belgium", "Others"];

/// Checks a property on this many random scenarios, always the same; a scenario that violates it is simplified and shown as a file.
///
/// The environment variables `ADIT_CASES` and `ADIT_SEED` try others, for whoever changes the engine.
pub fn check(cases: u32, property: impl Fn(&Scenario, &mut Choices) -> Result<(), String>) {
    let wish = |variable: &str| std::env::var(variable).ok().and_then(|text| text.parse().ok());
    let cases = wish("ADIT_CASES").unwrap_or(cases);
    let seed = wish("ADIT_SEED").unwrap_or(1).into();
    let config = Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, max_shrink_iters: 1_500, ..Config::default() };
    let outcome = TestRunner::new(config).run(&(choices::words(), choices::words()), |(words, more)| {
        property(&scenario(&words), &mut Choices::new(&more)).map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, (words, _))) => panic!(
            "{reason}

in this scenario:\n{}",
            to_toml(&scenario(&words))
        ),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// The scenario that these words choose.
pub fn scenario(words: &[u32]) -> Scenario {
    let mut dice = Choices::new(words);
    let months = dice.whole(24, 120);
    let mut context = Context {
        dice,
        drivers: Vec::new(),
        factors: Vec::new(),
        minerals: Vec::new(),
        clearing: Vec::new(),
        regimes: Vec::new(),
        hazards: Vec::new(),
        stages: Vec::new(),
        files: 0,
        bringing: Vec::new(),
        months,
    };
    let mut all = empty_scenario(months);
    all.drivers = drivers(&mut context);
    all.correlations = correlations(&mut context, &all.drivers);
    context.factors = ["deal", "mood"].iter().take(context.dice.index(3)).map(|&factor| factor.to_owned()).collect();
    all.factors = context.factors.iter().map(|factor| named(factor, adit::scenario::Factor { title: None, group: None })).collect();
    context.minerals = ["antimony", "gold", "tungsten"].iter().take(context.dice.index(3) + 1).map(|&mineral| mineral.to_owned()).collect();
    all.regimes = events::regimes(&mut context);
    all.hazards = events::hazards(&mut context);
    all.minerals = context.minerals.clone().iter().map(|mineral| named(mineral, market(&mut context))).collect();
    let clearing = all.minerals.iter().filter(|mineral| mineral.item.response.is_some());
    context.clearing = clearing.map(|mineral| mineral.name.value.clone()).collect();
    all.projects = plans::projects(&mut context);
    (all.nodes, all.routes) = chain::chain(&mut context);
    for route in all.routes.iter().map(|route| &route.item) {
        let minerals = [&route.mineral].into_iter().chain(route.carries.iter().map(|by_product| &by_product.name));
        context.bringing.extend(minerals.map(|mineral| (mineral.value.clone(), route.origin.value.clone())));
    }
    // An override for somebody who supplies nothing is refused when a file is read.
    let suppliers = all.minerals.iter().flat_map(|mineral| &mineral.item.suppliers).map(|supplier| supplier.name.value.clone());
    let known: BTreeSet<String> = suppliers.chain(all.routes.iter().map(|route| route.item.origin.value.clone())).collect();
    for state in all.regimes.iter_mut().flat_map(|regime| &mut regime.item.states) {
        state.item.suppliers.retain(|entry| known.contains(&entry.name.value));
    }
    all.goals = goals::goals(&mut context);
    all
}

fn drivers(context: &mut Context) -> Vec<Named<Input>> {
    let count = context.dice.index(5);
    let distributions = [
        DistributionSpec::Uniform([0.6, 1.6]),
        DistributionSpec::Lognormal(Lognormal::Median { median: 1.0, sigma: 0.3 }),
        DistributionSpec::Triangular([0.5, 1.0, 1.4]),
        DistributionSpec::Discrete(vec![(0.5, 1.0), (1.0, 2.0), (2.0, 1.0)]),
        DistributionSpec::Constant(1.25),
        DistributionSpec::Mixture(vec![(DistributionSpec::Uniform([0.5, 0.9]), 1.0), (DistributionSpec::Gamma { mean: 1.2, sd: 0.2 }, 1.0)]),
    ];
    let drivers: Vec<_> = ["haste", "costs", "weather", "politics"]
        .iter()
        .take(count)
        .map(|driver| {
            let mut input = spec(context.dice.pick(&distributions));
            if context.dice.chance(0.2) {
                input.clamp = Some([0.7, 1.5]);
            }
            named(driver, input)
        })
        .collect();
    context.drivers = drivers.iter().map(|driver| driver.name.value.clone()).collect();
    drivers
}

/// Ranks so small that any three of them stay positive definite.
fn correlations(context: &mut Context, drivers: &[Named<Input>]) -> Vec<Correlation> {
    let able: Vec<&str> = drivers
        .iter()
        .filter(|driver| !matches!(driver.item.distribution, DistributionSpec::Mixture(_)))
        .map(|driver| driver.name.value.as_str())
        .take(3)
        .collect();
    let mut pairs = Vec::new();
    for (i, first) in able.iter().enumerate() {
        for second in &able[..i] {
            if context.dice.chance(0.5) {
                pairs.push(Correlation { between: [name(first), name(second)], rank: at(context.dice.real(-0.45, 0.45)) });
            }
        }
    }
    pairs
}

fn market(context: &mut Context) -> Mineral {
    let growth = |context: &mut Context| context.dice.chance(0.4).then(|| inputs::between(context, -0.1, 0.15));
    let demand = number(context.dice.real(2_000.0, 20_000.0));
    let demand = if context.dice.chance(0.3) { spec(DistributionSpec::Uniform([3_000.0, 15_000.0])) } else { demand };
    let mut suppliers = Vec::new();
    for origin in ORIGINS {
        if context.dice.chance(0.5) {
            let share = inputs::between(context, 0.0, 0.8);
            let growth = growth(context);
            let (controlled_by, dependence) = control(context, 0.6);
            suppliers
                .push(named(origin, adit::scenario::Supplier { title: None, share, growth, controlled_by, dependence, response: None, group: None }));
        }
    }
    let inventory = context.dice.chance(0.5).then(|| inputs::quantity(context, 4.0));
    let price = context.dice.chance(0.3).then(|| inputs::quantity(context, 20_000.0));
    let growth = growth(context);
    let response = context.dice.chance(0.6).then(|| response::response(context, &mut suppliers));
    Mineral { title: None, demand, growth, price, inventory, suppliers, response, group: None }
}

/// Perhaps a regime and the part that rests on it.
fn control(context: &mut Context, chance: f64) -> (Option<adit::scenario::Name>, Option<Input>) {
    if context.regimes.is_empty() || !context.dice.chance(chance) {
        return (None, None);
    }
    let regimes = context.regimes.clone();
    let regime = context.dice.pick(&regimes).0;
    (Some(name(&regime)), context.dice.chance(0.5).then(|| inputs::share(context)))
}
