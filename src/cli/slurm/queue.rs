//! What is said to Slurm and what it says: `sbatch` takes a script, `squeue` tells where its tasks are.

use std::ffi::OsStr;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::driver::Failure;

/// The two jobs of one submission, by Slurm's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jobs {
    /// The array; none where every part was there already.
    pub array: Option<String>,
    /// The merge.
    pub merge: String,
}

/// Where a job or a task of an array is, as the queue says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number of the task, which is that of its part; none for the merge.
    pub part: Option<u32>,
    /// Slurm's word for its state, such as `RUNNING`.
    pub state: String,
    /// Slurm's word for why it waits, such as `Resources`.
    pub reason: String,
}

impl Entry {
    /// Whether it has ended, well or not. A state that is not known here is one in which it has not.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == "COMPLETED" || self.has_failed() || self.was_cancelled()
    }

    /// Whether it has ended and not well.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        ["FAILED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "PREEMPTED", "REVOKED"].contains(&self.state.as_str())
    }

    /// Whether somebody took it back.
    #[must_use]
    pub fn was_cancelled(&self) -> bool {
        self.state == "CANCELLED"
    }
}

/// The commands of Slurm.
#[derive(Debug)]
pub struct Slurm;

impl Slurm {
    /// Finds out whether there is one.
    ///
    /// # Errors
    /// Where `sbatch` or `squeue` is not on the `PATH` or does not run.
    pub fn find() -> Result<(), Failure> {
        for program in ["sbatch", "squeue"] {
            told(Command::new(program).arg("--version"), program)?;
        }
        Ok(())
    }

    /// Submits a script with further options and gives the job's number.
    ///
    /// # Errors
    /// Where Slurm refuses it, with its reason.
    pub fn submit(script: &Path, options: &[String]) -> Result<String, Failure> {
        let said = told(Command::new("sbatch").arg("--parsable").args(options).arg(script), "sbatch")?;
        let number = said.trim().split(';').next().unwrap_or_default(); // on a federation the cluster follows
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Failure::Machine(format!("sbatch gave no job number but {said:?}")));
        }
        Ok(number.to_owned())
    }

    /// Takes a job back, as far as that can be done.
    pub fn cancel(job: &str) {
        let _ = told(Command::new("scancel").arg(job), "scancel");
    }

    /// Where the tasks of both jobs are. What ended some minutes ago Slurm no longer lists.
    ///
    /// # Errors
    /// Where the queue cannot be asked.
    pub fn entries(jobs: &Jobs) -> Result<Vec<Entry>, Failure> {
        let numbers: Vec<&str> = jobs.array.as_deref().into_iter().chain([jobs.merge.as_str()]).collect();
        let mut squeue = Command::new("squeue");
        squeue.args(["--noheader", "--array", "--states=all", "--format=%i|%T|%r"]).arg(format!("--jobs={}", numbers.join(",")));
        match told(&mut squeue, "squeue") {
            Ok(said) => Ok(said.lines().filter_map(entry).collect()),
            Err(Failure::Machine(message)) if message.contains("Invalid job id") => Ok(Vec::new()), // long gone
            Err(failure) => Err(failure),
        }
    }
}

/// One line of the queue: `12_3|RUNNING|None` of an array, `13|PENDING|Dependency` of a single job.
fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.trim().splitn(3, '|');
    let (number, state, reason) = (fields.next()?, fields.next()?, fields.next().unwrap_or_default());
    let part = match number.split_once('_') {
        None => None,
        Some((_, part)) => Some(part.parse().ok()?),
    };
    Some(Entry { part, state: state.to_owned(), reason: reason.to_owned() })
}

/// What a program says on stdout.
fn told(command: &mut Command, program: &str) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(program, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    Err(Failure::Machine(format!("{program} {} failed ({}): {}", arguments.join(" "), output.status, said.trim())))
}

fn not_started(program: &str, error: &Error) -> Failure {
    Failure::Machine(match error.kind() {
        ErrorKind::NotFound => format!("{program} is not on the PATH: there is no Slurm on this machine, or its commands are elsewhere"),
        _ => format!("{program} cannot be started: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_queue_is_read() {
        let task = entry("12_3|RUNNING|None").unwrap();
        assert_eq!((task.part, task.has_ended()), (Some(3), false));
        let merge = entry("13|PENDING|Dependency").unwrap();
        assert_eq!((merge.part, merge.has_ended(), merge.reason.as_str()), (None, false, "Dependency"));
        let dead = entry("12_4|OUT_OF_MEMORY|OutOfMemory").unwrap();
        assert!(dead.has_failed() && dead.has_ended() && !dead.was_cancelled());
        assert!(entry("12_5|CANCELLED|None").unwrap().was_cancelled());
        assert!(!entry("12_6|A_STATE_OF_TOMORROW|None").unwrap().has_ended());
        assert_eq!((entry(""), entry("12_x|RUNNING|None")), (None, None));
    }
}
