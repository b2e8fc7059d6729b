//! Waits until both jobs have ended, and shows their progress.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::folder::JobFolder;
use super::queue::{self, Entry, Jobs};
use crate::driver::{Failure, output};

/// Shortest and longest time between two readings of the queue; it is read often only while it changes.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(16);

/// Longest wait until a file that another node has written is visible here; network file systems cache the absence of a file.
const UNTIL_SEEN: Duration = Duration::from_secs(90);

/// Result of both jobs so far.
#[derive(Debug, Default)]
pub(super) struct End {
    /// Parts whose tasks ended without success, with their states; `None` is the merge.
    pub failed: BTreeMap<Option<u32>, String>,
    /// Whether a task of the array was cancelled.
    pub cancelled: bool,
    /// Whether the merge ended with success.
    merged: bool,
}

/// Waits for the jobs, and for their answer if they end with success. An interrupt ends the waiting and not the jobs.
pub(super) fn watch(jobs: &Jobs, folder: &JobFolder) -> End {
    let mut shown = Shown::new(folder.parts());
    let (mut end, mut last, mut wait, mut deaf) = (End::default(), Vec::new(), SHORTEST, false);
    loop {
        // the controller may be unreachable for a while, which does not stop the jobs
        match queue::entries(jobs) {
            Ok(entries) => {
                end.note(&entries);
                if entries.iter().all(Entry::has_ended) {
                    break;
                }
                wait = if entries == last { (wait * 2).min(LONGEST) } else { SHORTEST };
                shown.progress(&entries, folder);
                (last, deaf) = (entries, false);
            }
            Err(failure) => {
                if folder.answer().is_some() {
                    break;
                }
                if let (Failure::Machine(message), false) = (failure, deaf) {
                    shown.note(&message);
                }
                (wait, deaf) = (LONGEST, true);
            }
        }
        sleep(wait);
    }
    let since = Instant::now();
    while end.merged && folder.answer().is_none() && since.elapsed() < UNTIL_SEEN {
        sleep(SHORTEST);
    }
    end
}

impl End {
    /// Adds a reading of the queue, which does not list tasks that ended some minutes ago.
    fn note(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.failed.remove(&entry.part); // it may have been requeued
            if entry.has_failed() {
                self.failed.insert(entry.part, entry.state.clone());
            }
            self.cancelled |= entry.part.is_some() && entry.state == "CANCELLED";
            self.merged |= entry.part.is_none() && entry.state == "COMPLETED";
        }
    }
}

/// Progress on stderr: a bar on a terminal, a line for each change elsewhere.
struct Shown {
    bar: ProgressBar,
    said: String,
}

impl Shown {
    fn new(parts: u32) -> Self {
        let bar = ProgressBar::new(u64::from(parts));
        let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} parts {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, said: String::new() }
    }

    fn progress(&mut self, entries: &[Entry], folder: &JobFolder) {
        let (made, states) = (folder.made(), states(entries));
        let said = format!("{made} of {} parts; {states}", folder.parts());
        if self.bar.is_hidden() && said != self.said {
            output::note(&said);
        }
        self.bar.set_position(made as u64);
        self.bar.set_message(states);
        self.said = said;
    }

    fn note(&self, text: &str) {
        self.bar.suspend(|| output::note(text));
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Number of tasks in each state, and the state of the merge: `2 running, 3 pending (Resources), merge pending`.
fn states(entries: &[Entry]) -> String {
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.part.is_some()) {
        let reason = if entry.state == "PENDING" { entry.reason.as_str() } else { "None" };
        *counts.entry((entry.state.to_lowercase(), reason)).or_default() += 1;
    }
    let said = counts.into_iter().map(|((state, reason), count)| match reason {
        "None" | "" => format!("{count} {state}"),
        reason => format!("{count} {state} ({reason})"),
    });
    let merge = entries.iter().filter(|entry| entry.part.is_none()).map(|merge| format!("merge {}", merge.state.to_lowercase()));
    said.chain(merge).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(part: Option<u32>, state: &str, reason: &str) -> Entry {
        Entry { part, state: state.to_owned(), reason: reason.to_owned() }
    }

    #[test]
    fn the_end_of_a_task_is_remembered() {
        let mut end = End::default();
        end.note(&[entry(Some(1), "FAILED", "None"), entry(Some(2), "NODE_FAIL", "None"), entry(None, "PENDING", "Dependency")]);
        end.note(&[entry(Some(2), "PENDING", "BeginTime"), entry(None, "CANCELLED", "None")]);
        end.note(&[]);
        assert_eq!(end.failed, BTreeMap::from([(Some(1), "FAILED".to_owned())]));
        assert!(!end.cancelled && !end.merged); // the merge was cancelled with its dependency
    }

    #[test]
    fn states_are_counted() {
        let entries = [
            entry(Some(1), "RUNNING", "None"),
            entry(Some(2), "PENDING", "Resources"),
            entry(Some(3), "PENDING", "Resources"),
            entry(None, "PENDING", "Dependency"),
        ];
        assert_eq!(states(&entries), "2 pending (Resources), 1 running, merge pending");
    }
}
