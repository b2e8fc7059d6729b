//! `adit`: when does new critical-mineral supply become diversification?

use std::process::ExitCode;

use adit::cli::{Cli, Command, Failure, backtest, causes, check, compare, doubt, fit, levers, new, report, run, sources, trial};
use clap::Parser;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Report(options) => report::report(&options),
        Command::Compare(options) => compare::compare(&options),
        Command::Levers(options) => levers::levers(&options),
        Command::Causes(options) => causes::causes(&options),
        Command::Check(options) => check::check(&options),
        Command::Backtest(options) => backtest::backtest(&options),
        Command::Sources(options) => sources::sources(&options),
        Command::Doubt(options) => doubt::doubt(&options),
        Command::Fit(options) => fit::fit(&options),
        Command::New(options) => new::new(&options),
        Command::Trial(options) => trial::trial(&options),
    };
    outcome.map_or_else(Failure::tell, |()| ExitCode::SUCCESS)
}
