//! `report.html`: well-formed, complete, closed to the network, safe from what a scenario is called, the same when made again.
#![allow(missing_docs)]

use std::fs;
use std::path::Path;

use crate::common;
use adit::analyses::run::{FORMAT, KINDS, Record, all, report_html, run};
use adit::plan::SourceText;
use adit::study::{RunOptions, assumptions};
use adit::{plan, scenario};
use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use tempfile::TempDir;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/pakistan-baseline.toml");

fn record_of(file: &str, trials: u64) -> Record {
    let scenario = scenario::load(Path::new(file), &[]).scenario.unwrap();
    let plan = plan::compile(&scenario).0.unwrap();
    let findings = run(&plan, &RunOptions { trials, seed: 1, threads: Some(2) }, &|_| ()).unwrap();
    Record::new(Path::new(file).file_name().unwrap().to_str().unwrap().to_owned(), findings, assumptions(&scenario))
}

fn page_of(record: &Record) -> String {
    report_html(record, &common::manifest(), &[]).unwrap()
}

fn parsed(page: &str) -> Document<'_> {
    Document::parse_with_options(page, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap_or_else(|error| panic!("{error}"))
}

fn named<'a, 'input>(document: &'a Document<'input>, name: &'a str) -> impl Iterator<Item = Node<'a, 'input>> {
    document.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

fn words(node: Node) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_section<'a, 'input>(document: &'a Document<'input>) -> Node<'a, 'input> {
    named(document, "section").next().unwrap()
}

#[test]
fn the_page_is_well_formed_whole_and_closed() {
    let record = record_of(BASELINE, 300);
    let page = page_of(&record);
    assert!(page.len() < 8_000_000, "{} bytes", page.len()); // eleven minerals and 85 goals are 6.5 MB
    let document = parsed(&page);
    // nothing but a link that somebody clicks leads out
    for node in document.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        assert!(!matches!(tag, "link" | "img" | "iframe" | "object" | "embed" | "image" | "use" | "base" | "form"), "{tag}");
        for attribute in node.attributes() {
            let value = attribute.value();
            let leads_out = value.contains("://") && tag != "a" && !value.starts_with("http://www.w3.org/");
            assert!(!leads_out && attribute.name() != "src" && !attribute.name().starts_with("on"), "{tag} {}", attribute.name());
        }
    }
    for style in named(&document, "style").chain(named(&document, "script")) {
        let text = style.text().unwrap_or_default();
        assert!(!text.contains("://") && !text.contains("@import") && !text.contains("fetch("));
    }
    assert_eq!(page.matches("@font-face").count(), 2); // one a weight, for the whole page
    // every id is one element's, and every mention of one leads to it
    let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let mentioned = document.descendants().filter_map(|node| node.attribute("aria-labelledby")).flat_map(str::split_whitespace);
    let linked = named(&document, "a").filter_map(|node| node.attribute("href")).filter_map(|href| href.strip_prefix('#'));
    for id in mentioned.chain(linked) {
        assert!(ids.contains(&id), "{id}");
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    // the chosen figures, each with words and numbers behind it
    let shown: Vec<Node> = named(&document, "figure").collect();
    assert!((10..=12).contains(&shown.len()), "{} figures", shown.len());
    let all_names: Vec<String> = all(&record, None).into_iter().map(|figure| format!("figure-{}", figure.name)).collect();
    for node in &shown {
        let name = node.attribute("id").unwrap();
        assert!(all_names.iter().any(|known| known == name) && KINDS.contains(&name.split('-').nth(1).unwrap()), "{name}");
        let behind = node.descendants().find(|node| node.has_tag_name("details")).unwrap();
        assert!(words(behind).len() > 20, "{name}");
        let data = node.descendants().find_map(|node| node.attribute("download").and(node.attribute("href"))).unwrap();
        assert!(data.starts_with("data:text/csv") && data.matches("%0A").count() > 5, "{name}");
    }
    // every input, every cited source, the headline and three points
    let all_words = words(document.root_element());
    for input in &record.assumptions.inputs {
        assert!(all_words.contains(&input.path), "{}", input.path);
    }
    let curves = document.descendants().filter(|node| node.attribute("class") == Some("curve")).count();
    assert_eq!(curves, record.assumptions.inputs.iter().filter(|input| input.curve.is_some()).count());
    let judged = document.descendants().filter(|node| node.attribute("class") == Some("notice")).count();
    assert_eq!(judged, record.assumptions.inputs.iter().filter(|input| input.judgement).count());
    assert!(named(&document, "a").filter(|node| node.attribute("href").is_some_and(|href| href.starts_with("https://"))).count() > 100);
    let said = words(first_section(&document));
    for word in
        ["By December 2045, supply from Pakistan reaches 0.1% of demand in ", "What delays it", "What would change it", "What bridges the gap"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(all_words.contains("other figures are not drawn"));
    assert!(!page.contains("/home/somebody") && page.contains("x.toml"));
    let texts = document.descendants().filter(|node| node.is_text() && !node.parent().is_some_and(|parent| parent.has_tag_name("style")));
    let mut tokens = texts.filter_map(|node| node.text()).flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    assert!(!tokens.any(|token| matches!(token, "NaN" | "inf")));
}

#[test]
fn names_cannot_break_out() {
    let mut record = record_of(REFERENCE, 200);
    let hostile = "</title><script>alert(\"1\")</script><b>&amp;' \" & é {{ seed }} {% raw %}";
    record.findings.title = hostile.to_owned();
    record.scenario = hostile.to_owned();
    record.findings.goals[0].title = hostile.to_owned();
    record.findings.stages[0].titles[0] = hostile.to_owned();
    record.assumptions.about = Some(hostile.to_owned());
    for input in &mut record.assumptions.inputs {
        input.note = Some(hostile.to_owned());
        input.distribution = hostile.to_owned();
        input.sources = vec!["s".to_owned()];
    }
    let address = Some("javascript:alert(1)".to_owned());
    let source = SourceText { key: "s".to_owned(), title: hostile.to_owned(), date: None, address, note: None, confidence: None };
    record.assumptions.sources = vec![source];
    let page = page_of(&record);
    let document = parsed(&page);
    assert_eq!(named(&document, "script").count(), 1);
    assert_eq!(named(&document, "b").count(), 0);
    assert!(named(&document, "a").all(|node| node.attribute("href").is_none_or(|href| !href.starts_with("javascript"))));
    let title = named(&document, "h1").next().unwrap();
    assert_eq!(words(title), hostile);
}

#[test]
fn one_goal_that_never_arrives_is_said_so() {
    let mut record = record_of(REFERENCE, 200);
    let goal = &mut record.findings.goals[0];
    for quantile in [&mut goal.p10, &mut goal.p50, &mut goal.p90] {
        (quantile.value, quantile.low, quantile.high) = (None, None, None);
    }
    goal.never.value = Some(1.0);
    let page = page_of(&record);
    let document = parsed(&page);
    let said = words(first_section(&document));
    assert!(said.contains("in none of 200 trials by December"), "{said}");
}

fn adit(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place.path());
    command
}

fn ran(trials: &str) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    adit(&place).args(["run", REFERENCE, "--trials", trials, "--trials-csv", "--out", "run"]).assert().success();
    place
}

