//! `adit report`: the report and the figures of a run, made again from what it left, without running anything.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::charts::KINDS;
use super::command::tell_of_flows;
use super::files::draws_anything;
use super::{Record, Selection, about, write_report};
use crate::driver::interrupt::Unfinished;
use crate::driver::{Failure, output};
use crate::report::{About, ChapterRecord, FigureFormat};
use crate::store::{InputFile, Manifest, ResultsFolder};
use crate::units::{MOST_TABLE, read_bytes};

/// What this command makes; all else in the folder stays as it is.
const MADE: [&str; 3] = ["figures", "manifest.json", "report.html"];

/// What makes a folder a chapter.
const CHAPTER: &str = "chapter.json";

/// Options of `adit report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Results folder of a run
    pub folder: PathBuf,
    /// Draw these figures, by kind or by name, in figures/ and in the report: all, answer, ladder, arrival, fan, mix, flow, bridge, regime, timeline [default: those of the table report of the scenario, else about twelve]
    #[arg(long, value_name = "FIGURES", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// Draw the flows of this year [default: of each the year in which most arrives]
    #[arg(long, value_name = "YEAR")]
    pub flow_year: Option<i32>,
    /// Folders of analyses of the same scenario to take up as chapters [default: each DIR-* beside DIR that has one and is of the same scenario]
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub chapters: Vec<PathBuf>,
    /// Write figures as svg, png or both [default: both]
    #[arg(long, value_enum, value_delimiter = ',')]
    pub format: Vec<Picture>,
}

/// How to write a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    /// Scalable
    Svg,
    /// Pixels, at twice the size
    Png,
}

impl From<Picture> for FigureFormat {
    fn from(picture: Picture) -> Self {
        match picture {
            Picture::Svg => Self::Svg,
            Picture::Png => Self::Png,
        }
    }
}

/// Makes a report again.
///
/// # Errors
/// Where the folder is not that of a run, or was made by another version, or cannot be written to.
pub fn make_again(args: &ReportArgs) -> Result<(), Failure> {
    let formats: Vec<FigureFormat> = args.format.iter().copied().map(FigureFormat::from).collect();
    let selection = Selection::new(&args.figures, &formats).map_err(Failure::Input)?;
    let (record, manifest) = results_of(&args.folder)?;
    let selection = selection.in_year(args.flow_year, record.findings.grid).map_err(Failure::Input)?;
    if !args.figures.is_empty() && !draws_anything(&record, &selection) {
        let all = Selection::default();
        let kinds: Vec<&str> =
            KINDS.into_iter().filter(|kind| Selection::new(&[(*kind).to_owned()], &[]).is_ok_and(|one| draws_anything(&record, &one))).collect();
        let asked = args.figures.join(" or ");
        let there = if draws_anything(&record, &all) { format!("it has {}", kinds.join(", ")) } else { "it has none".to_owned() };
        return Err(Failure::Input(format!("the run in {} has no figure of the kind {asked}; {there}", args.folder.display())));
    }
    tell_of_flows(&record.findings, args.flow_year);
    let chapters = chapters(args, &about(&record, &manifest))?;
    let cannot_copy = |error| Failure::Machine(format!("cannot copy {}: {error}", args.folder.display()));
    let kept = kept(&args.folder).map_err(cannot_copy)?;
    let folder = ResultsFolder::open_keeping(&args.folder, kept.clone())?;
    let unfinished = Unfinished::watch(&folder);
    kept.iter().try_for_each(|name| copy(&args.folder.join(name), &folder.making().join(name))).map_err(cannot_copy)?;
    write_report(&folder, &record, &manifest, &chapters, &selection)?;
    folder.write_manifest(&manifest_as_written(&args.folder)?)?;
    unfinished.finish(folder)?;
    output::note(&format!("report in {}", args.folder.join("report.html").display()));
    Ok(())
}

