//! A goal that the scenario language does not have, read from single trials: `cargo run --release --example goal_from_trials`.
//!
//! The goal: the first month by which routes have brought so many tonnes since the start, whatever the demand.

use std::error::Error;

use adit::engine::{Series, Wanted, monthly_rows};
use adit::{RunOptions, compile, load};

/// Tonnes since the start.
const TONNES: f64 = 5_000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let loaded = load("scenarios/one-refinery.toml".as_ref(), &[]);
    let plan = compile(&loaded.scenario.ok_or("the scenario has errors")?).0.ok_or("the scenario has errors")?;
    let options = RunOptions { trials: 4_000, seed: 1, threads: None };
    let wanted = Wanted { series: vec![(0, Series::Arrivals)], spans: Vec::new() };
    let rows = monthly_rows(&plan, options.seed, 0..options.trials, &options.pool()?, &wanted, &|_| ());
    let mut months: Vec<Option<usize>> = Vec::new();
    for row in &rows {
        let mut sum = 0.0; // t; the series is in tonnes a month
        months.push(row.series[0].iter().position(|tonnes| {
            sum += tonnes;
            sum >= TONNES
        }));
    }
    months.sort_by_key(|month| month.unwrap_or(usize::MAX));
    for (name, share) in [("P10", 0.1), ("P50", 0.5), ("P90", 0.9)] {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = (share * months.len() as f64) as usize;
        println!("{name} {}", months[at].map_or_else(|| "never".to_owned(), |month| plan.grid.label(month)));
    }
    let never = months.iter().filter(|month| month.is_none()).count();
    println!("never in {never} of {} trials", months.len());
    Ok(())
}
