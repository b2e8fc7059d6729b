//! Dated spells of export controls, read from the shipped table.

use super::shipped::rows;
use crate::units::Date;

/// Kind of a spell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpellKind {
    /// In fact, hardly anything leaves: the first months of a control.
    Stall,
    /// In fact, part of the normal flow leaves.
    Restricted,
    /// No licences in law, or an embargo in fact.
    Ban,
    /// In law, licences for all destinations.
    Licence,
}

/// Spell.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// Mineral that was controlled.
    pub mineral: String,
    /// Name of the rule in the table.
    pub regime: String,
    /// Its kind, where it is one of those forecast.
    pub kind: Option<SpellKind>,
    /// Whether it is a new or a stricter control of the controlling country.
    pub tightens: bool,
    /// First day, months since the beginning of the year 2000.
    pub start: f64,
    /// Months until it ended, or until it was last seen.
    pub months: f64,
    /// Whether it ended.
    pub ended: bool,
}

/// A date in months since the beginning of the year 2000.
#[must_use]
pub fn months_since_2000(date: Date) -> f64 {
    date.months_since(Date::default())
}

/// Spells of a table; a row without a first day or a length is left out.
#[must_use]
pub fn spells(text: &str) -> Vec<Spell> {
    let rows = rows(text, ["mineral", "regime", "start", "months", "right_censored"]);
    let spells = rows.into_iter().filter_map(|[mineral, regime, start, months, censored]| {
        Some(Spell {
            kind: kind(&regime),
            tightens: tightens(&mineral, &regime),
            start: months_since_2000(Date::parse(&start).ok()?),
            months: months.parse().ok()?,
            ended: censored == "0",
            mineral,
            regime,
        })
    });
    spells.collect()
}

fn kind(regime: &str) -> Option<SpellKind> {
    let (side, what) = regime.split_once(':')?;
    match side {
        "defacto" if what.contains("embargo") => Some(SpellKind::Ban),
        "defacto" if ["stall", "zero"].iter().any(|word| what.contains(word)) && !what.contains("normalised") => Some(SpellKind::Stall),
        "defacto" if ["strict", "partial", "ramp"].iter().any(|word| what.contains(word)) => Some(SpellKind::Restricted),
        "dejure" if what.contains("quota_tight") => Some(SpellKind::Restricted),
        "dejure" if what.contains("ban") && !["before_ban", "truce"].iter().any(|word| what.contains(word)) => Some(SpellKind::Ban),
        "dejure" if what.contains("licence_all") => Some(SpellKind::Licence),
        _ => None,
    }
}

fn tightens(mineral: &str, regime: &str) -> bool {
    let Some(("dejure", what)) = regime.split_once(':') else { return false };
    let of_others = ["cobalt", "nickel"].iter().any(|other| mineral.starts_with(other));
    let eases = ["whitelist", "general_licences", "duty", "whole_regime", "relaxed", "suspended"].iter().any(|word| what.contains(word));
    !of_others && !eases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyses::backtest::shipped::REGIME_SPELLS;

    #[test]
    fn the_shipped_spells_are_sorted_by_kind() {
        let all = spells(REGIME_SPELLS);
        let count = |kind| all.iter().filter(|spell| spell.kind == Some(kind)).count();
        assert_eq!(all.len(), REGIME_SPELLS.lines().count() - 1);
        assert_eq!([SpellKind::Stall, SpellKind::Restricted, SpellKind::Ban, SpellKind::Licence].map(count), [8, 10, 14, 10]);
        let gallium = all.iter().find(|spell| spell.regime == "defacto:stall_zero").unwrap();
        assert_eq!((gallium.kind, gallium.start.to_bits(), gallium.months.to_bits()), (Some(SpellKind::Stall), 283_f64.to_bits(), 2_f64.to_bits()));
        assert!(!all.iter().any(|spell| spell.tightens && spell.regime.contains("truce")));
    }
}
