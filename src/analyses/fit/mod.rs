//! Estimation of inputs from a table of observations (`adit fit`): distributions of durations, incident processes, regimes, elicited quantiles and
//! ramps. Each prints lines of TOML to paste, with comments that state the rows, the uncertainty, and what the data cannot determine.

mod args;
mod distribution;
pub mod durations;
pub mod incidents;
pub mod quantiles;
pub mod ramp;
pub mod regimes;
mod row_expression;
mod select;
mod tables;
mod target;
mod text;

pub use args::{DurationsArgs, FitArgs, FitCommand, IncidentsArgs, QuantilesArgs, RampArgs, RegimesArgs, TableArgs};
pub use row_expression::RowExpression;
pub use select::{Condition, ShortCondition};
pub use tables::LeftOut;
pub use target::{Target, TargetArgs, TargetKind};
pub use text::FitContext;

use crate::chance::{Key, unit};
use crate::driver::Failure;
use crate::units::{Quantity, Unit};
use tables::run;

/// Fits what the subcommand names.
///
/// # Errors
/// Where a table cannot be used, the folder cannot be written, or stdout cannot be written to.
pub fn fit(args: &FitArgs) -> Result<(), Failure> {
    match &args.what {
        FitCommand::Durations(args) => {
            let chosen = args.distribution.as_deref();
            let target = args.place.target.as_ref();
            let expected = "\"stage PROJECT.STAGE\", hazards.NAME.classes.CLASS or regimes.NAME.states.STATE";
            Target::require(target, &[TargetKind::Stage, TargetKind::Class, TargetKind::State], expected).map_err(Failure::Input)?;
            run(
                (&args.table, target),
                |tables| durations::compute(tables, args),
                |found, context| (durations::toml(found, context, chosen), durations::chapter(found, context, chosen)),
            )
        }
        FitCommand::Incidents(args) => {
            let target = args.place.target.as_ref();
            Target::require(target, &[TargetKind::Hazard], "hazards.NAME").map_err(Failure::Input)?;
            run(
                (&args.table, target),
                |tables| incidents::compute(tables, args),
                |found, context| (incidents::toml(found, context, args.process.as_deref(), args.branching), incidents::chapter(found, context)),
            )
        }
        FitCommand::Regimes(args) => {
            let chosen = args.distribution.as_deref();
            let target = args.place.target.as_ref();
            Target::require(target, &[TargetKind::Regime], "regimes.NAME").map_err(Failure::Input)?;
            run(
                (&args.table, target),
                |tables| regimes::compute(tables, args),
                |found, context| (regimes::toml(found, context, chosen), regimes::chapter(found, context)),
            )
        }
        FitCommand::Quantiles(args) => {
            run((&args.table, None), quantiles::compute, |found, context| (quantiles::toml(found, context), quantiles::chapter(found, context)))
        }
        FitCommand::Ramp(args) => run(
            (&args.table, None),
            |tables| ramp::compute(tables, args),
            |found, context| (ramp::toml(found, context), ramp::chapter(found, context)),
        ),
    }
}

/// Estimate with its 95% interval; an end that the data do not set is `None`.
fn known(value: f64, ends: [f64; 2], unit: &str) -> Quantity {
    Quantity::new(value, f64::NAN, ends, if matches!(unit, "" | "ratio") { Unit::NONE } else { Unit::named(unit.to_owned()) }, 0)
}

/// Uniform numbers strictly between 0 and 1 for simulated data, the same for the same seed.
fn uniforms(seed: u64, path: &str) -> impl FnMut() -> f64 {
    let key = Key::of(seed, path);
    let mut index = 0;
    move || {
        let number = unit(key.word(index));
        index += 1;
        number.clamp(1e-15, 1.0 - 1e-15)
    }
}
