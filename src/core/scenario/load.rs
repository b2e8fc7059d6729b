//! From files to a scenario: parse, lay over, set, read, check; every problem found at once.

use std::path::{Path, PathBuf};

use crate::units::{Bundle, Place, Problems, SourceFile, is_regular, read_text};

use super::access::{HELP, is_scenario};
use super::files::{Files, tidy};
use super::levers::{Pulled, pull};
use super::place::At;
use super::reader::Reader;
use super::table::Table as _;
use super::tables::Scenario;
use super::tree::{Table, parse};
use super::{check, overlay, set};

/// What came of reading a scenario.
#[derive(Debug)]
pub struct Loaded {
    /// The scenario; `None` where something in it could not be read. It may run only where no problem is an error.
    pub scenario: Option<Scenario>,
    /// Every text that was read, in the order in which places count them: the scenario, what it extends, each `--set`.
    pub files: Vec<SourceFile>,
    /// All that is wrong with it.
    pub problems: Problems,
    /// What it was read from, for its levers.
    read_from: Option<(Table, Files)>,
}

impl Loaded {
    /// The scenario with some of its levers pulled, by their places in [`Scenario::levers`]; the problems are those that only the levers bring.
    #[must_use]
    pub fn pulled(&self, levers: &[usize]) -> (Option<Pulled>, Problems) {
        self.pulled_after(0, levers)
    }

    /// The same where the levers are decided on so many months after the start: each lead time is longer by as much.
    #[must_use]
    pub fn pulled_after(&self, months: u32, levers: &[usize]) -> (Option<Pulled>, Problems) {
        let (Some(scenario), Some((root, files))) = (&self.scenario, &self.read_from) else { return (None, Problems::default()) };
        let mut levers: Vec<_> = levers.iter().filter_map(|&lever| scenario.levers.get(lever)).cloned().collect();
        for lever in levers.iter_mut().filter(|_| months > 0) {
            let lead = lever.item.lead_time.as_ref().map_or(0, |lead| lead.value);
            lever.item.lead_time = Some(At { value: lead.saturating_add(months), place: lever.name.place });
        }
        pull(root, files, (scenario, &self.problems), &levers.iter().collect::<Vec<_>>())
    }

    /// The file that a value of the scenario names, relative to the text in which the value stands.
    ///
    /// # Errors
    /// Why it may not be read, in words.
    pub fn file_beside(&self, name: &At<String>) -> Result<PathBuf, String> {
        let files = self.read_from.as_ref().map(|(_, files)| files);
        let path = files.and_then(|files| Some((files, files.path(&files.way_to(name.place.file, &name.value))?)));
        let (files, path) = path.ok_or_else(|| "a text without a folder has no files beside it".to_owned())?;
        files.access.check(&path).map(|()| path).map_err(|why| format!("{why}: {HELP}"))
    }

    /// All that it was read from, `--set` apart, so that [`load_bundle`] can read it again far from its files.
    #[must_use]
    pub fn bundle(&self) -> Bundle {
        self.read_from.as_ref().map_or_else(Bundle::default, |(_, files)| files.bundle())
    }

    /// The same scenario with further changes, each a `path=value`, read and checked again from what was read before; its levers are not tried. The
    /// files are those of before and then one for each change, named `name`.
    #[must_use]
    pub fn with(&self, name: &str, overrides: &[String]) -> Self {
        let Some((root, files)) = self.read_from.clone().filter(|_| self.scenario.is_some()) else {
            return Self { scenario: None, files: self.files.clone(), problems: self.problems.clone(), read_from: None };
        };
        let mut loader = Loader { files, problems: Problems::default() };
        let mut root = root;
        loader.set(&mut root, name, overrides, false);
        let title = self.scenario.as_ref().map_or("", |scenario| &scenario.title);
        loader.finish(root, title, false, false)
    }
}

/// Reads the scenario in a file, with what it `extends`, and applies each of `overrides`, a `path=value`.
#[must_use]
pub fn load(path: &Path, overrides: &[String]) -> Loaded {
    load_from(path, overrides, false)
}

/// The same; `allow_outside` says whether the scenario may name files outside its folder and the current directory.
#[must_use]
pub fn load_from(path: &Path, overrides: &[String], allow_outside: bool) -> Loaded {
    let name = path.display().to_string();
    let mut loader = Loader { files: Files::in_folder(path.parent(), allow_outside), problems: Problems::default() };
    let stem = path.file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
    match read_text(path) {
        Ok(text) => loader.scenario(name, &text, &stem, vec![tidy(path)], overrides),
        Err(why) => {
            let file = loader.files.add(name.clone(), String::new(), PathBuf::new());
            loader.problems.error(Place { file, start: 0, end: 0 }, format!("{name} cannot be read"), why, None);
            Loaded { scenario: None, files: loader.files.sources, problems: loader.problems, read_from: None }
        }
    }
}

/// Reads a scenario from a text. Files that it names are looked for in `folder`; without one it may name none. `overrides` are settings as of `--set`,
/// such as `minerals.antimony.demand=1_000`. What is wrong is in the problems of what is returned; there is no error and no panic.
#[must_use]
pub fn load_text(name: &str, text: &str, folder: Option<&Path>, overrides: &[String]) -> Loaded {
    let stem = Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned());
    let loader = Loader { files: Files::in_folder(folder, false), problems: Problems::default() };
    let chain = folder.map(|folder| tidy(&folder.join(name))).into_iter().collect();
    loader.scenario(name.to_owned(), text, &stem, chain, overrides)
}

