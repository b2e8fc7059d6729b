//! Chapters: well-formed and closed whatever they are called, read back as they were, taken up by the report of their scenario and no other.
#![allow(missing_docs)]

use std::fs;
use std::path::Path;

use crate::common;
use adit::analyses::run::{Record, all};
use adit::report::charts::Figure;
use adit::report::{About, Block, Cell, Chapter, ChapterRecord, Csv, DataFile, Table, write_chapter};
use adit::store::{InputFile, Manifest, ResultsFolder};
use adit::study::Assumptions;
use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use tempfile::TempDir;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
const HOSTILE: &str = "</title><script>alert(\"1\")</script><b>&amp;' \" & é {{ seed }} {% raw %}";

fn figures() -> Vec<Figure> {
    all(&Record::new("x.toml".to_owned(), common::findings(), Assumptions::default()), None)
}

fn about(model: &str) -> About {
    let inputs = vec![InputFile::new("/home/somebody/secret/x.toml", "a")];
    let manifest =
        Manifest::new(vec!["adit".to_owned()], "x.toml".to_owned(), inputs, InputFile::new("scenario.toml", "c"), jiff::Timestamp::UNIX_EPOCH)
            .of_run(3, 1_000, 2, &["title=a 'b'".to_owned()])
            .of_model(model.to_owned());
    About::new(HOSTILE, "x.toml", "causes", &["x.toml".to_owned(), "--goal".to_owned(), "two words".to_owned()], &manifest)
}

fn chapter(text: &str) -> Chapter {
    let mut table = Table::new(text, &["goal"]).in_unit("later by", "months");
    table.row(vec![Cell::text(text), Cell::number("−1.5 [−2, −1]", -1.5)]);
    let mut csv = Csv::new(&["a", "b"]);
    csv.row(&["x, y".to_owned(), "1".to_owned()]);
    let figure = |i: usize| Block::Figure { figure: figures().remove(i), data: (i == 0).then(|| DataFile::csv("ladder.csv", &csv)) };
    let texts = [Block::Heading(text.to_owned()), Block::Paragraph(text.to_owned()), Block::List(vec![text.to_owned(), "two".to_owned()])];
    let empty = Block::Table(Table::new("nothing to be seen", &["a"]));
    let blocks = texts.into_iter().chain([figure(0), figure(1), Block::Table(table), empty]).collect();
    Chapter { id: "causes".to_owned(), title: text.to_owned(), sentences: vec![text.to_owned(), "It is 5 months.".to_owned()], blocks }
}

fn written(chapter: &Chapter, about: &About) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let folder = ResultsFolder::open(&place.path().join("made")).unwrap();
    write_chapter(&folder, chapter, about).unwrap();
    folder.write("manifest.json", |_| Ok(())).unwrap();
    folder.finish().unwrap();
    place
}

fn read(place: &TempDir, name: &str) -> String {
    fs::read_to_string(place.path().join("made").join(name)).unwrap()
}

