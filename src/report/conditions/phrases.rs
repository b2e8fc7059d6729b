//! A condition in words.

use crate::report::words;
use crate::study::conditions::{Condition, Favour};

/// The condition as the end of a sentence that begins "if".
#[must_use]
pub fn condition_phrase(condition: &Condition) -> String {
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
        Favour::State(state) => format!("{} stays {} for good", words::spaced(path.strip_prefix("regimes.").unwrap_or(path)), words::spaced(state)),
        Favour::Quiet => format!("{} has no incidents", words::spaced(path.strip_prefix("hazards.").unwrap_or(path))),
        Favour::Kept => format!("{} is not cancelled", of_stage(own.strip_suffix(".cancellation").unwrap_or(own))),
        Favour::Spared => match own.rsplit_once(".risks.") {
            Some((of, risk)) => format!("{} is spared its risk {}", of_stage(of), words::spaced(risk)),
            None => format!("{path} does not come true"),
        },
    }
}
