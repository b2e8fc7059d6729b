//! Out-of-sample test of the forecasts (`adit backtest`): each forecast uses only what was known at its date and is scored against observations.

mod args;
mod controls;
pub mod episode;
mod forecasters;
mod incidents;
mod new_kinds;
mod project_table;
mod projects;
pub mod register;
mod report;
mod scoring;
mod shipped;
mod spells;

pub use args::BacktestArgs;
pub use controls::{ControlBacktest, KindOfControl, NewControls, SpellForecast, controls};
pub use forecasters::Forecaster;
pub use incidents::{CountForecast, IncidentBacktest, IncidentMethod, RateScore, SeriesBacktest, incidents};
pub use new_kinds::{NewKindMethod, NewKinds};
pub use project_table::{Kind, Outcome, Project, ProjectTable};
pub use projects::{ProjectBacktest, ProjectForecast, projects};
pub use report::chapter;
pub use scoring::{BINS, Coverage, LEVELS, LOSS, SCORED_MONTHS, Scored, YearScore};
pub use shipped::{INCIDENTS_ANNUAL, REFERENCE_PROJECTS, REGIME_SPELLS};

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::drive::finish_table;
use crate::driver::output_run::{AsRun, OutputRun, read_from};
use crate::driver::progress::Progress;
use crate::driver::{Failure, problems};
use crate::report::{ANY_SCENARIO, About, chapter_text};
use crate::store::{InputFile, Manifest};
use crate::units::{Date, MOST_TEXT, SourceFile};
use episode::{EpisodeFindings, Loaded};
use register::RegisterFindings;

/// All backtests.
#[derive(Clone, Debug, Serialize)]
pub struct Backtest {
    /// Name of the table whose projects are scored.
    pub projects_table: String,
    /// Start dates of projects; `None` where none are asked for.
    pub projects: Option<ProjectBacktest>,
    /// Controls; like what follows, only of the shipped tables.
    pub controls: Option<ControlBacktest>,
    /// Incidents.
    pub incidents: Option<IncidentBacktest>,
    /// Episodes.
    pub episodes: Vec<EpisodeFindings>,
    /// Registers of forecasts; `None` where none are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterFindings>,
}

/// Scores the forecasts.
///
/// # Errors
/// Where a table or an episode cannot be used, the folder cannot be made, or stdout cannot be written to.
pub fn backtest(args: &BacktestArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    if let (Some(statements), Some(register)) = (&args.forecast, &args.register) {
        return register::write(statements, register, &args.settings);
    }
    let (known, _) = ProjectTable::read(REFERENCE_PROJECTS);
    let mut found = Backtest {
        projects_table: shipped::PROJECTS_NAME.to_owned(),
        projects: None,
        controls: None,
        incidents: None,
        episodes: Vec::new(),
        register: None,
    };
    let (mut inputs, mut loaded, mut name) = (Vec::new(), Vec::new(), "backtest".to_owned());
    if let Some(file) = &args.file {
        let (table, source) = read_table(file)?;
        name = format!("{}-backtest", file.file_stem().unwrap_or_default().to_string_lossy());
        source.name.rsplit(['/', '\\']).next().unwrap_or_default().clone_into(&mut found.projects_table);
        let scored = projects(&table, &known);
        found.projects = Some(scored.ok_or_else(|| Failure::Input("a table needs three projects with announcement, plan and outcome".to_owned()))?);
        inputs.push(source);
    } else if let Some(path) = &args.register {
        let day = args.as_of.clone().unwrap_or_else(|| started.to_zoned(TimeZone::UTC).date().to_string());
        let as_of = Date::parse(&day).map_err(|why| Failure::Input(format!("--as-of {day} is no date: {why}")))?;
        let (registers, files) = register::read_all(path)?;
        "register".clone_into(&mut name);
        path.display().to_string().clone_into(&mut found.projects_table);
        found.register = Some(register::score(&registers, as_of, &day));
        inputs = files;
    } else if args.episodes.is_empty() {
        found.projects = projects(&known, &known);
        found.controls = controls(REGIME_SPELLS);
        found.incidents = Some(incidents(INCIDENTS_ANNUAL));
        inputs = shipped::files();
        loaded = episode::shipped()?;
    } else {
        loaded = args.episodes.iter().map(|path| episode::load(path)).collect::<Result<_, _>>()?;
        distinct(&loaded)?;
    }
    let open = OutputRun::open(&args.settings, &name, started)?;
    found.episodes = loaded.iter().map(|loaded| run(loaded, args)).collect::<Result<_, _>>()?;
    for one in &loaded {
        AsRun::of(&one.scenario).write(&open.folder, &format!("scenarios/{}.toml", one.name))?;
        inputs.extend(one.files.iter().cloned());
    }
    let (seed, trials) = found.episodes.first().map_or((args.settings.seed.unwrap_or(1), 0), |episode| (episode.seed, episode.trials));
    let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let manifest = Manifest::new(command, found.projects_table.clone(), read_from(&inputs), InputFile::new("backtest", ""), started)
        .of_model(ANY_SCENARIO.to_owned())
        .of_run(seed, trials, args.settings.threads(), &[]);
    let chapter = chapter(&found);
    let words = args.file.iter().map(|file| file.display().to_string());
    let words = words.chain(args.register.iter().flat_map(|path| ["--register".to_owned(), path.display().to_string()]));
    let words: Vec<String> = words.chain(args.episodes.iter().flat_map(|path| ["--episode".to_owned(), path.display().to_string()])).collect();
    let about = About::new(&chapter.title, &found.projects_table, "backtest", &words, &manifest);
    finish_table(open, &manifest, &about, &chapter, &found, || chapter_text(&chapter))
}

/// Refuses two episodes with the same file name: their tables and scenarios would have the same names in the results folder.
fn distinct(loaded: &[Loaded]) -> Result<(), Failure> {
    let twice = loaded.iter().enumerate().find(|(i, one)| loaded[..*i].iter().any(|other| other.name == one.name));
    twice.map_or(Ok(()), |(_, one)| Err(Failure::Input(format!("two episodes are called {}: rename the file of one of them", one.name))))
}

fn run(loaded: &Loaded, args: &BacktestArgs) -> Result<EpisodeFindings, Failure> {
    let options = args.settings.options(&loaded.scenario);
    let progress = Progress::new(options.trials, "episode");
    episode::compute(loaded, &options, &|done| progress.add(done))
}

/// Reads a table of the user; its problems are printed.
fn read_table(file: &std::path::Path) -> Result<(ProjectTable, SourceFile), Failure> {
    let text = crate::units::read_table(file, MOST_TEXT).map_err(|error| Failure::Input(format!("cannot read {}: {error}", file.display())))?;
    let (table, found) = ProjectTable::read(&text);
    let source = SourceFile { name: file.display().to_string(), text };
    problems::tell(&[(&found, std::slice::from_ref(&source))]);
    if found.any_error() { Err(Failure::Reported) } else { Ok((table, source)) }
}
