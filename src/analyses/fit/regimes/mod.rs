//! Regimes from dated spells (`adit fit regimes`).

mod compute;
mod report;

pub use compute::{JumpRow, RegimesFit, Spell, StateFit, compute, fit_regimes, read_prior, read_spells};
pub use report::{chapter, toml};
