//! What is submitted: the job scripts of a command line, and the scenarios as they are run.

use std::path::Path;

use clap::Parser as _;

use super::SubmitArgs;
use crate::cli::slurm::{ResourceRequest, Scripts};
use crate::cli::Cli;
use crate::driver::output_run::AsRun;
use crate::driver::prepare::{Prepared, prepare_all};
use crate::driver::request::{folder_of, names_of};
use crate::driver::{Failure, Format, ScenarioArgs, output};
use crate::store::InputFile;

/// The scripts for what is asked.
pub(super) fn scripts(args: &SubmitArgs) -> Result<Scripts, Failure> {
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
    let wishes = ResourceRequest {
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
    words.extend(args.allow_outside.then(|| "--allow-outside".to_owned()));
    for (name, value) in [("--trials", args.trials), ("--seed", args.seed)] {
        words.extend(value.iter().flat_map(|value| [name.to_owned(), value.to_string()]));
    }
    words.extend(args.words.iter().cloned());
    let part = ["--part".to_owned(), format!("1/{}", args.parts), "--out".to_owned(), "1.part".to_owned()];
    let task = std::iter::once("adit".to_owned()).chain(words.iter().cloned()).chain(part);
    Cli::try_parse_from(task).map_err(|error| {
        output::note(error.render().to_string().trim_end());
        Failure::Reported
    })?;
    Ok(words)
}

/// Each scenario as run, by its hash; all their problems are told at once.
pub(super) fn scenarios(args: &SubmitArgs) -> Result<Vec<InputFile>, Failure> {
    let asked: Vec<_> = args
        .files
        .iter()
        .map(|file| ScenarioArgs { file: file.clone(), overrides: args.overrides.clone(), allow_outside: args.allow_outside })
        .collect();
    let prepared = prepare_all(&asked)?;
    let each = prepared.into_iter().zip(&args.files);
    Ok(each.map(|(Prepared { scenario, .. }, file)| AsRun::of(&scenario).described(&file.display().to_string())).collect())
}

/// Name of the results folder that a single run would leave.
fn default_name(args: &SubmitArgs) -> String {
    let files: Vec<String> = args.files.iter().map(|file| file.display().to_string()).collect();
    folder_of(args.command.word(), &names_of(files.iter()))
}

/// A path as a word of a job script.
fn word(path: &Path) -> Result<String, Failure> {
    let refused = |why: &str| Failure::Input(format!("{} cannot stand in a job script: {why}", path.display()));
    let text = path.to_str().ok_or_else(|| refused("it is not UTF-8"))?;
    if text.contains(['\\', '\n', '\r']) { Err(refused("Slurm does not take a backslash or a new line in a path")) } else { Ok(text.to_owned()) }
}
