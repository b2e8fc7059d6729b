//! Levers: what could be done about a scenario, what it costs, and from when on it acts.
//!
//! `[levers.NAME.set]` changes what the file gives, `[levers.NAME.add]` adds what it lacks, both in the scenario's own tables and keys.

mod apply;
mod hold;
mod settings;

pub use apply::{clash, pull};
pub use hold::{Held, HeldChange};

use crate::units::{Place, Problems, Severity};

use super::grammar::{Form, Shape, is_input_key};
use super::model::LeverFigure;
use super::overlay::{by_mineral, has_no_distribution, resolved, shape_of_inputs};
use super::place::{At, Named};
use super::reader::{Fields, Reader, Scope};
use super::table::Field;
use super::tables::{CHANGES, Lever, Scenario, lever};
use super::tree::{Kind, Table, Value};

/// A scenario with some of its levers pulled.
#[derive(Clone, Debug)]
pub struct Pulled {
    /// The scenario with what the levers set and add.
    pub scenario: Scenario,
    /// The levers, in the order of the file.
    pub levers: Vec<Named<Lever>>,
    /// What stays as it was until a lever's lead time has passed.
    pub held: Vec<Held>,
}

impl Reader<'_> {
    /// One of `[levers]`.
    pub fn lever(&mut self, fields: &Fields) -> Lever {
        let cost = self.needed(fields, &lever::cost);
        let lead_time = self.lead_time(fields);
        let mut figures = Vec::new();
        let tables = ["set", "add"].map(|key| {
            let Some(value) = fields.get(key) else { return Table::default() };
            self.figures(value, Shape::Table(&CHANGES), "", &fields.title, &fields.scope, &mut figures);
            value.table().cloned().unwrap_or_default()
        });
        let [set, add] = tables;
        if set.entries.is_empty() && add.entries.is_empty() && fields.table.is_some() && !self.recovering {
            let help = "say what it does: [levers.NAME.set] with projects.permits.stages.licence.duration = 6".to_owned();
            self.problems.warn(fields.place, format!("{} changes nothing", fields.title), "neither `set` nor `add`", help);
        }
        let Scope { source, note } = fields.scope.clone();
        Lever { title: self.text(fields, &lever::title), cost, lead_time, figures, source, note, set, add }
    }

    fn lead_time(&mut self, fields: &Fields) -> Option<At<u32>> {
        if let Some(value) = fields.get("lead_time")
            && value.number().is_none()
        {
            let help = "write whole months; what is uncertain about them is the duration of a stage that the lever adds".to_owned();
            self.expected(value, &fields.of("lead_time"), "a number of months", Some(help));
            return None;
        }
        Field::read(self, fields, &lever::lead_time)
    }

    /// Every number that a lever sets or adds, with its path; what is wrong with keys and numbers is reported on the way.
    fn figures(&mut self, value: &Value, shape: Shape, path: &str, title: &str, scope: &Scope, found: &mut Vec<LeverFigure>) {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let named = format!("`{path}` of {title}");
        let entries = value.table().map(|table| table.entries.as_slice()).unwrap_or_default();
        match resolved(shape, value) {
            Shape::Plain(_) | Shape::Flat(_) | Shape::Weights | Shape::Chance => {}
            Shape::PerMineral(range) if by_mineral(value) => {
                for (key, value) in entries.iter().filter(|(key, _)| !is_input_key(&key.value)) {
                    self.figures(value, Shape::Input(range), &below(&key.value), title, scope, found);
                }
            }
            Shape::Input(range) | Shape::PerMineral(range) => {
                // Qualifiers alone leave the figure itself as it is.
                if !value.table().is_some_and(has_no_distribution) {
                    let input = self.input_of(value, range, &named, scope);
                    found.push(LeverFigure { path: path.to_owned(), range, input });
                }
            }
            Shape::Inputs(_) | Shape::Factors(_) | Shape::Drivers => {
                if value.table().is_none() {
                    self.expected(value, &named, "a table of numbers by name", None);
                }
                for (key, value) in entries {
                    self.figures(value, shape_of_inputs(shape), &below(&key.value), title, scope, found);
                }
            }
            Shape::Table(form) => {
                let inner = self.fields(value, form, if path.is_empty() { title.to_owned() } else { named }, scope);
                for (key, value) in entries {
                    if let Some(shape) = form.shape(&key.value) {
                        self.figures(value, shape, &below(&key.value), title, &inner.scope, found);
                    }
                }
            }
            Shape::Named(form) => self.tables(value, form, path, title, scope, found),
            Shape::List(form) | Shape::Routes(form) | Shape::Parts(form) => match value.array() {
                Some(items) => {
                    for (i, item) in items.iter().enumerate() {
                        self.figures(item, Shape::Table(form), &below(&i.to_string()), title, scope, found);
                    }
                }
                None => self.tables(value, form, path, title, scope, found),
            },
        }
    }

    fn tables(&mut self, value: &Value, form: &'static Form, path: &str, title: &str, scope: &Scope, found: &mut Vec<LeverFigure>) {
        let Some(table) = value.table() else {
            self.expected(value, &format!("`{path}` of {title}"), "a table of names", None);
            return;
        };
        for (key, value) in &table.entries {
            self.figures(value, Shape::Table(form), &format!("{path}.{}", key.value), title, scope, found);
        }
    }
}

/// Says of each problem that comes up only with a lever which lever that is.
fn only_with(levers: &[&Named<Lever>], with: &Problems, without: &Problems, problems: &mut Problems) {
    let names: Vec<&str> = levers.iter().map(|lever| lever.name.value.as_str()).collect();
    let before = format!("with lever `{}`: ", names.join("` and `"));
    let known = without.sorted();
    let own = |place: Place| levers.iter().flat_map(|lever| [&lever.item.set, &lever.item.add]).any(|table| holds(table, place));
    for problem in with.sorted() {
        let is_told = known.iter().any(|known| known.place == problem.place && known.severity == problem.severity);
        // That nothing uses what a lever replaces is no fault of anybody.
        if !is_told && (problem.severity == Severity::Error || own(problem.place)) {
            problems.repeat(problem, &before);
        }
    }
}

/// Whether a place lies in a table.
fn holds(table: &Table, place: Place) -> bool {
    table.entries.iter().any(|(key, value)| {
        let within = |outer: Place| outer.file == place.file && outer.start <= place.start && place.end <= outer.end;
        let deeper = |value: &Value| value.table().is_some_and(|table| holds(table, place));
        within(key.place) || within(value.place) || deeper(value) || value.array().unwrap_or_default().iter().any(deeper)
    })
}

/// A table as a value, to be walked like one.
fn whole(table: Table) -> Value {
    Value { place: Place::default(), kind: Kind::Table(table) }
}
