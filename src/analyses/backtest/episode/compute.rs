//! Runs an episode and compares it with what was observed.

use super::findings::{EpisodeFindings, GrowthFindings, ObservedFindings, QuestionFindings, YearFindings};
use super::load::{Asked, Loaded, MOST_TRIALS, observed_in};
use crate::analyses::estimates::proportion;
use crate::driver::Failure;
use crate::engine::{RunOptions, monthly_rows};
use crate::stats::{quantile_rank, quantile_ranks};
use crate::units::{Quantity, Unit};

/// Trials that are run at a time.
const BLOCK: u64 = 8_192;

/// Runs the episode with these options.
///
/// # Errors
/// Where the trials are too many, or the threads cannot be started.
pub fn compute(loaded: &Loaded, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<EpisodeFindings, Failure> {
    let episode = &loaded.episode;
    if options.trials > MOST_TRIALS {
        return Err(Failure::Input(format!("an episode has at most {MOST_TRIALS} trials; --trials sets the number")));
    }
    let ran = Ran::of(&loaded.asked, options, progress)?;
    let without = loaded.without.as_ref().map(|asked| Ran::of(asked, options, progress)).transpose()?;
    let mut kept = ran.kept.into_iter();
    let mut kept_without = without.as_ref().map(|ran| ran.kept.iter());
    let observed = episode.observed.iter().map(|observed| ObservedFindings {
        title: observed.title.clone(),
        tolerance: observed.tolerance.0,
        source: observed.source.clone(),
        years: (observed.years.get_ref()[0]..=observed.years.get_ref()[1])
            .zip(kept.by_ref())
            .map(|(year, (unit, values))| {
                let value = observed_in(observed.values.get_ref(), year);
                let other = kept_without.as_mut().and_then(Iterator::next);
                let mut found = of_year(year, &values, &unit, value);
                found.crps_without = other.and_then(|(_, values)| Some(crps(values, value?)));
                found
            })
            .collect(),
    });
    let observed = observed.collect();
    let growth = episode.growth.iter().filter_map(|growth| {
        let ((unit, early), (_, late)) = (kept.next()?, kept.next()?);
        let [first, last] = *growth.years.get_ref();
        let mut rises: Vec<f64> = early.iter().zip(&late).map(|(early, late)| (late - early) / f64::from(last - first)).collect();
        rises.sort_by(f64::total_cmp);
        let quantiles = [0.05, 0.5, 0.95].map(|p| quantile(&rises, p, &unit));
        Some(GrowthFindings { title: growth.title.clone(), years: [first, last], quantiles, observed: growth.value.0 })
    });
    let growth = growth.collect();
    let questions = episode.questions.iter().enumerate().map(|(place, question)| {
        let of = |ran: &[u64]| proportion(ran[place], options.trials, Unit::PROBABILITY);
        let probability = of(&ran.hits);
        let share = probability.number();
        QuestionFindings {
            title: question.title.clone(),
            observed: question.observed,
            at_least: question.at_least.as_ref().map(|least| least.get_ref().0),
            passed: question.at_least.as_ref().map(|least| share >= least.get_ref().0),
            brier: (share - f64::from(u8::from(question.observed))).powi(2),
            source: question.source.clone(),
            probability,
            probability_without: without.as_ref().map(|ran| of(&ran.hits)),
        }
    });
    Ok(EpisodeFindings {
        name: loaded.name.clone(),
        title: episode.title.clone(),
        scenario: episode.scenario.get_ref().rsplit('/').next().unwrap_or_default().to_owned(),
        trials: options.trials,
        seed: options.seed,
        note: episode.note.clone(),
        limits: episode.limits.clone(),
        without: episode.without.as_ref().map(|variant| variant.title.clone()),
        observed,
        growth,
        questions: questions.collect(),
    })
}

/// What the trials of one plan give.
struct Ran {
    /// Unit and values by trial: of each year of the observed quantities, sorted, then of both years of each growth, in the order of trials.
    kept: Vec<(Unit, Vec<f64>)>,
    /// Trials in which each question holds.
    hits: Vec<u64>,
}

impl Ran {
    fn of(asked: &Asked, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Self, Failure> {
        let pool = options.pool().map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
        let years = || asked.observed.iter().chain(&asked.growth);
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); years().count()];
        let mut hits = vec![0_u64; asked.questions.len()];
        let mut first = 0;
        while first < options.trials {
            let end = (first + BLOCK).min(options.trials);
            for row in monthly_rows(&asked.plan, options.seed, first..end, &pool, &asked.series, progress) {
                values.iter_mut().zip(years()).for_each(|(values, (measured, months))| values.push(measured.year(&row, *months)));
                hits.iter_mut().zip(&asked.questions).for_each(|(hits, tests)| *hits += u64::from(tests.iter().all(|test| test.holds(&row))));
            }
            first = end;
        }
        values[..asked.observed.len()].iter_mut().for_each(|values| values.sort_by(f64::total_cmp));
        Ok(Self { kept: years().map(|(measured, _)| measured.unit.clone()).zip(values).collect(), hits })
    }
}

fn of_year(year: i32, values: &[f64], unit: &Unit, observed: Option<f64>) -> YearFindings {
    YearFindings {
        year,
        quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| quantile(values, p, unit)),
        observed,
        probability: observed.map(|observed| values.partition_point(|value| *value <= observed) as f64 / values.len() as f64),
        crps: observed.map(|observed| crps(values, observed)),
        crps_without: None,
    }
}

/// Quantile of sorted values with its 95% interval.
fn quantile(sorted: &[f64], p: f64, unit: &Unit) -> Quantity {
    let trials = sorted.len() as u64;
    let ranks = quantile_ranks(p, trials);
    let at = |rank: Option<u64>| rank.and_then(|rank| sorted.get(usize::try_from(rank).ok()?.checked_sub(1)?)).copied().unwrap_or(f64::NAN);
    Quantity::of_interval(at(Some(quantile_rank(p, trials))), [at(ranks.lower), at(ranks.upper)], unit.clone(), trials)
}

/// Ranked probability score of sorted values: mean |x − y| less half the mean difference of two of them (Gneiting & Raftery 2007).
fn crps(sorted: &[f64], observed: f64) -> f64 {
    let n = sorted.len() as f64;
    let distance: f64 = sorted.iter().map(|value| (value - observed).abs()).sum();
    let spread: f64 = sorted.iter().enumerate().map(|(i, value)| (2.0 * i as f64 + 1.0 - n) * value).sum();
    distance / n - spread / (n * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_of_a_sample_is_the_integral_of_squares() {
        // ∫(F − 1{x ≥ 2})² dx for 1, 2, 4: a ninth between 1 and 2, (1 − 2/3)² · 2 between 2 and 4.
        assert!((crps(&[1.0, 2.0, 4.0], 2.0) - 1.0 / 3.0).abs() < 1e-12);
        assert!((crps(&[3.0], 5.0) - 2.0).abs() < 1e-12);
    }
}
