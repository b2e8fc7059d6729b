//! What would have to be true, on a terminal.

use super::grid::Grid;
use super::{WIDTH, heading, line};
use crate::report::conditions::{condition_phrase, conditions_sentences};
use crate::report::words;
use crate::study::conditions::Conditions;

/// Sentences, the best set step by step, and other sets of its size.
#[must_use]
pub fn conditions_text(found: &Conditions) -> String {
    let mut page = words::wrap(&found.title, WIDTH).join("\n");
    page.push_str("\n\n");
    for sentence in conditions_sentences(found) {
        line(&mut page, &sentence);
    }
    if found.steps.is_empty() {
        return page;
    }
    heading(&mut page, "the best set", &format!("chance, %, {} trials", words::count(found.trials[0])));
    let mut grid = Grid::new(["condition", "with those\nabove", "alone", "without"].map(str::to_owned).to_vec(), 1);
    grid.row(vec!["as things stand".to_owned(), words::percent_with_error(&found.today), String::new(), String::new()]);
    for step in &found.steps {
        let figures = [&step.chance, &step.alone, &step.without].map(words::percent_with_error);
        grid.row(std::iter::once(condition_phrase(&step.condition)).chain(figures).collect());
    }
    grid.row(vec!["everything favourable".to_owned(), words::percent_with_error(&found.all), String::new(), String::new()]);
    grid.write(&mut page);
    for (i, set) in found.sets.iter().enumerate().skip(1) {
        let conditions: Vec<String> = set.conditions.iter().map(condition_phrase).collect();
        line(&mut page, &format!("Set {}, {}%: {}.", i + 1, words::percent_with_error(&set.chance), words::joined(&conditions)));
    }
    page
}
