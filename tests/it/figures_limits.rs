//! Timeline, flow and trial: fit to be read with few stages and many, with goals that never arrive, with long names.
#![allow(missing_docs)]

use crate::common::checker::{check, drawing};
use crate::common::{findings, grid, mineral, month, share};
use adit::analyses::run::{Findings, Flows, PassageFlow, Record, RouteFlow, StageFindings, Yearly, all, flow};
use adit::analyses::trial::{Event, EventLog, EventLogGoal, trial_figure as trial};
use adit::plan::Assumptions;
use adit::report::charts::Figure;
use adit::units::{Quantity, Unit};

const LONG: &str = "a_name_that_goes_on_and_on_until_no_figure_could_be_wide_enough_for_it";

fn stage(name: &str, i: usize) -> StageFindings {
    let at = |k: usize| month(Some(k).filter(|k| *k < 240));
    let begin = 6 * (i % 24);
    let (project, stage) = name.split_once('.').unwrap();
    StageFindings {
        name: name.to_owned(),
        titles: [project, stage].map(|key| key.replace('_', " ")),
        start: [at(begin), at(begin + 5), at(begin + 20 * (i % 7))],
        end: [at(begin + 10), at(begin + 30 * (i % 4 + 1)), at(begin + 60 * (i % 5 + 1))],
        never: share(0.07 * (i % 14) as f64),
        mean_end: month(None),
        planned: [Some(begin as f64 - 8.0), Some(begin as f64 + 12.5)],
        critical: share((i % 11) as f64 / 10.0),
    }
}

/// So many projects with one to five stages each, names short and long, one stage done, one that never happens.
fn staged(projects: usize) -> Findings {
    let mut found = findings();
    found.flows = Flows::default();
    found.stages.clear();
    for p in 0..projects {
        for s in 0..=(p % 5) {
            let project = if p == 3 { LONG.to_owned() } else { format!("project_{p}") };
            let name = format!("{project}.{}", if s == 2 { LONG } else { ["permits", "financing", "", "construction", "commissioning"][s] });
            found.stages.push(stage(&name, 5 * p + s));
        }
    }
    found.stages[0].end = [Some(0); 3].map(|at| Quantity::month(at, [at; 2], grid(), 1_000));
    found.stages[0].planned = [Some(-13.0); 2];
    if let Some(last) = found.stages.last_mut() {
        (last.start, last.end, last.planned, last.never) = ([None; 3].map(month), [None; 3].map(month), [Some(300.0), None], share(1.0));
    }
    found
}

fn yearly(tonnes: f64) -> Yearly {
    grid()
        .years()
        .map(|year| {
            let mean = if year < 2030 { 0.0 } else { tonnes * (1.0 + f64::from((year - 2030) % 7)) };
            (year, Quantity::mean(mean, tonnes / 80.0, Unit::TONNES_A_YEAR, 1_024))
        })
        .collect()
}

/// A route that loses a tenth at each third node, some for want of room at the fourth, and delivers four fifths.
fn route(name: &str, mineral: &str, via: &[usize], tonnes: f64) -> RouteFlow {
    let mut flowing = tonnes;
    let passages = via.iter().enumerate().map(|(i, &node)| {
        let enters = flowing;
        let leaves = if i % 3 == 2 { 0.9 * enters } else { enters };
        let lost = if i == 3 { 0.05 * leaves } else { 0.0 };
        flowing = if i == 4 { leaves * 1.1 } else { leaves - lost };
        PassageFlow { node, enters: yearly(enters), leaves: yearly(leaves), lost: yearly(lost) }
    });
    let passages = passages.collect();
    RouteFlow { name: name.to_owned(), mineral: mineral.to_owned(), origin: "Pakistan".to_owned(), passages, arrives: yearly(0.8 * flowing) }
}

fn flowing() -> Findings {
    let mut found = findings();
    found.stages.clear();
    found.minerals.push(mineral("copper", 12_000.0));
    let kinds = ["mine", "mine", "mine", "road", "road", "refinery", "stockpile", "port", "sea", "smelter"];
    found.flows = Flows {
        trials: 1_024,
        nodes: kinds
            .iter()
            .enumerate()
            .map(|(i, kind)| (format!("{kind}_{i}"), if i == 2 { LONG.replace('_', " ") } else { format!("{kind} {i}") }))
            .collect(),
        routes: vec![
            route("a", "antimony", &[0, 3, 5, 7, 8, 9], 40.0),
            route("b", "antimony", &[1, 4, 6, 7, 8, 9], 25.0),
            route("c", "antimony", &[2, 4, 5, 7, 8, 9], 3.0),
            route("one", "copper", &[1], 12_000.0),
            route("none", "tungsten", &[2, 3], 0.0),
        ],
    };
    found
}

