//! What is wrong with a scenario, and where.

use std::fmt;

/// Where something stands in the files that make up a scenario: bytes `start..end` of file number `file`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index into the list of files, in the order in which they were read; `--set` texts are files too.
    pub file: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A text that was read as part of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path as given, or `--set`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Whether a scenario with this problem may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It may not.
    Error,
    /// It may, but the analyst should know.
    Warning,
}

/// One thing that is wrong, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What stands at the caret.
    pub label: String,
    /// Where.
    pub place: Place,
    /// What to write instead.
    pub help: Option<String>,
}

/// All problems of a scenario, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

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
        let problem = Problem { severity, message, label, place, help };
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// Takes over the problems of another list.
    pub fn extend(&mut self, other: Self) {
        for problem in other.0 {
            if !self.0.contains(&problem) {
                self.0.push(problem);
            }
        }
    }

    /// Adds a problem again with something said before it.
    pub fn repeat(&mut self, problem: &Problem, before: &str) {
        let Problem { severity, message, label, place, help } = problem.clone();
        self.push(severity, place, format!("{before}{message}"), label, help);
    }

    /// Whether any of them keeps the scenario from running.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// All of them, by file and position.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|problem| (problem.severity, problem.place));
        all
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.label)
    }
}

/// The candidate most like `word`, where one is like enough to be meant.
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
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("capcity", ["capacity", "offtake", "grade"]), Some("capacity"));
        assert_eq!(nearest("zebra", ["capacity", "offtake"]), None);
    }

    #[test]
    fn the_same_problem_is_said_once() {
        let mut problems = Problems::default();
        problems.error(Place::default(), "a", "b", None);
        problems.error(Place::default(), "a", "b", None);
        assert_eq!(problems.sorted().len(), 1);
    }
}
