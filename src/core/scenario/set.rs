//! One change of the command line: `--set path=value`.

use crate::units::{Place, Problems, nearest};

use super::grammar::{DISTRIBUTIONS, QUALIFIERS, Shape, is_input_key};
use super::overlay::{by_mineral, is_tied, lay_input, lay_value, resolved, shape_of_inputs};
use super::routes::route_names;
use super::table::Table as _;
use super::tables::{Scenario, TiedChance, tied_chance};
use super::tree::{Key, Kind, Table, Value, parse_value};

/// Applies `text`, which is file number `file`, to a scenario.
pub fn apply(root: &mut Table, text: &str, file: usize, problems: &mut Problems) {
    if let Some((path, value)) = split(text, file, problems) {
        put(root, &path, value, problems);
    }
}

/// Puts a value at a path that the scenario has.
pub fn put(root: &mut Table, path: &[Key], value: Value, problems: &mut Problems) {
    let mut whole = Value { place: Place::default(), kind: Kind::Table(std::mem::take(root)) };
    Setter { path, problems }.put(&mut whole, Shape::Table(Scenario::FORM), 0, value);
    if let Kind::Table(table) = whole.kind {
        *root = table;
    }
}

/// The parts of the path, quoted or bare, and the value, a bare word being a text.
fn split(text: &str, file: usize, problems: &mut Problems) -> Option<(Vec<Key>, Value)> {
    let mut path = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        let end = match text[start..].chars().next() {
            Some(quote @ ('"' | '\'')) => start + quoted_length(&text[start..], quote),
            _ => start + text[start..].find(['.', '=']).unwrap_or(text.len() - start),
        };
        let part = text[start..end].trim_end();
        let place = Place { file, start, end: start + part.len() };
        let name = if part.starts_with(['"', '\'']) {
            parse_value(part, file, start).ok().and_then(|value| value.text().map(str::to_owned))
        } else {
            Some(part.to_owned())
        };
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            problems.error(place, "this is no path", "expected a name here", "write path=value, such as nodes.mine.capacity=5000".to_owned());
            return None;
        };
        path.push(Key { value: name, place });
        let after = text[end..].trim_start();
        at = text.len() - after.len() + 1;
        match after.chars().next() {
            Some('.') => {}
            Some('=') => break,
            _ => {
                let place = Place { file, start: text.len(), end: text.len() };
                problems.error(place, "this sets nothing", "expected = and a value", "write path=value, such as nodes.mine.capacity=5000".to_owned());
                return None;
            }
        }
    }
    value_of(text, at, file, problems).map(|value| (path, value))
}

/// Length of a quoted part with its quotes; all that is left where it does not end.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (i, letter) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if letter == '\\' && quote == '"' {
            escaped = true;
        } else if letter == quote {
            return i + letter.len_utf8();
        }
    }
    text.len()
}

fn value_of(text: &str, at: usize, file: usize, problems: &mut Problems) -> Option<Value> {
    let rest = text.get(at..).unwrap_or_default();
    let start = at + (rest.len() - rest.trim_start().len());
    let written = rest.trim();
    let place = Place { file, start, end: start + written.len() };
    if written.is_empty() {
        problems.error(place, "this sets nothing", "expected a value after =", None);
        return None;
    }
    match parse_value(written, file, start) {
        Ok(value) => Some(value),
        Err(found) if written.starts_with(['[', '{', '"', '\'']) => {
            problems.extend(found);
            None
        }
        Err(_) => Some(Value { place, kind: Kind::String(written.to_owned()) }),
    }
}

/// In place of the number of an entry of a list: an entry after the last.
const NEW_ENTRY: &str = "+";

struct Setter<'a> {
    path: &'a [Key],
    problems: &'a mut Problems,
}

