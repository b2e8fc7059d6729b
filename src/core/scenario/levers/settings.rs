//! `[levers.NAME.set]` as single settings, and what `[levers.NAME.add]` adds: both with their paths.

use crate::units::Problems;

use crate::scenario::grammar::Shape;
use crate::scenario::overlay::{NOTHING, by_mineral, resolved, shape_of_inputs};
use crate::scenario::tables::CHANGES;
use crate::scenario::tree::{Key, Kind, Table, Value};

/// One setting: the keys of its path, and its value.
pub struct Setting {
    /// From the top of the scenario.
    pub path: Vec<Key>,
    /// What to put there.
    pub value: Value,
}

/// Dotted.
pub fn written(path: &[Key]) -> String {
    path.iter().map(|key| key.value.as_str()).collect::<Vec<_>>().join(".")
}

/// Each single setting of a table `set`, in its order.
pub fn settings(set: &Table) -> Vec<Setting> {
    let mut found = Vec::new();
    descend(&super::whole(set.clone()), Shape::Table(&CHANGES), &mut Vec::new(), &mut found);
    found
}

fn descend(value: &Value, shape: Shape, path: &mut Vec<Key>, found: &mut Vec<Setting>) {
    let shape = resolved(shape, value);
    let inner = |key: &str| match shape {
        Shape::Table(form) => form.shape(key).unwrap_or(NOTHING),
        Shape::Named(form) | Shape::List(form) | Shape::Routes(form) | Shape::Parts(form) => Shape::Table(form),
        _ => shape_of_inputs(shape),
    };
    let is_figure = match shape {
        Shape::Plain(_) | Shape::Weights | Shape::Input(_) => true,
        Shape::PerMineral(_) => !by_mineral(value),
        _ => false,
    };
    match value.table().filter(|table| !is_figure && !table.entries.is_empty()) {
        Some(table) => {
            for (key, value) in &table.entries {
                path.push(key.clone());
                descend(value, inner(&key.value), path, found);
                path.pop();
            }
        }
        None if path.is_empty() => {}
        None => found.push(Setting { path: path.clone(), value: value.clone() }),
    }
}

/// Adds what a scenario lacks; gives the path of each thing added, entries of lists by number. What is there already is a problem.
pub fn add(root: &mut Table, new: &Table, problems: &mut Problems) -> Vec<Vec<String>> {
    let mut adder = Adder { path: Vec::new(), added: Vec::new(), problems };
    for (key, value) in &new.entries {
        adder.entry(root, key, value, CHANGES.shape(&key.value).unwrap_or(NOTHING));
    }
    adder.added
}

struct Adder<'p> {
    path: Vec<Key>,
    added: Vec<Vec<String>>,
    problems: &'p mut Problems,
}

impl Adder<'_> {
    fn entry(&mut self, table: &mut Table, key: &Key, value: &Value, shape: Shape) {
        self.path.push(key.clone());
        if let Some(old) = table.get_mut(&key.value) {
            self.beside(old, value, shape);
        } else {
            table.entries.push((key.clone(), value.clone()));
            match value.array().filter(|_| matches!(shape, Shape::List(_) | Shape::Routes(_))) {
                Some(items) => (0..items.len()).for_each(|i| self.note(Some(i))),
                None => self.note_tables(value, shape),
            }
        }
        self.path.pop();
    }

    /// What stands beside something of the same name: a list grows, tables are gone into, a figure is no addition.
    fn beside(&mut self, old: &mut Value, new: &Value, shape: Shape) {
        match (&mut old.kind, &new.kind, shape) {
            (Kind::Array(old), Kind::Array(new), Shape::List(_) | Shape::Routes(_)) => {
                for item in new {
                    self.note(Some(old.len()));
                    old.push(item.clone());
                }
            }
            (Kind::Table(old), Kind::Table(new), Shape::Table(_) | Shape::Named(_) | Shape::Inputs(_) | Shape::Drivers | Shape::Factors(_)) => {
                for (key, value) in &new.entries {
                    let inner = match shape {
                        Shape::Table(form) => form.shape(&key.value).unwrap_or(NOTHING),
                        Shape::Named(form) => Shape::Table(form),
                        _ => shape_of_inputs(shape),
                    };
                    self.entry(old, key, value, inner);
                }
            }
            _ => {
                let path = written(&self.path);
                let place = self.path.last().map_or(new.place, |key| key.place);
                let help = "what is there is changed under [levers.NAME.set]".to_owned();
                self.problems.error(place, format!("`{path}` is there already"), "`add` adds what the scenario lacks", help);
            }
        }
    }

    /// A whole table of names is one addition for each name in it.
    fn note_tables(&mut self, value: &Value, shape: Shape) {
        match (value.table(), shape) {
            (Some(table), Shape::Named(_) | Shape::Drivers) => {
                for (key, _) in &table.entries {
                    self.path.push(key.clone());
                    self.note(None);
                    self.path.pop();
                }
            }
            _ => self.note(None),
        }
    }

    fn note(&mut self, item: Option<usize>) {
        let mut path: Vec<String> = self.path.iter().map(|key| key.value.clone()).collect();
        path.extend(item.map(|item| item.to_string()));
        self.added.push(path);
    }
}
