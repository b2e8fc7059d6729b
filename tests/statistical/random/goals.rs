//! Random goals.

use adit::scenario::{Goal, Measure, Named, Test};

use super::Context;
use super::inputs::between;
use crate::naive::ast::{at, goal, name, named};

const MEASURES: [(Measure, f64, f64); 7] = [
    (Measure::ShareOfDemand, 0.01, 0.4),
    (Measure::FreeShareOfDemand, 0.1, 1.0),
    (Measure::ControlledShareBelow, 0.0, 0.7),
    (Measure::HhiBelow, 2_000.0, 9_500.0),
    (Measure::LargestOriginBelow, 0.2, 1.0),
    (Measure::ShortageBelow, 0.0, 0.5),
    (Measure::CoversWithheld, 0.0, 1.5),
];

/// One goal for each measure that the dice choose, then goals that combine tests.
pub fn goals(context: &mut Context) -> Vec<Named<Goal>> {
    let count = context.dice.index(4) + 1;
    let mut all: Vec<Named<Goal>> = Vec::new();
    for title in ["first", "second", "third", "fourth"].iter().take(count) {
        let known: Vec<String> = all.iter().map(|goal| goal.name.value.clone()).collect();
        let test = if context.dice.chance(0.4) { combined(context, &known, 0) } else { single(context) };
        all.push(named(title, goal(test, context.dice.whole(1, 14))));
    }
    all
}

fn single(context: &mut Context) -> Test {
    let (mut measure, low, high) = context.dice.pick(&MEASURES);
    let minerals = context.minerals.clone();
    let mineral = context.dice.pick(&minerals);
    let origins: Vec<String> = context.bringing.iter().filter(|(brought, _)| *brought == mineral).map(|(_, origin)| origin.clone()).collect();
    let takes_origin = matches!(measure, Measure::ShareOfDemand | Measure::CoversWithheld);
    if takes_origin && origins.is_empty() {
        // Arrivals of what no route carries are refused when a file is read.
        measure = Measure::FreeShareOfDemand;
    }
    Test::Measure {
        mineral: name(&mineral),
        origin: (takes_origin && !origins.is_empty() && context.dice.chance(0.6)).then(|| name(&context.dice.pick(&origins))),
        measure,
        threshold: between(context, low, high),
    }
}

fn combined(context: &mut Context, known: &[String], depth: u32) -> Test {
    let parts = (0..context.dice.whole(1, 3))
        .map(|_| {
            if !known.is_empty() && context.dice.chance(0.25) {
                Test::Goal(name(&context.dice.pick(known)))
            } else if depth == 0 && context.dice.chance(0.2) {
                combined(context, known, 1)
            } else {
                single(context)
            }
        })
        .collect::<Vec<_>>();
    match context.dice.index(3) {
        0 => Test::All(parts),
        1 => Test::Any(parts),
        _ => {
            let most = u32::try_from(parts.len()).expect("few parts");
            Test::AtLeast(at(context.dice.whole(1, most)), parts)
        }
    }
}
