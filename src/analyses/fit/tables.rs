//! Tables of `adit fit`: read, checked, their rows selected, and the results written by the common driver.

use std::fmt;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use super::text::FitContext;
use super::{TableArgs, Target, select};
use crate::analyses::drive::finish_table;
use crate::driver::output_run::{OutputRun, read_from};
use crate::driver::{Failure, problems};
use crate::report::{About, Chapter};
use crate::store::{InputFile, Manifest};
use crate::units::{CsvCell, CsvTable, Date, MOST_TEXT, Problems, SourceFile};

/// Rows of a table that were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows with a blank cell that is needed.
    pub blank: usize,
    /// Rows dated before the watch.
    pub before: usize,
    /// Rows dated at its end or later.
    pub after: usize,
}

impl fmt::Display for LeftOut {
    /// Sentences, each with a blank before it; empty where nothing was left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rows, what) in [(self.blank, "with a blank"), (self.before, "before the watch"), (self.after, "after the watch")] {
            match rows {
                0 => {}
                1 => write!(f, " One row {what} was left out.")?,
                n => write!(f, " {n} rows {what} were left out.")?,
            }
        }
        Ok(())
    }
}

/// Tables that have been read, with all problems found so far.
pub struct Tables {
    /// Selected rows of the table of observations.
    pub table: CsvTable,
    /// Rows that were left out.
    pub left_out: LeftOut,
    /// Problems.
    pub problems: Problems,
    files: Vec<SourceFile>,
}

impl Tables {
    fn read(args: &TableArgs) -> Result<Self, Failure> {
        let mut problems = Problems::default();
        let files = vec![read(&args.file)?];
        let table = CsvTable::read(&files[0].text, 0, &mut problems).map(|table| select::select(table, &args.conditions, &mut problems));
        let Some(table) = table else {
            problems::tell(&[(&problems, &files)]);
            return Err(Failure::Reported);
        };
        Ok(Self { table, left_out: LeftOut::default(), files, problems })
    }

    /// Reads one more table.
    pub fn also(&mut self, file: &Path) -> Result<Option<CsvTable>, Failure> {
        self.files.push(read(file)?);
        let number = self.files.len() - 1;
        Ok(CsvTable::read(&self.files[number].text, number, &mut self.problems))
    }

    /// Reports the problems found so far.
    ///
    /// # Errors
    /// Where one of them is an error.
    pub fn check(&mut self) -> Result<(), Failure> {
        problems::tell(&[(&self.problems, &self.files)]);
        let failed = self.problems.any_error();
        self.problems = Problems::default();
        if failed { Err(Failure::Reported) } else { Ok(()) }
    }
}

/// Reads the table, computes, writes the folder and prints the lines of TOML. `pages` makes these lines and the chapter.
pub fn run<F: Serialize>(
    (args, target): (&TableArgs, Option<&Target>),
    compute: impl FnOnce(&mut Tables) -> Result<F, Failure>,
    pages: impl FnOnce(&F, &FitContext) -> (String, Chapter),
) -> Result<(), Failure> {
    let started = Timestamp::now();
    let mut tables = Tables::read(args)?;
    let found = compute(&mut tables)?;
    tables.check()?;
    let as_key = |name: &str| name.replace(|c: char| c == '.' || c.is_control(), "_").trim().to_owned(); // names of the scenario language have no dots
    let stem = as_key(&args.file.file_stem().unwrap_or(args.file.as_os_str()).to_string_lossy());
    let name = args.name.as_deref().map(as_key).or_else(|| target.map(Target::name)).unwrap_or_else(|| stem.clone());
    let source = args.source.clone().or_else(|| target.map(|_| stem));
    let file = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned();
    let rows: Vec<String> = args.conditions.iter().map(ToString::to_string).collect();
    let context = FitContext { name, file, rows: rows.join(", "), source, left_out: tables.left_out, target: target.cloned() };
    let (toml, chapter) = pages(&found, &context);
    let toml = toml + &context.source_stub();
    let open = OutputRun::open_at(args.out.as_deref(), &format!("fit-{}", context.name.replace(['/', '\\'], "_")), args.format, started)?;
    let command: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let words = command.get(1..).unwrap_or_default().join(" ");
    let manifest = Manifest::new(command, args.file.display().to_string(), read_from(&tables.files), InputFile::new("fit.toml", &toml), started)
        .of_run(args.seed, args.replicates, 1, &[]);
    let about = About { command: format!("{} {words}", manifest.program), ..About::new(&chapter.title, &context.file, "fit", &[], &manifest) };
    open.folder.write("fit.toml", |out| std::io::Write::write_all(out, toml.as_bytes()))?;
    finish_table(open, &manifest, &about, &chapter, &found, || toml.clone())
}

fn read(file: &Path) -> Result<SourceFile, Failure> {
    let text = crate::units::read_table(file, MOST_TEXT).map_err(|error| Failure::Input(format!("cannot read {}: {error}", file.display())))?;
    Ok(SourceFile { name: file.display().to_string(), text })
}

/// Date in a cell: a day, a month (its first day) or a year (its first of July, the middle); otherwise an error.
pub fn date(cell: &CsvCell, what: &str, problems: &mut Problems) -> Option<Date> {
    let is_year = cell.text.len() == 4 && cell.text.bytes().all(|byte| byte.is_ascii_digit());
    let found = Date::parse(&if is_year { format!("{}-07", cell.text) } else { cell.text.clone() }).ok();
    if found.is_none() {
        cell.refuse(what, "expected a date such as 2025, 2025-07 or 2025-07-14", problems);
    }
    found
}

/// Months from one date to the later one in a cell; otherwise an error.
pub fn months_until(from: Date, to: &CsvCell, what: &str, problems: &mut Problems) -> Option<f64> {
    let months = date(to, what, problems)?.months_since(from);
    if months > 0.0 {
        return Some(months);
    }
    to.refuse(what, "expected a date after the beginning", problems);
    None
}
