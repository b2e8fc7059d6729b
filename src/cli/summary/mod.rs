//! Summary of a scenario in plain words (`adit check`): what the minerals, the regimes and the goals of the file amount to, and warnings of mistakes
//! that a run does not show.

mod chain;
mod goals;
mod minerals;
mod policy;

use crate::driver::Failure;
use crate::driver::prepare::Prepared;
use crate::engine::{RunOptions, TrialTrace, replay};
use crate::plan::Plan;
use crate::report::words;
use crate::scenario::Scenario;
use crate::units::Problems;

/// Columns of a page.
const WIDTH: usize = 100;
/// Trials that are simulated to find parts of goals that never hold.
const TRIALS: u64 = 256;

/// What the parts of the summary look at.
struct Subject<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    /// The one trial in which all goes to plan.
    planned: TrialTrace,
    pool: rayon::ThreadPool,
}

/// A part of the summary: its lines, and warnings.
struct Part {
    heading: &'static str,
    lines: Vec<String>,
}

/// The summary as text, and the warnings.
///
/// # Errors
/// Where the threads cannot be started.
pub fn summary(prepared: &Prepared) -> Result<(String, Problems), Failure> {
    let Prepared { scenario, plan, .. } = prepared;
    let options = RunOptions { trials: TRIALS, seed: scenario.seed, threads: None };
    let pool = options.pool().map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
    let planned = replay(&plan.as_planned(&|_| true), scenario.seed, 0);
    let subject = Subject { scenario, plan, planned, pool };
    let mut problems = Problems::default();
    let parts = [minerals::part(&subject, &mut problems), policy::part(&subject, &mut problems), goals::part(&subject, &mut problems)];
    chain::losses(&subject, &mut problems);
    Ok((parts.iter().map(Part::text).collect(), problems))
}

impl Part {
    fn text(&self) -> String {
        if self.lines.is_empty() {
            return String::new();
        }
        let mut page = format!("\n{}\n", words::wrap(self.heading, WIDTH).join("\n"));
        for line in &self.lines {
            for (i, piece) in words::wrap(line, WIDTH - 4).iter().enumerate() {
                page.push_str(if i == 0 { "  - " } else { "    " });
                page.push_str(piece);
                page.push('\n');
            }
        }
        page
    }
}

/// A share in per cent to three digits.
fn percent(share: f64) -> String {
    format!("{}%", words::three_digits(100.0 * share))
}

/// Months to a tenth: `2.1 months`.
fn months(number: f64) -> String {
    format!("{} months", words::rounded(number, 0.5))
}
