//! Levers as TOML: what they set and add as it was written.

use toml_writer::ToTomlValue as _;

use crate::scenario::model::{Lever, Named};
use crate::scenario::tree::{Kind, Value};

use super::Writer;
use super::values::{Pairs, input_text, list_text, names_text, number_text, text};

impl Writer {
    pub(super) fn lever(&mut self, Named { name, item }: &Named<Lever>) {
        self.heading(&["levers", &name.value]);
        let mut pairs = Pairs::default();
        pairs.optional_text("title", item.title.as_ref());
        pairs.push("cost", input_text(&item.cost));
        if let Some(lead_time) = &item.lead_time {
            pairs.push("lead_time", lead_time.value.to_string());
        }
        if !item.source.is_empty() {
            pairs.push("source", names_text(&item.source));
        }
        pairs.optional_text("note", item.note.as_ref());
        self.lines(pairs);
        for (key, table) in [("set", &item.set), ("add", &item.add)] {
            if table.entries.is_empty() {
                continue;
            }
            self.heading(&["levers", &name.value, key]);
            let mut pairs = Pairs::default();
            for (key, value) in &table.entries {
                match value.table().filter(|table| !table.entries.is_empty()) {
                    Some(inner) => inner.entries.iter().for_each(|(name, value)| pairs.dotted(&[&key.value, &name.value], value_text(value))),
                    None => pairs.push(&key.value, value_text(value)),
                }
            }
            self.lines(pairs);
        }
    }
}

/// A value as it was read; tables inline.
fn value_text(value: &Value) -> String {
    match &value.kind {
        Kind::String(words) => text(words),
        Kind::Integer(whole) => whole.to_string(),
        Kind::Float(number) if number.is_finite() && number.fract() != 0.0 => number_text(*number),
        Kind::Float(number) => number.to_toml_value(),
        Kind::Boolean(is) => is.to_string(),
        Kind::Datetime(date) => date.clone(),
        Kind::Array(items) => list_text(items.iter().map(value_text)),
        Kind::Table(table) => {
            let mut pairs = Pairs::default();
            for (key, value) in &table.entries {
                pairs.push(&key.value, value_text(value));
            }
            pairs.inline()
        }
    }
}
