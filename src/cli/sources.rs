//! `adit sources`: where every figure comes from, and how far the answer moves with it.

use clap::Args;

use crate::driver::progress::Progress;
use crate::driver::question::{goal_named, month_of_year};
use crate::driver::{CommonArgs, OpenAnalysis};
use crate::driver::{Failure, output};
use crate::report::{chapter_text, charts, provenance_brief, provenance_chapter, provenance_csv, write_chapter};
use crate::store::write_json;
use crate::study;
use crate::study::provenance::{Headline, STALE_YEARS, provenance};

/// Trials of the screening where no number is asked for.
const TRIALS: u64 = 10_000;

/// Options of `adit sources`.
#[derive(Debug, Args)]
pub struct SourcesArgs {
    /// The scenario, how to run it, and where to leave what is found.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Goal whose chance is asked how far it moves [default: the scenario's first]
    #[arg(long, value_name = "NAME")]
    pub goal: Option<String>,
    /// Year by the end of which its chance is taken [default: 2035, or the last of the scenario]
    #[arg(long, value_name = "YEAR")]
    pub by: Option<i32>,
    /// Years after which a source is called stale
    #[arg(long, value_name = "YEARS", default_value_t = STALE_YEARS)]
    pub stale: f64,
    /// Fail (exit code 2) where a figure has no source
    #[arg(long)]
    pub strict: bool,
}

/// Lists sources.
///
/// # Errors
/// Where the scenario cannot run, the folder cannot be written, or, where asked to be strict, a figure has no source.
pub fn sources(args: &SourcesArgs) -> Result<(), Failure> {
    if args.stale.is_nan() || args.stale < 0.0 {
        return Err(Failure::Input("--stale needs a number of years, 0 or more".to_owned()));
    }
    let analysis = OpenAnalysis::open_with(&args.common, "sources", |scenario| scenario.trials.min(TRIALS))?;
    let headline = Headline { goal: goal_named(&analysis.plan, args.goal.as_deref())?, by: month_of_year(&analysis.plan, args.by)? };
    let assumptions = study::assumptions(&analysis.scenario);
    let progress = Progress::new(analysis.options.trials, "moving each figure");
    let found = provenance(&analysis.plan, &assumptions, &headline, args.stale, &analysis.options, &|done| progress.add(done))
        .map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
    drop(progress);
    let mut words = vec!["--goal".to_owned(), analysis.plan.goals.goals[headline.goal].name.clone()];
    words.extend(["--by".to_owned(), analysis.plan.grid.year(headline.by).to_string()]);
    let about = analysis.about(&words);
    let print = charts::small_print(&analysis.name, analysis.options.trials, analysis.options.seed);
    write_chapter(analysis.folder(), &provenance_chapter(&found, &print), &about)?;
    analysis.folder().write("sources.json", |out| write_json(&found, out))?;
    let csv = provenance_csv(&found);
    analysis.folder().write("sources.csv", |out| std::io::Write::write_all(out, csv.text().as_bytes()))?;
    analysis.finish(|| chapter_text(&provenance_brief(&found)), &found)?;
    if args.strict && found.missing() > 0 {
        output::note(&format!("adit: {} figures have no source", found.missing()));
        return Err(Failure::Reported);
    }
    Ok(())
}
