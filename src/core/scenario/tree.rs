//! TOML with a place for every key and value: all that the reader needs to know of a file, and all that overlays change.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::units::{Place, Problems};

use super::place::At;

/// A key as written, unquoted.
pub type Key = At<String>;

/// A value and where it stands. A table opened by a heading stands at that heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// From its first to its last byte.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
}

/// What TOML knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    String(String),
    Integer(i128),
    Float(f64),
    Boolean(bool),
    /// As written: TOML's own dates are read like quoted ones.
    Datetime(String),
    Array(Vec<Value>),
    Table(Table),
}

/// Entries in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Keys with their values; no key twice.
    pub entries: Vec<(Key, Value)>,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.entries.iter_mut().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// A key as it stands.
    pub fn key(&self, key: &str) -> Option<&Key> {
        self.entries.iter().map(|(name, _)| name).find(|name| name.value == key)
    }

    /// Whether there is such a key.
    pub fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The keys in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.value.as_str())
    }

    /// Takes a key away, if it is there.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|(name, _)| name.value != key);
    }

    /// Replaces the value of a key in its place, or adds it at the end.
    pub fn set(&mut self, key: Key, value: Value) {
        match self.get_mut(&key.value) {
            Some(old) => *old = value,
            None => self.entries.push((key, value)),
        }
    }
}

impl Value {
    /// The table that it is, if it is one.
    pub fn table(&self) -> Option<&Table> {
        if let Kind::Table(table) = &self.kind { Some(table) } else { None }
    }

    /// The list that it is, if it is one.
    pub fn array(&self) -> Option<&[Value]> {
        if let Kind::Array(items) = &self.kind { Some(items) } else { None }
    }

    /// The text that it is, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Kind::String(text) = &self.kind { Some(text) } else { None }
    }

    /// A number of either kind; an integer beyond 2^53 is rounded, as in any spreadsheet.
    pub fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Integer(whole) => Some(whole as f64),
            Kind::Float(number) => Some(number),
            _ => None,
        }
    }

    /// What it is, for "expected …, found …".
    pub fn found(&self) -> &'static str {
        match self.kind {
            Kind::String(_) => "a text",
            Kind::Integer(_) | Kind::Float(_) => "a number",
            Kind::Boolean(_) => "true or false",
            Kind::Datetime(_) => "a date",
            Kind::Array(_) => "a list",
            Kind::Table(_) => "a table",
        }
    }
}

/// Reads a file as far as it can be read; what is not TOML becomes problems.
pub fn parse(text: &str, file: usize, problems: &mut Problems) -> Table {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = TreeReader { file, offset: 0, problems };
    reader.syntax_errors(text, errors);
    reader.table(document.get_ref())
}

/// Reads one value that stands at byte `offset` of its file; `Err` holds what is wrong with it.
pub fn parse_value(text: &str, file: usize, offset: usize) -> Result<Value, Problems> {
    let mut problems = Problems::default();
    let (value, errors) = DeValue::parse_recoverable(text);
    let mut reader = TreeReader { file, offset, problems: &mut problems };
    reader.syntax_errors(text, errors);
    let value = reader.value(&value);
    if problems.any_error() { Err(problems) } else { Ok(value) }
}

struct TreeReader<'p> {
    file: usize,
    offset: usize,
    problems: &'p mut Problems,
}

