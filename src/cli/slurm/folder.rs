//! The folder of a run in parts: scripts, parts, logs, what was submitted, and the answer at the end.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::queue::Jobs;
use super::script::{Scripts, quoted};
use crate::driver::Failure;
use crate::store::{FoundPart, InputFile};

/// File that marks the folder as one of ours and says whose parts it holds.
const MARK: &str = "submission.json";
/// What the merge answered, there once it is whole.
const ANSWER: &str = "answer.txt";
/// Last lines of a log that are shown of a task that failed.
const LAST_LINES: usize = 3;

/// What the parts are parts of, and the jobs that were submitted last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from, where the build knew it.
    pub commit: Option<String>,
    /// The command and its arguments.
    pub words: Vec<String>,
    /// Number of parts.
    pub parts: u32,
    /// Each scenario as run, by the hash of its text.
    pub scenarios: Vec<InputFile>,
    /// The jobs submitted last.
    pub jobs: Option<Jobs>,
}

/// The folder, with its scripts written.
#[derive(Debug)]
pub struct JobFolder {
    scripts: Scripts,
    submission: Submission,
}

impl JobFolder {
    /// Opens the folder or makes it, and writes the scripts into it.
    ///
    /// # Errors
    /// Where it holds parts of something else or is not ours, or cannot be written.
    pub fn open(scripts: Scripts, scenarios: Vec<InputFile>) -> Result<Self, Failure> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let commit = option_env!("ADIT_COMMIT").map(str::to_owned);
        let mut submission = Submission { version, commit, words: scripts.words.clone(), parts: scripts.parts, scenarios, jobs: None };
        let path = Path::new(&scripts.folder);
        if let Some(before) = before(path)? {
            if let Some(other) = submission.differs_from(&before) {
                let folder = &scripts.folder;
                return Err(Failure::Input(format!("{folder} holds parts of another run ({other}): delete it, or choose another place with --out")));
            }
            submission.jobs = before.jobs;
        }
        let folder = Self { scripts, submission };
        let made = || -> io::Result<()> {
            fs::create_dir_all(folder.path().join("parts"))?;
            fs::create_dir_all(folder.path().join("log"))?;
            folder.write("array.sh", &folder.scripts.array())?;
            folder.write("merge.sh", &folder.scripts.merge())?;
            folder.record()
        };
        made().map_err(|error| folder.refused(&error))?;
        Ok(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        Path::new(&self.scripts.folder)
    }

    /// The folder, and the results folder that the merge leaves, as one would name them from where one is.
    #[must_use]
    pub fn shown(&self) -> [String; 2] {
        [&self.scripts.folder, &self.scripts.results].map(|path| {
            let path = Path::new(path);
            path.strip_prefix(&self.scripts.place).unwrap_or(path).display().to_string()
        })
    }

    /// Number of parts.
    #[must_use]
    pub fn parts(&self) -> u32 {
        self.scripts.parts
    }

    /// Script of the array.
    #[must_use]
    pub fn array(&self) -> PathBuf {
        self.path().join("array.sh")
    }

    /// Script of the merge.
    #[must_use]
    pub fn merge(&self) -> PathBuf {
        self.path().join("merge.sh")
    }

    /// Parts that are not there, or not whole, in order; every part is read.
    #[must_use]
    pub fn missing(&self) -> Vec<u32> {
        let is_whole = |number: u32| FoundPart::read(&self.scripts.part(number)).is_ok_and(|found| found.header.part == u64::from(number));
        (1..=self.scripts.parts).filter(|&number| !is_whole(number)).collect()
    }

    /// How many parts are there, read or not.
    #[must_use]
    pub fn made(&self) -> usize {
        (1..=self.scripts.parts).filter(|&number| self.scripts.part(number).is_file()).count()
    }

    /// The jobs that were submitted last.
    #[must_use]
    pub fn jobs(&self) -> Option<Jobs> {
        self.submission.jobs.clone()
    }

    /// Keeps the numbers of the jobs submitted last.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn submitted(&mut self, jobs: Jobs) -> Result<(), Failure> {
        self.submission.jobs = Some(jobs);
        self.record().map_err(|error| self.refused(&error))
    }

    /// Takes away the answer of before.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn forget_answer(&self) -> Result<(), Failure> {
        match fs::remove_file(self.path().join(ANSWER)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.refused(&error)),
            _ => Ok(()),
        }
    }

    /// What the merge answered, where its results folder stands.
    #[must_use]
    pub fn answer(&self) -> Option<String> {
        let stands = Path::new(&self.scripts.results).join("manifest.json").is_file();
        stands.then(|| fs::read_to_string(self.path().join(ANSWER)).ok()).flatten()
    }

    /// Log of a part, of the merge without one, and its last lines.
    #[must_use]
    pub fn last_lines(&self, part: Option<u32>) -> String {
        let name = part.map_or_else(|| "log/merge.txt".to_owned(), |part| format!("log/part-{part}.txt"));
        let text = fs::read(self.path().join(&name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        let [shown, _] = self.shown();
        last.iter().fold(format!("{shown}/{name}"), |said, line| format!("{said}\n  {line}"))
    }

    /// How to submit by hand what is missing.
    #[must_use]
    pub fn by_hand(&self) -> String {
        let missing = self.missing();
        let word = |path: PathBuf| quoted(&path.display().to_string());
        let (array, merge) = (word(self.array()), word(self.merge()));
        let [shown, _] = self.shown();
        let head = format!("the scripts are in {shown}; {} of {} parts are to be made. To submit them:\n", missing.len(), self.parts());
        if missing.is_empty() {
            return format!("{head}  sbatch {merge}\n");
        }
        format!("{head}  array=$(sbatch --parsable --array={} {array})\n  sbatch --dependency=afterok:${{array%%;*}} {merge}\n", ranges(&missing))
    }

    /// Writes what was submitted.
    fn record(&self) -> io::Result<()> {
        let text = serde_json::to_string_pretty(&self.submission)?;
        self.write(MARK, &(text + "\n"))
    }

    /// Writes a file whole or not at all.
    fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less what the user's mask takes away, as of any file
        let mut file = builder.tempfile_in(self.path())?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(self.path().join(name))?;
        Ok(())
    }

    fn refused(&self, error: &io::Error) -> Failure {
        Failure::Machine(format!("cannot write into {}: {error}", self.scripts.folder))
    }
}

impl Submission {
    /// In what its parts could not be those of `before`, in words.
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

/// What was submitted from this folder before; none where there is nothing yet.
fn before(folder: &Path) -> Result<Option<Submission>, Failure> {
    let foreign = |why: &str| {
        Failure::Input(format!("{} is not a folder of parts ({why}), so it is left as it is; choose another place with --out", folder.display()))
    };
    match fs::read(folder.join(MARK)) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| foreign(&format!("{MARK}: {error}"))),
        Err(_) if !folder.exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none()) => Ok(None),
        Err(_) => Err(foreign(&format!("it has no {MARK}"))),
    }
}

/// Numbers in order as Slurm writes them: `1-3,7`.
#[must_use]
pub fn ranges(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let words = runs.filter_map(|run| match run {
        [] => None,
        [only] => Some(only.to_string()),
        [first, .., last] => Some(format!("{first}-{last}")),
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
