//! Goals as TOML.

use crate::scenario::model::{Goal, Named, Test};

use super::Writer;
use super::values::{Pairs, input_text, list_text, text};

impl Writer {
    pub(super) fn goal(&mut self, Named { name, item }: &Named<Goal>) {
        self.heading(&["goals", &name.value]);
        let mut pairs = Pairs::default();
        pairs.optional_text("title", item.title.as_ref());
        pairs.0.extend(test_pairs(&item.test).0);
        if let Some(sustain) = &item.sustain {
            pairs.push("sustain", sustain.value.to_string());
        }
        self.lines(pairs);
    }
}

/// The keys of a test, as they stand in a goal or in a part of one.
fn test_pairs(test: &Test) -> Pairs {
    let mut pairs = Pairs::default();
    match test {
        Test::Measure { mineral, origin, measure, threshold } => {
            pairs.text("mineral", &mineral.value);
            pairs.name("origin", origin.as_ref());
            pairs.push(measure.key(), input_text(threshold));
        }
        Test::Goal(name) => pairs.push("all", list_text([text(&name.value)].into_iter())),
        Test::All(parts) => pairs.push("all", parts_text(parts)),
        Test::Any(parts) => pairs.push("any", parts_text(parts)),
        Test::AtLeast(least, parts) => {
            pairs.push("at_least", least.value.to_string());
            pairs.push("of", parts_text(parts));
        }
    }
    pairs
}

fn parts_text(parts: &[Test]) -> String {
    list_text(parts.iter().map(|part| if let Test::Goal(name) = part { text(&name.value) } else { test_pairs(part).inline() }))
}
