//! Runs an episode and compares it with what was observed.
//!
//! A measure is a monthly quantity of a mineral: `arrivals`, `supply`, `shortage`, `demand`, `controlled_supply`, `share_of_demand`, `free_share` or
//! `concentration`, and on a market that clears `price`, `bought` and `given_up`; with an origin for arrivals, supply and share of demand (without one,
//! supply is demand less shortage, or that of all origins on a market that clears). A year has the sum of tonnes, or the mean of shares and levels. A new
//! measure is one line in [`Resolver::series`].

use serde::Serialize;

use super::file::{Condition, Loaded};
use crate::analyses::estimates::proportion;
use crate::driver::Failure;
use crate::engine::{MonthlyRow, RunOptions, Series, monthly_rows};
use crate::plan::Plan;
use crate::stats::{quantile_rank, quantile_ranks};
use crate::units::{Date, MonthGrid, Quantity, Unit, nearest};

/// Most trials: each keeps its yearly values.
const MOST_TRIALS: u64 = 1_000_000;
/// Trials that are run at a time.
const BLOCK: u64 = 8_192;

/// A year of an observed quantity.
#[derive(Clone, Debug, Serialize)]
pub struct YearFindings {
    /// Year.
    pub year: i32,
    /// 5, 25, 50, 75 and 95% quantiles over the trials.
    pub quantiles: [Quantity; 5],
    /// Observed value.
    pub observed: Option<f64>,
    /// Share of trials with no larger value than the observed one.
    pub probability: Option<f64>,
    /// Ranked probability score, in the unit of the quantity.
    pub crps: Option<f64>,
    /// The same of the variant without a part of the model.
    pub crps_without: Option<f64>,
}

/// An observed quantity.
#[derive(Clone, Debug, Serialize)]
pub struct ObservedFindings {
    /// Name.
    pub title: String,
    /// Relative uncertainty of the observed values.
    pub tolerance: f64,
    /// Source of the observed values.
    pub source: String,
    /// Years.
    pub years: Vec<YearFindings>,
}

/// Growth of a quantity.
#[derive(Clone, Debug, Serialize)]
pub struct GrowthFindings {
    /// Name.
    pub title: String,
    /// First and last year.
    pub years: [i32; 2],
    /// 5, 50 and 95% quantiles of the difference a year.
    pub quantiles: [Quantity; 3],
    /// Observed difference a year.
    pub observed: f64,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionFindings {
    /// Statement.
    pub title: String,
    /// Share of trials in which it is so.
    pub probability: Quantity,
    /// The same in the variant without a part of the model.
    pub probability_without: Option<Quantity>,
    /// Whether it was so.
    pub observed: bool,
    /// Least share of trials in which it must be so.
    pub at_least: Option<f64>,
    /// Whether it is so in that share of trials.
    pub passed: Option<bool>,
    /// Brier score of the probability, 0 is best.
    pub brier: f64,
    /// Source of the observation.
    pub source: String,
}

/// An episode and its observations.
#[derive(Clone, Debug, Serialize)]
pub struct EpisodeFindings {
    /// Name of the file.
    pub name: String,
    /// Title.
    pub title: String,
    /// Name of the scenario file.
    pub scenario: String,
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// Basis of the scenario.
    pub note: String,
    /// Reason why an answer fails.
    pub limits: String,
    /// Name of the variant without a part of the model.
    pub without: Option<String>,
    /// Yearly quantities.
    pub observed: Vec<ObservedFindings>,
    /// Growth of yearly quantities.
    pub growth: Vec<GrowthFindings>,
    /// Questions.
    pub questions: Vec<QuestionFindings>,
}

/// A measure: series with their signs, and the unit of a year's value.
#[derive(Clone)]
struct Measured {
    terms: Vec<(usize, f64)>,
    level: bool,
    unit: Unit,
}

/// A condition with its names resolved.
enum Test {
    Arrived { goal: usize, by: usize },
    Peak { measured: Measured, before: usize, least: f64 },
    Year { measured: Measured, months: [usize; 2], low: f64, high: f64 },
    Fall { measured: Measured, months: [usize; 2], share: f64 },
}

/// Finds what an episode names in a plan, and collects the series to run.
struct Resolver<'a> {
    name: &'a str,
    plan: &'a Plan,
    asked: Vec<(usize, Series)>,
}

