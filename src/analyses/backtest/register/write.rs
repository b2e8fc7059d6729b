//! Writing a register from a run of the scenario.

use std::io::Write;
use std::path::Path;

use jiff::{Timestamp, tz::TimeZone};

use super::file::{FORMAT, Forecast, Register};
use super::statements::{self, Loaded};
use crate::analyses::backtest::episode::{Condition, hits};
use crate::analyses::estimates::proportion;
use crate::driver::output_run::{AsRun, Settings};
use crate::driver::progress::Progress;
use crate::driver::{Failure, output};
use crate::report::words;
use crate::store::InputFile;
use crate::units::Unit;

/// Runs the scenario of a file of statements and writes their probabilities into a new register.
///
/// # Errors
/// Where the statements cannot be used, the register exists or cannot be written, or stdout cannot be written to.
pub fn write(statements: &Path, register: &Path, settings: &Settings) -> Result<(), Failure> {
    let shown = register.display();
    if register.exists() {
        return Err(Failure::Input(format!("{shown} exists: a register is never written again; name another file")));
    }
    let loaded = statements::load(statements)?;
    let options = settings.options(&loaded.scenario);
    let progress = Progress::new(options.trials, "forecasts");
    let counts = hits(&loaded.asked, &options, &|done| progress.add(done))?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date().to_string();
    let written = Register {
        format: FORMAT,
        title: loaded.file.title.clone(),
        written: today,
        scenario: loaded.file.scenario.get_ref().rsplit('/').next().unwrap_or_default().to_owned(),
        scenario_sha256: InputFile::new("", AsRun::of(&loaded.scenario).text()).sha256,
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        commit: option_env!("ADIT_COMMIT").unwrap_or("unknown").to_owned(),
        trials: options.trials,
        seed: options.seed,
        forecasts: forecasts(&loaded, &counts, options.trials),
    };
    let failed = |error: std::io::Error| Failure::Machine(format!("cannot write {shown}: {error}"));
    if let Some(folder) = register.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    // Only a file that is not there yet is written, so that no other process's register is replaced.
    let mut file = std::fs::File::create_new(register).map_err(failed)?;
    file.write_all(written.text().as_bytes()).map_err(failed)?;
    let lines: Vec<String> = written
        .forecasts
        .iter()
        .map(|one| {
            let share = |value: f64| words::rounded(100.0 * value, 0.1);
            let [low, high] = one.interval.map(share);
            format!(
                "{}: {}% [{low}, {high}], base rate {}%, due {}. {}",
                one.key,
                share(one.probability),
                share(one.base_rate),
                one.due,
                one.statement
            )
        })
        .collect();
    output::answer(&format!("{}\n\n{}\n", written.title, lines.join("\n")))?;
    output::note(&format!("register in {shown}"));
    Ok(())
}

fn forecasts(loaded: &Loaded, counts: &[u64], trials: u64) -> Vec<Forecast> {
    let of = |(one, count): (&toml::Spanned<super::statements::Claim>, &u64)| {
        let one = one.get_ref();
        let share = proportion(*count, trials, Unit::PROBABILITY);
        // An amount can be judged where one condition bounds the amount of a year.
        let bounds = match one.all.get_ref().as_slice() {
            [only] if only.get_ref().year.is_some() => {
                let Condition { at_least, at_most, .. } = only.get_ref();
                [at_least, at_most].map(|bound| bound.map(|bound| bound.0))
            }
            _ => [None, None],
        };
        Forecast {
            key: one.key.get_ref().clone(),
            statement: one.statement.clone(),
            due: one.due.get_ref().clone(),
            probability: share.number(),
            interval: [share.low.unwrap_or(f64::NAN), share.high.unwrap_or(f64::NAN)],
            base_rate: one.base_rate.get_ref().0,
            base: one.base.clone(),
            at_least: bounds[0],
            at_most: bounds[1],
            conditions: loaded.text.get(one.all.span()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
        }
    };
    loaded.file.statements.iter().zip(counts).map(of).collect()
}
