//! Compiled rank correlations between drivers.

use super::builder::Builder;
use crate::chance::Copula;
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
    match Copula::new(joined.len(), &ranks) {
        Ok(copula) => Some((joined, copula)),
        Err(error) => {
            let fault = &scenario.correlations[error.pair.min(scenario.correlations.len() - 1)];
            let [a, b] = &fault.between;
            builder.problems.error(
                fault.rank.place,
                format!("the correlation of {} and {} contradicts the others", a.value, b.value),
                "no joint distribution has all these rank correlations",
                Some("bring this one nearer to 0, or correlate the remaining pairs too".to_owned()),
            );
            None
        }
    }
}
