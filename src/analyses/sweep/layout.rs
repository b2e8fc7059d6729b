//! Design of a sweep from its options: `--vary` in all combinations or drawn, or the table of `--points`.

use super::args::{DesignName, PointsOption, SweepQuestion};
use super::design::{Design, MOST_POINTS};
use super::vary::read_vary;
use crate::driver::{Failure, problems};
use crate::units::{Problems, SourceFile};

/// Name before a change in messages: the file of the table, or the option.
pub fn origin(question: &SweepQuestion) -> String {
    question.table().map_or_else(|| "--vary".to_owned(), |table| format!("a row of {}", table.name))
}

/// Design that the options ask for; drawn points depend on the seed.
///
/// # Errors
/// Where options contradict each other, or the table or a value cannot be read.
pub fn design(question: &SweepQuestion, seed: u64) -> Result<Design, Failure> {
    let mut found = Problems::default();
    let (design, files) = if let Some(table) = table(question)? {
        (Design::table(&table.text, 0, &mut found), vec![table])
    } else {
        let read = |(file, text): (usize, &String)| read_vary(text, file, &mut found);
        let varied: Vec<_> = question.vary.iter().enumerate().filter_map(read).collect();
        let design = match question.points {
            Some(PointsOption::Count(count)) => Design::latin_hypercube(&varied, count, seed, &mut found),
            _ => Design::grid(&varied, &mut found),
        };
        (design, question.vary.iter().map(|text| SourceFile { name: "--vary".to_owned(), text: text.clone() }).collect())
    };
    problems::tell(&[(&found, &files)]);
    design.ok_or(Failure::Reported)
}

/// Table of points, if the options ask for one and do not contradict each other.
fn table(question: &SweepQuestion) -> Result<Option<SourceFile>, Failure> {
    use DesignName::{Grid, LatinHypercube};
    use PointsOption::{Count, Table};
    let wrong = |why: &str| Err(Failure::Input(why.to_owned()));
    match (question.design, &question.points) {
        (_, None | Some(Count(_))) if question.vary.is_empty() => {
            wrong("nothing is varied: write --vary nodes.mine.capacity=2000,4000 (adit help sweep), or --points FILE.csv")
        }
        (Grid, None) => Ok(None),
        (Grid, Some(Count(_))) => wrong("a grid has as many points as its values make: add --design latin-hypercube to draw --points N"),
        (LatinHypercube, Some(Count(count))) if (2..=MOST_POINTS).contains(count) => Ok(None),
        (LatinHypercube, _) => wrong(&format!("a Latin hypercube needs --points N, from 2 to {MOST_POINTS}")),
        (Grid, Some(Table(..))) if !question.vary.is_empty() => {
            wrong("the points are those of the table of --points: leave --vary out, or add columns to the table")
        }
        (Grid, Some(Table(..))) => Ok(question.table()),
    }
}
