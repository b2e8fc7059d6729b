//! The stages on the longest paths to the goals.

use super::grid::Grid;
use super::heading;
use crate::report::words;
use crate::study::{Findings, PathFindings, StagePath};

/// Stages listed.
const LISTED: usize = 15;
/// Stages on the path in a smaller share of trials are not listed.
const LEAST: f64 = 0.01;

/// One table: each stage once, the most critical first, with the goal on whose path it is most often.
pub(super) fn write(page: &mut String, findings: &Findings) {
    let mut stages: Vec<_> = findings.stages.iter().filter(|stage| stage.critical.share >= LEAST).collect();
    stages.sort_by(|a, b| b.critical.share.total_cmp(&a.critical.share));
    let mut table = Grid::new(["stage", "critical, %", "most for goal", "on path, %", "months"].map(str::to_owned).to_vec(), 1);
    for stage in stages.into_iter().take(LISTED) {
        let Some((path, on)) = most(findings, &stage.name) else { continue };
        let months = on.months.as_ref().map_or_else(|| "–".to_owned(), words::estimate);
        let shares = [&stage.critical, &on.arrived].map(words::percent_with_error);
        let [critical, arrived] = shares;
        table.row(vec![stage.name.clone(), critical, path.goal.clone(), arrived, months]);
    }
    if table.is_empty() {
        return;
    }
    let unit = format!("share of {} trials on the longest path to a goal's arrival; mean months there", words::count(findings.trials));
    heading(page, "critical path of each goal", &unit);
    table.write(page);
}

/// The goal on whose path to arrival a stage is most often.
fn most<'a>(findings: &'a Findings, stage: &str) -> Option<(&'a PathFindings, &'a StagePath)> {
    let on = findings.paths.iter().filter_map(|path| Some((path, path.stages.iter().find(|on| on.stage == stage)?)));
    on.max_by(|a, b| a.1.arrived.share.total_cmp(&b.1.arrived.share))
}
