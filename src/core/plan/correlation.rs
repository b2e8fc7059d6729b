//! Compiled rank correlations between drivers.

use super::builder::Builder;
use super::inputs::{Base, Draw};
use crate::chance::{Copula, Margin};
use crate::scenario::Scenario;

/// Indices of the correlated draws, and their copula. A driver that is a constant keeps its place, so that the others keep their draws; its own uniform
/// number has no effect but on them.
pub(super) fn compile(scenario: &Scenario, builder: &mut Builder) -> Option<(Vec<usize>, Copula)> {
    if scenario.correlations.is_empty() {
        return None;
    }
    let draw = |builder: &Builder, name: &str| {
        let slot = builder.driver(name)?;
        builder.draws.iter().position(|draw| draw.slot == slot)
    };
    let mut joined: Vec<usize> = scenario.correlations.iter().flat_map(|c| &c.between).filter_map(|name| draw(builder, &name.value)).collect();
    joined.sort_by(|&a, &b| builder.draws[a].path.cmp(&builder.draws[b].path));
    joined.dedup();
    let place = |builder: &Builder, name: &str| draw(builder, name).and_then(|draw| joined.iter().position(|&known| known == draw));
    let mut ranks = Vec::new();
    for correlation in &scenario.correlations {
        let [a, b] = &correlation.between;
        if let (Some(a), Some(b)) = (place(builder, &a.value), place(builder, &b.value)) {
            ranks.push((a, b, correlation.rank.value));
        }
    }
    if ranks.len() < scenario.correlations.len() {
        return None; // an unknown driver; reported when the file was read
    }
    let margins: Vec<Margin> = joined.iter().map(|&draw| margin(&builder.draws[draw])).collect();
    match Copula::of_margins(&margins, &ranks) {
        Ok(copula) => Some((joined, copula)),
        Err(error) => {
            let fault = &scenario.correlations[error.pair.min(scenario.correlations.len() - 1)];
            let [a, b] = &fault.between;
            builder.problems.error(
                fault.rank.place,
                format!("the correlation of {} and {} cannot be attained", a.value, b.value),
                error.message,
                Some(error.help),
            );
            None
        }
    }
}

/// The values of a driver that many trials share.
fn margin(draw: &Draw) -> Margin {
    match &draw.base {
        Base::Distribution(sampler) => Margin::of(|u| {
            let value = sampler.draw(u);
            draw.clamp.map_or(value, |[low, high]| value.max(low).min(high))
        }),
        Base::Constant(_) | Base::Slot(_) => Margin::continuous(),
    }
}
