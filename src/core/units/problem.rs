//! Problems found in a scenario, with their positions.

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Position in the files of a scenario: bytes `start..end` of file number `file`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index into the list of files, in the order in which they were read; `--set` texts count as files.
    pub file: usize,
    /// Index of the first byte.
    pub start: usize,
    /// Index after the last byte.
    pub end: usize,
}

/// Text that was read as part of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path as given, or `--set`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// The scenario can run, but the user should know about the problem.
    Warning,
}

/// One problem of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// Severity.
    pub severity: Severity,
    /// Description of the problem.
    pub message: String,
    /// Text shown at the position in the file.
    pub label: String,
    /// Position in the files.
    pub place: Place,
    /// Correction to make, if one is known.
    pub help: Option<String>,
}

/// All problems of a scenario, without repetition, in the order found.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    all: Vec<Problem>,
    /// Positions of problems by their hash, so that a repetition is found without looking at all of them.
    known: HashMap<u64, Vec<usize>>,
}

impl PartialEq for Problems {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Eq for Problems {}

impl Problems {
    /// Adds an error.
    pub fn error(&mut self, place: Place, message: impl Into<String>, label: impl Into<String>, help: impl Into<Option<String>>) {
        self.push(Severity::Error, place, message.into(), label.into(), help.into());
    }

    /// Adds a warning.
    pub fn warn(&mut self, place: Place, message: impl Into<String>, label: impl Into<String>, help: impl Into<Option<String>>) {
        self.push(Severity::Warning, place, message.into(), label.into(), help.into());
    }

    fn push(&mut self, severity: Severity, place: Place, message: String, label: String, help: Option<String>) {
        self.add(Problem { severity, message, label, place, help });
    }

    fn add(&mut self, problem: Problem) {
        let mut hasher = DefaultHasher::new();
        problem.hash(&mut hasher);
        let alike = self.known.entry(hasher.finish()).or_default();
        if !alike.iter().any(|&known| self.all[known] == problem) {
            alike.push(self.all.len());
            self.all.push(problem);
        }
    }

    /// Number of problems.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Adds all problems of another list.
    pub fn extend(&mut self, other: Self) {
        other.all.into_iter().for_each(|problem| self.add(problem));
    }

    /// Adds a problem with `before` in front of its message.
    pub fn repeat(&mut self, problem: &Problem, before: &str) {
        let Problem { severity, message, label, place, help } = problem.clone();
        self.push(severity, place, format!("{before}{message}"), label, help);
    }

    /// Whether any problem is an error.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.all.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// All problems, errors first, then by file and position.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<_> = self.all.iter().collect();
        all.sort_by_key(|problem| (problem.severity, problem.place));
        all
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.label)
    }
}

/// The candidate most similar to `word` by Jaro–Winkler similarity; `None` where no similarity is above 0.8.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|&(likeness, _)| likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_similar_word_is_suggested() {
        assert_eq!(nearest("capcity", ["capacity", "offtake", "grade"]), Some("capacity"));
        assert_eq!(nearest("zebra", ["capacity", "offtake"]), None);
    }

    #[test]
    fn equal_problems_are_kept_once() {
        let mut problems = Problems::default();
        problems.error(Place::default(), "a", "b", None);
        problems.error(Place::default(), "a", "b", None);
        assert_eq!(problems.sorted().len(), 1);
    }
}
