//! `adit schema`: the JSON Schema of scenario files, and the tables of keys of the manual.

use clap::Args;

use crate::driver::{Failure, output};
use crate::scenario;

/// Options of `adit schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Print the tables of keys of the manual in Markdown instead
    #[arg(long)]
    pub markdown: bool,
}

/// Prints the schema.
///
/// # Errors
/// Where stdout cannot be written to.
pub fn schema(args: &SchemaArgs) -> Result<(), Failure> {
    if !args.markdown {
        return output::answer_json(&scenario::schema());
    }
    let tables = scenario::key_tables().into_iter().map(|(name, table)| format!("<!-- keys: {name} -->\n{table}<!-- end keys -->\n"));
    output::answer(&tables.collect::<Vec<_>>().join("\n"))
}
