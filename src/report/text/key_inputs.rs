//! Key inputs: those most correlated with the month of arrival.

use super::grid::Grid;
use super::heading;
use crate::report::words;
use crate::study::{Findings, KeyInput};

/// Inputs listed.
const LISTED: usize = 15;

/// One table: each input once, strongest first, with the goal that it moves most and the number of others.
pub(super) fn write(page: &mut String, findings: &Findings) {
    let mut strongest: Vec<(&KeyInput, usize)> = Vec::new();
    for input in &findings.key_inputs {
        match strongest.iter_mut().find(|(known, _)| known.input == input.input) {
            Some((known, others)) => {
                *others += 1;
                if input.rank_correlation.abs() > known.rank_correlation.abs() {
                    *known = input;
                }
            }
            None => strongest.push((input, 0)),
        }
    }
    strongest.sort_by(|(a, _), (b, _)| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
    let Some((first, _)) = strongest.first() else { return };
    let unit = format!("rank correlation with the month of arrival, {} trials; + is later", words::count(first.trials));
    heading(page, "key inputs", &unit);
    let mut table = Grid::new(["input", "goal", "correlation", "goals"].map(str::to_owned).to_vec(), 2);
    for (input, others) in strongest.into_iter().take(LISTED) {
        let correlation = words::rounded(input.rank_correlation, input.standard_error.max(0.005));
        let sign = if input.rank_correlation > 0.0 { "+" } else { "" };
        let error = words::rounded(input.standard_error, input.standard_error);
        table.row(vec![input.input.clone(), input.goal.clone(), format!("{sign}{correlation} ±{error}"), (others + 1).to_string()]);
    }
    table.write(page);
}
