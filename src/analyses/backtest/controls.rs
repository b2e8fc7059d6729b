//! Export controls of 2025 and of the first half of 2026, forecast from what was known at the end of 2024.

use serde::Serialize;
use statrs::distribution::{DiscreteCDF, NegativeBinomial};

use super::new_kinds::{NewKinds, new_kinds};
use super::spells::{Spell, SpellKind, months_since_2000, spells};
use crate::stats::{ForecastOutcome, LognormalPredictive, covered, pit};
use crate::units::Date;

/// First day that was not known.
const KNOWN_BEFORE: &str = "2025-01-01";
/// First day that the forecast does not reach: the table ends there.
const FORECAST_BEFORE: &str = "2026-07-01";
/// First control of the present wave; the rate is taken from the time after it.
const WAVE: &str = "2023-08-01";
/// Central interval whose coverage is counted.
const LEVEL: f64 = 0.8;

/// Kind of spells that is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KindOfControl {
    /// Exports near none after a control.
    Stall,
    /// Exports a part of normal.
    Restricted,
    /// A ban or an embargo, until it is lifted or suspended.
    Ban,
}

impl KindOfControl {
    /// Name in tables.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Stall => "exports near none",
            Self::Restricted => "exports a part of normal",
            Self::Ban => "bans",
        }
    }

    fn spell(self) -> SpellKind {
        match self {
            Self::Stall => SpellKind::Stall,
            Self::Restricted => SpellKind::Restricted,
            Self::Ban => SpellKind::Ban,
        }
    }
}

/// Duration of spells of one kind: the forecast, and the spells observed.
#[derive(Clone, Debug, Serialize)]
pub struct SpellForecast {
    /// Kind.
    pub kind: KindOfControl,
    /// Spells known at the date that had ended, and that still ran.
    pub known: [usize; 2],
    /// 10, 50 and 90% quantiles of the months that a spell lasts; `None` where too few had ended for a distribution.
    pub quantiles: Option<[f64; 3]>,
    /// Spells begun or still running after the date: name, months, whether ended, probability given to one no longer (an interval where it runs on).
    pub came: Vec<(String, f64, bool, [f64; 2])>,
    /// Number of these inside the central 80%, a running one by its share.
    pub held: f64,
}

/// Number of new controls.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NewControls {
    /// Days with new controls in the wave before the date, its first left out, and its months.
    pub known: (u64, f64),
    /// Months forecast.
    pub months: f64,
    /// 10, 50 and 90% quantiles.
    pub quantiles: [u64; 3],
    /// Count observed.
    pub came: u64,
    /// Probability given to fewer, and to no more.
    pub probability: [f64; 2],
}

/// Forecasts of controls and their scores.
#[derive(Clone, Debug, Serialize)]
pub struct ControlBacktest {
    /// First day that was not known.
    pub known_before: &'static str,
    /// First day beyond the forecast.
    pub forecast_before: &'static str,
    /// Number of new controls.
    pub new_controls: NewControls,
    /// Durations.
    pub spells: Vec<SpellForecast>,
    /// Licences for all destinations in force at the date, the number of them that still were at the end, and the probability given to one's lasting.
    pub licences: (usize, usize, f64),
    /// Kinds of rule that were introduced and of which no example was known.
    pub without_precedent: Vec<String>,
    /// Probability that the next package of rules is of a new kind; `None` where the table has too few.
    pub new_kinds: Option<NewKinds>,
}

/// Forecasts from a table of spells, scored on its later part. `None` where its dates cannot be read.
#[must_use]
pub fn controls(text: &str) -> Option<ControlBacktest> {
    let [known, end, wave] = [KNOWN_BEFORE, FORECAST_BEFORE, WAVE].map(|date| Date::parse(date).ok().map(months_since_2000));
    let (known, end, wave) = (known?, end?, wave?);
    let all = spells(text);
    let lengths = [KindOfControl::Stall, KindOfControl::Restricted, KindOfControl::Ban].map(|kind| lengths(kind, &all, known));
    Some(ControlBacktest {
        known_before: KNOWN_BEFORE,
        forecast_before: FORECAST_BEFORE,
        new_controls: new_controls(&all, [wave, known, end])?,
        spells: lengths.into(),
        licences: licences(&all, known, end),
        without_precedent: without_precedent(&all, known),
        new_kinds: new_kinds(&all, known),
    })
}

/// A spell as known at the date: whether it had begun, and its length so far.
fn as_known(spell: &Spell, known: f64) -> Option<ForecastOutcome> {
    let watched = known - spell.start;
    if watched <= 0.0 {
        return None;
    }
    Some(if spell.ended && spell.months <= watched {
        ForecastOutcome::Occurred(spell.months)
    } else {
        ForecastOutcome::Censored(spell.months.min(watched))
    })
}

