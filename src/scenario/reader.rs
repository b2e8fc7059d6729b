//! Reading tables by the grammar: every access reports what is wrong and goes on, so that all problems are found at once.

use crate::units::{Date, MonthGrid, Place, Problems, nearest};

use super::files::Files;
use super::grammar::{Form, Shape};
use super::model::{At, Name, Named};
use super::tree::{Key, Kind, Table, Value};

/// What the inputs of a table inherit from it and from the tables around it.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub source: Vec<Name>,
    pub note: Option<String>,
}

/// One table being read.
pub struct Fields<'t> {
    /// `None` where what stands there is no table: then nothing more is said of it.
    pub table: Option<&'t Table>,
    pub place: Place,
    pub form: &'static Form,
    /// For messages: "node `mine`".
    pub title: String,
    pub scope: Scope,
}

impl<'t> Fields<'t> {
    pub fn get(&self, key: &str) -> Option<&'t Value> {
        debug_assert!(self.form.shape(key).is_some(), "`{key}` is not in the grammar of {}", self.form.what);
        self.table.and_then(|table| table.get(key))
    }

    /// The place of a key that is there, else the table's own.
    pub fn key_place(&self, key: &str) -> Place {
        self.table.and_then(|table| table.key(key)).map_or(self.place, |key| key.place)
    }

    /// How messages call what stands under a key.
    pub fn of(&self, key: &str) -> String {
        if self.title.is_empty() { format!("`{key}`") } else { format!("`{key}` of {}", self.title) }
    }
}

/// Reads tables and keeps what is wrong with them.
pub struct Reader<'f> {
    pub problems: Problems,
    /// Where the files of empirical laws are found.
    pub files: &'f Files,
    /// Whether a file was not TOML: then what seems to be missing may only be unread, and is not reported.
    pub recovering: bool,
    /// The horizon, once both its ends were read.
    pub grid: Option<MonthGrid>,
    /// Keys of `[sources]`.
    pub sources: Vec<String>,
}

/// The source that needs no entry in `[sources]`, only a note with the reason.
pub const JUDGEMENT: &str = "judgement";

impl<'f> Reader<'f> {
    /// Starts reading with nothing found.
    pub fn new(files: &'f Files, recovering: bool) -> Self {
        Self { problems: Problems::default(), files, recovering, grid: None, sources: Vec::new() }
    }

    /// Opens a table: reports it where it is none, and what stands in it that should not.
    pub fn fields<'t>(&mut self, value: &'t Value, form: &'static Form, title: String, outer: &Scope) -> Fields<'t> {
        let Some(table) = value.table() else {
            self.expected(value, &title, &format!("a table: {}", form.names().collect::<Vec<_>>().join(", ")), None);
            return Fields { table: None, place: value.place, form, title, scope: outer.clone() };
        };
        for (key, _) in &table.entries {
            if form.shape(&key.value).is_none() {
                self.unknown_key(key, form, &title);
            }
        }
        self.rivals(table, form, &title);
        let mut fields = Fields { table: Some(table), place: value.place, form, title, scope: outer.clone() };
        if form.shape("source").is_some() {
            if let Some(value) = fields.get("source") {
                fields.scope.source = self.cited(value, &fields.of("source"));
            }
        }
        if form.shape("note").is_some() {
            fields.scope.note = self.text(&fields, "note").or(fields.scope.note);
        }
        fields
    }

    fn unknown_key(&mut self, key: &Key, form: &Form, title: &str) {
        let list = form.names().collect::<Vec<_>>().join(", ");
        let within = if title.is_empty() { String::new() } else { format!(" in {title}") };
        let help = match nearest(&key.value, form.names()) {
            Some(near) => format!("did you mean `{near}`? {} has: {list}", capital(form.what)),
            None => format!("{} has: {list}", capital(form.what)),
        };
        self.problems.error(key.place, format!("unknown key `{}`{within}", key.value), format!("not a key of {}", form.what), help);
    }

    fn rivals(&mut self, table: &Table, form: &Form, title: &str) {
        for sides in form.rivals {
            let mut present = sides.iter().filter_map(|side| table.entries.iter().map(|(key, _)| key).find(|key| side.contains(&key.value.as_str())));
            let Some(first) = present.next() else { continue };
            for other in present {
                let (late, early) = if first.place <= other.place { (other, first) } else { (first, other) };
                self.problems.error(
                    late.place,
                    format!("{title} has both `{}` and `{}`", early.value, late.value),
                    format!("cannot stand beside `{}`", early.value),
                    "keep one of the two".to_owned(),
                );
            }
        }
    }

