//! Figures: well-formed, with finite coordinates, labels inside the canvas and off each other, the same in SVG and PNG.
#![allow(missing_docs)] // counts are small

use crate::common;
use crate::common::checker::check;
use adit::analyses::run::{Band, Findings, Record, SeriesFindings, TrialLine, all};
use adit::plan::{Assumption, Assumptions, SourceText};
use adit::report::charts::{Figure, png};
use adit::units::{Date, MonthGrid};
use resvg::usvg::{Options, Tree};

/// The findings made by hand with more to draw: single trials, more origins, a longer past, stocks that some trials do without.
fn findings() -> Findings {
    let mut findings = common::findings();
    for mineral in &mut findings.minerals {
        let demand = 12.0 * mineral.demand[0];
        mineral.lines = lines(demand);
        let supply = |bands: &[Band], origin: &str| SeriesFindings {
            name: "supply_by_origin".to_owned(),
            origin: Some(origin.to_owned()),
            yearly: Vec::new(),
            bands: bands.to_vec(),
        };
        let bands = mineral.bands("arrivals_by_origin").to_vec();
        mineral.series.extend(["Pakistan", "United States", "Belgium", "Others"].map(|origin| supply(&bands, origin)));
    }
    findings.regimes[0].history = vec![(-40.0, "eased".to_owned()), (-15.5, "strict".to_owned())];
    for goal in &mut findings.goals {
        let curve = |most: f64| (1..100).map(|percent| most * (f64::from(percent - 20).max(0.0) / 80.0).powi(2)).collect::<Vec<f64>>();
        if goal.mineral.is_some() && goal.never.number() < 1.0 {
            goal.bridge_curve = curve(80_000.0 * goal.never.number());
            goal.bridge_cost_curve = curve(3e9 * goal.never.number());
        }
    }
    findings
}

/// Three trials of a mineral's market.
fn lines(demand: f64) -> Vec<TrialLine> {
    let months = || (0..common::grid().count()).map(|k| k as f64);
    let line = |trial: u32| {
        let late = 50.0 + 20.0 * f64::from(trial);
        let of = |full: f64| months().map(|k| if k < late { 0.0 } else { full * (0.8 + 0.2 * (k / 3.0).sin()) }).collect::<Vec<_>>();
        TrialLine {
            trial: u64::from(trial),
            arrivals_by_origin: vec![of(0.1 * demand / 12.0), of(0.05 * demand / 12.0)],
            demand: months().map(|k| demand / 12.0 * 1.02_f64.powf(k / 12.0)).collect(),
            free_share: of(0.4),
            shortage: of(0.03 * demand / 12.0),
            hhi: of(4_000.0),
            price: Vec::new(),
        }
    };
    (0..3).map(line).collect()
}

fn drawn(findings: &Findings) -> Vec<Figure> {
    all(&Record::new("pakistan-baseline.toml".to_owned(), findings.clone(), Assumptions::default()), None)
}

/// Findings that are hard on a figure: signs that XML reserves, titles that never end, a single month, no demand, nothing that arrives.
fn awkward() -> Vec<Findings> {
    let mut long = findings();
    for goal in &mut long.goals {
        goal.title = format!("<{}> & \"more\"\u{7} than half of everything that was ever asked, and then some: {}", goal.title, "again ".repeat(30));
    }
    "a mineral with a name that goes on and on and on until no figure could be wide enough".clone_into(&mut long.minerals[0].title);

    for regime in &mut long.regimes {
        "a state whose name does not want to end before everybody has read it".clone_into(&mut regime.states[0].title);
    }
    let bands = long.minerals[1].bands("arrivals").to_vec();
    let republic = |i| Some(format!("The {i}th of many republics with a long name"));
    let supply = |i| SeriesFindings { name: "supply_by_origin".to_owned(), origin: republic(i), yearly: Vec::new(), bands: bands.clone() };
    long.minerals[0].series.extend((0..12).map(supply));

    let nothing = Band { p5: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p95: 0.0, mean: 0.0 };
    let mut empty = findings();
    for goal in &mut empty.goals {
        goal.bridge_curve.fill(0.0);
        goal.bridge_cost_curve.fill(0.0);
        goal.bridge.iter_mut().chain(&mut goal.bridge_cost).for_each(|(_, mark)| (mark.value, mark.low, mark.high) = (Some(0.0), Some(0.0), None));
    }
    for regime in &mut empty.regimes {
        regime.history.clear();
    }
    for mineral in &mut empty.minerals {
        mineral.demand.fill(0.0);
        mineral.lines.clear();
        mineral.series.iter_mut().for_each(|series| series.bands.fill(nothing));
    }

    let mut short = findings();
    short.grid = MonthGrid::new(Date::parse("2031-04").unwrap(), Date::parse("2031-04").unwrap()).unwrap();
    for goal in &mut short.goals {
        goal.arrived_by.truncate(1);
        goal.holds.truncate(1);
        for quantile in [&mut goal.p10, &mut goal.p50, &mut goal.p90] {
            (quantile.value, quantile.low, quantile.high) = (None, None, None);
        }
    }
    for regime in &mut short.regimes {
        regime.states.iter_mut().for_each(|state| state.shares.truncate(1));
    }
    for mineral in &mut short.minerals {
        mineral.demand.truncate(1);
        mineral.lines.clear();
        mineral.series.iter_mut().for_each(|series| series.bands.truncate(1));
    }

    let mut early = findings();
    for goal in &mut early.goals {
        goal.arrived_by[11..].fill(common::share(1.0));
        goal.never = common::share(0.0);
        goal.at_start = common::share(0.877);
        for quantile in [&mut goal.p10, &mut goal.p50, &mut goal.p90] {
            (quantile.value, quantile.low, quantile.high) = (Some(11.0), Some(11.0), Some(11.0));
        }
    }
    vec![findings(), long, empty, short, early]
}

