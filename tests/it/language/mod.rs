//! The language of scenario files: what it accepts, what it refuses and in which words.

mod inconsistent;
mod malformed;
mod manual;
mod overlays;
mod random;
mod round_trip;
mod schema;
mod valid;

use std::path::{Path, PathBuf};

use adit::scenario::{Loaded, load_text};
use adit::units::{Problem, Severity};

/// The smallest scenario that uses the core of the model.
const ONE_REFINERY: &str = include_str!("../../../scenarios/one-refinery.toml");
/// A scenario that uses every key.
const EVERY_KEY: &str = include_str!("../../data/every-key.toml");

/// The overlay of the manual, over the scenario with every key.
const OVERLAY: &str = include_str!("../../data/overlay.toml");

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// Reads a text beside the test data.
fn read(text: &str) -> Loaded {
    load_text("scenario.toml", text, Some(&data()), &[])
}

/// The text at a problem's caret.
fn caret<'l>(loaded: &'l Loaded, problem: &Problem) -> &'l str {
    &loaded.files[problem.place.file].text[problem.place.start..problem.place.end]
}

/// All that is wrong, one line each, for messages of failing tests.
fn all_problems(loaded: &Loaded) -> String {
    let line = |problem: &&Problem| {
        let (severity, help) = (problem.severity, problem.help.as_deref().unwrap_or("-"));
        format!("{severity:?} at `{}`: {} | {} | {help}\n", caret(loaded, problem), problem.message, problem.label)
    };
    loaded.problems.sorted().iter().map(line).collect()
}

fn errors(loaded: &Loaded) -> Vec<&Problem> {
    loaded.problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error).collect()
}
