//! Overlay of the changes of a page: a scenario file that extends the one of the page and states only what changed.

mod lists;

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

use super::changes::{Change, apply};
use super::inputs::set_path;
use super::model::Model;
use crate::plan::Assumption;
use crate::scenario::{Scenario, load_from, to_toml};

/// Text of an overlay that stands in `folder`.
///
/// # Errors
/// Where a change cannot be stated in an overlay, in words.
pub fn overlay(model: &Model, changes: &[Change], folder: &Path) -> Result<String, String> {
    let extends = way(folder, Path::new(&model.file));
    let title = format!("{} (changed)", model.scenario.title);
    let mut text = format!("# Written by adit {} (adit explore).\n\n", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "extends = {}\ntitle = {}\n", Value::from(extends.to_string_lossy().as_ref()), Value::from(title));
    let base =
        model.overrides.iter().filter_map(|set| set.split_once('=')).map(|(path, value)| Change { path: path.to_owned(), value: value.to_owned() });
    let mut last: Vec<Change> = Vec::new();
    for change in base.chain(changes.iter().cloned()) {
        last.retain(|known| known.path != change.path);
        last.push(change);
    }
    if let Some(change) = last.iter().find(|change| change.is_lever()) {
        return Err(format!("{} switches a lever on, which a scenario file cannot state; `adit levers` evaluates levers", change.path));
    }
    let lists = lists::changed(model, changes, &last)?;
    for change in last.iter().filter(|change| !lists.iter().any(|list| list.holds(&parts(&change.path)))) {
        let _ = writeln!(text, "{} = {}", key(&change.path), value(model, change));
    }
    for list in &lists {
        let _ = writeln!(text, "{} = {}", written(&list.path), list.text);
    }
    if text.parse::<Table>().is_err() {
        return Err("a change cannot be stated in a scenario file that extends another; use the command line instead".to_owned());
    }
    Ok(text)
}

/// Checks that a file, which was written but does not yet stand in its place, reads as the scenario with the changes.
///
/// # Errors
/// Where it does not, in words.
pub fn check(model: &Model, changes: &[Change], file: &Path) -> Result<(), String> {
    let shown = apply(model, changes).map_err(|problems| problems.into_iter().next().map_or_else(String::new, |problem| problem.message))?;
    let loaded = load_from(file, &[], true);
    let problem = loaded.problems.sorted().first().map(|problem| problem.message.clone());
    let Some(scenario) = loaded.scenario.filter(|_| !loaded.problems.any_error()) else {
        return Err(problem.unwrap_or_else(|| "the overlay cannot be read".to_owned()));
    };
    // What an overlay says of itself, and the options of the page.
    let compared = |scenario: &Scenario| {
        let mut same = scenario.clone();
        same.title.clear();
        (same.trials, same.seed) = (shown.scenario.trials, shown.scenario.seed);
        (same.sampling, same.replicates, same.precision) = (shown.scenario.sampling, None, None);
        without_sources(&to_toml(&same))
    };
    if compared(&scenario) == compared(&shown.scenario) {
        Ok(())
    } else {
        Err("a change cannot be stated in a scenario file that extends another; use the command line instead".to_owned())
    }
}

/// A scenario without what its numbers rest on.
fn without_sources(text: &str) -> Option<Table> {
    fn clear(value: &mut Value) {
        match value {
            Value::Table(table) => {
                table.remove("source");
                table.remove("note");
                table.iter_mut().for_each(|(_, value)| clear(value));
                let only = if table.len() == 1 { table.get("value").cloned() } else { None };
                if let Some(only) = only {
                    *value = only;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(clear),
            _ => {}
        }
    }
    let mut value = Value::Table(text.parse::<Table>().ok()?);
    clear(&mut value);
    value.as_table().cloned()
}

/// A path as a dotted key of TOML, which quotes names that `--set` takes as they are, such as those with spaces.
fn key(path: &str) -> String {
    written(&parts(path))
}

/// Keys of a path as a dotted key of TOML.
fn written(parts: &[String]) -> String {
    let is_bare = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let written = |part: &String| {
        if is_bare(part) || part.starts_with(['"', '\'']) { part.clone() } else { serde_json::Value::from(part.as_str()).to_string() }
    };
    parts.iter().map(written).collect::<Vec<_>>().join(".")
}

/// Keys of a path, each as it is written there, with its quotes.
fn parts(path: &str) -> Vec<String> {
    let (mut parts, mut quote, mut is_escaped) = (vec![String::new()], None, false);
    for letter in path.chars() {
        match (quote, letter) {
            (None, '.') => {
                parts.push(String::new());
                continue;
            }
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter && !is_escaped => quote = None,
            _ => {}
        }
        is_escaped = quote == Some('"') && letter == '\\' && !is_escaped;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// Value of a change as TOML. An input that is changed rests on a judgement, whatever source it had, and its note says what it was.
fn value(model: &Model, change: &Change) -> String {
    let parsed = format!("value = {}", change.value).parse::<Table>().ok().and_then(|table| table.get("value").cloned());
    let Some(parsed) = parsed else { return Value::from(change.value.trim()).to_string() };
    let input = model.assumptions.inputs.iter().find(|input| set_path(input) == change.path);
    let Some(input) = input.filter(|_| !parsed.is_str()) else { return change.value.trim().to_owned() };
    let reason = format!("source = \"judgement\", note = {}", Value::from(note(input)));
    match parsed {
        Value::Table(table) if table.contains_key("source") || table.contains_key("note") => change.value.trim().to_owned(),
        Value::Table(_) => {
            let inside = change.value.trim().trim_start_matches('{').trim_end_matches('}').trim().trim_end_matches(',').to_owned();
            format!("{{ {inside}, {reason} }}")
        }
        _ => format!("{{ value = {}, {reason} }}", change.value.trim()),
    }
}

/// Note of an input that is changed: what it was.
fn note(input: &Assumption) -> String {
    let unit = if input.unit.is_empty() { String::new() } else { format!(" {}", input.unit) };
    format!("Changed with adit explore; was {}{unit}.", input.distribution)
}

/// The way from a folder to a file: relative where both are below one folder.
fn way(folder: &Path, file: &Path) -> PathBuf {
    let (Ok(folder), Ok(file)) = (folder.canonicalize(), file.canonicalize()) else { return file.to_owned() };
    let [mut from, mut to] = [folder.components().peekable(), file.components().peekable()];
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    from.map(|_| Component::ParentDir).chain(to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_spaces_and_dots_are_quoted_once() {
        assert_eq!(key("nodes.mine.capacity"), "nodes.mine.capacity");
        assert_eq!(key("minerals.gold.suppliers.United States.share"), "minerals.gold.suppliers.\"United States\".share");
        assert_eq!(key("nodes.\"a.\\\"b\".yield"), "nodes.\"a.\\\"b\".yield");
        assert_eq!(key("routes.a:m>n:X.offtake"), "routes.\"a:m>n:X\".offtake");
    }
}
