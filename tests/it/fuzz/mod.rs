//! Automatic search for faults: texts are changed at random and read. None may bring the program down, and the exit code is 0 or 2.
//!
//! The seed is fixed, so that every run tries the same texts. `ADIT_FUZZ_CASES` and `ADIT_SEED` try more and others; `.ci/long fuzz` does.

mod change;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

pub use change::Changes;

/// Longest time that one text may take.
const SLOW: Duration = Duration::from_secs(5);

fn wish(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Time that this thread has run on a processor, or the time since `begun` where the system does not tell: other work on the machine does not count.
fn busy(begun: Instant) -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = text.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// Tries `cases` texts, or as many as the environment asks for; `one` says whether a text was accepted. Prints how many were, with the time.
fn search(name: &str, cases: u64, mut one: impl FnMut(&mut Changes) -> (String, Box<dyn FnOnce() -> bool>)) {
    let cases = wish("ADIT_FUZZ_CASES").unwrap_or(cases);
    let mut changes = Changes::new(wish("ADIT_SEED").unwrap_or(1), name);
    let (begun, mut accepted) = (Instant::now(), 0_u64);
    for case in 0..cases {
        let (text, read) = one(&mut changes);
        let started = busy(begun);
        let Ok(is_accepted) = catch_unwind(AssertUnwindSafe(read)) else { panic!("{name}, case {case}: a panic at this text:\n{text}") };
        accepted += u64::from(is_accepted);
        let taken = busy(begun).saturating_sub(started);
        assert!(taken < SLOW, "{name}, case {case}: {taken:?} for this text:\n{text}");
    }
    println!("{name}: {cases} texts, {accepted} accepted, {:.1} s", begun.elapsed().as_secs_f64());
    assert!(cases < 500 || accepted > 0, "{name}: no text was accepted, so that only refusals were tried");
}
