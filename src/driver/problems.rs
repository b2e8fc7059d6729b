//! Drawing of problems on the lines of the scenario, with caret and help.

use std::collections::HashSet;
use std::fmt;
use std::io::{IsTerminal, stderr};
use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::{CONTEXT, Excerpt, LineStarts};
use super::output;
use crate::units::{Problem, Problems, Severity, SourceFile, cell_address, visible, workbook};

/// Columns of a page where the terminal does not say otherwise.
const WIDTH: usize = 100;

/// Prints the problems of one scenario or more on stderr, errors of each first, then how many there are. A problem that several scenarios have on the same
/// lines is printed once.
pub fn tell(scenarios: &[(&Problems, &[SourceFile])]) {
    let handler = GraphicalReportHandler::new_themed(theme()).with_width(WIDTH).with_context_lines(CONTEXT).with_links(false);
    let mut told = Vec::new();
    let mut pages = HashSet::new();
    for (problems, files) in scenarios {
        let lines: Vec<LineStarts> = files.iter().map(LineStarts::of).collect();
        for problem in problems.sorted() {
            let shown = Shown::new(problem, files, &lines);
            let mut page = String::new();
            if handler.render_report(&mut page, &shown).is_err() {
                page = format!("{}: {shown}", shown.place);
            }
            if !pages.contains(&page) {
                output::coloured_note(page.trim_end());
                output::coloured_note("");
                told.push(problem);
                pages.insert(page);
            }
        }
    }
    if !told.is_empty() {
        output::note(&tally(&told));
    }
}

/// `2 errors and 1 warning`.
fn tally(all: &[&Problem]) -> String {
    let count = |severity: Severity, name: &str| match all.iter().filter(|problem| problem.severity == severity).count() {
        0 => None,
        1 => Some(format!("1 {name}")),
        n => Some(format!("{n} {name}s")),
    };
    [count(Severity::Error, "error"), count(Severity::Warning, "warning")].into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

/// Colours on a terminal that wants them; signs beyond ASCII wherever they can be shown.
fn theme() -> GraphicalTheme {
    let wants = |name: &str| std::env::var_os(name).is_none_or(|value| value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match (is_dumb, stderr().is_terminal() && wants("NO_COLOR")) {
        (true, _) => GraphicalTheme { styles: miette::ThemeStyles::none(), characters: miette::ThemeCharacters::ascii() },
        (false, true) => GraphicalTheme::unicode(),
        (false, false) => GraphicalTheme::unicode_nocolor(),
    }
}

/// A problem as miette draws it, all its texts without effects on a terminal.
#[derive(Debug)]
struct Shown {
    problem: Problem,
    place: String,
    source: Option<Excerpt>,
    span: (usize, usize),
}

impl Shown {
    fn new(problem: &Problem, files: &[SourceFile], lines: &[LineStarts]) -> Self {
        let file = files.get(problem.place.file);
        let length = file.map_or(0, |file| file.text.len());
        let start = problem.place.start.min(length);
        let mut span = [start, problem.place.end.clamp(start, length)];
        let line = lines.get(problem.place.file).map_or(1, |lines| lines.line_of(start));
        let place = file.map_or_else(String::new, |file| format!("{}:{line}", visible(&file.name)));
        let source = file.zip(lines.get(problem.place.file)).filter(|(file, _)| !file.text.is_empty()).map(|(file, lines)| {
            let (excerpt, within) = Excerpt::new(&file.name, &file.text, lines, span);
            span = within;
            excerpt
        });
        let Problem { severity, message, label, place: at, help } = problem;
        let help = help.as_ref().map(|help| visible(help).into_owned());
        let in_sheet = file.filter(|file| workbook(Path::new(&file.name)).is_some());
        let cell = in_sheet.map_or_else(String::new, |file| format!("cell {}: ", cell_address(&file.text, start)));
        let message = cell + &visible(message);
        let problem = Problem { severity: *severity, message, label: visible(label).into_owned(), place: *at, help };
        Self { problem, place, source, span: (span[0], span[1].saturating_sub(span[0])) }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)?;
        if self.source.is_none() && !self.problem.label.is_empty() { write!(f, ": {}", self.problem.label) } else { Ok(()) }
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<miette::Severity> {
        Some(if self.problem.severity == Severity::Error { miette::Severity::Error } else { miette::Severity::Warning })
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source.as_ref()?;
        let label = Some(self.problem.label.clone()).filter(|label| !label.is_empty());
        Some(Box::new(std::iter::once(LabeledSpan::new(label, self.span.0, self.span.1))))
    }
}
