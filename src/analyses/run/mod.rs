//! Run of a scenario: when each goal arrives, with what probability, how much moves on each market, and what bridges the wait (`adit run`).

mod again;
mod args;
mod charts;
#[cfg(feature = "parquet")]
mod columnar;
mod command;
mod compute;
mod csv;
pub(crate) mod families;
mod figure;
mod files;
mod findings;
pub(crate) mod headline_goals;
mod record;
mod report;
mod resume;
mod selection;
mod series;
mod summary;
mod trials_csv;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use again::{ReportArgs, make_again};
pub use args::RunArgs;
pub use charts::{KINDS, all, chosen, flow, moves_in, one};
pub use command::{merge, run as run_command};
pub use compute::{Stopping, checkpoints, count, findings, found, input_ranges, reading_ranges, run};
pub use csv::{arrivals_csv, bands_csv, given_csv, goal_parts_csv};
pub use figure::{FigureArgs, figure};
pub use files::{write_numbers, write_report};
pub use findings::{
    Band, Ceiling, DesignFindings, Findings, Flows, GivenFindings, GivenGoal, GivenProbability, GoalFindings, GoalRanges, HazardFindings,
    InputRanges, KeyInput, MineralFindings, OriginFindings, PartFindings, PassageFlow, PathFindings, Precision, ReadingFindings, ReadingRanges,
    RegimeFindings, RouteFlow, SeriesFindings, StageFindings, StagePath, StateFindings, TrialLine, Yearly,
};
pub use record::{FORMAT, Record};
pub(crate) use report::when;
pub use report::{about, headline, points, report_html, text};
pub use selection::Selection;
pub use series::{SERIES, SeriesKind};
pub use summary::{SUMMARY_FORMAT, goal as goal_summary, summary};
pub use trials_csv::TrialsTable;
