//! Goals: what must hold, measured or combined.

use super::forms::PART;
use super::model::{Goal, Measure, Name, Named, Test};
use super::reader::{Fields, Reader};
use super::tree::{Kind, Value};

/// Every measure with its key.
pub const MEASURES: [(&str, Measure); 6] = [
    ("share_of_demand", Measure::ShareOfDemand),
    ("free_share_of_demand", Measure::FreeShareOfDemand),
    ("controlled_share_below", Measure::ControlledShareBelow),
    ("hhi_below", Measure::HhiBelow),
    ("shortage_below", Measure::ShortageBelow),
    ("covers_withheld", Measure::CoversWithheld),
];

impl Measure {
    /// The key of the file.
    #[must_use]
    pub fn key(self) -> &'static str {
        MEASURES.iter().find(|(_, measure)| *measure == self).map_or("", |&(key, _)| key)
    }

    /// Whether it measures arrivals of one origin.
    #[must_use]
    pub fn has_origin(self) -> bool {
        matches!(self, Self::ShareOfDemand | Self::CoversWithheld)
    }
}

/// What the parts of a goal take over from the goal around them.
#[derive(Clone, Default)]
struct Around {
    mineral: Option<Name>,
    origin: Option<Name>,
}

impl Reader<'_> {
    /// `[goals]`.
    pub fn goals(&mut self, fields: &Fields) -> Vec<Named<Goal>> {
        self.named(fields, "goals", |reader, _, goal| Goal {
            title: reader.text(goal, "title"),
            test: reader.test(goal, &Around::default()),
            sustain: reader.small_count(goal, "sustain"),
            place: goal.place,
        })
    }

    fn test(&mut self, fields: &Fields, outer: &Around) -> Test {
        let mineral = self.name(fields, "mineral").or_else(|| outer.mineral.clone());
        let origin = self.name(fields, "origin").or_else(|| outer.origin.clone());
        if let Some((key, measure)) = MEASURES.into_iter().find(|(key, _)| fields.get(key).is_some()) {
            return self.measure(fields, key, measure, mineral, origin);
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
            let list = MEASURES.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
            let help = format!("write one of {list}, or combine tests by all, any, or at_least with of");
            self.problems.error(fields.place, format!("{} tests nothing", fields.title), "no measure here", help);
        }
        Test::All(Vec::new())
    }

    fn measure(&mut self, fields: &Fields, key: &str, measure: Measure, mineral: Option<Name>, origin: Option<Name>) -> Test {
        if !measure.has_origin() && fields.get("origin").is_some() {
            let message = format!("{} has no effect on `{key}`", fields.of("origin"));
            self.problems.warn(fields.key_place("origin"), message, "this measure counts every origin", None);
        }
        let mineral = mineral.unwrap_or_else(|| {
            self.missing(fields, "mineral", "name the mineral: mineral = \"antimony\"");
            Name { value: String::new(), place: fields.place }
        });
        let threshold = self.needed(fields, key, "");
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
        let least = self.small_count(fields, "at_least");
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
