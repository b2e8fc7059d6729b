//! Nodes of the physical chain and their expansions.

use super::forms::EXPANSION;
use super::grammar::Range;
use super::inputs::UNREAD;
use super::model::{Expansion, Input, Name, Named, Node, PerMineral, When};
use super::reader::{Fields, Reader};
use super::tree::{Kind, Value};

impl Reader<'_> {
    /// `[nodes]`.
    pub fn nodes(&mut self, fields: &Fields) -> Vec<Named<Node>> {
        self.named(fields, "nodes", |reader, _, node| reader.node(node))
    }

    fn node(&mut self, node: &Fields) -> Node {
        if node.get("life").is_some() && node.get("opens").is_none() {
            let help = "say when it opens, or end it with closes = \"2040-01\"".to_owned();
            self.problems.error(node.key_place("life"), format!("{} has a `life` and never opens", node.title), "months after which opening?", help);
        }
        self.ramp_has_effect(node);
        Node {
            kind: self.name(node, "kind"),
            opens: self.when(node, "opens"),
            capacity: self.per_mineral(node, "capacity"),
            ramp_up: self.ramp_up(node),
            stretch: self.input(node, "stretch"),
            closes: self.when(node, "closes"),
            life: self.input(node, "life"),
            expansions: self.expansions(node),
            counts_gross: self.choice(node, "counts", ["contained", "gross"]) == Some("gross"),
            grade: self.input(node, "grade"),
            recovery: self.per_mineral(node, "yield"),
            lag: self.input(node, "lag"),
            buffer: self.input(node, "buffer"),
            stock: self.input(node, "stock"),
            exposure: self.inputs(node, "exposure"),
            flow: self.factors(node, "flow"),
            outage_cuts_flow: self.choice(node, "outage", ["capacity", "flow"]) == Some("flow"),
            jobs: self.input(node, "jobs"),
            group: self.name(node, "group"),
            place: node.place,
        }
    }

    fn expansions(&mut self, node: &Fields) -> Vec<Expansion> {
        let Some(value) = node.get("expansions") else { return Vec::new() };
        let mut expansions = Vec::new();
        for (i, item) in self.list(value, &node.of("expansions")).iter().enumerate() {
            let inner = self.fields(item, &EXPANSION, format!("expansion {i} of {}", node.title), &node.scope);
            self.ramp_has_effect(&inner);
            let capacity = self.per_mineral(&inner, "capacity").unwrap_or_else(|| {
                self.missing(&inner, "capacity", "tonnes a year that it adds, such as capacity = 2_000");
                PerMineral::All(Input::plain(UNREAD, inner.place))
            });
            let opens = self.when(&inner, "opens");
            expansions.push(Expansion { opens, capacity, ramp_up: self.ramp_up(&inner), stretch: self.input(&inner, "stretch") });
        }
        expansions
    }

    /// A ramp counts from an opening and multiplies a capacity; without either it is written in vain.
    fn ramp_has_effect(&mut self, fields: &Fields) {
        let ramp = fields.get("ramp_up").is_some_and(|value| value.array().is_none_or(|points| !points.is_empty()));
        if ramp && fields.table.is_some() {
            for (key, why) in [("opens", "what is open from the start has no ramp"), ("capacity", "there is no capacity that it could cut")] {
                if fields.get(key).is_none() {
                    let message = format!("{} has no effect without `{key}`", fields.of("ramp_up"));
                    self.problems.warn(fields.key_place("ramp_up"), message, why, None);
                }
            }
        }
        if fields.get("stretch").is_some() && !ramp {
            let message = format!("{} has no effect without `ramp_up`", fields.of("stretch"));
            self.problems.warn(fields.key_place("stretch"), message, "there is no ramp that it could stretch", None);
        }
    }

    /// A stage `project.stage` or a date.
    fn when(&mut self, fields: &Fields, key: &str) -> Option<When> {
        let value = fields.get(key)?;
        let title = fields.of(key);
        match &value.kind {
            Kind::Datetime(text) => self.date_of(text, value.place, &title).map(When::Date),
            // A stage may be called anything, but hardly like a year.
            Kind::String(text) if text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_digit()) => {
                self.date_of(text, value.place, &title).map(When::Date)
            }
            Kind::String(text) => Some(When::Stage(Name { value: text.clone(), place: value.place })),
            _ => {
                self.expected(value, &title, "a stage such as \"mine.construction\" or a month such as \"2030-01\"", None);
                None
            }
        }
    }

    /// `[[months since opening, share of capacity], …]`, months rising.
    fn ramp_up(&mut self, fields: &Fields) -> Vec<[f64; 2]> {
        let Some(value) = fields.get("ramp_up") else { return Vec::new() };
        let title = fields.of("ramp_up");
        let Some(items) = value.array() else {
            self.expected(value, &title, "[[months since opening, share of capacity], …]", None);
            return Vec::new();
        };
        let mut points: Vec<[f64; 2]> = Vec::new();
        for item in items {
            let Some([month, share]) = self.ramp_point(item, &title) else { continue };
            if let Some([before, _]) = points.last()
                && month <= *before
            {
                self.problems.error(item.place, format!("{title} goes back in time"), format!("expected a month after {before}"), None);
            }
            points.push([month, share]);
        }
        points
    }

    fn ramp_point(&mut self, item: &Value, title: &str) -> Option<[f64; 2]> {
        let point = self.numbers::<2>(item, &format!("a point of {title}"), "[months since opening, share of capacity]")?;
        let parts = item.array()?;
        for (part, (number, what)) in parts.iter().zip(point.into_iter().zip(["month", "share"])) {
            if !Range::Positive.holds(number) {
                self.problems.error(part.place, format!("a {what} of {title} is {number}"), "expected 0 or more", None);
                return None;
            }
        }
        Some(point)
    }
}
