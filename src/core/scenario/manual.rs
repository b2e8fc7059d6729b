//! The tables of keys in the manual, from the declarations.

use super::grammar::{Form, Key, Plain, Shape};
use super::table::Table;
use super::tables::{Scenario, TiedChance};

/// A form and the forms of the tables in it, each once.
fn forms() -> Vec<&'static Form> {
    let mut found = vec![Scenario::FORM];
    let mut next = 0;
    while let Some(form) = found.get(next).copied() {
        next += 1;
        for key in form.keys() {
            let inner = match key.shape {
                Shape::Table(inner) | Shape::Named(inner) | Shape::List(inner) | Shape::Routes(inner) | Shape::Parts(inner) => inner,
                Shape::Chance => TiedChance::FORM,
                _ => continue,
            };
            if !found.iter().any(|form| std::ptr::eq(*form, inner)) {
                found.push(inner);
            }
        }
    }
    found
}

/// For each kind of table its name, as `adit schema --markdown` calls it, and its keys as a table in Markdown.
#[must_use]
pub fn key_tables() -> Vec<(&'static str, String)> {
    forms().into_iter().map(|form| (form.noun(), key_table(form))).collect()
}

/// Columns without an entry are left out.
fn key_table(form: &Form) -> String {
    let row = |key: &'static Key| {
        [format!("`{}`", key.name), key.meaning().trim_end_matches('.').to_owned(), key.unit.to_owned(), range(key), default(key)]
    };
    let heading = [format!("key of {}", form.what), "meaning".into(), "unit".into(), "range".into(), "default".into()];
    let rows: Vec<[String; 5]> = form.own_keys().map(row).collect();
    let columns: Vec<usize> = (0..5).filter(|&column| rows.iter().any(|row| !row[column].is_empty())).collect();
    let mut out = String::new();
    for row in [heading, std::array::from_fn(|_| "---".to_owned())].iter().chain(&rows) {
        for &column in &columns {
            out.extend(["| ", &row[column], " "]);
        }
        out.push_str("|\n");
    }
    out
}

fn range(key: &Key) -> String {
    match key.shape {
        Shape::Input(range) | Shape::PerMineral(range) | Shape::Inputs(range) | Shape::Factors(range) => range.sign().to_owned(),
        Shape::Chance => key.shape.range().sign().to_owned(),
        Shape::Weights => "≥ 0".to_owned(),
        Shape::Plain(Plain::Count(least, most)) if most >= 1_000_000 => format!("≥ {least}"),
        Shape::Plain(Plain::Count(least, most)) => format!("{least} to {most}"),
        Shape::Plain(Plain::Word(words)) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

fn default(key: &Key) -> String {
    match (key.required, key.default, key.shape) {
        (Some(_), ..) => "required".to_owned(),
        (_, Some(number), _) => super::write::number_text(number).replace('_', " "),
        (.., Shape::Plain(Plain::Word(words))) => format!("`\"{}\"`", words.first().unwrap_or(&"")),
        _ if key.otherwise.is_empty() => "none".to_owned(),
        _ => key.otherwise.to_owned(),
    }
}