/// Names of files below a folder with their bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            all.extend(files(&entry.path()).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            all.push((name, fs::read(entry.path()).unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn a_report_made_again_is_the_same_byte_for_byte() {
    for trials in ["700", "1"] {
        let place = ran(trials); // one trial leaves errors undefined and intervals open
        let folder = place.path().join("run");
        let before = files(&folder);
        adit(&place).args(["report", "run"]).assert().success().stderr(contains("report in run/report.html"));
        assert!(files(&folder) == before, "{trials} trials");
    }
}

#[test]
fn some_figures_can_be_drawn() {
    let place = ran("300");
    adit(&place).args(["report", "run", "--figures", "arrival", "--format", "svg"]).assert().success();
    let names: Vec<String> = files(&place.path().join("run")).into_iter().map(|(name, _)| name).collect();
    let figures: Vec<&String> = names.iter().filter(|name| name.starts_with("figures/")).collect();
    assert!(!figures.is_empty() && figures.iter().all(|name| name.starts_with("figures/arrival") && !name.contains(".png")), "{figures:?}");
    for kept in ["trials.csv", "summary.json", "manifest.json", "scenario.toml", "findings.json", "report.html"] {
        assert!(names.iter().any(|name| name == kept), "{kept}");
    }
    adit(&place).args(["run", REFERENCE, "--trials", "50", "--figures", "fan", "--out", "fans"]).assert().success();
    assert!(files(&place.path().join("fans/figures")).iter().all(|(name, _)| name.starts_with("fan-")));
}

