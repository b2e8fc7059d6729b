//! `adit compare`: several scenarios on the same draws, side by side.

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::driver::output_run::{AsRun, OutputRun, Settings, read_from};
use crate::driver::part::{self, Leaving, PartArgs, PartOf};
use crate::driver::prepare::{Prepared, prepare_all};
use crate::driver::progress::Progress;
use crate::driver::request::compiled;
use crate::driver::{Failure, ScenarioArgs, sampling};
use crate::plan::Plan;
use crate::report::{ComparisonManifest, OtherScenario, comparison, comparison_text, write_comparison};
use crate::scenario::Scenario;
use crate::store::{InputFile, PartHeader, PartScenario, Parts};
use crate::study::{self, Accumulator, CompareError, PairedCounts, RunCounts, RunOptions, RunTally};
use crate::units::Bundle;

/// Longest name of a results folder that is made of the scenarios' names, characters; a file system takes 255 bytes.
const LONGEST_NAME: usize = 80;

/// Options of `adit compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Scenario files (TOML), two or more; the first is what the others are compared with
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Replace one value in every scenario (repeatable): `nodes.mine.capacity=4000`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Read files that a scenario names outside its folder and the current directory, too
    #[arg(long)]
    pub allow_outside: bool,
    /// How to run them and where to leave what is found.
    #[command(flatten)]
    pub settings: Settings,
    /// In parts.
    #[command(flatten)]
    pub part: PartArgs,
}

/// A scenario among those compared.
struct Compared {
    /// File as named on the command line.
    file: String,
    name: String,
    scenario: Scenario,
    bundle: Bundle,
}

/// All that is compared, and how.
struct Work {
    compared: Vec<Compared>,
    /// What runs, by the scenarios' names.
    plans: Vec<(String, Plan)>,
    options: RunOptions,
    overrides: Vec<String>,
    inputs: Vec<InputFile>,
}

/// A part of a comparison.
#[derive(Debug, Serialize, Deserialize)]
struct ComparePart<'a> {
    /// Of each scenario by itself.
    counts: Vec<RunCounts<'a>>,
    /// Of the others against the first.
    paired: PairedCounts,
}

/// Compares scenarios.
///
/// # Errors
/// Where one of them cannot run, they run over different months, the folder cannot be written, or stdout refuses the answer.
pub fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let started = Timestamp::now();
    let work = Work::of(args)?;
    if let (Some(which), Some(path)) = (args.part.part, &args.settings.out) {
        return work.leave_part(which, path);
    }
    let making = OutputRun::open(&args.settings, &work.folder(), started)?; // before the long run
    let (tallies, paired) = work.count(0..work.options.trials)?;
    work.finish(making, &tallies, &paired)
}

/// Puts the parts of a comparison together.
///
/// # Errors
/// Where a part does not hold the counts of such scenarios, the folder cannot be written, or stdout refuses the answer.
pub fn merge(parts: &Parts, settings: &Settings) -> Result<(), Failure> {
    let started = Timestamp::now();
    let work = Work::again(parts.header(), settings.threads())?;
    let mut tallies: Vec<RunTally> = work.plans.iter().map(|(_, plan)| RunTally::new(plan)).collect();
    let mut paired = PairedCounts::new(&work.plans);
    part::each(parts, |part, payload: ComparePart| {
        let trials = part.header.done.end - part.header.done.start;
        let as_many = payload.counts.len() == tallies.len() && payload.paired.trials == trials;
        let counted = payload.counts.into_iter().zip(&work.plans).map(|(counts, (_, plan))| RunTally::with_counts(plan, counts));
        let counted: Vec<RunTally> = counted.collect::<Option<_>>()?;
        if !as_many || counted.iter().any(|counted| counted.tally.trials != trials) {
            return None;
        }
        tallies.iter_mut().zip(counted).for_each(|(tally, counted)| tally.merge(counted));
        paired.merge(&payload.paired)
    })?;
    let making = OutputRun::open(settings, &work.folder(), started)?;
    work.finish(making, &tallies, &paired)
}

impl Work {
    fn of(args: &CompareArgs) -> Result<Self, Failure> {
        let scenarios: Vec<_> = args
            .files
            .iter()
            .map(|file| ScenarioArgs { file: file.clone(), overrides: args.overrides.clone(), allow_outside: args.allow_outside })
            .collect();
        let prepared = prepare_all(&scenarios)?;
        let files: Vec<String> = args.files.iter().map(|file| file.display().to_string()).collect();
        let inputs = read_from(prepared.iter().flat_map(|prepared| &prepared.files));
        let options = prepared.first().map(|first| args.settings.options(&first.scenario));
        let each = prepared.into_iter().map(|Prepared { scenario, plan, loaded, .. }| (scenario, plan, loaded.bundle()));
        let options = options.ok_or_else(|| Failure::Input(CompareError::TooFew.to_string()))?;
        Self::new(&files, each.collect(), options, args.overrides.clone(), inputs)
    }

    /// From what parts carry.
    fn again(header: &PartHeader, threads: usize) -> Result<Self, Failure> {
        let files: Vec<String> = header.scenarios.iter().map(|carried| carried.file.clone()).collect();
        let each = header.scenarios.iter().map(|carried| compiled(carried, header).map(|(scenario, plan, loaded)| (scenario, plan, loaded.bundle())));
        let options = RunOptions { trials: header.trials, seed: header.seed, threads: Some(threads) };
        Self::new(&files, each.collect::<Result<_, _>>()?, options, header.overrides.clone(), header.inputs.clone())
    }

