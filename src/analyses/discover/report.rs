//! Report of `adit discover`: for each box its limits, figures and peeling trajectory.

use super::findings::{DiscoverFindings, FoundBox};
use super::{chart, sentences};
use crate::report::{Block, Cell, Chapter, DataFile, Source, Table, words};
use crate::units::{Quantity, Unit};

/// Steps of a trajectory on a terminal, about.
const STEPS: usize = 12;

/// What a box does not say.
const LIMITS: &str = "A box describes and does not explain: it says where such trials are found, not that a change of a limit would change the result. Two columns \
    may vary together because of a third. A paired comparison (adit compare) shows the effect of a change.";

/// Chapter with the figures of each box.
pub(super) fn chapter(found: &DiscoverFindings, source: &Source) -> Chapter {
    let print = source.small_print();
    let mut blocks = boxes(found, &mut |i, one| {
        let data = DataFile { name: format!("data/trajectory-{}.csv", i + 1), text: trajectory(one, 1).csv() };
        vec![
            Block::Figure { figure: chart::limits(found, i, one, &print), data: None },
            Block::Figure { figure: chart::trajectory(found, i, one, &print), data: Some(data) },
            Block::Table(limits(one).filed(format!("discover-box-{}", i + 1))),
        ]
    });
    blocks.push(Block::Heading("Method".to_owned()));
    blocks.push(Block::Paragraph(method(found)));
    blocks.push(Block::Paragraph(LIMITS.to_owned()));
    titled(found, blocks)
}

/// Chapter of the terminal: the limits and some steps of the peeling.
pub(super) fn answer(found: &DiscoverFindings) -> Chapter {
    let blocks = boxes(found, &mut |_, one| {
        let every = one.trajectory.len().div_ceil(STEPS).max(1);
        vec![Block::Table(limits(one)), Block::Table(trajectory(one, every))]
    });
    titled(found, blocks)
}

fn titled(found: &DiscoverFindings, blocks: Vec<Block>) -> Chapter {
    let title = if found.of_failures { "Where the goal fails (scenario discovery)" } else { "Where the goal arrives (scenario discovery)" };
    Chapter { id: "discover".to_owned(), title: title.to_owned(), sentences: sentences::sentences(found), blocks }
}

/// Table of all boxes, and the blocks of each box under its heading.
fn boxes<'f>(found: &'f DiscoverFindings, each: &mut dyn FnMut(usize, &'f FoundBox) -> Vec<Block>) -> Vec<Block> {
    let mut blocks: Vec<Block> = summary(found).filled().map(Block::Table).into_iter().collect();
    for (i, one) in found.boxes.iter().enumerate() {
        blocks.push(Block::Heading(format!("Box {}", i + 1)));
        blocks.extend(each(i, one));
    }
    blocks
}

fn method(found: &DiscoverFindings) -> String {
    format!(
        "The search used {} columns: the inputs drawn once a trial, and the events until the end of {}. Boxes were found on {} trials by the patient rule \
         induction method (PRIM), their limits were confirmed on {} other trials, and every share is counted on {} fresh trials, which the search did not use.",
        found.columns,
        found.year,
        words::count(found.search_trials),
        words::count(found.confirmation_trials),
        words::count(found.fresh_trials)
    )
}

fn summary(found: &DiscoverFindings) -> Table {
    let cases = if found.of_failures { "fail" } else { "arrive" };
    let caption = format!(
        "Boxes, each searched outside those before it. Density: share of the trials inside that {cases}. Coverage: share of all trials that {cases} that lie inside. \
         Mass: share of all trials that lie inside. 95% intervals."
    );
    let mut table = Table::new(caption, &["box"]).and("density").and("coverage").and("mass").filed("discover");
    for (i, one) in found.boxes.iter().enumerate() {
        let mut row = vec![Cell::text(format!("Box {}", i + 1))];
        row.extend([&one.density, &one.coverage, &one.mass].map(Cell::quantity));
        table.row(row);
    }
    table
}

fn limits(one: &FoundBox) -> Table {
    let caption = "Limits of the box. Quasi-p: probability of such a density if the limit had no effect, on the trials on which the box was found. Confirmed p: \
                   the same test on trials that the search did not use. Selected again: share of random halves of the trials in which the search selects the \
                   column again.";
    let mut table = Table::new(caption, &["limit"]).and("quasi-p").and("confirmed p").and("density without it").and("selected again");
    for limit in &one.limits {
        let p = |value: f64| Cell::number(words::p_value(value), value);
        let again = Quantity { low: None, high: None, standard_error: None, ..limit.selected_again.clone() };
        table.row(vec![
            Cell::text(&limit.text),
            p(limit.quasi_p),
            p(limit.confirmed_p),
            Cell::quantity(&limit.density_without),
            Cell::quantity(&again),
        ]);
    }
    table
}

/// Every so many steps of the peeling, with the step taken and the last.
fn trajectory(one: &FoundBox, every: usize) -> Table {
    let last = one.trajectory.len().saturating_sub(1);
    let caption = format!("Peeling: step {} of {last} is taken; for the first box --box N takes another.", one.step);
    let mut table = Table::new(caption, &["step"]).and("mass").and("coverage").and("density").and("limits");
    for (step, at) in one.trajectory.iter().enumerate() {
        if step % every == 0 || step == one.step || step == last {
            let share = |value: f64| Cell::quantity(&Quantity::exact(value, Unit::SHARE).three_digits());
            let limits = Cell::count(at.limits as u64);
            table.row(vec![Cell::text(step.to_string()), share(at.mass), share(at.coverage), share(at.density), limits]);
        }
    }
    table
}
