//! `adit`: when does new critical-mineral supply become diversification?

use std::process::ExitCode;

use adit::cli::{
    Cli, Command, backtest, check, compare, conditions, discover, doubt, fit, merge, new, report, run, sources, submit, sweep, trial, trials,
};
use adit::driver::Failure;
use clap::Parser;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Merge(options) => merge::merge(&options),
        Command::Submit(options) => submit::submit(&options),
        Command::Report(options) => report::report(&options),
        Command::Compare(options) => compare::compare(&options),
        Command::Check(options) => check::check(&options),
        Command::Backtest(options) => backtest::backtest(&options),
        Command::Sources(options) => sources::sources(&options),
        Command::Analysis(analysis) => analysis.run(),
        Command::Doubt(options) => doubt::doubt(&options),
        Command::Fit(options) => fit::fit(&options),
        Command::New(options) => new::new(&options),
        Command::Discover(options) => discover::discover(&options),
        Command::Conditions(options) => conditions::conditions(&options),
        Command::Sweep(options) => sweep::sweep(&options),
        Command::Trial(options) => trial::trial(&options),
        Command::Trials(options) => trials::trials(&options),
    };
    outcome.map_or_else(Failure::tell, |()| ExitCode::SUCCESS)
}
