//! Conditions on trials and expressions over their columns: `goal.antimony > 2035 and security.struck > 4`.
//!
//! The names are replaced by variables before minijinja compiles and evaluates the rest. `never` is above every date and equal to itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use minijinja::value::{Object, Value};
use minijinja::{Environment, Error};

use crate::units::nearest;

/// Why an expression cannot be used, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
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
        let parent = name.rsplit_once('.').map_or("", |(parent, _)| parent);
        let beside = self.columns.keys().map(String::as_str).filter(|known| !parent.is_empty() && known.starts_with(parent));
        let ends = |known: &&str| known.strip_suffix(name).is_some_and(|before| before.ends_with('.'));
        let ending = self.columns.keys().map(String::as_str).filter(ends).max_by_key(|known| known.starts_with("goal."));
        let near = ending.or_else(|| nearest(name, beside)).or_else(|| nearest(name, self.columns.keys().map(String::as_str)));
        let help = near.map_or_else(
            || "the names are those of docs/trials.md: goal.NAME, nodes.NAME.closed, drivers.NAME …".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        ExpressionError(format!("there is no `{name}`; {help}"))
    }
}

/// Minijinja without filters, tests and functions.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(Environment::empty);

/// Variable of `never`.
const NEVER: &str = "never";
/// Words of the syntax.
const WORDS: [&str; 7] = ["and", "or", "not", "in", "is", "if", "else"];
/// Constants that are no numbers.
const OTHERS: [&str; 6] = ["true", "false", "none", "True", "False", "None"];

/// An expression over the columns of a trial.
#[derive(Debug)]
pub struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    columns: Vec<usize>,
}

/// Values of the variables `x0`, `x1` and so on.
#[derive(Debug)]
struct Variables(Vec<f64>);

impl Object for Variables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if key == NEVER {
            return Some(Value::from(f64::INFINITY));
        }
        let place: usize = key.strip_prefix('x')?.parse().ok()?;
        self.0.get(place).map(|value| Value::from(*value))
    }
}

impl Expression {
    /// Reads an expression and checks every name in it.
    ///
    /// # Errors
    /// Where it cannot be read, where a name means nothing, or where it computes with something other than numbers.
    pub fn new(text: &str, names: &Names) -> Result<Self, ExpressionError> {
        let (text, columns) = with_variables(text, names)?;
        let compiled = ENVIRONMENT.compile_expression_owned(text).map_err(|error| ExpressionError(said(&error)))?;
        let expression = Self { compiled, columns };
        expression.evaluated(vec![1.0; expression.columns.len()])?;
        Ok(expression)
    }

    /// The columns that it names, in the order in which they were given.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    fn evaluated(&self, variables: Vec<f64>) -> Result<Value, ExpressionError> {
        self.compiled.eval(Value::from_object(Variables(variables))).map_err(|error| ExpressionError(said(&error)))
    }

    /// Its value in a trial with these values of all columns.
    fn value(&self, values: &[f64]) -> Result<Value, ExpressionError> {
        self.evaluated(self.columns.iter().map(|&column| values.get(column).copied().unwrap_or(f64::NAN)).collect())
    }

    /// Whether it is true in a trial with these values of all columns.
    ///
    /// # Errors
    /// Where it cannot be evaluated.
    pub fn holds(&self, values: &[f64]) -> Result<bool, ExpressionError> {
        Ok(self.value(values)?.is_true())
    }

    /// Its number in a trial with these values of all columns.
    ///
    /// # Errors
    /// Where it cannot be evaluated.
    pub fn number(&self, values: &[f64]) -> Result<f64, ExpressionError> {
        let value = self.value(values)?;
        let is_true = value.is_true();
        Ok(f64::try_from(value).unwrap_or(if is_true { 1.0 } else { 0.0 })) // a comparison: true is 1
    }
}

