//! The scenario as a whole: its own keys, and the tables that no other file reads.

use crate::units::{MonthGrid, nearest};

use super::grammar::Range;
use super::model::{Input, Sampling};
use super::place::{At, Named};
use super::reader::{Fields, Reader, Scope};
use super::table::Table as _;
use super::tables::{Correlation, MOST_MONTHS, Scenario, correlation, root};
use super::tree::{Kind, Table, Value};

impl Reader<'_> {
    /// Reads a whole scenario, overlays and settings applied.
    pub fn scenario(&mut self, root: &Table) -> Scenario {
        let place = root.entries.first().map(|(key, _)| key.place).unwrap_or_default();
        let root = Value { place, kind: Kind::Table(root.clone()) };
        let fields = self.fields(&root, Scenario::FORM, String::new(), &Scope::default());
        let mut scenario = Scenario::read(self, &fields).unwrap_or_default();
        if scenario.sampling == Sampling::Random && scenario.replicates.take().is_some() {
            // Who writes that they are drawn at random may have a number ready for another time.
            if !self.recovering && fields.get("sampling").is_none() {
                let help = "write sampling = \"sobol\" or \"latin-hypercube\", or leave `replicates` out".to_owned();
                let place = fields.get("replicates").map_or(fields.place, |value| value.place);
                self.problems.warn(place, "`replicates` has no effect", "trials drawn at random have none", help);
            }
        }
        scenario
    }

    /// Notes the names that tables refer to before any of them is read, and the horizon.
    pub fn check_root(&mut self, fields: &Fields) {
        let names = |key| fields.get(key).and_then(Value::table).map(|table| table.names().map(str::to_owned).collect()).unwrap_or_default();
        self.sources = names("sources");
        self.minerals = names("minerals");
        self.require(fields, &root::start);
        self.require(fields, &root::end);
        if fields.get("minerals").is_none() {
            self.missing(fields, "minerals", "write a table such as [minerals.antimony] with its demand");
        }
        self.check_minerals(fields);
        self.check_horizon(fields);
    }

    fn check_horizon(&mut self, fields: &Fields) {
        let [start, end] = ["start", "end"].map(|key| self.date(fields, key));
        if let (Some(start), Some(end)) = (&start, &end) {
            self.grid = MonthGrid::new(start.value, end.value);
        }
        let months = self.grid.map_or(0, MonthGrid::count);
        if let Some(end) = end.as_ref().filter(|_| months > MOST_MONTHS) {
            let help = "every month takes memory and time in every trial; move `end`, or `start`".to_owned();
            self.problems.error(end.place, format!("the scenario has {months} months"), format!("expected at most {MOST_MONTHS}"), help);
            self.grid = None;
        } else if let (Some(start), Some(end), None) = (&start, &end, self.grid) {
            let message = format!("the scenario ends in {}, before it starts in {}", end.value, start.value);
            self.problems.error(end.place, message, format!("expected a month from {} on", start.value), None);
        }
    }

    /// `[drivers]`.
    pub fn named_drivers(&mut self, fields: &Fields) -> Vec<Named<Input>> {
        let mut drivers = Vec::new();
        for (name, value) in self.entries(fields, "drivers") {
            let title = format!("driver `{}`", name.value);
            if name.value.starts_with('@') {
                let help = format!("write `{}`; the @ stands where it is used", name.value.trim_start_matches('@'));
                self.problems.error(name.place, format!("{title} begins with @"), "expected the name alone", help);
            }
            self.check_name(name, "drivers");
            let item = self.input_of(value, Range::Any, &title, &fields.scope);
            if let Some(scale) = value.table().and_then(|table| table.key("scale")) {
                let help = "what it would be scaled by can scale the same inputs: scale = [\"@a\", \"@b\"]".to_owned();
                self.problems.error(scale.place, format!("{title} has a `scale`"), "a driver is scaled by nothing, itself included", help);
            }
            if let super::model::DistributionSpec::Driver(other) = &item.distribution {
                let help = format!("name \"@{}\" where `{}` is used", other.value, name.value);
                self.problems.error(other.place, format!("{title} names another driver"), "expected a distribution of its own", help);
            }
            drivers.push(Named { name: name.clone(), item });
        }
        drivers
    }

    /// One of `[[correlations]]`; `None` where it is none.
    pub fn correlation(&mut self, inner: &Fields) -> Option<Correlation> {
        let between = self.names(inner, "between");
        self.require(inner, &correlation::rank);
        let rank = inner.get("rank").and_then(|value| {
            let rank = self.finite(value, &inner.of("rank"))?;
            if rank > -1.0 && rank < 1.0 {
                return Some(At { value: rank, place: value.place });
            }
            let help = "drivers that always move together are one driver".to_owned();
            self.problems.error(value.place, format!("{} is {rank}", inner.of("rank")), "expected above -1 and below 1", help);
            None
        });
        match (between.try_into(), rank) {
            (Ok(between), Some(rank)) => return Some(Correlation { between, rank }),
            (Err(names), _) if !self.recovering => {
                let names: Vec<_> = names;
                let message = format!("a correlation is between {} drivers", names.len());
                let place = inner.get("between").map_or(inner.place, |value| value.place);
                self.problems.error(place, message, "expected between = [\"a\", \"b\"]", None);
            }
            _ => {}
        }
        None
    }

    /// The items of a list of tables; one table alone, as `[x]` for `[[x]]` makes it, is reported and read as a list of one.
    pub fn list<'v>(&mut self, value: &'v Value, title: &str) -> &'v [Value] {
        if let Some(items) = value.array() {
            return items;
        }
        let name = title.split('`').nth(1).unwrap_or(title);
        let help = value.table().map(|_| format!("each entry has a heading in double brackets: [[…{name}]]"));
        self.expected(value, &format!("`{name}`"), "a list of tables", help);
        if value.table().is_some() { std::slice::from_ref(value) } else { &[] }
    }

    /// One of a few words; the first is the default.
    pub fn choice(&mut self, fields: &Fields, key: &str, words: &[&'static str]) -> Option<&'static str> {
        let word = self.name(fields, key)?;
        if let Some(known) = words.iter().find(|known| **known == word.value) {
            return Some(known);
        }
        let help = nearest(&word.value, words.iter().copied()).map(|near| format!("did you mean \"{near}\"?"));
        let label = format!("expected {}", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or "));
        self.problems.error(word.place, format!("{} is \"{}\"", fields.of(key), word.value), label, help);
        None
    }
}
