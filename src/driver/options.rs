//! Options that several commands have in common: the scenario and the form of the answer.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::study::RunOptions;

/// The scenario of a command.
#[derive(Clone, Debug, Args)]
pub struct ScenarioArgs {
    /// Scenario file (TOML)
    pub file: PathBuf,
    /// Replace one value of the scenario, for example `nodes.mine.capacity=4000` (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Read files that the scenario names outside its folder and the current directory, too
    #[arg(long)]
    pub allow_outside: bool,
}

/// Seed and threads of a command that runs trials of one scenario.
#[derive(Clone, Copy, Debug, Args)]
pub struct SeedArgs {
    /// Seed of the random numbers [default: that of the scenario]
    #[arg(long, value_name = "S", value_parser = seed)]
    pub seed: Option<u64>,
    /// Number of threads; results do not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl SeedArgs {
    /// Options of a run of so many trials of a scenario with this seed of its own.
    #[must_use]
    pub fn options(&self, trials: u64, seed: u64) -> RunOptions {
        RunOptions { trials, seed: self.seed.unwrap_or(seed), threads: self.threads.map(usize::from) }
    }
}

/// A whole number within bounds, or why it is none and what to write.
fn whole(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let expected = format!("expected a whole number from {least} to {most}");
    match text.parse::<u64>() {
        Ok(number) if (least..=most).contains(&number) => return Ok(number),
        _ => {}
    }
    // Separators of thousands and powers of ten, as in 100_000 and 1e5.
    let plain: String = text.chars().filter(|c| !matches!(c, '_' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}')).collect();
    let meant = plain.parse::<u64>().ok().or_else(|| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
        let whole = |number: f64| (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64);
        plain.parse::<f64>().ok().and_then(whole)
    });
    match meant.filter(|meant| (least..=most).contains(meant) && *text != meant.to_string()) {
        Some(meant) => Err(format!("{expected}: write {meant}")),
        None => Err(expected),
    }
}

/// A number of trials.
///
/// # Errors
/// What was expected, in words.
pub fn trials(text: &str) -> Result<u64, String> {
    whole(text, 1, crate::scenario::MOST_TRIALS)
}

/// A seed.
///
/// # Errors
/// What was expected, in words.
pub fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::MAX)
}

/// Form of the answer on stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables for people, 100 columns
    Text,
    /// JSON for programs
    Json,
}
