//! Options of `adit run`.

use clap::Args;
use serde::{Deserialize, Serialize};

use super::Selection;
use super::resume::ResumeArgs;
use crate::driver::part::PartArgs;
use crate::driver::sampling::SamplingArgs;
use crate::driver::{CommonArgs, Failure, Request};

/// Options of `adit run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Options of every command on one scenario.
    #[command(flatten)]
    pub common: CommonArgs,
    /// Design of the sample.
    #[command(flatten)]
    pub sampling: SamplingArgs,
    /// Files and figures.
    #[command(flatten)]
    pub pages: Pages,
    /// Stop as soon as the 95% interval of an estimate of a goal has this half width (months, share of trials, t); quantities are p50, never, by-2035, holds-2035, bridge-80 …; --trials is the maximum
    #[arg(long, num_args = 3, value_names = ["GOAL", "QUANTITY", "HALF_WIDTH"])]
    pub precision: Option<Vec<String>>,
    /// Give the probabilities of all goals among the trials in which a condition holds too, such as `stages.mine.permits.end < 2028`; may be repeated, adds to `[[report.given]]` of the scenario
    #[arg(long, value_name = "CONDITION")]
    pub given: Vec<String>,
    /// Part of the work.
    #[command(flatten)]
    pub part: PartArgs,
    /// Resuming of an interrupted run.
    #[command(flatten)]
    pub resume: ResumeArgs,
}

/// Options that the results depend on beside the scenario, the trials and the seed.
#[derive(Clone, Debug, Args, Serialize, Deserialize)]
#[cfg_attr(feature = "parquet", expect(clippy::struct_excessive_bools, reason = "options of yes or no"))]
pub struct Pages {
    /// Write trials.csv too: one row for each trial with the inputs drawn, the events and the month of every goal
    #[arg(long)]
    pub trials_csv: bool,
    /// Write run.xlsx too: a workbook with the answer, probabilities by year, bands with charts, assumptions and sources
    #[cfg(feature = "xlsx")]
    #[arg(long)]
    #[serde(default)]
    pub xlsx: bool,
    /// Write trials.parquet, arrivals.parquet and bands.parquet too: the tables of the CSV files with typed columns, units and provenance
    #[cfg(feature = "parquet")]
    #[arg(long)]
    #[serde(default)]
    pub parquet: bool,
    /// Write trials.arrow, arrivals.arrow and bands.arrow too: the same tables as Arrow IPC files (Feather version 2)
    #[cfg(feature = "parquet")]
    #[arg(long)]
    #[serde(default)]
    pub arrow: bool,
    /// Draw these figures, by kind or by name, in figures/ and in the report: all, answer, ladder, arrival, fan, mix, flow, bridge, regime, timeline [default: those of the table report of the scenario, else about twelve]
    #[arg(long, value_name = "FIGURES", value_delimiter = ',')]
    pub figures: Vec<String>,
    /// Draw the flows of this year [default: for each figure the year with the largest arrivals]
    #[arg(long, value_name = "YEAR")]
    pub flow_year: Option<i32>,
    /// Omit the ranges of the probabilities over the uncertain inputs (at most 4% of the trials in addition; from 12 800 trials on)
    #[arg(long)]
    #[serde(default)]
    pub no_input_interval: bool,
}

impl RunArgs {
    /// Options of the scenario with those of the sample and of the precision as settings.
    pub(super) fn common(&self) -> CommonArgs {
        let mut common = self.common.clone();
        if let Some([goal, quantity, half_width]) = self.precision.as_deref() {
            common.scenario.overrides.push(format!("precision={{ goal = {goal:?}, quantity = {quantity:?}, half_width = {half_width} }}"));
        }
        let given = self.given.iter().map(|condition| format!("report.given.+={{ where = {} }}", toml::Value::String(condition.clone())));
        common.scenario.overrides.extend(given);
        common.scenario.overrides.extend(self.sampling.overrides());
        common
    }
}

impl Pages {
    /// Whether Parquet or Arrow files are asked for.
    #[cfg(feature = "parquet")]
    pub(super) fn has_other_forms(&self) -> bool {
        self.parquet || self.arrow
    }

    /// The same in a build without them.
    #[cfg(not(feature = "parquet"))]
    #[expect(clippy::unused_self, reason = "as in a build with them")]
    pub(super) fn has_other_forms(&self) -> bool {
        false
    }

    /// Whether the table of trials is written, at least until other forms are made from it.
    pub(super) fn has_trials(&self) -> bool {
        self.trials_csv || self.has_other_forms()
    }

    /// Figures to draw of a compiled scenario.
    pub(super) fn selection(&self, request: &Request) -> Result<Selection, Failure> {
        Selection::new(&self.figures, &[]).and_then(|selection| selection.in_year(self.flow_year, request.plan.grid)).map_err(Failure::Input)
    }
}
