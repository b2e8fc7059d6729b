//! Options of `adit submit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::driver::Format;

/// Most parts, as of `--part`. The limit of the cluster, 1,000 tasks an array unless it is configured otherwise, is reported by Slurm.
const MOST_PARTS: i64 = 1_000_000;

/// Options of `adit submit`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct SubmitArgs {
    /// Scenario file (TOML); several for a comparison
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Submit to Slurm, the only supported workload manager
    #[arg(long, required = true)]
    pub slurm: bool,
    /// Number of parts; each is one task of a job array
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_PARTS))]
    pub parts: u32,
    /// Command to run
    #[arg(long, value_enum, default_value_t = SubmittedCommand::Run)]
    pub command: SubmittedCommand,
    /// Replace one value of the scenario (repeatable): `nodes.mine.capacity=4000`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Read files that a scenario names outside its folder and the current directory, too
    #[arg(long)]
    pub allow_outside: bool,
    /// Number of trials of all parts together [default: that of the scenario]
    #[arg(long, value_name = "N", value_parser = crate::driver::options::trials)]
    pub trials: Option<u64>,
    /// Seed of the random numbers [default: that of the scenario]
    #[arg(long, value_name = "S", value_parser = crate::driver::options::seed)]
    pub seed: Option<u64>,
    /// Results folder; scripts, parts and logs are kept beside it, in DIR.slurm [default: that of the command]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of the answer on stdout
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Number of threads, and of processors, of each task
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: u16,
    /// Partition of the cluster [default: Slurm's]
    #[arg(long, value_name = "NAME")]
    pub partition: Option<String>,
    /// Time limit of a task in the notation of Slurm: `30`, `2:00:00`, `1-12` [default: the partition's]
    #[arg(long, value_name = "TIME")]
    pub time: Option<String>,
    /// Memory of a task in the notation of Slurm: `500M`, `2G` [default: the partition's]
    #[arg(long, value_name = "SIZE")]
    pub memory: Option<String>,
    /// Any other option of sbatch (repeatable): `--sbatch=--account=minerals`
    #[arg(long, value_name = "OPTION", allow_hyphen_values = true)]
    pub sbatch: Vec<String>,
    /// Number of times that failed tasks are submitted again, after all others have ended
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    pub resubmit: u8,
    /// Submit and do not wait; the same command continues later
    #[arg(long)]
    pub detach: bool,
    /// Write the scripts and submit nothing
    #[arg(long, visible_alias = "dry-run", conflicts_with = "detach")]
    pub write_only: bool,
    /// Further options of the command, after `--`
    #[arg(last = true, value_name = "OPTIONS")]
    pub words: Vec<String>,
}

/// Command that runs in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SubmittedCommand {
    /// As `adit run`
    Run,
    /// As `adit compare`
    Compare,
    /// As `adit causes`
    Causes,
    /// As `adit sweep`
    Sweep,
}

impl SubmittedCommand {
    /// Name of the command.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Compare => "compare",
            Self::Causes => "causes",
            Self::Sweep => "sweep",
        }
    }
}
