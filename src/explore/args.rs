//! Options of `adit explore`.

use std::path::PathBuf;

use clap::Args;

use crate::driver::{ScenarioArgs, SeedArgs};

/// Options of `adit explore`.
#[derive(Debug, Args)]
pub struct ExploreArgs {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Number of trials up to which a run grows while nothing is changed [default: that of the scenario, at most 10,000 with --static]
    #[arg(long, value_name = "N", value_parser = crate::driver::options::trials)]
    pub trials: Option<u64>,
    /// Seed and threads.
    #[command(flatten)]
    pub draws: SeedArgs,
    /// Port of the page on the loopback interface [default: a free port]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Write one self-contained page with the answers on the grid of --vary into this file, and serve nothing
    #[arg(long = "static", value_name = "FILE.html", requires = "vary", conflicts_with_all = ["port", "open", "save_dir"])]
    pub static_page: Option<PathBuf>,
    /// With --static: path of the scenario and the values to set there, as of `adit sweep` (repeatable, at most four paths)
    #[arg(long, value_name = "PATH=VALUES", requires = "static_page")]
    pub vary: Vec<String>,
    /// Folder into which the page saves overlays [default: the folder of the scenario]
    #[arg(long, value_name = "DIR")]
    pub save_dir: Option<PathBuf>,
}