#[test]
fn every_figure_is_well_formed_finite_and_legible() {
    for figure in awkward().iter().flat_map(drawn) {
        check(&figure);
        Tree::from_str(&figure.svg, &Options::default()).unwrap();
    }
}

#[test]
fn a_figure_has_its_own_name_and_says_where_it_comes_from() {
    let figures = drawn(&findings());
    let names: std::collections::BTreeSet<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(names.len(), figures.len());
    let expected = [
        "ladder-overview",
        "ladder-antimony-pakistan",
        "arrival-antimony-pakistan",
        "arrival-basket",
        "bridge-antimony-pakistan",
        "bridge-antimony-gap",
        "mix-antimony",
        "fan-antimony-pakistan",
        "fan-antimony-free",
        "fan-antimony-shortage",
        "fan-antimony-concentration",
        "regime-licensing",
    ];
    assert!(expected.iter().all(|name| names.contains(name)), "{names:?}");
    for figure in &figures {
        assert!(figure.labels.iter().any(|label| label.text.starts_with("pakistan-baseline.toml · 100,000 trials · seed 1")), "{}", figure.name);
    }
}

/// Where a scenario names documents the small print counts those that an input cites, and the inputs that rest on a judgement.
#[test]
fn the_small_print_says_what_the_figures_rest_on() {
    let source = |key: &str| SourceText { key: key.to_owned(), title: String::new(), date: None, address: None, confidence: None, note: None };
    let input = |sources: &[&str], judgement| Assumption {
        path: String::new(),
        title: String::new(),
        table: [String::new(), String::new()],
        unit: String::new(),
        distribution: String::new(),
        quantiles: None,
        curve: None,
        sources: sources.iter().map(ToString::to_string).collect(),
        judgement,
        note: None,
    };
    let assumptions = Assumptions {
        sources: vec![source("a"), source("b"), source("nobody asks")],
        inputs: vec![input(&["a", "b"], false), input(&["a"], true), input(&[], false)],
        ..Assumptions::default()
    };
    let record = Record::new("pakistan-baseline.toml".to_owned(), findings(), assumptions);
    let figures = all(&record, None);
    let print = |figure: &Figure| {
        let mut labels: Vec<_> = figure.labels.iter().collect();
        labels.sort_by(|a, b| a.from[1].total_cmp(&b.from[1]));
        labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    for figure in &figures {
        assert!(print(figure).contains("sources: 2 documents and 1 judgement, listed by input in report.html"), "{}", figure.name);
    }
    assert!(print(&drawn(&findings())[0]).contains("sources: beside each input in the scenario file"));
}

#[test]
fn what_never_arrives_is_said() {
    let figures = drawn(&findings());
    let said = |name: &str, text: &str| figures.iter().find(|figure| figure.name == name).unwrap().labels.iter().any(|label| label.text == text);
    assert!(said("arrival-basket", "65.0%") && said("arrival-basket", "P90: never"));
    assert!(said("arrival-antimony-pakistan", "25%†"));
}

#[test]
fn years_are_whole() {
    for figure in drawn(&findings()) {
        let years: Vec<&str> = figure
            .labels
            .iter()
            .map(|label| label.text.as_str())
            .filter(|text| text.starts_with("20") && text.len() <= 6 && !text.contains(['%', ',']))
            .collect();
        assert!(
            (years.len() >= 3 || ["answer", "bridge"].contains(&figure.kind())) && years.iter().all(|year| year.parse::<u32>().is_ok()),
            "{years:?}"
        );
    }
}

/// Widths and heights stand in the first chunk of a PNG (PNG specification, section 11.2.2).
#[test]
fn the_picture_has_twice_the_size_and_is_not_blank() {
    let figure = &drawn(&findings())[0];
    let picture = png(figure).unwrap();
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    assert_eq!([number(16), number(20)].map(|pixels| pixels.to_string()), figure.size.map(|pixels| (2.0 * pixels).to_string()));
    assert!(picture.len() > 20_000, "{} bytes", picture.len());
}

#[test]
fn a_figure_is_the_same_whenever_it_is_drawn() {
    let [one, two] = [drawn(&findings()), drawn(&findings())];
    assert!(one.iter().zip(&two).all(|(a, b)| a.svg == b.svg));
    assert_eq!(png(&one[0]).unwrap(), png(&two[0]).unwrap());
}
