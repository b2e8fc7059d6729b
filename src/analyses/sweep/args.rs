//! Options of `adit sweep`.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::design::MOST_POINTS;
use crate::driver::CommonArgs;
use crate::driver::part::PartArgs;
use crate::store::InputFile;
use crate::units::{MOST_TEXT, SourceFile, read_table};

/// End of `adit sweep --help`.
const EXAMPLES: &str = "\
Values of --vary are separated by commas (a comma inside quotes or brackets belongs to its value):
  VALUE                  as of --set: a number, a date, a word, a distribution { pert = [1, 2, 3] }
  LOW..HIGH step STEP    6..30 step 6 is 6, 12, 18, 24, 30
  LOW..HIGH/COUNT        0.1..0.9/9 is nine values from 0.1 to 0.9
  LOW..HIGH              alone, with --design latin-hypercube: any value between

Examples:
  adit sweep mine.toml --vary nodes.mine.capacity=2000..6000/5
  adit sweep mine.toml --vary nodes.mine.capacity=2000,4000 --vary goals.tenth.sustain=6,12,24
  adit sweep mine.toml --design latin-hypercube --points 40 \\
      --vary nodes.mine.capacity=2000..6000 --vary nodes.road.exposure.unrest=0.1..0.6
  adit sweep mine.toml --points points.csv

Quote braces, brackets and blanks, which the shell would interpret. Each point runs as many trials
as the scenario states, at most 10,000, unless --trials is given.";

/// Options of `adit sweep`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SweepArgs {
    /// Options of every command on one scenario; the trials are those of each point.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Question.
    #[command(flatten)]
    pub question: SweepQuestion,
    /// Part of the work.
    #[command(flatten)]
    pub part: PartArgs,
}

/// Question of the analysis.
#[derive(Clone, Debug, PartialEq, Eq, Args, Serialize, Deserialize)]
pub struct SweepQuestion {
    /// Path of the scenario, as of --set, and the values to set there (repeatable, once for each path)
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// Points: all combinations, or --points of them drawn so that every range is covered evenly
    #[arg(long, value_enum, value_name = "DESIGN", default_value_t = DesignName::Grid)]
    pub design: DesignName,
    /// Number of points to draw; or a CSV file, or a sheet of a workbook (points.xlsx#Sheet), whose heading names paths and whose rows are points
    #[arg(long, value_name = "N|FILE.csv", value_parser = PointsOption::read)]
    pub points: Option<PointsOption>,
    /// Goal (repeatable) [default: the first of the scenario]
    #[arg(long = "goal", value_name = "NAME")]
    pub goals: Vec<String>,
    /// Year by the end of which the goals have arrived (repeatable) [default: the middle one of the report years, `[report] years`]
    #[arg(long, value_name = "YEAR")]
    pub by: Vec<i32>,
}

/// Layout of points that `--design` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DesignName {
    /// All combinations
    Grid,
    /// Drawn: the range of every path in as many parts as there are points, each part once
    LatinHypercube,
}

/// Value of `--points`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointsOption {
    /// Number of points.
    Count(usize),
    /// Table of points: name and text of the file.
    Table(String, String),
}

impl PointsOption {
    /// Reads a number, or the file of that name.
    fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(count) => Ok(Self::Count(count)),
            Err(_) => read_table(text.as_ref(), MOST_TEXT).map(|table| Self::Table(text.to_owned(), table)).map_err(|error| {
                format!(
                    "{text} cannot be read: {error}; --points takes a CSV file, a sheet of a workbook such as points.xlsx#Sheet1, or a number from 2 to {MOST_POINTS} with --design latin-hypercube"
                )
            }),
        }
    }
}

impl AsRef<CommonArgs> for SweepArgs {
    fn as_ref(&self) -> &CommonArgs {
        &self.common
    }
}

impl SweepQuestion {
    /// Table of points, if there is one.
    #[must_use]
    pub fn table(&self) -> Option<SourceFile> {
        match &self.points {
            Some(PointsOption::Table(name, text)) => Some(SourceFile { name: name.clone(), text: text.clone() }),
            _ => None,
        }
    }

    /// Files that the options name, for the manifest.
    pub(super) fn inputs(&self) -> Vec<InputFile> {
        self.table().iter().map(|table| InputFile::new(&table.name, &table.text)).collect()
    }

    /// Options that ask the same question, as typed on a command line.
    pub(super) fn options(&self) -> Vec<String> {
        let named = |option: &str, value: String| [option.to_owned(), value];
        let mut options: Vec<String> = self.vary.iter().flat_map(|vary| named("--vary", vary.clone())).collect();
        if self.design == DesignName::LatinHypercube {
            options.extend(named("--design", "latin-hypercube".to_owned()));
        }
        options.extend(self.points.iter().flat_map(|points| match points {
            PointsOption::Count(count) => named("--points", count.to_string()),
            PointsOption::Table(name, _) => named("--points", name.clone()),
        }));
        options.extend(self.goals.iter().flat_map(|goal| named("--goal", goal.clone())));
        options.extend(self.by.iter().flat_map(|year| named("--by", year.to_string())));
        options
    }
}
