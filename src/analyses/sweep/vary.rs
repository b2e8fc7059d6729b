//! Option `--vary`: a path of the scenario, and the values to set there.
//!
//! ```text
//! PATH=ITEM,ITEM,…      ITEM: a value as of --set      nodes.mine.capacity=2000,4000,{ pert = [2e3, 4e3, 6e3] }
//!                             LOW..HIGH step STEP      projects.mine.stages.permits.duration=6..30 step 6
//!                             LOW..HIGH/COUNT          nodes.road.exposure.unrest=0.1..0.9/9
//! PATH=LOW..HIGH        any value between, for a Latin hypercube
//! ```
//! A comma inside quotes or brackets belongs to its value.

use std::ops::Range;

use super::design::MOST_POINTS;
use crate::units::{Place, Problems};

/// Path and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// Path, as in `--set`.
    pub path: String,
    /// Values.
    pub values: Values,
    /// Place of the values in the text.
    pub place: Place,
}

/// Values of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// List of values, as written after `path=`.
    List(Vec<String>),
    /// Any number from low to high.
    Between([f64; 2]),
}

/// Spacing of a range.
enum Span {
    Steps(f64),
    Count(usize),
    Open,
}

/// Reads one `--vary`, which is file number `file`; `None` where there is a problem.
#[must_use]
pub fn read_vary(text: &str, file: usize, problems: &mut Problems) -> Option<Vary> {
    let at = |range: Range<usize>| Place { file, start: range.start, end: range.end };
    let example = || "write path=value,value or path=low..high step 5, such as nodes.mine.capacity=2000,4000".to_owned();
    let (path, rest) = match parts(text, '=').first() {
        Some(path) if path.end < text.len() => (trimmed(text, path.clone()), path.end + 1..text.len()),
        _ => {
            problems.error(at(text.len()..text.len()), "this varies nothing", "expected = and values", example());
            return None;
        }
    };
    if path.is_empty() {
        problems.error(at(0..rest.start), "this is no path", "expected a path before =", example());
        return None;
    }
    let mut reader = Items { file, values: Vec::new(), problems };
    let items: Vec<Range<usize>> =
        parts(&text[rest.clone()], ',').into_iter().map(|item| trimmed(text, item.start + rest.start..item.end + rest.start)).collect();
    let mut between = None;
    let mut is_right = true;
    for item in &items {
        match reader.item(&text[item.clone()], item.clone(), items.len() == 1) {
            Item::Values => {}
            Item::Between(ends) => between = Some(ends),
            Item::Wrong => is_right = false,
        }
    }
    let values = between.map_or(Values::List(reader.values), Values::Between);
    is_right.then(|| Vary { path: text[path].to_owned(), values, place: at(trimmed(text, rest)) })
}

/// Result of reading an item.
enum Item {
    /// Values, which were added.
    Values,
    /// Ends of an open range.
    Between([f64; 2]),
    /// A problem, which was reported.
    Wrong,
}

struct Items<'p> {
    file: usize,
    values: Vec<String>,
    problems: &'p mut Problems,
}

impl Items<'_> {
    /// Reads one item.
    fn item(&mut self, item: &str, range: Range<usize>, alone: bool) -> Item {
        let place = Place { file: self.file, start: range.start, end: range.end.max(range.start) };
        if item.is_empty() {
            self.problems.error(
                place,
                "a value is missing",
                "expected a value here",
                "a comma inside a value stands in quotes or brackets".to_owned(),
            );
            return Item::Wrong;
        }
        let new = match span(item) {
            None => vec![item.to_owned()],
            Some(Err(why)) => {
                self.problems.error(place, format!("`{item}` is no range"), why, "write 1..5 step 1, or 0.1..0.9/9 for nine values".to_owned());
                return Item::Wrong;
            }
            Some(Ok((ends, Span::Open))) if alone => return Item::Between(ends),
            Some(Ok((_, Span::Open))) => {
                let help = "write 1..5 step 1, or 0.1..0.9/9 for nine values".to_owned();
                self.problems.error(
                    place,
                    format!("`{item}` does not say how many values"),
                    "an open range stands alone, for a Latin hypercube",
                    help,
                );
                return Item::Wrong;
            }
            Some(Ok((ends, span))) => spread(ends, &span),
        };
        for value in new {
            if self.values.contains(&value) {
                self.problems.error(place, format!("`{value}` stands here twice"), "every point once", None);
                return Item::Wrong;
            }
            self.values.push(value);
        }
        Item::Values
    }
}

/// Range, or the reason why it is invalid; `None` where the text is a value.
fn span(text: &str) -> Option<Result<([f64; 2], Span), String>> {
    let (low, rest) = text.split_once("..")?;
    let low = number(low)?;
    let (high, span) = if let Some((high, step)) = rest.split_once("step") {
        (high, number(step).filter(|&step| step > 0.0).map(Span::Steps).ok_or_else(|| "expected a number above 0 after step".to_owned()))
    } else if let Some((high, count)) = rest.split_once('/') {
        let count = count.trim().parse().ok().filter(|count| (2..=MOST_POINTS).contains(count));
        (high, count.map(Span::Count).ok_or_else(|| format!("expected the number of values after /, from 2 to {MOST_POINTS}")))
    } else {
        (rest, Ok(Span::Open))
    };
    let Some(high) = number(high).filter(|&high| high > low) else { return Some(Err("expected a number above the first after ..".to_owned())) };
    let fits = |span: Span| match span {
        Span::Steps(step) if (high - low) / step > MOST_POINTS as f64 => Err(format!("so small a step makes more than {MOST_POINTS} values")),
        span => Ok(([low, high], span)),
    };
    Some(span.and_then(fits))
}

/// Values of a range to twelve digits, ends included where the step reaches them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousand values at most")]
fn spread([low, high]: [f64; 2], span: &Span) -> Vec<String> {
    let (count, step) = match span {
        Span::Steps(step) => (((high - low) / step + 1e-9) as usize + 1, *step),
        Span::Count(count) => (*count, (high - low) / (*count as f64 - 1.0)),
        Span::Open => return Vec::new(),
    };
    (0..count).map(|i| written(step.mul_add(i as f64, low), 12)).collect()
}

/// Number rounded to this many digits, as short as possible.
pub(super) fn written(value: f64, digits: usize) -> String {
    let rounded = format!("{value:.*e}", digits - 1).parse::<f64>().unwrap_or(value);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// Finite number; `_` may separate thousands.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let begins = text.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
    text.replace('_', "").parse::<f64>().ok().filter(|number| begins && number.is_finite())
}

/// Parts of a text between `mark`s outside quotes and brackets.
fn parts(text: &str, mark: char) -> Vec<Range<usize>> {
    let (mut parts, mut from, mut depth, mut quote, mut escaped) = (Vec::new(), 0, 0_usize, None, false);
    for (i, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) => {
                if !escaped && open == letter {
                    quote = None;
                }
                escaped = !escaped && open == '"' && letter == '\\';
            }
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, _) if letter == mark && depth == 0 => {
                parts.push(from..i);
                from = i + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(from..text.len());
    parts
}

/// Part of a text without the blanks around it.
fn trimmed(text: &str, part: Range<usize>) -> Range<usize> {
    let all = &text[part.clone()];
    let start = part.start + (all.len() - all.trim_start().len());
    start..(start + all.trim().len())
}
