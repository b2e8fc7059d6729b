//! Waits until two jobs have ended, and says on the way how far they are.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::folder::JobFolder;
use super::queue::{Entry, Jobs, Slurm};
use crate::driver::{Failure, output};

/// Shortest and longest wait between two questions to the queue: it is asked often only while much is changing.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(16);

/// Longest wait for what another node has written to be seen on this one: network file systems remember for so long that a file was not there.
const UNTIL_SEEN: Duration = Duration::from_secs(90);

/// How two jobs ended, or stand so far.
#[derive(Debug, Default)]
pub struct End {
    /// Parts whose tasks ended without success, with Slurm's word for it; `None` is the merge.
    pub failed: BTreeMap<Option<u32>, String>,
    /// Whether somebody took a task of the array back.
    pub cancelled: bool,
    /// Whether the merge ended well.
    merged: bool,
}

/// Waits for the jobs, and for their answer where they ended well. An interrupt ends the waiting and leaves them as they are.
#[must_use]
pub fn watch(jobs: &Jobs, folder: &JobFolder) -> End {
    let mut shown = Shown::new(folder.parts());
    let (mut end, mut last, mut wait, mut deaf) = (End::default(), Vec::new(), SHORTEST, false);
    loop {
        // the controller may be away for a while: the jobs are not, and their numbers are known
        match Slurm::entries(jobs) {
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
    /// Takes up what the queue says. It no longer lists what ended some minutes ago: how that ended was seen before.
    fn note(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.failed.remove(&entry.part); // it may be in the queue again
            if entry.has_failed() {
                self.failed.insert(entry.part, entry.state.clone());
            }
            self.cancelled |= entry.part.is_some() && entry.was_cancelled();
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

/// How many tasks are in which state, the merge by itself: `2 running, 3 pending (Resources), merge pending`.
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
    fn how_a_task_ended_is_known_after_the_queue_has_forgotten_it() {
        let mut end = End::default();
        end.note(&[entry(Some(1), "FAILED", "None"), entry(Some(2), "NODE_FAIL", "None"), entry(None, "PENDING", "Dependency")]);
        end.note(&[entry(Some(2), "PENDING", "BeginTime"), entry(None, "CANCELLED", "None")]);
        end.note(&[]);
        assert_eq!(end.failed, BTreeMap::from([(Some(1), "FAILED".to_owned())]));
        assert!(!end.cancelled && !end.merged); // the merge goes with its dependency, nobody took it back
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
