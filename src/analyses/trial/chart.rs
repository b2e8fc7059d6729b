//! One trial as a picture: policies, incidents, works, prices, shortages and goals in lanes over one calendar.

use super::event_log::{Event, EventLog, EventLogGoal};
use crate::report::charts::Figure;
use crate::report::charts::canvas::Canvas;
use crate::report::charts::lanes::{self, Lane, Mark, Sign};
use crate::report::charts::shapes::{frame_height, month, tint};
use crate::report::charts::style::{Ink, NEUTRAL, SHORTAGE};
use crate::report::words;
use crate::units::MonthGrid;

/// Stages drawn one by one, at most; of more, each project is one bar from its first start to its last end.
const STAGES: usize = 18;
/// Goals drawn one by one, at most; of more, those of a mineral share a lane.
const GOALS: usize = 12;

/// Classes of the price index: what it is above, how dark the class is, and its name.
const PRICES: [(f64, f64, &str); 4] = [(1.0 + 1e-9, 0.15, "to 1.5"), (1.5, 0.3, "to 2"), (2.0, 0.45, "to 3"), (3.0, 0.6, "above 3")];

/// Draws a trial; `title` is the scenario's, `print` the small print: file, trial, seed.
#[must_use]
pub fn trial(log: &EventLog, grid: MonthGrid, title: &str, print: &str) -> Figure {
    let mut all = Vec::new();
    for lanes in [policies(log), incidents(log), works(log), prices(log), shortages(log), goals(log)] {
        all.extend(lanes);
    }
    let title = format!("Trial {}: {title}", log.trial);
    let subtitle = format!("one of many possible courses from {} to {}, not a forecast", grid.label(0), grid.label(grid.count() - 1));
    let height = frame_height(&title, &subtitle, &[print]) + lanes::height(&all, grid);
    let mut canvas = Canvas::new(height, &title, &description(log, grid));
    let [top, _] = canvas.frame(&subtitle, &[print]);
    lanes::draw(&mut canvas, &all, top, grid);
    canvas.finish(format!("trial-{}", log.trial))
}

fn of<'a>(log: &'a EventLog, kind: &'a str) -> impl Iterator<Item = &'a Event> {
    log.events.iter().filter(move |event| event.kind == kind)
}

/// Names in order of appearance.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn span(event: &Event) -> [f64; 2] {
    [event.month, event.until.unwrap_or(event.month)]
}

fn name(key: &str) -> String {
    words::capital(&words::spaced(key))
}

/// A lane for each regime; its states differ in shade.
fn policies(log: &EventLog) -> Vec<Lane> {
    let regimes = distinct(of(log, "regime").map(|event| event.subject.as_str()));
    let lanes = regimes.iter().map(|regime| {
        let stays: Vec<&Event> = of(log, "regime").filter(|event| event.subject == *regime).collect();
        let states = distinct(stays.iter().map(|stay| stay.detail.as_str()));
        let marks = stays.iter().map(|stay| {
            let place = states.iter().position(|state| *state == stay.detail).unwrap_or(0);
            Mark::Span(span(stay), state_ink(place, states.len()), words::spaced(&stay.detail))
        });
        Lane::Of(name(regime), marks.collect(), String::new())
    });
    under(Lane::Heading("Policies", Vec::new(), ""), lanes.collect())
}

/// The i-th of n states: light shades of one colour, so that names stay legible on them.
fn state_ink(i: usize, n: usize) -> Ink {
    tint(NEUTRAL, if n < 2 { 0.2 } else { 0.12 + 0.58 * i as f64 / (n - 1) as f64 })
}

/// A lane for each hazard: outages as spans.
fn incidents(log: &EventLog) -> Vec<Lane> {
    let hazards = distinct(of(log, "incident").map(|event| event.subject.as_str()));
    let lanes = hazards.iter().map(|hazard| {
        let marks: Vec<Mark> =
            of(log, "incident").filter(|event| event.subject == *hazard).map(|event| Mark::Span(span(event), NEUTRAL, String::new())).collect();
        let count = marks.len().to_string();
        Lane::Of(name(hazard), marks, count)
    });
    under(Lane::Heading("Incidents that strike", Vec::new(), "number"), lanes.collect())
}

