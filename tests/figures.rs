//! Figures: well-formed, with finite coordinates, labels inside the canvas and off each other, the same in SVG and PNG.
#![allow(missing_docs)]

mod common;

use adit::report::charts::{Figure, LabelBox, all, png};
use adit::study::Findings;
use adit::units::{Date, MonthGrid};
use common::findings;
use resvg::usvg::{Options, Tree, roxmltree};

fn drawn(findings: &Findings) -> Vec<Figure> {
    all(findings, "pakistan-baseline.toml").unwrap()
}

/// Findings that are hard on a figure: signs that XML reserves, titles that never end, a single month, no demand, nothing that arrives.
fn awkward() -> Vec<Findings> {
    let mut long = findings();
    for goal in &mut long.goals {
        goal.title = format!("<{}> & \"more\"\u{7} than half of everything that was ever asked, and then some: {}", goal.title, "again ".repeat(30));
    }
    "a_mineral_with_a_name_that_goes_on_and_on_and_on_until_no_figure_could_be_wide_enough".clone_into(&mut long.minerals[0].name);

    let mut empty = findings();
    for mineral in &mut empty.minerals {
        mineral.demand.fill(0.0);
        for (_, bands) in &mut mineral.arrivals_by_origin_band {
            bands.fill(adit::study::Band { p5: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p95: 0.0, mean: 0.0 });
        }
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
    for mineral in &mut short.minerals {
        mineral.demand.truncate(1);
        for (_, bands) in &mut mineral.arrivals_by_origin_band {
            bands.truncate(1);
        }
    }

    let mut early = findings();
    for goal in &mut early.goals {
        goal.arrived_by[11..].fill(common::share(1.0));
        goal.never = common::share(0.0);
        goal.at_start = common::share(0.877);
        for quantile in [&mut goal.p10, &mut goal.p50, &mut goal.p90] {
            (quantile.value, quantile.low, quantile.high) = (Some(11), Some(11), Some(11));
        }
    }
    vec![findings(), long, empty, short, early]
}

#[test]
fn every_figure_is_well_formed_and_finite() {
    for figure in awkward().iter().flat_map(drawn) {
        let document = roxmltree::Document::parse(&figure.svg).unwrap_or_else(|error| panic!("{}: {error}", figure.name));
        for tag in ["title", "desc", "style"] {
            let text = document.descendants().find(|node| node.has_tag_name(tag)).and_then(|node| node.text().map(str::to_owned));
            assert!(text.is_some_and(|text| text.len() > 3), "{}: {tag}", figure.name);
        }
        let drawing = &figure.svg[figure.svg.find("</style>").unwrap()..];
        for word in ["NaN", "inf", "e+", "\"-"] {
            assert!(!drawing.contains(word), "{}: {word}", figure.name);
        }
        Tree::from_str(&figure.svg, &Options::default()).unwrap();
    }
}

#[test]
fn labels_stay_inside_and_apart() {
    let apart = |a: &LabelBox, b: &LabelBox| a.to[0] <= b.from[0] || b.to[0] <= a.from[0] || a.to[1] <= b.from[1] || b.to[1] <= a.from[1];
    for figure in awkward().iter().flat_map(drawn) {
        for (i, label) in figure.labels.iter().enumerate() {
            let inside = label.from.iter().all(|&edge| edge >= 0.0) && label.to.iter().zip(figure.size).all(|(&edge, size)| edge <= size);
            assert!(inside, "{}: {label:?} leaves the canvas", figure.name);
            for other in &figure.labels[..i] {
                assert!(apart(label, other), "{}: {label:?} lies on {other:?}", figure.name);
            }
        }
    }
}

#[test]
fn a_figure_has_its_own_name_and_says_where_it_comes_from() {
    let figures = drawn(&findings());
    let names: std::collections::BTreeSet<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(names.len(), figures.len());
    let expected = ["arrival-antimony-pakistan", "arrival-basket", "fan-antimony-pakistan", "arrival-rare-earths-heavy-pakistan"];
    assert!(expected.iter().all(|name| names.contains(name)), "{names:?}");
    for figure in &figures {
        assert!(figure.labels.iter().any(|label| label.text.starts_with("pakistan-baseline.toml · 100,000 trials · seed 1")), "{}", figure.name);
    }
}

#[test]
fn what_never_arrives_is_said() {
    let figures = drawn(&findings());
    let said = |name: &str, text: &str| figures.iter().find(|figure| figure.name == name).unwrap().labels.iter().any(|label| label.text == text);
    assert!(said("arrival-rare-earths-heavy-pakistan", "no trial arrives within the horizon"));
    assert!(said("arrival-basket", "65.0%") && said("arrival-basket", "P90: never"));
    assert!(said("arrival-antimony-pakistan", "25%†"));
}

#[test]
fn years_are_whole() {
    for figure in drawn(&findings()) {
        let years: Vec<&str> =
            figure.labels.iter().map(|label| label.text.as_str()).filter(|text| text.starts_with("20") && text.len() <= 6).collect();
        assert!(years.len() >= 3 && years.iter().all(|year| year.parse::<u32>().is_ok()), "{years:?}");
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
