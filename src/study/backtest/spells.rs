//! Dated spells of export controls, read from the shipped table.

use crate::units::{Date, MonthGrid};

/// What kind of spell it is.
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

/// A spell.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// What was controlled.
    pub mineral: String,
    /// What the table calls it.
    pub regime: String,
    /// Its kind, where it is one of those forecast.
    pub kind: Option<SpellKind>,
    /// Whether it is a new or a stricter control of China's.
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
    MonthGrid::new(Date::default(), Date::default()).map_or(0.0, |grid| grid.offset(date))
}

/// The spells of a table; a row without a first day or a length is left out.
#[must_use]
pub fn spells(text: &str) -> Vec<Spell> {
    let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let columns: Vec<String> = rows.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let column = |name: &str| columns.iter().position(|column| column == name);
    let at = ["mineral", "regime", "start", "months", "right_censored"].map(column);
    let spells = rows.records().filter_map(Result::ok).filter_map(|row| {
        let [mineral, regime, start, months, censored] = at.map(|at| at.and_then(|at| row.get(at)).unwrap_or_default());
        Some(Spell {
            kind: kind(regime),
            tightens: tightens(mineral, regime),
            mineral: mineral.to_owned(),
            regime: regime.to_owned(),
            start: months_since_2000(Date::parse(start).ok()?),
            months: months.parse().ok()?,
            ended: censored == "0",
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
    use crate::study::backtest::REGIME_SPELLS;

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
