//! Which points are run: all combinations, a Latin hypercube, or the rows of a table.

use serde::{Deserialize, Serialize};

use super::vary::{Values, Vary, number, written};
use crate::chance::{Key, unit};
use crate::units::{CsvTable, Place, Problems};

/// Points of a sweep, at most.
pub const MOST_POINTS: usize = 10_000;
/// Steps to which a part of a range is rounded, so that numbers drawn are short.
const STEPS: f64 = 100.0;
/// What is one for all points: they share their trials, and their draws.
const SHARED: [&str; 5] = ["trials", "seed", "sampling", "replicates", "precision"];

/// How the points were laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// All combinations of what is tried at each path, the last path changing fastest.
    Grid,
    /// Each path's range in as many equal parts as there are points, each part once (`McKay`, Beckman & Conover 1979).
    LatinHypercube,
    /// As in a table.
    Table,
}

/// The points: what stands at each path at each of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Design {
    /// How they were laid out.
    pub layout: Layout,
    /// Paths, as in `--set`.
    pub paths: Vec<String>,
    /// By point and path, the value as written.
    pub points: Vec<Vec<String>>,
}

impl Design {
    /// All combinations; `None` where something is wrong.
    pub fn grid(varied: &[Vary], problems: &mut Problems) -> Option<Self> {
        let mut points = vec![Vec::new()];
        for vary in varied {
            let Values::List(values) = &vary.values else {
                let help = "write low..high step 5, or low..high/9 for nine values; or add --design latin-hypercube --points 50".to_owned();
                problems.error(vary.place, format!("the range at {} does not say how many values", vary.path), "a grid needs single values", help);
                continue;
            };
            if points.len() * values.len() > MOST_POINTS {
                let help = "leave values out, or draw points: --design latin-hypercube --points 100".to_owned();
                problems.error(vary.place, format!("the grid has more than {MOST_POINTS} points"), "with these values", help);
                continue;
            }
            points =
                points.iter().flat_map(|point| values.iter().map(move |value| [point.as_slice(), std::slice::from_ref(value)].concat())).collect();
        }
        distinct(varied.iter().map(|vary| (vary.path.as_str(), vary.place)), problems);
        let design = Self { layout: Layout::Grid, paths: varied.iter().map(|vary| vary.path.clone()).collect(), points };
        (!problems.any_error()).then_some(design)
    }

    /// So many points, drawn under a seed: numbers in each part of their range, listed values as often as each other.
    pub fn latin_hypercube(varied: &[Vary], points: usize, seed: u64, problems: &mut Problems) -> Option<Self> {
        distinct(varied.iter().map(|vary| (vary.path.as_str(), vary.place)), problems);
        let columns: Vec<Vec<String>> = varied.iter().map(|vary| column(vary, points, seed)).collect();
        let points = (0..points).map(|point| columns.iter().map(|column| column[point].clone()).collect()).collect();
        let design = Self { layout: Layout::LatinHypercube, paths: varied.iter().map(|vary| vary.path.clone()).collect(), points };
        (!problems.any_error()).then_some(design)
    }

    /// The rows of a CSV table, file number `file`, whose heading names paths.
    pub fn table(text: &str, file: usize, problems: &mut Problems) -> Option<Self> {
        let table = CsvTable::read(text, file, problems)?; // its heading names paths, and each row is a point
        distinct(table.headings.iter().map(|heading| (heading.text.as_str(), heading.place)), problems);
        for heading in table.headings.iter().filter(|heading| heading.text.is_empty()) {
            problems.error(heading.place, "a column without a path", "expected a path such as nodes.mine.capacity", None);
        }
        for cell in table.rows.iter().flatten().filter(|cell| cell.text.is_empty()) {
            problems.error(cell.place, "a value is missing", "every point needs a value at every path", None);
        }
        if table.rows.len() > MOST_POINTS {
            let place = table.headings.first().map_or_else(Place::default, |heading| heading.place);
            problems.error(place, format!("the table has {} points", table.rows.len()), format!("expected at most {MOST_POINTS}"), None);
        }
        let points = table.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect();
        let paths = table.headings.iter().map(|heading| heading.text.clone()).collect();
        (!problems.any_error()).then_some(Self { layout: Layout::Table, paths, points })
    }

    /// What a point sets, each a `path=value`.
    #[must_use]
    pub fn sets(&self, point: usize) -> Vec<String> {
        self.paths.iter().zip(&self.points[point]).map(|(path, value)| format!("{path}={value}")).collect()
    }

    /// What stands at a path, each once, in the order in which points first have it.
    #[must_use]
    pub fn levels(&self, path: usize) -> Vec<&str> {
        let mut levels: Vec<&str> = Vec::new();
        for point in &self.points {
            if !levels.contains(&point[path].as_str()) {
                levels.push(&point[path]);
            }
        }
        levels
    }

    /// What stands at a path, by point, where all of it is numbers.
    #[must_use]
    pub fn numbers(&self, path: usize) -> Option<Vec<f64>> {
        self.points.iter().map(|point| number(&point[path])).collect()
    }
}

/// One path's values, in the order of the points.
fn column(vary: &Vary, points: usize, seed: u64) -> Vec<String> {
    let key = Key::of(seed, &format!("sweep.{}", vary.path));
    // Parts in the order of a random word each.
    let mut parts: Vec<usize> = (0..points).collect();
    parts.sort_by_key(|&part| (key.word(part as u64), part));
    let value = |part: usize| match &vary.values {
        Values::List(values) => values[part * values.len() / points].clone(),
        Values::Between([low, high]) => {
            let within = (part as f64 + unit(key.word((points + part) as u64))) / points as f64;
            let step = 10_f64.powf(((high - low) / points as f64 / STEPS).log10().floor());
            written(((high - low).mul_add(within, *low) / step).round() * step, 12)
        }
    };
    parts.into_iter().map(value).collect()
}

/// No path twice, and none that all points share.
fn distinct<'a>(paths: impl Iterator<Item = (&'a str, Place)>, problems: &mut Problems) {
    let mut seen: Vec<&str> = Vec::new();
    for (path, place) in paths {
        if SHARED.contains(&path) {
            let help = ["trials", "seed"].contains(&path).then(|| format!("write --{path} N"));
            problems.error(
                place,
                format!("`{path}` is the same at all points"),
                "points differ in the scenario alone, on common random numbers",
                help,
            );
        }
        if seen.contains(&path) && !path.is_empty() {
            problems.error(place, format!("{path} is varied twice"), "expected each path once", None);
        }
        seen.push(path);
    }
}
