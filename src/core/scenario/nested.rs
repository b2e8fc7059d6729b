//! Tables that a key can hold: one, a list, tables by name, or the keys of another form in the place of this one.

use crate::units::Place;

use super::goals::Around;
use super::grammar::{Key, Layout, Shape};
use super::model::Test;
use super::place::Named;
use super::reader::{Fields, Reader};
use super::table::{Field, Located, Table};
use super::tables::{PART, StateFlow, below, goal};
use super::write::{Section, input_text, list_text, text};

impl Field for StateFlow {
    const SHAPE: Shape = Shape::Flat(Self::FORM);

    fn read(reader: &mut Reader, fields: &Fields, _: &'static Key) -> Self {
        <Self as Table>::read(reader, fields).unwrap_or_default()
    }

    fn write(&self, _: &Key, section: &mut Section) {
        Table::write(self, section);
    }

    fn visit<'s>(&'s self, _: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        Table::visit(self, path, found);
    }

    fn fill(&mut self, _: &Key, place: Place) {
        Table::fill(self, place);
    }
}

impl Field for Test {
    const SHAPE: Shape = Shape::Flat(&PART);

    fn read(reader: &mut Reader, fields: &Fields, _: &'static Key) -> Self {
        reader.test(fields, &Around::default())
    }

    fn write(&self, _: &Key, section: &mut Section) {
        match self {
            Self::Measure { mineral, origin, measure, threshold } => {
                section.pairs.text("mineral", &mineral.value);
                section.pairs.name("origin", origin.as_ref());
                section.pairs.push(measure.key(), input_text(threshold));
            }
            Self::Goal(name) => section.pairs.push("all", list_text([text(&name.value)].into_iter())),
            Self::All(parts) => section.pairs.push("all", parts_text(parts)),
            Self::Any(parts) => section.pairs.push("any", parts_text(parts)),
            Self::AtLeast(least, parts) => {
                section.pairs.push("at_least", least.value.to_string());
                section.pairs.push("of", parts_text(parts));
            }
        }
    }

    fn visit<'s>(&'s self, _: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        visit_test(self, path, found);
    }
}

fn visit_test<'s>(test: &'s Test, path: &str, found: &mut Vec<Located<'s>>) {
    let (key, parts) = match test {
        Test::Measure { measure, threshold, .. } => return threshold.visit(measure.declared(), path, found),
        Test::Goal(_) => return,
        Test::All(parts) => ("all", parts),
        Test::Any(parts) => ("any", parts),
        Test::AtLeast(_, parts) => ("of", parts),
    };
    for (i, part) in parts.iter().enumerate() {
        visit_test(part, &format!("{path}.{key}.{i}"), found);
    }
}

fn parts_text(parts: &[Test]) -> String {
    list_text(parts.iter().map(|part| {
        if let Test::Goal(name) = part {
            return text(&name.value);
        }
        let mut section = Section::default();
        part.write(&goal::test, &mut section);
        section.pairs.inline()
    }))
}

impl<T: Table> Field for Option<T> {
    const SHAPE: Shape = Shape::Table(T::FORM);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        let value = fields.get(key.name)?;
        let inner = reader.fields(value, T::FORM, fields.of(key.name), &fields.scope);
        T::read(reader, &inner)
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if let Some(item) = self {
            section.pairs.push(key.name, Section::inline(item));
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        if let Some(item) = self {
            item.visit(&below(path, key.name), found);
        }
    }

    fn fill(&mut self, key: &Key, place: Place) {
        if let Some(item) = self.as_mut().filter(|_| !key.replaces) {
            item.fill(place);
        }
    }
}

impl<T: Table> Field for Vec<T> {
    const SHAPE: Shape = Shape::List(T::FORM);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        let Some(value) = fields.get(key.name) else { return Self::new() };
        let items = reader.list(value, &fields.of(key.name));
        let title = |i| if fields.title.is_empty() { T::FORM.what.to_owned() } else { format!("{} {i} of {}", T::FORM.noun(), fields.title) };
        let mut read = |(i, item)| {
            let inner = reader.fields(item, T::FORM, title(i), &fields.scope);
            T::read(reader, &inner)
        };
        items.iter().enumerate().filter_map(&mut read).collect()
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if T::FORM.layout == Layout::Inline && !self.is_empty() {
            section.pairs.push(key.name, list_text(self.iter().map(Section::inline)));
            return;
        }
        for item in self {
            section.item(&[key.name], |section| item.write(section));
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        for (i, item) in self.iter().enumerate() {
            item.visit(&format!("{}.{i}", below(path, key.name)), found);
        }
    }

    fn fill(&mut self, _: &Key, place: Place) {
        for item in self {
            item.fill(place);
        }
    }
}

impl<T: Table> Field for Vec<Named<T>> {
    const SHAPE: Shape = Shape::Named(T::FORM);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        if matches!(key.shape, Shape::Routes(_)) {
            return reader.routes(fields, key);
        }
        let named = reader.named(fields, key);
        if named.is_empty() && fields.get(key.name).is_some_and(|value| value.table().is_some()) {
            reader.miss(fields, key);
        }
        reader.require(fields, key);
        named
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if matches!(key.shape, Shape::Routes(_)) {
            for Named { name, item } in self {
                section.item(&[key.name], |section| {
                    section.pairs.text("name", &name.value);
                    item.write(section);
                });
            }
        } else if T::FORM.layout == Layout::Line && !self.is_empty() {
            section.table(&[key.name], |section| {
                for Named { name, item } in self {
                    section.pairs.push(&name.value, Section::inline(item));
                }
            });
        } else {
            for Named { name, item } in self {
                match T::FORM.layout {
                    Layout::Inline => section.pairs.dotted(&[key.name, &name.value], Section::inline(item)),
                    _ => section.table(&[key.name, &name.value], |section| item.write(section)),
                }
            }
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        for named in self {
            named.item.visit(&format!("{}.{}", below(path, key.name), named.name.value), found);
        }
    }

    fn fill(&mut self, key: &Key, _: Place) {
        if !key.replaces {
            for named in self {
                named.item.fill(named.name.place);
            }
        }
    }
}
