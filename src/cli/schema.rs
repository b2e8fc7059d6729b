//! `adit schema`: the JSON Schema of scenario files or of `summary.json`, and the tables of keys of the manual.

use clap::{Args, ValueEnum};

use crate::driver::{Failure, output};
use crate::scenario;

/// Options of `adit schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Files that the schema describes
    #[arg(value_enum, default_value_t = Described::Scenario)]
    pub described: Described,
    /// Print the tables of keys of the manual in Markdown instead
    #[arg(long)]
    pub markdown: bool,
}

/// Files that a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// Scenario files (TOML)
    Scenario,
    /// `summary.json` of a run
    Summary,
}

/// The JSON Schema of `summary.json`. A test checks that results fit it and that its number is that of the layout.
const SUMMARY: &str = include_str!("schemas/summary.json");

/// Prints the schema.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn schema(args: &SchemaArgs) -> Result<(), Failure> {
    if args.described == Described::Summary {
        return if args.markdown { Err(Failure::Input("--markdown prints the keys of scenarios only".to_owned())) } else { output::answer(SUMMARY) };
    }
    if !args.markdown {
        return output::answer_json(&scenario::schema());
    }
    let tables = scenario::key_tables().into_iter().map(|(name, table)| format!("<!-- keys: {name} -->\n{table}<!-- end keys -->\n"));
    output::answer(&tables.collect::<Vec<_>>().join("\n"))
}
