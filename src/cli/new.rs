//! `adit new`: a commented scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::driver::{Failure, output};
use crate::scenario::{TEMPLATE, schema};
use crate::store::write_json;

/// The JSON Schema that editors look for beside a scenario.
const SCHEMA: &str = "adit.schema.json";

/// Options of `adit new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Scenario file to write; an existing file is not replaced
    pub file: PathBuf,
    /// Kind of scenario to start from [default: a mine, a refinery and a road under export licences]
    #[arg(long, value_enum)]
    pub like: Option<Like>,
}

/// Kind of scenario to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Like {
    /// Export quota in tonnes a year, with a market that clears and a refinery of scrap
    Quota,
    /// Export licences that are granted, delayed or refused, with goals of several parts
    Licensing,
    /// Announced mine: study, permits, finance, building, and a ladder of goals
    Mine,
    /// Railway and port with closures, buffers and a second road
    Corridor,
    /// Refinery for ore that goes abroad today, with equipment under licence
    Refinery,
}

impl Like {
    /// The scenario.
    fn text(self) -> &'static str {
        match self {
            Self::Quota => include_str!("templates/quota.toml"),
            Self::Licensing => include_str!("templates/licensing.toml"),
            Self::Mine => include_str!("templates/mine.toml"),
            Self::Corridor => include_str!("templates/corridor.toml"),
            Self::Refinery => include_str!("templates/refinery.toml"),
        }
    }
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
    let text = format!("#:schema ./{SCHEMA}\n{}", args.like.map_or(TEMPLATE, Like::text));
    let schema = || write_schema(&args.file.with_file_name(SCHEMA));
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| schema()) {
        drop(file);
        let _ = fs::remove_file(&args.file); // half a scenario is worse than none
        return Err(Failure::Machine(format!("cannot write {name}: {error}")));
    }
    output::answer(&format!("{name} is written, and {SCHEMA} beside it for editors. Next: adit check {name}, then adit run {name}\n"))
}

/// Writes the schema; one that is there already is replaced, since it belongs to the program.
fn write_schema(path: &Path) -> io::Result<()> {
    let mut page = Vec::new();
    write_json(&schema(), &mut page)?;
    fs::write(path, page)
}
