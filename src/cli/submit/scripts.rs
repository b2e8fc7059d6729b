//! Job scripts: an array of which each task computes one part, and the merge that depends on it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Parser as _;

use super::SubmitArgs;
use crate::cli::Cli;
use crate::driver::request::{folder_of, names_of};
use crate::driver::{Failure, Format, output};

/// Contents of the two scripts. Paths are absolute, except those in `words`, which are relative to `place`.
#[derive(Clone, Debug)]
pub(super) struct Scripts {
    /// Name of the job.
    name: String,
    /// Path of the program.
    program: String,
    /// Command and its arguments without the part, as of a single run.
    pub words: Vec<String>,
    /// Number of parts.
    pub parts: u32,
    /// Folder that the scripts run in.
    pub place: String,
    /// Folder of the scripts, the parts and the logs.
    pub folder: String,
    /// Results folder.
    pub results: String,
    format: &'static str,
    threads: u16,
    /// Options of sbatch for both jobs.
    options: Vec<String>,
}

impl Scripts {
    /// Scripts for the options.
    ///
    /// # Errors
    /// Where an option of the command is invalid, or a path cannot be written into a script.
    pub fn of(args: &SubmitArgs) -> Result<Self, Failure> {
        let of_system = |error| Failure::Machine(format!("cannot determine the current folder: {error}"));
        let place = std::env::current_dir().map_err(of_system)?;
        let files: Vec<String> = args.files.iter().map(|file| file.display().to_string()).collect();
        let name = folder_of(args.command.word(), &names_of(files.iter()));
        let results = std::path::absolute(args.out.clone().unwrap_or_else(|| Path::new("outputs").join(&name))).map_err(of_system)?;
        let Some(own) = results.file_name() else {
            return Err(Failure::Input(format!("{} cannot be replaced by a results folder; choose another with --out", results.display())));
        };
        let mut beside = own.to_owned();
        beside.push(".slurm");
        let named = [("partition", &args.partition), ("time", &args.time), ("mem", &args.memory)];
        let named = named.into_iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("--{name}={value}")));
        Ok(Self {
            name,
            program: word(&std::env::current_exe().map_err(of_system)?)?,
            words: words(args)?,
            parts: args.parts,
            options: std::iter::once(format!("--chdir={}", word(&place)?)).chain(named).chain(args.sbatch.iter().cloned()).collect(),
            place: word(&place)?,
            folder: word(&results.with_file_name(beside))?,
            results: word(&results)?,
            format: if args.format == Format::Json { "json" } else { "text" },
            threads: args.threads,
        })
    }

    /// Script of the array: task `I` computes part `I`.
    ///
    /// Slurm requeues the tasks of a lost node (`--requeue`). A program that is killed alone, for example for lack of memory, would count as failed: the
    /// script then asks Slurm to requeue it, three times at most. A program that rejects its input fails at once.
    pub fn array(&self) -> String {
        let options = [
            format!("--job-name={}", self.name),
            format!("--array=1-{}", self.parts),
            "--requeue".to_owned(),
            "--open-mode=append".to_owned(), // keeps the messages of a task before it was requeued
            format!("--output={}/log/part-%a.txt", self.folder.replace('%', "%%")),
            format!("--cpus-per-task={}", self.threads),
        ];
        let words: String = self.words.iter().fold(quoted(&self.program), |line, word| line + " " + &quoted(word));
        format!(
            r#"{head}status=0
{words} --threads {threads} \
  --part "$SLURM_ARRAY_TASK_ID/{parts}" --out "$folder/parts/$SLURM_ARRAY_TASK_ID.part" || status=$?
# killed, not refused: back into the queue, as Slurm does with the tasks of a lost node
if [ "$status" -eq 137 ] && [ "${{SLURM_RESTART_COUNT:-0}}" -lt 3 ]; then
  scontrol requeue "$SLURM_JOB_ID" && sleep 60
fi
exit "$status"
"#,
            head = self.head(&options),
            threads = self.threads,
            parts = self.parts,
        )
    }

    /// Script of the merge, which writes `answer.txt` when the results folder is complete.
    pub fn merge(&self) -> String {
        let options = [
            format!("--job-name={}-merge", self.name),
            "--requeue".to_owned(),
            "--open-mode=append".to_owned(),
            format!("--output={}/log/merge.txt", self.folder.replace('%', "%%")),
            "--kill-on-invalid-dep=yes".to_owned(), // the merge does not wait for a part that failed
        ];
        format!(
            r#"{head}{program} merge "$folder"/parts/*.part --out {results} --format {format} >"$folder/.answer.unfinished"
mv "$folder/.answer.unfinished" "$folder/answer.txt"
"#,
            head = self.head(&options),
            program = quoted(&self.program),
            results = quoted(&self.results),
            format = self.format,
        )
    }

    /// First lines: the shell, the options of sbatch, and that an error ends the script.
    fn head(&self, options: &[String]) -> String {
        let mut script = "#!/bin/sh\n".to_owned();
        for option in options.iter().chain(&self.options) {
            let _ = writeln!(script, "#SBATCH {}", directive(option));
        }
        let _ = writeln!(script, "set -eu\nfolder={}", quoted(&self.folder));
        script
    }

    /// Path of the part with this number.
    pub fn part(&self, number: u32) -> PathBuf {
        PathBuf::from(&self.folder).join(format!("parts/{number}.part"))
    }
}

/// Command line of a single run without its results folder. Invalid options are reported now, and not by every task.
fn words(args: &SubmitArgs) -> Result<Vec<String>, Failure> {
    let mut words = vec![args.command.word().to_owned()];
    for file in &args.files {
        words.push(word(file)?);
    }
    words.extend(args.overrides.iter().flat_map(|value| ["--set".to_owned(), value.clone()]));
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

/// Path as a word of a job script.
fn word(path: &Path) -> Result<String, Failure> {
    let refused = |why: &str| Failure::Input(format!("{} cannot be written into a job script: {why}", path.display()));
    let text = path.to_str().ok_or_else(|| refused("it is not UTF-8"))?;
    if text.contains(['\\', '\n', '\r']) { Err(refused("Slurm does not accept a backslash or a new line in a path")) } else { Ok(text.to_owned()) }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/._-=,:+@%".contains(c)
}

/// Word for the shell: unchanged if no character has a meaning there, otherwise in single quotes.
pub(super) fn quoted(word: &str) -> String {
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// Option for a line of `#SBATCH`, in double quotes where needed, with the backslash as escape.
fn directive(option: &str) -> String {
    if option.chars().all(is_plain) { option.to_owned() } else { format!("\"{}\"", option.replace('\\', r"\\").replace('"', "\\\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_the_shell_and_for_slurm() {
        assert_eq!(["a.toml", "it's", ""].map(quoted), ["a.toml", r"'it'\''s'", "''"]);
        assert_eq!(["--time=1:00", r#"--comment=a "b\""#].map(directive), ["--time=1:00", r#""--comment=a \"b\\\"""#]);
    }
}