fn event(month: f64, until: Option<f64>, kind: &'static str, subject: &str, detail: &str) -> Event {
    let text = if kind == "stage" && until.is_none() { "ends" } else { "happens" };
    Event { month, kind, subject: subject.to_owned(), text: text.to_owned(), until, detail: detail.to_owned() }
}

/// A trial of so many projects with two stages each, and so many goals.
fn told(projects: usize, goals: usize) -> EventLog {
    let mut events = Vec::new();
    let mut month = 0.0;
    for (i, state) in ["strict", "eased", LONG, "ban", "strict"].into_iter().enumerate() {
        let until = if i == 4 { f64::INFINITY } else { month + [40.0, 3.0, 60.0, 2.0][i] };
        events.push(event(month, Some(until), "regime", "licensing", state));
        month = until;
    }
    for i in 0..60 {
        events.push(event(
            4.0 * f64::from(i),
            Some(4.0 * f64::from(i) + 0.1 * f64::from(i % 20)),
            "incident",
            if i % 3 == 0 { LONG } else { "floods" },
            "",
        ));
    }
    for p in 0..projects {
        let (name, from) = (if p == 2 { LONG.to_owned() } else { format!("project_{p}") }, 7.0 * (p % 20) as f64);
        let [first, second] = [format!("{name}.permits"), format!("{name}.construction")];
        let end = if p % 6 == 5 { f64::INFINITY } else { from + 40.0 };
        events.push(event(from, Some(from + 12.0), "stage", &first, ""));
        events.push(event(from + 12.0, None, "stage", &first, ""));
        events.push(event(from + 12.0, Some(end), "stage", &second, ""));
        if end.is_finite() {
            events.push(event(end, None, "stage", &second, ""));
            events.push(event(end, None, "opening", &format!("node_{p}"), &second));
            events.push(event(end + 30.0, None, "closing", &format!("node_{p}"), ""));
        }
        events.push(event(from + 50.0, Some(from + 70.0), "suspension", &name, ""));
    }
    events.push(event(33.0, None, "opening", "port_by_date", ""));
    for (mineral, from) in [("antimony", 3.0), ("tungsten", 100.0), ("antimony", 200.0)] {
        events.push(event(from, Some(from + 24.0), "shortage", mineral, ""));
    }
    let goal = |i: usize| EventLogGoal {
        name: format!("goal_{i}"),
        title: if i == 1 { LONG.replace('_', " ") } else { format!("goal_{i}") },
        mineral: (!i.is_multiple_of(4)).then(|| format!("mineral_{}", i % 4)),
        arrival: (!i.is_multiple_of(3)).then_some((11 + 13 * i) % 240),
        lost: i.is_multiple_of(2),
    };
    EventLog { trial: 12_345, inputs: Vec::new(), events, goals: (0..goals).map(goal).collect(), markets: Vec::new() }
}

fn picture(log: &EventLog) -> Figure {
    trial(log, grid(), "Pakistan baseline: what the evidence supports", "pakistan-baseline.toml · trial 12345 · seed 1")
}

fn named(figures: Vec<Figure>, start: &str) -> Vec<Figure> {
    figures.into_iter().filter(|figure| figure.name.starts_with(start)).collect()
}

fn record(findings: Findings) -> Record {
    Record::new("pakistan-baseline.toml".to_owned(), findings, Assumptions::default())
}

fn timelines(projects: usize) -> Vec<Figure> {
    named(all(&record(staged(projects)), None), "timeline")
}

fn flows() -> Vec<Figure> {
    named(all(&record(flowing()), None), "flow-")
}

#[test]
fn every_picture_is_fit_to_be_read() {
    let mut figures = flows();
    figures.extend(timelines(1).into_iter().chain(timelines(25)));
    figures.extend([told(0, 0), told(3, 5), told(26, 49)].iter().map(picture));
    assert!(figures.len() > 10, "{}", figures.len());
    figures.iter().for_each(check);
}

/// Each stage stands on one page, with its chance of never beside it.
#[test]
fn timelines_leave_out_no_stage() {
    let found = staged(25);
    let pages = timelines(25);
    assert!(pages.len() > 2 && pages.iter().all(|page| page.size[1] < 1_000.0), "{} pages", pages.len());
    let shares = pages.iter().flat_map(|page| &page.labels).filter(|label| label.text.ends_with('%') && label.from[0] > 560.0).count();
    assert_eq!(shares, found.stages.len());
    assert!(pages[0].labels.iter().any(|label| label.text == "done before the start"));
}

