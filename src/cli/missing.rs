//! `adit check --sources`: where every figure comes from, and which come from nowhere.

use std::fmt::Write;

use crate::driver::excerpt::LineStarts;
use crate::driver::{Failure, output};
use crate::report::words;
use crate::scenario::{DistributionSpec, Input, Located, Scenario};
use crate::units::SourceFile;

/// The source that marks a figure as somebody's judgement.
const JUDGEMENT: &str = "judgement";
/// Columns of a page.
const WIDTH: usize = 100;

/// Lists inputs without a source, then judgements with their reasons.
///
/// # Errors
/// Where an input has no source.
pub fn list(scenario: &Scenario, files: &[SourceFile]) -> Result<(), Failure> {
    let of_levers = scenario.levers.iter().flat_map(|lever| lever.item.inputs(&lever.name.value));
    let inputs: Vec<_> = scenario.inputs().into_iter().chain(of_levers).filter(|located| is_figure(located)).collect();
    let missing: Vec<_> = inputs.iter().filter(|located| located.input.source.is_empty()).collect();
    let judged: Vec<_> = inputs.iter().filter(|located| located.input.source.iter().any(|source| source.value == JUDGEMENT)).collect();
    let lines: Vec<LineStarts> = files.iter().map(LineStarts::of).collect();
    let mut page = format!("{} inputs: {} without a source, {} judgements.\n", inputs.len(), missing.len(), judged.len());
    if !missing.is_empty() {
        page.push_str("\nWITHOUT A SOURCE\n");
        for located in &missing {
            let _ = writeln!(page, "  {}  {}", located.path, place(located.input, files, &lines));
        }
    }
    if !judged.is_empty() {
        page.push_str("\nJUDGEMENTS\n");
        for located in &judged {
            let _ = writeln!(page, "  {}  {}", located.path, place(located.input, files, &lines));
            for line in words::wrap(located.input.note.as_deref().unwrap_or_default(), WIDTH - 6) {
                let _ = writeln!(page, "      {line}");
            }
        }
    }
    output::answer(&page)?;
    if missing.is_empty() { Ok(()) } else { Err(Failure::Reported) }
}

/// Whether an input is somebody's figure: a goal's threshold is a question, and a driver's reference has its source at the driver.
fn is_figure(located: &Located<'_>) -> bool {
    !located.path.starts_with("goals.") && !matches!(located.input.distribution, DistributionSpec::Driver(_))
}

/// `file:line` of an input.
fn place(input: &Input, files: &[SourceFile], lines: &[LineStarts]) -> String {
    let file = files.get(input.place.file).zip(lines.get(input.place.file));
    file.map_or_else(String::new, |(file, lines)| format!("{}:{}", file.name, lines.line_of(input.place.start)))
}
