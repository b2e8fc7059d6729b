//! `adit backtest`: what the forecasts were worth.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use crate::driver::output_run::{AsRun, OutputRun, Settings, read_from};
use crate::driver::progress::Progress;
use crate::driver::{Failure, problems};
use crate::plan;
use crate::report::{ANY_SCENARIO, About, backtest_chapter, chapter_text, write_chapter};
use crate::scenario;
use crate::store::write_json;
use crate::study::backtest::{
    Backtest, INCIDENTS_ANNUAL, ProjectTable, RARE_EARTHS_2010, RARE_EARTHS_OBSERVED, REFERENCE_PROJECTS, REGIME_SPELLS, controls, episode,
    incidents, projects,
};
use crate::units::{Problems, SourceFile};

/// Trials of the rare-earth episode where no number is asked for.
const TRIALS: u64 = 10_000;
/// What the shipped table of projects is called.
const SHIPPED: &str = "reference_projects.csv";

/// Options of `adit backtest`.
#[derive(Debug, Args)]
pub struct BacktestArgs {
    /// Table of projects (CSV, columns as of the shipped one) to be scored by the laws fitted on the shipped rows
    /// [default: the shipped table, each row left out in turn, and all other backtests]
    pub file: Option<PathBuf>,
    /// How to run the rare-earth episode and where to leave what is found.
    #[command(flatten)]
    pub settings: Settings,
}

/// Scores the forecasts.
///
/// # Errors
/// Where the table cannot be read, the folder cannot be made, or stdout refuses the answer.
pub fn backtest(args: &BacktestArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let (known, _) = ProjectTable::read(REFERENCE_PROJECTS);
    let loaded = scenario::load_text("rare-earths-2010.toml", RARE_EARTHS_2010, None, &[]);
    let read = args.file.as_deref().map(read_table).transpose()?;
    let Some(mut scenario) = loaded.scenario else { return Err(Failure::Machine("the shipped scenario cannot be read".to_owned())) };
    scenario.trials = TRIALS;
    let options = args.settings.options(&scenario);
    (scenario.trials, scenario.seed) = (options.trials, options.seed);
    let name = args
        .file
        .as_deref()
        .map_or_else(|| "backtest".to_owned(), |file| format!("{}-backtest", file.file_stem().unwrap_or_default().to_string_lossy()));
    let making = OutputRun::open(&args.settings, &name, started)?;
    let (found, inputs) = if let Some((table, source)) = &read {
        let found =
            projects(table, &known).ok_or_else(|| Failure::Input("a table needs three projects with announcement, plan and outcome".to_owned()))?;
        (
            Backtest {
                table: source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
                projects: Some(found),
                controls: None,
                incidents: None,
                episode: None,
            },
            vec![source.clone()],
        )
    } else {
        let (plan, _) = plan::compile(&scenario);
        let Some(plan) = plan else { return Err(Failure::Machine("the shipped scenario cannot run".to_owned())) };
        let progress = Progress::new(options.trials, "the rare-earth episode");
        let episode = episode(&plan, &options, RARE_EARTHS_OBSERVED, &|done| progress.add(done))
            .map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
        let found = Backtest {
            table: SHIPPED.to_owned(),
            projects: projects(&known, &known),
            controls: controls(REGIME_SPELLS),
            incidents: Some(incidents(INCIDENTS_ANNUAL)),
            episode: Some(episode),
        };
        (found, shipped())
    };
    let as_run = AsRun::of(&scenario);
    as_run.write(&making.folder, "scenario.toml")?;
    let manifest = making.certificate("rare-earths-2010.toml".to_owned(), read_from(&inputs), &as_run, "scenario.toml");
    let manifest = manifest.of_model(ANY_SCENARIO.to_owned()).of_run(options.seed, options.trials, options.threads.unwrap_or(1), &[]);
    let chapter = backtest_chapter(&found);
    let words: Vec<String> = read.iter().map(|(_, source)| source.name.clone()).collect();
    let about = About::new("What the forecasts were worth", &found.table, "backtest", &words, &manifest);
    write_chapter(&making.folder, &chapter, &about)?;
    making.folder.write("backtest.json", |out| write_json(&found, out))?;
    making.finish(&manifest, || chapter_text(&chapter), &found)
}

/// The tables that are part of the program.
fn shipped() -> Vec<SourceFile> {
    let files = [
        ("reference_projects.csv", REFERENCE_PROJECTS),
        ("regime_spells.csv", REGIME_SPELLS),
        ("incidents_annual.csv", INCIDENTS_ANNUAL),
        ("rare_earths_2010s.csv", RARE_EARTHS_OBSERVED),
        ("rare-earths-2010.toml", RARE_EARTHS_2010),
    ];
    files.map(|(name, text)| SourceFile { name: name.to_owned(), text: text.to_owned() }).into()
}

/// A table of the user's; its problems are told with their lines.
fn read_table(file: &std::path::Path) -> Result<(ProjectTable, SourceFile), Failure> {
    let text = crate::units::read_text(file).map_err(|error| Failure::Input(format!("cannot read {}: {error}", file.display())))?;
    let (table, found) = ProjectTable::read(&text);
    let source = SourceFile { name: file.display().to_string(), text };
    tell(&found, &source)?;
    Ok((table, source))
}

fn tell(found: &Problems, source: &SourceFile) -> Result<(), Failure> {
    problems::tell(&[(found, std::slice::from_ref(source))]);
    if found.any_error() { Err(Failure::Reported) } else { Ok(()) }
}
