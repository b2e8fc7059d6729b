//! Text of a condition.

use super::findings::{Condition, Favour};
use crate::report::words;

/// Condition as a clause: `exports: contract is not cancelled`.
pub(super) fn phrase(condition: &Condition) -> String {
    let path = condition.path.as_str();
    let of_stage = |rest: &str| {
        rest.split_once(".stages.")
            .map_or_else(|| words::spaced(rest), |(project, stage)| format!("{}: {}", words::spaced(project), words::spaced(stage)))
    };
    let own = path.strip_prefix("projects.").unwrap_or(path);
    match &condition.favour {
        Favour::Value { quantile, value, unit, .. } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            format!("{path} is at its P{:.0}, {}{unit}", 100.0 * quantile, words::three_digits(*value))
        }
        Favour::PlannedState(state) => {
            format!("{} stays {} throughout", words::spaced(path.strip_prefix("regimes.").unwrap_or(path)), words::spaced(state))
        }
        Favour::NoIncidents => format!("{} has no incidents", words::spaced(path.strip_prefix("hazards.").unwrap_or(path))),
        Favour::NotCancelled => format!("{} is not cancelled", of_stage(own.strip_suffix(".cancellation").unwrap_or(own))),
        Favour::RiskDoesNotOccur => match own.rsplit_once(".risks.") {
            Some((of, risk)) => format!("the risk {} of {} does not occur", words::spaced(risk), of_stage(of)),
            None => format!("{path} does not occur"),
        },
    }
}
