//! Scores of registers: Brier score and logarithmic score of the forecasts that are due and have an outcome, against the base rates.

use serde::Serialize;

use super::file::Observed;
use super::read::Outcomes;
use crate::units::{Date, Quantity, Unit};

/// Where a forecast stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Its date has passed, and its outcome is known.
    Scored,
    /// Its date has passed, and no outcome was entered.
    Missing,
    /// Its date has not come; an outcome that is known early is not scored before, since early outcomes are selected.
    Open,
}

/// A forecast with its outcome and scores.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Register.
    pub register: String,
    /// Key.
    pub key: String,
    /// Statement.
    pub statement: String,
    /// Date from which it can be judged.
    pub due: String,
    /// Where it stands.
    pub standing: Standing,
    /// Registered probability, with the interval of its sampling error.
    pub probability: Quantity,
    /// Base rate.
    pub base_rate: f64,
    /// Whether it was so.
    pub so: Option<bool>,
    /// Observation as entered.
    pub observed: Option<Observed>,
    /// Source of the observation.
    pub source: Option<String>,
    /// Brier scores of the forecast and of the base rate.
    pub brier: Option<[f64; 2]>,
    /// Logarithmic scores of the forecast and of the base rate, nats.
    pub log: Option<[f64; 2]>,
}

/// Means over the scored forecasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Totals {
    /// Scored forecasts.
    pub scored: usize,
    /// Brier score of the forecasts and of the base rates.
    pub brier: [Quantity; 2],
    /// Difference, below 0 where the forecasts are better.
    pub brier_difference: Quantity,
    /// Logarithmic score of the forecasts and of the base rates, nats.
    pub log: [Quantity; 2],
    /// Difference, below 0 where the forecasts are better.
    pub log_difference: Quantity,
}

/// Registers as they stand on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegisterFindings {
    /// The day.
    pub as_of: String,
    /// Forecasts, in the order of the files.
    pub entries: Vec<Entry>,
    /// Means; `None` where nothing is scored.
    pub totals: Option<Totals>,
}

/// Scores registers on a day.
#[must_use]
pub fn score(registers: &[Outcomes], as_of: Date, day: &str) -> RegisterFindings {
    let entries: Vec<Entry> =
        registers.iter().flat_map(|register| (0..register.register.forecasts.len()).map(|i| entry(register, i, as_of))).collect();
    let totals = totals(&entries);
    RegisterFindings { as_of: day.to_owned(), entries, totals }
}

fn entry(of: &Outcomes, i: usize, as_of: Date) -> Entry {
    let forecast = &of.register.forecasts[i];
    let outcome = of.observed[i].as_ref();
    let standing = match outcome {
        _ if of.due[i] > as_of => Standing::Open,
        Some(_) => Standing::Scored,
        None => Standing::Missing,
    };
    let so = outcome.map(|(so, ..)| *so);
    let scored = so.filter(|_| standing == Standing::Scored);
    let both = [forecast.probability, forecast.base_rate];
    Entry {
        register: of.name.clone(),
        key: forecast.key.clone(),
        statement: forecast.statement.clone(),
        due: forecast.due.clone(),
        standing,
        probability: Quantity::of_interval(forecast.probability, forecast.interval, Unit::PROBABILITY, of.register.trials),
        base_rate: forecast.base_rate,
        so,
        observed: outcome.map(|(_, observed, _)| *observed),
        source: outcome.map(|(.., source)| source.clone()),
        brier: scored.map(|so| both.map(|share| brier(share, so))),
        log: scored.map(|so| both.map(|share| logarithmic(share, so, of.register.trials))),
    }
}

/// Squared distance of a probability from what happened, 0 is best (Brier 1950).
fn brier(share: f64, so: bool) -> f64 {
    (share - f64::from(u8::from(so))).powi(2)
}

/// Negative logarithm of the probability of what happened, 0 is best (Good 1952). A share of 0 or 1 in n trials counts as half a trial away from it.
fn logarithmic(share: f64, so: bool, trials: u64) -> f64 {
    let least = 0.5 / trials.max(1) as f64;
    let share = share.clamp(least, 1.0 - least);
    -(if so { share } else { 1.0 - share }).ln()
}

fn totals(entries: &[Entry]) -> Option<Totals> {
    let briers: Vec<[f64; 2]> = entries.iter().filter_map(|entry| entry.brier).collect();
    let logs: Vec<[f64; 2]> = entries.iter().filter_map(|entry| entry.log).collect();
    if briers.is_empty() {
        return None;
    }
    let column = |scores: &[[f64; 2]], of: fn(&[f64; 2]) -> f64| mean(&scores.iter().map(of).collect::<Vec<_>>());
    // The scores are known numbers; what is uncertain is how far their difference would hold for other statements.
    let known = |scores: &[[f64; 2]], of: fn(&[f64; 2]) -> f64| Quantity::exact(column(scores, of).number(), Unit::NONE);
    Some(Totals {
        scored: briers.len(),
        brier: [known(&briers, |both| both[0]), known(&briers, |both| both[1])],
        brier_difference: column(&briers, |both| both[0] - both[1]),
        log: [known(&logs, |both| both[0]), known(&logs, |both| both[1])],
        log_difference: column(&logs, |both| both[0] - both[1]),
    })
}

/// Mean with its standard error; of a single value it has none.
fn mean(values: &[f64]) -> Quantity {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() < 2 {
        return Quantity::exact(mean, Unit::NONE);
    }
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Quantity::mean(mean, (variance / n).sqrt(), Unit::NONE, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_the_textbook() {
        assert!((brier(0.7, true) - 0.09).abs() < 1e-12);
        assert!((brier(0.7, false) - 0.49).abs() < 1e-12);
        assert!((logarithmic(0.5, true, 100) - std::f64::consts::LN_2).abs() < 1e-12);
        // Nothing in 1,000 trials is half a trial: 1/2000.
        assert!((logarithmic(0.0, true, 1_000) - 2_000_f64.ln()).abs() < 1e-9);
    }
}