#[test]
fn the_flows_of_a_year_can_be_asked_for() {
    let place = ran("200");
    let shown = |year: &str| {
        adit(&place).args(["report", "run", "--figures", "flow", "--flow-year", year]).assert().success();
        let drawn = files(&place.path().join("run/figures"));
        let svg = drawn.iter().find(|(name, _)| name.ends_with("svg")).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
        svg.unwrap_or_default()
    };
    assert!(shown("2040").contains("Antimony from Pakistan in 2040<"));
    assert!(shown("2038").contains("Antimony from Pakistan in 2038<"));
    let said = |args: &[&str], why: &str| adit(&place).args(args).assert().code(2).stderr(contains(why));
    said(&["report", "run", "--flow-year", "1999"], "there is no flow of 1999: the scenario runs from 2026 to 2045");
    said(&["run", REFERENCE, "--flow-year", "2046", "--out", "other"], "there is no flow of 2046");
    assert!(!place.path().join("other").exists());
    adit(&place).args(["report", "run", "--flow-year", "2026"]).assert().success().stderr(contains("nothing moves in 2026"));
}

#[test]
fn what_cannot_be_reported_is_refused_and_left_alone() {
    let place = ran("100");
    let refused = |args: &[&str], why: &str| {
        let before = files(place.path());
        adit(&place).args(args).assert().code(2).stdout("").stderr(contains(why).and(contains("panicked").not()));
        assert!(files(place.path()) == before, "{args:?}");
    };
    let write = |name: &str, text: &str| fs::write(place.path().join("run").join(name), text).unwrap();
    let read = |name: &str| fs::read_to_string(place.path().join("run").join(name)).unwrap();
    refused(&["report", "run", "--figures", "arrival,moon"], "no figure `moon`");
    refused(&["run", REFERENCE, "--figures", "moon", "--out", "other"], "no figure `moon`");
    refused(&["report", "run", "--format", "gif"], "gif");
    refused(&["report", "nowhere"], "manifest.json");
    refused(&["report", "."], "manifest.json");
    let scenario = read("scenario.toml");
    write("scenario.toml", &format!("{scenario}\n# changed"));
    refused(&["report", "run"], "not the scenario that was run");
    write("scenario.toml", &scenario);
    let findings = read("findings.json");
    write("findings.json", &findings.replacen(&format!("\"format\": {FORMAT}"), "\"format\": 2", 1));
    refused(&["report", "run"], concat!("it was written by version ", env!("CARGO_PKG_VERSION"), " in format 2, and this program reads format 4"));
    write("findings.json", "{\"format\": 2, \"scenario\": \"x.toml\"}");
    refused(&["report", "run"], "it was written by an earlier version in format 2");
    write("findings.json", &findings[..findings.len() / 2]);
    refused(&["report", "run"], "findings.json");
    write("findings.json", "[]");
    refused(&["report", "run"], "findings.json");
    write("findings.json", &findings);
    let manifest = read("manifest.json");
    write("manifest.json", &manifest.replacen("\"program\": \"adit\"", "\"program\": \"other\"", 1));
    refused(&["report", "run"], "made by other");
}
