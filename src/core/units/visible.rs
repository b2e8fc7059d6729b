//! Text without effects on a terminal: characters that control it or turn the order of letters are written as escapes.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character would act on a terminal instead of being shown: a control character other than a new line or a tab, or one that changes the
/// direction of the letters around it.
fn acts(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

/// The text with such characters written as `\u001b`, as JSON and TOML write them inside quotes. The end of a line as Windows writes it stays.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts) { Cow::Owned(visible_at(text, &mut [])) } else { Cow::Borrowed(text) }
}

/// The same, and `places`, positions of bytes in the text, moved to the same positions in the result.
#[must_use]
pub fn visible_at(text: &str, places: &mut [usize]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut moved: Vec<Option<usize>> = vec![None; places.len()];
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        for (place, moved) in places.iter().zip(&mut moved) {
            if moved.is_none() && *place <= at {
                *moved = Some(out.len());
            }
        }
        let ends_line = c == '\r' && letters.peek().is_some_and(|&(_, next)| next == '\n');
        if acts(c) && !ends_line {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    for (place, moved) in places.iter_mut().zip(moved) {
        *place = moved.unwrap_or(out.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_are_written_as_escapes() {
        assert_eq!(visible("a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}b\r"), "a\\u001b]0;x\\u0007\\u009b2J\\u202eb\\u000d");
        assert_eq!(visible("grün\tپاکستان\r\n中国\n"), "grün\tپاکستان\r\n中国\n");
    }

    #[test]
    fn places_stay_with_their_letters() {
        let mut places = [0, 1, 2, 5];
        assert_eq!(visible_at("\u{1b}ab\u{202e}", &mut places), "\\u001bab\\u202e");
        assert_eq!(places, [0, 6, 7, 14]);
    }
}
