//! The scenario as a whole: its own keys, and the tables that no other file reads.

use crate::units::{Date, MonthGrid, nearest};

use super::defaults::{DEFAULT_SEED, DEFAULT_TRIALS, MOST_MONTHS, MOST_TRIALS};
use super::forms::{CORRELATION, SCENARIO};
use super::grammar::Range;
use super::model::{At, Correlation, Input, Named, Scenario, Source};
use super::reader::{Fields, Reader, Scope};
use super::tree::{Kind, Table, Value};

impl Reader<'_> {
    /// Reads a whole scenario, overlays and settings applied.
    pub fn scenario(&mut self, root: &Table) -> Scenario {
        let place = root.entries.first().map(|(key, _)| key.place).unwrap_or_default();
        let root = Value { place, kind: Kind::Table(root.clone()) };
        let fields = self.fields(&root, &SCENARIO, String::new(), &Scope::default());
        let (start, end) = self.horizon(&fields);
        let sources = self.read_sources(&fields);
        self.sources = sources.iter().map(|source| source.name.value.clone()).collect();
        if fields.get("minerals").is_none() {
            self.missing(&fields, "minerals", "write a table such as [minerals.antimony] with its demand");
        }
        let minerals = fields.get("minerals").and_then(Value::table);
        self.minerals = minerals.map(|table| table.names().map(str::to_owned).collect()).unwrap_or_default();
        let (sampling, replicates) = self.sampling(&fields);
        Scenario {
            title: self.text(&fields, "title").unwrap_or_default(),
            description: self.text(&fields, "description"),
            start,
            end,
            trials: self.count(&fields, "trials", 1, MOST_TRIALS).map_or(DEFAULT_TRIALS, |trials| trials.value),
            seed: self.count(&fields, "seed", 0, u64::MAX).map_or(DEFAULT_SEED, |seed| seed.value),
            sampling,
            replicates,
            precision: self.precision(&fields),
            sources,
            drivers: self.named_drivers(&fields),
            correlations: self.correlations(&fields),
            minerals: self.minerals(&fields),
            regimes: self.regimes(&fields),
            hazards: self.hazards(&fields),
            projects: self.projects(&fields),
            nodes: self.nodes(&fields),
            routes: self.routes(&fields),
            goals: self.goals(&fields),
            levers: self.levers(&fields),
        }
    }

    fn horizon(&mut self, fields: &Fields) -> (Date, Date) {
        let [start, end] = ["start", "end"].map(|key| {
            if fields.get(key).is_none() {
                self.missing(fields, key, &format!("write {key} = \"2026-01\""));
            }
            self.date(fields, key)
        });
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
        (start.map_or_else(Date::default, |at| at.value), end.map_or_else(Date::default, |at| at.value))
    }

    fn read_sources(&mut self, fields: &Fields) -> Vec<Named<Source>> {
        self.named(fields, "sources", |reader, _, source| {
            if source.get("title").is_none() {
                reader.missing(source, "title", "write the title of the document");
            }
            Source {
                title: reader.text(source, "title").unwrap_or_default(),
                date: reader.written_date(source),
                address: reader.text(source, "address"),
                confidence: reader.text(source, "confidence"),
                note: reader.text(source, "note"),
            }
        })
    }

    /// The date of a document as written: a year, a month, "about 2019", or TOML's own date.
    fn written_date(&mut self, fields: &Fields) -> Option<String> {
        let value = fields.get("date")?;
        match &value.kind {
            Kind::String(text) | Kind::Datetime(text) => Some(text.clone()),
            Kind::Integer(year) => Some(year.to_string()),
            _ => self.text(fields, "date"),
        }
    }

    fn named_drivers(&mut self, fields: &Fields) -> Vec<Named<Input>> {
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
            if let super::model::Law::Driver(other) = &item.law {
                let help = format!("name \"@{}\" where `{}` is used", other.value, name.value);
                self.problems.error(other.place, format!("{title} names another driver"), "expected a law of its own", help);
            }
            drivers.push(Named { name: name.clone(), item });
        }
        drivers
    }

    fn correlations(&mut self, fields: &Fields) -> Vec<Correlation> {
        let Some(list) = fields.get("correlations") else { return Vec::new() };
        let mut correlations = Vec::new();
        for item in self.list(list, "correlations") {
            let inner = self.fields(item, &CORRELATION, "a correlation".to_owned(), &fields.scope);
            let between = self.names(&inner, "between");
            let rank = match inner.get("rank") {
                None => {
                    self.missing(&inner, "rank", "write rank = 0.5, above -1 and below 1");
                    None
                }
                Some(value) => self.finite(value, "`rank` of a correlation").and_then(|rank| {
                    if rank > -1.0 && rank < 1.0 {
                        return Some(At { value: rank, place: value.place });
                    }
                    let help = "drivers that always move together are one driver".to_owned();
                    self.problems.error(value.place, format!("`rank` of a correlation is {rank}"), "expected above -1 and below 1", help);
                    None
                }),
            };
            let between: Result<[_; 2], _> = between.try_into();
            match (between, rank) {
                (Ok(between), Some(rank)) => correlations.push(Correlation { between, rank }),
                (Err(names), _) if !self.recovering => {
                    let message = format!("a correlation is between {} drivers", names.len());
                    let place = inner.get("between").map_or(inner.place, |value| value.place);
                    self.problems.error(place, message, "expected between = [\"a\", \"b\"]", None);
                }
                _ => {}
            }
        }
        correlations
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
    pub fn choice<const N: usize>(&mut self, fields: &Fields, key: &str, words: [&'static str; N]) -> Option<&'static str> {
        let word = self.name(fields, key)?;
        if let Some(known) = words.into_iter().find(|known| *known == word.value) {
            return Some(known);
        }
        let help = nearest(&word.value, words).map(|near| format!("did you mean \"{near}\"?"));
        let label = format!("expected {}", words.map(|word| format!("\"{word}\"")).join(" or "));
        self.problems.error(word.place, format!("{} is \"{}\"", fields.of(key), word.value), label, help);
        None
    }
}
