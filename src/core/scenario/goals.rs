//! Goals: what must hold, measured or combined.

use super::grammar::Key;
use super::model::{Measure, Test};
use super::place::{At, Name};
use super::reader::{Fields, Reader};
use super::table::Field;
use super::tables::{AT_LEAST, MEASURES, PART};
use super::tree::{Kind, Value};

/// What the parts of a goal take over from the goal around them.
#[derive(Clone, Default)]
pub struct Around {
    mineral: Option<Name>,
    origin: Option<Name>,
}

impl Reader<'_> {
    /// The test of a goal or of a part of one.
    pub fn test(&mut self, fields: &Fields, outer: &Around) -> Test {
        let mineral = self.name(fields, "mineral").or_else(|| outer.mineral.clone());
        let origin = self.name(fields, "origin").or_else(|| outer.origin.clone());
        if let Some((measure, key)) = MEASURES.iter().find(|(_, key)| fields.get(key.name).is_some()) {
            return self.measure(fields, key, *measure, mineral, origin);
        }
        let around = Around { mineral, origin };
        if fields.get("all").is_some() {
            return Test::All(self.parts(fields, "all", &around));
        }
        if fields.get("any").is_some() {
            return Test::Any(self.parts(fields, "any", &around));
        }
        if fields.get("of").is_some() || fields.get("at_least").is_some() {
            return self.at_least(fields, &around);
        }
        if fields.table.is_some() && !self.recovering {
            let list = MEASURES.iter().map(|(_, key)| key.name).collect::<Vec<_>>().join(", ");
            let help = format!("write one of {list}, or combine tests by all, any, or at_least with of");
            self.problems.error(fields.place, format!("{} tests nothing", fields.title), "no measure here", help);
        }
        Test::All(Vec::new())
    }

    fn measure(&mut self, fields: &Fields, key: &'static Key, measure: Measure, mineral: Option<Name>, origin: Option<Name>) -> Test {
        if !measure.has_origin() && fields.get("origin").is_some() {
            let message = format!("{} has no effect on `{}`", fields.of("origin"), key.name);
            self.problems.warn(fields.key_place("origin"), message, "this measure counts every origin", None);
        }
        let mineral = mineral.unwrap_or_else(|| {
            self.missing(fields, "mineral", "name the mineral: mineral = \"antimony\"");
            Name { value: String::new(), place: fields.place }
        });
        let threshold = self.needed(fields, key);
        Test::Measure { mineral, origin: origin.filter(|_| measure.has_origin()), measure, threshold }
    }

    fn at_least(&mut self, fields: &Fields, around: &Around) -> Test {
        for (here, other, help) in [
            ("at_least", "of", "write the tests of which so many must hold: of = [ … ]"),
            ("of", "at_least", "write how many of them must hold: at_least = 2"),
        ] {
            if fields.get(here).is_some() && fields.get(other).is_none() {
                self.missing(fields, other, help);
            }
        }
        let least = <Option<At<u32>>>::read(self, fields, &AT_LEAST);
        let parts = self.parts(fields, "of", around);
        let Some(least) = least else { return Test::All(parts) };
        if fields.get("of").is_some() && least.value as usize > parts.len() {
            let message = format!("{} asks for {} of {} parts", fields.title, least.value, parts.len());
            self.problems.error(least.place, message, format!("expected at most {}", parts.len()), None);
        }
        Test::AtLeast(least, parts)
    }

    fn parts(&mut self, fields: &Fields, key: &str, around: &Around) -> Vec<Test> {
        let Some(value) = fields.get(key) else { return Vec::new() };
        let Some(items) = value.array() else {
            self.expected(value, &fields.of(key), "a list of tests and names of goals", None);
            return Vec::new();
        };
        if items.is_empty() {
            self.problems.error(value.place, format!("{} is empty", fields.of(key)), "expected at least one test", None);
        }
        items.iter().enumerate().map(|(i, item)| self.part(item, i, fields, key, around)).collect()
    }

    fn part(&mut self, item: &Value, index: usize, fields: &Fields, key: &str, around: &Around) -> Test {
        if let Kind::String(name) = &item.kind {
            return Test::Goal(Name { value: name.clone(), place: item.place });
        }
        let title = format!("part {index} of {}", fields.of(key));
        let inner = self.fields(item, &PART, title, &fields.scope);
        self.test(&inner, around)
    }
}