/// What enters a node is what the routes bring; the year is that of the largest arrivals unless another is asked.
#[test]
fn flows_name_their_year_and_their_tonnes() {
    let figures = flows();
    assert_eq!(figures.iter().map(|figure| figure.name.as_str()).collect::<Vec<_>>(), ["flow-antimony-pakistan", "flow-copper-pakistan"]);
    let said = |figure: &Figure, text: &str| figure.labels.iter().any(|label| label.text.contains(text));
    assert!(said(&figures[0], "in 2036, the year of the largest arrivals"), "{:?}", figures[0].labels);
    assert!(said(&figures[1], "84,000 ± 200 t") || said(&figures[1], "84,000 ± 100 t"), "{:?}", figures[1].labels);
    assert!(said(&figures[1], "goes to other buyers") && said(&figures[0], "no room") && said(&figures[0], "from before"));
    let found = record(flowing());
    let asked = |year| flow(&found, "copper", "Pakistan", Some(year));
    assert!(said(&asked(2031).unwrap(), "in 2031") && !said(&asked(2031).unwrap(), "largest"));
    assert!(asked(2027).is_none() && asked(1999).is_none());
}

/// The widths of what arrives and of what is not taken off are as their tonnes.
#[test]
fn widths_are_in_proportion() {
    let figure = &flows()[1];
    let boxes: Vec<f64> = drawing(figure)
        .split("<rect ")
        .filter_map(|rect| rect.contains("height=\"5").then(|| rect.split("width=\"").nth(1)?.split('"').next()?.parse().ok()).flatten())
        .collect();
    assert!(boxes.len() == 2 && (boxes[1] / boxes[0] - 0.8).abs() < 1e-3, "{boxes:?}");
}

/// Few stages and goals have a lane each; of many, projects and minerals have.
#[test]
fn a_trial_shows_what_its_page_has_room_for() {
    let said = |figure: &Figure, text: &str| figure.labels.iter().any(|label| label.text == text);
    let [few, many] = [picture(&told(3, 5)), picture(&told(26, 49))];
    assert!(said(&few, "Project 0: permits") && said(&few, "Goal 3") && said(&few, "never"));
    assert!(said(&many, "Project 0") && said(&many, "Several minerals") && said(&many, "not done") && !said(&many, "Project 0: permits"));
    assert!(many.size[1] < 2_000.0, "{:?}", many.size);
}

/// A route that skips a layer gets a place of its own to pass it: no ribbon runs behind a node. Route b leaves the sea lane for the market.
#[test]
fn what_skips_a_node_passes_beside_it() {
    let mut found = flowing();
    found.flows.routes = vec![route("a", "antimony", &[0, 3, 5], 40.0), route("b", "antimony", &[0, 3], 30.0)];
    let figure = &named(all(&record(found), None), "flow-")[0];
    check(figure);
    let boxes: Vec<[f64; 2]> = drawing(figure)
        .split("<rect ")
        .filter(|rect| rect.contains("height=\"5"))
        .map(|rect| ["x=\"", "width=\""].map(|name| rect.split(name).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()))
        .collect();
    assert_eq!(boxes.len(), 4, "{boxes:?}"); // mine, road, refinery, market
    let ribbons = drawing(figure).matches("fill-opacity=\"0.4\"").count();
    assert_eq!(ribbons, 6); // mine to road, road to refinery, refinery to market; road to the place beside the refinery, the place, from there to market
}

#[test]
fn the_program_draws_a_trial() {
    let place = tempfile::tempdir().unwrap();
    let trial = |file: &str| {
        let mut command = assert_cmd::Command::cargo_bin("adit").unwrap();
        command.args(["trial", "scenarios/one-refinery.toml", "--number", "3", "--figure"]).arg(place.path().join(file)).assert()
    };
    trial("three.svg").success();
    trial("three.png").success();
    let svg = std::fs::read_to_string(place.path().join("three.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("one-refinery.toml · trial 3 · seed 1"));
    assert!(std::fs::read(place.path().join("three.png")).unwrap().starts_with(b"\x89PNG"));
    trial("three.svg").code(2).stderr(predicates::str::contains("exists and is not replaced"));
    trial("nowhere/three.svg").code(1);
}