/// The chapters asked for, of which each must fit; else those that fit among the folders beside the run's whose names begin with its name.
fn chapters(args: &ReportArgs, run: &About) -> Result<Vec<ChapterRecord>, Failure> {
    let said = |folder: &Path, why: &str| format!("{} is no chapter of this report: {why}", folder.display());
    if !args.chapters.is_empty() {
        let each = args.chapters.iter().map(|folder| chapter(folder, run).map_err(|why| Failure::Input(said(folder, &why))));
        return each.collect();
    }
    let mut found = Vec::new();
    for folder in beside(&args.folder) {
        match chapter(&folder, run) {
            Ok(chapter) => found.push(chapter),
            Err(why) => output::note(&said(&folder, &why)),
        }
    }
    Ok(found)
}

/// What an analysis left, if it fits.
fn chapter(folder: &Path, run: &About) -> Result<ChapterRecord, String> {
    let chapter = read_bytes(&folder.join(CHAPTER), MOST_TABLE).map_err(|why| format!("{CHAPTER}: {why}"))?;
    let chapter = ChapterRecord::read(&chapter).map_err(|why| format!("{CHAPTER}: {why}"))?;
    let manifest = fs::read(folder.join("manifest.json")).map_err(|error| format!("manifest.json: {error}"))?;
    let manifest = Manifest::read(&manifest).map_err(|why| format!("manifest.json: {why}"))?;
    if manifest.model != chapter.about.model {
        return Err(format!("its manifest.json and its {CHAPTER} are of different scenarios"));
    }
    chapter.fits(run)?;
    Ok(chapter)
}

/// Folders `DIR-*` beside `DIR` that hold a chapter, by name.
fn beside(folder: &Path) -> Vec<PathBuf> {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else { return Vec::new() };
    let prefix = format!("{}-", name.to_string_lossy());
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)).map(|entry| entry.path());
    let mut found: Vec<PathBuf> = named.filter(|path| path.join(CHAPTER).is_file()).collect();
    found.sort();
    found
}

/// What a run left, if the folder is one.
pub(super) fn results_of(folder: &Path) -> Result<(Record, Manifest), Failure> {
    let not_ours =
        |name: &str, why: &str| Failure::Input(format!("{} is not a results folder that can be reported: {name}: {why}", folder.display()));
    let read = |name: &str| fs::read(folder.join(name)).map_err(|error| not_ours(name, &error.to_string()));
    let manifest = Manifest::read(&read("manifest.json")?).map_err(|why| not_ours("manifest.json", &why))?;
    let record = Record::read(&read("findings.json")?).map_err(|why| not_ours("findings.json", &why))?;
    let as_run = InputFile::new("scenario.toml", &String::from_utf8_lossy(&read("scenario.toml")?));
    if as_run.sha256 != manifest.as_run.sha256 {
        return Err(not_ours("scenario.toml", "it is not the scenario that was run; its hash is not the one in manifest.json"));
    }
    if (record.findings.seed, record.findings.trials) != (manifest.seed, manifest.trials) {
        return Err(not_ours("findings.json", "its seed or trials are not those in manifest.json"));
    }
    Ok((record, manifest))
}

/// The manifest with every field that it has, those of a comparison included.
fn manifest_as_written(folder: &Path) -> Result<serde_json::Value, Failure> {
    let cannot_read = |error: std::io::Error| Failure::Machine(format!("cannot read the manifest of {}: {error}", folder.display()));
    let bytes = fs::read(folder.join("manifest.json")).map_err(cannot_read)?;
    serde_json::from_slice(&bytes).map_err(|error| cannot_read(error.into()))
}

/// Entries of the folder that are not made again.
fn kept(folder: &Path) -> std::io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    names.filter(|name| !name.as_ref().is_ok_and(|name| MADE.contains(&name.as_str()))).collect()
}

/// Brings an entry into the folder in the making, linked where the system can, else copied.
fn copy(from: &Path, into: &Path) -> std::io::Result<()> {
    if fs::symlink_metadata(from)?.is_dir() {
        fs::create_dir(into)?;
        return fs::read_dir(from)?.try_for_each(|entry| entry.and_then(|entry| copy(&entry.path(), &into.join(entry.file_name()))));
    }
    fs::hard_link(from, into).or_else(|_| fs::copy(from, into).map(drop))
}
