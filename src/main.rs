//! `adit`: when does new critical-mineral supply become diversification?

use std::process::ExitCode;

use adit::analyses::{run, trial, trials};
use adit::cli::{Cli, Command, check, completions, doctor, man, merge, new, schema, submit};
use adit::driver::{Failure, start};

fn main() -> ExitCode {
    if let Err(failure) = start::prepare_process() {
        return failure.tell();
    }
    let command = match start::command_line::<Cli>() {
        Ok(Cli { command }) => command,
        Err(code) => return code,
    };
    let outcome = match command {
        Command::Run(options) => run::run_command(&options),
        Command::Merge(options) => merge::merge(&options),
        Command::Submit(options) => submit::submit(&options),
        Command::Report(options) => run::make_again(&options),
        Command::Figure(options) => run::figure(&options),
        Command::Check(options) => check::check(&options),
        Command::Analysis(analysis) => analysis.run(),
        #[cfg(feature = "explore")]
        Command::Explore(options) => adit::explore::explore(&options),
        Command::New(options) => new::new(&options),
        Command::Schema(options) => schema::schema(&options),
        Command::Completions(options) => completions::completions(&options),
        Command::Man(options) => man::man(&options),
        Command::Doctor(options) => doctor::doctor(&options),
        Command::Trial(options) => trial::trial(&options),
        Command::Trials(options) => trials::trials(&options),
    };
    outcome.map_or_else(Failure::tell, |()| ExitCode::SUCCESS)
}
