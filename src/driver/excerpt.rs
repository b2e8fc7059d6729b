//! Excerpt of a scenario file: the lines of one place with a line before and after, numbered as in the file.
//!
//! A message is drawn on an excerpt instead of the whole file, so that the time for all messages grows with their number and not with the size of the
//! file.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::units::{SourceFile, visible, visible_at};

/// Lines before and after a place that are shown.
pub const CONTEXT: usize = 1;

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
}

/// Lines around a place, with characters that act on a terminal made visible.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    text: String,
    /// Number of lines before the first.
    before: usize,
}

impl Excerpt {
    /// The excerpt of a file around the bytes of `span`, of which the first is on line `line`, counted from 1; and the place of the bytes in the excerpt.
    #[must_use]
    pub fn new(name: &str, text: &str, span: [usize; 2], line: usize) -> (Self, [usize; 2]) {
        let bytes = text.as_bytes();
        let start_of_line = |at: usize| bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let end_of_line = |at: usize| bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
        let (mut from, mut before) = (start_of_line(span[0]), line - 1);
        for _ in 0..CONTEXT {
            if from > 0 {
                (from, before) = (start_of_line(from - 1), before - 1);
            }
        }
        // One line more than is shown, because a place that ends with a line counts as reaching into the next.
        let to = (0..=CONTEXT).fold(end_of_line(span[1]), |to, _| end_of_line(to));
        let mut places = span.map(|place| place - from);
        let text = visible_at(&text[from..to], &mut places);
        (Self { name: visible(name).into_owned(), text, before }, places)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        let line = read.line() + self.before;
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), read.data(), *read.span(), line, read.column(), read.line_count())))
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
                    let line = LineStarts::of(&SourceFile { name: String::new(), text: text.to_owned() }).line_of(from);
                    assert_eq!(line, 1 + text[..from].matches('\n').count());
                    let (excerpt, span) = Excerpt::new("f.toml", text, [from, to], line);
                    let whole = NamedSource::new("f.toml", text.to_owned());
                    assert_eq!(drawn(excerpt, span), drawn(whole, [from, to]), "{text:?} from {from} to {to}");
                }
            }
        }
    }
}