impl Resolver<'_> {
    fn fail<T>(&self, what: &str, given: &str, known: &[&str]) -> Result<T, Failure> {
        let help =
            nearest(given, known.iter().copied()).map_or_else(|| format!("it has {}", known.join(", ")), |near| format!("did you mean {near}?"));
        Err(Failure::Input(format!("{}: there is no {what} {given}: {help}", self.name)))
    }

    fn months(&self, year: i32) -> Result<[usize; 2], Failure> {
        let grid = self.plan.grid;
        let months: Vec<usize> = (0..grid.count()).filter(|k| grid.year(*k) == year).collect();
        match (months.first(), months.last()) {
            (Some(first), Some(last)) => Ok([*first, last + 1]),
            _ => Err(Failure::Input(format!("{}: the scenario does not cover the year {year}", self.name))),
        }
    }

    /// Index of a month; the number of months where it is after the last.
    fn month(&self, text: &str) -> Result<usize, Failure> {
        let grid: MonthGrid = self.plan.grid;
        let date = Date::parse(text).map_err(|error| Failure::Input(format!("{}: {text}: {error}", self.name)))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months of a scenario, clamped")]
        Ok(grid.offset(date).floor().clamp(0.0, grid.count() as f64) as usize)
    }

    /// Series of a measure with their signs.
    fn series(&self, measure: &str, mineral: usize, origin: Option<&str>) -> Result<Vec<(Series, f64)>, Failure> {
        let plan = &self.plan.minerals[mineral];
        let name = |place: usize| plan.origins[place].as_str();
        let routes: Vec<&str> = plan.route_origins.iter().map(|place| name(*place)).collect();
        let asked: Vec<&str> = plan.asked.iter().map(|place| routes[*place]).collect();
        let all: Vec<&str> = plan.origins.iter().map(String::as_str).collect();
        let find = |known: &[&str]| {
            let wanted = origin.unwrap_or_default();
            known.iter().position(|one| *one == wanted).map_or_else(|| self.fail("origin", wanted, known), Ok)
        };
        Ok(match (measure, origin) {
            ("arrivals", None) => vec![(Series::Arrivals, 1.0)],
            ("arrivals", Some(_)) if routes.len() == 1 => find(&routes).map(|_| vec![(Series::Arrivals, 1.0)])?,
            ("arrivals", Some(_)) => vec![(Series::ArrivalsFrom(find(&routes)?), 1.0)],
            ("supply", None) if plan.response.is_some() => (0..all.len()).map(|origin| (Series::SupplyFrom(origin), 1.0)).collect(),
            ("supply", None) => vec![(Series::Demand, 1.0), (Series::Shortage, -1.0)],
            ("price", None) if plan.response.is_some() => vec![(Series::Price, 1.0)],
            ("bought", None) if plan.response.is_some() => vec![(Series::Bought, 1.0)],
            ("given_up", None) if plan.response.is_some() => vec![(Series::GivenUp, 1.0)],
            ("supply", Some(_)) => vec![(Series::SupplyFrom(find(&all)?), 1.0)],
            ("shortage", None) => vec![(Series::Shortage, 1.0)],
            ("demand", None) => vec![(Series::Demand, 1.0)],
            ("controlled_supply", None) => vec![(Series::Controlled, 1.0)],
            ("share_of_demand", Some(_)) => vec![(Series::ShareFrom(find(&asked)?), 1.0)],
            ("free_share", None) => vec![(Series::FreeShare, 1.0)],
            ("concentration", None) => vec![(Series::Concentration, 1.0)],
            _ => {
                let mut known =
                    vec!["arrivals", "supply", "shortage", "demand", "controlled_supply", "share_of_demand", "free_share", "concentration"];
                known.extend(plan.response.iter().flat_map(|_| ["price", "bought", "given_up"]));
                return self.fail(if origin.is_some() { "measure with an origin called" } else { "measure" }, measure, &known);
            }
        })
    }

    fn measured(&mut self, measure: &str, mineral: &str, origin: Option<&str>) -> Result<Measured, Failure> {
        let names: Vec<&str> = self.plan.minerals.iter().map(|plan| plan.name.as_str()).collect();
        let Some(place) = names.iter().position(|name| *name == mineral) else { return self.fail("mineral", mineral, &names) };
        let series = self.series(measure, place, origin)?;
        let level = series.iter().all(|(series, _)| series.is_level());
        let unit = match series[0].0 {
            Series::Concentration => Unit::NONE,
            Series::Price => Unit::named("times the price"),
            _ if level => Unit::SHARE,
            _ => Unit::TONNES,
        };
        let terms = series.into_iter().map(|(series, sign)| {
            let asked = (place, series);
            let at = self.asked.iter().position(|known| *known == asked).unwrap_or_else(|| {
                self.asked.push(asked);
                self.asked.len() - 1
            });
            (at, sign)
        });
        Ok(Measured { terms: terms.collect(), level, unit })
    }

    fn test(&mut self, condition: &Condition) -> Result<Test, Failure> {
        let Condition { goal, by, measure, mineral, origin, year, at_least, at_most, peak_before, share_of_peak } = condition;
        match (goal, by, measure, mineral, year, peak_before) {
            (Some(goal), Some(by), None, None, None, None) => {
                let names: Vec<&str> = self.plan.goals.goals.iter().map(|plan| plan.name.as_str()).collect();
                let Some(place) = names.iter().position(|name| name == goal) else { return self.fail("goal", goal, &names) };
                Ok(Test::Arrived { goal: place, by: self.month(by)? })
            }
            (None, None, Some(measure), Some(mineral), Some(year), None) if at_least.is_some() || at_most.is_some() => {
                let measured = self.measured(measure, mineral, origin.as_deref())?;
                let (low, high) = (at_least.unwrap_or(f64::NEG_INFINITY), at_most.unwrap_or(f64::INFINITY));
                Ok(Test::Year { measured, months: self.months(*year)?, low, high })
            }
            (None, None, Some(measure), Some(mineral), Some(year), None) if share_of_peak.is_some() => {
                let measured = self.measured(measure, mineral, origin.as_deref())?;
                Ok(Test::Fall { measured, months: self.months(*year)?, share: share_of_peak.unwrap_or_default() })
            }
            (None, None, Some(measure), Some(mineral), None, Some(before)) => {
                let measured = self.measured(measure, mineral, origin.as_deref())?;
                Ok(Test::Peak { measured, before: self.month(before)?, least: at_least.unwrap_or(f64::NEG_INFINITY) })
            }
            _ => Err(Failure::Input(format!(
                "{}: a condition is {{ goal, by }}, {{ measure, mineral, year, at_least, at_most }}, {{ measure, mineral, year, share_of_peak }} or {{ measure, mineral, peak_before, at_least }}",
                self.name
            ))),
        }
    }
}

