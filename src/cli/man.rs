//! `adit man`: manual pages.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::Cli;
use crate::driver::{Failure, output};
use crate::units::nearest;

/// Options of `adit man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Command, for example `fit durations` [default: the program]
    pub command: Vec<String>,
    /// Write the pages of the program and of all its commands into this folder instead, for example `~/.local/share/man/man1`
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub out: Option<PathBuf>,
}

/// Prints or writes manual pages.
///
/// # Errors
/// Where there is no such command, or the pages cannot be written.
pub fn man(args: &ManArgs) -> Result<(), Failure> {
    let mut program = Cli::command();
    program.build();
    if let Some(folder) = &args.out {
        let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
        written.map_err(|error| Failure::Machine(format!("cannot write the pages into {}: {error}", folder.display())))?;
        return output::answer(&format!("the pages are written into {}\n", folder.display()));
    }
    let mut command = &program;
    for word in &args.command {
        command = find(command, word)?;
    }
    let mut page = Vec::new();
    let rendered = Man::new(command.clone()).render(&mut page);
    rendered.map_err(|error| Failure::Machine(format!("cannot make the page: {error}")))?;
    output::answer(&String::from_utf8_lossy(&page))
}

fn find<'a>(command: &'a Command, word: &str) -> Result<&'a Command, Failure> {
    command.find_subcommand(word).ok_or_else(|| {
        let near = nearest(word, command.get_subcommands().map(Command::get_name)).map(|near| format!("; did you mean `{near}`?"));
        Failure::Input(format!("{} has no command `{word}`{}", command.get_bin_name().unwrap_or_default(), near.unwrap_or_default()))
    })
}