    /// Says that something is of the wrong kind.
    pub fn expected(&mut self, value: &Value, title: &str, expected: &str, help: Option<String>) {
        let title = if title.is_empty() { "this" } else { title };
        self.problems.error(value.place, format!("{title} is {}", value.found()), format!("expected {expected}"), help);
    }

    /// Says that a key is not there.
    pub fn missing(&mut self, fields: &Fields, key: &str, help: &str) {
        if fields.table.is_some() && !self.recovering {
            let owner = if fields.title.is_empty() { fields.form.what } else { &fields.title };
            self.problems.error(fields.place, format!("{owner} has no `{key}`"), format!("`{key}` is missing here"), help.to_owned());
        }
    }

    /// The tables that stand under `key` by name, each read by `read`.
    pub fn named<'t, T>(&mut self, fields: &Fields<'t>, key: &str, mut read: impl FnMut(&mut Self, &Name, &Fields<'t>) -> T) -> Vec<Named<T>> {
        let Some(Shape::Named(form)) = fields.form.shape(key) else { return Vec::new() };
        let kind = form.what.split_once(' ').map_or(form.what, |(_, noun)| noun);
        let suffix = if fields.title.is_empty() { String::new() } else { format!(" of {}", fields.title) };
        let mut found = Vec::new();
        for (name, value) in self.entries(fields, key) {
            self.check_name(name, key);
            let inner = self.fields(value, form, format!("{kind} `{}`{suffix}", name.value), &fields.scope);
            found.push(Named { name: name.clone(), item: read(self, name, &inner) });
        }
        found
    }