/// A lane for each stage, or for each project where there are many; then for each node that opens or closes without a stage.
fn works(log: &EventLog) -> Vec<Lane> {
    let stages: Vec<&Event> = of(log, "stage").filter(|event| event.until.is_some()).collect();
    let openings: Vec<&Event> = of(log, "opening").collect();
    let one_by_one = stages.len() <= STAGES;
    let owner = |stage: &str| if one_by_one { stage.to_owned() } else { project(stage).to_owned() };
    let mut owners: Vec<String> = stages.iter().map(|event| owner(&event.subject)).collect();
    let alone = openings.iter().filter(|event| event.detail.is_empty() && event.month >= 0.0).map(|event| event.subject.clone());
    let suspended = of(log, "suspension").map(|event| event.subject.clone()).filter(|who| !stages.iter().any(|stage| project(&stage.subject) == who));
    owners.extend(alone.chain(suspended));
    let owners = distinct(owners.iter().map(String::as_str)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let opened_by = |node: &str| openings.iter().find(|event| event.subject == node).map_or("", |event| event.detail.as_str());
    let lanes = owners.iter().map(|owner_name| {
        let mine = |stage: &str| owner(stage) == *owner_name;
        let parts: Vec<&&Event> = stages.iter().filter(|event| mine(&event.subject)).collect();
        let ends = |event: &&&Event| {
            event.until.is_some_and(f64::is_finite)
                && of(log, "stage").any(|end| end.subject == event.subject && end.until.is_none() && end.text == "ends")
        };
        let from = parts.iter().map(|event| event.month).fold(f64::INFINITY, f64::min);
        let mut marks = Vec::new();
        let never = parts.iter().any(|event| !ends(event));
        let to = parts.iter().filter(|event| ends(event)).filter_map(|event| event.until).fold(f64::NEG_INFINITY, f64::max);
        if to >= from {
            marks.push(Mark::Span([from, to], tint(NEUTRAL, 0.45), String::new()));
        }
        if let Some(start) = parts.iter().filter(|event| !ends(event)).map(|event| event.month).reduce(f64::min) {
            marks.push(Mark::Open(start, NEUTRAL));
        }
        let is_here = |event: &&Event| event.subject == *owner_name || event.subject == project(owner_name);
        let opens: Vec<f64> = openings
            .iter()
            .filter(|event| event.month >= 0.0 && (mine(&event.detail) || event.subject == *owner_name))
            .map(|event| event.month)
            .collect();
        let stands_still = |event: &&Event| !one_by_one || parts.is_empty() || never || !opens.is_empty() || event.month < to; // not a stage that is over
        marks.extend(of(log, "suspension").filter(is_here).filter(stands_still).map(|event| Mark::Away(span(event))));
        marks.extend(opens.iter().map(|&month| Mark::At(month, Sign::Ring)));
        let closes = of(log, "closing").filter(|event| mine(opened_by(&event.subject)) || event.subject == *owner_name);
        marks.extend(closes.map(|event| Mark::At(event.month, Sign::Cross)));
        let shown =
            owner_name.split_once('.').map_or_else(|| name(owner_name), |(project, stage)| format!("{}: {}", name(project), words::spaced(stage)));
        Lane::Of(shown, marks, if never { "not done".to_owned() } else { String::new() })
    });
    let signs = vec![(Some(Sign::Ring), "opens"), (Some(Sign::Cross), "closes"), (None, "operator away")];
    under(Lane::Heading(if one_by_one { "Stages" } else { "Projects" }, signs, "at the end"), lanes.collect())
}

fn project(stage: &str) -> &str {
    stage.split_once('.').map_or(stage, |(project, _)| project)
}

/// A lane for each mineral whose price index is ever above 1: darker where it is higher.
fn prices(log: &EventLog) -> Vec<Lane> {
    let lanes = log.markets.iter().filter_map(|market| {
        let level = |index: f64| PRICES.iter().rposition(|(from, ..)| index > *from);
        let mut marks: Vec<Mark> = Vec::new();
        for (k, &index) in market.price_index.iter().enumerate() {
            let Some((_, to, name)) = level(index).map(|place| PRICES[place]) else { continue };
            match marks.last_mut() {
                Some(Mark::Span([_, end], _, known)) if *known == name && *end >= month(k) => *end = month(k + 1),
                _ => marks.push(Mark::Span([month(k), month(k + 1)], tint(NEUTRAL, to), name.to_owned())),
            }
        }
        let highest = market.price_index.iter().copied().fold(1.0, f64::max);
        (!marks.is_empty()).then(|| Lane::Of(name(&market.mineral), marks, words::three_digits(highest)))
    });
    under(Lane::Heading("Price index above 1", Vec::new(), "highest"), lanes.collect())
}

/// A lane for each mineral that is ever short.
fn shortages(log: &EventLog) -> Vec<Lane> {
    let minerals = distinct(of(log, "shortage").map(|event| event.subject.as_str()));
    let lanes = minerals.iter().map(|mineral| {
        let spells: Vec<[f64; 2]> = of(log, "shortage").filter(|event| event.subject == *mineral).map(span).collect();
        let months: f64 = spells.iter().map(|[from, to]| to - from).sum();
        let marks = spells.into_iter().map(|spell| Mark::Span(spell, SHORTAGE, String::new())).collect();
        Lane::Of(name(mineral), marks, format!("{months:.0}"))
    });
    under(Lane::Heading("Shortages", Vec::new(), "months"), lanes.collect())
}

/// A lane for each goal, or for each mineral where there are many.
fn goals(log: &EventLog) -> Vec<Lane> {
    let flag = |goal: &EventLogGoal| goal.arrival.map(|k| Mark::At(month(k + 1), if goal.lost { Sign::HollowFlag } else { Sign::Flag }));
    let lanes: Vec<Lane> = if log.goals.len() <= GOALS {
        let lane = |goal: &EventLogGoal| {
            let title = if goal.title == goal.name { name(&goal.name) } else { words::capital(&goal.title) };
            Lane::Of(title, flag(goal).into_iter().collect(), if goal.arrival.is_none() { "never".to_owned() } else { String::new() })
        };
        log.goals.iter().map(lane).collect()
    } else {
        let minerals = distinct(log.goals.iter().map(|goal| goal.mineral.as_deref().unwrap_or("")));
        let lane = |mineral: &&str| {
            let these: Vec<_> = log.goals.iter().filter(|goal| goal.mineral.as_deref().unwrap_or("") == *mineral).collect();
            let marks: Vec<Mark> = these.iter().filter_map(|goal| flag(goal)).collect();
            let count = format!("{} of {}", marks.len(), these.len());
            Lane::Of(if mineral.is_empty() { "Several minerals".to_owned() } else { name(mineral) }, marks, count)
        };
        minerals.iter().map(lane).collect()
    };
    under(Lane::Heading("Goals", vec![(Some(Sign::Flag), "arrives"), (Some(Sign::HollowFlag), "arrives, is lost again")], "arrived"), lanes)
}

/// A heading over its lanes; nothing where there are none.
fn under(heading: Lane, lanes: Vec<Lane>) -> Vec<Lane> {
    if lanes.is_empty() { lanes } else { std::iter::once(heading).chain(lanes).collect() }
}

/// What a screen reader says: when each goal arrives, and how much else happens.
fn description(log: &EventLog, grid: MonthGrid) -> String {
    let said =
        log.goals.iter().map(|goal| format!("{}: {}{}", goal.title, words::month(grid, goal.arrival), if goal.lost { ", lost again" } else { "" }));
    let counts = ["regime", "incident", "suspension", "opening", "price", "shortage"].map(|kind| format!("{} of kind {kind}", of(log, kind).count()));
    format!("One trial. Goals: {}. Events: {}.", said.collect::<Vec<_>>().join("; "), counts.join(", "))
}
