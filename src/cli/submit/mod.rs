//! `adit submit`: a run in parts on a cluster, from the job scripts to the answer.

mod scripts;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::slurm::{End, JobFolder, Jobs, Slurm, ranges, watch};
use crate::driver::{Failure, Format, output};
use scripts::{scenarios, scripts};

/// Most parts, as of `--part`. Slurm's own limit, 1,000 tasks an array unless the cluster is configured otherwise, is Slurm's to tell.
const MOST_PARTS: i64 = 1_000_000;

/// Options of `adit submit`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct SubmitArgs {
    /// Scenario file (TOML); of a comparison, several
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Submit to Slurm, the one engine known
    #[arg(long, required = true)]
    pub slurm: bool,
    /// Parts, each of them one task of a job array
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_PARTS))]
    pub parts: u32,
    /// What to do with the scenario
    #[arg(long, value_enum, default_value_t = Request::Run)]
    pub command: Request,
    /// Replace one value of the scenario (repeatable): `nodes.mine.capacity=4000`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Read files that a scenario names outside its folder and the current directory, too
    #[arg(long)]
    pub allow_outside: bool,
    /// Trials of all parts together [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=crate::scenario::MOST_TRIALS))]
    pub trials: Option<u64>,
    /// Seed [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Results folder; scripts, parts and logs are kept beside it, in DIR.slurm [default: as of the command]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Threads of each task, and so its processors
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: u16,
    /// Partition of the cluster [default: Slurm's]
    #[arg(long, value_name = "NAME")]
    pub partition: Option<String>,
    /// Longest time that a task may take, as Slurm writes it: `30`, `2:00:00`, `1-12` [default: the partition's]
    #[arg(long, value_name = "TIME")]
    pub time: Option<String>,
    /// Memory of a task, as Slurm writes it: `500M`, `2G` [default: the partition's]
    #[arg(long, value_name = "SIZE")]
    pub memory: Option<String>,
    /// Any other option of sbatch (repeatable): `--sbatch=--account=minerals`
    #[arg(long, value_name = "OPTION", allow_hyphen_values = true)]
    pub sbatch: Vec<String>,
    /// Submit what failed so many times more, after all else has ended
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    pub resubmit: u8,
    /// Submit and do not wait; the same command comes back to what was submitted
    #[arg(long)]
    pub detach: bool,
    /// Write the scripts and submit nothing
    #[arg(long, visible_alias = "dry-run", conflicts_with = "detach")]
    pub write_only: bool,
    /// Further options of the command, behind `--`
    #[arg(last = true, value_name = "OPTIONS")]
    pub words: Vec<String>,
}

/// The commands that run in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Request {
    /// As `adit run`
    Run,
    /// As `adit compare`
    Compare,
    /// As `adit causes`
    Causes,
    /// As `adit sweep`
    Sweep,
}

impl Request {
    fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Compare => "compare",
            Self::Causes => "causes",
            Self::Sweep => "sweep",
        }
    }
}

/// Submits a run in parts and waits for its answer.
///
/// # Errors
/// Where a scenario or an option cannot be used, the folder holds something else, there is no Slurm, or a part or the merge failed.
pub fn submit(args: &SubmitArgs) -> Result<(), Failure> {
    let scripts = scripts(args)?;
    let scenarios = scenarios(args)?;
    if args.write_only {
        return output::answer(&JobFolder::open(scripts, scenarios)?.by_hand());
    }
    Slurm::find()?; // before anything is written
    let mut folder = JobFolder::open(scripts, scenarios)?;
    let mut jobs = match under_way(&folder)? {
        Some(jobs) => jobs,
        None if folder.missing().is_empty() && folder.answer().is_some() => return finish(&folder),
        None => hand_in(&mut folder)?,
    };
    for left in (0..=args.resubmit).rev() {
        output::note(&told(&jobs, &folder));
        if args.detach {
            return Ok(());
        }
        let end = watch(&jobs, &folder);
        if folder.answer().is_some() {
            return finish(&folder);
        }
        output::note(&what_failed(&end, &folder));
        if end.cancelled || left == 0 {
            break;
        }
        jobs = hand_in(&mut folder)?;
    }
    let [folder, _] = folder.shown();
    Err(Failure::Machine(format!(
        "the run is not complete; the same command submits what is missing in {folder}, a new one begins anew once it is deleted"
    )))
}

/// The jobs submitted last, where they have not ended.
fn under_way(folder: &JobFolder) -> Result<Option<Jobs>, Failure> {
    let Some(jobs) = folder.jobs() else { return Ok(None) };
    let runs = Slurm::entries(&jobs)?.iter().any(|entry| !entry.has_ended());
    Ok(runs.then_some(jobs))
}

/// Submits the parts that are missing, and the merge behind them.
fn hand_in(folder: &mut JobFolder) -> Result<Jobs, Failure> {
    folder.forget_answer()?;
    let missing = folder.missing();
    let array = match missing.as_slice() {
        [] => None,
        missing => Some(Slurm::submit(&folder.array(), &[format!("--array={}", ranges(missing))])?),
    };
    let after = array.iter().map(|array| format!("--dependency=afterok:{array}")).collect::<Vec<_>>();
    let merge = Slurm::submit(&folder.merge(), &after).inspect_err(|_| {
        if let Some(array) = &array {
            Slurm::cancel(array); // nobody would know of it
        }
    })?;
    let jobs = Jobs { array, merge };
    folder.submitted(jobs.clone())?;
    Ok(jobs)
}

/// Gives the answer of the merge.
fn finish(folder: &JobFolder) -> Result<(), Failure> {
    output::answer(&folder.answer().unwrap_or_default())?;
    let [folder, results] = folder.shown();
    output::note(&format!("results in {results}; the scripts, parts and logs in {folder} are no longer needed"));
    Ok(())
}

/// What was submitted.
fn told(jobs: &Jobs, folder: &JobFolder) -> String {
    let array = jobs.array.as_ref().map_or_else(|| "every part is there".to_owned(), |array| format!("job array {array} makes the parts"));
    let [folder, _] = folder.shown();
    format!("{array}, job {} merges them, in {folder}; an interrupt here leaves them to go on", jobs.merge)
}

/// What did not come, and what its log says last.
fn what_failed(end: &End, folder: &JobFolder) -> String {
    let mut said = match folder.missing().as_slice() {
        [] => "the merge failed".to_owned(),
        [one] => format!("part {one} is missing"),
        missing => format!("parts {} are missing", ranges(missing)),
    };
    for (part, state) in &end.failed {
        let who = part.map_or_else(|| "the merge".to_owned(), |part| format!("part {part}"));
        said = format!("{said}\n{who}: {state}, {}", folder.last_lines(*part));
    }
    said
}