    /// The entries of a table of named things.
    pub fn entries<'t>(&mut self, fields: &Fields<'t>, key: &str) -> &'t [(Key, Value)] {
        let Some(value) = fields.get(key) else { return &[] };
        let Some(table) = value.table() else {
            self.expected(value, &fields.of(key), "a table of names", None);
            return &[];
        };
        &table.entries
    }

    /// Names become parts of dotted paths; those of suppliers are origins, where a dot may be part of the name ("U.K.").
    pub fn check_name(&mut self, name: &Name, key: &str) {
        let text = &name.value;
        let expected = if text.is_empty() {
            "a name that is not empty"
        } else if text.trim() != text || text.chars().any(char::is_control) {
            "a name without spaces around it and without control characters"
        } else if text.contains('.') && key != "suppliers" {
            "a name without a dot"
        } else {
            return;
        };
        self.problems.error(name.place, format!("\"{}\" cannot be a name in `{key}`", text.escape_debug()), format!("expected {expected}"), None);
    }

    pub fn text(&mut self, fields: &Fields, key: &str) -> Option<String> {
        self.name(fields, key).map(|name| name.value)
    }

    pub fn name(&mut self, fields: &Fields, key: &str) -> Option<Name> {
        let value = fields.get(key)?;
        match value.text() {
            Some(text) => Some(Name { value: text.to_owned(), place: value.place }),
            None => {
                self.expected(value, &fields.of(key), "a text in quotes", None);
                None
            }
        }
    }

    /// A list of texts; one text alone is a list of one.
    pub fn names(&mut self, fields: &Fields, key: &str) -> Vec<Name> {
        let Some(value) = fields.get(key) else { return Vec::new() };
        self.texts(value, &fields.of(key))
    }

    pub fn texts(&mut self, value: &Value, title: &str) -> Vec<Name> {
        let one = std::slice::from_ref(value);
        let items = value.array().unwrap_or(one);
        let mut names = Vec::new();
        for item in items {
            match item.text() {
                Some(text) => names.push(Name { value: text.to_owned(), place: item.place }),
                None => self.expected(item, title, "a text in quotes or a list of them", None),
            }
        }
        names
    }

    /// Keys of sources, each of which must be defined.
    pub fn cited(&mut self, value: &Value, title: &str) -> Vec<Name> {
        let names = self.texts(value, title);
        for name in &names {
            if name.value != JUDGEMENT && !self.recovering && !self.sources.contains(&name.value) {
                let known = self.sources.iter().map(String::as_str).chain([JUDGEMENT]);
                let help = match nearest(&name.value, known) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("add [sources.{}] with its title, or write \"{JUDGEMENT}\" and a note", name.value),
                };
                self.problems.error(name.place, format!("there is no source `{}`", name.value), "unknown source", help);
            }
        }
        names
    }

    /// A month or a day, in quotes or as TOML's own date.
    pub fn date(&mut self, fields: &Fields, key: &str) -> Option<At<Date>> {
        let value = fields.get(key)?;
        let (Kind::String(text) | Kind::Datetime(text)) = &value.kind else {
            self.expected(value, &fields.of(key), "a month such as \"2026-01\" or a day such as \"2026-01-15\"", None);
            return None;
        };
        self.date_of(text, value.place, &fields.of(key))
    }

    pub fn date_of(&mut self, text: &str, place: Place, title: &str) -> Option<At<Date>> {
        match Date::parse(text) {
            Ok(value) => Some(At { value, place }),
            Err(error) => {
                self.problems.error(place, format!("{title} is no date"), error.to_string(), None);
                None
            }
        }
    }

    /// A finite number.
    pub fn finite(&mut self, value: &Value, title: &str) -> Option<f64> {
        let Some(number) = value.number() else {
            let help = value.text().filter(|text| text.parse::<f64>().is_ok()).map(|text| format!("a number stands without quotes: {text}"));
            self.expected(value, title, "a number", help);
            return None;
        };
        if !number.is_finite() {
            self.problems.error(value.place, format!("{title} is not finite"), "expected a finite number", None);
            return None;
        }
        Some(number)
    }

    /// A finite number at or above 0.
    pub fn positive(&mut self, value: &Value, title: &str) -> Option<f64> {
        let number = self.finite(value, title)?;
        if number < 0.0 {
            self.problems.error(value.place, format!("{title} is {number}"), "expected 0 or more", None);
            return None;
        }
        Some(number)
    }

    /// A whole number from `least` to `most`.
    pub fn count(&mut self, fields: &Fields, key: &str, least: u64, most: u64) -> Option<At<u64>> {
        let value = fields.get(key)?;
        let title = fields.of(key);
        let whole = match value.kind {
            Kind::Integer(whole) => u64::try_from(whole).ok(),
            // 1e5 is how many people write a number of trials.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Kind::Float(number) if number.fract() == 0.0 && (0.0..9e15).contains(&number) => Some(number as u64),
            Kind::Float(_) => None,
            _ => {
                self.expected(value, &title, "a whole number", None);
                return None;
            }
        };
        match whole.filter(|count| (least..=most).contains(count)) {
            Some(count) => Some(At { value: count, place: value.place }),
            None => {
                let limit = if most == u64::MAX { String::new() } else { format!(" and at most {most}") };
                let given = value.number().unwrap_or_default();
                self.problems.error(value.place, format!("{title} is {given}"), format!("expected a whole number of at least {least}{limit}"), None);
                None
            }
        }
    }

    /// As [`Self::count`], of at least 1, where the model counts in 32 bits.
    pub fn small_count(&mut self, fields: &Fields, key: &str) -> Option<At<u32>> {
        let count = self.count(fields, key, 1, 1_000_000)?;
        u32::try_from(count.value).ok().map(|value| At { value, place: count.place })
    }

    /// Weights by name, at least one above 0; one name alone has weight 1.
    pub fn weights(&mut self, fields: &Fields, key: &str) -> Vec<Named<f64>> {
        let Some(value) = fields.get(key) else { return Vec::new() };
        let title = fields.of(key);
        match &value.kind {
            Kind::String(text) => vec![Named { name: Name { value: text.clone(), place: value.place }, item: 1.0 }],
            Kind::Table(table) => {
                let mut weights = Vec::new();
                for (name, weight) in &table.entries {
                    let item = self.positive(weight, &format!("`{}` in {title}", name.value)).unwrap_or(f64::NAN);
                    weights.push(Named { name: name.clone(), item });
                }
                if weights.iter().all(|weight| weight.item == 0.0) {
                    self.problems.error(value.place, format!("{title} has no weight above 0"), "expected at least one weight above 0", None);
                }
                weights
            }
            _ => {
                self.expected(value, &title, "a state's name or weights such as { ban = 0.4, eased = 0.6 }", None);
                Vec::new()
            }
        }
    }
}

/// With a capital letter, to begin a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
