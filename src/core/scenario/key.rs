//! One key of a table: what it holds, in which unit and range, and what leaving it out means.

use super::grammar::{Plain, Range, Shape};

/// Beside which keys the default of a key is written out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Beside {
    Any,
    With(&'static str),
    Without(&'static str),
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// What it means, for the manual.
    pub doc: &'static str,
    /// What reports call it, where its name is not the word for it.
    called: &'static str,
    /// Unit of its numbers; empty for factors, weights and drivers.
    pub unit: &'static str,
    /// Where it must be there: what to write.
    pub required: Option<&'static str>,
    /// The number that it has where it is left out.
    pub default: Option<f64>,
    /// What leaving it out means, for the manual.
    pub otherwise: &'static str,
    /// Number from which on it was probably typed as per cent.
    pub unlikely: Option<f64>,
    beside: Beside,
    /// Whether the tables in it take the defaults of their keys; those that only replace something do not.
    pub replaces: bool,
}

impl Key {
    /// A key that may be left out and has no default.
    #[must_use]
    pub const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self {
            name,
            shape,
            doc,
            called: "",
            unit: "",
            required: None,
            default: None,
            otherwise: "",
            unlikely: None,
            beside: Beside::Any,
            replaces: false,
        }
    }

    /// What reports call it.
    #[must_use]
    pub const fn called(self, words: &'static str) -> Self {
        Self { called: words, ..self }
    }

    /// What reports call it, else its name.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        if self.called.is_empty() { self.name } else { self.called }
    }

    /// The unit of its numbers.
    #[must_use]
    pub const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The range of its numbers.
    #[must_use]
    pub const fn within(self, range: Range) -> Self {
        let shape = match self.shape {
            Shape::Input(_) => Shape::Input(range),
            Shape::PerMineral(_) => Shape::PerMineral(range),
            Shape::Inputs(_) => Shape::Inputs(range),
            Shape::Factors(_) => Shape::Factors(range),
            other => other,
        };
        Self { shape, ..self }
    }

    /// A number above `most` is allowed, but was probably typed as per cent.
    #[must_use]
    pub const fn rarely_above(self, most: f64) -> Self {
        Self { unlikely: Some(most), ..self }
    }

    /// The bounds of a whole number.
    #[must_use]
    pub const fn counted(self, least: u64, most: u64) -> Self {
        Self { shape: Shape::Plain(Plain::Count(least, most)), ..self }
    }

    /// A shape other than that of its type.
    #[must_use]
    pub const fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// A key that must be there; `help` says what to write.
    #[must_use]
    pub const fn required(self, help: &'static str) -> Self {
        Self { required: Some(help), ..self }
    }

    /// The number that it has where it is left out.
    #[must_use]
    pub const fn default(self, number: f64) -> Self {
        Self { default: Some(number), ..self }
    }

    /// What leaving it out means, in words.
    #[must_use]
    pub const fn otherwise(self, words: &'static str) -> Self {
        Self { otherwise: words, ..self }
    }

    /// Its default counts only beside the key `other`.
    #[must_use]
    pub const fn with(self, other: &'static str) -> Self {
        Self { beside: Beside::With(other), ..self }
    }

    /// Its default counts only where the key `other` is not there.
    #[must_use]
    pub const fn without(self, other: &'static str) -> Self {
        Self { beside: Beside::Without(other), ..self }
    }

    /// What stands in it replaces something, key by key.
    #[must_use]
    pub const fn replacing(self) -> Self {
        Self { replaces: true, ..self }
    }

    /// What it means, in one sentence or more.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        self.doc.trim()
    }

    /// Whether its default counts in a table in which `given` says which keys are there.
    pub fn applies(&self, given: impl Fn(&str) -> bool) -> bool {
        match self.beside {
            Beside::Any => true,
            Beside::With(other) => given(other),
            Beside::Without(other) => !given(other),
        }
    }
}
