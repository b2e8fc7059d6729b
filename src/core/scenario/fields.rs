//! Values that a key can hold: how each kind is read, written, searched for inputs, and filled with its default.

use crate::units::{Date, Place};

use super::grammar::{Key, Plain, Range, Shape};
use super::model::{Chance, Counts, DistributionSpec, Input, OutageCuts, PerMineral, RegimeFactors, Sampling, Sought, When};
use super::overlay::is_tied;
use super::place::{At, Name, Named};
use super::reader::{Fields, Reader};
use super::table::{Field, Located, Table};
use super::tables::{TiedChance, below};
use super::write::{Section, factors_text, input_text, inputs_text, list_text, names_text, number_text, numbers_text, text, weights_text};

impl Field for Input {
    const SHAPE: Shape = Shape::Input(Range::Any);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        reader.needed(fields, key)
    }

    fn write(&self, key: &Key, section: &mut Section) {
        section.pairs.push(key.name, input_text(self));
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        found.push(Located { path: below(path, key.name), range: key.shape.range(), unit: key.unit, key: key.name, words: key.words(), input: self });
    }
}

/// Inputs by name below `path`.
fn visit_named<'s>(inputs: &'s [Named<Input>], key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
    let located = |named: &'s Named<Input>| Located {
        path: format!("{path}.{}", named.name.value),
        range: key.shape.range(),
        unit: key.unit,
        key: key.name,
        words: key.words(),
        input: &named.item,
    };
    found.extend(inputs.iter().map(located));
}

impl Field for Vec<Named<Input>> {
    const SHAPE: Shape = Shape::Inputs(Range::Any);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        if matches!(key.shape, Shape::Drivers) { reader.named_drivers(fields) } else { reader.inputs(fields, key) }
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if self.is_empty() {
        } else if matches!(key.shape, Shape::Drivers) {
            section.table(&[key.name], |section| {
                for driver in self {
                    section.pairs.push(&driver.name.value, input_text(&driver.item));
                }
            });
        } else {
            section.pairs.push(key.name, inputs_text(self));
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        visit_named(self, key, &below(path, key.name), found);
    }
}

impl Field for RegimeFactors {
    const SHAPE: Shape = Shape::Factors(Range::NonNegative);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        reader.factors(fields, key)
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if !self.is_empty() {
            section.pairs.push(key.name, factors_text(self));
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        for regime in self {
            visit_named(&regime.item, key, &format!("{path}.{}.{}", key.name, regime.name.value), found);
        }
    }
}

impl Field for PerMineral {
    const SHAPE: Shape = Shape::PerMineral(Range::Any);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        reader.per_mineral(fields, key).unwrap_or_else(|| Self::All(reader.unread(fields, key)))
    }

    fn write(&self, key: &Key, section: &mut Section) {
        match self {
            Self::All(input) => input.write(key, section),
            Self::Each(inputs) => section.pairs.push(key.name, inputs_text(inputs)),
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        match self {
            Self::All(input) => input.visit(key, path, found),
            Self::Each(inputs) => inputs.visit(key, path, found),
        }
    }
}

/// A number that a key has where it is left out.
trait FromDefault {
    fn from_default(number: f64, place: Place) -> Self;
}

impl FromDefault for Input {
    fn from_default(number: f64, place: Place) -> Self {
        Self::plain(DistributionSpec::Constant(number), place)
    }
}

impl FromDefault for PerMineral {
    fn from_default(number: f64, place: Place) -> Self {
        Self::All(Input::from_default(number, place))
    }
}

impl FromDefault for At<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "declared as a small whole number")]
    fn from_default(number: f64, place: Place) -> Self {
        Self { value: number as u32, place }
    }
}

/// A key that may be left out: how the value in it is read, and how it is written where that is more than itself.
macro_rules! optional {
    ($($Type:ty: $shape:expr, |$reader:ident, $fields:ident, $key:ident| $read:expr, |$value:ident| $text:expr $(, $fill:ident)?;)+) => {$(
        impl Field for Option<$Type> {
            const SHAPE: Shape = $shape;

            fn read($reader: &mut Reader, $fields: &Fields, $key: &'static Key) -> Self {
                $read
            }

            fn write(&self, key: &Key, section: &mut Section) {
                if let Some($value) = self {
                    section.pairs.push(key.name, $text);
                }
            }

            $(optional!(@$fill $Type);)?
        }
    )+};
    (@number $Type:ty) => {
        fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
            if let Some(value) = self {
                value.visit(key, path, found);
            }
        }

        optional!(@filled $Type);
    };
    (@filled $Type:ty) => {
        fn fill(&mut self, key: &Key, place: Place) {
            if let Some(number) = key.default {
                self.get_or_insert_with(|| <$Type>::from_default(number, place));
            }
        }
    };
}

