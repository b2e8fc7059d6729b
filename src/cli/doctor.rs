//! `adit doctor`: what a report of a fault should contain. It names no path, no user and no host.

use std::io::{IsTerminal, stderr, stdout};

use clap::Args;
use serde::Serialize;

use crate::driver::{Failure, Format, output};
use crate::engine::default_threads;

/// Options of `adit doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Form of the answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What the program and the machine are.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "answers to questions of yes or no")]
struct Findings {
    /// Version of the program.
    version: &'static str,
    /// Commit that it was built from, where that is known.
    commit: Option<&'static str>,
    /// Platform that it was built for.
    platform: &'static str,
    /// Whether assertions are checked, as in a build for tests.
    assertions: bool,
    /// Optional features that it was built with.
    features: Vec<&'static str>,
    /// Vector instructions of the processor that the engine can use.
    processor: Vec<&'static str>,
    /// Whether `ADIT_PORTABLE` restricts the engine to the instructions that every processor has.
    portable: bool,
    /// Threads of the processor that the program may use.
    processors: Option<usize>,
    /// Threads where a command names none.
    threads: usize,
    /// Values of the variables that set the language and the encoding.
    locale: Vec<(&'static str, String)>,
    /// Value of `TERM`.
    terminal: String,
    /// Whether answers and messages go to a terminal.
    stdout_is_a_terminal: bool,
    /// The same of messages.
    stderr_is_a_terminal: bool,
    /// Whether `NO_COLOR` is set, so that messages have no colours.
    no_colour: bool,
}

/// Prints them.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn doctor(args: &DoctorArgs) -> Result<(), Failure> {
    let findings = Findings {
        version: env!("CARGO_PKG_VERSION"),
        commit: option_env!("ADIT_COMMIT"),
        platform: env!("ADIT_TARGET"),
        assertions: cfg!(debug_assertions),
        features: [
            ("explore", cfg!(feature = "explore")),
            ("parquet", cfg!(feature = "parquet")),
            ("spreadsheets", cfg!(feature = "spreadsheets")),
            ("xlsx", cfg!(feature = "xlsx")),
        ]
        .into_iter()
        .filter_map(|(name, built)| built.then_some(name))
        .collect(),
        processor: instructions(),
        portable: std::env::var_os("ADIT_PORTABLE").is_some(),
        processors: std::thread::available_parallelism().ok().map(usize::from),
        threads: default_threads(),
        locale: ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| Some((name, word(name)?))).collect(),
        terminal: word("TERM").unwrap_or_else(|| "not set".to_owned()),
        stdout_is_a_terminal: stdout().is_terminal(),
        stderr_is_a_terminal: stderr().is_terminal(),
        no_colour: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
    };
    match args.format {
        Format::Text => output::answer(&findings.text()),
        Format::Json => output::answer_json(&findings),
    }
}

/// Value of a variable; what looks like a path or a sentence is not shown.
fn word(name: &str) -> Option<String> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
    let is_plain = value.len() <= 40 && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | ':'));
    Some(if is_plain { value } else { "a value that is not a plain word".to_owned() })
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fn instructions() -> Vec<&'static str> {
    let known = [
        ("sse4.2", is_x86_feature_detected!("sse4.2")),
        ("avx", is_x86_feature_detected!("avx")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
        ("avx512f", is_x86_feature_detected!("avx512f")),
    ];
    known.into_iter().filter_map(|(name, has)| has.then_some(name)).collect()
}

#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
fn instructions() -> Vec<&'static str> {
    if cfg!(target_feature = "neon") { vec!["neon"] } else { Vec::new() }
}

impl Findings {
    fn text(&self) -> String {
        let yes = |yes: bool| if yes { "yes" } else { "no" };
        let list = |words: &[&str]| if words.is_empty() { "none".to_owned() } else { words.join(", ") };
        let locale: Vec<String> = self.locale.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let locale = if locale.is_empty() { "not set".to_owned() } else { locale.join(", ") };
        let lines = [
            ("version", self.version.to_owned()),
            ("commit", self.commit.unwrap_or("not known").to_owned()),
            ("platform", self.platform.to_owned()),
            ("assertions checked", yes(self.assertions).to_owned()),
            ("optional features", list(&self.features)),
            ("processor", list(&self.processor)),
            ("portable instructions only", yes(self.portable).to_owned()),
            ("processors", self.processors.map_or_else(|| "not known".to_owned(), |count| count.to_string())),
            ("threads of a run", self.threads.to_string()),
            ("locale", locale),
            ("terminal", self.terminal.clone()),
            ("stdout is a terminal", yes(self.stdout_is_a_terminal).to_owned()),
            ("stderr is a terminal", yes(self.stderr_is_a_terminal).to_owned()),
            ("NO_COLOR", if self.no_colour { "set: no colours".to_owned() } else { "not set".to_owned() }),
        ];
        lines.iter().fold(String::new(), |page, (name, value)| page + &format!("{name:<28}{value}\n"))
    }
}
