//! The answer on a terminal: tables of 100 columns.

mod amounts;
mod bridge;
mod chapter;
mod comparison;
mod earnings;
mod goals;
mod grid;
mod key_inputs;
mod paths;
mod trials;

use std::fmt::Write;

use crate::report::families::families;
use crate::report::precision::precision_sentence;
use crate::report::words;
use crate::study::Findings;

pub use chapter::chapter_text;
pub use comparison::comparison_text;
pub(super) use grid::Grid;
pub use trials::trials_text;

/// Columns of a page.
pub(crate) const WIDTH: usize = 100;

/// All tables of a run. No line is wider than 100 columns unless a single word is.
#[must_use]
pub fn text(findings: &Findings, scenario: &str) -> String {
    let mut page = head(findings, scenario);
    for family in families(&findings.goals) {
        goals::write(&mut page, findings, &family);
        bridge::write(&mut page, findings, &family);
    }
    amounts::write(&mut page, findings);
    amounts::cleared(&mut page, findings);
    earnings::write(&mut page, findings);
    paths::write(&mut page, findings);
    key_inputs::write(&mut page, findings);
    page
}

fn head(findings: &Findings, scenario: &str) -> String {
    let grid = findings.grid;
    let mut head = words::wrap(&findings.title, WIDTH).join("\n");
    let design = findings.design.as_ref().map_or_else(String::new, |design| format!(" ({} · {} replicates)", design.sampling, design.replicates));
    let _ = writeln!(
        head,
        "\n{scenario} · {} to {} · {} trials{design} · seed {}",
        grid.label(0),
        grid.label(grid.count() - 1),
        words::count(findings.trials),
        findings.seed
    );
    head.push_str(
        "A month is the first of those in a row in which a goal holds; \"never\" is later than any.\n\
         Figures are rounded to what their standard error supports.\n",
    );
    if let Some(reached) = &findings.precision {
        for line in words::wrap(&precision_sentence(reached, grid), WIDTH) {
            head.push_str(&line);
            head.push('\n');
        }
    }
    head
}

/// A remark or a table's caption, wrapped to the page.
pub(super) fn line(page: &mut String, said: &str) {
    for line in words::wrap(said, WIDTH - 1) {
        let _ = writeln!(page, " {line}");
    }
}

/// A heading in capitals with what its figures are, wrapped to the page.
pub(super) fn heading(page: &mut String, title: &str, unit: &str) {
    page.push('\n');
    for line in words::wrap(&format!("{} · {unit}", title.to_uppercase()), WIDTH) {
        page.push_str(&line);
        page.push('\n');
    }
}
