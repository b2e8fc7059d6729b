//! Minerals, regimes and hazards: what a table must hold beyond its single keys, and the values that only they have.

use super::grammar::{Key, is_input_key};
use super::place::{At, Name};
use super::reader::{Fields, Reader};
use super::tables::class;
use super::tree::Kind;
use crate::units::Date;

impl Reader<'_> {
    /// `[minerals]` is not empty, and no mineral is called like a key of an input.
    pub fn check_minerals(&mut self, fields: &Fields) {
        let Some(table) = fields.get("minerals").and_then(|value| value.table()) else { return };
        if table.entries.is_empty() {
            self.problems.error(fields.key_place("minerals"), "there is no mineral", "expected at least one, such as [minerals.antimony]", None);
        }
        for (name, _) in table.entries.iter().filter(|(name, _)| is_input_key(&name.value)) {
            let message = format!("a mineral cannot be called `{}`", name.value);
            let help = "a table by mineral could then not be told from a figure; choose another name".to_owned();
            self.problems.error(name.place, message, "this word belongs to figures", help);
        }
    }

    /// `dependence` is a part that some regime controls.
    pub fn check_dependence(&mut self, fields: &Fields) {
        if fields.get("dependence").is_some() && fields.get("controlled_by").is_none() {
            let help = "name the regime beside it: controlled_by = \"…\"".to_owned();
            self.problems.error(fields.key_place("dependence"), format!("{} depends on no regime", fields.title), "`controlled_by` is missing", help);
        }
    }

    /// A state that ends has a next one, and only such a state has.
    pub fn check_state(&mut self, state: &Fields) {
        let lasts = state.get("lasts").is_some();
        let then = state.get("then").is_some();
        if lasts && !then {
            self.missing(state, "then", "a state that ends has a next one: then = { other = 1 }");
        }
        if then && !lasts {
            let help = "a state without `lasts` is for ever: say how long it lasts, in months, or drop `then`".to_owned();
            self.problems.error(state.key_place("then"), format!("{} never ends", state.title), "nothing can follow a state without `lasts`", help);
        }
    }

    /// A quota is a part of what would be exported without it.
    pub fn check_quota(&mut self, fields: &Fields) {
        for (key, other, help) in [
            ("quota", "exports", "say how much would leave without the quota, in tonnes a year: exports = 200_000"),
            ("exports", "quota", "say how much may leave, in tonnes a year, or drop `exports`: quota = 100_000"),
        ] {
            if fields.get(key).is_some() && fields.get(other).is_none() {
                let message = format!("`{key}` of {} stands alone", fields.title);
                self.problems.error(fields.key_place(key), message, format!("`{other}` is missing beside it"), help.to_owned());
            }
        }
    }

    /// `history = { "2024-09" = "strict" }`: dates and the states entered then, the earliest first.
    pub fn history(&mut self, regime: &Fields, key: &Key) -> Vec<(At<Date>, Name)> {
        let Some(value) = regime.get(key.name) else { return Vec::new() };
        let title = regime.of(key.name);
        let Kind::Table(table) = &value.kind else {
            self.expected(value, &title, "dates and the states entered then, such as { \"2024-09\" = \"strict\" }", None);
            return Vec::new();
        };
        let mut history = Vec::new();
        for (date, state) in &table.entries {
            let Some(name) = state.text() else {
                self.expected(state, &format!("`{}` in {title}", date.value), "the name of a state", None);
                continue;
            };
            if let Some(date) = self.date_of(&date.value, date.place, &title) {
                history.push((date, Name { value: name.to_owned(), place: state.place }));
            }
        }
        history.sort_by_key(|(date, _)| date.value);
        history
    }

    /// Some class of a hazard has a weight above 0.
    pub fn check_hazard(&mut self, hazard: &Fields) {
        let classes = hazard.get("classes").and_then(|value| value.table()).map(|table| table.entries.as_slice()).unwrap_or_default();
        let weightless = |(_, class): &(_, super::tree::Value)| {
            class.table().and_then(|table| table.get(class::weight.name)).and_then(super::tree::Value::number) == Some(0.0)
        };
        if !classes.is_empty() && classes.iter().all(weightless) {
            let message = format!("{} has no class of weight above 0", hazard.title);
            self.problems.error(hazard.key_place("classes"), message, "expected at least one weight above 0", None);
        }
    }

    /// The colour of an origin is one.
    pub fn check_origin(&mut self, origin: &Fields) {
        let Some(colour) = self.name(origin, "colour") else { return };
        let is_colour =
            colour.value.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if !is_colour {
            let message = format!("{} is \"{}\"", origin.of("colour"), colour.value.escape_debug());
            self.problems.error(colour.place, message, "expected red, green and blue in two digits each, such as \"#c0392b\"", None);
        }
    }

    /// Years of the calendar.
    pub fn years(&mut self, fields: &Fields, key: &Key) -> Vec<At<i32>> {
        let Some(value) = fields.get(key.name) else { return Vec::new() };
        let Some(items) = value.array() else {
            self.expected(value, &fields.of(key.name), "a list of years such as [2030, 2035, 2040]", None);
            return Vec::new();
        };
        let mut years = Vec::new();
        for item in items {
            match item.kind {
                Kind::Integer(year @ 1000..=9999) => years.extend(i32::try_from(year).map(|value| At { value, place: item.place })),
                _ => self.expected(item, &format!("an entry of {}", fields.of(key.name)), "a year such as 2035", None),
            }
        }
        years
    }

    /// Twelve factors, January first.
    pub fn season(&mut self, hazard: &Fields, key: &Key) -> Option<At<Vec<f64>>> {
        let value = hazard.get(key.name)?;
        let factors = self.numbers::<12>(value, &hazard.of(key.name), "[January, …, December]")?;
        let items = value.array().unwrap_or_default();
        if let Some((item, factor)) = items.iter().zip(factors).find(|&(_, factor)| factor < 0.0) {
            self.problems.error(item.place, format!("{} holds {factor}", hazard.of(key.name)), "expected 0 or more", None);
            return None;
        }
        Some(At { value: factors.to_vec(), place: value.place })
    }
}
