//! Folder of a run in parts: scripts, parts, logs, the record of what was submitted, and the answer at the end.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::queue::Jobs;
use super::scripts::{Scripts, quoted};
use crate::driver::Failure;
use crate::store::{FoundPart, InputFile};

/// Record of what was submitted; it marks the folder as one of this program.
const RECORD: &str = "submission.json";
/// Answer of the merge, which exists once it is complete.
const ANSWER: &str = "answer.txt";
/// Number of last lines of a log that are shown of a failed task.
const LAST_LINES: usize = 3;

/// What the parts are parts of, and the jobs that were submitted last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Submission {
    version: String,
    commit: Option<String>,
    /// Command and its arguments.
    words: Vec<String>,
    parts: u32,
    /// Each scenario as run, by the hash of its text.
    scenarios: Vec<InputFile>,
    /// Jobs that were submitted last.
    pub jobs: Option<Jobs>,
}

/// Folder with its scripts.
#[derive(Debug)]
pub(super) struct JobFolder {
    scripts: Scripts,
    /// Record of what was submitted.
    pub submission: Submission,
}

impl JobFolder {
    /// Opens the folder or makes it, and writes the scripts into it.
    ///
    /// # Errors
    /// Where it contains parts of another run, is not of this program, or cannot be written.
    pub fn open(scripts: Scripts, scenarios: Vec<InputFile>) -> Result<Self, Failure> {
        let (version, commit) = (env!("CARGO_PKG_VERSION").to_owned(), option_env!("ADIT_COMMIT").map(str::to_owned));
        let mut submission = Submission { version, commit, words: scripts.words.clone(), parts: scripts.parts, scenarios, jobs: None };
        if let Some(before) = before(Path::new(&scripts.folder))? {
            if let Some(other) = submission.differs_from(&before) {
                let folder = &scripts.folder;
                return Err(Failure::Input(format!(
                    "{folder} contains parts of another run ({other}): delete it, or choose another folder with --out"
                )));
            }
            submission.jobs = before.jobs;
        }
        let folder = Self { scripts, submission };
        let make = || -> io::Result<()> {
            fs::create_dir_all(folder.path("parts"))?;
            fs::create_dir_all(folder.path("log"))?;
            folder.write("array.sh", &folder.scripts.array())?;
            folder.write("merge.sh", &folder.scripts.merge())?;
            folder.record()
        };
        make().map_err(|error| folder.refused(&error))?;
        Ok(folder)
    }

    /// Path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        Path::new(&self.scripts.folder).join(name)
    }

    /// The folder and the results folder, relative to the current folder where possible.
    pub fn shown(&self) -> [String; 2] {
        [&self.scripts.folder, &self.scripts.results].map(|path| {
            let path = Path::new(path);
            path.strip_prefix(&self.scripts.place).unwrap_or(path).display().to_string()
        })
    }

    /// Number of parts.
    pub fn parts(&self) -> u32 {
        self.scripts.parts
    }

    /// Parts that do not exist or are damaged, in order; every part is read.
    pub fn missing(&self) -> Vec<u32> {
        let is_whole = |number: u32| FoundPart::read(&self.scripts.part(number)).is_ok_and(|found| found.header.part == u64::from(number));
        (1..=self.scripts.parts).filter(|&number| !is_whole(number)).collect()
    }

    /// Number of parts that exist, damaged or not.
    pub fn made(&self) -> usize {
        (1..=self.scripts.parts).filter(|&number| self.scripts.part(number).is_file()).count()
    }

    /// Records the jobs that were submitted last.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn record_jobs(&mut self, jobs: Jobs) -> Result<(), Failure> {
        self.submission.jobs = Some(jobs);
        self.record().map_err(|error| self.refused(&error))
    }

    /// Deletes an earlier answer.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn forget_answer(&self) -> Result<(), Failure> {
        match fs::remove_file(self.path(ANSWER)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.refused(&error)),
            _ => Ok(()),
        }
    }

    /// Answer of the merge, if its results folder exists.
    pub fn answer(&self) -> Option<String> {
        let exists = Path::new(&self.scripts.results).join("manifest.json").is_file();
        exists.then(|| fs::read_to_string(self.path(ANSWER)).ok()).flatten()
    }

    /// Name and last lines of the log of a part, or of the merge.
    pub fn last_lines(&self, part: Option<u32>) -> String {
        let name = part.map_or_else(|| "log/merge.txt".to_owned(), |part| format!("log/part-{part}.txt"));
        let text = fs::read(self.path(&name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        let [shown, _] = self.shown();
        last.iter().fold(format!("{shown}/{name}"), |text, line| format!("{text}\n  {line}"))
    }

    /// Commands that submit what is missing.
    pub fn by_hand(&self) -> String {
        let missing = self.missing();
        let [array, merge] = ["array.sh", "merge.sh"].map(|name| quoted(&self.path(name).display().to_string()));
        let [shown, _] = self.shown();
        let head = format!("the scripts are in {shown}; {} of {} parts are to be made. To submit them:\n", missing.len(), self.parts());
        if missing.is_empty() {
            return format!("{head}  sbatch {merge}\n");
        }
        format!("{head}  array=$(sbatch --parsable --array={} {array})\n  sbatch --dependency=afterok:${{array%%;*}} {merge}\n", ranges(&missing))
    }

    fn record(&self) -> io::Result<()> {
        let text = serde_json::to_string_pretty(&self.submission)?;
        self.write(RECORD, &(text + "\n"))
    }

    /// Writes a file completely or not at all.
    fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask, as of any file
        let mut file = builder.tempfile_in(&self.scripts.folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(self.path(name))?;
        Ok(())
    }

    fn refused(&self, error: &io::Error) -> Failure {
        Failure::Machine(format!("cannot write into {}: {error}", self.scripts.folder))
    }
}

impl Submission {
    /// Reason why parts of this submission cannot be those of an earlier one.
    fn differs_from(&self, before: &Self) -> Option<String> {
        if (&self.version, &self.commit) != (&before.version, &before.commit) {
            let commit = before.commit.as_deref().and_then(|commit| commit.get(..10)).map(|commit| format!(", commit {commit}"));
            return Some(format!("made by version {}{}", before.version, commit.unwrap_or_default()));
        }
        if self.parts != before.parts {
            return Some(format!("cut into {} parts", before.parts));
        }
        if self.words != before.words {
            return Some(format!("of adit {}", before.words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")));
        }
        (self.scenarios != before.scenarios).then(|| "of the scenario before it was changed".to_owned())
    }
}

/// Record of an earlier submission in the folder; `None` where the folder is empty or does not exist.
fn before(folder: &Path) -> Result<Option<Submission>, Failure> {
    let foreign = |why: &str| {
        Failure::Input(format!("{} is not a folder of parts ({why}), so that it is not changed; choose another with --out", folder.display()))
    };
    match fs::read(folder.join(RECORD)) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| foreign(&format!("{RECORD}: {error}"))),
        Err(_) if !folder.exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none()) => Ok(None),
        Err(_) => Err(foreign(&format!("it has no {RECORD}"))),
    }
}

/// Numbers in order as Slurm writes them: `1-3,7`.
pub(super) fn ranges(numbers: &[u32]) -> String {
    let words = numbers.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        only => only.iter().map(u32::to_string).collect(),
    });
    words.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_ranges() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1-3,7,9-10");
        assert_eq!(ranges(&[]), "");
    }
}