impl Measured {
    fn month(&self, row: &MonthlyRow, month: usize) -> f64 {
        self.terms.iter().map(|(at, sign)| sign * row.series[*at][month]).sum()
    }

    /// Month of the largest value, the first of several, and the value.
    fn peak(&self, row: &MonthlyRow) -> (usize, f64) {
        let months = row.series[self.terms[0].0].len();
        let values = (0..months).map(|month| (month, self.month(row, month)));
        values.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).unwrap_or((0, f64::NAN))
    }

    /// Value of the months of a year.
    fn year(&self, row: &MonthlyRow, [from, to]: [usize; 2]) -> f64 {
        let sum: f64 = (from..to).map(|month| self.month(row, month)).sum();
        if self.level { sum / (to - from) as f64 } else { sum }
    }
}

impl Test {
    fn holds(&self, row: &MonthlyRow) -> bool {
        match self {
            Self::Arrived { goal, by } => row.arrivals[*goal].is_some_and(|month| month <= *by),
            Self::Year { measured, months, low, high } => (*low..=*high).contains(&measured.year(row, *months)),
            Self::Fall { measured, months, share } => measured.year(row, *months) <= share * measured.peak(row).1,
            Self::Peak { measured, before, least } => {
                let (month, value) = measured.peak(row);
                month < *before && value >= *least
            }
        }
    }
}

