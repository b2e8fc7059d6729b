//! Conditions on rows in the language of `adit trials --where`: `kind == "storm" and days > 2`. A name is a column; a cell is a number where it reads as
//! one, else a text.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use minijinja::value::Value;
use minijinja::{Environment, Expression};

use crate::units::CsvCell;

/// Minijinja without filters, tests and functions.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(Environment::empty);

/// An expression over the columns of a table.
#[derive(Clone, Debug)]
pub struct RowExpression {
    text: String,
    compiled: Arc<Expression<'static, 'static>>,
    /// The columns that it names, in the order of the alphabet.
    pub columns: Vec<String>,
}

impl PartialEq for RowExpression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for RowExpression {}

impl std::fmt::Display for RowExpression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl RowExpression {
    /// Whether a text is written in this language and not as a short condition such as `column=a|b`.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        let has = |text: &str, words: &[&str]| text.split_whitespace().any(|word| words.contains(&word));
        let Some(at) = text.find(['=', '~', '<', '>', '!']) else { return has(text, &["in"]) };
        let sign = &text[at..];
        if sign.starts_with("==") {
            return true;
        }
        match sign.get(..2) {
            Some("!=" | ">=" | "<=") => has(&text[..at], &["not", "in", "and", "or"]) || sign.contains(['"', '\'']) || has(sign, &["and", "or"]),
            _ => sign.starts_with(['<', '>']),
        }
    }

    /// Reads an expression.
    ///
    /// # Errors
    /// Where it cannot be read, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let compiled = ENVIRONMENT.compile_expression_owned(text.to_owned());
        let compiled = compiled.map_err(|error| error.detail().map_or_else(|| error.kind().to_string(), str::to_owned));
        let example = "write for example kind == \"storm\" and days >= 2, with texts in quotes";
        let compiled = compiled.map_err(|why| format!("{why}; {example}"))?;
        let mut columns: Vec<String> = compiled.undeclared_variables(false).into_iter().collect();
        if columns.is_empty() {
            return Err(format!("it names no column; {example}"));
        }
        columns.sort_unstable();
        Ok(Self { text: text.to_owned(), compiled: Arc::new(compiled), columns })
    }

    /// Whether it is true of these cells of its columns, whatever number an empty cell stands for.
    #[must_use]
    pub fn holds(&self, cells: &[&CsvCell]) -> bool {
        [f64::NEG_INFINITY, f64::INFINITY].into_iter().all(|empty| {
            let values = cells.iter().map(|cell| value(cell, empty));
            let row: BTreeMap<&str, Value> = self.columns.iter().map(String::as_str).zip(values).collect();
            self.compiled.eval(row).is_ok_and(|value| value.is_true())
        })
    }
}

/// The number of a cell, else its text.
fn value(cell: &CsvCell, empty: f64) -> Value {
    match cell.text.parse::<f64>() {
        _ if cell.text.is_empty() => Value::from(empty),
        Ok(number) if number.is_finite() => Value::from(number),
        _ => Value::from(cell.text.as_str()),
    }
}