optional! {
    Input: Input::SHAPE, |reader, fields, key| reader.input(fields, key), |value| input_text(value), number;
    At<u32>: Shape::Plain(Plain::Count(1, 1_000_000)), |reader, fields, key| {
        let count = reader.count(fields, key)?;
        u32::try_from(count.value).ok().map(|value| At { value, place: count.place })
    }, |value| value.value.to_string(), filled;
    u64: Shape::Plain(Plain::Count(0, u64::MAX)), |reader, fields, key| reader.count(fields, key).map(|count| count.value), |value| value.to_string();
    String: Shape::Plain(Plain::Text), |reader, fields, key| reader.text(fields, key), |value| text(value);
    Name: Shape::Plain(Plain::Text), |reader, fields, key| reader.name(fields, key.name), |value| text(&value.value);
    At<Date>: Shape::Plain(Plain::Date), |reader, fields, key| reader.date(fields, key.name), |date| text(&date.value.to_string());
    When: Shape::Plain(Plain::When), |reader, fields, key| reader.when(fields, key.name), |when| match when {
        When::Stage(name) => text(&name.value),
        When::Date(date) => text(&date.value.to_string()),
    };
    At<Vec<f64>>: Shape::Plain(Plain::Season), |reader, fields, key| reader.season(fields, key), |season| numbers_text(&season.value);
}

impl Field for Chance {
    const SHAPE: Shape = Shape::Chance;

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        if let Some(value) = fields.get(key.name).filter(|value| is_tied(value)) {
            let inner = reader.fields(value, TiedChance::FORM, fields.of(key.name), &fields.scope);
            if let Some(tied) = TiedChance::read(reader, &inner) {
                return Self::Tied(Box::new(tied));
            }
        }
        Self::Alone(reader.needed(fields, key))
    }

    fn write(&self, key: &Key, section: &mut Section) {
        match self {
            Self::Alone(input) => input.write(key, section),
            Self::Tied(tied) => section.pairs.push(key.name, Section::inline(&**tied)),
        }
    }

    fn visit<'s>(&'s self, key: &Key, path: &str, found: &mut Vec<Located<'s>>) {
        match self {
            Self::Alone(input) => input.visit(key, path, found),
            Self::Tied(tied) => Table::visit(&**tied, &below(path, key.name), found),
        }
    }
}

impl Field for Option<Chance> {
    const SHAPE: Shape = Chance::SHAPE;

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        fields.get(key.name).map(|_| Chance::read(reader, fields, key))
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if let Some(chance) = self {
            chance.write(key, section);
        }
    }

    optional!(@number Chance);
}

impl FromDefault for Chance {
    fn from_default(number: f64, place: Place) -> Self {
        Self::Alone(Input::from_default(number, place))
    }
}

impl Field for Option<PerMineral> {
    const SHAPE: Shape = PerMineral::SHAPE;

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        reader.per_mineral(fields, key)
    }

    fn write(&self, key: &Key, section: &mut Section) {
        if let Some(value) = self {
            value.write(key, section);
        }
    }

    optional!(@number PerMineral);
}

/// A key that always has a value: required, with a default, or empty where it is left out.
macro_rules! plain {
    ($($Type:ty: $shape:expr, |$reader:ident, $fields:ident, $key:ident| $read:expr, |$value:ident| $text:expr, $written:expr;)+) => {$(
        impl Field for $Type {
            const SHAPE: Shape = $shape;

            fn read($reader: &mut Reader, $fields: &Fields, $key: &'static Key) -> Self {
                $reader.require($fields, $key);
                $read
            }

            fn write(&self, key: &Key, section: &mut Section) {
                let $value = self;
                if $written {
                    section.pairs.push(key.name, $text);
                }
            }
        }
    )+};
}