/// Runs the episode with these options.
///
/// # Errors
/// Where the episode names what its scenario does not have, the trials are too many, or the threads cannot be started.
pub fn compute(loaded: &Loaded, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<EpisodeFindings, Failure> {
    let episode = &loaded.episode;
    let ran = Ran::of(loaded, &loaded.plan, options, progress)?;
    let without = loaded.without.as_ref().map(|plan| Ran::of(loaded, plan, options, progress)).transpose()?;
    let mut kept = ran.kept.into_iter();
    let mut kept_without = without.as_ref().map(|ran| ran.kept.iter());
    let observed = episode.observed.iter().map(|observed| ObservedFindings {
        title: observed.title.clone(),
        tolerance: observed.tolerance,
        source: observed.source.clone(),
        years: (observed.years[0]..=observed.years[1])
            .zip(kept.by_ref())
            .map(|(year, (unit, values))| {
                let value = observed.values.get(&year.to_string()).copied();
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
        let years = f64::from(growth.years[1] - growth.years[0]);
        let mut rises: Vec<f64> = early.iter().zip(&late).map(|(early, late)| (late - early) / years).collect();
        rises.sort_by(f64::total_cmp);
        let quantiles = [0.05, 0.5, 0.95].map(|p| quantile(&rises, p, &unit));
        Some(GrowthFindings { title: growth.title.clone(), years: growth.years, quantiles, observed: growth.value })
    });
    let growth = growth.collect();
    let questions = episode.questions.iter().enumerate().map(|(place, question)| {
        let of = |ran: &[u64]| proportion(ran[place], options.trials, Unit::PROBABILITY);
        let probability = of(&ran.hits);
        let share = probability.number();
        QuestionFindings {
            title: question.title.clone(),
            observed: question.observed,
            at_least: question.at_least,
            passed: question.at_least.map(|least| share >= least),
            brier: (share - f64::from(u8::from(question.observed))).powi(2),
            source: question.source.clone(),
            probability,
            probability_without: without.as_ref().map(|ran| of(&ran.hits)),
        }
    });
    Ok(EpisodeFindings {
        name: loaded.name.clone(),
        title: episode.title.clone(),
        scenario: episode.scenario.rsplit('/').next().unwrap_or_default().to_owned(),
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
    fn of(loaded: &Loaded, plan: &Plan, options: &RunOptions, progress: &(dyn Fn(u64) + Sync)) -> Result<Self, Failure> {
        let episode = &loaded.episode;
        let mut resolver = Resolver { name: &loaded.name, plan, asked: Vec::new() };
        if options.trials > MOST_TRIALS {
            return Err(Failure::Input(format!("an episode has at most {MOST_TRIALS} trials; --trials says how many")));
        }
        let mut kept: Vec<(Measured, [usize; 2])> = Vec::new();
        for observed in &episode.observed {
            let measured = resolver.measured(&observed.measure, &observed.mineral, observed.origin.as_deref())?;
            for year in observed.years[0]..=observed.years[1] {
                kept.push((measured.clone(), resolver.months(year)?));
            }
        }
        let of_years = kept.len();
        for growth in &episode.growth {
            let measured = resolver.measured(&growth.measure, &growth.mineral, growth.origin.as_deref())?;
            for year in growth.years {
                kept.push((measured.clone(), resolver.months(year)?));
            }
        }
        let tests = episode.questions.iter().map(|question| question.all.iter().map(|condition| resolver.test(condition)).collect());
        let tests: Vec<Vec<Test>> = tests.collect::<Result<_, Failure>>()?;
        let pool = options.pool().map_err(|error| Failure::Machine(format!("cannot start the threads: {error}")))?;
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); kept.len()];
        let mut hits = vec![0_u64; tests.len()];
        let mut first = 0;
        while first < options.trials {
            let end = (first + BLOCK).min(options.trials);
            for row in monthly_rows(plan, options.seed, first..end, &pool, &resolver.asked, progress) {
                values.iter_mut().zip(&kept).for_each(|(values, (measured, months))| values.push(measured.year(&row, *months)));
                hits.iter_mut().zip(&tests).for_each(|(hits, tests)| *hits += u64::from(tests.iter().all(|test| test.holds(&row))));
            }
            first = end;
        }
        values[..of_years].iter_mut().for_each(|values| values.sort_by(f64::total_cmp));
        Ok(Self { kept: kept.into_iter().map(|(measured, _)| measured.unit).zip(values).collect(), hits })
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
