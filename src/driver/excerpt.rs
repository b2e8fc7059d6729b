//! Excerpt of a scenario file: the lines of one place with a line before and after, numbered as in the file. Long lines are shortened.
//!
//! A message is drawn on an excerpt instead of the whole file, so that the time for all messages grows with their number and not with the size of the
//! file.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::units::{SourceFile, visible, visible_at};

/// Lines before and after a place that are shown.
pub const CONTEXT: usize = 1;
/// Most bytes of a line that is shown whole. Of a longer line the beginning and what is around the place are shown.
const LONGEST: usize = 400;
/// Bytes of a long line that are shown at its beginning, before a place and after it.
const AROUND: usize = 80;
/// Stands for what is left out of a long line.
const LEFT_OUT: &str = "…";

/// Where the lines of a file begin.
pub struct LineStarts(Vec<usize>);

impl LineStarts {
    /// Of a file.
    #[must_use]
    pub fn of(file: &SourceFile) -> Self {
        let ends = file.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect())
    }

    /// Number of the line on which a byte stands, counted from 1.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.0.partition_point(|&start| start <= byte)
    }

    /// Bytes of a line, counted from 1, of a text of so many bytes, with the end of the line.
    fn bytes(&self, line: usize, length: usize) -> Range<usize> {
        self.0[line - 1]..self.0.get(line).copied().unwrap_or(length)
    }
}

/// Lines around a place, with characters that act on a terminal made visible.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    text: String,
    /// Number of lines before the first.
    before: usize,
    /// Bytes left out before the place on its line.
    left_out: usize,
}

impl Excerpt {
    /// The excerpt of a text around the bytes of `span`, and the place of these bytes in the excerpt.
    #[must_use]
    pub fn new(name: &str, text: &str, lines: &LineStarts, span: [usize; 2]) -> (Self, [usize; 2]) {
        let [first, last] = span.map(|place| lines.line_of(place));
        let from = first.saturating_sub(CONTEXT).max(1);
        // One line more than is shown, because a place that ends with a line counts as reaching into the next.
        let to = (last + CONTEXT + 1).min(lines.0.len());
        let (mut out, mut places, mut left_out) = (String::new(), [None; 2], 0);
        for line in from..=to {
            let bytes = lines.bytes(line, text.len());
            let start = out.len();
            for (i, piece) in pieces(text, bytes.clone(), span).into_iter().enumerate() {
                if i > 0 {
                    out.push_str(LEFT_OUT);
                }
                for (place, moved) in span.iter().zip(&mut places) {
                    if moved.is_none() && (piece.start..=piece.end).contains(place) && (line == last || *place < bytes.end) {
                        *moved = Some(out.len() + place - piece.start);
                    }
                }
                out.push_str(&text[piece]);
            }
            if line == first {
                left_out = (span[0] - bytes.start).saturating_sub(places[0].map_or(0, |place| place - start));
            }
        }
        let mut places = places.map(|place| place.unwrap_or(out.len()));
        let text = visible_at(&out, &mut places);
        (Self { name: visible(name).into_owned(), text, before: from - 1, left_out }, places)
    }
}

/// The pieces of a line that are shown: the whole line, or its beginning, what is around the places on it, and its end.
fn pieces(text: &str, line: Range<usize>, span: [usize; 2]) -> Vec<Range<usize>> {
    if line.len() <= LONGEST {
        return vec![line];
    }
    let end = line.start + text[line.clone()].trim_end_matches(['\r', '\n']).len();
    let mut wanted = vec![line.start..line.start + AROUND, end..line.end];
    let around = |place: usize| place.saturating_sub(AROUND).max(line.start)..(place + AROUND).min(line.end);
    wanted.extend(span.into_iter().filter(|place| line.contains(place)).map(around));
    wanted.sort_by_key(|piece| piece.start);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for piece in wanted {
        let piece = boundary(text, piece.start)..boundary(text, piece.end);
        match pieces.last_mut() {
            // What is left out is longer than what stands for it.
            Some(before) if piece.start <= before.end + LEFT_OUT.len() => before.end = before.end.max(piece.end),
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// The last place up to `at` at which a character begins or the text ends.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        let line = read.line() + self.before;
        // Without lines before it, the column is that of the place.
        let column = read.column() + if before == 0 { self.left_out } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), read.data(), *read.span(), line, column, read.line_count())))
    }
}

#[cfg(test)]
mod tests {
    use miette::{GraphicalReportHandler, GraphicalTheme, MietteDiagnostic, NamedSource, Report};

    use super::*;

    fn drawn(source: impl SourceCode + 'static, [from, to]: [usize; 2]) -> String {
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_context_lines(CONTEXT);
        let label = miette::LabeledSpan::at(from..to, "here");
        let report = Report::new(MietteDiagnostic::new("wrong").with_label(label)).with_source_code(source);
        let mut out = String::new();
        handler.render_report(&mut out, report.as_ref()).unwrap();
        out
    }

    #[test]
    fn an_excerpt_is_drawn_as_the_whole_file_is() {
        for text in ["a = 1\n\nb = [\n  2,\n  ü3,\n]\nc = 4\n\n\nd = 5", "one line", "\n\nx = 1\n", "x = 1\r\ny = 2\r\n"] {
            let places = (0..text.len()).filter(|&at| text.is_char_boundary(at));
            for from in places.clone() {
                for to in places.clone().filter(|&to| to >= from) {
                    let lines = LineStarts::of(&SourceFile { name: String::new(), text: text.to_owned() });
                    assert_eq!(lines.line_of(from), 1 + text[..from].matches('\n').count());
                    let (excerpt, span) = Excerpt::new("f.toml", text, &lines, [from, to]);
                    let whole = NamedSource::new("f.toml", text.to_owned());
                    assert_eq!(drawn(excerpt, span), drawn(whole, [from, to]), "{text:?} from {from} to {to}");
                }
            }
        }
    }

    #[test]
    fn a_long_line_is_shortened_around_the_place() {
        let keys = (0..2_000).fold(String::new(), |keys, n| keys + &format!("schlüssel{n} = 1, "));
        let text = format!("a = 1\nb = {{ {keys}}}\nc = 2\n");
        let lines = LineStarts::of(&SourceFile { name: String::new(), text: text.clone() });
        for word in ["schlüssel0 ", "schlüssel7 ", "schlüssel1234 ", "schlüssel1999 "] {
            let from = text.find(word).unwrap();
            let (excerpt, span) = Excerpt::new("f.toml", &text, &lines, [from, from + word.len() - 1]);
            assert_eq!(&excerpt.text[span[0]..span[1]], word.trim());
            let page = drawn(excerpt, span);
            assert!(page.len() < 2_000 && page.contains("b = {") && page.contains("c = 2"), "{page}");
            let column = from - text.find("b = {").unwrap() + 1;
            assert!(page.contains(&format!("f.toml:2:{column}]")), "{column}: {page}");
        }
    }
}
