//! Commands of Slurm: `sbatch` submits a script, `squeue` lists the states of its tasks.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::driver::Failure;

/// States of a task that ended without success.
const FAILED: [&str; 8] = ["FAILED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "PREEMPTED", "REVOKED"];

/// Numbers of the two jobs of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Jobs {
    /// Array; `None` where every part existed.
    pub array: Option<String>,
    /// Merge.
    pub merge: String,
}

/// State of a job or of a task of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Number of the task, which is that of its part; `None` for the merge.
    pub part: Option<u32>,
    /// State, such as `RUNNING`.
    pub state: String,
    /// Reason for waiting, such as `Resources`.
    pub reason: String,
}

impl Entry {
    /// Whether it has ended; a task in an unknown state has not.
    pub fn has_ended(&self) -> bool {
        ["COMPLETED", "CANCELLED"].contains(&self.state.as_str()) || self.has_failed()
    }

    /// Whether it has ended without success.
    pub fn has_failed(&self) -> bool {
        FAILED.contains(&self.state.as_str())
    }

    /// One line of the queue: `12_3|RUNNING|None` of an array, `13|PENDING|Dependency` of a single job.
    fn read(line: &str) -> Option<Self> {
        let mut fields = line.trim().splitn(3, '|');
        let (number, state, reason) = (fields.next()?, fields.next()?, fields.next().unwrap_or_default());
        let part = number.split_once('_').map(|(_, part)| part.parse().ok());
        let part = if let Some(part) = part { Some(part?) } else { None };
        Some(Self { part, state: state.to_owned(), reason: reason.to_owned() })
    }
}

/// Checks that Slurm is installed.
///
/// # Errors
/// Where `sbatch` or `squeue` is not on the `PATH` or does not run.
pub(super) fn find() -> Result<(), Failure> {
    ["sbatch", "squeue"].into_iter().try_for_each(|program| output(Command::new(program).arg("--version"), program).map(drop))
}

/// Submits a script with further options; the number of the job.
///
/// # Errors
/// Where Slurm rejects it, with its reason.
pub(super) fn submit(script: &Path, options: &[String]) -> Result<String, Failure> {
    let said = output(Command::new("sbatch").arg("--parsable").args(options).arg(script), "sbatch")?;
    let number = said.trim().split(';').next().unwrap_or_default(); // on a federation the cluster follows
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::Machine(format!("sbatch printed no job number but {said:?}")));
    }
    Ok(number.to_owned())
}

/// Cancels a job, if that is possible.
pub(super) fn cancel(job: &str) {
    let _ = output(Command::new("scancel").arg(job), "scancel");
}

/// States of the tasks of both jobs. Slurm does not list tasks that ended some minutes ago.
///
/// # Errors
/// Where the queue cannot be read.
pub(super) fn entries(jobs: &Jobs) -> Result<Vec<Entry>, Failure> {
    let numbers: Vec<&str> = jobs.array.as_deref().into_iter().chain([jobs.merge.as_str()]).collect();
    let mut squeue = Command::new("squeue");
    squeue.args(["--noheader", "--array", "--states=all", "--format=%i|%T|%r"]).arg(format!("--jobs={}", numbers.join(",")));
    match output(&mut squeue, "squeue") {
        Ok(said) => Ok(said.lines().filter_map(Entry::read).collect()),
        Err(Failure::Machine(message)) if message.contains("Invalid job id") => Ok(Vec::new()), // ended long ago
        Err(failure) => Err(failure),
    }
}

/// Output of a program on stdout.
fn output(command: &mut Command, program: &str) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| {
        Failure::Machine(match error.kind() {
            ErrorKind::NotFound => format!("{program} is not on the PATH: there is no Slurm on this machine, or its commands are elsewhere"),
            _ => format!("{program} cannot be started: {error}"),
        })
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::Machine(format!("{program} {} failed ({}): {}", arguments.join(" "), output.status, said.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_queue_are_read() {
        let of = |line: &str| Entry::read(line).map(|entry| (entry.part, entry.has_ended(), entry.has_failed()));
        assert_eq!(of("12_3|RUNNING|None"), Some((Some(3), false, false)));
        assert_eq!(of("13|PENDING|Dependency"), Some((None, false, false)));
        assert_eq!(of("12_4|OUT_OF_MEMORY|OutOfMemory"), Some((Some(4), true, true)));
        assert_eq!(of("12_5|CANCELLED|None"), Some((Some(5), true, false)));
        assert_eq!(of("12_6|UNKNOWN_STATE|None"), Some((Some(6), false, false)));
        assert_eq!([of(""), of("12_x|RUNNING|None")], [None, None]);
    }
}