/// A whole number declared as a default.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "declared as a whole number")]
fn whole_default(key: &Key) -> u64 {
    key.default.unwrap_or_default() as u64
}

/// Where what should be in a key could not be read.
const NOT_A_NUMBER: f64 = f64::NAN;

plain! {
    u64: Shape::Plain(Plain::Count(0, u64::MAX)), |reader, fields, key| reader.count(fields, key).map_or(whole_default(key), |count| count.value),
        |value| value.to_string(), true;
    bool: Shape::Plain(Plain::Flag), |reader, fields, key| reader.flag(fields, key), |value| value.to_string(), *value;
    String: Shape::Plain(Plain::Text), |reader, fields, key| reader.text(fields, key).unwrap_or_default(), |value| text(value), true;
    Name: Shape::Plain(Plain::Text), |reader, fields, key| reader.name(fields, key.name).unwrap_or(Self { value: String::new(), place: fields.place }),
        |value| text(&value.value), true;
    Date: Shape::Plain(Plain::Date), |reader, fields, key| reader.date(fields, key.name).map_or_else(Self::default, |date| date.value),
        |date| text(&date.to_string()), true;
    At<f64>: Shape::Plain(Plain::Number), |reader, fields, key| match fields.get(key.name) {
        None => Self { value: key.default.unwrap_or(NOT_A_NUMBER), place: fields.place },
        Some(value) => Self { value: reader.positive(value, &fields.of(key.name)).unwrap_or(NOT_A_NUMBER), place: value.place },
    }, |value| number_text(value.value), true;
    Vec<Name>: Shape::Plain(Plain::Texts), |reader, fields, key| reader.names(fields, key.name), |names| names_text(names), !names.is_empty();
    Vec<At<i32>>: Shape::Plain(Plain::Years), |reader, fields, key| reader.years(fields, key),
        |years| list_text(years.iter().map(|year| year.value.to_string())), !years.is_empty();
    Vec<Named<f64>>: Shape::Weights, |reader, fields, key| reader.weights(fields, key.name), |weights| weights_text(weights), !weights.is_empty();
    Vec<[f64; 2]>: Shape::Plain(Plain::Pairs), |reader, fields, key| reader.ramp_up(fields, key),
        |points| list_text(points.iter().map(|point| numbers_text(point))), !points.is_empty();
    Vec<(At<Date>, Name)>: Shape::Plain(Plain::History), |reader, fields, key| reader.history(fields, key), |history| {
        let mut pairs = super::write::Pairs::default();
        for (date, state) in history {
            pairs.text(&date.value.to_string(), &state.value);
        }
        pairs.inline()
    }, !history.is_empty();
    Sampling: Shape::Plain(Plain::Word(Self::WORDS)), |reader, fields, key| reader.choice(fields, key.name, Self::WORDS).and_then(Self::of).unwrap_or_default(),
        |value| text(value.word()), true;
    Counts: Shape::Plain(Plain::Word(Self::WORDS)), |reader, fields, key| reader.choice(fields, key.name, Self::WORDS).and_then(Self::of).unwrap_or_default(),
        |value| text(value.word()), true;
    OutageCuts: Shape::Plain(Plain::Word(Self::WORDS)), |reader, fields, key| reader.choice(fields, key.name, Self::WORDS).and_then(Self::of).unwrap_or_default(),
        |value| text(value.word()), true;
}

impl Field for At<Sought> {
    const SHAPE: Shape = Shape::Plain(Plain::Text);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        reader.sought(fields, key).unwrap_or(Self { value: Sought::Never, place: fields.place })
    }

    fn write(&self, key: &Key, section: &mut Section) {
        section.pairs.text(key.name, &self.value.to_string());
    }
}

impl Field for [Name; 2] {
    const SHAPE: Shape = Shape::Plain(Plain::Texts);

    fn read(reader: &mut Reader, fields: &Fields, key: &'static Key) -> Self {
        let mut names = reader.names(fields, key.name).into_iter();
        [(); 2].map(|()| names.next().unwrap_or(Name { value: String::new(), place: fields.place }))
    }

    fn write(&self, key: &Key, section: &mut Section) {
        section.pairs.push(key.name, names_text(self));
    }
}
