//! `adit merge`: the parts of a work put together, to the very results that it leaves when done at once.

use std::path::PathBuf;

use clap::Args;

use crate::analyses::{AnalysisCommand, run};
use crate::driver::output_run::Settings;
use crate::driver::{Failure, Format};
use crate::store::Parts;

/// Options of `adit merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Files that `--part` wrote: all parts of one run or analysis, in any order
    #[arg(required = true, value_name = "PART")]
    pub parts: Vec<PathBuf>,
    /// Number of threads; results do not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Results folder; an existing results folder is replaced when the command completes [default: that of the command that made the parts]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of the answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Merges parts.
///
/// # Errors
/// Where a part is missing, doubled, damaged or of other work: all of it at once; where the folder cannot be written, or stdout refuses the answer.
pub fn merge(args: &MergeArgs) -> Result<(), Failure> {
    let parts = Parts::read(&args.parts).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
        Failure::Input(format!("nothing was merged:{}", told.concat()))
    })?;
    let settings = Settings { trials: None, seed: None, threads: args.threads, out: args.out.clone(), format: args.format };
    match parts.header().command.as_str() {
        "run" => run::merge(&parts, &settings),
        other => AnalysisCommand::merge(&parts, &settings)
            .unwrap_or_else(|| Err(Failure::Input(format!("this version does not merge parts of `adit {other}`")))),
    }
}