impl Setter<'_> {
    /// Puts `value` at what is left of the path from `depth` on, below `target`.
    fn put(&mut self, target: &mut Value, shape: Shape, depth: usize, value: Value) {
        let Some(key) = self.path.get(depth) else {
            lay_value(target, value, shape);
            return;
        };
        if matches!(shape, Shape::Chance) && TiedChance::FORM.shape(&key.value).is_some() && !is_tied(target) {
            let entry = (Key { value: tied_chance::probability.name.to_owned(), place: target.place }, target.clone());
            target.kind = Kind::Table(Table { entries: vec![entry] });
        }
        match resolved(shape, target) {
            Shape::Plain(_) => self.no_parts(depth),
            Shape::Input(_) => self.put_input(target, depth, value),
            Shape::PerMineral(_) if is_input_key(&key.value) || !by_mineral(target) => self.put_input(target, depth, value),
            Shape::List(_) | Shape::Routes(_) if self.appends(depth) => match &mut target.kind {
                Kind::Array(items) => items.push(value),
                _ => self.no_parts(depth),
            },
            Shape::List(form) | Shape::Parts(form) | Shape::Routes(form) => match self.index(target, shape, depth) {
                Some(item) => self.put(item, Shape::Table(form), depth + 1, value),
                None => self.no_item(target, shape, depth),
            },
            shape => self.put_entry(target, shape, depth, value),
        }
    }

    fn put_entry(&mut self, target: &mut Value, shape: Shape, depth: usize, value: Value) {
        let key = &self.path[depth];
        let Kind::Table(table) = &mut target.kind else {
            self.no_parts(depth);
            return;
        };
        let inner = match shape {
            Shape::Table(form) => {
                let Some(inner) = form.shape(&key.value) else {
                    let list = form.names().collect::<Vec<_>>().join(", ");
                    self.unknown(depth, &format!("not a key of {}", form.what), form.names(), &list);
                    return;
                };
                for rival in form.rivals_of(&key.value) {
                    table.remove(rival);
                }
                inner
            }
            Shape::Named(form) => Shape::Table(form),
            _ => shape_of_inputs(shape),
        };
        let is_last = depth + 1 == self.path.len();
        if let Some(old) = table.get_mut(&key.value) {
            self.put(old, inner, depth + 1, value);
        } else if is_last {
            table.entries.push((key.clone(), value));
        } else if matches!(inner, Shape::List(_) | Shape::Routes(_)) && self.appends(depth + 1) {
            table.entries.push((key.clone(), Value { place: key.place, kind: Kind::Array(vec![value]) }));
        } else if matches!(shape, Shape::Named(_) | Shape::Drivers) || matches!(inner, Shape::List(_) | Shape::Parts(_) | Shape::Routes(_)) {
            let list = table.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            self.unknown(depth, "nothing of this name", table.names(), &list);
        } else {
            let mut new = Value { place: key.place, kind: Kind::Table(Table::default()) };
            self.put(&mut new, inner, depth + 1, value);
            table.entries.push((key.clone(), new));
        }
    }

    /// Inside a figure: a distribution replaces it, a qualifier is added to it, a parameter is changed where it has that distribution.
    fn put_input(&mut self, target: &mut Value, depth: usize, value: Value) {
        let key = &self.path[depth];
        if !is_input_key(&key.value) {
            let known = DISTRIBUTIONS.iter().chain(QUALIFIERS).copied();
            let list = known.clone().collect::<Vec<_>>().join(", ");
            self.unknown(depth, "neither a distribution nor what qualifies one", known, &list);
            return;
        }
        match &self.path[depth + 1..] {
            [] => {
                let table = Table { entries: vec![(key.clone(), value)] };
                lay_input(target, Value { place: key.place, kind: Kind::Table(table) });
            }
            [parameter] => {
                let spec = if let Kind::Table(table) = &mut target.kind { table.get_mut(&key.value) } else { None };
                match spec {
                    Some(Value { kind: Kind::Table(parameters), .. }) => parameters.set(parameter.clone(), value),
                    _ => self.no_parts(depth + 1),
                }
            }
            _ => self.no_parts(depth + 2),
        }
    }

    /// Whether the path ends at `depth` with the sign for a new entry of a list.
    fn appends(&self, depth: usize) -> bool {
        depth + 1 == self.path.len() && self.path[depth].value == NEW_ENTRY
    }

    /// An item of a list by its number from 0, a route by its name as well.
    fn index<'v>(&self, target: &'v mut Value, shape: Shape, depth: usize) -> Option<&'v mut Value> {
        let Kind::Array(items) = &mut target.kind else { return None };
        let written = &self.path[depth].value;
        let by_name =
            if matches!(shape, Shape::Routes(_)) { route_names(items).iter().position(|name| name.as_ref() == Some(written)) } else { None };
        items.get_mut(by_name.or_else(|| written.parse().ok())?)
    }

    fn no_item(&mut self, target: &Value, shape: Shape, depth: usize) {
        let items = target.array().unwrap_or_default();
        if matches!(shape, Shape::Routes(_)) {
            let names: Vec<String> = route_names(items).into_iter().flatten().collect();
            let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            self.unknown(depth, "no route of this name", names.iter().map(String::as_str), &list);
        } else {
            let help = format!("write {}.0 for the first; there are {}", self.written(depth), items.len());
            self.problems.error(self.path[depth].place, "no such path", "expected the number of an entry, from 0", help);
        }
    }

    fn no_parts(&mut self, depth: usize) {
        let help = format!("set `{}` as a whole", self.written(depth));
        self.problems.error(self.path[depth].place, "no such path", format!("`{}` has no such part here", self.written(depth)), help);
    }

    fn unknown<'c>(&mut self, depth: usize, label: &str, known: impl Iterator<Item = &'c str>, list: &str) {
        let key = &self.path[depth];
        let before = if depth == 0 { String::new() } else { format!("{}.", self.written(depth)) };
        let help = match nearest(&key.value, known) {
            Some(near) => Some(format!("did you mean `{before}{near}`?")),
            None if list.is_empty() => None,
            None => Some(format!("here can stand {list}")),
        };
        self.problems.error(key.place, format!("no such path: `{before}{}`", key.value), label, help);
    }

    /// The path before `depth`, as written.
    fn written(&self, depth: usize) -> String {
        self.path[..depth].iter().map(|key| key.value.as_str()).collect::<Vec<_>>().join(".")
    }
}
