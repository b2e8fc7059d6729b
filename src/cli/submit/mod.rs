//! `adit submit`: a run in parts on a Slurm cluster, from the job scripts to the answer.
//!
//! Slurm schedules the tasks, requeues those of a lost node and holds the merge back until every part exists. The program keeps only files: a part is
//! complete when its file is, whoever made it.

mod args;
mod folder;
mod queue;
mod scripts;
mod watch;

pub use args::{SubmitArgs, SubmittedCommand};

use crate::driver::output_run::AsRun;
use crate::driver::prepare::prepare_all;
use crate::driver::{Failure, ScenarioArgs, output};
use crate::store::InputFile;
use folder::{JobFolder, ranges};
use queue::{Entry, Jobs};
use scripts::Scripts;
use watch::{End, watch};

/// Submits a run in parts and waits for its answer.
///
/// # Errors
/// Where a scenario or an option is invalid, the folder contains something else, there is no Slurm, or a part or the merge failed.
pub fn submit(args: &SubmitArgs) -> Result<(), Failure> {
    let scripts = Scripts::of(args)?;
    let scenarios = scenarios(args)?;
    if args.write_only {
        return output::answer(&JobFolder::open(scripts, scenarios)?.by_hand());
    }
    queue::find()?; // before anything is written
    let mut folder = JobFolder::open(scripts, scenarios)?;
    let mut jobs = match running(&folder)? {
        Some(jobs) => jobs,
        None if folder.missing().is_empty() && folder.answer().is_some() => return finish(&folder),
        None => submit_missing(&mut folder)?,
    };
    for left in (0..=args.resubmit).rev() {
        output::note(&submitted(&jobs, &folder));
        if args.detach {
            return Ok(());
        }
        let end = watch(&jobs, &folder);
        if folder.answer().is_some() {
            return finish(&folder);
        }
        output::note(&failures(&end, &folder));
        if end.cancelled || left == 0 {
            break;
        }
        jobs = submit_missing(&mut folder)?;
    }
    let [folder, _] = folder.shown();
    Err(Failure::Machine(format!(
        "the run is not complete; the same command submits what is missing in {folder}, or delete that folder to start a new run"
    )))
}

/// Each scenario as run, by its hash; all problems are printed at once.
fn scenarios(args: &SubmitArgs) -> Result<Vec<InputFile>, Failure> {
    let of = |file: &std::path::PathBuf| ScenarioArgs { file: file.clone(), overrides: args.overrides.clone(), allow_outside: args.allow_outside };
    let prepared = prepare_all(&args.files.iter().map(of).collect::<Vec<_>>())?;
    let each = prepared.iter().zip(&args.files);
    Ok(each.map(|(prepared, file)| AsRun::of(&prepared.scenario).described(&file.display().to_string())).collect())
}

/// Jobs that were submitted last, if they have not ended.
fn running(folder: &JobFolder) -> Result<Option<Jobs>, Failure> {
    let Some(jobs) = &folder.submission.jobs else { return Ok(None) };
    let is_running = queue::entries(jobs)?.iter().any(|entry| !Entry::has_ended(entry));
    Ok(is_running.then(|| jobs.clone()))
}

/// Submits the missing parts, and the merge that depends on them.
fn submit_missing(folder: &mut JobFolder) -> Result<Jobs, Failure> {
    folder.forget_answer()?;
    let missing = folder.missing();
    let array = match missing.as_slice() {
        [] => None,
        missing => Some(queue::submit(&folder.path("array.sh"), &[format!("--array={}", ranges(missing))])?),
    };
    let after = array.iter().map(|array| format!("--dependency=afterok:{array}")).collect::<Vec<_>>();
    let merge = queue::submit(&folder.path("merge.sh"), &after).inspect_err(|_| {
        if let Some(array) = &array {
            queue::cancel(array); // otherwise it would run without being recorded
        }
    })?;
    let jobs = Jobs { array, merge };
    folder.record_jobs(jobs.clone())?;
    Ok(jobs)
}

/// Prints the answer of the merge.
fn finish(folder: &JobFolder) -> Result<(), Failure> {
    output::answer(&folder.answer().unwrap_or_default())?;
    let [folder, results] = folder.shown();
    output::note(&format!("results in {results}; the scripts, parts and logs in {folder} are no longer needed"));
    Ok(())
}

fn submitted(jobs: &Jobs, folder: &JobFolder) -> String {
    let array = jobs.array.as_ref().map_or_else(|| "every part exists".to_owned(), |array| format!("job array {array} makes the parts"));
    let [folder, _] = folder.shown();
    format!("{array}, job {} merges them, in {folder}; an interrupt here does not stop them", jobs.merge)
}

/// What is missing, and the last lines of the logs.
fn failures(end: &End, folder: &JobFolder) -> String {
    let mut text = match folder.missing().as_slice() {
        [] => "the merge failed".to_owned(),
        [one] => format!("part {one} is missing"),
        missing => format!("parts {} are missing", ranges(missing)),
    };
    for (part, state) in &end.failed {
        let task = part.map_or_else(|| "the merge".to_owned(), |part| format!("part {part}"));
        text = format!("{text}\n{task}: {state}, {}", folder.last_lines(*part));
    }
    text
}
