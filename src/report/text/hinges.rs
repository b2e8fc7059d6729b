//! The inputs on which the answer hinges.

use super::grid::Grid;
use super::heading;
use crate::report::words;
use crate::study::{Findings, Hinge};

/// Inputs listed.
const LISTED: usize = 15;

/// One table: each input once, strongest first, with the goal that it moves most and the number of others.
pub(super) fn write(page: &mut String, findings: &Findings) {
    let mut strongest: Vec<(&Hinge, usize)> = Vec::new();
    for hinge in &findings.hinges {
        match strongest.iter_mut().find(|(known, _)| known.input == hinge.input) {
            Some((known, others)) => {
                *others += 1;
                if hinge.rank_correlation.abs() > known.rank_correlation.abs() {
                    *known = hinge;
                }
            }
            None => strongest.push((hinge, 0)),
        }
    }
    strongest.sort_by(|(a, _), (b, _)| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
    let Some((first, _)) = strongest.first() else { return };
    let unit = format!("rank correlation with the month of arrival, {} trials; + is later", words::count(first.trials));
    heading(page, "what the answer hinges on", &unit);
    let mut table = Grid::new(["input", "goal", "correlation", "goals"].map(str::to_owned).to_vec(), 2);
    for (hinge, others) in strongest.into_iter().take(LISTED) {
        let correlation = words::rounded(hinge.rank_correlation, hinge.standard_error.max(0.005));
        let sign = if hinge.rank_correlation > 0.0 { "+" } else { "" };
        let error = words::rounded(hinge.standard_error, hinge.standard_error);
        table.row(vec![hinge.input.clone(), hinge.goal.clone(), format!("{sign}{correlation} ±{error}"), (others + 1).to_string()]);
    }
    table.write(page);
}
