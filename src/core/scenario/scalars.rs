//! Texts, names, dates, numbers and weights: the plain values of a table.

use crate::units::{Date, Place, nearest};

use super::grammar::{Key, Plain, Shape};
use super::place::{At, Name, Named};
use super::reader::{Fields, JUDGEMENT, Reader};
use super::tree::{Kind, Value};

impl Reader<'_> {
    /// A text; as written, where the key takes years and dates as well.
    pub fn text(&mut self, fields: &Fields, key: &Key) -> Option<String> {
        match &fields.get(key.name)?.kind {
            Kind::Datetime(text) if matches!(key.shape, Shape::Plain(Plain::Written)) => Some(text.clone()),
            Kind::Integer(year) if matches!(key.shape, Shape::Plain(Plain::Written)) => Some(year.to_string()),
            _ => self.name(fields, key.name).map(|name| name.value),
        }
    }

    /// A text with its place.
    pub fn name(&mut self, fields: &Fields, key: &str) -> Option<Name> {
        let value = fields.get(key)?;
        self.own_text(value, &fields.of(key))
    }

    /// A text, reported as `title` where it is none.
    pub fn own_text(&mut self, value: &Value, title: &str) -> Option<Name> {
        if let Some(text) = value.text() {
            return Some(Name { value: text.to_owned(), place: value.place });
        }
        self.expected(value, title, "a text in quotes", None);
        None
    }

    /// A list of texts; one text alone is a list of one.
    pub fn names(&mut self, fields: &Fields, key: &str) -> Vec<Name> {
        let Some(value) = fields.get(key) else { return Vec::new() };
        self.texts(value, &fields.of(key))
    }

    /// One text or a list of texts, reported as `title` where it is neither.
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

    /// As [`Self::date`], of a text at a place.
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
        // -0 is 0.
        Some(number + 0.0)
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

    /// True or false; false where it is left out.
    pub fn flag(&mut self, fields: &Fields, key: &Key) -> bool {
        let Some(value) = fields.get(key.name) else { return false };
        if let Kind::Boolean(is) = value.kind {
            return is;
        }
        self.expected(value, &fields.of(key.name), "true or false", None);
        false
    }

    /// A whole number within the bounds of its key.
    pub fn count(&mut self, fields: &Fields, key: &Key) -> Option<At<u64>> {
        let Shape::Plain(Plain::Count(least, most)) = key.shape else { return None };
        let value = fields.get(key.name)?;
        let title = fields.of(key.name);
        let place = value.place;
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
        let found = whole.filter(|count| (least..=most).contains(count)).map(|value| At { value, place });
        if found.is_none() {
            let limit = if most == u64::MAX { String::new() } else { format!(" and at most {most}") };
            let given = value.number().unwrap_or_default();
            self.problems.error(place, format!("{title} is {given}"), format!("expected a whole number of at least {least}{limit}"), None);
        }
        found
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
