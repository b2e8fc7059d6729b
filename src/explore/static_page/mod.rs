//! Static page (`adit explore --static`): one self-contained file with the answers on a grid of at most four inputs, which needs no server.

mod bundle;
mod document;
mod inputs;
mod streams;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::answer::answer;
use super::changes::{Change, Changed, apply};
use super::figures;
use super::model::Model;
use super::run;
use super::store::Answer;
use super::unchanged::Unchanged;
use crate::analyses::sweep::{Design, DesignName, Points, SweepQuestion, design};
use crate::driver::progress::Progress;
use crate::driver::{Failure, output};
use crate::report::words;
use document::BEGIN;
use streams::Streams;

/// Most inputs that are varied.
const MOST_INPUTS: usize = 4;
/// Most points.
const MOST_POINTS: usize = 1_000;
/// Largest page, bytes.
const LARGEST: usize = 5_000_000;

/// Writes the page with the answers at all combinations of the values of `vary`.
///
/// # Errors
/// Where the values or a point are invalid, the page would be too large, or the file cannot be written.
pub fn write(model: &Model, vary: &[String], file: &Path) -> Result<(), Failure> {
    check_place(file)?;
    let design = grid(model, vary)?;
    Points::checked(&model.loaded, &model.plan, &design, "--vary")?;
    let unchanged = Unchanged::default();
    let mut streams = Streams::default();
    let points = design.points.len();
    let written = simulated(model, &unchanged, None, 1)?;
    add(&mut streams, 0, &written);
    let begun = Instant::now();
    let mut progress = None;
    for point in 0..points {
        add(&mut streams, point + 1, &at_point(model, &unchanged, &design, point)?);
        if streams.length() > LARGEST {
            let [points, most] = [words::count(points as u64), (LARGEST / 1_000_000).to_string()];
            return Err(Failure::Input(format!("the numbers of {points} points take more than {most} MB; vary fewer values")));
        }
        let bar = progress.get_or_insert_with(|| {
            output::note(&announced(points, model.options.trials, begun.elapsed().as_secs_f64() * points as f64 / 60.0));
            Progress::new(model.options.trials.saturating_mul(points as u64), "points")
        });
        bar.add(model.options.trials);
    }
    drop(progress);
    let inputs = inputs::inputs(model, &design);
    let document::Document { html, left_out } = document::document(model, &inputs, points, streams, LARGEST)?;
    save(file, &html).map_err(|error| Failure::Machine(format!("{} cannot be written: {error}", file.display())))?;
    if !left_out.is_empty() {
        output::note(&format!("left out, since the page would exceed {} MB with them: {}", LARGEST / 1_000_000, words::joined(&left_out)));
    }
    output::answer(&format!("{} ({:.2} MB)\n", file.display(), html.len() as f64 / 1e6))
}

/// Checks that the file may be written: it does not exist, or is such a page.
fn check_place(file: &Path) -> Result<(), Failure> {
    let wrong = |why: &str| Err(Failure::Input(format!("{} {why}", file.display())));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return wrong("is in a folder that does not exist");
    }
    match std::fs::read(file) {
        Ok(content) if !content.starts_with(BEGIN.as_bytes()) => wrong("exists and is no page of `adit explore --static`; choose another name"),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => wrong(&format!("cannot be written: {error}")),
        _ => Ok(()),
    }
}

/// Points of the page.
fn grid(model: &Model, vary: &[String]) -> Result<Design, Failure> {
    let question = SweepQuestion { vary: vary.to_vec(), design: DesignName::Grid, points: None, goals: Vec::new(), by: Vec::new() };
    let design = design(&question, model.options.seed)?;
    let (inputs, points) = (design.paths.len(), design.points.len());
    if inputs > MOST_INPUTS {
        return Err(Failure::Input(format!("a static page varies at most {MOST_INPUTS} inputs, and --vary names {inputs}")));
    }
    if points > MOST_POINTS {
        let [points, most] = [points, MOST_POINTS].map(|count| words::count(count as u64));
        return Err(Failure::Input(format!("a static page has at most {most} points, and the values of --vary make {points}")));
    }
    Ok(design)
}

/// Answer at one point, on the draws of the scenario as written.
fn simulated(model: &Model, unchanged: &Unchanged, changed: Option<Arc<Changed>>, id: u64) -> Result<Answer, Failure> {
    let mut found = None;
    run::run(model, unchanged, changed.as_deref(), &|| false, &mut |result| found = Some(result));
    let result = found.ok_or_else(|| Failure::Machine("the trials were not run".to_owned()))?;
    Ok(Answer { id, result, changed })
}

/// Answer at a point of the grid.
fn at_point(model: &Model, unchanged: &Unchanged, design: &Design, point: usize) -> Result<Answer, Failure> {
    let of = |(path, value): (&String, &String)| Change { path: path.clone(), value: value.clone() };
    let changes: Vec<Change> = design.paths.iter().zip(&design.points[point]).map(of).collect();
    let scenario = apply(model, &changes).map_err(|problems| {
        let problem = problems.into_iter().next().map_or_else(String::new, |problem| problem.message);
        Failure::Input(format!("at point {} ({}): {problem}", point + 1, design.sets(point).join(", ")))
    })?;
    simulated(model, unchanged, Some(Arc::new(scenario)), point as u64 + 2)
}

/// Number of points and the expected time, as they are printed first.
fn announced(points: usize, trials: u64, minutes: f64) -> String {
    let points = if points == 1 { "1 point".to_owned() } else { format!("{} points", words::count(points as u64)) };
    let time = if minutes < 0.1 { "less than 0.1".to_owned() } else { format!("about {minutes:.1}") };
    format!("{points} of the grid and the scenario as written, {} each; expected time: {time} minutes", words::trials(trials))
}

/// Adds the numbers and the figures of a point.
fn add(streams: &mut Streams, point: usize, of: &Answer) {
    if let Ok(text) = serde_json::to_string(&answer(of)) {
        streams.answers.add(point, &text);
    }
    for listed in figures::listed(of) {
        if let Some(figure) = figures::draw(of, &listed.name, false) {
            streams.figure(&listed.name, point, &figure.without_style());
        }
    }
}

/// Writes the file whole or not at all.
fn save(file: &Path, html: &str) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut written = tempfile::Builder::new().prefix(".adit-").suffix(".html").tempfile_in(folder)?;
    written.write_all(html.as_bytes())?;
    super::save::readable(written.as_file())?;
    written.persist(file).map_err(|error| error.error)?;
    Ok(())
}
