//! Projects, nodes and routes: what a table must hold beyond its single keys, and the values that only they have.

use super::grammar::{Key, Range};
use super::model::When;
use super::place::Name;
use super::reader::{Fields, Reader};
use super::tree::{Kind, Value};

impl Reader<'_> {
    /// A stage takes time or is done.
    pub fn check_stage(&mut self, stage: &Fields) {
        if stage.get("duration").is_none() && stage.get("done").is_none() {
            self.missing(stage, "duration", "months of undisturbed work, such as duration = { pert = [12, 18, 36] }, or done = \"2025-09\"");
        }
        for (key, other) in stage.form.needs {
            if stage.get(key).is_some() && stage.get(other).is_none() {
                let message = format!("{} has `{key}` without `{other}`", stage.title);
                self.problems.error(stage.key_place(key), message, format!("it needs `{other}` beside it"), None);
            }
        }
    }

    /// A life counts from an opening.
    pub fn check_node(&mut self, node: &Fields) {
        if node.get("life").is_some() && node.get("opens").is_none() {
            let help = "say when it opens, or end it with closes = \"2040-01\"".to_owned();
            self.problems.error(node.key_place("life"), format!("{} has a `life` and never opens", node.title), "months after which opening?", help);
        }
        self.check_ramp(node);
    }

    /// A route has a name that can be one, and passes a node.
    pub fn check_route(&mut self, route: &Fields) {
        self.check_dependence(route);
        if let Some(name) = self.name(route, "name") {
            self.check_name(&name, "routes");
        }
        if route.get("via").and_then(Value::array).is_some_and(<[Value]>::is_empty) {
            self.problems.error(route.key_place("via"), format!("{} passes no node", route.title), "expected at least its source", None);
        }
    }

    /// A ramp counts from an opening and multiplies a capacity; without either it is written in vain.
    pub fn check_ramp(&mut self, fields: &Fields) {
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
    pub fn when(&mut self, fields: &Fields, key: &str) -> Option<When> {
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
    pub fn ramp_up(&mut self, fields: &Fields, key: &Key) -> Vec<[f64; 2]> {
        let Some(value) = fields.get(key.name) else { return Vec::new() };
        let title = fields.of(key.name);
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
            if !Range::NonNegative.holds(number) {
                self.problems.error(part.place, format!("a {what} of {title} is {number}"), "expected 0 or more", None);
                return None;
            }
        }
        Some(point)
    }
}
