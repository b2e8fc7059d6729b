//! One table on its way from the file to the answer: read, checked, and written as a folder with page, figures and lines of TOML.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::TableArgs;
use crate::driver::interrupt::Unfinished;
use crate::driver::{Failure, Format, output, problems};
use crate::report::{About, Chapter, FitContext, write_chapter};
use crate::store::{InputFile, Manifest, ResultsFolder, write_json};
use crate::study::fit::{CsvTable, select};
use crate::units::{Problems, SourceFile};

/// A table that has been read, with all that is wrong with it so far.
pub(super) struct Fitting {
    pub(super) table: CsvTable,
    files: Vec<SourceFile>,
    pub(super) problems: Problems,
    started: Timestamp,
}

impl Fitting {
    /// Reads the table and chooses its rows.
    pub(super) fn read(args: &TableArgs) -> Result<Self, Failure> {
        let mut problems = Problems::default();
        let files = vec![read(&args.file)?];
        let table = CsvTable::read(&files[0].text, 0, &mut problems).map(|table| select(table, &args.conditions, &mut problems));
        let Some(table) = table else {
            problems::tell(&[(&problems, &files)]);
            return Err(Failure::Input(format!("{} has no heading", args.file.display())));
        };
        Ok(Self { table, files, problems, started: Timestamp::now() })
    }

    /// Reads one more table.
    pub(super) fn also(&mut self, file: &Path) -> Result<Option<CsvTable>, Failure> {
        self.files.push(read(file)?);
        let number = self.files.len() - 1;
        Ok(CsvTable::read(&self.files[number].text, number, &mut self.problems))
    }

    /// Tells the problems; what the pages say of the table, where none of them is an error.
    pub(super) fn sound(&self, args: &TableArgs, blank: usize) -> Result<FitContext, Failure> {
        problems::tell(&[(&self.problems, &self.files)]);
        if self.problems.any_error() {
            return Err(Failure::Reported);
        }
        let file = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned();
        let rows: Vec<String> = args.conditions.iter().map(ToString::to_string).collect();
        Ok(FitContext { name: name(args), file, rows: rows.join(", "), source: args.source.clone(), blank })
    }

    /// Writes the folder and answers.
    pub(super) fn finish(self, args: &TableArgs, toml: &str, chapter: &Chapter, found: &impl Serialize) -> Result<(), Failure> {
        let target = args.out.clone().unwrap_or_else(|| PathBuf::from("outputs").join(format!("fit-{}", name(args))));
        let folder = ResultsFolder::open(&target)?;
        let unfinished = Unfinished::watch(&folder);
        let inputs: Vec<InputFile> = self.files.iter().map(|file| InputFile::new(&file.name, &file.text)).collect();
        let command: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
        let words = command.get(1..).unwrap_or_default().join(" ");
        let file = args.file.display().to_string();
        let manifest =
            Manifest::new(command, file, inputs, InputFile::new("fit.toml", toml), self.started).of_run(args.seed, args.replicates, 1, &[]);
        let about = About { command: format!("{} {words}", manifest.program), ..About::new(&chapter.title, &name(args), "fit", &[], &manifest) };
        write_chapter(&folder, chapter, &about)?;
        folder.write("fit.toml", |out| std::io::Write::write_all(out, toml.as_bytes()))?;
        folder.write("fit.json", |out| write_json(found, out))?;
        folder.write_manifest(&manifest)?;
        unfinished.finish(folder)?;
        match args.format {
            Format::Text => output::answer(toml)?,
            Format::Json => output::answer_json(found)?,
        }
        output::note(&format!("figure and tables in {}", target.display()));
        Ok(())
    }
}

fn read(file: &Path) -> Result<SourceFile, Failure> {
    let text = crate::units::read_text(file).map_err(|error| Failure::Input(format!("cannot read {}: {error}", file.display())))?;
    Ok(SourceFile { name: file.display().to_string(), text })
}

/// Name asked for, else the table's.
fn name(args: &TableArgs) -> String {
    args.name.clone().unwrap_or_else(|| args.file.file_stem().unwrap_or(args.file.as_os_str()).to_string_lossy().into_owned())
}
