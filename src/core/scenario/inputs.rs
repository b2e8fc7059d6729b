//! Inputs: a plain number, a distribution or a driver, with what qualifies it.

use crate::units::{Place, nearest};

use super::grammar::{DISTRIBUTIONS, Key, QUALIFIERS, Range, is_input_key};
use super::model::{DistributionSpec, Input, PerMineral, RegimeFactors};
use super::place::{Name, Named};
use super::reader::{Fields, JUDGEMENT, Reader, Scope};
use super::tree::{Kind, Table, Value};

/// What stands where a number could not be read; checks take it for "unknown".
pub const UNREAD: DistributionSpec = DistributionSpec::Constant(f64::NAN);

const A_NUMBER: &str = "a number, a distribution such as { pert = [1, 2, 4] } or a driver such as \"@name\"";

impl Input {
    /// An input that is one number and nothing else.
    pub(super) fn plain(spec: DistributionSpec, place: Place) -> Self {
        Self { place, distribution: spec, scale: Vec::new(), clamp: None, planned: None, source: Vec::new(), note: None, group: None }
    }

    /// The one value that this input has whatever is drawn, where that can be seen here.
    pub(super) fn constant(&self) -> Option<f64> {
        match self.distribution {
            DistributionSpec::Constant(value) if self.scale.is_empty() && !value.is_nan() => {
                Some(self.clamp.map_or(value, |[low, high]| value.max(low).min(high)))
            }
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// The input under `key`, in the range that the grammar gives it.
    pub fn input(&mut self, fields: &Fields, key: &Key) -> Option<Input> {
        let value = fields.get(key.name)?;
        Some(self.input_of(value, key.shape.range(), &fields.of(key.name), &fields.scope))
    }

    /// As [`Self::input`], for a key that must be there.
    pub fn needed(&mut self, fields: &Fields, key: &Key) -> Input {
        self.input(fields, key).unwrap_or_else(|| self.unread(fields, key))
    }

    /// What stands in the place of a required input that is not there.
    pub fn unread(&mut self, fields: &Fields, key: &Key) -> Input {
        self.miss(fields, key);
        Input::plain(UNREAD, fields.place)
    }

    /// Inputs by name, such as exposures.
    pub fn inputs(&mut self, fields: &Fields, key: &Key) -> Vec<Named<Input>> {
        let (key, range) = (key.name, key.shape.range());
        let entries = self.entries(fields, key).iter();
        entries
            .map(|(name, value)| Named {
                name: name.clone(),
                item: self.input_of(value, range, &fields.of(&format!("{key}.{}", name.value)), &fields.scope),
            })
            .collect()
    }

    /// Factors by regime and state.
    pub fn factors(&mut self, fields: &Fields, key: &Key) -> RegimeFactors {
        let (key, range) = (key.name, key.shape.range());
        let mut regimes = Vec::new();
        for (regime, states) in self.entries(fields, key) {
            let title = fields.of(&format!("{key}.{}", regime.value));
            let mut item = Vec::new();
            if let Some(table) = states.table() {
                for (state, value) in &table.entries {
                    let title = fields.of(&format!("{key}.{}.{}", regime.value, state.value));
                    item.push(Named { name: state.clone(), item: self.input_of(value, range, &title, &fields.scope) });
                }
            } else {
                self.expected(states, &title, "factors by state, such as { ban = 1.2 }", None);
            }
            regimes.push(Named { name: regime.clone(), item });
        }
        regimes
    }

    /// One figure for all minerals, or one for each: a table all of whose keys belong to an input is one figure.
    pub fn per_mineral(&mut self, fields: &Fields, key: &Key) -> Option<PerMineral> {
        let (key, range) = (key.name, key.shape.range());
        let value = fields.get(key)?;
        let Some(table) = value.table().filter(|table| self.is_by_mineral(table)) else {
            return Some(PerMineral::All(self.input_of(value, range, &fields.of(key), &fields.scope)));
        };
        let mut minerals = Vec::new();
        for (mineral, value) in &table.entries {
            let title = fields.of(&format!("{key}.{}", mineral.value));
            if is_input_key(&mineral.value) {
                let help = format!("write it inside one mineral's figure: {key} = {{ antimony = {{ value = 5000, {} = … }} }}", mineral.value);
                self.problems.error(mineral.place, format!("{title} qualifies no figure"), "expected the name of a mineral", help);
                continue;
            }
            minerals.push(Named { name: mineral.clone(), item: self.input_of(value, range, &title, &fields.scope) });
        }
        Some(PerMineral::Each(minerals))
    }

    /// A table by mineral has a key that belongs to no input. A distribution beside such a key, or one that is nearly a distribution where no
    /// mineral is named, is far more likely a misspelt figure.
    fn is_by_mineral(&self, table: &Table) -> bool {
        let names_a_mineral = table.names().any(|name| self.minerals.iter().any(|mineral| mineral == name));
        let nearly_a_distribution = |name| nearest(name, DISTRIBUTIONS.iter().copied()).is_some();
        table.names().any(|name| !is_input_key(name))
            && !table.names().any(|name| DISTRIBUTIONS.contains(&name))
            && (names_a_mineral || !table.names().any(nearly_a_distribution))
    }

    /// An input of the given range; `title` is what messages call it.
    pub fn input_of(&mut self, value: &Value, range: Range, title: &str, scope: &Scope) -> Input {
        let mut input = Input { source: scope.source.clone(), note: scope.note.clone(), ..Input::plain(UNREAD, value.place) };
        match &value.kind {
            Kind::Table(table) => self.input_table(&mut input, table, range, title),
            _ => input.distribution = self.bare(value, title),
        }
        if let Some(judgement) = input.source.iter().find(|source| source.value == JUDGEMENT).filter(|_| input.note.is_none()) {
            let help = "say why in a note beside it: note = \"…\"".to_owned();
            self.problems.error(judgement.place, "a judgement without a reason", "`note` is missing", help);
        }
        if let Some(constant) = input.constant() {
            let place = value.table().and_then(|table| table.get("value")).map_or(value.place, |value| value.place);
            self.in_range(constant, place, range, title);
        }
        input
    }

    fn input_table(&mut self, input: &mut Input, table: &Table, range: Range, title: &str) {
        for (key, _) in &table.entries {
            if !is_input_key(&key.value) {
                let known = DISTRIBUTIONS.iter().chain(QUALIFIERS).copied();
                let help = match nearest(&key.value, known.clone()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("a figure has: {}", known.collect::<Vec<_>>().join(", ")),
                };
                self.problems.error(
                    key.place,
                    format!("unknown key `{}` in {title}", key.value),
                    "neither a distribution nor what qualifies one",
                    help,
                );
            }
        }
        input.distribution = self.distribution(table, input.place, title);
        if let Some(value) = table.get("scale") {
            input.scale = self.drivers(value, title);
        }
        if let Some(value) = table.get("clamp") {
            input.clamp = self.clamp(value, range, title);
        }
        if let Some(value) = table.get("planned") {
            input.planned = self.finite(value, &format!("`planned` in {title}"));
            if let Some(planned) = input.planned {
                self.in_range(planned, value.place, range, &format!("`planned` in {title}"));
            }
        }
        if let Some(value) = table.get("source") {
            input.source = self.cited(value, &format!("`source` in {title}"));
        }
        if let Some(value) = table.get("note") {
            input.note = self.own_text(value, &format!("`note` in {title}")).map(|name| name.value).or(input.note.take());
        }
        if let Some(value) = table.get("group") {
            input.group = self.own_text(value, &format!("`group` in {title}"));
        }
    }

    /// A plain number or a driver.
    pub fn bare(&mut self, value: &Value, title: &str) -> DistributionSpec {
        match &value.kind {
            Kind::Integer(_) | Kind::Float(_) => self.finite(value, title).map_or(UNREAD, DistributionSpec::Constant),
            Kind::String(text) => {
                if let Some(driver) = text.strip_prefix('@') {
                    return DistributionSpec::Driver(Name { value: driver.to_owned(), place: value.place });
                }
                let help = if text.parse::<f64>().is_ok() {
                    format!("a number stands without quotes: {text}")
                } else {
                    format!("a driver is named \"@{text}\"")
                };
                self.expected(value, title, A_NUMBER, Some(help));
                UNREAD
            }
            _ => {
                self.expected(value, title, A_NUMBER, None);
                UNREAD
            }
        }
    }

    fn drivers(&mut self, value: &Value, title: &str) -> Vec<Name> {
        let mut drivers = self.texts(value, &format!("`scale` in {title}"));
        for driver in &mut drivers {
            if let Some(name) = driver.value.strip_prefix('@') {
                driver.value = name.to_owned();
            } else {
                let message = format!("`scale` in {title} names no driver");
                let help = format!("write \"@{}\"", driver.value);
                self.problems.error(driver.place, message, "expected a driver such as \"@name\"", help);
                driver.value.clear();
            }
        }
        drivers.retain(|driver| !driver.value.is_empty());
        drivers
    }

    fn clamp(&mut self, value: &Value, range: Range, title: &str) -> Option<[f64; 2]> {
        let title = format!("`clamp` in {title}");
        let [low, high] = self.numbers::<2>(value, &title, "[lowest, highest]")?;
        if low > high {
            self.problems.error(
                value.place,
                format!("{title} is the wrong way round"),
                "expected [lowest, highest]",
                format!("write [{high}, {low}]"),
            );
            return None;
        }
        for bound in [low, high] {
            self.in_range(bound, value.place, range, &title);
        }
        Some([low, high])
    }

    /// Exactly `N` finite numbers.
    pub fn numbers<const N: usize>(&mut self, value: &Value, title: &str, pattern: &str) -> Option<[f64; N]> {
        let Some(items) = value.array() else {
            self.expected(value, title, pattern, None);
            return None;
        };
        if items.len() != N {
            self.problems.error(value.place, format!("{title} has {} numbers", items.len()), format!("expected {N}: {pattern}"), None);
            return None;
        }
        let mut numbers = [0.0; N];
        for (number, item) in numbers.iter_mut().zip(items) {
            *number = self.finite(item, title)?;
        }
        Some(numbers)
    }

    fn in_range(&mut self, number: f64, place: Place, range: Range, title: &str) {
        if !range.holds(number) {
            let percent = matches!(range, Range::Share | Range::PositiveShare | Range::ShareBelowOne) && number > 1.0 && number <= 100.0;
            let help = percent.then(|| format!("{number}% is written {}", number / 100.0));
            self.problems.error(place, format!("{title} is {number}"), format!("expected a number {range}"), help);
        }
    }
}
