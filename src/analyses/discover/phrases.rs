//! Text of a limit: `the refinery's clearance takes over 14 months of work`.

use super::findings::FoundLimit;
use super::sample::Side;
use crate::plan::Process;
use crate::report::words;
use crate::study::{Holds, TrialColumn};

/// Limit on a column as a clause.
pub(super) fn phrase(column: &TrialColumn, limit: &FoundLimit) -> String {
    let above = limit.side == Side::Above;
    let over = if above { "over" } else { "under" };
    let value = words::plain(limit.value);
    let subject = subject(column);
    match column.holds {
        Holds::Process(process) => match process {
            Process::InState(..) => match subject.rsplit_once(": ") {
                Some((regime, state)) => format!("{regime} is {state} for {over} {value} months"),
                None => format!("{subject} {over} {value} months"),
            },
            Process::Until(..) => dated(&subject, "lasts from the start and ends", limit),
            Process::Incidents(_) => format!("{subject} has {over} {value} incidents"),
            Process::Struck(_) => format!("{subject} strikes {over} {value} times"),
            Process::Start(_) => dated(&subject, "starts", limit),
            Process::End(_) => dated(&subject, "ends", limit),
            Process::Opened(_) => dated(&subject, "opens", limit),
            Process::Delay(_) => format!("{subject} ends {over} {value} months later than planned{}", or_never(limit)),
            Process::Work(_) => format!("{subject} takes {over} {value} months of work"),
            Process::Standstill(_) => format!("{subject} stands still for {over} {value} months"),
            Process::Idle(_) => format!("{subject} is kept idle {over} {value} days a year"),
            Process::Cancelled(_) => format!("{subject} is {}cancelled", if above { "" } else { "not " }),
            Process::Closed(_) => format!("{subject} is closed {over} {value} days a year"),
            Process::Lost(_) => format!("{subject} loses {over} {value} months to outages once open"),
            Process::Arrivals(_) => format!("{over} {value} t of {subject} arrive"),
            Process::Shortage(_) => format!("{subject} is short of {over} {value} t"),
        },
        Holds::Arrival(_) => dated(&format!("goal {subject}"), "arrives", limit),
        Holds::Lost(_) => format!("goal {subject} is {}lost again", if above { "" } else { "not " }),
        Holds::Bridge(_) => format!("the wait for {subject} is short of {over} {value} t"),
        Holds::AllIncidents => format!("all hazards have {over} {value} incidents"),
        Holds::AllStruck => format!("all hazards strike {over} {value} times"),
        Holds::Input(_) => input(column, over, &value),
    }
}

/// Limit on an input, described by its path.
fn input(column: &TrialColumn, over: &str, value: &str) -> String {
    let (subject, key) = (subject(column), column.name.rsplit('.').next().unwrap_or_default());
    let unit = if column.unit.is_empty() { String::new() } else { format!(" {}", column.unit) };
    match key {
        "duration" if column.name.starts_with("projects.") => format!("{subject} takes {over} {value} months of work"),
        "cancels" => format!("the probability that {subject} is cancelled is {over} {value}"),
        _ if column.name.starts_with("drivers.") => format!("the driver {subject} is {over} {value}{unit}"),
        "rate" if column.name.starts_with("hazards.") => format!("{subject} has {over} {value} incidents a year in the background"),
        _ => format!("{} is {over} {value}{unit}", column.name),
    }
}

/// Element that a column is about.
fn subject(column: &TrialColumn) -> String {
    let name = column.name.as_str();
    let spaced = words::spaced;
    if let Some((project, rest)) = name.strip_prefix("projects.").and_then(|rest| rest.split_once(".stages.")) {
        let stage = rest.rsplit_once('.').map_or(rest, |(stage, _)| stage);
        return format!("{}: {}", spaced(project), spaced(stage));
    }
    let Some((table, rest)) = name.split_once('.') else { return name.to_owned() };
    let own = rest.rsplit_once('.').map_or(rest, |(own, _)| own);
    match table {
        "regimes" => rest.rsplit_once('.').map_or_else(|| spaced(rest), |(regime, state)| format!("{}: {}", spaced(regime), spaced(state))),
        "drivers" | "goal" | "lost" | "bridge" => spaced(rest),
        _ => spaced(own),
    }
}

/// Limit on a date.
fn dated(subject: &str, verb: &str, limit: &FoundLimit) -> String {
    let month = words::month_of_year(limit.value);
    match limit.side {
        Side::Above => format!("{subject} {verb} after {month}{}", or_never(limit)),
        Side::Below if limit.value.is_finite() => format!("{subject} {verb} before {month}"),
        Side::Below => format!("{subject} {verb} at all"),
    }
}

fn or_never(limit: &FoundLimit) -> &'static str {
    if limit.side == Side::Above && limit.histogram.never[0] > 0 { " or never" } else { "" }
}
