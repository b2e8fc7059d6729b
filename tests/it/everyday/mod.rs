//! Everyday use: the summary of `adit check`, blocks to paste from `adit fit`, templates, shells, and the pages of the documentation for newcomers.

mod check;
#[cfg(feature = "parquet")]
mod columnar;
mod data;
mod elsewhere;
mod fit;
mod schemas;
mod sheets;
mod shell;
mod templates;
mod tutorial;

use std::path::Path;

use assert_cmd::Command;

/// The program, run in a folder.
fn adit(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adit"));
    command.current_dir(place);
    command
}

/// What the program prints on stdout; it must succeed.
fn printed(place: &Path, words: &[&str]) -> String {
    let run = adit(place).args(words).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

/// What the program prints on stderr; it must succeed.
fn noted(place: &Path, words: &[&str]) -> String {
    let run = adit(place).args(words).assert().success();
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}