/// Reads a scenario again from all that it was read from, and applies each of `overrides`.
#[must_use]
pub fn load_bundle(bundle: Bundle, overrides: &[String]) -> Loaded {
    let (name, text) = bundle.texts.first().map_or_else(Default::default, |first| (first.name.clone(), first.text.clone()));
    let stem = Path::new(&name).file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
    let loader = Loader { files: Files::of_bundle(bundle), problems: Problems::default() };
    loader.scenario(name, &text, &stem, Vec::new(), overrides)
}

struct Loader {
    files: Files,
    problems: Problems,
}

impl Loader {
    fn scenario(mut self, name: String, text: &str, stem: &str, mut chain: Vec<PathBuf>, overrides: &[String]) -> Loaded {
        self.files.note(&name, Path::new(""), text);
        let file = self.files.add(name, text.to_owned(), PathBuf::new());
        let root = parse(text, file, &mut self.problems);
        let mut root = self.laid_over(root, file, &mut chain);
        let recovering = self.problems.any_error();
        self.set(&mut root, "--set", overrides, recovering);
        self.finish(root, stem, recovering, true)
    }

    /// Applies changes, each a file of that name.
    fn set(&mut self, root: &mut Table, name: &str, overrides: &[String], recovering: bool) {
        for text in overrides {
            let file = self.files.add(name.to_owned(), text.clone(), PathBuf::new());
            // Where a file could not be read to its end, what a path leads to may only be unread.
            let mut problems = Problems::default();
            set::apply(root, text, file, &mut problems);
            if !recovering {
                self.problems.extend(problems);
            }
        }
    }

    /// Reads and checks the whole, and its levers where asked for; a scenario without a title gets `title`.
    fn finish(mut self, root: Table, title: &str, recovering: bool, levers: bool) -> Loaded {
        let mut reader = Reader::new(&self.files, recovering);
        let mut scenario = reader.scenario(&root);
        if scenario.title.is_empty() {
            title.clone_into(&mut scenario.title);
        }
        let grid = reader.grid;
        self.problems.extend(reader.problems);
        let complete = !self.problems.any_error();
        if !recovering {
            check::check(&scenario, grid, &mut self.problems);
            if levers {
                self.try_levers(&root, &scenario);
            }
        }
        let files = self.files.sources.clone();
        Loaded { scenario: complete.then_some(scenario), files, problems: self.problems, read_from: Some((root, self.files)) }
    }

    /// Pulls each lever by itself, so that what is wrong with it is known though nobody pulls it.
    fn try_levers(&mut self, root: &Table, scenario: &Scenario) {
        let mut found = Problems::default();
        for lever in &scenario.levers {
            found.extend(pull(root, &self.files, (scenario, &self.problems), &[lever]).1);
        }
        self.problems.extend(found);
    }

    /// Lays a file over what it extends, and that over what it extends in turn. `chain` holds the files on the way here.
    fn laid_over(&mut self, root: Table, file: usize, chain: &mut Vec<PathBuf>) -> Table {
        let Some(extends) = root.get("extends") else { return root };
        let place = extends.place;
        let base = if let Some(name) = extends.text() {
            self.base(name, file, place, chain)
        } else {
            self.problems.error(place, format!("`extends` is {}", extends.found()), "expected the name of one file in quotes", None);
            None
        };
        let mut whole = base.unwrap_or_default();
        overlay::lay(&mut whole, root, Scenario::FORM);
        whole.remove("extends");
        whole
    }

    fn base(&mut self, name: &str, from: usize, place: Place, chain: &mut Vec<PathBuf>) -> Option<Table> {
        let way = self.files.way_to(from, name);
        if let Some(known) = self.files.known(&way).cloned() {
            return Some(self.laid(known.name, &known.text, &way, PathBuf::from(known.way), chain));
        }
        let Some(path) = self.files.path(&way) else {
            self.problems.error(place, "a text without a folder extends no file", "there is no folder to look in", None);
            return None;
        };
        let known = tidy(&path);
        if let Some(first) = chain.iter().position(|seen| *seen == known) {
            let names = chain[first..].iter().chain([&known]).map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
            let names = names.collect::<Vec<_>>().join(" → ");
            self.problems.error(place, format!("the scenario extends itself: {names}"), "this closes the circle", None);
            return None;
        }
        let allowed = self.files.access.check(&path);
        let read = if is_regular(&path) { read_text(&path) } else { Err("it is not a regular file".to_owned()) };
        let text = match (allowed, read) {
            (Ok(()), Ok(text)) => text,
            (Ok(()), Err(why)) => {
                self.problems.error(place, format!("{name} cannot be read"), why, "the name is relative to the file that extends it".to_owned());
                return None;
            }
            (Err(_), Ok(text)) if is_scenario(&text) => text,
            (Err(outside), _) => {
                // What it holds is not quoted, for nobody knows what it is.
                self.problems.error(place, format!("{name} is no scenario that can be extended"), outside, HELP.to_owned());
                return None;
            }
        };
        path.parent().into_iter().for_each(|folder| self.files.access.add(folder));
        Some(self.laid(path.display().to_string(), &text, &way, known, chain))
    }

    /// A text that was read, laid over what it extends.
    fn laid(&mut self, name: String, text: &str, way: &Path, known: PathBuf, chain: &mut Vec<PathBuf>) -> Table {
        self.files.note(&name, way, text);
        let file = self.files.add(name, text.to_owned(), way.parent().map(Path::to_owned).unwrap_or_default());
        let root = parse(text, file, &mut self.problems);
        chain.push(known);
        let whole = self.laid_over(root, file, chain);
        chain.pop();
        whole
    }
}
