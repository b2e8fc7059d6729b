//! Lists in an overlay: a scenario file that extends another replaces a list as a whole, so that a changed entry brings all entries of its list.

use toml::{Table, Value};

use super::{note, parts};
use crate::explore::changes::{Change, apply};
use crate::explore::inputs::set_path;
use crate::explore::model::Model;
use crate::scenario::to_toml;

/// List of which an entry is changed.
pub struct List {
    /// Keys of its path.
    pub path: Vec<String>,
    /// All its entries as TOML.
    pub text: String,
}

impl List {
    /// Whether a path is that of the list or of something in it.
    #[must_use]
    pub fn holds(&self, path: &[String]) -> bool {
        path.starts_with(&self.path)
    }
}

/// Lists in which `stated` changes entries, in the scenario with the changes of the page.
///
/// # Errors
/// Where the changed scenario cannot run, in words.
pub fn changed(model: &Model, changes: &[Change], stated: &[Change]) -> Result<Vec<List>, String> {
    let is_number = |part: &String| part == "+" || part.bytes().all(|byte| byte.is_ascii_digit());
    let numbered: Vec<Vec<String>> = stated.iter().map(|change| parts(&change.path)).filter(|path| path.iter().any(is_number)).collect();
    if numbered.is_empty() {
        return Ok(Vec::new());
    }
    let shown = apply(model, changes).map_err(|problems| problems.into_iter().next().map_or_else(String::new, |problem| problem.message))?;
    let mut root = to_toml(&shown.scenario).parse::<Table>().map(Value::Table).map_err(|error| error.message().to_owned())?;
    for change in stated {
        let input = model.assumptions.inputs.iter().find(|input| set_path(input) == change.path);
        if let Some((input, value)) = input.and_then(|input| Some((input, at(&mut root, &parts(&change.path))?))) {
            give_reason(value, &note(input));
        }
    }
    let mut lists: Vec<List> = Vec::new();
    for path in numbered {
        let ends = (1..path.len()).filter(|&end| is_number(&path[end]));
        // The outermost list; a number may also be a name.
        let list = ends.map(|end| &path[..end]).find_map(|path| Some((path, at(&mut root, path).filter(|value| value.is_array())?.clone())));
        let Some((path, list)) = list else { continue };
        if !lists.iter().any(|list| list.holds(path)) {
            lists.push(List { path: path.to_vec(), text: text(&list) });
        }
    }
    Ok(lists)
}

/// Value at a path; entries of a list are found by number or by name.
fn at<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, part| {
        let key = part.trim_matches(['"', '\'']);
        match value {
            Value::Table(table) => table.get_mut(key),
            Value::Array(items) => match key.parse::<usize>() {
                Ok(number) => items.get_mut(number),
                Err(_) => items.iter_mut().find(|item| item.get("name").and_then(Value::as_str) == Some(key)),
            },
            _ => None,
        }
    })
}

/// Lets an input rest on a judgement.
fn give_reason(value: &mut Value, note: &str) {
    if value.is_str() {
        return; // a reference to a driver
    }
    if !value.is_table() {
        *value = Value::Table(Table::from_iter([("value".to_owned(), value.clone())]));
    }
    if let Some(table) = value.as_table_mut() {
        table.insert("source".to_owned(), Value::from("judgement"));
        table.insert("note".to_owned(), Value::from(note));
    }
}

/// A list with one entry on each line.
fn text(list: &Value) -> String {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let lines: Vec<String> = entries.iter().map(|entry| format!("  {entry},\n")).collect();
    format!("[\n{}]", lines.concat())
}
