//! A sweep as a chapter of the report.

use super::data::csv;
use super::tables::{MOST_ROWS, differences, points};
use super::{Shape, said};
use crate::report::about::About;
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::charts;
use crate::report::words;
use crate::study::sweep::SweepFound;

/// The chapter.
#[must_use]
pub fn chapter(found: &SweepFound, about: &About) -> Chapter {
    let print = charts::small_print(&about.scenario, found.trials, found.question.seed);
    let mut blocks = Vec::new();
    for goal in 0..found.question.goals.len() {
        if found.question.goals.len() > 1 {
            blocks.push(Block::Heading(words::capital(said::goal(found, goal))));
        }
        let data = DataFile::csv("sweep.csv", &csv(found));
        for figure in charts::sweep(found, goal, &print) {
            blocks.push(Block::Figure { figure, data: Some(data.clone()) });
        }
        blocks.push(Block::Table(points(found, goal)));
        blocks.push(Block::Table(differences(found, goal)));
    }
    blocks.push(Block::Paragraph(said_of(found)));
    Chapter { id: "sweep".to_owned(), title: title(found), sentences: said::sentences(found), blocks }
}

fn title(found: &SweepFound) -> String {
    format!("How the answer moves with {}", words::joined(&said::short_paths(&found.question.design.paths)))
}

/// How to read it.
fn said_of(found: &SweepFound) -> String {
    let all = words::joined(&found.question.design.paths);
    let cut = if found.points.len() > MOST_ROWS && Shape::of(&found.question.design) == Shape::Cloud {
        format!(" The tables hold the {MOST_ROWS} likeliest points; sweep.csv holds all.")
    } else {
        String::new()
    };
    format!(
        "Varied: {all}. Trial by trial every point has the draws of the scenario as written, and a number with another law is drawn at its old rank: a \
         difference holds what was varied and, within its interval, nothing else. How likely a point is, is not said.{cut}"
    )
}
