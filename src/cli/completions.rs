//! `adit completions`: completions of a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use crate::driver::{Failure, output};

/// Options of `adit completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Shell: for bash, `adit completions bash > ~/.local/share/bash-completion/completions/adit`
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the completions.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn completions(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut page = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut page);
    output::answer(&String::from_utf8_lossy(&page))
}