#[test]
fn a_chapter_is_a_page_of_its_own() {
    let place = written(&chapter(HOSTILE), &about("m"));
    let page = read(&place, "report.html");
    let document = Document::parse_with_options(&page, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap();
    let count = |tag: &str| document.descendants().filter(|node| node.has_tag_name(tag)).count();
    // one script, of our own; nothing that the texts say has become a tag
    assert_eq!([count("script"), count("b"), count("figure"), count("h3")], [1, 0, 2, 1]);
    let leading_out = document
        .descendants()
        .flat_map(|node| node.attributes())
        .find(|attribute| attribute.value().contains("://") && !attribute.value().starts_with("http://www.w3.org/"));
    assert!(leading_out.is_none(), "{leading_out:?}");
    let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    let download = document.descendants().find(|node| node.attribute("download") == Some("ladder.csv")).unwrap();
    assert_eq!(download.attribute("href"), Some("data:text/csv;charset=utf-8,a,b%0A%22x,%20y%22,1%0A"));
    assert_eq!(page.matches("download=").count(), 1); // a figure without data has no link
    assert!(page.contains("later by, months") && page.contains("data-value=\"-1.5\"") && !page.contains("nothing to be seen"));
    assert!(
        page.contains("adit causes x.toml --goal &#x27;two words&#x27; --seed 3 --trials 1000 --set") && !page.contains("/home/somebody"),
        "{page}"
    );
    assert_eq!(read(&place, "ladder.csv"), "a,b\n\"x, y\",1\n");
    for figure in &figures()[..2] {
        assert_eq!(read(&place, &format!("figures/{}.svg", figure.name)), figure.svg);
        assert!(place.path().join(format!("made/figures/{}.png", figure.name)).is_file());
    }
}

#[test]
fn a_chapter_reads_back_as_it_was() {
    let (chapter, about) = (chapter("plain"), about("m"));
    let place = written(&chapter, &about);
    let record = ChapterRecord::read(read(&place, "chapter.json").as_bytes()).unwrap();
    assert_eq!(record.about, about);
    assert_eq!((&record.chapter.title, &record.chapter.sentences, record.chapter.blocks.len()), (&chapter.title, &chapter.sentences, 7));
    let again = written(&record.chapter, &record.about);
    assert_eq!(read(&again, "report.html"), read(&place, "report.html"));
    assert_eq!(read(&again, "chapter.json"), read(&place, "chapter.json"));
    assert!(!read(&place, "chapter.json").contains("font-face")); // the page carries the font
    assert!(ChapterRecord::read(b"{\"format\": 99}").unwrap_err().contains("layout is number 99"));
    assert!(ChapterRecord::read(b"[]").is_err());
}

#[test]
fn a_chapter_fits_the_run_of_its_scenario_and_no_other() {
    let record = ChapterRecord::new(&chapter("plain"), &about("one"));
    assert!(record.fits(&about("one")).is_ok());
    assert!(record.fits(&about("another")).unwrap_err().contains("another scenario"));
    assert!(record.fits(&about("")).unwrap_err().contains("made before"));
    let newer = About { version: "99.0.0".to_owned(), ..about("one") };
    assert!(record.fits(&newer).unwrap_err().contains("version"));
}

fn adit(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place);
    command
}

/// A folder with a run, a comparison that begins with the same scenario in `run-slow`, and one that does not in `run-other`.
fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::copy(REFERENCE, place.path().join("calm.toml")).unwrap();
    fs::write(place.path().join("slow.toml"), "extends = \"calm.toml\"\n[projects.refinery.stages.commissioning]\nduration = 18\n").unwrap();
    adit(place.path()).args(["run", "calm.toml", "--trials", "150", "--out", "run", "--figures", "arrival"]).assert().success();
    // other trials and another seed are the same scenario
    adit(place.path()).args(["compare", "calm.toml", "slow.toml", "--trials", "100", "--seed", "5", "--out", "run-slow"]).assert().success();
    adit(place.path()).args(["compare", "slow.toml", "calm.toml", "--trials", "100", "--out", "run-other"]).assert().success();
    place
}

#[test]
fn a_report_takes_up_the_chapters_beside_it() {
    let place = place();
    let page = || fs::read_to_string(place.path().join("run/report.html")).unwrap();
    let bare = page();
    let remark = contains("run-other is no chapter of this report: it is about another scenario").and(contains("run-slow is no").not());
    adit(place.path()).args(["report", "run"]).assert().success().stderr(remark);
    let taken = page();
    assert!(!bare.contains("chapter-comparison") && taken.contains("<a href=\"#chapter-comparison\">Scenarios compared: calm and slow</a>"));
    assert!(taken.contains("100 trials, seed 5: <code>adit compare calm.toml slow.toml --seed 5 --trials 100</code>"));
    assert_eq!(taken.matches("@font-face").count(), 2);
    Document::parse_with_options(&taken, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap();
    adit(place.path()).args(["report", "run", "--chapters", "run-slow"]).assert().success();
    assert_eq!(page(), taken);
    adit(place.path()).args(["report", "run", "--chapters", "run-slow", "run-slow"]).assert().success();
    assert!(page().contains("chapter-comparison-2"));
}

#[test]
fn a_chapter_asked_for_that_does_not_fit_is_refused() {
    let place = place();
    let before = fs::read(place.path().join("run/report.html")).unwrap();
    for (folder, why) in
        [("run-other", "it is about another scenario (slow.toml, calm.toml, hash"), ("run", "chapter.json"), ("nowhere", "chapter.json")]
    {
        adit(place.path()).args(["report", "run", "--chapters", folder]).assert().code(2).stdout("").stderr(contains(why));
    }
    let read = |name: &str| fs::read_to_string(place.path().join("run-slow").join(name)).unwrap();
    fs::write(place.path().join("run-slow/chapter.json"), read("chapter.json").replacen("\"format\": 1", "\"format\": 9", 1)).unwrap();
    adit(place.path()).args(["report", "run", "--chapters", "run-slow"]).assert().code(2).stderr(contains("layout is number 9"));
    assert_eq!(fs::read(place.path().join("run/report.html")).unwrap(), before);
}
