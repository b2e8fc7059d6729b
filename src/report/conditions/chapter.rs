//! The chapter on what would have to be true.

use super::phrases::condition_phrase;
use super::{conditions_csv, conditions_sentences};
use crate::report::about::About;
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::charts;
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::conditions::Conditions;

/// The chapter.
#[must_use]
pub fn conditions_chapter(found: &Conditions, about: &About) -> Chapter {
    let print = charts::small_print(&about.scenario, found.trials[0], found.seed);
    let data = DataFile { name: "data/conditions.csv".to_owned(), text: conditions_csv(found) };
    let mut blocks = vec![Block::Figure { figure: charts::conditions(found, &print), data: Some(data) }];
    if !found.steps.is_empty() {
        blocks.push(Block::Table(steps(found)));
        blocks.push(Block::Heading("Sets of the same size".to_owned()));
        blocks.push(Block::Table(sets(found)));
    }
    blocks.push(Block::Paragraph(
        "A set is no plan and no forecast: it says what the file would have to be told for the goal to be as likely as that, not that anybody can bring it about. \
         A number at its P90 is a number that one trial in ten exceeds; several at once are as unlikely as their product."
            .to_owned(),
    ));
    Chapter { id: "conditions".to_owned(), title: "What would have to be true".to_owned(), sentences: conditions_sentences(found), blocks }
}

fn steps(found: &Conditions) -> Table {
    let mut table =
        Table::new("The best set, one condition after the other, that first which helps most. Chances with 95% intervals.", &["condition"])
            .in_unit("with those above it", "%")
            .in_unit("with it alone", "%")
            .in_unit("with all but it", "%");
    for step in &found.steps {
        table.row(vec![
            Cell::text(condition_phrase(&step.condition)),
            Cell::chance(&step.chance),
            Cell::chance(&step.alone),
            Cell::chance(&step.without),
        ]);
    }
    table
}

fn sets(found: &Conditions) -> Table {
    let mut table =
        Table::new("Sets that reach the chance, the best first, counted on fresh trials. 95% intervals.", &["conditions"]).in_unit("chance", "%");
    for set in &found.sets {
        let conditions: Vec<String> = set.conditions.iter().map(condition_phrase).collect();
        table.row(vec![Cell::text(words::joined(&conditions)), Cell::chance(&set.chance)]);
    }
    table
}
