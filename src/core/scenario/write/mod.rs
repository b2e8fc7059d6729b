//! Writes the scenario as run: one file with every default written out, which reads back as the same scenario.

mod values;

pub use values::{
    Pairs, factors_text, input_text, inputs_text, list_text, names_text, number_text, numbers_text, path_text, text, value_text, weights_text,
};

use super::table::Table;
use super::tables::Scenario;

/// Writes a scenario with all defaults filled in. Reading it again gives [`Scenario::with_defaults`], places apart; files
/// named by empirical distributions must lie beside it.
#[must_use]
pub fn to_toml(scenario: &Scenario) -> String {
    let mut out = String::new();
    Section::of(&scenario.with_defaults()).render(&mut out);
    out
}

/// A table as it is written: lines under a heading, then further tables.
#[derive(Default)]
pub struct Section {
    path: Vec<String>,
    is_item: bool,
    /// Its lines.
    pub pairs: Pairs,
    inner: Vec<Section>,
}

impl Section {
    /// What a table writes, without a heading.
    pub fn of(table: &impl Table) -> Self {
        let mut section = Self::default();
        table.write(&mut section);
        section
    }

    /// A table on one line.
    pub fn inline(table: &impl Table) -> String {
        Self::of(table).pairs.inline()
    }

    /// Adds `[path.parts]`, its lines filled in by `write`.
    pub fn table(&mut self, parts: &[&str], write: impl FnOnce(&mut Self)) {
        self.below(parts, false, write);
    }

    /// Adds `[[path.parts]]`.
    pub fn item(&mut self, parts: &[&str], write: impl FnOnce(&mut Self)) {
        self.below(parts, true, write);
    }

    fn below(&mut self, parts: &[&str], is_item: bool, write: impl FnOnce(&mut Self)) {
        let path = self.path.iter().cloned().chain(parts.iter().map(|&part| part.to_owned())).collect();
        let mut inner = Self { path, is_item, ..Self::default() };
        write(&mut inner);
        self.inner.push(inner);
    }

    /// Whether a key has a line or a table of its own.
    pub fn has(&self, key: &str) -> bool {
        let depth = self.path.len();
        self.pairs.0.iter().any(|(written, _)| written == key) || self.inner.iter().any(|inner| inner.path[depth] == key)
    }

    fn render(&self, out: &mut String) {
        // A table that only holds tables needs no heading of its own.
        if !self.path.is_empty() && (!self.pairs.0.is_empty() || self.inner.is_empty()) {
            let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
            let [open, close] = if self.is_item { ["\n[[", "]]\n"] } else { ["\n[", "]\n"] };
            out.extend([open, &path_text(&path), close]);
        }
        for (key, value) in &self.pairs.0 {
            out.extend([key, " = ", value, "\n"]);
        }
        for inner in &self.inner {
            inner.render(out);
        }
    }
}