impl TreeReader<'_> {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { file: self.file, start: self.offset + span.start, end: self.offset + span.end }
    }

    /// The first error of each line: what follows it there is mostly its consequence.
    fn syntax_errors(&mut self, text: &str, mut errors: Vec<toml::de::Error>) {
        let line = |error: &toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            text.as_bytes()[..at].split(|&byte| byte == b'\n').count()
        };
        errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
        errors.dedup_by_key(|error| line(error));
        for error in &errors {
            self.syntax_error(text, error);
        }
    }

    fn syntax_error(&mut self, text: &str, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        let help = syntax_help(line_around(text, span.start));
        let message = error.message().lines().next().unwrap_or("not TOML").trim();
        let (message, label) = match message.split_once(", expected ") {
            Some((what, expected)) => (what.to_owned(), format!("expected {expected}")),
            None => (message.to_owned(), "here".to_owned()),
        };
        self.problems.error(self.place(span), message, label, help);
    }

    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let entries = table.iter().map(|(key, value)| {
            let key = Key { value: key.get_ref().to_string(), place: self.place(key.span()) };
            (key, self.value(value))
        });
        Table { entries: entries.collect() }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> Value {
        let place = self.place(value.span());
        let kind = match value.get_ref() {
            DeValue::String(text) => Kind::String(text.to_string()),
            DeValue::Boolean(is) => Kind::Boolean(*is),
            DeValue::Datetime(date) => Kind::Datetime(date.to_string()),
            DeValue::Array(items) => Kind::Array(items.iter().map(|item| self.value(item)).collect()),
            DeValue::Table(table) => Kind::Table(self.table(table)),
            DeValue::Float(float) => Kind::Float(float_of(float.as_str())),
            DeValue::Integer(integer) => match i128::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(whole) => Kind::Integer(whole),
                Err(_) => Kind::Float(float_of(integer.as_str())),
            },
        };
        Value { place, kind }
    }
}

/// `nan` and `inf` are TOML; that no quantity is one is said by the reader, who knows the quantity.
fn float_of(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

fn line_around(text: &str, at: usize) -> &str {
    let at = (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    &text[start..end]
}

/// The two slips that TOML's own messages do not explain: a month without quotes, and a comma in a number.
fn syntax_help(line: &str) -> Option<String> {
    let (_, value) = line.split_once('=')?;
    let value = value.split('#').next().unwrap_or(value).trim();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((year, month)) = value.split_once('-')
        && year.len() == 4
        && month.len() == 2
        && is_digits(year)
        && is_digits(month)
    {
        return Some(format!("a month stands in quotes: \"{value}\""));
    }
    if value.contains(',') && value.split(',').all(is_digits) {
        return Some(format!("thousands are set apart by an underscore: {}", value.replace(',', "_")));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_and_value_knows_its_place() {
        let text = "[a.b]\nc = { d = [1, 2.5] }\n";
        let mut problems = Problems::default();
        let root = parse(text, 3, &mut problems);
        let b = root.get("a").and_then(Value::table).and_then(|a| a.get("b")).unwrap();
        assert_eq!(&text[b.place.start..b.place.end], "[a.b]");
        let c = b.table().unwrap().get("c").unwrap();
        let d = c.table().unwrap().get("d").unwrap();
        assert_eq!(&text[d.place.start..d.place.end], "[1, 2.5]");
        assert_eq!((d.place.file, d.array().unwrap()[1].number()), (3, Some(2.5)));
        assert!(!problems.any_error());
    }

    #[test]
    fn all_that_is_not_toml_is_said_at_once_with_help() {
        let mut problems = Problems::default();
        parse("start = 2026-01\n[x]\ny = 24,000\nz = 1\nz = 2\n", 0, &mut problems);
        let helps: Vec<_> = problems.sorted().into_iter().filter_map(|problem| problem.help.clone()).collect();
        assert!(helps.iter().any(|help| help.ends_with("\"2026-01\"")), "{helps:?}");
        assert!(helps.iter().any(|help| help.ends_with("24_000")), "{helps:?}");
        assert!(problems.sorted().iter().any(|problem| problem.message == "duplicate key"));
    }

    #[test]
    fn a_value_alone_is_read_at_its_offset() {
        let value = parse_value("[1, 2]", 1, 10).unwrap();
        assert_eq!(value.place, Place { file: 1, start: 10, end: 16 });
        assert!(parse_value("2026-03", 1, 0).is_err());
        assert!(parse_value("1 2", 1, 0).is_err());
    }
}
