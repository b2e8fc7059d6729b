//! JSON files with one key a line, and every list and quantity on one line, so that `diff` shows what changed.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// The value as a page of JSON. Floats are written so that reading them gives the same bits.
///
/// # Errors
/// Where writing fails.
pub fn write_json(value: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut out, KeyALine::default()))?;
    out.write_all(b"\n")
}

/// Formatter: one key a line, lists and quantities (objects whose first key is `value`) on one line.
#[derive(Default)]
struct KeyALine {
    /// For each open object, whether it stands on one line.
    open: Vec<bool>,
    is_empty: bool,
    /// Whether the next string is the first key of an object, so that its layout is not decided yet.
    is_first_key: bool,
}

impl KeyALine {
    fn new_line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.open.len()).try_for_each(|_| out.write_all(b"  "))
    }

    /// Decides the layout of the object that was opened last by its first key, and begins that key.
    fn decide<W: ?Sized + Write>(&mut self, out: &mut W, is_inline: bool) -> io::Result<()> {
        self.is_first_key = false;
        if let Some(last) = self.open.last_mut() {
            *last = is_inline;
        }
        if is_inline {
            out.write_all(b" ")?;
        } else {
            self.new_line(out)?;
        }
        out.write_all(b"\"")
    }
}

impl Formatter for KeyALine {
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open.push(false);
        self.is_empty = true;
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let was_inline = self.open.pop().unwrap_or(false);
        if was_inline {
            out.write_all(b" ")?;
        } else if !self.is_empty {
            self.new_line(out)?;
        }
        self.is_empty = false;
        out.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        if first {
            self.is_first_key = true;
            return Ok(());
        }
        if self.open.last().is_some_and(|is_inline| *is_inline) {
            return out.write_all(b", ");
        }
        out.write_all(b",")?;
        self.new_line(out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_first_key { Ok(()) } else { out.write_all(b"\"") }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if self.is_first_key {
            self.decide(out, fragment == "value")?;
        }
        out.write_all(fragment.as_bytes())
    }

    fn write_i32<W: ?Sized + Write>(&mut self, out: &mut W, value: i32) -> io::Result<()> {
        if self.is_first_key {
            self.decide(out, false)?; // a number as a key
        }
        write!(out, "{value}")
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_first_key {
            self.decide(out, false)?; // an empty key has no fragment
        }
        out.write_all(b"\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_keys_in_quotes() {
        let mut out = Vec::new();
        write_json(&std::collections::BTreeMap::from([(2032, [1, 2]), (2035, [3, 4])]), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\n  \"2032\": [1, 2],\n  \"2035\": [3, 4]\n}\n");
    }

    #[test]
    fn a_key_a_line_and_a_list_on_one() {
        let mut out = Vec::new();
        write_json(&serde_json::json!({ "a": [1, 2.5, null], "b": {}, "c": { "d": "x" }, "": { "value": 1, "unit": "t" } }), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\n  \"a\": [1, 2.5, null],\n  \"b\": {},\n  \"c\": {\n    \"d\": \"x\"\n  },\n  \"\": { \"value\": 1, \"unit\": \"t\" }\n}\n"
        );
    }
}
