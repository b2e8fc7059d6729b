//! A scenario that is built in code: `cargo run --release --example scenario_in_code`.
//!
//! A scenario is a text, so a program writes the text with its own numbers and loads it; every problem comes back with its line.

use std::error::Error;
use std::fmt::Write;

use adit::{RunOptions, compile, load_text, run};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::from(
        "start = \"2026-01\"\nend = \"2040-12\"\n[minerals.antimony]\ndemand = 24_000\n[minerals.antimony.suppliers]\nImports = { share = 1.0 }\n",
    );
    for (name, months, tonnes) in [("first", 24, 900), ("second", 48, 1_500)] {
        write!(
            text,
            "[projects.{name}.stages.build]\nduration = {{ pert = [{months}, {}, {}] }}\n[nodes.{name}]\nopens = \"{name}.build\"\ncapacity = {tonnes}\n\
             [[routes]]\nmineral = \"antimony\"\nvia = [\"{name}\"]\norigin = \"New mines\"\n",
            months + 6,
            2 * months
        )?;
    }
    text.push_str("[goals.twentieth]\nmineral = \"antimony\"\norigin = \"New mines\"\nshare_of_demand = 0.05\n");
    let loaded = load_text("mines.toml", &text, None, &[]);
    for problem in loaded.problems.sorted() {
        eprintln!("{}: {}", problem.message, problem.label);
    }
    let (plan, problems) = compile(&loaded.scenario.ok_or("the text has errors")?);
    for problem in problems.sorted() {
        eprintln!("{}: {}", problem.message, problem.label);
    }
    let options = RunOptions { trials: 5_000, seed: 1, threads: None };
    let findings = run(&plan.ok_or("the scenario has errors")?, &options, &|_| ())?;
    let goal = &findings.goals[0];
    let month = goal.p50.month_index().map_or_else(|| "never".to_owned(), |month| findings.grid.label(month));
    println!("median {month}; never in {:.1}% of {} trials", 100.0 * goal.never.number(), goal.never.trials);
    Ok(())
}
