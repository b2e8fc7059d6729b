//! Start of the program: the command line, the number of threads, and signals that would end it without a word.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{Command, Parser};

use super::{Failure, output};
use crate::study::default_threads;

/// Reads the command line. What is wrong with it is told on stderr, with control characters in its words made visible.
///
/// # Errors
/// The exit code, where there is nothing to be done: help was asked for, or the words cannot be used.
pub fn command_line<C: Parser>() -> Result<C, ExitCode> {
    C::try_parse().map_err(|error| {
        if !error.use_stderr() {
            let _ = error.print(); // where stdout is closed nobody reads the help
            return ExitCode::SUCCESS;
        }
        output::note(&(error.render().to_string().trim_end().to_owned() + &transposed(&error, &C::command())));
        ExitCode::from(2)
    })
}

/// A suggestion for a command whose letters stand in another order, which the similarity of clap does not find; empty where there is none.
fn transposed(error: &clap::Error, command: &Command) -> String {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return String::new() };
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let meant = command.get_subcommands().map(Command::get_name).find(|name| sorted(name) == sorted(typed));
    let meant = meant.filter(|_| error.get(ContextKind::SuggestedSubcommand).is_none());
    meant.map_or_else(String::new, |name| format!("\n\n  tip: a similar subcommand exists: '{name}'"))
}

/// Starts the threads that all work shares where a command names no number, and has a file that grows too large reported as an error of writing.
///
/// # Errors
/// Where the threads cannot be started.
pub fn prepare_process() -> Result<(), Failure> {
    report_large_files();
    let started = rayon::ThreadPoolBuilder::new().num_threads(default_threads()).build_global();
    started.map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))
}

/// A limit of the size of files (`ulimit -f`) sends a signal that ends the program; caught, it makes writing fail.
#[cfg(unix)]
fn report_large_files() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

#[cfg(not(unix))]
fn report_large_files() {}