    fn new(
        files: &[String],
        each: Vec<(Scenario, Plan, Bundle)>,
        options: RunOptions,
        overrides: Vec<String>,
        inputs: Vec<InputFile>,
    ) -> Result<Self, Failure> {
        let (mut compared, mut plans) = (Vec::new(), Vec::new());
        for ((name, file), (mut scenario, plan, bundle)) in names(files).into_iter().zip(files).zip(each) {
            (scenario.trials, scenario.seed) = (options.trials, options.seed);
            sampling::at_random(&mut scenario, "compare");
            plans.push((name.clone(), plan));
            compared.push(Compared { file: file.clone(), name, scenario, bundle });
        }
        study::comparable(&plans).map_err(|error| failure(&error))?;
        Ok(Self { compared, plans, options, overrides, inputs })
    }

    /// Name of the results folder where none is asked for.
    fn folder(&self) -> String {
        default_name(&self.compared.iter().map(|compared| compared.name.clone()).collect::<Vec<_>>())
    }

    fn count(&self, trials: Range<u64>) -> Result<(Vec<RunTally>, PairedCounts), Failure> {
        let all = (trials.end - trials.start).saturating_mul(self.plans.len() as u64);
        let progress = Progress::new(all, "comparing");
        study::count_compared(&self.plans, &self.options, trials, &|done| progress.add(done)).map_err(|error| failure(&error))
    }

    fn leave_part(&self, which: PartOf, path: &Path) -> Result<(), Failure> {
        let carried = |one: &Compared| PartScenario::new(&one.file, AsRun::of(&one.scenario).text(), one.bundle.clone());
        let work = PartHeader::new("compare", self.compared.iter().map(carried).collect(), self.options.seed, self.options.trials);
        let leaving = Leaving::open(path, which, work.with(Value::Null, &self.overrides, self.inputs.clone()))?;
        let (tallies, paired) = self.count(leaving.units())?;
        leaving.write(&ComparePart { counts: tallies.iter().map(RunTally::counts).collect(), paired })
    }

    fn finish(&self, making: OutputRun, tallies: &[RunTally], paired: &PairedCounts) -> Result<(), Failure> {
        let found = study::compared(&self.plans, &self.options, tallies, paired).map_err(|error| failure(&error))?;
        let mut manifest = self.certificate(&making)?;
        write_comparison(&making.folder, &found, &manifest)?;
        manifest.first = manifest.first.finished(making.started());
        making.finish(&manifest, || comparison_text(&found), &comparison(&found))
    }

    /// Writes each scenario as run; what was run, by what, from what.
    fn certificate(&self, making: &OutputRun) -> Result<ComparisonManifest, Failure> {
        let mut all = Vec::new();
        for Compared { file, name, scenario, .. } in &self.compared {
            let (page, as_run) = (format!("scenarios/{name}.toml"), AsRun::of(scenario));
            as_run.write(&making.folder, &page)?;
            all.push((file.clone(), page, as_run));
        }
        let (file, page, as_run) = all.remove(0); // there are two at least
        let first = making.certificate(file, self.inputs.clone(), &as_run, &page);
        let others = all.into_iter().map(|(scenario, page, as_run)| OtherScenario { scenario, as_run: as_run.described(&page) });
        Ok(ComparisonManifest {
            first: first.of_run(self.options.seed, self.options.trials, self.options.threads.unwrap_or(1), &self.overrides),
            compared_with: others.collect(),
        })
    }
}

fn failure(error: &CompareError) -> Failure {
    match error {
        CompareError::Threads(_) => Failure::Machine(error.to_string()),
        CompareError::TooFew | CompareError::OtherMonths(_) => Failure::Input(error.to_string()),
    }
}

/// The files' names without their endings; one that has been there gets a number.
pub(super) fn names(files: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        let stem = Path::new(file).file_stem().map_or_else(|| file.clone(), |stem| stem.to_string_lossy().into_owned());
        let another = (2..).map(|n| format!("{stem}-{n}"));
        names.extend(std::iter::once(stem.clone()).chain(another).find(|name| !names.contains(name)));
    }
    names
}

/// Name of the folder, made of the scenarios'.
pub(super) fn default_name(names: &[String]) -> String {
    let all = names.join("-");
    let name = match names {
        [first, others @ ..] if all.chars().count() > LONGEST_NAME => format!("{first}-and-{}-others", others.len()),
        _ => all,
    };
    format!("compare-{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[&str]) -> Vec<String> {
        names(&files.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn names_are_those_of_the_files_and_never_the_same() {
        assert_eq!(of(&["a/x.toml", "b/x.toml", "x-2.toml", "y.toml"]), ["x", "x-2", "x-2-2", "y"]);
    }

    #[test]
    fn a_folder_never_has_a_name_too_long() {
        assert_eq!(default_name(&of(&["a.toml", "b.toml"])), "compare-a-b");
        let many: Vec<String> = (0..40).map(|i| format!("scenario-{i}")).collect();
        assert_eq!(default_name(&many), "compare-scenario-0-and-39-others");
    }
}
