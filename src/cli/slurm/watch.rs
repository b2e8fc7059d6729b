//! Waits until two jobs have ended, and says on the way how far they are.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::folder::JobFolder;
use super::queue::{Entry, Jobs, Slurm};
use crate::cli::{Failure, output};

/// Shortest and longest wait between two questions to the queue: it is asked often only while much is changing.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(16);

/// How two jobs ended.
#[derive(Debug, Default)]
pub struct End {
    /// Parts whose tasks ended without success, with Slurm's word for it; `None` is the merge.
    pub failed: BTreeMap<Option<u32>, String>,
    /// Whether somebody took a task of the array back.
    pub cancelled: bool,
}

/// Waits for the jobs. An interrupt ends the waiting and leaves them as they are.
#[must_use]
pub fn watch(slurm: &Slurm, jobs: &Jobs, folder: &JobFolder) -> End {
    let mut shown = Shown::new(folder.parts());
    let (mut last, mut wait, mut deaf) = (Vec::new(), SHORTEST, false);
    loop {
        // the controller may be away for a while: the jobs are not, and their number is known
        match slurm.entries(jobs) {
            Ok(entries) => {
                if entries.iter().all(Entry::has_ended) {
                    // what Slurm no longer lists was seen to end here, or ended long ago
                    return End::of(if entries.is_empty() { &last } else { &entries });
                }
                wait = if entries == last { (wait * 2).min(LONGEST) } else { SHORTEST };
                shown.progress(&entries, folder);
                (last, deaf) = (entries, false);
            }
            Err(failure) => {
                if folder.answer().is_some() {
                    return End::default();
                }
                if let (Failure::Machine(message), false) = (failure, deaf) {
                    shown.note(&message);
                }
                (wait, deaf) = (LONGEST, true);
            }
        }
        std::thread::sleep(wait);
    }
}

impl End {
    fn of(entries: &[Entry]) -> Self {
        let failed = entries.iter().filter(|entry| entry.has_failed()).map(|entry| (entry.part, entry.state.clone()));
        Self { failed: failed.collect(), cancelled: entries.iter().any(|entry| entry.part.is_some() && entry.was_cancelled()) }
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

    #[test]
    fn states_are_counted() {
        let entry = |part, state: &str, reason: &str| Entry { part, state: state.to_owned(), reason: reason.to_owned() };
        let entries = [
            entry(Some(1), "RUNNING", "None"),
            entry(Some(2), "PENDING", "Resources"),
            entry(Some(3), "PENDING", "Resources"),
            entry(None, "PENDING", "Dependency"),
        ];
        assert_eq!(states(&entries), "2 pending (Resources), 1 running, merge pending");
    }
}
