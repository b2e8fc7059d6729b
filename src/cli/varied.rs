//! Where the points of a sweep come from: `--vary`, drawn or in all combinations, or a table.

use super::sweep::{DesignName, SweepArgs};
use crate::driver::{Failure, problems};
use crate::study::sweep::{Design, MOST_POINTS, read_vary};
use crate::units::{Problems, SourceFile};

/// The points asked for, and the table in which they stand, where they stand in one; `seed` is that of the points drawn.
///
/// # Errors
/// Where options contradict each other, the table cannot be read, or a value is not written as it must be.
pub fn design(args: &SweepArgs, seed: u64) -> Result<(Design, Option<SourceFile>), Failure> {
    let mut found = Problems::default();
    let (design, files, table) = match layout(args)? {
        Laid::Table(table) => (Design::table(&table.text, 0, &mut found), vec![table.clone()], Some(table)),
        laid => {
            let read = |(file, text): (usize, &String)| read_vary(text, file, &mut found);
            let varied: Vec<_> = args.vary.iter().enumerate().filter_map(read).collect();
            let design = match laid {
                Laid::Drawn(count) => Design::latin_hypercube(&varied, count, seed, &mut found),
                _ => Design::grid(&varied, &mut found),
            };
            (design, args.vary.iter().map(|text| SourceFile { name: "--vary".to_owned(), text: text.clone() }).collect(), None)
        }
    };
    problems::tell(&[(&found, &files)]);
    design.map(|design| (design, table)).ok_or(Failure::Reported)
}

/// Where the points come from.
enum Laid {
    /// All combinations of `--vary`.
    Grid,
    /// So many drawn within `--vary`.
    Drawn(usize),
    /// The rows of a table.
    Table(SourceFile),
}

fn layout(args: &SweepArgs) -> Result<Laid, Failure> {
    let wrong = |why: String| Err(Failure::Input(why));
    let count = args.points.as_deref().map(|points| (points, points.parse::<usize>()));
    match (args.design, count) {
        (_, None | Some((_, Ok(_)))) if args.vary.is_empty() => {
            wrong("nothing is varied: write --vary nodes.mine.capacity=2000,4000 (adit help sweep), or --points FILE.csv".to_owned())
        }
        (DesignName::Grid, None) => Ok(Laid::Grid),
        (DesignName::Grid, Some((_, Ok(_)))) => {
            wrong("a grid has as many points as its values make: add --design latin-hypercube to draw --points N".to_owned())
        }
        (DesignName::LatinHypercube, Some((_, Ok(count)))) if (2..=MOST_POINTS).contains(&count) => Ok(Laid::Drawn(count)),
        (DesignName::LatinHypercube, _) => wrong(format!("a Latin hypercube needs --points N, from 2 to {MOST_POINTS}")),
        (DesignName::Grid, Some(_)) if !args.vary.is_empty() => {
            wrong("the points stand in the table of --points: leave --vary out, or add columns to the table".to_owned())
        }
        (DesignName::Grid, Some((file, Err(_)))) => match crate::units::read_text(file.as_ref()) {
            Ok(text) => Ok(Laid::Table(SourceFile { name: file.to_owned(), text })),
            Err(error) => wrong(format!("{file} cannot be read: {error}; --points takes a CSV file, or a number with --design latin-hypercube")),
        },
    }
}
