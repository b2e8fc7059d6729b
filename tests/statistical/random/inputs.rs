//! Random inputs of every form.

use adit::scenario::{DistributionSpec, Input, Lognormal, Named, RegimeFactors};

use super::Context;
use crate::naive::ast::{driver, name, named, number, spec};

/// A quantity of about this size, at or above 0; now and then exactly 0.
pub fn quantity(context: &mut Context, size: f64) -> Input {
    let dice = &mut context.dice;
    let high = size * dice.real(0.2, 2.0);
    let mut input = match dice.index(22) {
        0..=5 => number(high),
        6 => number(0.0),
        7 | 8 if !context.drivers.is_empty() => {
            let driven = driver(&context.dice.pick(&context.drivers));
            return scaled(driven, context, Some(high));
        }
        _ => spec(spread(context, high, 0)),
    };
    if matches!(input.distribution, DistributionSpec::Normal { .. }) {
        input.clamp = Some([0.0, 3.0 * high]);
    }
    scaled(input, context, None)
}

/// A quantity that is surely above 0 (a state's stay that is always 0 would never get to the horizon).
pub fn positive(context: &mut Context, size: f64) -> Input {
    let dice = &mut context.dice;
    let size = size * dice.real(0.5, 1.5);
    match dice.index(6) {
        0 => number(size),
        1 => spec(DistributionSpec::Exponential { mean: size }),
        2 => spec(DistributionSpec::Weibull { shape: dice.real(0.7, 3.0), scale: size }),
        3 => spec(DistributionSpec::Lognormal(Lognormal::Mean { mean: size, sd: size * 0.7 })),
        4 => spec(DistributionSpec::Gamma { mean: size, sd: size * 0.5 }),
        _ => spec(DistributionSpec::Uniform([size * 0.2, size * 1.6])),
    }
}

/// A share in [0, 1]; now and then exactly 0 or 1.
pub fn share(context: &mut Context) -> Input {
    let dice = &mut context.dice;
    let middle = dice.real(0.1, 0.9);
    let mut input = match dice.index(11) {
        0..=2 => number(middle),
        3 => number(0.0),
        4 => number(1.0),
        5 => spec(DistributionSpec::Beta { mean: middle, sd: 0.15 }),
        6 => spec(DistributionSpec::Uniform([middle * 0.5, middle])),
        7 => spec(DistributionSpec::Pert([0.0, middle, 1.0])),
        8 => spec(DistributionSpec::Discrete(vec![(0.0, 1.0), (middle, 2.0), (1.0, 1.0)])),
        9 => spec(DistributionSpec::Normal { mean: middle, sd: 0.4 }),
        _ => spec(DistributionSpec::Metalog { p10: 0.3, p50: 0.5, p90: 0.8, min: Some(0.0), max: Some(1.0) }),
    };
    if matches!(input.distribution, DistributionSpec::Normal { .. }) {
        input.clamp = Some([0.0, 1.0]);
    }
    if !context.drivers.is_empty() && context.dice.chance(0.1) {
        input.scale = vec![name(&context.dice.pick(&context.drivers))];
        input.clamp = Some([0.0, 1.0]);
    }
    input
}

/// A number between two bounds, drawn or plain.
pub fn between(context: &mut Context, low: f64, high: f64) -> Input {
    let dice = &mut context.dice;
    let [a, b] = [dice.real(low, high), dice.real(low, high)];
    if a < b && dice.chance(0.4) { spec(DistributionSpec::Uniform([a, b])) } else { number(a) }
}

/// A distribution of a quantity with about this size.
fn spread(context: &mut Context, size: f64, depth: u32) -> DistributionSpec {
    let dice = &mut context.dice;
    match dice.index(if depth == 0 { 17 } else { 15 }) {
        0 => DistributionSpec::Uniform([0.0, size]),
        1 => DistributionSpec::Triangular([0.2 * size, 0.5 * size, size]),
        2 => DistributionSpec::Pert([0.1 * size, 0.4 * size, 1.5 * size]),
        3 => DistributionSpec::Normal { mean: size, sd: 0.6 * size },
        4 => DistributionSpec::Lognormal(Lognormal::Median { median: size, sigma: 0.5 }),
        5 => DistributionSpec::Lognormal(Lognormal::Mean { mean: size, sd: 0.8 * size }),
        6 => DistributionSpec::Lognormal(Lognormal::Percentiles { p10: 0.3 * size, p90: 1.7 * size }),
        7 => DistributionSpec::Gamma { mean: size, sd: 0.9 * size },
        8 => DistributionSpec::Exponential { mean: size },
        9 => DistributionSpec::Weibull { shape: 1.7, scale: size },
        10 => DistributionSpec::Metalog { p10: 0.4 * size, p50: size, p90: 1.9 * size, min: Some(0.0), max: None },
        11 => DistributionSpec::Metalog { p10: 0.4 * size, p50: size, p90: 1.3 * size, min: Some(0.0), max: Some(2.0 * size) },
        12 => DistributionSpec::Discrete(vec![(size, 1.0), (0.0, 1.0), (0.3 * size, 2.5)]),
        13 => DistributionSpec::Loguniform([0.1 * size, 1.8 * size]),
        14 => {
            context.files += 1;
            let values = vec![0.7 * size, 0.1 * size, size, 1.3 * size];
            DistributionSpec::Empirical { file: format!("observed-{}.csv", context.files), column: "value".to_owned(), values }
        }
        // A mixture's parts have no clamp of their own.
        _ => DistributionSpec::Mixture(vec![(positive_part(context, size), 1.0), (positive_part(context, 0.3 * size), 2.0)]),
    }
}

fn positive_part(context: &mut Context, size: f64) -> DistributionSpec {
    match spread(context, size, 1) {
        DistributionSpec::Normal { mean, sd } => DistributionSpec::Gamma { mean, sd },
        other => other,
    }
}

/// Perhaps multiplied by one or two drivers, by the driver that it is by a plain bound.
fn scaled(mut input: Input, context: &mut Context, clamp: Option<f64>) -> Input {
    if !context.drivers.is_empty() && context.dice.chance(0.15) {
        let drivers = context.drivers.clone();
        input.scale = context.dice.some(&drivers, 0.5).iter().map(|driver| name(driver)).collect();
    }
    if let Some(high) = clamp {
        input.clamp = Some([0.2 * high, high]);
    }
    input
}

/// Perhaps a table of factors by regime and state.
pub fn factors(context: &mut Context, chance: f64, high: f64) -> RegimeFactors {
    factors_from(context, chance, [0.0, high])
}

/// The same between two bounds.
pub fn factors_from(context: &mut Context, chance: f64, [low, high]: [f64; 2]) -> RegimeFactors {
    if !context.dice.chance(chance) {
        return Vec::new();
    }
    let regimes = context.regimes.clone();
    let chosen = context.dice.some(&regimes, 0.7);
    chosen
        .into_iter()
        .map(|(regime, states)| {
            let states = context.dice.some(&states, 0.6);
            named(&regime, states.iter().map(|state| named(state, between(context, low, high))).collect())
        })
        .filter(|table: &Named<Vec<_>>| !table.item.is_empty())
        .collect()
}

/// Perhaps exposures to some of the hazards.
pub fn exposures(context: &mut Context, chance: f64) -> Vec<Named<Input>> {
    let hazards = context.hazards.clone();
    let chosen = context.dice.some(&hazards, chance);
    chosen.iter().map(|hazard| named(hazard, share(context))).collect()
}
