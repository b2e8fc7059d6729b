//! Conditions on trials as people write them: `goal.antimony > 2035 and security.struck > 4`.
//!
//! Parsing and evaluation are minijinja's; here stands only which names reach which number. `never` is above every date and equal to itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Object, Value};
use minijinja::{Environment, Error};

use crate::units::nearest;

/// What an expression cannot be used for, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError(pub String);

/// Names and the columns that they mean.
#[derive(Clone, Debug)]
pub struct Names {
    columns: BTreeMap<String, usize>,
    tables: BTreeSet<String>,
}

impl Names {
    /// Each column under its own name, and under those by which people also call it: `goals.X` for `goal.X`, `stages.P.S.X` for
    /// `projects.P.stages.S.X`; `arrival` for the column given.
    #[must_use]
    pub fn new(columns: &[String], arrival: Option<usize>) -> Self {
        let mut names = Self { columns: BTreeMap::new(), tables: BTreeSet::new() };
        for (place, name) in columns.iter().enumerate() {
            names.add(name.clone(), place);
        }
        for (place, name) in columns.iter().enumerate() {
            if let Some(rest) = name.strip_prefix("goal.") {
                names.add(format!("goals.{rest}"), place);
            }
            if let Some((project, rest)) = name.strip_prefix("projects.").and_then(|rest| rest.split_once(".stages.")) {
                names.add(format!("stages.{project}.{rest}"), place);
            }
        }
        if let Some(place) = arrival {
            names.add("arrival".to_owned(), place);
        }
        names
    }

    fn add(&mut self, name: String, place: usize) {
        for (end, _) in name.match_indices('.') {
            self.tables.insert(name[..end].to_owned());
        }
        self.columns.entry(name).or_insert(place);
    }

    /// The column of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }

    fn unknown(&self, name: &str) -> ExpressionError {
        if self.tables.contains(name) {
            let within: Vec<&str> = self.columns.keys().filter_map(|known| known.strip_prefix(name)?.strip_prefix('.')).take(6).collect();
            return ExpressionError(format!("`{name}` is a table, not a number; in it are {}", within.join(", ")));
        }
        // of a long name the end is most telling: what stands beside it is looked at first
        let parent = name.rsplit_once('.').map_or("", |(parent, _)| parent);
        let beside = self.columns.keys().map(String::as_str).filter(|known| !parent.is_empty() && known.starts_with(parent));
        let near = nearest(name, beside).or_else(|| nearest(name, self.columns.keys().map(String::as_str)));
        let help = near.map_or_else(
            || "the names are those of docs/trials.md: goal.NAME, nodes.NAME.closed, drivers.NAME …".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        ExpressionError(format!("there is no `{name}`; {help}"))
    }
}

/// What an evaluation came upon.
#[derive(Debug, Default)]
struct Log {
    used: BTreeSet<usize>,
    tables: BTreeSet<String>,
    descended: BTreeSet<String>,
    unknown: Option<String>,
}

/// A table of a trial's numbers, seen from an expression; the whole of it where `path` is empty.
#[derive(Debug)]
struct Place {
    names: Arc<Names>,
    values: Arc<Vec<f64>>,
    log: Arc<Mutex<Log>>,
    path: String,
}

impl Object for Place {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.to_string();
        let path = if self.path.is_empty() { key } else { format!("{}.{key}", self.path) };
        if path == "never" {
            return Some(Value::from(f64::INFINITY));
        }
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.descended.insert(self.path.clone());
        if let Some(place) = self.names.find(&path) {
            log.used.insert(place);
            return Some(Value::from(self.values.get(place).copied().unwrap_or(f64::NAN)));
        }
        if self.names.tables.contains(&path) {
            log.tables.insert(path.clone());
            return Some(Value::from_object(Self { names: self.names.clone(), values: self.values.clone(), log: self.log.clone(), path }));
        }
        log.unknown.get_or_insert(path);
        None
    }
}

/// An expression over a trial's numbers.
#[derive(Debug)]
pub struct Expression {
    environment: Environment<'static>,
    text: String,
    names: Arc<Names>,
}

impl Expression {
    /// Reads an expression and checks every name in it that is written plainly, whether it will be evaluated or not.
    ///
    /// # Errors
    /// Where it cannot be read, or a name means nothing.
    pub fn new(text: &str, names: &Arc<Names>) -> Result<Self, ExpressionError> {
        let expression = Self { environment: Environment::empty(), text: text.to_owned(), names: names.clone() };
        let compiled = expression.environment.compile_expression(text).map_err(|error| ExpressionError(said(&error)))?;
        let mut written: Vec<String> = compiled.undeclared_variables(true).into_iter().filter(|name| name != "never").collect();
        written.sort();
        // brackets end what is written plainly: there the rest is found out by evaluating
        let known = |name: &String| names.columns.contains_key(name) || (names.tables.contains(name) && text.contains('['));
        if let Some(name) = written.iter().find(|name| !known(name)) {
            return Err(names.unknown(name));
        }
        drop(compiled);
        other_types(text)?;
        Ok(expression)
    }

    /// Its value in one trial, and the columns that it looked at.
    fn value(&self, values: &Arc<Vec<f64>>, used: &mut BTreeSet<usize>) -> Result<Value, ExpressionError> {
        let log = Arc::new(Mutex::new(Log::default()));
        let root = Place { names: self.names.clone(), values: values.clone(), log: log.clone(), path: String::new() };
        let compiled = self.environment.compile_expression(&self.text).map_err(|error| ExpressionError(said(&error)))?;
        let value = compiled.eval(Value::from_object(root));
        let log = log.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(name) = log.unknown.as_ref().or_else(|| log.tables.difference(&log.descended).next()) {
            return Err(self.names.unknown(name));
        }
        used.extend(&log.used);
        value.map_err(|error| ExpressionError(said(&error)))
    }

    /// Whether it is so in one trial.
    ///
    /// # Errors
    /// Where it cannot be evaluated.
    pub fn holds(&self, values: &Arc<Vec<f64>>, used: &mut BTreeSet<usize>) -> Result<bool, ExpressionError> {
        Ok(self.value(values, used)?.is_true())
    }

    /// Its number in one trial.
    ///
    /// # Errors
    /// Where it cannot be evaluated.
    pub fn number(&self, values: &Arc<Vec<f64>>, used: &mut BTreeSet<usize>) -> Result<f64, ExpressionError> {
        let value = self.value(values, used)?;
        let so = value.is_true();
        Ok(f64::try_from(value).unwrap_or(if so { 1.0 } else { 0.0 })) // a comparison: yes after no
    }
}

/// Reports what is no number and so never compares with one: texts outside brackets, and the words for yes, no and nothing.
fn other_types(text: &str) -> Result<(), ExpressionError> {
    let numbers = "every name is a number; months are decimal years such as 2035.5, and yes and no are 1 and 0";
    let (mut depth, mut rest) = (0_usize, text);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => {
                let end = rest[1..].find(first).map_or(rest.len(), |end| end + 2);
                if depth == 0 {
                    return Err(ExpressionError(format!("the text {} compares with no number: {numbers}", &rest[..end])));
                }
                end
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let is_part = text[..text.len() - rest.len()].ends_with('.');
                if !is_part && ["true", "false", "none", "True", "False", "None"].contains(&&rest[..end]) {
                    return Err(ExpressionError(format!("`{}` compares with no number: {numbers}", &rest[..end])));
                }
                end
            }
            c => {
                match c {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Ok(())
}

/// What minijinja says, without the place in a template that there is none of.
fn said(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}