/// The text with a variable in place of each name, and the column of each variable.
fn with_variables(text: &str, names: &Names) -> Result<(String, Vec<usize>), ExpressionError> {
    let (mut out, mut columns) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => return Err(ExpressionError(format!("the text {} compares with no number: {NUMBERS}", &rest[..quoted(rest, first)]))),
            '.' => return Err(ExpressionError("a point stands neither in a name nor in a number".to_owned())),
            c if c.is_ascii_digit() => {
                let length = number_length(rest);
                out.push_str(&rest[..length]);
                length
            }
            c if is_letter(c) => {
                let (name, length) = name_at(rest)?;
                match name.as_str() {
                    word if length == word.len() && (WORDS.contains(&word) || word == NEVER) => out.push_str(word),
                    word if OTHERS.contains(&word) => return Err(ExpressionError(format!("`{word}` compares with no number: {NUMBERS}"))),
                    _ => {
                        let column = names.find(&name).ok_or_else(|| names.unknown(&name))?;
                        let variable = columns.iter().position(|known| *known == column).unwrap_or(columns.len());
                        if variable == columns.len() {
                            columns.push(column);
                        }
                        out.push('x');
                        out.push_str(&variable.to_string());
                    }
                }
                length
            }
            '=' => {
                out.push_str(if out.ends_with(['<', '>', '!']) { "=" } else { "==" });
                if rest.starts_with("==") { 2 } else { 1 }
            }
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Ok((out, columns))
}

const NUMBERS: &str = "every name is a number; months are decimal years such as 2035.5, and yes and no are 1 and 0";

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length of a number that the text begins with: `2_035.5e3`.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'_');
    let mut at = 0;
    while digit(at) || (bytes.get(at) == Some(&b'.') && digit(at + 1)) {
        at += 1;
    }
    if bytes.get(at).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'e')) {
        let sign = usize::from(bytes.get(at + 1).is_some_and(|byte| matches!(byte, b'+' | b'-')));
        if digit(at + 1 + sign) {
            at += 1 + sign;
            while digit(at) {
                at += 1;
            }
        }
    }
    at
}

/// Length of a quoted text with its quotes; all of it where it does not end.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

/// The name that the text begins with, its parts joined with dots, and its length: `nodes["mine 1"].closed`.
fn name_at(text: &str) -> Result<(String, usize), ExpressionError> {
    let word = |text: &str| text.find(|c: char| !is_letter(c)).unwrap_or(text.len());
    let mut length = word(text);
    let mut name = text[..length].to_owned();
    loop {
        let rest = &text[length..];
        let part = rest.strip_prefix('.').map(word).filter(|part| *part > 0);
        if let Some(part) = part {
            name.push_str(&rest[..=part]);
            length += part + 1;
        } else if let Some(inner) = rest.strip_prefix('[') {
            let start = inner.trim_start();
            let quote = start.chars().next().filter(|c| matches!(c, '"' | '\''));
            let end = quote.map(|quote| quoted(start, quote)).filter(|end| start[*end..].trim_start().starts_with(']') && *end > 2);
            let Some(end) = end else {
                return Err(ExpressionError(format!("the brackets after `{name}` hold no quoted name, such as {name}[\"part\"]")));
            };
            name.push('.');
            name.push_str(&start[1..end - 1]);
            let after = start[end..].trim_start();
            length = text.len() - after.len() + 1;
        } else {
            return Ok((name, length));
        }
    }
}

/// What minijinja says, without the place in a template that there is none of.
fn said(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variables() {
        let columns = ["goal.a", "nodes.mine 1.closed", "regimes.r.s", "regimes.r.s.until", "drivers.x"].map(str::to_owned);
        let names = Names::new(&columns, Some(0));
        let holds = |text: &str| Expression::new(text, &names).map(|it| it.holds(&[2030.5, 3.0, 12.0, f64::INFINITY, 0.25]));
        for (text, expected) in [
            ("goal.a < 2031 and nodes[\"mine 1\"].closed * 2 + 1 == 7", true),
            ("goals.a >= 2030.5", true),
            ("regimes.r.s == 12 and regimes.r.s.until == never", true),
            ("not (arrival > 2_029.5) or drivers.x > 2.5e-1", false),
            ("drivers.x in [0.25, 1]", true),
            ("drivers.x=0.25 and goal.a != 2031 and goal.a >= 2030.5", true),
        ] {
            assert_eq!(holds(text), Ok(Ok(expected)), "{text}");
        }
        for (text, part) in [
            ("a=never", "did you mean `goal.a`"),
            ("goal.b > 1", "did you mean `goal.a`"),
            ("regimes.r > 1", "is a table"),
            ("goal.a == \"2030\"", "compares with no number"),
            ("goal.a > true", "compares with no number"),
            ("goal[a] > 1", "no quoted name"),
            ("goal.a >", "unexpected"),
            ("goal.a . b", "a point"),
            ("goal.a|abs", "there is no `abs`"),
        ] {
            let error = holds(text).expect_err(text).0;
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
