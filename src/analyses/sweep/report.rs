//! Chapter of `adit sweep`: results at the points and differences from the scenario as written, as maps, lines and tables.

use super::findings::{Shape, SweepFindings};
use super::{chart, tables, wording};
use crate::report::{Block, Chapter, DataFile, Source, words};

/// Chapter of the findings.
#[must_use]
pub fn chapter(found: &SweepFindings, source: &Source) -> Chapter {
    let files = [tables::all(found).filed("sweep"), tables::all_differences(found).filed("differences"), tables::settings(found).filed("points")];
    let mut blocks: Vec<Block> = files.into_iter().map(Block::File).collect();
    for goal in 0..found.goals.len() {
        blocks.extend(heading(found, goal));
        let points = tables::points(found, goal, source.trials);
        let mut data = Some(DataFile { name: format!("data/{}.csv", words::slug(&found.goals[goal].goal)), text: points.csv() });
        let figures = chart::figures(found, goal, &source.small_print()).into_iter();
        blocks.extend(figures.map(|figure| Block::Figure { figure, data: data.take() }));
        blocks.push(Block::Table(points));
        blocks.push(Block::Table(tables::differences(found, goal)));
    }
    blocks.push(Block::Paragraph(method(found)));
    of_blocks(found, source, blocks)
}

/// Chapter that the terminal shows: for two paths a matrix, otherwise one row for each point.
#[must_use]
pub fn answer(found: &SweepFindings, source: &Source) -> Chapter {
    let mut blocks = Vec::new();
    for goal in 0..found.goals.len() {
        blocks.extend(heading(found, goal));
        match found.shape() {
            Shape::Square => blocks.extend(tables::matrices(found, goal).into_iter().map(Block::Table)),
            Shape::Line | Shape::Cloud => blocks.push(Block::Table(tables::overview(found, goal))),
        }
    }
    of_blocks(found, source, blocks)
}

fn of_blocks(found: &SweepFindings, source: &Source, blocks: Vec<Block>) -> Chapter {
    let title = format!("Sweep of {}", words::joined(&found.titles));
    Chapter { id: "sweep".to_owned(), title, sentences: wording::sentences(found, source.trials), blocks }
}

/// Heading of a goal, where there are several.
fn heading(found: &SweepFindings, goal: usize) -> Option<Block> {
    (found.goals.len() > 1).then(|| Block::Heading(words::capital(&found.goals[goal].title)))
}

/// How the results are estimated, for the reader of the page.
fn method(found: &SweepFindings) -> String {
    let cut = if found.points.len() > tables::MOST_ROWS {
        format!(" The tables list {} points; sweep.csv lists all.", tables::MOST_ROWS)
    } else {
        String::new()
    };
    let varied: Vec<String> = found.titles.iter().zip(&found.paths).map(|(title, path)| format!("{title} ({path})")).collect();
    format!(
        "Varied: {}. Every trial draws the same at every point as in the scenario as written, and a number with another distribution is drawn at its old \
         quantile, so that a difference contains, within its interval, only what is varied. The probabilities of the points themselves are not \
         stated.{cut}",
        words::joined(&varied)
    )
}
