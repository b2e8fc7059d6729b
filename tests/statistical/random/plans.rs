//! Random projects.

use adit::scenario::{Chance, Named, Project, Risk, Stage, TiedChance};

use super::Context;
use super::inputs::{between, exposures, factors, quantity, share};
use crate::naive::ast::{at, date, name, named, number, stage as plain_stage};

pub fn projects(context: &mut Context) -> Vec<Named<Project>> {
    let count = context.dice.index(3);
    ["mining", "refining"].iter().take(count).map(|name| named(name, project(context, name))).collect()
}

fn project(context: &mut Context, project: &str) -> Project {
    let exposure = exposures(context, 0.4);
    let count = context.dice.index(4) + 1;
    let stages = ["study", "permits", "works", "trial_run"]
        .iter()
        .take(count)
        .map(|name| {
            let stage = stage(context, project);
            context.stages.push(format!("{project}.{name}"));
            named(name, stage)
        })
        .collect();
    Project { title: None, exposure, stages, group: None }
}

fn stage(context: &mut Context, project: &str) -> Stage {
    // A stage of the same project may go by its own name alone.
    let mut known = context.stages.clone();
    for stage in &mut known {
        if let Some(own) = stage.strip_prefix(&format!("{project}."))
            && context.dice.chance(0.5)
        {
            *stage = own.to_owned();
        }
    }
    let after = context.dice.some(&known, 0.4);
    let after_any = context.dice.some(&known, 0.15);
    if context.dice.chance(0.08) {
        // Done and over: nothing else may be said of it.
        return Stage { duration: None, done: Some(at(date(&a_date(context)))), ..plain_stage(number(0.0), &[]) };
    }
    let risks = context.dice.some(&["challenge", "redesign"], 0.25);
    let cancels = context.dice.chance(0.25).then(|| chance(context));
    let priced = cancels.is_some() && context.dice.chance(0.5);
    let mineral = context.clearing.first().filter(|_| priced).cloned();
    Stage {
        after: after.iter().map(|stage| name(stage)).collect(),
        after_any: after_any.iter().map(|stage| name(stage)).collect(),
        not_before: context.dice.chance(0.2).then(|| at(date(&a_date(context)))),
        duration: Some(quantity(context, 9.0)),
        progress: context.dice.chance(0.2).then(|| share(context)),
        risks: risks.iter().map(|risk| named(risk, Risk { probability: chance(context), delay: quantity(context, 6.0), group: None })).collect(),
        pace: factors(context, 0.4, 1.6),
        exposure: exposures(context, 0.3),
        done: None,
        unknown: cancels.is_some() && mineral.is_none() && context.dice.chance(0.3),
        price_elasticity: mineral.is_some().then(|| between(context, 0.0, 3.0)),
        price_of: mineral.map(|mineral| name(&mineral)),
        cancels,
        jobs: None,
        title: None,
        group: None,
    }
}

/// A probability, by itself or tied to a factor.
fn chance(context: &mut Context) -> Chance {
    let probability = share(context);
    let factors = context.factors.clone();
    if factors.is_empty() || context.dice.chance(0.4) {
        return Chance::Alone(probability);
    }
    let loading = match context.dice.index(6) {
        0 => number(0.0),
        1 => number(1.0),
        2 => number(-1.0),
        _ => between(context, -1.0, 1.0),
    };
    Chance::Tied(Box::new(TiedChance { probability, factor: name(&context.dice.pick(&factors)), loading }))
}

/// A month from a year before the start to the last month, sometimes a day of it.
pub fn a_date(context: &mut Context) -> String {
    let month = context.dice.whole(0, context.months + 11);
    let (year, month) = (2025 + month / 12, month % 12 + 1);
    if context.dice.chance(0.3) { format!("{year:04}-{month:02}-{:02}", context.dice.whole(1, 28)) } else { format!("{year:04}-{month:02}") }
}
