//! Reading registers with their outcomes; every problem of every file is reported together.

use std::path::{Path, PathBuf};

use super::file::{Entered, FORMAT, Forecast, Observed, OutcomeFile, Register, is_untouched};
use crate::analyses::backtest::episode::place;
use crate::driver::{Failure, problems};
use crate::units::{Date, Place, Problems, SourceFile, nearest};

/// Ending of files of outcomes.
const OUTCOMES: &str = ".outcomes.toml";

/// A register with what has been observed.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// Name of the file without its ending.
    pub name: String,
    /// Register.
    pub register: Register,
    /// For each forecast whether it was so, the observation as entered and its source.
    pub observed: Vec<Option<(bool, Observed, String)>>,
    /// Date of each forecast from which it can be judged.
    pub due: Vec<Date>,
}

/// Reads a register, or all of a folder, and the files from which they were read.
///
/// # Errors
/// Where there is none, or one cannot be used; all problems are printed.
pub fn read_all(path: &Path) -> Result<(Vec<Outcomes>, Vec<SourceFile>), Failure> {
    let mut files = Vec::new();
    let mut found = Vec::new();
    let mut registers = Vec::new();
    for file in registers_in(path)? {
        let (register, problems, sources) = read(&file)?;
        registers.extend(register);
        found.push((problems, sources.clone()));
        files.extend(sources);
    }
    let listed: Vec<(&Problems, &[SourceFile])> = found.iter().map(|(problems, sources)| (problems, sources.as_slice())).collect();
    problems::tell(&listed);
    if found.iter().any(|(problems, _)| problems.any_error()) { Err(Failure::Reported) } else { Ok((registers, files)) }
}

fn registers_in(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let failed = |error: std::io::Error| Failure::Input(format!("cannot read {}: {error}", path.display()));
    let entries: Vec<PathBuf> =
        std::fs::read_dir(path).map_err(failed)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(failed)?;
    let is_register = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        file.is_file() && name.ends_with(".toml") && !name.ends_with(OUTCOMES)
    };
    let mut files: Vec<PathBuf> = entries.into_iter().filter(is_register).collect();
    files.sort();
    if files.is_empty() {
        let help = "adit backtest --forecast STATEMENTS --register FILE writes one";
        return Err(Failure::Input(format!("there is no register in {}: {help}", path.display())));
    }
    Ok(files)
}

fn text_of(file: &Path) -> Result<SourceFile, Failure> {
    let name = file.display().to_string();
    let text = crate::units::read_text(file).map_err(|error| Failure::Input(format!("cannot read {name}: {error}")))?;
    Ok(SourceFile { name, text })
}

fn parse<T: serde::de::DeserializeOwned>(text: &str, what: &str, file: usize, found: &mut Problems) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            found.error(Place { file, start: span.start, end: span.end }, format!("the file is no {what}"), error.message(), None);
        })
        .ok()
}

/// A register and its outcomes, with the problems of both.
fn read(file: &Path) -> Result<(Option<Outcomes>, Problems, Vec<SourceFile>), Failure> {
    let mut found = Problems::default();
    let mut sources = vec![text_of(file)?];
    let register: Option<Register> = parse(&sources[0].text, "register of forecasts", 0, &mut found);
    if register.is_some() && !is_untouched(&sources[0].text) {
        let help = "restore the file as it was written; outcomes belong into the file beside it".to_owned();
        found.error(Place::default(), "the register was edited after it was written", "its text does not have the hash in its last line", help);
    }
    let beside = file.with_extension("").to_string_lossy().into_owned() + OUTCOMES;
    let mut entered = OutcomeFile::default();
    if Path::new(&beside).exists() {
        let source = text_of(Path::new(&beside))?;
        entered = parse(&source.text, "file of outcomes", 1, &mut found).unwrap_or_default();
        sources.push(source);
    }
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let outcomes = register.map(|register| Outcomes::of(name, register, &entered.outcomes, &mut found));
    Ok((outcomes, found, sources))
}

impl Outcomes {
    fn of(name: String, register: Register, entered: &[Entered], found: &mut Problems) -> Self {
        if register.format != FORMAT {
            let message = format!("the register has layout {}", register.format);
            found.error(Place::default(), message, format!("this program reads layout {FORMAT}"), None);
        }
        let keys: Vec<&str> = register.forecasts.iter().map(|one| one.key.as_str()).collect();
        let mut observed = vec![None; keys.len()];
        for one in entered {
            let at = Place { file: 1, ..place(&one.key) };
            let key = one.key.get_ref();
            let Some(i) = keys.iter().position(|known| known == key) else {
                let help =
                    nearest(key, keys.iter().copied()).map_or_else(|| format!("it has {}", keys.join(", ")), |near| format!("did you mean {near}?"));
                found.error(at, format!("the register has no forecast `{key}`"), "no such key", help);
                continue;
            };
            if observed[i].is_some() {
                found.error(at, format!("`{key}` has two outcomes"), "this is the second", None);
                continue;
            }
            let value = *one.outcome.get_ref();
            let Some(so) = judged(&register.forecasts[i], value) else {
                let label = "expected true or false";
                let help = "the forecast bounds no amount of one year".to_owned();
                found.error(Place { file: 1, ..place(&one.outcome) }, format!("an amount does not say whether `{key}` was so"), label, help);
                continue;
            };
            observed[i] = Some((so, value, one.source.clone()));
        }
        let due = register.forecasts.iter().map(|one| {
            Date::parse(&one.due).unwrap_or_else(|why| {
                found.error(Place::default(), format!("`{}` of `{}` is no date", one.due, one.key), why.to_string(), None);
                Date::default()
            })
        });
        let due = due.collect();
        Self { name, register, observed, due }
    }
}

/// Whether the statement was so; `None` where the observation cannot tell.
fn judged(forecast: &Forecast, observed: Observed) -> Option<bool> {
    match observed {
        Observed::So(so) => Some(so),
        Observed::Amount(_) if forecast.at_least.is_none() && forecast.at_most.is_none() => None,
        Observed::Amount(amount) => {
            Some((forecast.at_least.unwrap_or(f64::NEG_INFINITY)..=forecast.at_most.unwrap_or(f64::INFINITY)).contains(&amount))
        }
    }
}