fn lengths(kind: KindOfControl, all: &[Spell], known: f64) -> SpellForecast {
    let of_kind: Vec<&Spell> = all.iter().filter(|spell| spell.kind == Some(kind.spell())).collect();
    let past: Vec<ForecastOutcome> = of_kind.iter().filter_map(|spell| as_known(spell, known)).collect();
    let ended = past.iter().filter(|seen| matches!(seen, ForecastOutcome::Occurred(_))).count();
    let fitted = LognormalPredictive::new(&past);
    let mut came = Vec::new();
    for spell in &of_kind {
        let so_far = match as_known(spell, known) {
            Some(ForecastOutcome::Censored(months)) if spell.months > months => months,
            None => 0.0,
            Some(_) => continue,
        };
        let seen = if spell.ended { ForecastOutcome::Occurred(spell.months) } else { ForecastOutcome::Censored(spell.months) };
        let probability = fitted.as_ref().map_or([f64::NAN; 2], |fitted| {
            let before = fitted.cdf(so_far);
            pit(&|months| if months.is_infinite() { 1.0 } else { (fitted.cdf(months) - before) / (1.0 - before).max(f64::EPSILON) }, seen)
        });
        came.push((format!("{}, {}", spell.mineral, spell.regime), spell.months, spell.ended, probability));
    }
    SpellForecast {
        kind,
        known: [ended, past.len() - ended],
        quantiles: fitted.as_ref().map(|fitted| [0.1, 0.5, 0.9].map(|p| fitted.quantile(p))),
        held: came.iter().map(|(_, _, _, probability)| covered(*probability, LEVEL)).sum(),
        came,
    }
}

/// Days with new or stricter rules, in order.
fn days(all: &[Spell]) -> Vec<f64> {
    let mut days: Vec<f64> = all.iter().filter(|spell| spell.tightens).map(|spell| spell.start).collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    days
}

/// Poisson count whose rate is known from the count before, with Jeffreys' prior: a negative binomial distribution with r = n + ½.
fn new_controls(all: &[Spell], [wave, known, end]: [f64; 3]) -> Option<NewControls> {
    let days = days(all);
    let count = |from: f64, to: f64| days.iter().filter(|&&day| day > from && day < to).count() as u64;
    let (before, came) = (count(wave, known), count(known, end));
    let (window, months) = (known - wave, end - known);
    let counts = NegativeBinomial::new(before as f64 + 0.5, window / (window + months)).ok()?;
    let quantile = |p: f64| (0..1_000).find(|&n| counts.cdf(n) >= p).unwrap_or(1_000);
    Some(NewControls {
        known: (before, window),
        months,
        quantiles: [0.1, 0.5, 0.9].map(quantile),
        came,
        probability: [came.checked_sub(1).map_or(0.0, |fewer| counts.cdf(fewer)), counts.cdf(came)],
    })
}

/// None of the licences had been repealed: exponential distribution, Jeffreys' prior, so that one lasts t more months with a probability of √(x/(x + t))
/// after x.
fn licences(all: &[Spell], known: f64, end: f64) -> (usize, usize, f64) {
    let in_force: Vec<&Spell> = all.iter().filter(|spell| spell.kind == Some(SpellKind::Licence) && spell.start < known).collect();
    let lasted: f64 = in_force.iter().map(|spell| known - spell.start).sum();
    let still = in_force.iter().filter(|spell| !spell.ended || spell.start + spell.months >= end).count();
    (in_force.len(), still, (lasted / (lasted + end - known)).sqrt())
}

/// Kinds of rule that were introduced after the date and had no example before.
fn without_precedent(all: &[Spell], known: f64) -> Vec<String> {
    const RULES: [(&str, &str); 4] = [
        ("truce", "truces that suspend a rule for a year"),
        ("general_licences", "general licences for named customers"),
        ("entity_ban", "bans on named firms"),
        ("enduser_ban", "bans on end users of a third country"),
    ];
    let holds = |word: &str, early: bool| all.iter().any(|spell| spell.regime.contains(word) && (spell.start < known) == early);
    RULES.iter().filter(|(word, _)| !holds(word, true) && holds(word, false)).map(|(_, words)| (*words).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyses::backtest::shipped::REGIME_SPELLS;

    #[test]
    fn nothing_later_than_the_date_is_used() {
        let found = controls(REGIME_SPELLS).unwrap();
        let early = |line: &&str| line.split(',').nth(2).is_some_and(|start| start < KNOWN_BEFORE || start == "start");
        let blind = controls(&REGIME_SPELLS.lines().filter(early).collect::<Vec<_>>().join("\n")).unwrap();
        for (found, blind) in found.spells.iter().zip(&blind.spells) {
            assert_eq!((found.known, found.quantiles), (blind.known, blind.quantiles));
        }
        assert_eq!(found.new_controls.quantiles, blind.new_controls.quantiles);
        assert_eq!((found.new_controls.known.0, found.new_controls.came, blind.new_controls.came), (4, 7, 0));
        assert_eq!(found.spells.iter().map(|spells| spells.known[0]).collect::<Vec<_>>(), [3, 2, 3]);
        assert_eq!(found.licences.0, 4);
    }

    /// Gamma–Poisson: with r = ½ and equal windows, P(0) = √½.
    #[test]
    fn the_count_is_jeffreys() {
        let spell = |start: f64| Spell {
            mineral: "x".into(),
            regime: "dejure:licence_all".into(),
            kind: None,
            tightens: true,
            start,
            months: 1.0,
            ended: true,
        };
        let found = new_controls(&[spell(0.0)], [0.0, 12.0, 24.0]).unwrap();
        assert!((found.probability[1] - 0.5_f64.sqrt()).abs() < 1e-9, "{found:?}");
    }
}
