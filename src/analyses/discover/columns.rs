//! Columns of the trials that a search uses.

use crate::driver::Failure;
use crate::plan::{Assumptions, Plan, Process};
use crate::study::{Holds, TrialColumn, columns};
use crate::units::nearest;

/// Columns of a search: those that a pattern matches, or the default ones without patterns.
///
/// # Errors
/// Where a pattern matches no column.
pub(super) fn chosen(plan: &Plan, assumptions: &Assumptions, over: &[String]) -> Result<Vec<TrialColumn>, Failure> {
    let all = columns(plan, assumptions);
    if over.is_empty() {
        return Ok(all.into_iter().filter(|column| is_default(plan, column.holds)).collect());
    }
    for pattern in over {
        if !all.iter().any(|column| matches(pattern, &column.name)) {
            let near = nearest(pattern, all.iter().map(|column| column.name.as_str()));
            let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Failure::Input(format!("no column is called `{pattern}`{help}")));
        }
    }
    Ok(all.into_iter().filter(|column| over.iter().any(|pattern| matches(pattern, &column.name))).collect())
}

/// Whether a column is searched by default: all drawn inputs, and the processes that are causes.
///
/// Left out are the goals and what only restates that the chain was late: start and end of stages, opening of nodes, delays, arrivals and shortages,
/// standstill of stages while they run and outages of nodes while open (a late start leaves little time for them; idle and closed days over the
/// whole period are searched instead). The work of a stage is left out where it equals its drawn duration.
fn is_default(plan: &Plan, holds: Holds) -> bool {
    match holds {
        Holds::Input(_) => true,
        Holds::Process(process) => match process {
            Process::InState(..) | Process::Incidents(_) | Process::Struck(_) | Process::Idle(_) | Process::Cancelled(_) | Process::Closed(_) => true,
            Process::Work(stage) => {
                let stage = &plan.schedule.stages[stage.0];
                stage.progress.is_some() || !stage.risks.is_empty()
            }
            Process::Until(..)
            | Process::Start(_)
            | Process::End(_)
            | Process::Delay(_)
            | Process::Standstill(_)
            | Process::Opened(_)
            | Process::Lost(_)
            | Process::Arrivals(_)
            | Process::Shortage(_) => false,
        },
        Holds::Arrival(_) | Holds::Lost(_) | Holds::Bridge(_) | Holds::AllIncidents | Holds::AllStruck => false,
    }
}

/// Whether a name matches a pattern, in which `*` matches any text.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.strip_prefix(before).is_some_and(|rest| rest.char_indices().map(|(i, _)| i).chain([rest.len()]).any(|i| matches(after, &rest[i..])))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_matches_any_text() {
        for (pattern, name, expected) in [
            ("nodes.*.closed", "nodes.road.closed", true),
            ("nodes.*.closed", "nodes.road.lost", false),
            ("*", "goal.x", true),
            ("drivers.*", "drivers.", true),
            ("hazards.*.struck*", "hazards.a.b.struck", true),
            ("drivers.a", "drivers.ab", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
