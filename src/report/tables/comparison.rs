//! `comparison.csv`: for each goal and scenario, when it arrives, how likely, and by how much it differs from the first scenario.

use std::io::{self, Write};

use crate::report::csv::plain_cell;
use crate::report::words;
use crate::study::{Comparison, Estimate, Findings, GoalFindings, PairedDifference, Share};
use crate::units::Quantity;

/// Columns in front: of each goal in each scenario.
const FOUND: [&str; 18] = [
    "goal",
    "scenario",
    "p10",
    "p10_low",
    "p10_high",
    "p50",
    "p50_low",
    "p50_high",
    "p90",
    "p90_low",
    "p90_high",
    "arrives",
    "arrives_low",
    "arrives_high",
    "lost",
    "lost_low",
    "lost_high",
    "trials",
];
/// Columns behind: against the first scenario, blank in its own rows.
const DIFFERS: [&str; 18] = [
    "months",
    "months_low",
    "months_high",
    "months_if_both",
    "months_if_both_low",
    "months_if_both_high",
    "both",
    "both_low",
    "both_high",
    "earlier",
    "earlier_low",
    "earlier_high",
    "later",
    "later_low",
    "later_high",
    "probability",
    "chance_low",
    "chance_high",
];

/// Writes one row for each goal and scenario: calendar months, chances between 0 and 1, differences in months, with their 95% intervals.
///
/// # Errors
/// Where writing fails.
pub fn comparison_csv(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(FOUND.iter().chain(&DIFFERS))?;
    for goal in &comparison.goals {
        for (i, (name, findings)) in comparison.names.iter().zip(&comparison.findings).enumerate() {
            let Some(found) = findings.goals.iter().find(|found| found.name == goal.name) else { continue };
            let difference = i.checked_sub(1).and_then(|i| goal.differences.get(i));
            rows.write_record(
                [&goal.name, name]
                    .map(|name| plain_cell(name).into_owned())
                    .into_iter()
                    .chain(found_cells(findings, found))
                    .chain(difference_cells(difference)),
            )?;
        }
    }
    rows.flush()
}

fn found_cells(findings: &Findings, goal: &GoalFindings) -> Vec<String> {
    let numbers = |of: &Quantity| {
        let [value, _, low, high] = words::csv_numbers(of);
        [value, low, high]
    };
    let arrives = goal.arrived_by.last().map_or_else(Default::default, numbers);
    let mut cells = [numbers(&goal.p10), numbers(&goal.p50), numbers(&goal.p90), arrives, numbers(&goal.lost)].concat();
    cells.push(findings.trials.to_string());
    cells
}

fn difference_cells(difference: Option<&PairedDifference>) -> Vec<String> {
    let Some(difference) = difference else { return vec![String::new(); DIFFERS.len()] };
    let if_both = difference.months_if_both.as_ref().map_or_else(Default::default, mean);
    let shares = [&difference.both, &difference.earlier, &difference.later].map(share);
    [[mean(&difference.months), if_both].concat(), shares.concat(), mean(&difference.chance).to_vec()].concat()
}

fn share(share: &Share) -> [String; 3] {
    [share.share, share.low, share.high].map(|figure| figure.to_string())
}

fn mean(estimate: &Estimate) -> [String; 3] {
    let [low, high] = words::interval(estimate);
    [estimate.mean, low, high].map(|figure| figure.to_string())
}
