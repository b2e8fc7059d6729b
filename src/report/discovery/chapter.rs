//! The chapter on where it fails.

use super::{phrases::phrase, sentences, trajectory_csv};
use crate::report::about::About;
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::charts;
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::discovery::{Discovery, FoundBox};

/// The chapter.
#[must_use]
pub fn discovery_chapter(found: &Discovery, about: &About) -> Chapter {
    let print = charts::small_print(&about.scenario, found.trials[0], found.seed);
    let mut blocks = vec![Block::Paragraph(format!(
        "The search looked at {} columns: the inputs drawn once a trial, and what happened until the end of {}. Boxes were found on {} trials by the patient \
         rule induction method, their limits confirmed on {}, and every share below was counted on {} others, which took no part in finding them.",
        found.columns,
        found.by,
        words::count(found.trials[1]),
        words::count(found.trials[2]),
        words::count(found.trials[3])
    ))];
    for (i, one) in found.boxes.iter().enumerate() {
        blocks.push(Block::Heading(format!("Box {}", i + 1)));
        blocks.push(Block::Figure { figure: charts::limits(found, i, one, &print), data: None });
        let data = DataFile::csv(format!("data/trajectory-{}.csv", i + 1), &trajectory_csv(one));
        blocks.push(Block::Figure { figure: charts::trajectory(found, i, one, &print), data: Some(data) });
        blocks.push(Block::Table(limits(one)));
    }
    blocks.push(Block::Paragraph(
        "A box describes; it does not explain. It says where such trials are found, not that moving a limit would change them: two columns may move together \
         because of a third. What a change would do, a paired comparison says."
            .to_owned(),
    ));
    Chapter { id: "discover".to_owned(), title: "Where it fails".to_owned(), sentences: sentences::sentences(found), blocks }
}

fn limits(one: &FoundBox) -> Table {
    let caption = "Each limit of the box. Quasi-p: chance of such a density if the limit made no difference, on the trials on which the box was found; \
                   confirmed: the same on others, a proper test. Again: share of random halves of the trials in which the column comes up again. 95% intervals.";
    let mut table = Table::new(caption, &["limit"]).and("quasi-p").and("confirmed").in_unit("density without it", "%").in_unit("again", "%");
    for limit in &one.limits {
        let p = |value: f64| Cell::number(words::p_value(value), value);
        table.row(vec![
            Cell::text(phrase(limit)),
            p(limit.quasi_p),
            p(limit.confirmed_p),
            Cell::chance(&limit.without),
            Cell::number(words::percent(&limit.again), limit.again.share),
        ]);
    }
    table
}
