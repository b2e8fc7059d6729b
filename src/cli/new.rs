//! `adit new`: a commented scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use crate::driver::{Failure, output};
use crate::scenario::TEMPLATE;

/// Options of `adit new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// File to write; one that exists is left as it is
    pub file: PathBuf,
}

/// Writes the scenario.
///
/// # Errors
/// Where the file exists or cannot be written.
pub fn new(args: &NewArgs) -> Result<(), Failure> {
    let name = args.file.display();
    let mut file = OpenOptions::new().write(true).create_new(true).open(&args.file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Input(format!("{name} exists and is left as it is; choose another name")),
        _ => Failure::Machine(format!("cannot write {name}: {error}")),
    })?;
    if let Err(error) = file.write_all(TEMPLATE.as_bytes()).and_then(|()| file.sync_all()) {
        drop(file);
        let _ = fs::remove_file(&args.file); // half a scenario is worse than none
        return Err(Failure::Machine(format!("cannot write {name}: {error}")));
    }
    output::answer(&format!("{name} is written. Next: adit check {name}, then adit run {name}\n"))
}
