//! The scenario of a page: read, checked and compiled once, with what its runs have in common.

use std::path::{Path, PathBuf};

use super::ExploreArgs;
use crate::analyses::Analysis;
use crate::analyses::sweep::Sweep;
use crate::driver::part::no_threads;
use crate::driver::prepare::{Prepared, name_of, prepare};
use crate::driver::{Failure, output, sampling};
use crate::plan::{Assumptions, Plan, assumptions};
use crate::report::quoted;
use crate::scenario::{Loaded, Sampling, Scenario, load_bundle};
use crate::study::RunOptions;

/// Most memory for the arrivals of the unchanged scenario, bytes.
const MOST_MEMORY: u64 = 256 << 20;
/// Trials up to which an overlay or a figure is worth waiting for on a page.
const MOST_TRIALS: u64 = 1_000_000;

/// Power of two of the trials of the first answer, which comes within a second for a large scenario; the next one has four times as many.
const FIRST: u32 = 9;

/// Compiled scenario of a page.
pub struct Model {
    /// Scenario file as named on the command line.
    pub file: String,
    /// Name of the file without its folder.
    pub name: String,
    /// Folder into which overlays are saved.
    pub save_dir: PathBuf,
    /// Scenario as read.
    pub loaded: Loaded,
    /// The same, read from memory, so that a change of it can read no file.
    pub in_memory: Loaded,
    /// Scenario as written, with the trials and the seed of the page.
    pub scenario: Scenario,
    /// Compiled scenario.
    pub plan: Plan,
    /// Inputs with their distributions and sources.
    pub assumptions: Assumptions,
    /// Trials up to which runs grow, and the seed.
    pub options: RunOptions,
    /// Whether runs show an answer after each of a growing number of trials, as a page that is served does.
    grows: bool,
    /// Threads of all runs.
    pub pool: rayon::ThreadPool,
    /// Each `--set`, in order.
    pub overrides: Vec<String>,
    /// Whether the scenario asks for a design of its trials, which the page leaves aside.
    is_designed: bool,
}

impl Model {
    /// Reads, checks and compiles the scenario.
    ///
    /// # Errors
    /// Where the scenario cannot run, or the folder for overlays does not exist.
    pub fn open(args: &ExploreArgs) -> Result<Self, Failure> {
        let file = &args.scenario.file;
        let save_dir = args.save_dir.clone().unwrap_or_else(|| folder_of(file));
        if !save_dir.is_dir() {
            return Err(Failure::Input(format!("{} is no folder; make it first, or name another one with --save-dir", save_dir.display())));
        }
        let Prepared { mut scenario, mut plan, loaded, .. } = prepare(&args.scenario)?;
        let is_designed = scenario.sampling != Sampling::Random;
        sampling::at_random(&mut scenario, "explore");
        if scenario.precision.take().is_some() {
            output::note("`adit explore` runs all trials: `precision` is for `adit run`");
        }
        plan.precision = None;
        let bytes_a_trial = 2 * plan.goals.goals.len().max(1) as u64;
        let most = MOST_TRIALS.min(MOST_MEMORY / bytes_a_trial);
        let asked = args.trials.unwrap_or_else(|| if args.static_page.is_some() { Sweep::default_trials(&scenario) } else { scenario.trials });
        if asked > most {
            output::note(&format!("the page runs at most {most} trials; `adit run` runs more"));
        }
        scenario.trials = asked.min(most);
        let options = args.draws.options(scenario.trials, scenario.seed);
        scenario.seed = options.seed;
        Ok(Self {
            file: file.display().to_string(),
            name: name_of(&args.scenario),
            save_dir,
            assumptions: assumptions(&scenario),
            pool: options.pool().map_err(no_threads)?,
            overrides: args.scenario.overrides.clone(),
            grows: args.static_page.is_none(),
            is_designed,
            in_memory: load_bundle(loaded.bundle(), &args.scenario.overrides),
            loaded,
            scenario,
            plan,
            options,
        })
    }

    /// Numbers of trials after which an answer is shown, rising; the last is that of all trials.
    #[must_use]
    pub fn points(&self) -> Vec<u64> {
        let all = self.options.trials;
        let powers = std::iter::once(FIRST).chain(FIRST + 2..63);
        let mut points: Vec<u64> = powers.map(|power| 1_u64 << power).take_while(|&trials| self.grows && trials < all).collect();
        points.push(all);
        points
    }

    /// Command line that makes the same run with these changes, each a `PATH=VALUE`.
    #[must_use]
    pub fn command(&self, changes: &[String]) -> String {
        let mut words = vec!["adit".to_owned(), "run".to_owned(), self.file.clone()];
        for set in self.overrides.iter().chain(changes) {
            words.extend(["--set".to_owned(), set.clone()]);
        }
        words.extend(["--trials".to_owned(), self.options.trials.to_string(), "--seed".to_owned(), self.options.seed.to_string()]);
        if self.is_designed {
            words.extend(["--sampling".to_owned(), "random".to_owned()]);
        }
        words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }
}

/// Folder of a file; the current directory for a bare name.
fn folder_of(file: &Path) -> PathBuf {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}
