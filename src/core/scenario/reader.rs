//! Reading tables by the grammar: every access reports what is wrong and goes on, so that all problems are found at once.

use crate::units::{MonthGrid, Place, Problems, nearest};

use super::files::Files;
use super::grammar::{Form, Key};
use super::place::{Name, Named};
use super::tree::{self, Table, Value};

/// What the inputs of a table inherit from it and from the tables around it.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Keys of sources.
    pub source: Vec<Name>,
    /// The reason for the figures.
    pub note: Option<String>,
}

/// One table being read.
pub struct Fields<'t> {
    /// `None` where what stands there is no table: then nothing more is said of it.
    pub table: Option<&'t Table>,
    /// Where the table stands.
    pub place: Place,
    /// Which keys it may have.
    pub form: &'static Form,
    /// For messages: "node `mine`".
    pub title: String,
    /// What its inputs inherit.
    pub scope: Scope,
}

impl<'t> Fields<'t> {
    /// The value of a key of this form.
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
    /// All that was found so far.
    pub problems: Problems,
    /// Where the files of empirical distributions are found.
    pub files: &'f Files,
    /// Whether a file was not TOML: then what seems to be missing may only be unread, and is not reported.
    pub recovering: bool,
    /// The horizon, once both its ends were read.
    pub grid: Option<MonthGrid>,
    /// Keys of `[sources]`.
    pub sources: Vec<String>,
    /// Keys of `[minerals]`.
    pub minerals: Vec<String>,
}

/// The source that needs no entry in `[sources]`, only a note with the reason.
pub const JUDGEMENT: &str = "judgement";

impl<'f> Reader<'f> {
    /// Starts reading with nothing found.
    pub fn new(files: &'f Files, recovering: bool) -> Self {
        Self { problems: Problems::default(), files, recovering, grid: None, sources: Vec::new(), minerals: Vec::new() }
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
        if form.shape("source").is_some()
            && let Some(value) = fields.get("source")
        {
            fields.scope.source = self.cited(value, &fields.of("source"));
        }
        if form.shape("note").is_some() {
            fields.scope.note = self.name(&fields, "note").map(|note| note.value).or(fields.scope.note);
        }
        fields
    }

    fn unknown_key(&mut self, key: &tree::Key, form: &Form, title: &str) {
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

    /// Says that a required key is not there, where it is not.
    pub fn require(&mut self, fields: &Fields, key: &Key) {
        if fields.get(key.name).is_none() {
            self.miss(fields, key);
        }
    }

    /// Says that a required key is not there or holds nothing.
    pub fn miss(&mut self, fields: &Fields, key: &Key) {
        if let Some(help) = key.required {
            self.missing(fields, key.name, help);
        }
    }

    /// The tables that stand under `key` by name.
    pub fn named<T: super::table::Table>(&mut self, fields: &Fields, key: &Key) -> Vec<Named<T>> {
        let key = key.name;
        let suffix = if fields.title.is_empty() { String::new() } else { format!(" of {}", fields.title) };
        let mut found = Vec::new();
        for (name, value) in self.entries(fields, key) {
            self.check_name(name, key);
            let inner = self.fields(value, T::FORM, format!("{} `{}`{suffix}", T::FORM.noun(), name.value), &fields.scope);
            found.extend(T::read(self, &inner).map(|item| Named { name: name.clone(), item }));
        }
        found
    }

    /// The entries of a table of named things.
    pub fn entries<'t>(&mut self, fields: &Fields<'t>, key: &str) -> &'t [(tree::Key, Value)] {
        let Some(value) = fields.get(key) else { return &[] };
        let Some(table) = value.table() else {
            self.expected(value, &fields.of(key), "a table of names", None);
            return &[];
        };
        &table.entries
    }

    /// Names become parts of dotted paths; those of suppliers are origins, where a dot may be part of the name ("U.K."), and
    /// those of routes are made of origins.
    pub fn check_name(&mut self, name: &Name, key: &str) {
        let text = &name.value;
        let expected = if text.is_empty() {
            "a name that is not empty"
        } else if text.trim() != text || text.chars().any(char::is_control) {
            "a name without spaces around it and without control characters"
        } else if text.contains('.') && !matches!(key, "suppliers" | "routes") {
            "a name without a dot"
        } else {
            return;
        };
        self.problems.error(name.place, format!("\"{}\" cannot be a name in `{key}`", text.escape_debug()), format!("expected {expected}"), None);
    }
}

/// With a capital letter, to begin a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
