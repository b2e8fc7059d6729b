//! `adit submit`: a run in parts on a cluster, from the job scripts to the answer.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, ValueEnum};

use super::compare;
use super::making::AsRun;
use super::prepare::{Prepared, prepare_all};
use super::slurm::{End, JobFolder, Jobs, Scripts, Slurm, Wishes, ranges, watch};
use super::{Cli, Failure, Format, ScenarioArgs, output};
use crate::report::InputFile;

/// Most parts, as of `--part`. Slurm's own limit, 1,000 tasks an array unless the cluster is configured otherwise, is Slurm's to tell.
const MOST_PARTS: i64 = 1_000_000;

/// Options of `adit submit`.
#[derive(Debug, Args)]
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
    #[arg(long, value_enum, default_value_t = Asked::Run)]
    pub command: Asked,
    /// Replace a value of the scenario, as often as needed: `nodes.mine.capacity=4000`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Trials of all parts together [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
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
    /// Any other option of sbatch, as often as needed: `--sbatch=--account=minerals`
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
pub enum Asked {
    /// As `adit run`
    Run,
    /// As `adit compare`
    Compare,
    /// As `adit causes`
    Causes,
    /// As `adit sweep`
    Sweep,
}

impl Asked {
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

/// The scripts for what is asked.
fn scripts(args: &SubmitArgs) -> Result<Scripts, Failure> {
    let of_system = |error| Failure::Machine(format!("cannot find out where this is: {error}"));
    let place = std::env::current_dir().map_err(of_system)?;
    let program = std::env::current_exe().map_err(of_system)?;
    let name = default_name(args);
    let results = std::path::absolute(args.out.clone().unwrap_or_else(|| Path::new("outputs").join(&name))).map_err(of_system)?;
    let Some(own) = results.file_name() else {
        return Err(Failure::Input(format!("{} cannot be replaced by a results folder; choose another with --out", results.display())));
    };
    let mut beside = own.to_owned();
    beside.push(".slurm");
    let wishes = Wishes {
        cpus: args.threads,
        partition: args.partition.clone(),
        time: args.time.clone(),
        memory: args.memory.clone(),
        others: args.sbatch.clone(),
    };
    Ok(Scripts {
        name,
        program: word(&program)?,
        words: words(args)?,
        parts: args.parts,
        place: word(&place)?,
        folder: word(&results.with_file_name(beside))?,
        results: word(&results)?,
        format: if args.format == Format::Json { "json" } else { "text" },
        wishes,
    })
}

/// The command line of a single run, without where its results go. What the command does not know is refused now, not by every task.
fn words(args: &SubmitArgs) -> Result<Vec<String>, Failure> {
    let mut words = vec![args.command.word().to_owned()];
    for file in &args.files {
        words.push(word(file)?);
    }
    for value in &args.overrides {
        words.extend(["--set".to_owned(), value.clone()]);
    }
    for (name, value) in [("--trials", args.trials), ("--seed", args.seed)] {
        words.extend(value.iter().flat_map(|value| [name.to_owned(), value.to_string()]));
    }
    words.extend(args.words.iter().cloned());
    let part = ["--part".to_owned(), format!("1/{}", args.parts), "--out".to_owned(), "1.part".to_owned()];
    let task = std::iter::once("adit".to_owned()).chain(words.iter().cloned()).chain(part);
    Cli::try_parse_from(task).map_err(|error| {
        let _ = error.print(); // where even stderr is closed there is nobody to tell
        Failure::Told
    })?;
    Ok(words)
}

/// Each scenario as run, by its hash; all their problems are told at once.
fn scenarios(args: &SubmitArgs) -> Result<Vec<InputFile>, Failure> {
    let asked: Vec<_> = args.files.iter().map(|file| ScenarioArgs { file: file.clone(), overrides: args.overrides.clone() }).collect();
    let prepared = prepare_all(&asked)?;
    let each = prepared.into_iter().zip(&args.files);
    Ok(each.map(|(Prepared { scenario, .. }, file)| AsRun::of(&scenario).described(&file.display().to_string())).collect())
}

/// Name of the results folder that a single run would leave.
fn default_name(args: &SubmitArgs) -> String {
    if args.command == Asked::Compare {
        return compare::default_name(&compare::names(&args.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>()));
    }
    let stem = args.files.first().and_then(|file| file.file_stem()).unwrap_or_default().to_string_lossy();
    if args.command == Asked::Run { stem.into_owned() } else { format!("{stem}-{}", args.command.word()) }
}

/// A path as a word of a job script.
fn word(path: &Path) -> Result<String, Failure> {
    let refused = |why: &str| Failure::Input(format!("{} cannot stand in a job script: {why}", path.display()));
    let text = path.to_str().ok_or_else(|| refused("it is not UTF-8"))?;
    if text.contains(['\\', '\n', '\r']) { Err(refused("Slurm does not take a backslash or a new line in a path")) } else { Ok(text.to_owned()) }
}
