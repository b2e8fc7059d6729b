//! A sweep over the values of an input, one thread for each: `cargo run --release --example parallel_sweep`.
//!
//! All points have the same seed, so that the same trial draws the same numbers in each of them (common random numbers).

use std::error::Error;

use adit::{RunOptions, compile, load, run};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let loaded = load("scenarios/one-refinery.toml".as_ref(), &[]);
    let options = RunOptions { trials: 2_000, seed: 1, threads: Some(1) };
    let points: Result<Vec<(u32, f64)>, String> = [1_000_u32, 2_000, 3_000, 4_000, 6_000]
        .into_par_iter()
        .map(|capacity| {
            let changed = loaded.with("point", &[format!("nodes.mine.capacity={capacity}")]);
            let scenario = changed.scenario.filter(|_| !changed.problems.any_error()).ok_or("the change does not fit the scenario")?;
            let plan = compile(&scenario).0.ok_or("the changed scenario has errors")?;
            let findings = run(&plan, &options, &|_| ()).map_err(|error| error.to_string())?;
            Ok((capacity, 1.0 - findings.goals[0].never.number()))
        })
        .collect();
    for (capacity, probability) in points? {
        println!("{capacity} t/yr: arrives in {:.1}% of {} trials", 100.0 * probability, options.trials);
    }
    Ok(())
}
